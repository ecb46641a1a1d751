"""A run without satellites: does the event take it, and does its record bear it out."""

from collections.abc import Iterator
from math import isfinite

from race.ingest.checks import thresholds
from race.ingest.checks.evidence import Evidence
from race.ingest.indoor import Indoor
from race.rules import IndoorPolicy
from race.verdict import Flag, Severity

_BY_POLICY = {
    IndoorPolicy.DENY: Severity.REJECT,
    IndoorPolicy.REVIEW: Severity.REVIEW,
    IndoorPolicy.ALLOW: Severity.INFO,
}


def indoor(evidence: Evidence) -> Iterator[Flag]:
    """INDOOR: what becomes of a run without satellites; nothing of one outdoors, or of a swim.

    Where a file has no positions and does not say why, a person asks, whatever the event takes.
    Fast stretches are found by TOO_FAST_WR: from 90 % of a record on a person looks.
    """
    record, policy = evidence.indoor, evidence.rules.indoor
    if record is None or not evidence.sport_counts:
        return
    if evidence.activity.stated.indoor:
        yield Flag(code="INDOOR", severity=_BY_POLICY[policy])
        if policy is IndoorPolicy.DENY:
            return
    else:
        yield Flag(code="INDOOR", severity=Severity.REVIEW, facts={"case": "unstated"})
    yield from (_samples(record), _heart_rate(record), *_file(evidence), *_steps(evidence, record))


def _samples(record: Indoor) -> Flag:
    limit = thresholds.INDOOR_INTERVAL_S
    return Flag(
        code="INDOOR",
        severity=Severity.REJECT if record.interval_s > limit else Severity.PASS,
        limit=limit,
        measured=record.interval_s,
        facts={"case": "samples"},
    )


def _heart_rate(record: Indoor) -> Flag:
    limit = thresholds.INDOOR_HEART_RATE_SHARE
    return Flag(
        code="INDOOR",
        severity=Severity.REVIEW if record.heart_rate < limit else Severity.PASS,
        limit=limit,
        measured=record.heart_rate,
        facts={"case": "heart_rate"},
    )


def _file(evidence: Evidence) -> Iterator[Flag]:
    kind = evidence.activity.format
    if kind not in thresholds.INDOOR_FORMATS:
        facts = {"case": "format", "format": kind.upper()}
        yield Flag(code="INDOOR", severity=Severity.REVIEW, facts=facts)


def _steps(evidence: Evidence, record: Indoor) -> Iterator[Flag]:
    shortest = thresholds.WALKED_STEP_M if evidence.walked else thresholds.SHORTEST_STEP_M
    longest = thresholds.LONGEST_STEP_M
    if isfinite(record.step_m):
        yield Flag(
            code="INDOOR",
            severity=Severity.PASS if shortest <= record.step_m <= longest else Severity.REVIEW,
            limit=shortest if record.step_m < shortest else longest,
            measured=record.step_m,
            facts={
                "case": "steps",
                "step_cm": record.step_m * 100,
                "from_cm": shortest * 100,
                "to_cm": longest * 100,
            },
        )
