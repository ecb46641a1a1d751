"""How far the results are, on every page that shows them: with what follows for who reads them."""

import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

import pytest

from race.api.pages.rendering import render
from race.api.pages.views_public import RulesPage, RulesVersion
from race.api.pages.views_said import LateChange, StageView, Unranked
from race.event import Phase, Procedure, Stage
from tests.pages import fakes_public as fakes
from tests.pages.fakes_runner import EVENT, ME, runner_page

UNTIL = fakes.ENDS + timedelta(days=2)
SINCE = fakes.ENDS + timedelta(days=4, hours=9)
SHA256 = "4a1f" + "0" * 56 + "09c2"
OFFICIAL = StageView(
    stage=Stage.OFFICIAL,
    protests_until=UNTIL,
    since=SINCE,
    sha256=SHA256,
    document_url="/api/v1/events/huu-lung/final.json",
)
STAGES = {
    "running": StageView(stage=Stage.RUNNING, phase=Phase.RUNNING),
    "ended": StageView(stage=Stage.PROVISIONAL),
    "protests": StageView(stage=Stage.PROTESTS, protests_until=UNTIL),
    "over": StageView(stage=Stage.PROVISIONAL, protests_until=UNTIL),
    "official": OFFICIAL,
}
SAID = {
    "running": ("Đang diễn ra", "Under way"),
    "ended": ("Kết quả còn có thể thay đổi", "The results may still change"),
    "protests": (
        "Kết quả tạm thời Nhận khiếu nại đến 23:59 ngày 24/11/2026",
        "Provisional results Protests are heard until 23:59 on 24 Nov 2026",
    ),
    "over": ("Hết hạn khiếu nại lúc 23:59 ngày 24/11/2026", "Protests ended at 23:59"),
    "official": ("Chính thức từ 08:59 ngày 27/11/2026", "Official since 08:59 on 27 Nov 2026"),
}
LATE = LateChange(
    number=1,
    at=SINCE + timedelta(days=1),
    bib="00417",
    name="Nông Thị Mai Việt",
    reason="Có người xác nhận là đi nhờ xe <ở km 3>.",
    before={"status": "OK", "time_s": 1505, "distance_m": 5000.0},
    after={"status": "DNF", "time_s": None, "distance_m": 0.0},
)


