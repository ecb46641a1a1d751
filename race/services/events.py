"""Events: make, find, change, open and close, remove."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from race.course import Kind, Race, Sight
from race.errors import EventFinal, InvalidField, NotClosed, NotFound, SlugTaken
from race.event import Event, EventState, Procedure, Window
from race.i18n import N_
from race.presets import PRESETS
from race.rules import Rules, rules_from
from race.services.new_event import NewEvent, check_language, check_window, line, named, valid
from race.store import audit, events, races, rules_versions, submissions
from race.store.database import Connection
from race.store.events import EventRow, RoleRow
from race.store.ids import new_id
from race.store.rules_versions import RulesRow
from race.team import Team

#: Fields of an event that are one line each, and may be empty.
_LINES: Final = frozenset({"organiser", "place", "contact"})


def create(connection: Connection, new: NewEvent, *, owner: str | None, now: datetime) -> Event:
    """A draft with its races and units; `owner` is the account that may do everything in it.

    InvalidField, UnknownPreset, SlugTaken.
    """
    new = valid(new)
    if events.by_slug(connection, new.slug) is not None:
        raise SlugTaken(slug=new.slug)
    row = _row(new, now)
    events.add(connection, row)
    first = RulesRow(
        event_id=row.id,
        version=row.rules_version,
        rules=row.rules,
        reason="",
        account_id=owner,
        published_at=now,
    )
    rules_versions.add(connection, first)
    _add_parts(connection, row.id, new.races, new.teams)
    if owner is not None:
        events.set_role(connection, RoleRow(event_id=row.id, account_id=owner, role="owner"))
        audit.record(
            connection,
            event_id=row.id,
            at=now,
            account_id=owner,
            action="event.create",
            subject=new.slug,
            detail={},
        )
    return event_of(connection, row)


def find(connection: Connection, slug: str) -> Event:
    """The event of that address, drafts included; NotFound."""
    row = events.by_slug(connection, slug)
    if row is None:
        raise NotFound(event=slug)
    return event_of(connection, row)


def by_id(connection: Connection, event_id: str) -> Event:
    """The event of that id; NotFound."""
    row = events.get(connection, event_id)
    if row is None:
        raise NotFound(event=event_id)
    return event_of(connection, row)


def published(connection: Connection) -> list[Event]:
    """Every event that is no draft, the latest start first."""
    rows = events.every(connection)
    return [event_of(connection, row) for row in rows if row.state != EventState.DRAFT]


def of_organiser(connection: Connection, account_id: str) -> list[Event]:
    """The events in which an account has a role."""
    return [event_of(connection, row) for row in events.of_account(connection, account_id)]


def amend(
    connection: Connection, event: Event, changes: dict[str, Any], *, by: str, now: datetime
) -> Event:
    """Change fields of `NewEvent` (not slug, races or preset); InvalidField, EventFinal."""
    row = row_to_change(connection, event)
    lines: dict[str, Any] = {name: line(changes[name]) for name in _LINES & changes.keys()}
    if "signatories" in changes:
        lines["signatories"] = [[line(t), line(n)] for t, n in changes["signatories"]]
    changes = changes | lines
    changed = replace(row, **changes)
    check_window(changed.starts_at, changed.ends_at, changed.timezone)
    _check_kept(connection, row, changed)
    check_language(changed.language)
    events.update(connection, replace(changed, name=named("name", changed.name)))
    audit.record(
        connection,
        event_id=event.id,
        at=now,
        account_id=by,
        action="event.amend",
        subject=event.slug,
        detail={"fields": sorted(changes)},
    )
    return by_id(connection, event.id)


def _check_kept(connection: Connection, row: EventRow, changed: EventRow) -> None:
    """Once somebody has sent a run, the days that runs and ages were judged by stay: the end may
    only move on."""
    moved = (changed.starts_at, changed.timezone) != (row.starts_at, row.timezone)
    if (moved or changed.ends_at < row.ends_at) and submissions.exist(connection, row.id):
        raise InvalidField(
            field=N_("starts_at"),
            reason=N_("Runs have been judged by these days: only the end may still move on."),
        )


def set_state(
    connection: Connection, event: Event, state: EventState, *, by: str | None, now: datetime
) -> Event:
    """Open, close, or take back to draft; a final event stays as it is. NotClosed for final: that
    is more than a state (`race.services.finalising`)."""
    row = row_to_change(connection, event)
    if state is EventState.FINAL:
        raise NotClosed(event=event.name)
    closes = state is EventState.CLOSED and row.state != EventState.CLOSED
    closed_at = now if closes else row.closed_at
    events.update(connection, replace(row, state=state.value, closed_at=closed_at))
    audit.record(
        connection,
        event_id=event.id,
        at=now,
        account_id=by,
        action=f"event.{state}",
        subject=event.slug,
        detail={"from": row.state},
    )
    return by_id(connection, event.id)


def row_to_change(connection: Connection, event: Event) -> EventRow:
    """An event as it is at this moment, which nobody else changes until the transaction ends:
    whoever writes it back writes all of it. EventFinal, NotFound."""
    check_not_final(event)
    events.hold(connection, event.id, alone=True)
    row = events.get(connection, event.id)
    if row is None:
        raise NotFound(event=event.slug)
    if row.state == EventState.FINAL:
        raise EventFinal(event=event.name)
    return row


def check_not_final(event: Event) -> None:
    """EventFinal when the results are frozen."""
    if event.state is EventState.FINAL:
        raise EventFinal(event=event.name)


def remove(connection: Connection, event: Event) -> None:
    """Erase an event with everything in it."""
    events.remove(connection, event.id)


def event_of(connection: Connection, row: EventRow) -> Event:
    """The value of a row, with its races and units."""
    return Event(
        id=row.id,
        slug=row.slug,
        name=row.name,
        organiser=row.organiser,
        place=row.place,
        contact=row.contact,
        window=Window(starts_at=row.starts_at, ends_at=row.ends_at, timezone=row.timezone),
        language=row.language,
        preset=row.preset,
        rules=_rules(row),
        state=EventState(row.state),
        races=tuple(
            Race(slug=r.slug, name=r.name, kind=Kind(r.kind), distance_m=r.distance_m)
            for r in races.of_event(connection, row.id)
        ),
        teams=tuple(
            Team(slug=t.slug, name=t.name, parent=t.parent, headcount=t.headcount)
            for t in races.teams_of_event(connection, row.id)
        ),
        sights=tuple(Sight(at_m=at_m, name=name) for at_m, name in row.sights),
        signatories=tuple((title, name) for title, name in row.signatories),
        demo=row.demo,
        procedure=Procedure(**row.procedure),
        closed_at=row.closed_at,
    )


def _rules(row: EventRow) -> Rules:
    return replace(rules_from(row.rules), version=row.rules_version)


def _row(new: NewEvent, now: datetime) -> EventRow:
    return EventRow(
        id=new_id(),
        slug=new.slug,
        name=new.name,
        organiser=new.organiser,
        place=new.place,
        contact=new.contact,
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        timezone=new.timezone,
        language=new.language,
        preset=new.preset,
        rules=PRESETS[new.preset].rules.to_dict(),
        rules_version=1,
        state=EventState.DRAFT.value,
        sights=[[sight.at_m, sight.name] for sight in new.sights],
        signatories=[list(pair) for pair in new.signatories],
        demo=new.demo,
        created_at=now,
    )


def _add_parts(
    connection: Connection, event_id: str, new: Sequence[Race], teams: Sequence[Team]
) -> None:
    for position, race in enumerate(new):
        races.add(connection, races.RaceRow(event_id=event_id, position=position, **vars(race)))
    placed: set[str | None] = {None}
    waiting = list(enumerate(teams))
    while waiting:  # a unit after the one above it, in whatever order they came
        ready = [(i, team) for i, team in waiting if team.parent in placed]
        for i, team in ready:
            races.add_team(connection, races.TeamRow(event_id=event_id, position=i, **vars(team)))
            placed.add(team.slug)
        waiting = [(i, team) for i, team in waiting if team.slug not in placed]
