"""/api/v1/events/{event}/entries: enter, look at, correct, take out, renew a personal link."""

from typing import Any

from fastapi import APIRouter, Request, Response

from race.api import shapes
from race.api.deps import Asking, Here
from race.api.limits import Deed, address_of
from race.api.schemas import EntryBody, EntryChanges
from race.api.subjects import account_in, entry_owned, event_run, event_seen
from race.event import Event, EventState
from race.services import access, accounts, correcting, entries, scoring, submissions
from race.services.access import Role
from race.store import entries as entry_rows
from race.store.database import Connection, reading, transaction
from race.store.entries import EntryRow

router = APIRouter(prefix="/api/v1/events/{event}/entries", tags=["entries"])


@router.post("", status_code=201, summary="Enter an open event")
def enter(
    event: str, body: EntryBody, request: Request, here: Here, asking: Asking
) -> dict[str, Any]:
    """Anybody may, while the event is open. The token and the link are shown this once.

    A runner who sends their own name and birth is entered in one more race under the same bib;
    the token then stays the one they have.
    """
    here.limits.count(Deed.ENTRY, address_of(request))
    now, new = here.clock(), body.new_entry()
    with transaction(here.engine) as connection:
        found = event_seen(connection, asking, event)
        mine = asking.runner_in(found.id)
        own = None if mine is None else entry_rows.get(connection, found.id, mine.bib)
        if own is not None and entries.same_person(own, new):
            for race in new.races:
                entries.enter_also(connection, found, own, race, now=now)
            scoring.rescore(connection, found, own, now=now)
            return _shown(connection, found, own) | {"token": None, "personal_url": None}
        by = account_in(connection, asking, found)
        entered = entries.enter(connection, found, new, now=now, by=by)
        shown = shapes.entry(found, entered.entry, entered.races)
    path = accounts.personal_path(found.slug, entered.entry.bib, entered.token)
    return shown | {"token": entered.token, "personal_url": here.settings.public_url + path}


@router.get("", summary="Every entry, for staff")
def every(event: str, here: Here, asking: Asking, q: str = "") -> list[dict[str, Any]]:
    """`q` narrows by name or bib; diacritics do not matter."""
    with reading(here.engine) as connection:
        found = event_run(connection, asking, event, Role.VIEWER)
        rows = entry_rows.search(connection, found.id, q, limit=100_000)
        held: dict[str, list[str]] = {}
        for entered in entry_rows.races_of_event(connection, found.id):
            held.setdefault(entered.bib, []).append(entered.race)
        return [shapes.entry(found, row, held.get(row.bib, [])) for row in rows]


@router.get("/{bib}", summary="One entry, for its runner and for staff")
def show(event: str, bib: str, here: Here, asking: Asking) -> dict[str, Any]:
    """Everything that was entered."""
    with reading(here.engine) as connection:
        found = event_seen(connection, asking, event)
        return _shown(connection, found, entry_owned(connection, asking, found, bib))


@router.patch("/{bib}", summary="Correct an entry")
def correct(event: str, bib: str, body: EntryChanges, here: Here, asking: Asking) -> dict[str, Any]:
    """Results and certificates follow: a corrected name replaces the certificate."""
    by, now = access.require_organiser(asking).account_id, here.clock()
    with transaction(here.engine) as connection:
        found = event_run(connection, asking, event, Role.EDITOR)
        row = entries.find(connection, found, bib)
        changed = correcting.correct(connection, found, row, body.correction(), now=now, by=by)
        return _shown(connection, found, changed)


@router.delete("/{bib}", status_code=204, summary="Take an entry out, with all its runs")
def remove(event: str, bib: str, here: Here, asking: Asking) -> Response:
    """What was sent is erased with it."""
    by, now = access.require_organiser(asking).account_id, here.clock()
    with transaction(here.engine) as connection:
        found = event_run(connection, asking, event, Role.EDITOR)
        if found.state is EventState.FINAL:
            event_run(connection, asking, event, Role.OWNER)
        entries.remove(connection, found, entries.find(connection, found, bib), now=now, by=by)
    submissions.sweep(here.engine, here.blobs)
    return Response(status_code=204)


@router.post("/{bib}/link", status_code=201, summary="A new personal link; the old one ends")
def renew_link(event: str, bib: str, here: Here, asking: Asking) -> dict[str, Any]:
    """For a runner who lost theirs."""
    with transaction(here.engine) as connection:
        found = event_run(connection, asking, event, Role.EDITOR)
        row = entries.find(connection, found, bib)
        token = accounts.renew_personal_link(connection, found.id, row.bib)
    path = accounts.personal_path(found.slug, row.bib, token)
    return {"bib": row.bib, "token": token, "personal_url": here.settings.public_url + path}


def _shown(connection: Connection, found: Event, row: EntryRow) -> dict[str, Any]:
    races = entries.races_of(connection, found, row.bib)
    return shapes.entry(found, row, [race.slug for race in races])
