"""Sets of rules that real Vietnamese events used, by name.

Sources: the published rules of UpRace 2024, vRace (October 2025) and of a VietRace365 event (2025);
`huu-lung` is our own default between them. docs/rules.md has the table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from race.i18n import N_
from race.rules import IndoorPolicy, PaceBasis, Rules


@dataclass(frozen=True, kw_only=True)
class Preset:
    """Rules to start from, and two sentences for the organiser who chooses."""

    name: str
    title: str
    about: str
    rules: Rules


DEFAULT: Final = "huu-lung"

_ALL: Final = (
    Preset(
        name="huu-lung",
        title=N_("Youth union run"),
        about=N_(
            "Runs from 4:00 to 15:00 /km, walks up to 20:00, each at least 1 km and sent within "
            "72 hours. A kilometre faster than 3:30, 300 m faster than 2:50, half an hour of "
            "pauses or more than 42.2 km a day goes to the referee; a kilometre faster than 3:00 "
            "does not count."
        ),
        rules=Rules(
            pace_fast_s=240.0,
            pace_slow_s=900.0,
            walk_slow_s=1200.0,
            km_review_s=210.0,
            km_reject_s=180.0,
            min_distance_m=1000.0,
            burst_review_s=170.0,
            max_pause_s=1800.0,
            day_distance_m=42_200.0,
        ),
    ),
    Preset(
        name="uprace-2024",
        title=N_("Like UpRace 2024"),
        about=N_(
            "Moving pace from 4:00 to 15:00 /km, every kilometre 3:30 or slower, at least 1 km, "
            "sent within 72 hours. For companies and communities that know UpRace."
        ),
        rules=Rules(
            pace_fast_s=240.0,
            pace_slow_s=900.0,
            walk_slow_s=900.0,
            pace_basis=PaceBasis.MOVING,
            indoor=IndoorPolicy.ALLOW,
            km_reject_s=210.0,
            min_distance_m=1000.0,
        ),
    ),
    Preset(
        name="vrace-2025",
        title=N_("Like vRace 2025"),
        about=N_(
            "From 4:00 to 20:00 /km, and no kilometre faster than 4:00. Walkers are welcome, very "
            "fast runners are not served well."
        ),
        rules=Rules(pace_fast_s=240.0, pace_slow_s=1200.0, walk_slow_s=1200.0, km_reject_s=240.0),
    ),
    Preset(
        name="vietrace365",
        title=N_("Like VietRace365"),
        about=N_(
            "From 4:00 to 14:00 /km; one kilometre faster than 4:00 and the run does not count. "
            "Strict, for collecting kilometres over weeks."
        ),
        rules=Rules(
            pace_fast_s=240.0,
            pace_slow_s=840.0,
            walk_slow_s=840.0,
            indoor=IndoorPolicy.REVIEW,
            km_reject_s=240.0,
        ),
    ),
    Preset(
        name="free",
        title=N_("Free"),
        about=N_(
            "No limit of pace or distance: only sport, dates, clock, copies and world records are "
            "checked. For training together and for trying things out."
        ),
        rules=Rules(upload_within_s=None, indoor=IndoorPolicy.ALLOW),
    ),
)

PRESETS: Final[Mapping[str, Preset]] = {preset.name: preset for preset in _ALL}
