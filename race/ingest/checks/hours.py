"""Was it run at an hour at which runs count."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from math import isfinite

from race.flags.event_rules import WEEKDAYS
from race.ingest.checks import thresholds
from race.ingest.checks.evidence import Evidence
from race.metrics import Metrics
from race.rules import ForbiddenHours
from race.verdict import Flag, Severity, Where

#: Days of one run that are looked at: a broken clock may make it last for years.
_MOST_DAYS = 8


@dataclass(frozen=True, kw_only=True)
class _Inside:
    """A stretch of a run within forbidden hours."""

    hours: ForbiddenHours
    #: 1 for Monday … 7 for Sunday.
    weekday: int
    #: Seconds since 1970.
    from_s: float
    to_s: float

    @property
    def lasts_s(self) -> float:
        """Seconds; below zero when the run lies beside these hours."""
        return self.to_s - self.from_s


def forbidden_hours(evidence: Evidence) -> Iterator[Flag]:
    """FORBIDDEN_HOURS: the run lies in hours of the event's local week that do not count.

    Each of them has a tolerance of some minutes: nobody stops a watch at the stroke of eight. Times
    that name no zone are read in the event's, and then a person looks.
    """
    rules, metrics, window = evidence.rules, evidence.metrics, evidence.window
    if window is None or not rules.forbidden_hours or not isfinite(metrics.started_at):
        return
    inside = list(_stretches(metrics, rules.forbidden_hours, window.zone))
    longest = max(inside, key=lambda each: each.lasts_s, default=None)
    lasts_s = 0.0 if longest is None else round(max(longest.lasts_s, 0.0), 3)
    if longest is None or lasts_s <= thresholds.HOURS_SLACK_S:
        yield _flag(Severity.PASS, lasts_s)
        return
    facts = {
        "day": WEEKDAYS[longest.weekday - 1],
        "from": longest.hours.begins,
        "to": longest.hours.ends,
        "at": window.local(longest.from_s).isoformat(timespec="seconds"),
    }
    weighs = Severity.REJECT if evidence.activity.zone_known else Severity.REVIEW
    yield _flag(weighs, lasts_s, _where(metrics, longest), facts)


def _flag(
    weighs: Severity,
    lasts_s: float,
    where: Where | None = None,
    facts: dict[str, str] | None = None,
) -> Flag:
    return Flag(
        code="FORBIDDEN_HOURS",
        severity=weighs,
        limit=thresholds.HOURS_SLACK_S,
        measured=lasts_s,
        where=where,
        facts=facts or {},
    )


def _stretches(
    metrics: Metrics, forbidden: tuple[ForbiddenHours, ...], zone: tzinfo
) -> Iterator[_Inside]:
    first = datetime.fromtimestamp(metrics.started_at, zone).date()
    last = datetime.fromtimestamp(metrics.ended_at, zone).date()
    for number in range(min((last - first).days, _MOST_DAYS) + 1):
        midnight = datetime.combine(first + timedelta(days=number), time.min, zone)
        for hours in forbidden:
            if midnight.isoweekday() in hours.days:
                # Added to a local time, seconds are those of the clock on the wall.
                begins = (midnight + timedelta(seconds=hours.from_s)).timestamp()
                ends = (midnight + timedelta(seconds=hours.to_s)).timestamp()
                yield _Inside(
                    hours=hours,
                    weekday=midnight.isoweekday(),
                    from_s=max(begins, metrics.started_at),
                    to_s=min(ends, metrics.ended_at),
                )


def _where(metrics: Metrics, inside: _Inside) -> Where:
    from_s, to_s = inside.from_s - metrics.started_at, inside.to_s - metrics.started_at
    return Where(
        from_s=from_s, to_s=to_s, from_m=_metres_at(metrics, from_s), to_m=_metres_at(metrics, to_s)
    )


def _metres_at(metrics: Metrics, moment_s: float) -> float:
    """Metres run by a moment (s since the start), as even as each kilometre was."""
    knots = [(split.start_s, (split.km - 1) * 1000.0) for split in metrics.splits]
    if metrics.splits:
        end = metrics.splits[-1]
        knots.append((end.start_s + end.elapsed_s, end.km * 1000.0))
    knots.append((metrics.elapsed_s, metrics.distance_m))
    before_s, before_m = 0.0, 0.0
    for at_s, at_m in knots:
        if moment_s <= at_s:
            share = (moment_s - before_s) / (at_s - before_s) if at_s > before_s else 1.0
            return before_m + share * (at_m - before_m)
        before_s, before_m = at_s, at_m
    return before_m
