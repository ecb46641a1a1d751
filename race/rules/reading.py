"""Rules as people write them in JSON: what is read, what is refused and why."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial
from typing import Any, Final, TypeVar

from race.i18n import N_, say, tidy
from race.rules.values import Area, CheckState, ForbiddenHours, IndoorPolicy, PaceBasis, Rules


class RuleError(ValueError):
    """A rule that is unknown or cannot be. As a text it is English;
    ``race.i18n.both(error.sentence, error.facts)`` says it in both languages."""

    def __init__(self, rule: str, sentence: str, **facts: str) -> None:
        #: As in JSON: "pace_slow_s", "areas.lat".
        self.rule = rule
        #: A msgid that names the rule as its ``field``.
        self.sentence = sentence
        self.facts: Mapping[str, str] = {"field": rule, **facts}
        super().__init__(say(sentence, "en", self.facts))


def rules_from(values: Mapping[str, Any]) -> Rules:
    """Rules of JSON values, what is left out as in `Rules`.

    RuleError names the rule that is unknown or cannot be, and why. Which names `checks` and
    `sports` may have is known where those are.
    """
    unknown = values.keys() - _READERS.keys()
    if unknown:
        names = ", ".join(sorted(shortly(str(name)) for name in unknown))
        raise RuleError(N_("rules"), N_("{field:word}: unknown rules: {names}"), names=names[:120])
    rules = Rules(**{name: _READERS[name](name, value) for name, value in values.items()})
    for less, more in _NOT_ABOVE:
        lower, upper = getattr(rules, less), getattr(rules, more)
        if lower is not None and upper is not None and lower > upper:
            raise RuleError(
                less,
                N_("{field:word}: {value} is more than {other:word}, which is {limit}."),
                value=_written(lower),
                other=more,
                limit=_written(upper),
            )
    return rules


def shortly(name: str) -> str:
    """A name that somebody sent, as it can be shown: cut, and without what no letter is."""
    return tidy(name[:40])


#: The first must not be above the second, where both are set.
_NOT_ABOVE: Final = (
    ("pace_fast_s", "pace_slow_s"),
    ("pace_fast_s", "walk_slow_s"),
    ("km_reject_s", "km_review_s"),
    ("min_distance_m", "max_distance_m"),
)
#: Hours, and circles, of one event at most.
_MOST_ENTRIES: Final = 50
_CLOCK: Final = re.compile(r"(\d{1,2}):([0-5]\d)", re.ASCII)
_NO_NUMBER: Final = N_("{field:word}: {value} is no number.")
_Choice = TypeVar("_Choice", bound=StrEnum)
_Reader = Callable[[str, Any], Any]


def _shown(value: object) -> str:
    """What was sent, cut, in the signs of JSON; of lists and objects, which may be as deep as
    anybody likes, not what is in them."""
    if isinstance(value, Mapping):
        return "{…}"
    if isinstance(value, list | tuple):
        return "[…]"
    if isinstance(value, str):
        return f'"{shortly(value)}"'
    if value is None:
        return "null"
    return str(value).lower()[:40]


def _written(number: float) -> str:
    """A number as JSON has it, in either language."""
    return f"{number:.12g}"


def _number(name: str, value: object, *, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise RuleError(name, _NO_NUMBER, value=_shown(value))
    if not low <= value <= high:  # nor is NaN
        raise RuleError(
            name,
            N_("{field:word}: {value} does not lie from {low} to {high}."),
            value=_shown(value),
            low=_written(low),
            high=_written(high),
        )
    return float(value)


def _or_none(read: _Reader, name: str, value: object) -> Any:
    return None if value is None else read(name, value)


def _whole(name: str, value: object, *, low: int, high: int) -> int:
    if isinstance(value, float):
        raise RuleError(name, N_("{field:word}: {value} is no whole number."), value=_shown(value))
    return int(_number(name, value, low=low, high=high))


def _switch(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise RuleError(
            name, N_("{field:word}: {value} is neither true nor false."), value=_shown(value)
        )
    return value


def _choice(kind: type[_Choice], name: str, value: object) -> _Choice:
    if not isinstance(value, str) or value not in list(kind):
        raise RuleError(
            name,
            N_("{field:word}: {value} is none of these: {known}."),
            value=_shown(value),
            known=", ".join(kind),
        )
    return kind(value)


def _words(name: str, value: object) -> tuple[str, ...]:
    words = _entries(name, value)
    if not words or not all(isinstance(word, str) and word for word in words):
        raise RuleError(name, N_("{field:word}: a list of words is needed."))
    return tuple(words)


def _states(name: str, value: object) -> dict[str, CheckState]:
    if not isinstance(value, Mapping):
        raise RuleError(
            name,
            N_("{field:word}: names with a state each are needed, like {example}."),
            example='{"sport": "off"}',
        )
    return {
        str(each): _choice(CheckState, f"{name}.{shortly(str(each))}", to)
        for each, to in value.items()
    }


def _entries(name: str, value: object) -> list[Any]:
    if not isinstance(value, list | tuple) or len(value) > _MOST_ENTRIES:
        most = str(_MOST_ENTRIES)
        raise RuleError(name, N_("{field:word}: a list of {most} at most is needed."), most=most)
    return list(value)


def _keys(name: str, value: object, known: set[str]) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or set(value) != known:
        names = ", ".join(sorted(known))
        raise RuleError(
            name, N_("{field:word}: each needs {names}, and nothing else."), names=names
        )
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
        raise RuleError(f"{name}.days", N_("{field:word}: no day is named."))
    if from_s >= to_s:
        raise RuleError(
            name,
            N_(
                "{field:word}: they begin before they end, on the same day; hours over midnight "
                "are two entries."
            ),
        )
    return ForbiddenHours(days=tuple(sorted(days)), from_s=from_s, to_s=to_s)


def _time_of_day(name: str, value: object) -> float:
    """Seconds since midnight of "08:00"."""
    match = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    seconds = int(match[1]) * 3600 + int(match[2]) * 60 if match else -1
    if not 0 <= seconds <= 86_400:
        raise RuleError(
            name,
            N_("{field:word}: {value} is no time of day; write it like 08:00."),
            value=_shown(value),
        )
    return float(seconds)


def _area(name: str, value: object) -> Area:
    given = _keys(name, value, {"name", "lat", "lon", "radius_m"})
    called = tidy(given["name"]) if isinstance(given["name"], str) else ""
    if not 1 <= len(called) <= 120:
        raise RuleError(f"{name}.name", N_("{field:word}: write 1 to 120 characters."))
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
    N_("version"): partial(_whole, low=1, high=2**31),
    N_("sports"): _words,
    N_("pace_fast_s"): _pace,
    N_("pace_slow_s"): _pace,
    N_("walk_slow_s"): _pace,
    N_("pace_basis"): partial(_choice, PaceBasis),
    N_("indoor"): partial(_choice, IndoorPolicy),
    N_("km_review_s"): _pace,
    N_("km_reject_s"): _pace,
    N_("min_distance_m"): _metres,
    N_("upload_within_s"): _deadline,
    N_("distance_tolerance"): partial(_number, low=0, high=0.5),
    N_("max_distance_m"): _metres,
    N_("burst_review_s"): _pace,
    N_("burst_m"): partial(_number, low=300, high=500),
    N_("max_pause_s"): _pause,
    N_("runs_per_day"): partial(_or_none, partial(_whole, low=1, high=100)),
    N_("day_distance_m"): _metres,
    N_("heart_rate_required"): _switch,
    N_("cadence_required"): _switch,
    N_("forbidden_hours"): partial(_each, _hours),
    N_("areas"): partial(_each, _area),
    N_("checks"): _states,
}
