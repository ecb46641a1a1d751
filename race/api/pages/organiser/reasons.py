"""Why runs are rejected, in a few words for a chart: no numbers, for limits differ by run."""

from collections.abc import Mapping
from typing import Final

from race.api.pages.views_runner import Said
from race.i18n import N_, both

_BY_A_REFEREE: Final = N_("By a referee")
#: What has no words of its own here.
_ANOTHER: Final = N_("Another rule")
_LABELS: Final[Mapping[str, str]] = {
    "NO_POINTS": N_("No GPS positions"),
    "NO_TIME": N_("A route without times"),
    "NOT_ACTIVITY": N_("Not a run"),
    "WRONG_SPORT": N_("Another sport"),
    "BEFORE_WINDOW": N_("Before the start"),
    "AFTER_WINDOW": N_("After the end"),
    "LATE_UPLOAD": N_("Sent too late"),
    "TOO_SHORT": N_("Too short"),
    "TOO_LONG": N_("Too long"),
    "TOO_SLOW": N_("Too slow"),
    "TOO_FAST": N_("Too fast on average"),
    "KM_TOO_FAST": N_("A kilometre too fast"),
    "BURST": N_("A stretch too fast"),
    "TOO_FAST_WR": N_("Faster than a record"),
    "VEHICLE_PART": N_("Partly by vehicle"),
    "BIKE_LIKE": N_("Like a bicycle"),
    "LOOKS_DRAWN": N_("A drawn route"),
    "TELEPORTS": N_("GPS jumps"),
    "POOR_GPS": N_("Poor GPS"),
    "TIME_SCALED": N_("Times changed"),
    "CLOCK": N_("Clock of the device"),
    "OVERLAP_OWN": N_("Sent before"),
    "DUP_SAME_FILE": N_("Copied run"),
    "DUP_COPY": N_("Copied run"),
    "INDOOR": N_("Indoors"),
    "PER_DAY": N_("Too many a day"),
    "FORBIDDEN_HOURS": N_("At a forbidden hour"),
    "GEOFENCE": N_("Outside the area"),
    "LONG_PAUSE": N_("A long pause"),
    "MISMATCH_DISTANCE": N_("Watch and track differ"),
    "HEART_RATE": N_("Heart rate"),
    "CADENCE": N_("Steps a minute"),
}


def label(code: str | None) -> Said:
    """The reason that a flag code stands for; None is a referee's decision."""
    return both(_BY_A_REFEREE if code is None else _LABELS.get(code, _ANOTHER))
