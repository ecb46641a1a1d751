"""Was it run on the days of the event, and sent in time."""

from collections.abc import Iterator
from math import isfinite

from race.ingest.checks.evidence import Evidence
from race.ingest.checks.record import zone_slack
from race.verdict import Flag, Severity


def event_window(evidence: Evidence) -> Iterator[Flag]:
    """BEFORE_WINDOW, AFTER_WINDOW: a run starts and ends within the event."""
    window, metrics = evidence.window, evidence.metrics
    if window is None or not isfinite(metrics.started_at):
        return
    slack = zone_slack(evidence)
    opens, closes = window.starts_at.timestamp(), window.ends_at.timestamp()
    facts = {
        "opens": window.starts_at.astimezone(window.zone).isoformat(),
        "closes": window.ends_at.astimezone(window.zone).isoformat(),
    }
    late = metrics.ended_at > closes + slack
    early = metrics.started_at < opens - slack
    at = metrics.ended_at if late else metrics.started_at
    yield Flag(
        code="AFTER_WINDOW" if late else "BEFORE_WINDOW",
        severity=Severity.REJECT if late or early else Severity.PASS,
        limit=closes if late else opens,
        measured=at,
        facts=facts | {"at": window.local(at).isoformat(timespec="seconds")},
    )


def upload_deadline(evidence: Evidence) -> Iterator[Flag]:
    """LATE_UPLOAD: sent longer after the run than the rules allow."""
    limit, metrics = evidence.rules.upload_within_s, evidence.metrics
    if evidence.window is None or limit is None or not isfinite(metrics.ended_at):
        return
    if evidence.by_hand:  # nobody sent anything
        return
    waited = evidence.received_at.timestamp() - metrics.ended_at
    yield Flag(
        code="LATE_UPLOAD",
        severity=Severity.REJECT if waited > limit + zone_slack(evidence) else Severity.PASS,
        limit=limit,
        measured=max(waited, 0.0),
    )
