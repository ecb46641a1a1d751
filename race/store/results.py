"""Results: what each entry in each race is worth. They can be made anew at any time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from race.store import rows
from race.store.tables import results


@dataclass(frozen=True, kw_only=True)
class ResultRow:
    """One entry in one race as it stands."""

    event_id: str
    race: str
    bib: str
    #: One of `race.result.Status`.
    status: str
    #: What boards sort by, lower is better; None when nothing is ranked.
    score: int | None
    #: Seconds that count: of the best run, or of all together.
    time_s: float | None
    #: Metres that count.
    distance_m: float | None
    #: Seconds of wall clock of the runs that count.
    elapsed_s: float | None
    moving_s: float | None
    #: The run that counts; None where runs add up or none counts.
    activity_id: str | None
    #: Seconds since 1970 UTC at which the score was reached: the earlier stands first.
    achieved_at: float | None
    #: The distance of the race is reached.
    finished: bool
    #: How many runs count.
    runs: int
    updated_at: datetime


def put(connection: Connection, *changed: ResultRow) -> None:
    """Keep results, over those that the entries had in these races."""
    rows.upsert(connection, results, changed)


def get(connection: Connection, event_id: str, race: str, bib: str) -> ResultRow | None:
    """The result of an entry in a race."""
    mine = (results.c.event_id == event_id, results.c.race == race, results.c.bib == bib)
    return rows.one(connection, rows.pick(results, ResultRow).where(*mine), ResultRow)


def of_entry(connection: Connection, event_id: str, bib: str) -> list[ResultRow]:
    """The results of a runner, one for each race."""
    mine = (results.c.event_id == event_id, results.c.bib == bib)
    wanted = rows.pick(results, ResultRow).where(*mine).order_by(results.c.race)
    return rows.many(connection, wanted, ResultRow)


def of_race(connection: Connection, event_id: str, race: str) -> list[ResultRow]:
    """Every result of a race, by bib."""
    wanted = rows.pick(results, ResultRow).where(
        results.c.event_id == event_id, results.c.race == race
    )
    return rows.many(connection, wanted.order_by(results.c.bib), ResultRow)


def of_event(connection: Connection, event_id: str) -> list[ResultRow]:
    """Every result of an event, by race and bib."""
    wanted = rows.pick(results, ResultRow).where(results.c.event_id == event_id)
    return rows.many(connection, wanted.order_by(results.c.race, results.c.bib), ResultRow)


def remove(connection: Connection, event_id: str, race: str, bib: str) -> None:
    """Drop the result of an entry in a race."""
    mine = (results.c.event_id == event_id, results.c.race == race, results.c.bib == bib)
    connection.execute(results.delete().where(*mine))


def ahead(connection: Connection, event_id: str, race: str, score: int) -> int:
    """How many ranked results of a race are better than a score."""
    better = (
        results.c.event_id == event_id,
        results.c.race == race,
        results.c.status == "OK",
        results.c.score < score,
    )
    return connection.execute(select(func.count()).where(*better)).scalar_one()
