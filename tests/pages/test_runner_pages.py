"""The runner's pages in every state and both languages: they render and keep their promises."""

import itertools
import math
import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from race.api.pages.rendering import render
from race.api.pages.views_run import RunPage
from race.api.pages.views_runner import RaceCard, bare
from race.drawing.route import route_picture
from race.drawing.splits import split_rows
from race.i18n import LANGUAGES
from tests.pages.fakes_runner import EVENT, ME, PAGES, run_page, uploaded_page

BOTH = pytest.mark.parametrize("lang", LANGUAGES)
ALL = pytest.mark.parametrize("state", PAGES)


class Page(HTMLParser):
    """What a page is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.inside: list[str] = []
        self.scripted: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.inside and self.inside[-1] in {"script", "style"}:
            self.scripted.append(data)
        elif data.strip():
            self.words.append(data.strip())

    def all(self, attribute: str) -> list[str]:
        return [attrs[attribute] or "" for _, attrs in self.tags if attribute in attrs]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).replace("\xa0", " ").replace("\u2060", "").split())


def page(state: str, lang: str) -> Page:
    """One of the made-up pages."""
    template, nav, make = PAGES[state]
    me = ME if nav else None
    return Page(render(template, lang, event=EVENT, me=me, nav=nav, path="/e/x", v=make()))


def shown(view: RunPage, lang: str = "en") -> Page:
    """A run's page."""
    return Page(render("run.html", lang, event=EVENT, me=ME, nav="me", path="/e/x", v=view))


@ALL
@BOTH
def test_no_style_and_no_script_stands_in_the_page(state: str, lang: str) -> None:
    found = page(state, lang)
    assert not found.all("style")
    assert not found.scripted
    assert all("src" in attrs for tag, attrs in found.tags if tag == "script")
    assert not [name for _, attrs in found.tags for name in attrs if name.startswith("on")]


@ALL
@BOTH
def test_ids_are_unique_and_every_reference_finds_one(state: str, lang: str) -> None:
    found = page(state, lang)
    ids = found.all("id")
    assert len(ids) == len(set(ids))
    wanted = {
        word for name in ("for", "aria-labelledby") for v in found.all(name) for word in v.split()
    }
    wanted |= {href[1:] for href in found.all("href") if href.startswith("#")}
    assert wanted <= set(ids)


@ALL
@BOTH
def test_unknown_numbers_are_a_dash_never_nan(state: str, lang: str) -> None:
    found = page(state, lang)
    assert not re.search(r"\b(nan|None|inf)\b", found.text)
    assert "nan" not in " ".join(d for d in found.all("d") + found.all("width"))


