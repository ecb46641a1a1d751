"""Is this a recording at all: times, positions, a whole file, a sound clock."""

from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from math import isfinite

from race.ingest.checks import thresholds
from race.ingest.checks.evidence import Evidence
from race.verdict import Flag, Severity


def positions(evidence: Evidence) -> Iterator[Flag]:
    """NO_POINTS: there is nothing to measure, neither positions nor metres that a device counted
    sample by sample (a treadmill's GPX, a line of a list)."""
    found = evidence.notes.points - evidence.notes.unpositioned
    if found > 0:
        yield Flag(code="NO_POINTS", severity=Severity.PASS, measured=float(found))
    elif evidence.indoor is None:
        yield Flag(
            code="NO_POINTS",
            severity=Severity.REJECT,
            measured=0.0,
            facts={"case": _nothing(evidence)},
        )


def _nothing(evidence: Evidence) -> str:
    """Which kind of nothing it is; `race.flags` has words for each."""
    if evidence.by_hand:
        return "hand"
    if evidence.activity.format == "gpx":
        return "gpx"
    return "samples" if evidence.notes.points else "summary"


def times(evidence: Evidence) -> Iterator[Flag]:
    """NO_TIME: there are positions, and fewer than two of them have a time (a planned route)."""
    notes = evidence.notes
    if notes.points - notes.unpositioned > 0:
        severity = Severity.PASS if evidence.metrics.elapsed_s > 0 else Severity.REJECT
        yield Flag(code="NO_TIME", severity=severity, measured=float(notes.untimed))


def whole_file(evidence: Evidence) -> Iterator[Flag]:
    """CORRUPT_PARTIAL: the file breaks off, and what stands before was read."""
    damage = evidence.activity.damage
    if damage is not None:
        distance = evidence.metrics.distance_m
        yield Flag(
            code="CORRUPT_PARTIAL",
            severity=Severity.INFO,
            facts={
                "line": damage.line or 0,
                "reason": damage.reason,
                "distance_m": distance if isfinite(distance) else 0.0,
            },
        )


def clock(evidence: Evidence) -> Iterator[Flag]:
    """CLOCK: times that have no zone, run backwards or leap, lie in the future or before 2000."""
    metrics, notes = evidence.metrics, evidence.notes
    if not isfinite(metrics.ended_at):
        return
    zone: tzinfo = evidence.window.zone if evidence.window else UTC
    facts = {
        "at": datetime.fromtimestamp(metrics.ended_at, zone).isoformat(timespec="seconds"),
        "zone": evidence.window.timezone if evidence.window else "UTC",
    }
    ahead = metrics.ended_at - evidence.received_at.timestamp()
    allowed = thresholds.FUTURE_SLACK_S + zone_slack(evidence)
    if ahead > allowed or metrics.started_at < thresholds.OLDEST_TIME_S:
        severity = Severity.REJECT
    elif notes.reversals > thresholds.REVERSED_SHARE * notes.points:
        severity = Severity.REVIEW
    else:
        severity = Severity.PASS if evidence.activity.zone_known else Severity.INFO
    yield Flag(code="CLOCK", severity=severity, limit=allowed, measured=ahead, facts=facts)
    yield from _set_on_the_way(evidence)


def _set_on_the_way(evidence: Evidence) -> Iterator[Flag]:
    """The clock was set while the run was recorded: no time of it can be trusted."""
    recorder = evidence.signals.recorder
    if recorder.back_s > thresholds.CLOCK_BACK_S:
        yield Flag(
            code="CLOCK",
            severity=Severity.REVIEW,
            limit=thresholds.CLOCK_BACK_S,
            measured=recorder.back_s,
            facts={"case": "back"},
        )
    if recorder.leap_s > thresholds.CLOCK_LEAP_S:
        yield Flag(
            code="CLOCK",
            severity=Severity.REVIEW,
            limit=thresholds.CLOCK_LEAP_S,
            measured=recorder.leap_s,
            facts={"case": "leap"},
        )


def zone_slack(evidence: Evidence) -> float:
    """Seconds by which times may be off because the file does not name their zone."""
    return 0.0 if evidence.activity.zone_known else thresholds.ZONELESS_SLACK_S
