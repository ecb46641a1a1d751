"""/api/v1/events/{event}: what runners say about runs, and what they are told."""

from datetime import datetime
from typing import Any, Final

from fastapi import APIRouter

from race.api import shapes
from race.api.deps import Asking, Here, Resources
from race.api.limits import Deed
from race.api.schemas import RemarkBody
from race.api.subjects import entry_owned, event_seen
from race.event import Event
from race.services import access, remarking, reviews
from race.services.access import Runner, Visitor
from race.store import accounts, notices, remarks
from race.store.activities import ActivityRow
from race.store.database import Connection, reading, transaction

router = APIRouter(prefix="/api/v1/events/{event}", tags=["remarks"])

#: Notices of one runner that are told, the newest.
_MOST_NOTICES: Final = 200


@router.post("/activities/{activity}/answer", status_code=201, summary="Answer a referee")
def answer(
    event: str, activity: str, body: RemarkBody, here: Here, asking: Asking
) -> dict[str, Any]:
    """Its runner may, while a referee asks, up to three times."""
    with transaction(here.engine) as connection:
        found, run, me = subject(connection, here, asking, event, activity)
        said = remarking.answer(connection, found, run, body.text, by=me.bib, now=here.clock())
    return shapes.remark(said)


@router.post("/activities/{activity}/protest", status_code=201, summary="Protest")
def protest(
    event: str, activity: str, body: RemarkBody, here: Here, asking: Asking
) -> dict[str, Any]:
    """Its runner may, against a decision, while the event hears protests."""
    with transaction(here.engine) as connection:
        found, run, me = subject(connection, here, asking, event, activity)
        said = remarking.protest(connection, found, run, body.text, by=me.bib, now=here.clock())
    return shapes.remark(said)


@router.post("/activities/{activity}/report", status_code=201, summary="Report somebody's run")
def report(
    event: str, activity: str, body: RemarkBody, here: Here, asking: Asking
) -> dict[str, Any]:
    """Another runner may, of a run that everybody sees. Nobody is told who did."""
    with transaction(here.engine) as connection:
        found, run, me = subject(connection, here, asking, event, activity)
        said = remarking.report(connection, found, run, body.text, by=me.bib, now=here.clock())
    return shapes.remark(said)


def subject(
    connection: Connection, here: Resources, asking: Visitor, slug: str, activity: str
) -> tuple[Event, ActivityRow, Runner]:
    """The event, the run that is spoken about, and the runner who speaks, within their rate.

    NotFound, NotSignedIn, TooOften.
    """
    found = event_seen(connection, asking, slug)
    me = access.require_runner(asking, found.id)
    here.limits.count(Deed.REMARK, found.id, me.bib)
    return found, reviews.find(connection, found, activity), me


@router.get("/entries/{bib}/notices", summary="What a runner was told, for them and for staff")
def told(event: str, bib: str, here: Here, asking: Asking) -> list[dict[str, Any]]:
    """The newest first, 200 at most; `mail` is how it went by e-mail."""
    with reading(here.engine) as connection:
        found = event_seen(connection, asking, event)
        entry = entry_owned(connection, asking, found, bib)
        rows = notices.of_entry(connection, found.id, entry.bib, limit=_MOST_NOTICES)
    return [shapes.notice(row) for row in rows]


def about(
    connection: Connection, asking: Visitor, event: Event, run: ActivityRow, now: datetime
) -> dict[str, Any]:
    """What was said about a run and what its runner can do, for the runner and for staff. Staff
    see reports too, and who decided; nobody sees who reported."""
    staff = access.role_in(connection, asking, event.id) is not None
    everything = remarks.of_run(connection, event.id, run.id)
    heard = everything if staff else remarking.heard(connection, event, run)
    decided = reviews.rulings(connection, event, run.id)
    names = _names(connection, {row.account_id for row in decided}) if staff else {}
    return {
        "remarks": [shapes.remark(row) for row in heard],
        "rulings": [shapes.ruling(row, names.get(row.account_id)) for row in decided],
        "possible": shapes.possible(remarking.possible(connection, event, run, now)),
    }


def _names(connection: Connection, account_ids: set[str]) -> dict[str, str]:
    found = (accounts.get(connection, account_id) for account_id in account_ids)
    return {account.id: account.name for account in found if account is not None}