class _Words(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def words(html: str) -> str:
    """What the main part of a page says."""
    main = html[html.index("<main") : html.index("</main>")]
    text = " ".join(" ".join(_Words(main).parts).replace("\xa0", " ").split())
    return re.sub(r" ([.,])", r"\1", text)


def shown(page: str, view: StageView, lang: str = "vi", **changes: Any) -> str:
    """A page of the event at a stage, as HTML."""
    if page == "runner":
        made: Any = replace(runner_page(), own=False, stage=view, **changes)
        return render("runner.html", lang, event=EVENT, me=ME, nav=None, path="/e/x", v=made)
    made = fakes.event_page() if page == "event" else replace(fakes.board_page(), live=False)
    made = replace(made, stage=view, **changes)
    template = "event.html" if page == "event" else "leaderboard.html"
    return render(template, lang, event=fakes.HEAD, me=None, nav=None, path="/e/x", v=made)


@pytest.mark.parametrize(("number", "lang"), [(0, "vi"), (1, "en")])
@pytest.mark.parametrize("stage", [name for name in STAGES if name != "running"])
@pytest.mark.parametrize("page", ["event", "board", "runner"])
def test_every_page_of_results_says_how_far_they_are(
    page: str, stage: str, number: int, lang: str
) -> None:
    text = words(shown(page, STAGES[stage], lang))
    said = SAID[stage][number]
    if page == "event":  # its sign stands over the numbers
        said = said.removeprefix("Kết quả tạm thời ").removeprefix("Provisional results ")
        assert any(sign in text for sign in ("Kết quả", "results"))
    assert said in text


@pytest.mark.parametrize("page", ["board", "runner"])
def test_while_runs_come_in_a_sign_says_all(page: str) -> None:
    text = words(shown(page, STAGES["running"]))
    assert SAID["running"][0] in text
    assert "Tạm thời" not in text
    assert "Mã băm" not in text


def test_an_event_that_runs_says_so() -> None:
    assert SAID["running"][0] in words(shown("event", STAGES["running"]))


@pytest.mark.parametrize("page", ["event", "board", "runner"])
def test_official_results_can_be_checked(page: str) -> None:
    html = shown(page, OFFICIAL)
    assert "Mã băm 4a1f … 09c2" in words(html)
    assert SHA256 in html
    assert 'href="/api/v1/events/huu-lung/final.json"' in html
    assert "sha256sum" in html


class TestLateChanges:
    """What changed after the results were official stands beside the result, with its reason."""

    def board(self, **changes: Any) -> str:
        rows = fakes.board_page(fakes.FIVE).rows
        marked = (replace(rows[0], late=LATE), *rows[1:3])
        view = replace(fakes.board_page(fakes.FIVE), rows=marked, late=(LATE,), stage=OFFICIAL)
        made = replace(view, live=False, **changes)
        return render(
            "leaderboard.html", "vi", event=fakes.HEAD, me=None, nav=None, path="/e/x", v=made
        )

    def test_the_line_has_its_mark_and_the_list_tells_before_and_after(self) -> None:
        html = self.board()
        text = words(html)
        assert text.count("Sửa ngày 28/11: Có người xác nhận là đi nhờ xe <ở km 3>.") == 1
        listed = text[text.index("Thay đổi sau khi kết quả đã chính thức") :]
        assert "25:05 → không có kết quả" in listed
        assert "08:59 ngày 28/11/2026" in listed
        assert "Lý do: Có người xác nhận" in listed
        assert "<ở km 3>" not in html

    @pytest.mark.parametrize(
        ("values", "said"),
        [
            ({}, "không có kết quả"),
            ({"status": "DNS"}, "không có kết quả"),
            ({"status": "PENDING"}, "chờ duyệt"),
            ({"status": "DQ"}, "không xếp hạng"),
            ({"status": "OK", "time_s": 1805, "distance_m": 5000.0}, "30:05"),
        ],
    )
    def test_every_result_has_its_words(self, values: dict[str, Any], said: str) -> None:
        late = replace(LATE, before=values, after={"status": "OK", "time_s": 60, "distance_m": 1.0})
        assert f"{said} → 1:00" in words(self.board(late=(late,)))

    def test_without_a_change_there_is_no_list(self) -> None:
        assert "Thay đổi sau khi" not in words(self.board(late=()))


def test_who_is_out_by_cards_is_named_in_calm_words() -> None:
    html = shown("board", STAGES["protests"], unranked=(Unranked(bib="00077", name="N. V. A."),))
    text = words(html)
    assert "1 VĐV không được xếp hạng" in text
    assert "N. V. A. 00077" in text
    assert "Họ có quyền khiếu nại" in text
    assert "gian lận" not in text


def test_a_unit_that_is_out_has_no_place() -> None:
    view = fakes.board_page()
    teams = (replace(fakes.team_rows()[0], rank=None),)
    board = next(choice for choice in view.boards if choice.teams)
    made = replace(view, board=board, rows=(), podium=(), mine=None, team_rows=teams, live=False)
    html = render(
        "leaderboard.html", "vi", event=fakes.HEAD, me=None, nav=None, path="/e/x", v=made
    )
    row = re.search(r"<tr><td class=\"rk\">(.*?)</tr>", html, re.DOTALL)
    assert row is not None
    assert row[1].startswith("–")
    assert "None" not in row[1]


class TestRules:
    """The rules tell their version, why they were changed, and how doubt is dealt with."""

    def page(self, lang: str = "vi", **changes: Any) -> str:
        first = RulesVersion(version=1, at=fakes.STARTS, reason="")
        label, old, new = (
            {"vi": v, "en": e} for v, e in (("Pace", "P"), ("15:00", "15:00"), ("20:00", "20:00"))
        )
        second = RulesVersion(
            version=2,
            at=fakes.NOW,
            reason="Mời cả người đi bộ.",
            changes=((label, old, new),),
        )
        view = RulesPage(
            rules=fakes.RULES,
            races=(fakes.FIVE,),
            starts_at=fakes.STARTS,
            ends_at=fakes.ENDS,
            since=fakes.NOW,
            reason=second.reason,
            versions=(second, first),
            masked_below=16,
        )
        made = replace(view, **changes)
        return words(render("rules.html", lang, v=made, path="/e/x", event=fakes.HEAD))

    def test_the_version_its_reason_and_what_it_changed(self) -> None:
        text = self.page()
        assert "Lý do: Mời cả người đi bộ." in text
        told = text[text.index("Đã thay đổi những gì, khi nào") :]
        assert "Pace: 15:00 → 20:00" in told
        assert "Thể lệ đầu tiên." in told

    def test_rules_that_were_never_changed_have_no_list(self) -> None:
        text = self.page(versions=(), since=None, reason="")
        assert "Đã thay đổi" not in text
        assert "Lý do" not in text.split("Kiểm tra những gì")[0].replace("nói rõ lý do", "")

    def test_the_procedure_is_that_of_the_event(self) -> None:
        strict = Procedure(
            protest_within_s=24 * 3600.0, reports=True, cards=True, runner_out_at=3, team_out_at=5
        )
        text = self.page(procedure=strict)
        assert "hết 24 giờ kể từ lúc công bố kết quả tạm thời" in text
        assert "VĐV trong giải có thể báo cáo" in text
        assert "VĐV có 3 thẻ" in text
        assert "đơn vị có 5 thẻ" in text
        plain = self.page(procedure=Procedure(reports=False, cards=False))
        assert "báo cáo một bài chạy" not in plain
        assert "thẻ" not in plain
