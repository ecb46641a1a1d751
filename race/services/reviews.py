"""The review desk: what waits and since when, how much speaks against it, and what was decided."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from race.errors import NotFound
from race.event import Event
from race.store import activities, entries, waiting
from race.store import rulings as rulings_rows
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.store.rulings import RulingRow
from race.store.waiting import DecidedRow, FindingRow, RemarkedRow, WaitingRow
from race.verdict import Remark, Waits

#: How the queue is sorted: by what speaks against a run, or by how long it has waited.
Order = Literal["risk", "age"]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One run of the queue."""

    activity: str
    bib: str
    #: Of its runner.
    name: str
    #: Why it waits, and since when.
    waits: Waits
    since: datetime
    #: See `risk`.
    risk: int
    #: What speaks against it, in the order of the checks, each code once.
    codes: tuple[str, ...]
    #: Metres that count; NaN when unknown.
    official_m: float
    #: How many decisions were made about it.
    decisions: int


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which runs of the queue somebody looks for; None and "" narrow nothing."""

    waits: Waits | None = None
    #: One of `race.flags.WORDINGS`.
    code: str | None = None
    #: Whose: by name, bib, race and unit.
    runner: entries.Wanted | None = None


def lines(connection: Connection, event: Event) -> list[Line]:
    """Everything that waits, in no order."""
    found = _by_run(waiting.findings(connection, event.id))
    decided = {row.activity_id: row for row in waiting.decided(connection, event.id)}
    remarked = _by_run(waiting.remarked(connection, event.id))
    return [
        _line(row, found.get(row.id, ()), decided.get(row.id), remarked.get(row.id, ()))
        for row in waiting.of_event(connection, event.id)
    ]


def matching(
    connection: Connection, event: Event, everything: Iterable[Line], wanted: Wanted
) -> list[Line]:
    """Those of the queue that are looked for."""
    kept = [
        line
        for line in everything
        if wanted.waits in {None, line.waits} and (wanted.code is None or wanted.code in line.codes)
    ]
    if wanted.runner is None:
        return kept
    bibs = entries.bibs_matching(connection, event.id, wanted.runner)
    return [line for line in kept if line.bib in bibs]


def in_order(everything: Iterable[Line], order: Order = "risk") -> list[Line]:
    """The queue as it is worked through; see `place`."""
    return sorted(everything, key=lambda line: place(line, order))


def place(line: Line, order: Order = "risk") -> tuple[int, int, datetime, str]:
    """Where a run stands in the queue, to sort by. By risk, what runners have said comes first,
    then the riskiest; of two alike the one that waits longer. What only its runner can answer comes
    last in every order."""
    if order == "age":
        return int(line.waits is Waits.ASKED), 0, line.since, line.activity
    return _GROUPS[line.waits], -line.risk, line.since, line.activity


_GROUPS: Final[Mapping[Waits, int]] = {
    Waits.PROTEST: 0,
    Waits.ANSWERED: 0,
    Waits.REVIEW: 1,
    Waits.REPORT: 1,
    Waits.ASKED: 2,
}


def queue(connection: Connection, event: Event) -> list[ActivityRow]:
    """Every run that waits with all that is known of it, in the order of the queue by risk: to go
    through them all. Who shows a page takes `lines`."""
    wanted = [line.activity for line in in_order(lines(connection, event))]
    rows = {row.id: row for row in activities.of_ids(connection, event.id, wanted)}
    return [rows[activity] for activity in wanted]


def risk(run: ActivityRow) -> int:
    """0–99: how much speaks against a run; only an order for the desk, never a judgement.

    The gravest finding (50 a rejection, 30 a doubt, 3 a remark), 25 for a copy or a world record,
    and 24 × the suspicion score: it orders runs of one gravity and lifts no doubt over a copy. A
    run without a score counts as not suspicious.
    """
    found = [(flag["code"], flag["severity"]) for flag in run.flags]
    return _risk(found, run.metrics.get("suspicion", {}).get("score"))


def _risk(found: Sequence[tuple[str, str]], score: float | None) -> int:
    gravest = max((_WEIGHTS.get(severity, 0) for _, severity in found), default=0)
    grave = any(code in _GRAVE and severity in _AGAINST for code, severity in found)
    return gravest + 25 * grave + round(24 * (0.0 if score is None else score))


_WEIGHTS: Final[Mapping[str, int]] = {"reject": 50, "review": 30, "info": 3}
_GRAVE: Final = frozenset({"DUP_SAME_FILE", "DUP_COPY", "TOO_FAST_WR"})
#: Severities of findings that speak against a run.
_AGAINST: Final = frozenset({"review", "reject"})


def weighty(run: ActivityRow) -> list[Mapping[str, Any]]:
    """What was found against a run, as it is stored."""
    return [flag for flag in run.flags if flag["severity"] in _AGAINST]


def find(connection: Connection, event: Event, activity_id: str) -> ActivityRow:
    """The run of that id; NotFound."""
    run = activities.get(connection, event.id, activity_id)
    if run is None:
        raise NotFound(activity=activity_id)
    return run


def rulings(connection: Connection, event: Event, activity_id: str) -> list[RulingRow]:
    """What was decided about a run, the first decision first."""
    return rulings_rows.of_run(connection, event.id, activity_id)


def _line(
    row: WaitingRow,
    found: Sequence[FindingRow],
    decided: DecidedRow | None,
    remarked: Sequence[RemarkedRow],
) -> Line:
    waits = Waits(row.waits)
    against = (finding.code for finding in found if finding.severity in _AGAINST)
    metres = row.official_distance_m
    return Line(
        activity=row.id,
        bib=row.bib,
        name=row.name,
        waits=waits,
        since=_since(row, waits, decided, remarked),
        risk=_risk([(finding.code, finding.severity) for finding in found], row.suspicion),
        codes=tuple(dict.fromkeys(against)),
        official_m=math.nan if metres is None else metres,
        decisions=0 if decided is None else decided.count,
    )


#: What a runner said that made a run wait.
_SAID: Final[Mapping[Waits, Remark]] = {
    Waits.PROTEST: Remark.PROTEST,
    Waits.ANSWERED: Remark.ANSWER,
    Waits.REPORT: Remark.REPORT,
}


def _since(
    row: WaitingRow, waits: Waits, decided: DecidedRow | None, remarked: Sequence[RemarkedRow]
) -> datetime:
    """When a run began to wait: what was said first since the last decision, that decision where it
    was a question, or when the run came in."""
    after = 0 if decided is None else decided.id
    said = (r.at for r in remarked if r.id > after and r.kind == _SAID.get(waits))
    return next(said, row.examined_at if decided is None else decided.at)


def _by_run(rows: Iterable[Any]) -> dict[str, list[Any]]:
    by_run: dict[str, list[Any]] = {}
    for row in rows:
        by_run.setdefault(row.activity_id, []).append(row)
    return by_run
