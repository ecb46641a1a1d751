"""Was it sent before: the same hours by the same runner."""

from collections.abc import Iterable, Iterator
from datetime import UTC, tzinfo
from math import isfinite

from race.ingest.checks import thresholds
from race.ingest.checks.evidence import Evidence, OwnRun
from race.ingest.checks.sources import finding
from race.verdict import Flag, Severity


def own_overlap(evidence: Evidence) -> Iterator[Flag]:
    """OVERLAP_OWN: the run shares its time with another run of the same runner.

    A second device is no fraud: more than half of the time shared is the same run, which counts
    once; less is looked at by a person, and so is a run that a referee refused and that is sent
    again in another file. Which of several recordings counts is found once all are known: see
    `race.ingest.checks.sources`.
    """
    metrics = evidence.metrics
    if evidence.history is not None and isfinite(metrics.started_at):
        zone: tzinfo = evidence.window.zone if evidence.window else UTC
        yield overlap(metrics.started_at, metrics.ended_at, evidence.history.own, zone)


def overlap(started_at: float, ended_at: float, own: Iterable[OwnRun], zone: tzinfo) -> Flag:
    """What a runner's other runs say to one from `started_at` to `ended_at` (s since 1970)."""
    overlaps = [(Severity.PASS, 0.0, started_at)]
    for run in own:
        shared = min(run.ended_at, ended_at) - max(run.started_at, started_at)
        shorter = min(run.ended_at - run.started_at, ended_at - started_at)
        if shared > thresholds.OVERLAP_SLACK_S:
            counted = shared / shorter > thresholds.OVERLAP_SAME and not run.refused
            weighs = Severity.REJECT if counted else Severity.REVIEW
            overlaps.append((weighs, shared / shorter, run.started_at))
    severity, share, at = max(overlaps)
    return finding(severity, share, at, zone)
