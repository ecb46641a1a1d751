"""Is it as fast as the event takes it: average, every kilometre."""

from collections.abc import Iterator
from math import isfinite

from race.ingest.checks.evidence import Evidence
from race.metrics import Split
from race.rules import PaceBasis
from race.units import pace_s_per_km
from race.verdict import Flag, Severity, Where


def average(evidence: Evidence) -> Iterator[Flag]:
    """TOO_FAST, TOO_SLOW: the average pace over the official distance leaves the window."""
    rules, metrics = evidence.rules, evidence.metrics
    seconds = metrics.moving_s if rules.pace_basis is PaceBasis.MOVING else metrics.elapsed_s
    measured = _to_the_millisecond(pace_s_per_km(evidence.official_m, seconds))
    slow = rules.walk_slow_s if evidence.walked else rules.pace_slow_s
    if not isfinite(measured):
        return
    if rules.pace_fast_s is not None:
        yield Flag(
            code="TOO_FAST",
            severity=Severity.REJECT if measured < rules.pace_fast_s else Severity.PASS,
            limit=rules.pace_fast_s,
            measured=measured,
        )
    if slow is not None:
        yield Flag(
            code="TOO_SLOW",
            severity=Severity.REJECT if measured > slow else Severity.PASS,
            limit=slow,
            measured=measured,
        )


def every_kilometre(evidence: Evidence) -> Iterator[Flag]:
    """KM_TOO_FAST: the fastest full kilometre, by the limit that it crossed."""
    splits = evidence.metrics.splits
    reject = evidence.rules.km_reject_s or 0.0
    review = evidence.rules.km_review_s or reject
    if not splits or review == 0:
        return
    fastest = min(splits, key=lambda split: split.elapsed_s)
    measured = _to_the_millisecond(fastest.elapsed_s)
    if measured < reject:
        severity, limit = Severity.REJECT, reject
    else:
        severity = Severity.REVIEW if measured < review else Severity.PASS
        limit = review
    yield Flag(
        code="KM_TOO_FAST",
        severity=severity,
        limit=limit,
        measured=measured,
        where=_kilometre(fastest),
        facts={
            "km": fastest.km,
            "too_fast": [s.km for s in splits if _to_the_millisecond(s.elapsed_s) < limit],
        },
    )


def _to_the_millisecond(seconds: float) -> float:
    """What was run at the limit keeps it: 3:29.9999999 comes of adding doubles, not of running."""
    return round(seconds, 3)


def _kilometre(split: Split) -> Where:
    return Where(
        from_s=split.start_s,
        to_s=split.start_s + split.elapsed_s,
        from_m=(split.km - 1) * 1000.0,
        to_m=split.km * 1000.0,
    )
