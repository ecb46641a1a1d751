"""What a runner has reached in one race, from all runs that count."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from race.course import Kind, Race
from race.metrics import Effort
from race.rules import Rules
from race.units import official_seconds, pace_s_per_km
from race.verdict import Outcome


class Status(StrEnum):
    """Where a runner stands, by the names of IOF XML 3."""

    #: Ranked.
    OK = "OK"
    #: Reached, and not validated yet.
    PENDING = "PENDING"
    #: Nothing was sent.
    DNS = "DNS"
    #: Sent, and nothing that counts for this race yet.
    DNF = "DNF"
    #: Disqualified by the referee.
    DQ = "DQ"
    #: Over the time limit.
    OTL = "OTL"
    #: Runs outside the competition.
    NC = "NC"


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One judged run, as far as results need it."""

    activity: str
    outcome: Outcome
    #: Metres that count; NaN when unknown.
    official_m: float
    #: Seconds of wall clock; NaN when unknown.
    elapsed_s: float
    #: Seconds since 1970 at which it ended; NaN when unknown.
    ended_at: float
    #: The best effort over the race's distance, when the run is as long.
    effort: Effort | None = None


@dataclass(frozen=True, kw_only=True)
class Result:
    """One runner in one race."""

    race: str
    bib: str
    status: Status
    #: Seconds as published; None when nothing counts.
    time_s: int | None = None
    #: Metres that count: of the best run, or of all runs together.
    distance_m: float = 0.0
    #: The run that the result is of; None in a collected race.
    activity: str | None = None
    #: Seconds since 1970 at which it was reached.
    achieved_at: float | None = None
    #: Whether the distance or goal is reached.
    finished: bool = False
    #: Runs that count.
    runs: int = 0

    @property
    def pace_s_per_km(self) -> float:
        """Seconds for one kilometre over what counts; NaN when nothing does."""
        return math.nan if self.time_s is None else pace_s_per_km(self.distance_m, self.time_s)


def score(race: Race, bib: str, attempts: Iterable[Attempt], rules: Rules) -> Result:
    """The result of all runs of one runner in one race.

    A race over a distance takes the best run of at least that distance (less the tolerance): from
    the distance on the best effort inside the run, under it the whole elapsed time, unscaled. A
    collected race adds the official distances of all accepted runs.
    """
    runs = tuple(attempts)
    if not runs:
        return Result(race=race.slug, bib=bib, status=Status.DNS)
    if race.kind is Kind.COLLECTED:
        return _collected(race, bib, runs)
    return _single(race, bib, runs, race.distance_m * (1 - rules.distance_tolerance))


def reached_s(race: Race, attempt: Attempt) -> float:
    """Seconds that a run over the distance is worth."""
    if attempt.official_m >= race.distance_m and attempt.effort is not None:
        return attempt.effort.elapsed_s
    return attempt.elapsed_s


def _single(race: Race, bib: str, runs: tuple[Attempt, ...], least_m: float) -> Result:
    long_enough = [r for r in runs if r.official_m >= least_m and math.isfinite(r.elapsed_s)]
    accepted = [r for r in long_enough if r.outcome is Outcome.ACCEPTED]
    if not accepted:
        waiting = any(r.outcome is Outcome.REVIEW for r in long_enough)
        status = Status.PENDING if waiting else Status.DNF
        return Result(race=race.slug, bib=bib, status=status)
    best = min(accepted, key=lambda r: (official_seconds(reached_s(race, r)), r.ended_at))
    return Result(
        race=race.slug,
        bib=bib,
        status=Status.OK,
        time_s=official_seconds(reached_s(race, best)),
        distance_m=min(best.official_m, race.distance_m),
        activity=best.activity,
        achieved_at=best.ended_at,
        finished=True,
        runs=len(accepted),
    )


def _collected(race: Race, bib: str, runs: tuple[Attempt, ...]) -> Result:
    accepted = [
        r
        for r in runs
        if r.outcome is Outcome.ACCEPTED and math.isfinite(r.official_m + r.ended_at)
    ]
    counted = _once(accepted)
    if not counted:
        waiting = any(r.outcome is Outcome.REVIEW for r in runs)
        status = Status.PENDING if waiting else Status.DNF
        return Result(race=race.slug, bib=bib, status=status)
    total = round(sum(r.official_m for r in counted), 3)
    return Result(
        race=race.slug,
        bib=bib,
        status=Status.OK,
        time_s=official_seconds(sum(r.elapsed_s for r in counted)),
        distance_m=total,
        achieved_at=_goal_reached_at(race, counted),
        finished=total >= race.distance_m,
        runs=len(counted),
    )


def _once(runs: list[Attempt]) -> list[Attempt]:
    """Of runs that share more than half of their time, only the longest: whoever accepted them,
    nobody runs twice at once."""
    counted: list[Attempt] = []
    for run in sorted(runs, key=lambda r: -r.official_m):
        if not any(_same_time(run, other) for other in counted):
            counted.append(run)
    return counted


def _same_time(a: Attempt, b: Attempt) -> bool:
    shared = min(a.ended_at, b.ended_at) - max(a.ended_at - a.elapsed_s, b.ended_at - b.elapsed_s)
    return shared > 0.5 * min(a.elapsed_s, b.elapsed_s)


def _goal_reached_at(race: Race, counted: list[Attempt]) -> float:
    total = 0.0
    in_order = sorted(counted, key=lambda r: r.ended_at)
    for run in in_order:
        total += run.official_m
        if round(total, 3) >= race.distance_m:
            return run.ended_at
    return in_order[-1].ended_at
