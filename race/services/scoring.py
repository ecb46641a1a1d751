"""From judged runs to results: load → `race.result.score` → save, in the same transaction."""

import math
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from race.course import Race
from race.errors import EventFinal
from race.event import Event, EventState
from race.ingest.report import effort_from
from race.metrics import Effort
from race.rankings import order
from race.result import Attempt, Result, Status, score
from race.services import certificates
from race.store import activities, entries, events, results, rulings
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.store.entries import EntryRow
from race.store.results import ResultRow
from race.verdict import Outcome


def rescore(
    connection: Connection, event: Event, entry: EntryRow, *, now: datetime, reason: str = ""
) -> None:
    """Make the results of one entry anew, and its certificates with them.

    EventFinal where the results are official and there is no reason: whoever has one lets
    `race.services.official` note what it changed. So it is where they became official since
    `event` was read.
    """
    final = events.hold(connection, event.id) == EventState.FINAL
    if final and (event.state is not EventState.FINAL or not reason):
        raise EventFinal(event=event.name)
    runs = activities.of_entry(connection, event.id, entry.bib)
    cards = rulings.cards_of(connection, event.id, entry.bib) if event.procedure.cards else 0
    out = event.procedure.takes_out(cards)
    held = {row.race for row in entries.races_of(connection, event.id, entry.bib)}
    before = {row.race: row for row in results.of_entry(connection, event.id, entry.bib)}
    for race in event.races:
        if race.slug in held:
            result = result_in(event, race, entry.bib, runs, out=out)
            _keep(connection, before.get(race.slug), _row(event, race, result, runs, now))
        else:
            result = Result(race=race.slug, bib=entry.bib, status=Status.DNS)
        certificates.follow(connection, event, race, entry, result, now=now)


def _keep(connection: Connection, before: ResultRow | None, row: ResultRow) -> None:
    """Write a result, unless it says what it said: when it changed last is shown."""
    if before is None or replace(before, updated_at=row.updated_at) != row:
        results.put(connection, row)


def result_in(
    event: Event, race: Race, bib: str, runs: Iterable[ActivityRow], *, out: bool
) -> Result:
    """What the runs of a runner are worth in a race; nothing where cards took the runner out."""
    if out:
        return Result(race=race.slug, bib=bib, status=Status.DQ)
    return score(race, bib, attempts(race, runs), event.rules)


def attempts(race: Race, runs: Iterable[ActivityRow]) -> list[Attempt]:
    """What stored runs are for a race."""
    return [attempt(race, run) for run in runs]


def attempt(race: Race, run: ActivityRow) -> Attempt:
    """One stored run as an attempt at a race."""
    return Attempt(
        activity=run.id,
        outcome=Outcome(run.state),
        official_m=_number(run.official_distance_m),
        elapsed_s=_number(run.elapsed_s),
        ended_at=_number(run.ended_at),
        effort=_effort(run, race.distance_m),
    )


def result_of(row: ResultRow) -> Result:
    """The value of a stored result."""
    return Result(
        race=row.race,
        bib=row.bib,
        status=Status(row.status),
        time_s=None if row.time_s is None else int(row.time_s),
        distance_m=row.distance_m or 0.0,
        activity=row.activity_id,
        achieved_at=row.achieved_at,
        finished=row.finished,
        runs=row.runs,
    )


def _row(
    event: Event, race: Race, result: Result, runs: Iterable[ActivityRow], now: datetime
) -> ResultRow:
    ranked = result.status is Status.OK
    return ResultRow(
        event_id=event.id,
        race=race.slug,
        bib=result.bib,
        status=result.status.value,
        score=int(order(race.kind, result)) if ranked else None,
        time_s=result.time_s,
        distance_m=result.distance_m,
        elapsed_s=result.time_s,
        moving_s=None,
        activity_id=result.activity,
        achieved_at=result.achieved_at,
        finished=result.finished,
        runs=result.runs,
        updated_at=now,
    )


def _effort(run: ActivityRow, distance_m: float) -> Effort | None:
    found = [e for e in run.metrics.get("efforts", ()) if e["distance_m"] == distance_m]
    return effort_from(found[0]) if found else None


def _number(value: float | None) -> float:
    return math.nan if value is None else value
