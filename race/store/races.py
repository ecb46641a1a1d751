"""The races and the teams of an event."""

from dataclasses import dataclass

from sqlalchemy import Connection

from race.store import rows
from race.store.tables import races, teams


@dataclass(frozen=True, kw_only=True)
class RaceRow:
    """One race of an event."""

    event_id: str
    #: Its part of an address, unique in the event.
    slug: str
    name: str
    #: "single": one run counts; "collected": all runs add up.
    kind: str
    #: Metres to run once, or to collect.
    distance_m: float
    #: Its place in lists.
    position: int


@dataclass(frozen=True, kw_only=True)
class TeamRow:
    """One unit of an event."""

    event_id: str
    #: Its part of an address, unique in the event.
    slug: str
    name: str
    #: Slug of the unit above; None at the top.
    parent: str | None
    #: Members as the unit declares them; None when it does not.
    headcount: int | None
    #: Its place in lists.
    position: int


def add(connection: Connection, row: RaceRow) -> None:
    """Keep a new race; IntegrityError when its slug is taken in the event."""
    rows.add(connection, races, row)


def get(connection: Connection, event_id: str, slug: str) -> RaceRow | None:
    """The race of that slug."""
    wanted = rows.pick(races, RaceRow).where(races.c.event_id == event_id, races.c.slug == slug)
    return rows.one(connection, wanted, RaceRow)


def of_event(connection: Connection, event_id: str) -> list[RaceRow]:
    """The races of an event, in the organiser's order."""
    wanted = rows.pick(races, RaceRow).where(races.c.event_id == event_id)
    return rows.many(connection, wanted.order_by(races.c.position, races.c.slug), RaceRow)


def update(connection: Connection, row: RaceRow) -> bool:
    """Write a race over itself; False when it is gone."""
    return rows.update(connection, races, row)


def remove(connection: Connection, event_id: str, slug: str) -> bool:
    """Drop a race; IntegrityError when somebody is entered in it."""
    gone = races.delete().where(races.c.event_id == event_id, races.c.slug == slug)
    return connection.execute(gone).rowcount == 1


def add_team(connection: Connection, row: TeamRow) -> None:
    """Keep a new unit; the one above it first. IntegrityError when its slug is taken."""
    rows.add(connection, teams, row)


def team(connection: Connection, event_id: str, slug: str) -> TeamRow | None:
    """The unit of that slug."""
    wanted = rows.pick(teams, TeamRow).where(teams.c.event_id == event_id, teams.c.slug == slug)
    return rows.one(connection, wanted, TeamRow)


def teams_of_event(connection: Connection, event_id: str) -> list[TeamRow]:
    """The units of an event, in the organiser's order."""
    wanted = rows.pick(teams, TeamRow).where(teams.c.event_id == event_id)
    return rows.many(connection, wanted.order_by(teams.c.position, teams.c.slug), TeamRow)


def update_team(connection: Connection, row: TeamRow) -> bool:
    """Write a unit over itself; False when it is gone."""
    return rows.update(connection, teams, row)


def remove_team(connection: Connection, event_id: str, slug: str) -> bool:
    """Drop a unit; IntegrityError when somebody runs for it or a unit is below it."""
    gone = teams.delete().where(teams.c.event_id == event_id, teams.c.slug == slug)
    return connection.execute(gone).rowcount == 1
