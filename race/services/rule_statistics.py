"""What each rule of an event does: how many runs it keeps out, and what a looser one would let in.

"38 % of the rejections are slower than 15:00; 16:00 would take 21 runs of 14 runners."
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final

from race.errors import InvalidRule
from race.event import Event
from race.services import overlaps, rejudging, standing, trials
from race.services.rules_change import merged
from race.services.standing import Said
from race.store import activities, entries
from race.store.activities import ActivityRow, FoundRow
from race.store.database import Connection
from race.verdict import Outcome, Severity

_KM_M: Final = 1000.0
_HOUR_S: Final = 3600.0
#: Looser limits that are shown of one rule, at most.
_STEPS: Final = 2

#: For each rule with a number the code that it speaks by, and numbers that people choose, the
#: stricter first: the limits of published events (paces of 9, 10, 12, 14, 15, 16 and 20 minutes,
#: 4:30, 4:00, 3:30 and 3:00, 15 km in one run, 72 hours), and round ones beyond them.
_CHOICES: Final[Mapping[str, tuple[str, tuple[float, ...]]]] = {
    "pace_slow_s": ("TOO_SLOW", (540, 600, 720, 840, 900, 960, 1200, 1500, 1800)),
    "walk_slow_s": ("TOO_SLOW", (900, 960, 1200, 1500, 1800)),
    "pace_fast_s": ("TOO_FAST", (300, 270, 240, 210, 180, 150)),
    "km_reject_s": ("KM_TOO_FAST", (270, 240, 210, 180, 165, 150)),
    "km_review_s": ("KM_TOO_FAST", (270, 240, 210, 195, 180, 165, 150)),
    "min_distance_m": ("TOO_SHORT", (5 * _KM_M, 3 * _KM_M, 2 * _KM_M, 1 * _KM_M, 500)),
    "max_distance_m": (
        "TOO_LONG",
        (10 * _KM_M, 15 * _KM_M, 21.1 * _KM_M, 30 * _KM_M, 42.2 * _KM_M, 100 * _KM_M),
    ),
    "upload_within_s": (
        "LATE_UPLOAD",
        (24 * _HOUR_S, 48 * _HOUR_S, 72 * _HOUR_S, 96 * _HOUR_S, 168 * _HOUR_S, 336 * _HOUR_S),
    ),
    "burst_review_s": ("BURST", (210, 190, 180, 170, 160, 150, 140)),
    "max_pause_s": ("LONG_PAUSE", (600, 900, 1800, 2700, 3600, 7200)),
    "day_distance_m": (
        "PER_DAY",
        (15 * _KM_M, 21.1 * _KM_M, 42.2 * _KM_M, 60 * _KM_M, 100 * _KM_M),
    ),
    "runs_per_day": ("PER_DAY", (1, 2, 3, 4, 5, 10)),
}


@dataclass(frozen=True, kw_only=True)
class Looser:
    """What a looser limit would let in."""

    #: The field of `race.rules.Rules`, and its number then, SI.
    rule: str
    value: float
    #: Runs that would come to be accepted, and their runners.
    runs: int
    runners: int


@dataclass(frozen=True, kw_only=True)
class RuleNumbers:
    """What one code does in an event, by what the program said."""

    code: str
    #: Runs that are rejected, or sent to a referee, and of whose reasons this one comes first.
    rejected: int
    reviewed: int
    #: Runners of both.
    runners: int
    #: Of all rejections of the event, 0 to 1.
    share: float
    #: Of `rejected` those that a referee accepted.
    overruled: int
    #: From the nearest limit on; empty for rules without a number.
    looser: tuple[Looser, ...]


def of_event(connection: Connection, event: Event) -> tuple[RuleNumbers, ...]:
    """Every code by which a run of the event is kept out or waits: who rejects most first."""
    found = activities.found_in_event(connection, event.id)
    first: dict[str, list[FoundRow]] = {}
    for row in found:
        code = _first(row)
        if code is not None:
            first.setdefault(code, []).append(row)
    said = standing.of_event(connection, event)
    rejections = sum(row.verdict == Outcome.REJECTED for row in found)
    numbers = [
        _numbers(code, rows, rejections, tuple(_looser(connection, event, code, found, said)))
        for code, rows in first.items()
    ]
    return tuple(sorted(numbers, key=lambda each: (-each.rejected, -each.reviewed, each.code)))


def shown(numbers: Iterable[RuleNumbers]) -> list[dict[str, Any]]:
    """JSON values; the keys are a promise (docs/api.md)."""
    return [
        {**vars(each), "looser": [dict(vars(step)) for step in each.looser]} for each in numbers
    ]


def _first(row: FoundRow) -> str | None:
    """The reason that comes first of those that decide; None of a run that the program accepts."""
    if row.verdict == Outcome.ACCEPTED:
        return None
    weighs = Severity.REJECT if row.verdict == Outcome.REJECTED else Severity.REVIEW
    decisive = (flag["code"] for flag in row.flags if flag["severity"] == weighs.name.lower())
    return next(decisive, None)


def _numbers(
    code: str, rows: Sequence[FoundRow], rejections: int, looser: tuple[Looser, ...]
) -> RuleNumbers:
    rejected = [row for row in rows if row.verdict == Outcome.REJECTED]
    return RuleNumbers(
        code=code,
        rejected=len(rejected),
        reviewed=len(rows) - len(rejected),
        runners=len({row.bib for row in rows}),
        share=len(rejected) / rejections if rejections else 0.0,
        overruled=sum(row.state == Outcome.ACCEPTED for row in rejected),
        looser=looser,
    )


def _looser(
    connection: Connection, event: Event, code: str, found: Sequence[FoundRow], said: Said
) -> Iterator[Looser]:
    """What looser limits of the rules behind a code would let in."""
    for rule, (of_code, _) in _CHOICES.items():
        stands = getattr(event.rules, rule)
        if of_code != code or stands is None:
            continue
        caught = [row for row in found if _is_caught(row, code, float(stands))]
        if not caught:
            continue
        for value, tried in islice(_looser_events(event, rule), _STEPS):
            let_in = _let_in(connection, tried, caught, said)
            yield Looser(
                rule=rule,
                value=value,
                runs=len(let_in),
                runners=len({row.bib for row in let_in}),
            )


def _is_caught(row: FoundRow, code: str, limit: float) -> bool:
    """Whether a run does not count yet, and a rule with that limit is among the reasons."""
    return row.state != Outcome.ACCEPTED and any(
        flag["code"] == code and flag["limit"] == limit and flag["severity"] in {"review", "reject"}
        for flag in row.flags
    )


def _looser_events(event: Event, rule: str) -> Iterator[tuple[float, Event]]:
    """The event with each looser limit that people choose, the nearest first."""
    _, choices = _CHOICES[rule]
    rises = choices[0] < choices[-1]
    stands = getattr(event.rules, rule)
    for value in choices:
        if (value > stands) if rises else (value < stands):
            try:
                yield value, replace(event, rules=merged(event, {rule: value}))
            except InvalidRule:  # looser than another rule lets it be
                continue


def _let_in(
    connection: Connection, tried: Event, caught: Sequence[FoundRow], said: Said
) -> list[ActivityRow]:
    """Those of the caught runs that would be accepted. The others of their runners are taken as
    they were found: a looser limit says nothing else about them."""
    ids = {row.id for row in caught}
    bibs = sorted({row.bib for row in caught})
    found: list[ActivityRow] = []
    for first in range(0, len(bibs), trials.AT_A_TIME):
        some = bibs[first : first + trials.AT_A_TIME]
        rows = activities.of_bibs(connection, tried.id, some)
        for entry in entries.of_bibs(connection, tried.id, some):
            fresh = [
                rejudging.alone(tried, entry, row) if row.id in ids else row
                for row in rows
                if row.bib == entry.bib
            ]
            found += _accepted(overlaps.settled(tried, fresh, said), ids)
    return found


def _accepted(rows: Iterable[ActivityRow], ids: Collection[str]) -> list[ActivityRow]:
    return [row for row in rows if row.id in ids and row.state == Outcome.ACCEPTED]
