"""Is it the right sport, long enough, and does the device agree with our measure."""

from collections.abc import Iterator
from math import isfinite

from race.activity import Sport
from race.i18n import N_
from race.ingest.checks import thresholds
from race.ingest.checks.evidence import Evidence
from race.official import STATED_COUNTS, STATED_REVIEWED, mismatch
from race.verdict import Flag, Severity

SPORT_NAMES = {
    Sport.RUN: N_("running"),
    Sport.WALK: N_("walking"),
    Sport.HIKE: N_("hiking"),
    Sport.RIDE: N_("cycling"),
    Sport.SWIM: N_("swimming"),
    Sport.DRIVE: N_("driving"),
    Sport.OTHER: N_("another sport"),
    Sport.UNKNOWN: N_("not stated"),
}


def sport(evidence: Evidence) -> Iterator[Flag]:
    """WRONG_SPORT: the file says another sport than those that count; unknown is a run."""
    yield Flag(
        code="WRONG_SPORT",
        severity=Severity.PASS if evidence.sport_counts else Severity.REJECT,
        facts={"sport": SPORT_NAMES[evidence.activity.stated.sport]},
    )


def shortest(evidence: Evidence) -> Iterator[Flag]:
    """TOO_SHORT: the official distance is under the least that a run must have."""
    least = evidence.rules.min_distance_m
    limit = thresholds.SHORTEST_M if least is None else least
    if not isfinite(evidence.official_m):
        return
    yield Flag(
        code="TOO_SHORT",
        severity=Severity.REJECT if evidence.official_m < limit else Severity.PASS,
        limit=limit,
        measured=evidence.official_m,
    )


def longest(evidence: Evidence) -> Iterator[Flag]:
    """TOO_LONG: the official distance is over the most that one run may have.

    It does not count, as one that is too short: the number is published, and there is nothing that
    a person would have to find out. A little over it counts, in the runner's favour.
    """
    limit = evidence.rules.max_distance_m
    if limit is None or not isfinite(evidence.official_m):
        return
    over = evidence.official_m > limit * (1 + thresholds.LONGEST_SLACK)
    yield Flag(
        code="TOO_LONG",
        severity=Severity.REJECT if over else Severity.PASS,
        limit=limit,
        measured=evidence.official_m,
    )


def device_difference(evidence: Evidence) -> Iterator[Flag]:
    """MISMATCH_DISTANCE: what the device states is far from what we measure; never of a walk."""
    stated, ours = evidence.activity.stated.distance_m, evidence.metrics.distance_m
    if stated is None or not isfinite(stated) or not isfinite(ours) or ours <= 0:
        return
    apart = mismatch(ours, stated)
    if apart > STATED_REVIEWED and not evidence.walked:
        severity = Severity.REVIEW
    else:
        severity = Severity.INFO if apart > STATED_COUNTS else Severity.PASS
    yield Flag(
        code="MISMATCH_DISTANCE",
        severity=severity,
        limit=STATED_REVIEWED,
        measured=apart,
        facts={"stated_m": stated, "ours_m": ours, "official_m": evidence.official_m},
    )
