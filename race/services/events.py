"""Events: make, find, change, open and close, remove."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from race.course import Kind, Race, Sight
from race.errors import InvalidField, NotFound, SlugTaken, UnknownPreset
from race.event import Event, EventState, Rules, Window, rules_from
from race.i18n import LANGUAGES, N_, tidy
from race.presets import PRESETS
from race.store import audit, events, races
from race.store.database import Connection
from race.store.events import EventRow, RoleRow
from race.store.ids import new_id
from race.team import Team, is_tree

_SLUG: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
#: Longest name of anything (characters), so that no page and no certificate breaks.
LONGEST_NAME: Final = 120


@dataclass(frozen=True, kw_only=True)
class NewEvent:
    """What an organiser fills in; everything else follows from the preset."""

    slug: str
    name: str
    organiser: str
    place: str
    contact: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    language: str
    preset: str
    races: tuple[Race, ...]
    teams: tuple[Team, ...] = ()
    sights: tuple[Sight, ...] = ()
    signatories: tuple[tuple[str, str], ...] = ()
    demo: bool = False


def create(connection: Connection, new: NewEvent, *, owner: str | None, now: datetime) -> Event:
    """A draft with its races and units; `owner` is the account that may do everything in it.

    InvalidField, UnknownPreset, SlugTaken.
    """
    new = _valid(new)
    if events.by_slug(connection, new.slug) is not None:
        raise SlugTaken(slug=new.slug)
    row = _row(new, now)
    events.add(connection, row)
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
    """Change fields of `NewEvent` (not slug, races or preset); InvalidField."""
    row = events.get(connection, event.id)
    if row is None:
        raise NotFound(event=event.slug)
    if "signatories" in changes:
        changes = changes | {"signatories": [list(pair) for pair in changes["signatories"]]}
    changed = replace(row, **changes)
    _check_window(changed.starts_at, changed.ends_at, changed.timezone)
    _check_language(changed.language)
    events.update(connection, replace(changed, name=_name("name", changed.name)))
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


def set_state(
    connection: Connection, event: Event, state: EventState, *, by: str | None, now: datetime
) -> Event:
    """Open, close, or take back to draft; a final event stays as it is."""
    row = events.get(connection, event.id)
    if row is None or event.state is EventState.FINAL:
        raise InvalidField(field=N_("state"), reason=N_("A final event does not change any more."))
    events.update(connection, replace(row, state=state.value))
    audit.record(
        connection,
        event_id=event.id,
        at=now,
        account_id=by,
        action=f"event.{state}",
        subject=event.slug,
        detail={"from": event.state.value},
    )
    return by_id(connection, event.id)


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


def _valid(new: NewEvent) -> NewEvent:
    if not _SLUG.fullmatch(new.slug):
        raise InvalidField(
            field=N_("slug"),
            reason=N_("Use small letters without accents, digits and dashes, like huu-lung."),
        )
    if new.preset not in PRESETS:
        raise UnknownPreset(preset=new.preset, known=", ".join(PRESETS))
    _check_window(new.starts_at, new.ends_at, new.timezone)
    _check_language(new.language)
    _check_races(new.races)
    _check_teams(new.teams)
    return replace(
        new,
        name=_name("name", new.name),
        organiser=tidy(new.organiser)[:LONGEST_NAME],
        place=tidy(new.place)[:LONGEST_NAME],
        contact=tidy(new.contact)[:LONGEST_NAME],
        races=tuple(replace(race, name=_name("races", race.name)) for race in new.races),
        teams=tuple(replace(team, name=_name("teams", team.name)) for team in new.teams),
    )


def _name(field: str, text: str) -> str:
    name = tidy(text)
    if not name or len(name) > LONGEST_NAME:
        raise InvalidField(field=field, reason=N_("Write a name of 1 to 120 characters."))
    return name


def _check_window(starts_at: datetime, ends_at: datetime, timezone: str) -> None:
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InvalidField(
            field=N_("timezone"), reason=N_("Write a zone like Asia/Ho_Chi_Minh.")
        ) from None
    if starts_at.tzinfo is None or ends_at.tzinfo is None:
        raise InvalidField(
            field=N_("starts_at"), reason=N_("Write the time with its offset, like +07:00.")
        )
    if ends_at <= starts_at:
        raise InvalidField(field=N_("ends_at"), reason=N_("The end lies after the start."))


def _check_language(language: str) -> None:
    if language not in LANGUAGES:
        raise InvalidField(field=N_("language"), reason=N_("Choose vi or en."))


def _check_races(new: Sequence[Race]) -> None:
    slugs = [race.slug for race in new]
    if not new or len(new) > 20:
        raise InvalidField(field=N_("races"), reason=N_("An event has 1 to 20 races."))
    if len(set(slugs)) < len(slugs) or not all(_SLUG.fullmatch(slug) for slug in slugs):
        raise InvalidField(
            field=N_("races"), reason=N_("Every race needs an address of its own, like 5km.")
        )
    if not all(100 <= race.distance_m <= 10_000_000 for race in new):
        raise InvalidField(
            field=N_("races"), reason=N_("A distance is between 100 m and 10,000 km.")
        )


def _check_teams(teams: Sequence[Team]) -> None:
    slugs = [team.slug for team in teams]
    whole = all(_SLUG.fullmatch(slug) for slug in slugs)
    if not whole or len(set(slugs)) < len(slugs) or not is_tree(teams):
        raise InvalidField(
            field=N_("teams"),
            reason=N_("Every unit needs an address of its own and a unit above it that exists."),
        )
    if any(team.headcount is not None and team.headcount < 0 for team in teams):
        raise InvalidField(field=N_("teams"), reason=N_("A headcount is not below zero."))
