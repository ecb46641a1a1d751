"""What the rules of an event come to: without what is not judged, with what is given in doubt."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from race.ingest.checks import CHECKS, thresholds
from race.ingest.checks.distance import SPORT_NAMES
from race.rules import CheckState, Rules

#: What a rule is when the check that judges by it does not speak.
_SILENT: Final[Mapping[str, Mapping[str, Any]]] = {
    "average_pace": {"pace_fast_s": None, "pace_slow_s": None, "walk_slow_s": None},
    "burst": {"burst_review_s": None},
    "every_kilometre": {"km_review_s": None, "km_reject_s": None},
    "shortest": {"min_distance_m": None},
    "longest": {"max_distance_m": None},
    "pauses": {"max_pause_s": None},
    "per_day": {"runs_per_day": None, "day_distance_m": None},
    "forbidden_hours": {"forbidden_hours": ()},
    "geofence": {"areas": ()},
    "heart_rate_required": {"heart_rate_required": False},
    "cadence_required": {"cadence_required": False},
}


#: The sports that an event may count, and their names, msgids.
SPORTS: Final = SPORT_NAMES
#: How each check stands in an event that says nothing about it.
USUAL_STATES: Final[Mapping[str, CheckState]] = {check.name: check.state for check in CHECKS}


@dataclass(frozen=True, kw_only=True)
class Tolerances:
    """What is given in doubt, the same in every event; shares are 0..1."""

    #: Seconds that a run may reach into forbidden hours.
    hours_s: float = thresholds.HOURS_SLACK_S
    #: Share of a way that must lie in the areas, or a referee looks, or the run is rejected.
    inside_review: float = 1 - thresholds.OUTSIDE_REVIEW_SHARE
    inside_reject: float = 1 - thresholds.OUTSIDE_REJECT_SHARE
    #: Share over the longest run that still counts.
    longest: float = thresholds.LONGEST_SLACK
    #: Share of the time in motion with a sensor that an event asks for, or a referee looks, or the
    #: run is rejected.
    worn_review: float = thresholds.WORN_SHARE
    worn_reject: float = thresholds.UNWORN_SHARE


def in_force(rules: Rules) -> Rules:
    """`rules` without the limits of checks that are off, or only watch."""
    for check in CHECKS:
        if rules.state_of(check.name, check.state) is not CheckState.ON:
            rules = replace(rules, **_SILENT.get(check.name, {}))
    return rules


def sport_names(rules: Rules) -> tuple[str, ...]:
    """The sports that count, msgids."""
    return tuple(name for sport, name in SPORT_NAMES.items() if sport in rules.sports)
