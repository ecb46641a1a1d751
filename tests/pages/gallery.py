"""Every public page with believable values, for the tests and for looking at.

    python -m tests.pages.gallery DIRECTORY

writes each page in both languages, with the static files beside them.
"""

import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from race.api.pages.assets import STATIC_DIR, fingerprint
from race.api.pages.guides.finding import GUIDES, address, link, links, named
from race.api.pages.guides.views import GuidePage, GuidesPage
from race.api.pages.rendering import render
from race.api.pages.views import Said
from race.api.pages.views_public import (
    CertificateView,
    EnteredPage,
    EnterForm,
    EnterPage,
    ErrorPage,
    EventCard,
    HomePage,
    RulesPage,
    VerifyPage,
)
from race.errors import AlreadyEntered, EventClosed, NotFound, RaceError, TooLarge, TooOften
from race.event import Phase
from race.i18n import LANGUAGES
from tests.pages import fakes_public as fakes


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A page to be rendered."""

    template: str
    context: Mapping[str, Any]


def page(template: str, view: Any, path: str, **frame: Any) -> Sample:
    """A page of the fake event; `frame` may take away the event or add the runner."""
    context = {"v": view, "path": path, "nav": None, "event": fakes.HEAD, "me": None, **frame}
    return Sample(template=template, context=context)


HOME: Final = HomePage(
    events=(
        EventCard(
            slug="huu-lung",
            name=fakes.HEAD.name,
            organiser=fakes.HEAD.organiser,
            place="Hữu Lũng, Lạng Sơn",
            state=Phase.RUNNING,
            starts_at=fakes.STARTS,
            ends_at=fakes.ENDS,
            entries=1284,
            accepted_m=18_642_310,
        ),
        EventCard(
            slug="khoi-nghia-bac-son",
            name="Chạy về nguồn: 86 năm Khởi nghĩa Bắc Sơn <27/9>",
            organiser="Tỉnh Đoàn Lạng Sơn",
            place="",
            state=Phase.FINAL,
            starts_at=fakes.STARTS - timedelta(days=48),
            ends_at=fakes.STARTS - timedelta(days=34),
            entries=1,
            accepted_m=21_098,
        ),
    )
)

ENTER: Final = EnterPage(
    open=True,
    state=Phase.RUNNING,
    races=(fakes.FIVE, fakes.FIFTY),
    teams=fakes.team_choices(),
    masked_below=16,
)
WRONG_FORM: Final = EnterForm(
    name="Nguyễn <b>Ánh</b>", sex="F", birth_year="208", race=("50km",), team="doi-2"
)
WRONG: Final = replace(
    ENTER,
    form=WRONG_FORM,
    errors={
        "": Said(text=AlreadyEntered.text, facts={"event": fakes.HEAD.name}),
        "birth_year": Said(text="Write the year of birth, like 2001."),
        "consent": Said(text="We need your consent to keep and judge your runs."),
    },
)

CERTIFICATE: Final = CertificateView(
    name="Nguyễn Thị Ngọc Ánh",
    bib="02026",
    team="Đoàn xã Hữu Liên",
    event=fakes.HEAD.name,
    organiser=fakes.HEAD.organiser,
    race=fakes.FIVE,
    distance_m=5000,
    time_s=1824,
    rank=(212, 508),
    rank_in_sex=(88, 301),
    sex="F",
    issued_on=date(2026, 11, 10),
    revision=1,
    final=False,
)
VALID: Final = VerifyPage(
    code="7XK4-D9QF-2M3H", state="valid", checked_at=fakes.NOW, certificate=CERTIFICATE
)
REVOKED: Final = VerifyPage(
    code="9HQ2-6VDB-X4N7",
    state="revoked",
    changed_on=date(2026, 11, 13),
    reason="bài chạy trùng với bài của người khác (trùng 96%, mức cho phép 15%)",
)
REPLACED: Final = VerifyPage(
    code="3RT8-KW2M-9PA6",
    state="replaced",
    changed_on=date(2026, 11, 12),
    reason="sửa tên",
    newer_code="3RT8-KW2M-9PA7",
)


def error(status: int, what: RaceError, **frame: Any) -> Sample:
    """The page of an error."""
    view = ErrorPage(status=status, said=Said(text=what.text, facts=what.facts))
    return page("error.html", view, "/e/huu-lung/khong-co", **frame)


def samples() -> dict[str, Sample]:
    """The pages by name."""
    return {
        **_event_pages(),
        **_board_pages(),
        **_guide_pages(),
        **_other_pages(),
        **_error_pages(),
    }


def _event_pages() -> dict[str, Sample]:
    now, before = fakes.event_page(), fakes.empty_event_page()
    head = {"path": "/e/huu-lung", "nav": "home"}
    arrived = replace(now, state=Phase.GRACE, course=fakes.course(52_000))
    return {
        "event": page("event.html", now, me=fakes.ME, **head),
        "event-stranger": page("event.html", replace(now, course=fakes.course(None)), **head),
        "event-before": page("event.html", before, **head),
        "event-draft": page(
            "event.html", replace(before, state=Phase.DRAFT, turns_at=None, turns_in_s=0), **head
        ),
        "event-grace": page("event.html", arrived, me=fakes.ME, **head),
        "event-final": page(
            "event.html", replace(now, state=Phase.FINAL, turns_at=None, course=None), **head
        ),
        "home": page("home.html", HOME, "/", event=None, nav="home"),
        "home-empty": page("home.html", HomePage(events=()), "/", event=None, nav="home"),
    }


def _board_pages() -> dict[str, Sample]:
    board = fakes.board_page()
    five = fakes.board_page(fakes.FIVE)
    teams = replace(
        board,
        board=next(choice for choice in board.boards if choice.teams),
        rows=(),
        podium=(),
        team_rows=fakes.team_rows(),
        mine=None,
        found=8,
        pages=1,
    )
    found = replace(board, query="nguyen", found=1, rows=board.rows[17:18], podium=(), pages=1)
    empty = replace(five, rows=(), podium=(), mine=None, found=0, total=0, pages=1, live=False)
    filtered = replace(board, sex="F", team="doi-7", age_group="U16", page=2, podium=())
    shown = {
        "leaderboard": board,
        "leaderboard-5km": five,
        "leaderboard-teams": teams,
        "leaderboard-found": found,
        "leaderboard-none": replace(found, query="<x>", rows=(), found=0),
        "leaderboard-empty": empty,
        "leaderboard-filtered": filtered,
        "leaderboard-final": replace(board, state=Phase.FINAL, live=False, mine=None),
    }
    path = "/e/huu-lung/bxh?board=50km-overall"
    return {
        name: page("leaderboard.html", view, path, nav="board", me=fakes.ME)
        for name, view in shown.items()
    }


def _guide_pages() -> dict[str, Sample]:
    slug = fakes.HEAD.slug
    found = GuidesPage(
        guides=links(slug),
        phone_url=address(named("opentracks"), slug),
        upload_url=f"/e/{slug}/nop-bai",
    )
    pages = {
        f"guide-{guide.slug}": page(
            "guide.html",
            GuidePage(
                guide=guide,
                list_url=address(None, slug),
                upload_url=f"/e/{slug}/nop-bai",
                see=tuple(link(named(other), slug) for other in guide.see),
            ),
            address(guide, slug),
            nav="upload",
        )
        for guide in GUIDES
    }
    bare = replace(found, guides=links(None), upload_url=None)
    return {
        "guides": page("guides.html", found, address(None, slug), nav="upload", me=fakes.ME),
        "guides-bare": page("guides.html", bare, address(None), event=None),
        **pages,
    }


def _other_pages() -> dict[str, Sample]:
    entered = EnteredPage(
        bib="02026",
        name=fakes.LONG_NAME,
        team=fakes.TEAMS[6],
        races=(fakes.FIVE, fakes.FIFTY),
        personal_url="https://chay.example/u/huu-lung/02026.k7Qm2vX9aB4nR8tYw3Zc5d",
        can_upload=True,
        starts_at=fakes.STARTS,
    )
    rules = RulesPage(
        rules=fakes.RULES,
        races=(fakes.FIVE, fakes.FIFTY),
        starts_at=fakes.STARTS,
        ends_at=fakes.ENDS,
        since=fakes.STARTS - timedelta(days=5),
        masked_below=16,
        words="Mọi đoàn viên, thanh niên đều có thể tham gia.\nGiải thưởng: xem kế hoạch.",
    )
    unknown = VerifyPage(code="7XK4-D9OF-2M3H", state="unknown", meant="7XK4-D9QF-2M3H")
    enter, check = "/e/huu-lung/dang-ky", "/c"
    return {
        "enter": page("enter.html", ENTER, enter, nav="me"),
        "enter-wrong": page("enter.html", WRONG, enter, nav="me"),
        "enter-closed": page("enter.html", replace(ENTER, open=False, state=Phase.CLOSED), enter),
        "entered": page("entered.html", entered, enter, nav="me"),
        "entered-early": page("entered.html", replace(entered, can_upload=False), enter),
        "rules": page("rules.html", rules, "/e/huu-lung/the-le"),
        "privacy": page("privacy.html", None, "/quyen-rieng-tu"),
        "privacy-site": page("privacy.html", None, "/quyen-rieng-tu", event=None),
        "verify": page("verify.html", VALID, check + "/" + VALID.code, event=None, nav="verify"),
        "verify-search": page("verify.html", VerifyPage(), check, event=None, nav="verify"),
        "verify-replaced": page("verify.html", REPLACED, check, event=None, nav="verify"),
        "verify-revoked": page("verify.html", REVOKED, check, event=None, nav="verify"),
        "verify-unknown": page("verify.html", unknown, check, event=None, nav="verify"),
    }


def _error_pages() -> dict[str, Sample]:
    return {
        "error404": error(404, NotFound()),
        "error404-site": error(404, NotFound(), event=None),
        "error409": error(409, EventClosed(event=fakes.HEAD.name)),
        "error413": error(413, TooLarge(limit=32_000_000)),
        "error429": error(429, TooOften(wait_s=40)),
        "error500": error(500, RaceError(), event=None),
    }


def write(directory: Path) -> None:
    """Write every page in both languages, as ``vi-event.html``, with what they need."""
    served = directory / "static" / fingerprint()
    shutil.copytree(STATIC_DIR, served, dirs_exist_ok=True)
    for name, sample in samples().items():
        for lang in LANGUAGES:
            html = render(sample.template, lang, **sample.context)
            (directory / f"{lang}-{name}.html").write_text(html, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
