"""The rules of an event as data: every number it judges by, and which checks speak."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class CheckState(StrEnum):
    """Whether a check speaks."""

    OFF = "off"
    #: Recorded as info, never judged.
    SHADOW = "shadow"
    ON = "on"


class PaceBasis(StrEnum):
    """Which time the average pace is taken of."""

    ELAPSED = "elapsed"
    MOVING = "moving"


class IndoorPolicy(StrEnum):
    """What becomes of a run without satellites: on a treadmill or in a hall."""

    #: It does not count.
    DENY = "deny"
    #: A person looks at each.
    REVIEW = "review"
    #: It counts when its record bears it out.
    ALLOW = "allow"


@dataclass(frozen=True, kw_only=True)
class ForbiddenHours:
    """Hours of some weekdays, in the event's zone."""

    #: 1 for Monday … 7 for Sunday.
    days: tuple[int, ...]
    #: Seconds since midnight; `from_s` belongs to them, `to_s` (up to 86,400) does not.
    from_s: float
    to_s: float

    @property
    def begins(self) -> str:
        """When they begin, "08:00"."""
        return _clock(self.from_s)

    @property
    def ends(self) -> str:
        """When they end, "12:00"; midnight is "24:00"."""
        return _clock(self.to_s)


@dataclass(frozen=True, kw_only=True)
class Area:
    """A circle in which runs must lie."""

    #: As the organiser calls it: "xã Hữu Lũng".
    name: str
    #: Its middle, degrees WGS84.
    lat: float
    lon: float
    #: Metres.
    radius_m: float


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The numbers an event judges by; None switches a limit off."""

    #: Rises with every change; a stored examination names the one it was made with.
    version: int = 1
    #: Sports that count; an unknown one counts as a run.
    sports: tuple[str, ...] = ("run", "walk", "hike")
    #: Average pace, s/km: faster or slower than this is rejected.
    pace_fast_s: float | None = None
    pace_slow_s: float | None = None
    #: The slow limit of walks and hikes, s/km.
    walk_slow_s: float | None = None
    pace_basis: PaceBasis = PaceBasis.ELAPSED
    indoor: IndoorPolicy = IndoorPolicy.DENY
    #: A full kilometre faster than this (s) is looked at by a person …
    km_review_s: float | None = None
    #: … and faster than this (s) is rejected.
    km_reject_s: float | None = None
    #: Metres that a run must have.
    min_distance_m: float | None = None
    #: Seconds after its end within which a run must be sent, and after the event's end too.
    upload_within_s: float | None = 72 * 3600.0
    #: Share of a distance to run once that may be missing.
    distance_tolerance: float = 0.01
    #: Metres that a run may have at most.
    max_distance_m: float | None = None
    #: Any stretch of `burst_m` metres faster than this (s/km) is looked at by a person.
    burst_review_s: float | None = None
    #: Metres of such a stretch, 300 to 500.
    burst_m: float = 300.0
    #: Seconds that a runner may stand in one run before a person looks (elapsed less moving time).
    max_pause_s: float | None = None
    #: Runs of one runner that count on one local day.
    runs_per_day: int | None = None
    #: Metres of one runner on one local day beyond which a person looks.
    day_distance_m: float | None = None
    #: A run needs a heart rate, or a cadence, where its app can give one.
    heart_rate_required: bool = False
    cadence_required: bool = False
    #: Hours of the local week in which runs do not count.
    forbidden_hours: tuple[ForbiddenHours, ...] = ()
    #: Where runs must lie; anywhere when there is none.
    areas: tuple[Area, ...] = ()
    #: Checks that are not ON, by name.
    checks: Mapping[str, CheckState] = field(default_factory=dict)

    def state_of(self, check: str, default: CheckState) -> CheckState:
        """Whether a check speaks under these rules."""
        return self.checks.get(check, default)

    def to_dict(self) -> dict[str, Any]:
        """JSON values; `rules_from` reads them back."""
        return asdict(self) | {
            "sports": list(self.sports),
            "forbidden_hours": [
                {"days": list(h.days), "from": h.begins, "to": h.ends} for h in self.forbidden_hours
            ],
            "areas": [asdict(area) for area in self.areas],
            "checks": dict(self.checks),
        }


def _clock(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
