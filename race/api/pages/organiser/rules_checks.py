"""The checks by their names in words, in families, as an organiser reads them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from race.i18n import N_
from race.rules import CheckState
from race.services.rules_in_force import USUAL_STATES

#: What a state means, msgids.
STATES: Final[Mapping[CheckState, str]] = {
    CheckState.ON: N_("It counts"),
    CheckState.SHADOW: N_("It is only noted"),
    CheckState.OFF: N_("Off"),
}
#: How each check stands in an event that says nothing about it.
USUAL: Final[Mapping[str, CheckState]] = USUAL_STATES


@dataclass(frozen=True, kw_only=True)
class Family:
    """Checks of one subject."""

    #: A msgid.
    title: str
    #: What each check asks, msgids, by the name of the check.
    checks: Mapping[str, str]


FAMILIES: Final = (
    Family(
        title=N_("The file"),
        checks={
            "positions": N_("The file holds positions"),
            "times": N_("The file holds times"),
            "whole_file": N_("The file does not break off"),
            "sport": N_("The sport counts"),
            "clock": N_("The clock of the device was right"),
            "indoor": N_("Runs indoors are borne out by their record"),
        },
    ),
    Family(
        title=N_("GPS and drawn tracks"),
        checks={
            "poor_gps": N_("The GPS was good enough"),
            "teleports": N_("No jumps of GPS"),
            "drawn": N_("The track was recorded, not drawn"),
            "time_scaled": N_("Times were not pressed together"),
        },
    ),
    Family(
        title=N_("When and where"),
        checks={
            "event_window": N_("The run lies inside the days of the event"),
            "upload_deadline": N_("The run was sent in time"),
            "forbidden_hours": N_("No run at hours that do not count"),
            "geofence": N_("The run lies inside the areas"),
        },
    ),
    Family(
        title=N_("The same run twice, and runs of one day"),
        checks={
            "own_overlap": N_("Two devices on one run count once"),
            "same_file": N_("Nobody else sent the same file"),
            "copies": N_("The track is nobody else's"),
            "per_day": N_("Limits of one day"),
        },
    ),
    Family(
        title=N_("Distance and pace"),
        checks={
            "shortest": N_("The run is long enough"),
            "longest": N_("The run is not too long"),
            "device_difference": N_("Watch and track agree on the distance"),
            "pauses": N_("Pauses of one run"),
            "average_pace": N_("The average pace"),
            "every_kilometre": N_("The pace of every kilometre"),
            "burst": N_("The pace of a short stretch"),
        },
    ),
    Family(
        title=N_("Vehicles and records"),
        checks={
            "world_record": N_("Slower than the world record"),
            "vehicle_part": N_("No part of the way by vehicle"),
            "bike_like": N_("The run does not look like a ride by bicycle"),
        },
    ),
    Family(
        title=N_("Heart rate and cadence"),
        checks={
            "heart_rate_required": N_("A heart rate is there, where it is asked for"),
            "heart_rate": N_("The heart rate is that of a person running"),
            "cadence_required": N_("A cadence is there, where it is asked for"),
            "cadence": N_("The cadence is that of a person running"),
        },
    ),
)

#: What each check asks, by its name.
TITLES: Final[Mapping[str, str]] = {
    name: title for family in FAMILIES for name, title in family.checks.items()
}
