"""Recorded runs, and what was found in them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from race.store import rows
from race.store.tables import activities


@dataclass(frozen=True, kw_only=True)
class ActivityRow:
    """One run inside an upload, with its last examination."""

    event_id: str
    id: str
    submission_id: str
    bib: str
    #: 0 for the run of the file that began first.
    position: int
    #: Its name inside an archive; None in a single file.
    member: str | None
    #: One of `race.activity.Sport`.
    sport: str
    #: Seconds since 1970 UTC; None without times.
    started_at: float | None
    ended_at: float | None
    #: Metres as we measure them; None when unknown, as for the two below.
    distance_m: float | None
    #: Metres that count.
    official_distance_m: float | None
    #: Seconds of wall clock, pauses included.
    elapsed_s: float | None
    #: What the file states, JSON values.
    stated: Mapping[str, Any]
    #: What was measured, JSON values.
    metrics: Mapping[str, Any]
    #: What was found, JSON values.
    flags: Sequence[Mapping[str, Any]]
    #: The proposal of the program: one of `race.verdict.Outcome`.
    verdict: str
    #: The version of the event's rules by which it was judged.
    rules_version: int
    examined_at: datetime
    #: What stands now, rulings included: one of `race.verdict.Outcome`.
    state: str
    #: What was known of others when it came in, JSON values: runs that it looks like, and how many
    #: sent the same bytes. None of a run of before this was kept.
    known: Mapping[str, Any] | None = None
    #: What a referee corrected in it, JSON values of `race.verdict.Amends`; None for nothing.
    amended: Mapping[str, Any] | None = None
    #: Why it waits on the desk: one of `race.verdict.Waits`; None when it does not.
    waits: str | None = None
    #: 1, 2, 3, … in its event, as runs came in; 0 of one of before this was counted.
    number: int = 0


@dataclass(frozen=True, kw_only=True)
class FoundRow:
    """What was found in a run, and what became of it: as in `ActivityRow`."""

    id: str
    bib: str
    flags: Sequence[Mapping[str, Any]]
    verdict: str
    state: str


def add(connection: Connection, row: ActivityRow) -> None:
    """Keep a run; its upload first."""
    rows.add(connection, activities, row)


def get(connection: Connection, event_id: str, activity_id: str) -> ActivityRow | None:
    """The run of that id."""
    wanted = _activities(event_id).where(activities.c.id == activity_id)
    return rows.one(connection, wanted, ActivityRow)


def of_submission(connection: Connection, event_id: str, submission_id: str) -> list[ActivityRow]:
    """The runs of an upload, in the order of the file."""
    wanted = _activities(event_id).where(activities.c.submission_id == submission_id)
    return rows.many(connection, wanted.order_by(activities.c.position), ActivityRow)


def of_entry(connection: Connection, event_id: str, bib: str) -> list[ActivityRow]:
    """The runs of a runner by their start; those without times last."""
    begun = activities.c.started_at.asc().nulls_last()
    wanted = _activities(event_id).where(activities.c.bib == bib)
    return rows.many(connection, wanted.order_by(begun, activities.c.id), ActivityRow)


def of_event(connection: Connection, event_id: str) -> list[ActivityRow]:
    """Every run of an event, by bib and start."""
    begun = activities.c.started_at.asc().nulls_last()
    wanted = _activities(event_id).order_by(activities.c.bib, begun, activities.c.id)
    return rows.many(connection, wanted, ActivityRow)


def unjudged(connection: Connection, event_id: str, bibs: Collection[str]) -> list[ActivityRow]:
    """The runs of some runners, by bib and start, without what was found in them: whoever judges
    them anew needs it of few, and it takes a third of the time to read. `found_in` has it."""
    names = [field.name for field in fields(ActivityRow) if field.name != "flags"]
    theirs = (activities.c.event_id == event_id, activities.c.bib.in_(bibs))
    begun = activities.c.started_at.asc().nulls_last()
    wanted = select(*(activities.c[name] for name in names)).where(*theirs)
    found = connection.execute(wanted.order_by(activities.c.bib, begun, activities.c.id))
    return [ActivityRow(**dict(zip(names, row, strict=True)), flags=()) for row in found]


def found_in(connection: Connection, event_id: str, ids: Collection[str]) -> list[FoundRow]:
    """What was found in the runs of some ids, in no order."""
    wanted = rows.pick(activities, FoundRow).where(
        activities.c.event_id == event_id, activities.c.id.in_(ids)
    )
    return rows.many(connection, wanted, FoundRow)


def found_in_event(connection: Connection, event_id: str) -> list[FoundRow]:
    """What was found in every run of an event, by bib and id."""
    wanted = rows.pick(activities, FoundRow).where(activities.c.event_id == event_id)
    return rows.many(connection, wanted.order_by(activities.c.bib, activities.c.id), FoundRow)


def of_bibs(connection: Connection, event_id: str, bibs: Collection[str]) -> list[ActivityRow]:
    """The runs of some runners, by bib and start."""
    begun = activities.c.started_at.asc().nulls_last()
    wanted = _activities(event_id).where(activities.c.bib.in_(bibs))
    return rows.many(
        connection, wanted.order_by(activities.c.bib, begun, activities.c.id), ActivityRow
    )


def of_ids(connection: Connection, event_id: str, ids: Collection[str]) -> list[ActivityRow]:
    """The runs of some ids, in no order."""
    return rows.many(connection, _activities(event_id).where(activities.c.id.in_(ids)), ActivityRow)


def in_state(connection: Connection, event_id: str, state: str) -> list[ActivityRow]:
    """The runs of an event in a state, the longest waiting first."""
    wanted = _activities(event_id).where(activities.c.state == state)
    return rows.many(connection, wanted.order_by(activities.c.examined_at), ActivityRow)


def count_by_state(connection: Connection, event_id: str) -> dict[str, int]:
    """How many runs of an event are in each state."""
    counted = select(activities.c.state, func.count().label("runs")).group_by(activities.c.state)
    wanted = counted.where(activities.c.event_id == event_id)
    return {row["state"]: row["runs"] for row in connection.execute(wanted).mappings()}


def begun_between(
    connection: Connection, event_ids: Sequence[str], from_s: float, to_s: float
) -> list[ActivityRow]:
    """The runs of these events that began from `from_s` to `to_s` (s since 1970), by start."""
    wanted = rows.pick(activities, ActivityRow).where(
        activities.c.event_id.in_(event_ids), activities.c.started_at.between(from_s, to_s)
    )
    return rows.many(connection, wanted.order_by(activities.c.started_at), ActivityRow)


def update(connection: Connection, row: ActivityRow) -> bool:
    """Write a run over itself, as after another examination or a ruling."""
    return rows.update(connection, activities, row)


def _activities(event_id: str) -> Select[Any]:
    return rows.pick(activities, ActivityRow).where(activities.c.event_id == event_id)


def newest(connection: Connection, event_id: str, state: str, limit: int) -> list[ActivityRow]:
    """The runs of an event in a state that were examined last, the newest first."""
    wanted = _activities(event_id).where(activities.c.state == state)
    newest_first = wanted.order_by(activities.c.examined_at.desc(), activities.c.id)
    return rows.many(connection, newest_first.limit(limit), ActivityRow)


def total_m(connection: Connection, event_id: str, state: str) -> float:
    """Metres that count of all runs of an event in a state."""
    summed = select(func.sum(activities.c.official_distance_m)).where(
        activities.c.event_id == event_id, activities.c.state == state
    )
    return float(connection.execute(summed).scalar_one() or 0.0)


def without_known(connection: Connection, event_id: str) -> list[str]:
    """The runs of an event that came in before it was kept what was known then."""
    wanted = select(activities.c.id).where(
        activities.c.event_id == event_id, activities.c.known.is_(None)
    )
    return list(connection.execute(wanted.order_by(activities.c.id)).scalars())


def set_known(
    connection: Connection, event_id: str, activity_id: str, known: Mapping[str, Any]
) -> None:
    """Keep what was known when a run came in."""
    run = (activities.c.event_id == event_id, activities.c.id == activity_id)
    connection.execute(activities.update().where(*run).values(known=known))
