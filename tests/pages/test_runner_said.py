"""What runner and referee say to each other, as pages show it: in words, and with the forms that
are possible and no others."""

import itertools
import re
from collections import Counter
from dataclasses import replace

import pytest

from race.api.pages.rendering import render
from race.api.pages.views_said import Corrected, Talk
from race.i18n import LANGUAGES
from tests.pages.fakes_runner import EVENT, ME
from tests.pages.fakes_said import ANSWER, PAGE, PAGES, QUESTION, corrected_run, reportable_run
from tests.pages.test_runner_pages import Page

BOTH = pytest.mark.parametrize("lang", LANGUAGES)
ALL = pytest.mark.parametrize("state", PAGES)


def page(state: str, lang: str = "vi") -> Page:
    """One of the made-up pages."""
    template, nav, make = PAGES[state]
    return Page(render(template, lang, event=EVENT, me=ME, nav=nav, path="/e/x", v=make()))


def forms(state: str) -> list[str]:
    """The last part of the address of each form on a page."""
    found = page(state).all("action")
    assert all(action.startswith(PAGE) for action in found)
    return [action.removeprefix(f"{PAGE}/") for action in found]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("asked", ["tra-loi", "thay"]),
        ("refused", ["tra-loi", "thay"]),
        ("answered", ["tra-loi"]),
        ("open", ["khieu-nai", "thay", "rut"]),
        ("early", ["khieu-nai", "thay", "rut"]),
        ("protesting", []),
        ("decided", []),
        ("upheld", []),
        ("late", []),
        ("final", []),
        ("public-corrected", []),
        ("by-hand", []),
        ("reportable", ["bao-cao"]),
        ("news", []),
    ],
)
def test_the_forms_that_are_possible_and_no_others(state: str, expected: list[str]) -> None:
    assert forms(state) == expected


@ALL
@BOTH
def test_a_page_is_whole(state: str, lang: str) -> None:
    found = page(state, lang)
    ids = found.all("id")
    assert [each for each, count in Counter(ids).items() if count > 1] == []
    pointers = ("for", "aria-labelledby", "aria-describedby")
    wanted = {word for name in pointers for value in found.all(name) for word in value.split()}
    wanted |= {href[1:] for href in found.all("href") if href.startswith("#")}
    assert wanted - set(ids) == set()
    assert not found.all("style")
    assert not found.scripted
    assert not re.search(r"\b(nan|None|inf)\b", found.text)
    levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert sum("hot" in (a.get("class") or "").split() for t, a in found.tags if t != "b") <= 1
    assert len(found.html.encode()) < 45_000


@ALL
def test_every_form_is_sent_once_and_by_post(state: str) -> None:
    for tag, attrs in page(state).tags:
        if tag == "form":
            assert attrs["method"] == "post"
            assert "data-once" in attrs


def test_the_question_stands_before_everything_with_its_answer_right_there() -> None:
    words = page("asked").text
    assert words.index(QUESTION) < words.index("Câu trả lời của bạn") < words.index("quãng đường")
    assert words.count(QUESTION) == 1
    assert "Bạn không cần làm gì" not in words


def test_what_was_typed_is_there_again_and_what_is_wrong_is_said_at_its_field() -> None:
    found = page("refused")
    assert "> &lt;b&gt; </textarea>" in found.html
    area = next(attrs for tag, attrs in found.tags if tag == "textarea")
    assert area["aria-invalid"] == "true"
    assert f'id="{area["aria-describedby"]}"' in found.html
    assert "Hãy viết từ 1 đến 1.000 chữ." in found.text


def test_what_people_write_is_text() -> None:
    found = page("answered")
    assert ANSWER in found.text
    assert "<cầu>" not in found.html


@BOTH
def test_until_when_a_protest_is_heard_is_said_in_words(lang: str) -> None:
    words = {
        "vi": ("20:00 ngày 24/11/2026", "hết 48 giờ"),
        "en": ("20:00 on 24 Nov 2026", "48 hours"),
    }
    assert words[lang][0] in page("open", lang).text
    assert words[lang][1] in page("early", lang).text


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("protesting", "Trọng tài đang xem khiếu nại bạn gửi lúc 20:00 ngày 16/11/2026"),
        ("decided", "Quyết định về khiếu nại của bạn là quyết định cuối cùng."),
        ("late", "20:00 ngày 24/11/2026"),
        ("final", "Kết quả đã chính thức nên không nhận khiếu nại nữa."),
        ("upheld", "Khiếu nại được chấp nhận."),
    ],
)
def test_what_became_of_a_protest_and_why_there_is_none(state: str, said: str) -> None:
    assert said in page(state).text


