"""`/btc/{event}/nhat-ky`: who did what when. Lines are only ever added, by what is done."""

from typing import Annotated, Final

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from race.api.pages.organiser import trail_words
from race.api.pages.organiser.frame import Asked, Desk, desk_of, organised, page
from race.api.pages.views_official import Choice, TrailLine, TrailPage
from race.i18n import N_, both, fold
from race.services.access import Role
from race.store import accounts, activities, audit, entries
from race.store.audit import AuditRow, Wanted
from race.store.database import Connection, reading

router = APIRouter(include_in_schema=False)

#: Lines of a page.
_PAGE: Final = 50
#: The value of the filter for what nobody with an account did.
_NOBODY: Final = "-"


class Search(BaseModel):
    """What is looked for; all of it may be missing or odd."""

    nguoi: str = ""
    viec: str = ""
    page: str = "1"

    @property
    def number(self) -> int:
        """The page, the first where it is no number."""
        page = self.page
        return int(page) if page.isascii() and page.isdigit() and len(page) <= 6 else 1


@router.get("/btc/{event}/nhat-ky")
def show(event: str, asked: Asked, search: Annotated[Search, Query()]) -> HTMLResponse:
    """The newest line first, fifty on a page."""
    with reading(asked.here.engine) as connection:
        at = desk_of(connection, asked, event, Role.VIEWER)
        view = _view(connection, at, search)
    return page(asked.request, "trail", view, nav="results", at=at)


def _view(connection: Connection, at: Desk, search: Search) -> TrailPage:
    event_id = at.event.id
    names = _names(connection, event_id)
    kinds = audit.actions_in(connection, event_id)
    person = search.nguoi if search.nguoi in {_NOBODY, *names} else ""
    kind = search.viec if search.viec in kinds else ""
    wanted = Wanted(
        account_id=None if not person else "" if person == _NOBODY else person,
        action=kind or None,
    )
    total = audit.count_matching(connection, event_id, wanted)
    pages = max(1, -(-total // _PAGE))
    shown = min(max(search.number, 1), pages)
    skip = (shown - 1) * _PAGE
    rows = audit.matching(connection, event_id, wanted, skip=skip, limit=_PAGE)
    nobody = Choice(value=_NOBODY, words=both(N_("Runners, and the program itself")))
    people = sorted(names.items(), key=lambda found: fold(found[1]))
    called = {action: trail_words.called(action) for action in kinds}
    return TrailPage(
        event=organised(connection, at),
        lines=tuple(_line(connection, at, names, row) for row in rows),
        total=total,
        page=shown,
        pages=pages,
        people=(*(Choice(value=key, words=_as_it_is(name)) for key, name in people), nobody),
        kinds=tuple(
            Choice(value=action, words=words)
            for action, words in sorted(called.items(), key=lambda c: fold(c[1][at.lang]))
        ),
        person=person,
        kind=kind,
    )


def _names(connection: Connection, event_id: str) -> dict[str, str]:
    """Names of the accounts that have done anything; an account that is gone by its id."""
    found: dict[str, str] = {}
    for account_id in audit.accounts_in(connection, event_id):
        if account_id is not None:
            account = accounts.get(connection, account_id)
            found[account_id] = account_id if account is None else account.name
    return found


def _as_it_is(text: str) -> dict[str, str]:
    return {"vi": text, "en": text}


def _line(connection: Connection, at: Desk, names: dict[str, str], row: AuditRow) -> TrailLine:
    subject, url = _subject(connection, at, row)
    return TrailLine(
        number=row.id,
        at=row.at.astimezone(at.event.window.zone),
        by=None if row.account_id is None else names[row.account_id],
        by_runner=row.account_id is None and row.action in trail_words.OF_RUNNERS,
        what=trail_words.called(row.action),
        details=trail_words.details(row),
        subject=subject,
        url=url,
    )


def _subject(connection: Connection, at: Desk, row: AuditRow) -> tuple[str, str]:
    """Whom it was done to and the page of it; nobody who was erased is named."""
    event_id = at.event.id
    if row.action in trail_words.OF_RUNS:
        run = activities.get(connection, event_id, row.subject)
        return ("", "") if run is None else (f"BIB {run.bib}", f"{at.root}/duyet/{run.id}")
    if row.action in trail_words.OF_ENTRIES:
        there = entries.get(connection, event_id, row.subject) is not None
        return f"BIB {row.subject}", f"{at.root}/vdv/{row.subject}" if there else ""
    if row.action == "rules.publish":
        return f"v{row.subject}", f"{at.root}/the-le"
    return "", ""
