"""Numbers over a whole event, counted by the database: what the organiser's desk shows."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select

from race.store.tables import activities, entries, entry_races, results, submissions


def entries_since(connection: Connection, event_id: str, since: datetime) -> int:
    """How many were entered at a moment or later."""
    return _count(
        connection, entries.c.event_id == event_id, entries.c.entered_at >= since, of=entries
    )


def runs_by_verdict(connection: Connection, event_id: str) -> dict[str, int]:
    """How many runs the program proposed each outcome for."""
    counted = select(activities.c.verdict, func.count()).where(activities.c.event_id == event_id)
    return _pairs(connection, counted.group_by(activities.c.verdict))


def runs_sent(connection: Connection, event_id: str, since: datetime, before: datetime) -> int:
    """How many runs were sent at `since` or later and before `before`."""
    sent = select(func.count()).select_from(_runs_with_uploads())
    sent = sent.where(
        submissions.c.event_id == event_id,
        submissions.c.received_at >= since,
        submissions.c.received_at < before,
    )
    return connection.execute(sent).scalar_one()


def rejected_flags(connection: Connection, event_id: str) -> list[Sequence[Mapping[str, Any]]]:
    """What was found in each rejected run."""
    rejected = (activities.c.event_id == event_id, activities.c.state == "rejected")
    return list(connection.execute(select(activities.c.flags).where(*rejected)).scalars())


def unreadable(connection: Connection, event_id: str) -> int:
    """How many uploads held no run that could be read."""
    return _count(
        connection,
        submissions.c.event_id == event_id,
        submissions.c.state == "unreadable",
        of=submissions,
    )


def finishes(connection: Connection, event_id: str) -> int:
    """How many results have reached the distance of their race."""
    return _count(
        connection, results.c.event_id == event_id, results.c.finished.is_(True), of=results
    )


def entries_by_team(connection: Connection, event_id: str) -> dict[str | None, int]:
    """How many are entered for each unit itself; None is no unit."""
    counted = select(entries.c.team, func.count()).where(entries.c.event_id == event_id)
    return _pairs(connection, counted.group_by(entries.c.team))


def runs_by_team(connection: Connection, event_id: str) -> dict[str | None, int]:
    """How many runs the runners of each unit itself have sent; units without any are left out."""
    own = and_(
        entries.c.event_id == activities.c.event_id,
        entries.c.bib == activities.c.bib,
    )
    counted = select(entries.c.team, func.count()).select_from(activities.join(entries, own))
    counted = counted.where(activities.c.event_id == event_id)
    return _pairs(connection, counted.group_by(entries.c.team))


def runs_of(
    connection: Connection, event_id: str, bibs: Collection[str]
) -> dict[str, dict[str, int]]:
    """How many runs of these runners are in each state, by bib; who has none is left out."""
    counted = select(activities.c.bib, activities.c.state, func.count()).where(
        activities.c.event_id == event_id, activities.c.bib.in_(bibs)
    )
    found: dict[str, dict[str, int]] = {}
    for bib, state, runs in connection.execute(
        counted.group_by(activities.c.bib, activities.c.state)
    ):
        found.setdefault(bib, {})[state] = runs
    return found


def races_of(
    connection: Connection, event_id: str, bibs: Collection[str]
) -> dict[str, frozenset[str]]:
    """The races that these runners are entered in, by bib."""
    wanted = select(entry_races.c.bib, entry_races.c.race).where(
        entry_races.c.event_id == event_id, entry_races.c.bib.in_(bibs)
    )
    return _sets(connection, wanted)


def finished_of(
    connection: Connection, event_id: str, bibs: Collection[str]
) -> dict[str, frozenset[str]]:
    """The races that these runners have finished, by bib; who has none is left out."""
    wanted = select(results.c.bib, results.c.race).where(
        results.c.event_id == event_id, results.c.bib.in_(bibs), results.c.finished.is_(True)
    )
    return _sets(connection, wanted)


def _sets(connection: Connection, pairs: Select[Any]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for bib, race in connection.execute(pairs):
        found[bib] = found.get(bib, frozenset()) | {race}
    return found


def _runs_with_uploads() -> Any:
    own = and_(
        submissions.c.event_id == activities.c.event_id,
        submissions.c.id == activities.c.submission_id,
    )
    return activities.join(submissions, own)


def _count(connection: Connection, *where: Any, of: Any) -> int:
    return connection.execute(select(func.count()).select_from(of).where(*where)).scalar_one()


def _pairs(connection: Connection, counted: Select[Any]) -> dict[Any, int]:
    return dict(tuple(row) for row in connection.execute(counted))
