"""Was it recorded well enough to say how far and how fast. All of it is about satellites, phones
and watches; none of it is a suspicion.

A file with too few points says no more than a hand-made one does; whether points look drawn is
LOOKS_DRAWN's to say, by how they lie and never by how few they are.
"""

from collections.abc import Iterator
from math import isfinite

from race.ingest.checks import thresholds
from race.ingest.checks.evidence import Evidence
from race.verdict import Flag, Severity, Where


def teleports(evidence: Evidence) -> Iterator[Flag]:
    """TELEPORTS: points that jump away and back, or a track that goes on somewhere else."""
    recorder, kilometres = evidence.signals.recorder, evidence.metrics.distance_m / 1000
    if evidence.indoor is not None or not isfinite(recorder.spike_share):
        return
    limit = thresholds.SPIKE_SHARE
    yield Flag(
        code="TELEPORTS",
        severity=Severity.REVIEW if recorder.spike_share > limit else Severity.PASS,
        limit=limit,
        measured=recorder.spike_share,
    )
    most = max(thresholds.CUTS - 1, thresholds.CUTS_PER_KM * kilometres)
    if recorder.cuts > most:
        yield Flag(
            code="TELEPORTS",
            severity=Severity.REVIEW,
            limit=most,
            measured=float(recorder.cuts),
            facts={"case": "cuts"},
        )


def poor_gps(evidence: Evidence) -> Iterator[Flag]:
    """POOR_GPS: too few points, too long gaps, too large errors to trust a distance."""
    if evidence.indoor is None and isfinite(evidence.signals.recorder.interval_s):
        yield _often(evidence)
        if evidence.metrics.points >= thresholds.FEWEST_POINTS:
            yield from _gaps(evidence)
        yield from _accuracy(evidence)
        yield from _untimed(evidence)
        yield from _hidden(evidence)


def _often(evidence: Evidence) -> Flag:
    """The first of three that is broken: points in all, for each kilometre, in time."""
    recorder, points = evidence.signals.recorder, float(evidence.metrics.points)
    if points < thresholds.FEWEST_POINTS:
        return _poor("points", points, float(thresholds.FEWEST_POINTS), Severity.REVIEW)
    timed = recorder.regular_share >= thresholds.REGULAR_SHARE
    saver = timed and recorder.interval_s <= thresholds.SAVER_INTERVAL_S
    few = Severity.INFO if saver else Severity.REVIEW
    interval, most = recorder.interval_s, thresholds.SLOWEST_INTERVAL_S
    if recorder.points_per_km < thresholds.POINTS_PER_KM:
        return _poor("per_km", recorder.points_per_km, thresholds.POINTS_PER_KM, few)
    return _poor("interval", interval, most, few if interval > most else Severity.PASS)


def _gaps(evidence: Evidence) -> Iterator[Flag]:
    recorder = evidence.signals.recorder
    share, gap = recorder.gap_distance_share, recorder.longest_gap
    if not isfinite(share):
        return
    limit, info = thresholds.GAP_REVIEW_SHARE, thresholds.GAP_INFO_SHARE
    seconds = 0.0 if gap is None else gap.to_s - gap.from_s
    yield _poor("gaps", share, limit, _graded(share, info, limit), where=gap, seconds=seconds)


def _accuracy(evidence: Evidence) -> Iterator[Flag]:
    error = evidence.signals.recorder.accuracy_m
    if isfinite(error):
        limit = thresholds.ACCURACY_REVIEW_M
        yield _poor("accuracy", error, limit, _graded(error, thresholds.ACCURACY_INFO_M, limit))


def _untimed(evidence: Evidence) -> Iterator[Flag]:
    share, limit = evidence.signals.recorder.untimed_share, thresholds.UNTIMED_SHARE
    if share > limit:
        yield _poor("untimed", share, limit, Severity.REVIEW)


def _hidden(evidence: Evidence) -> Iterator[Flag]:
    metres = evidence.signals.recorder.hidden_m
    if metres > thresholds.HIDDEN_M:
        yield _poor("hidden", metres, thresholds.HIDDEN_M, Severity.INFO)


def _graded(measured: float, info: float, review: float) -> Severity:
    if measured > review:
        return Severity.REVIEW
    return Severity.INFO if measured > info else Severity.PASS


def _poor(
    case: str,
    measured: float,
    limit: float,
    severity: Severity,
    *,
    where: Where | None = None,
    **facts: float,
) -> Flag:
    return Flag(
        code="POOR_GPS",
        severity=severity,
        limit=limit,
        measured=measured,
        where=where,
        facts={"case": case, **facts},
    )
