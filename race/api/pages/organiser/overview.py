"""`/btc/{event}`: the numbers of an event; open it, close it, delete it."""

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
from race.api.pages.organiser.reasons import label
from race.api.pages.organiser.rules_strongest import strongest
from race.api.pages.views_organiser import (
    DayRuns,
    IdleTeam,
    LooserLine,
    Numbers,
    OverviewPage,
    Reason,
)
from race.api.pages.views_runner import Said
from race.errors import InvalidField
from race.event import EventState
from race.i18n import N_, both
from race.services import desk, events, submissions
from race.services.access import Role
from race.services.desk import TeamNumbers
from race.store.database import Connection, reading, transaction

router = APIRouter(include_in_schema=False)

#: What the page may make of an event, and the word for the notice.
_STATES: Final = {EventState.OPEN.value: "mo", EventState.CLOSED.value: "dong"}


@router.get("/btc/{event}")
def show(event: str, asked: Asked) -> HTMLResponse:
    """The event as it stands."""
    return _shown(event, asked)


@router.post("/btc/{event}/trang-thai")
def turn(event: str, asked: Asked, state: Annotated[str, Form()] = "") -> Response:
    """Open or close the event."""
    try:
        with transaction(asked.here.engine) as connection:
            at = desk_of(connection, asked, event, Role.EDITOR)
            if state not in _STATES:
                raise InvalidField(field="state", reason=N_("Choose one."))
            by = at.organiser.account_id
            events.set_state(connection, at.event, EventState(state), by=by, now=at.now)
    except InvalidField as error:
        return _shown(event, asked, said(error))
    closed = state == EventState.CLOSED
    return after(f"{at.root}/ket-qua" if closed else at.root, _STATES[state])


@router.post("/btc/{event}/xoa")
def remove(event: str, asked: Asked, slug: Annotated[str, Form()] = "") -> Response:
    """Erase the event with everything in it, once its address is typed."""
    with transaction(asked.here.engine) as connection:
        at = desk_of(connection, asked, event, Role.OWNER)
        meant = slug.strip() == at.event.slug
        if meant:
            events.remove(connection, at.event)
    if meant:
        submissions.sweep(asked.here.engine, asked.here.blobs)
        return after("/btc", "xoa-giai")
    error = both(N_("That is not {slug}, so nothing was deleted."), {"slug": at.event.slug})
    return _shown(event, asked, error)


def _shown(event: str, asked: Call, error: Said | None = None) -> HTMLResponse:
    with reading(asked.here.engine) as connection:
        at = desk_of(connection, asked, event, Role.VIEWER)
        view = _view(connection, at, error, None if error else notice(asked.request))
    status = HTTPStatus.OK if error is None else HTTPStatus.UNPROCESSABLE_ENTITY
    path = None if error is None else at.root
    return page(asked.request, "overview", view, nav="home", at=at, path=path, status=status)


def _view(connection: Connection, at: Desk, error: Said | None, done: Said | None) -> OverviewPage:
    counted = desk.numbers(connection, at.event, at.now)
    day, days = desk.day_of(at.event, at.now)
    return OverviewPage(
        event=organised(connection, at),
        now=at.now.astimezone(at.event.window.zone),
        day=day,
        days=days,
        numbers=_numbers(counted),
        waiting_long=counted.late,
        patience_s=desk.PATIENCE_S,
        per_day=tuple(DayRuns(day=on, runs=runs) for on, runs in counted.per_day),
        rejected=sum(runs for _, runs in counted.why),
        reasons=tuple(Reason(label=label(code), runs=runs) for code, runs in counted.why),
        idle=_idle(counted),
        may_delete=at.role is Role.OWNER,
        looser=_looser(connection, at) if counted.why else None,
        notice=done,
        error=error,
    )


def _looser(connection: Connection, at: Desk) -> LooserLine | None:
    """For those who may change the rules."""
    if at.event.state is EventState.FINAL or not at.role.reaches(Role.EDITOR):
        return None
    return strongest(connection, at.event, at.now)


def _numbers(counted: desk.Numbers) -> Numbers:
    return Numbers(
        entries=counted.entries,
        entries_today=counted.entries_today,
        runs=counted.runs,
        runs_today=counted.runs_today,
        valid_m=counted.accepted_m,
        by_machine=counted.by_machine,
        finishes=counted.finishes,
        active_teams=sum(team.runs > 0 for team in counted.teams),
        teams=len(counted.teams),
    )


def _idle(counted: desk.Numbers) -> tuple[IdleTeam, ...]:
    """Units without a run, the largest first."""
    idle = [numbers for numbers in counted.teams if not numbers.runs]
    idle.sort(key=lambda numbers: -(numbers.team.headcount or numbers.entries))
    return tuple(
        IdleTeam(
            slug=numbers.team.slug,
            name=_full_name(numbers),
            headcount=numbers.team.headcount,
            entries=numbers.entries,
        )
        for numbers in idle
    )


def _full_name(numbers: TeamNumbers) -> str:
    above = "" if numbers.above is None else f", {numbers.above.name}"
    return numbers.team.name + above
