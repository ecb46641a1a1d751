"""How much one runner runs on one day, and how long they stand."""

from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from math import isfinite

from race.ingest.checks import thresholds
from race.ingest.checks.evidence import Evidence, OwnRun
from race.rules import Rules
from race.verdict import Flag, Severity


def per_day(evidence: Evidence) -> Iterator[Flag]:
    """PER_DAY: more runs, or more metres, of one runner on one day than the event counts."""
    metrics, history, window = evidence.metrics, evidence.history, evidence.window
    if history is None or window is None or not isfinite(metrics.started_at):
        return
    this = OwnRun(
        started_at=metrics.started_at,
        ended_at=metrics.ended_at,
        official_m=evidence.official_m,
    )
    yield from day(
        this, history.own, evidence.rules, window.zone, zone_known=evidence.activity.zone_known
    )


def day(
    this: OwnRun, own: Iterable[OwnRun], rules: Rules, zone: tzinfo, *, zone_known: bool = True
) -> Iterator[Flag]:
    """What a runner's other runs of a local day say to one of that day: those sent before it.

    A run belongs to the day on which it starts. One that a referee refused is no run of that day,
    and a second device of the same run is no second run. Runs over the number do not count; where
    the file names no zone the day is in doubt, and a person looks. Metres are always for a person:
    who runs far is no cheat.
    """
    date = datetime.fromtimestamp(this.started_at, zone).date()
    of_day = [
        run
        for run in own
        if not run.refused and datetime.fromtimestamp(run.started_at, zone).date() == date
    ]
    runs = _once(this, of_day)
    facts = {"date": date.isoformat()}
    if rules.runs_per_day is not None:
        beyond = Severity.REJECT if zone_known else Severity.REVIEW
        yield Flag(
            code="PER_DAY",
            severity=beyond if len(runs) > rules.runs_per_day else Severity.PASS,
            limit=float(rules.runs_per_day),
            measured=float(len(runs)),
            facts=facts,
        )
    if rules.day_distance_m is not None:
        metres = round(sum(_metres(run) for run in runs), 3)
        yield Flag(
            code="PER_DAY",
            severity=Severity.REVIEW if metres > rules.day_distance_m else Severity.PASS,
            limit=rules.day_distance_m,
            measured=metres,
            facts=facts | {"case": "distance"},
        )


def _once(this: OwnRun, others: Iterable[OwnRun]) -> list[OwnRun]:
    """`this`, and of runs that are the same one only the longest."""
    runs = [this]
    for other in sorted(others, key=_metres, reverse=True):
        if not any(_same(other, run) for run in runs):
            runs.append(other)
    return runs


def _same(a: OwnRun, b: OwnRun) -> bool:
    """Whether two runs share so much of their time that they are one."""
    shared = min(a.ended_at, b.ended_at) - max(a.started_at, b.started_at)
    shorter = min(a.ended_at - a.started_at, b.ended_at - b.started_at)
    return shared > thresholds.OVERLAP_SLACK_S and shared / shorter > thresholds.OVERLAP_SAME


def _metres(run: OwnRun) -> float:
    return run.official_m if isfinite(run.official_m) else 0.0


def pauses(evidence: Evidence) -> Iterator[Flag]:
    """LONG_PAUSE: the runner stood longer than the event allows in one run, all pauses together."""
    limit, metrics = evidence.rules.max_pause_s, evidence.metrics
    stood = round(metrics.elapsed_s - metrics.moving_s, 3)
    if limit is not None and isfinite(stood):
        yield Flag(
            code="LONG_PAUSE",
            severity=Severity.REVIEW if stood > limit else Severity.PASS,
            limit=limit,
            measured=stood,
        )