@pytest.mark.parametrize("state", ["decided", "late", "final"])
def test_who_is_left_to_ask_is_named(state: str) -> None:
    assert "btc@huulung.vn" in page(state).text


def test_a_card_is_a_word_beside_the_decision() -> None:
    assert "Kèm thẻ" in page("decided").text


def test_a_run_of_an_archive_says_that_the_others_go_too() -> None:
    words = page("open").text
    assert "cả 3 bài trong đó" in words


@pytest.mark.parametrize(
    ("now", "vi", "en"),
    [
        (Corrected(shift_s=3600.0, reason="A"), "Trọng tài chỉnh giờ: +1 giờ.", "+1 hour."),
        (Corrected(shift_s=-90.0, reason="A"), "chỉnh giờ: −1:30.", "clock: −1:30."),
        (Corrected(shift_s=93_600.0, reason="A"), "+1 ngày 2 giờ.", "+1 day 2 hours."),
        (Corrected(shift_s=90_060.0, reason="A"), "+25:01:00.", "+25:01:00."),
        (Corrected(from_s=65.0, reason="A"), "từ 1:05 trở đi", "from 1:05 of"),
        (Corrected(to_s=3000.0, reason="A"), "đến 50:00", "up to 50:00"),
        (Corrected(from_s=0.0, to_s=60.0, reason="A"), "từ 0:00 đến 1:00", "from 0:00 to 1:00"),
        (Corrected(by_hand=True, reason="A"), "nhập tay", "by hand"),
        (Corrected(reason="A"), "đã bỏ phần chỉnh sửa", "took the correction back"),
    ],
)
def test_a_correction_is_said_with_its_reason(now: Corrected, vi: str, en: str) -> None:
    view = replace(reportable_run(), talk=Talk(corrected=now))
    for lang, words, why in (("vi", vi, "Lý do: A"), ("en", en, "Reason: A")):
        html = render("run.html", lang, event=EVENT, me=None, nav=None, path="/e/x", v=view)
        text = Page(html).text
        assert words in text
        assert why in text


def test_the_part_that_counts_is_told_and_marked() -> None:
    words = page("corrected").text
    assert "Được tính 7,52 km trong 8,42 km." in words
    assert "Toàn bộ bản ghi" in words
    assert corrected_run().counting is not None
    assert "Toàn bộ bản ghi" not in page("public-corrected").text


def test_a_result_by_hand_has_no_record_and_says_so() -> None:
    assert "Kết quả do trọng tài nhập, không có bản ghi để vẽ." in page("by-hand").text


def test_a_report_says_who_reads_it() -> None:
    words = page("reportable").text
    assert "Chỉ Ban Tổ chức và trọng tài đọc" in words
    assert "Không ai được biết ai đã báo cáo" in words


class TestTheOwnPage:
    """What is new comes first."""

    def test_the_question_then_what_is_new_then_the_rest(self) -> None:
        words = page("news").text
        order = [
            "Nguyễn Thị Ngọc Ánh",
            "Trọng tài có câu hỏi cho bạn",
            QUESTION,
            "Từ lần xem trước",
            "Khiếu nại được chấp nhận: hợp lệ.",
            "BIB",
            "Bài chạy của bạn",
            "Tất cả 3 tin gửi bạn",
            "Thể lệ số",
        ]
        main = words[words.index("Vận động viên") :]
        places = [main.index(each) for each in order]
        assert places == sorted(places)

    def test_the_states_stand_on_the_runs(self) -> None:
        words = page("news").text
        for said in ("Cần bạn trả lời", "Đang khiếu nại", "Đã trả lời, chờ duyệt"):
            assert said in words

    def test_a_message_leads_to_its_run_while_that_is_there(self) -> None:
        hrefs = page("news").all("href")
        assert f"{ME.url}/13#tra-loi" in hrefs
        assert f"{ME.url}/14" in hrefs

    def test_who_is_out_reads_it_in_calm_words(self) -> None:
        words = page("out").text
        assert "Các bài chạy của bạn không được xếp hạng" in words
        assert "Bạn có thể khiếu nại" in words
        assert "btc@huulung.vn" in words
        assert "gian lận" not in words