@ALL
@BOTH
def test_headings_skip_no_level(state: str, lang: str) -> None:
    levels = [int(tag[1]) for tag, _ in page(state, lang).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 or 1 in levels
    assert levels.count(1) == 1
    body = levels[levels.index(1) :]
    assert all(after - before <= 1 for before, after in itertools.pairwise(body))


@ALL
def test_every_picture_says_what_it_shows(state: str) -> None:
    found = page(state, "vi")
    for tag, attrs in found.tags:
        if tag == "svg" and attrs.get("role") == "img":
            assert attrs.get("aria-labelledby") or attrs.get("aria-label")


@ALL
@BOTH
def test_nothing_is_offered_that_is_not_possible(state: str, lang: str) -> None:
    """No protest is possible on these pages; after sending a run its page may take one."""
    found = page(state, lang)
    assert "#khieu-nai" not in found.all("href")
    if not state.startswith("upload"):
        assert not re.search("khiếu nại|protest", found.text, re.IGNORECASE)


@ALL
def test_the_two_languages_are_two(state: str) -> None:
    vi, en = (set(page(state, lang).words) for lang in LANGUAGES)
    for sentence in ("Send it", "Every kilometre", "Your runs", "See the evidence", "Route"):
        assert sentence not in vi
    for sentence in ("Gửi đi", "Từng km", "Bài chạy của bạn", "Xem bằng chứng", "Đường chạy"):
        assert sentence not in en


def test_a_public_run_tells_neither_the_moment_nor_the_file_nor_both_ends() -> None:
    public = page("run-public", "vi")
    assert "05:40" not in public.text
    assert "9f2c" not in public.html
    assert "Xuất phát" not in public.text
    assert "Phiếu bằng chứng" not in public.text
    assert "ẩn ít nhất 200 m" in public.text


def test_a_rejected_run_names_what_was_measured_the_limit_and_the_next_step() -> None:
    words = page("run", "vi").text
    assert "Bị loại: bài 8,42 km" in words
    assert "Km 3 là 2:58 /km , nhanh hơn mức 3:00 /km" in words
    assert "thiết bị khác" in words
    assert "btc@huulung.vn" in words
    assert "Nộp tệp khác" in words


def test_what_is_refused_is_red_and_what_waits_is_gold_and_broken() -> None:
    refused, waiting = page("run", "vi"), page("run-review", "vi")
    assert [a for t, a in refused.tags if t == "tr" and a.get("class") == "bd"]
    assert not [a for t, a in waiting.tags if "lx" in (a.get("class") or "").split()]
    gold = [a for t, a in waiting.tags if "ly" in (a.get("class") or "").split()]
    assert gold
    # A thread through the line, and a dashed edge, tell it from red without its colour.
    assert [a for t, a in waiting.tags if t == "use" and "stroke-dasharray" in a]


def test_without_elevation_there_is_no_column_of_rises() -> None:
    assert "Dốc" in page("run", "vi").text
    assert "Dốc" not in page("run-review", "vi").text


def test_a_run_indoors_says_why_there_is_no_route() -> None:
    assert "Recorded indoors, without GPS" in page("run-bare", "en").text


@pytest.mark.parametrize(
    ("hour", "words"),
    [(5, "Chạy sáng"), (11, "Chạy trưa"), (17, "Chạy chiều"), (21, "Chạy tối")],
)
def test_the_heading_names_the_time_of_day(hour: int, words: str) -> None:
    view = run_page()
    assert view.started_at is not None
    later = replace(view, started_at=view.started_at.replace(hour=hour))
    assert f"{words} thứ Bảy, 14/11" in shown(later, "vi").text


def test_the_caption_says_how_the_fast_kilometre_lies() -> None:
    view = run_page()
    third, other = view.evidence.stretches
    for rise, words in ((-31.0, "goes down 31 m"), (25.0, "climbs 25 m"), (2.0, "is flat")):
        sheet = replace(view.evidence, stretches=(replace(third, rise_m=rise), other))
        assert f"Km 3 {words}" in shown(replace(view, evidence=sheet)).text


def test_a_picture_of_a_hundred_thousand_points_is_under_twelve_kilobytes() -> None:
    steps = np.random.default_rng(5).normal(0, 4e-5, (2, 100_000)).cumsum(axis=1)
    picture = route_picture(
        lat=21.5 + steps[0],
        lon=106.3 + steps[1],
        distance_m=np.linspace(0, 90_000, 100_000),
        segment=np.arange(100_000) // 500,
        marked_m=[(20_000.0, 45_000.0), (50_000.0, 70_000.0)],
    )
    html = shown(replace(run_page(), route=picture)).html
    svg = html[html.index('aria-labelledby="rt"') :]
    assert len(svg[: svg.index("</svg>")]) < 12_000


def test_of_a_run_without_end_the_first_hundred_kilometres_are_shown() -> None:
    rows = split_rows(full_s=[411.0] * 1000, total_m=1_000_000.0, total_s=411_000.0)
    found = shown(replace(run_page(), splits=rows))
    assert found.text.count("6:51") == 100
    assert "The first 100 of 1,000 kilometres." in found.text


@ALL
def test_every_page_stays_light(state: str) -> None:
    assert len(page(state, "vi").html.encode()) < 40_000


def test_the_field_takes_any_file_and_the_form_needs_no_script() -> None:
    found = page("upload", "vi")
    forms = [attrs for tag, attrs in found.tags if tag == "form"]
    assert [(f["method"], f["enctype"]) for f in forms] == [("post", "multipart/form-data")]
    inputs = [attrs for tag, attrs in found.tags if tag == "input" and attrs.get("type") == "file"]
    assert [(i["name"], "multiple" in i, "accept" in i) for i in inputs] == [("file", True, False)]


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("upload-closed", "Hạn nộp bài là 23:59 ngày 25/11/2026"),
        ("upload-early", "Nhận bài chạy từ 00:00 ngày 01/11/2026"),
        ("upload-stranger", "Hãy mở liên kết cá nhân"),
    ],
)
def test_where_nothing_can_be_sent_there_is_no_form(state: str, words: str) -> None:
    found = page(state, "vi")
    assert not [tag for tag, _ in found.tags if tag == "form"]
    assert words in found.text
    assert not [s for s in found.all("src") if s.endswith("upload.js")]


def test_the_answer_for_the_script_is_the_cards_of_the_page() -> None:
    fragment = Page(render("_uploaded.html", "vi", v=uploaded_page()))
    cards = [a for tag, a in fragment.tags if tag == "article"]
    assert len(cards) == len(uploaded_page().files)
    assert all("sent" in (a["class"] or "").split() for a in cards)
    assert not [tag for tag, _ in fragment.tags if tag in {"html", "script", "main"}]


def test_an_accepted_run_says_what_it_changed() -> None:
    words = page("uploaded", "vi").text
    assert "Hợp lệ, cộng 7,31 km" in words
    assert "Bạn có 31,40 km trên 50 km. Lên 6 bậc: hạng 128 ." in words
    assert "Tệp này bạn đã nộp rồi" in words
    assert "Tệp này là ảnh" in words


def test_a_name_with_markup_stays_text() -> None:
    view = replace(run_page(), name='<img src="x">', own=False)
    html = shown(view).html
    assert "<img" not in html
    assert "&lt;img" in html


def test_a_reason_loses_its_state_and_nothing_else() -> None:
    said = {
        "vi": "Chờ duyệt: km 5 là 3:21 /km, nhanh hơn mức 3:30.",
        "en": "In review: km 5 took 3:21, faster than 3:30.",
    }
    assert bare(said) == {
        "vi": "Km 5 là 3:21 /km, nhanh hơn mức 3:30.",
        "en": "Km 5 took 3:21, faster than 3:30.",
    }
    whole = {
        "en": "Your device says 8.52 km: we measured 8.42.",
        "vi": "Km 3: 2:58 /km.",
    }
    assert bare(whole) == whole


def test_what_is_left_is_never_said_to_be_less_than_it_is() -> None:
    race = RaceCard(
        name="50 km",
        kind="collected",
        goal_m=50_000,
        done_m=31_401,
        time_s=1.0,
        finished=False,
        days_left=9,
    )
    # 18.599 km in 9 days are 2.067 a day.
    assert race.left_m == 18_599
    assert race.a_day_m == 2100
    assert replace(race, days_left=0).a_day_m is None
    assert replace(race, done_m=60_000).left_m == 0


def test_the_share_apart_is_unknown_without_both_distances() -> None:
    distances = run_page().distances
    assert distances is not None
    # 96 m of 8,424.
    assert distances.apart == pytest.approx(0.0114, abs=1e-4)
    assert replace(distances, stated_m=None).apart is None
    assert replace(distances, ours_m=math.nan).apart is None
