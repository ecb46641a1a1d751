"""The rules of an event as data: every number it judges by, and which checks speak."""

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import partial
from typing import Any, Final, TypeVar

from race.i18n import tidy


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


def rules_from(values: Mapping[str, Any]) -> Rules:
    """Rules of JSON values, what is left out as in `Rules`.

    ValueError names the rule that is unknown or cannot be, and why. Which names `checks` may have
    is known where the checks are.
    """
    unknown = values.keys() - _READERS.keys()
    if unknown:
        raise ValueError(f"unknown rules: {', '.join(sorted(map(str, unknown)))}")
    rules = Rules(**{name: _READERS[name](name, value) for name, value in values.items()})
    for less, more in _NOT_ABOVE:
        lower, upper = getattr(rules, less), getattr(rules, more)
        if lower is not None and upper is not None and lower > upper:
            raise ValueError(f"{less}: {lower:g} is more than {more}, which is {upper:g}")
    return rules


#: The first must not be above the second, where both are set.
_NOT_ABOVE: Final = (
    ("pace_fast_s", "pace_slow_s"),
    ("pace_fast_s", "walk_slow_s"),
    ("km_reject_s", "km_review_s"),
    ("min_distance_m", "max_distance_m"),
)
#: Hours, and circles, of one event at most.
_MOST_ENTRIES: Final = 50
_CLOCK: Final = re.compile(r"(\d{1,2}):([0-5]\d)")
_Choice = TypeVar("_Choice", bound=StrEnum)
_Reader = Callable[[str, Any], Any]


def _clock(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _number(name: str, value: object, *, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{name}: {value!r:.40} is no number")
    if not low <= value <= high:  # nor is NaN
        raise ValueError(f"{name}: {value!r:.40} does not lie from {low:,g} to {high:,g}")
    return float(value)


def _or_none(read: _Reader, name: str, value: object) -> Any:
    return None if value is None else read(name, value)


def _whole(name: str, value: object, *, low: int, high: int) -> int:
    if isinstance(value, float):
        raise ValueError(f"{name}: {value!r:.40} is no whole number")
    return int(_number(name, value, low=low, high=high))


def _switch(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{name}: {value!r:.40} is neither true nor false")
    return value


def _choice(kind: type[_Choice], name: str, value: object) -> _Choice:
    if not isinstance(value, str) or value not in list(kind):
        raise ValueError(f"{name}: {value!r:.40} is none of {', '.join(kind)}")
    return kind(value)


def _words(name: str, value: object) -> tuple[str, ...]:
    words = _entries(name, value)
    if not words or not all(isinstance(word, str) and word for word in words):
        raise ValueError(f"{name}: it needs a list of words")
    return tuple(words)


def _states(name: str, value: object) -> dict[str, CheckState]:
    if not isinstance(value, Mapping):
        raise ValueError(f'{name}: it needs names with a state each, like {{"sport": "off"}}')
    return {str(each): _choice(CheckState, f"{name}.{each}", to) for each, to in value.items()}


def _entries(name: str, value: object) -> list[Any]:
    if not isinstance(value, list | tuple) or len(value) > _MOST_ENTRIES:
        raise ValueError(f"{name}: it needs a list of {_MOST_ENTRIES} at most")
    return list(value)


def _keys(name: str, value: object, known: set[str]) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or set(value) != known:
        raise ValueError(f"{name}: each needs {', '.join(sorted(known))}, and nothing else")
    return value


def _each(read: _Reader, name: str, value: object) -> tuple[Any, ...]:
    return tuple(read(name, each) for each in _entries(name, value))


def _hours(name: str, value: object) -> ForbiddenHours:
    given = _keys(name, value, {"days", "from", "to"})
    days = {_whole(f"{name}.days", day, low=1, high=7) for day in _entries(name, given["days"])}
    from_s, to_s = (
        _time_of_day(f"{name}.from", given["from"]),
        _time_of_day(f"{name}.to", given["to"]),
    )
    if not days:
        raise ValueError(f"{name}.days: there is none")
    if from_s >= to_s:
        raise ValueError(f"{name}: from is not before to; hours over midnight are two entries")
    return ForbiddenHours(days=tuple(sorted(days)), from_s=from_s, to_s=to_s)


def _time_of_day(name: str, value: object) -> float:
    """Seconds since midnight of "08:00"."""
    match = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    seconds = int(match[1]) * 3600 + int(match[2]) * 60 if match else -1
    if not 0 <= seconds <= 86_400:
        raise ValueError(f"{name}: {value!r:.40} is no time of day; write it like 08:00")
    return float(seconds)


def _area(name: str, value: object) -> Area:
    given = _keys(name, value, {"name", "lat", "lon", "radius_m"})
    called = tidy(given["name"]) if isinstance(given["name"], str) else ""
    if not 1 <= len(called) <= 120:
        raise ValueError(f"{name}.name: write 1 to 120 characters")
    return Area(
        name=called,
        lat=_number(f"{name}.lat", given["lat"], low=-90, high=90),
        lon=_number(f"{name}.lon", given["lon"], low=-180, high=180),
        # A smaller circle holds no run, a larger one a country.
        radius_m=_number(f"{name}.radius_m", given["radius_m"], low=100, high=1_000_000),
    )


#: s/km, m and s. Less is minutes for seconds, kilometres for metres, or hours for seconds.
_pace: Final = partial(_or_none, partial(_number, low=60, high=7200))
_metres: Final = partial(_or_none, partial(_number, low=100, high=1_000_000))
_pause: Final = partial(_or_none, partial(_number, low=60, high=86_400))
_deadline: Final = partial(_or_none, partial(_number, low=600, high=366 * 86_400))

#: How each rule is read.
_READERS: Final[Mapping[str, _Reader]] = {
    "version": partial(_whole, low=1, high=2**31),
    "sports": _words,
    "pace_fast_s": _pace,
    "pace_slow_s": _pace,
    "walk_slow_s": _pace,
    "pace_basis": partial(_choice, PaceBasis),
    "indoor": partial(_choice, IndoorPolicy),
    "km_review_s": _pace,
    "km_reject_s": _pace,
    "min_distance_m": _metres,
    "upload_within_s": _deadline,
    "distance_tolerance": partial(_number, low=0, high=0.5),
    "max_distance_m": _metres,
    "burst_review_s": _pace,
    "burst_m": partial(_number, low=300, high=500),
    "max_pause_s": _pause,
    "runs_per_day": partial(_or_none, partial(_whole, low=1, high=100)),
    "day_distance_m": _metres,
    "heart_rate_required": _switch,
    "cadence_required": _switch,
    "forbidden_hours": partial(_each, _hours),
    "areas": partial(_each, _area),
    "checks": _states,
}
