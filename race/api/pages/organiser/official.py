"""`/btc/{event}/ket-qua`: how far the results are, and making them official."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Response
from fastapi.responses import HTMLResponse

from race.api.pages.organiser.frame import (
    Asked,
    Call,
    Desk,
    after,
    desk_of,
    notice,
    organised,
    page,
    said,
)
from race.api.pages.views_official import Frozen, InTheWay, LateLine, ResultsPage, Step
from race.api.pages.views_runner import Said
from race.errors import Conflict, InvalidField
from race.event import Event, EventState, Stage
from race.i18n import N_
from race.services import finalising
from race.services.access import Role
from race.services.finalising import Readiness
from race.store import accounts, entries
from race.store.database import Connection, reading, transaction
from race.store.official import LateChangeRow, SnapshotRow

router = APIRouter(include_in_schema=False)

#: The stages in their order.
_ORDER: Final = (Stage.RUNNING, Stage.PROVISIONAL, Stage.PROTESTS, Stage.OFFICIAL)


@dataclass(frozen=True, kw_only=True)
class _Typed:
    """What came back with an error."""

    reason: str = ""
    errors: Mapping[str, Said] = field(default_factory=dict)


@router.get("/btc/{event}/ket-qua")
def show(event: str, asked: Asked) -> HTMLResponse:
    """The results as they stand."""
    return _shown(event, asked, _Typed())


@router.post("/btc/{event}/ket-qua")
def finalise(
    event: str,
    asked: Asked,
    confirm: Annotated[str, Form()] = "",
    reason: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Make the results official, once the address of the event is typed."""
    try:
        with transaction(asked.here.engine) as connection:
            at = desk_of(connection, asked, event, Role.OWNER)
            if confirm.strip() != at.event.slug:
                wrong = N_("That is not the address of this event, so nothing was done.")
                raise InvalidField(field="confirm", reason=wrong)
            by = at.organiser.account_id
            finalising.finalise(connection, at.event, by=by, now=at.now, reason=reason)
    except InvalidField as error:
        errors = {str(error.facts["field"]): said(error)}
        return _shown(event, asked, _Typed(reason=reason, errors=errors))
    except Conflict as error:
        errors = {"reason": said(error)}
        return _shown(event, asked, _Typed(reason=reason, errors=errors), HTTPStatus.CONFLICT)
    return after(f"{at.root}/ket-qua", "chinh-thuc")


def _shown(
    event: str, asked: Call, typed: _Typed, status: int = HTTPStatus.UNPROCESSABLE_ENTITY
) -> HTMLResponse:
    with reading(asked.here.engine) as connection:
        at = desk_of(connection, asked, event, Role.VIEWER)
        view = _view(connection, asked, at)
    done = None if typed.errors else notice(asked.request)
    view = replace(view, reason=typed.reason, errors=typed.errors, notice=done)
    given = status if typed.errors else HTTPStatus.OK
    return page(asked.request, "results", view, nav="results", at=at, status=given)


def _view(connection: Connection, asked: Call, at: Desk) -> ResultsPage:
    event, zone = at.event, at.event.window.zone
    kept = finalising.standing_snapshot(connection, event)
    closed = event.state is EventState.CLOSED
    return ResultsPage(
        event=organised(connection, at),
        stage=event.stage(at.now),
        steps=_steps(event, kept, at.now),
        uploads_end_at=event.uploads_end_at.astimezone(zone),
        in_the_way=_in_the_way(connection, event, at.now) if closed else None,
        may_turn=at.role.reaches(Role.EDITOR),
        may_finalise=at.role.reaches(Role.OWNER),
        procedure=event.procedure,
        frozen=None if kept is None else _frozen(connection, asked, event, kept),
        late=_late(connection, event),
    )


def _steps(event: Event, kept: SnapshotRow | None, now: datetime) -> tuple[Step, ...]:
    """The four stages with their dates. Once the time for protests is over, results wait where
    protests were: only the next step is left."""
    here = event.stage(now)
    if here is Stage.PROVISIONAL and event.state is EventState.CLOSED:
        here = Stage.PROTESTS
    reached = _ORDER.index(here)
    zone = event.window.zone
    closed_at = None if event.state is EventState.OPEN else event.closed_at
    over = event.uploads_end_at if closed_at is None else min(closed_at, event.uploads_end_at)
    made_at = None if kept is None else kept.made_at
    spans = {
        Stage.RUNNING: (event.window.starts_at, over),
        Stage.PROVISIONAL: (over if closed_at is None else closed_at, None),
        Stage.PROTESTS: (closed_at, event.protests_end_at()),
        Stage.OFFICIAL: (made_at, None),
    }
    return tuple(
        Step(
            stage=stage,
            state="done" if number < reached else "here" if number == reached else "ahead",
            since=None if since is None else since.astimezone(zone),
            until=None if until is None else until.astimezone(zone),
        )
        for number, (stage, (since, until)) in enumerate(spans.items())
    )


def _in_the_way(connection: Connection, event: Event, now: datetime) -> InTheWay:
    found: Readiness = finalising.readiness(connection, event, now)
    ends = found.protests_end_at
    return InTheWay(
        waiting=found.waiting,
        protests=found.protests,
        reading=found.reading,
        replaying=found.replaying,
        protests_until=None if found.heard or ends is None else ends.astimezone(event.window.zone),
    )


def _frozen(connection: Connection, asked: Call, event: Event, kept: SnapshotRow) -> Frozen:
    return Frozen(
        sha256=kept.sha256,
        made_at=kept.made_at.astimezone(event.window.zone),
        by=_names(connection, [kept.account_id]).get(kept.account_id, ""),
        reason=kept.reason,
        url=f"{asked.here.settings.public_url}/api/v1/events/{event.slug}/final.json",
    )


def _late(connection: Connection, event: Event) -> tuple[LateLine, ...]:
    rows: list[LateChangeRow] = finalising.late_changes(connection, event)
    names = _names(connection, [row.account_id for row in rows])
    people = entries.of_bibs(connection, event.id, {row.bib for row in rows})
    called = {entry.bib: entry.name for entry in people}
    races = {race.slug: race.name for race in event.races}
    return tuple(
        LateLine(
            at=row.at.astimezone(event.window.zone),
            bib=row.bib,
            name=called[row.bib],
            race=races[row.race],
            reason=row.reason,
            by=names.get(row.account_id, ""),
            before=row.before,
            after=row.after,
        )
        for row in rows
    )


def _names(connection: Connection, account_ids: list[str | None]) -> dict[str | None, str]:
    """The names of accounts that are there."""
    known = {each for each in account_ids if each is not None}
    found = [accounts.get(connection, each) for each in sorted(known)]
    return {account.id: account.name for account in found if account is not None}
