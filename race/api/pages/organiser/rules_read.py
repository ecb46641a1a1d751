"""What the form of the rules means: JSON values of rules, or everything that is wrong at once."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, TypeVar

from race.api.pages.organiser.rules_checks import USUAL
from race.api.pages.organiser.rules_fields import ASKED_FOR, NUMBERS, NumberField, decimal, meant
from race.api.pages.organiser.rules_form import is_filled
from race.api.pages.views_rules import AreaRow, HoursRow, RulesForm
from race.api.pages.views_runner import Said
from race.i18n import N_, both, tidy
from race.rules import CheckState, IndoorPolicy, PaceBasis, Rules

T = TypeVar("T")
_Row = TypeVar("_Row", HoursRow, AreaRow)
_CHOOSE: Final = N_("Choose one.")
#: The first may not be more than the second; what is said under the first.
_ORDER: Final = (
    (
        "pace_fast_s",
        "pace_slow_s",
        N_("The fastest pace has to be faster than the slowest, {limit:pace}."),
    ),
    (
        "pace_fast_s",
        "walk_slow_s",
        N_("The fastest pace has to be faster than the slowest of walks, {limit:pace}."),
    ),
    (
        "km_reject_s",
        "km_review_s",
        N_("This has to be faster than the limit for the referee, {limit:pace}."),
    ),
    (
        "min_distance_m",
        "max_distance_m",
        N_("The shortest run cannot be longer than the longest, {limit:race}."),
    ),
)
#: 8:00, 08.00, 8h, 8h30, 8 giờ 30.
_CLOCK: Final = re.compile(
    r"(\d{1,2})(?:\s*(?:[:.,hg]|giờ)\s*([0-5]\d)?)?\s*(?:phút)?", re.ASCII | re.IGNORECASE
)
_NUMBER: Final = r"(-?\d{1,3}(?:[.,]\d{1,25})?)"
_PLACE: Final = re.compile(rf"\s*{_NUMBER}(?:\s*[;,]\s*|\s+){_NUMBER}\s*", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a form came to."""

    #: As typed, with what is wrong beside the rows.
    form: RulesForm
    #: What is wrong, by the name of the rule.
    errors: Mapping[str, Said]
    #: Every rule as JSON; None when something is wrong.
    changes: Mapping[str, Any] | None


@dataclass
class _Wrong(Exception):
    """What a field says under itself."""

    said: Said


def read(form: RulesForm, standing: Rules) -> Draft:
    """What a form means for an event with these rules; names of checks that it sets without need
    stay named."""
    errors: dict[str, Said] = {}
    changes: dict[str, Any] = {
        name: _kept(errors, name, partial(_number, field, form.numbers[name]))
        for name, field in NUMBERS.items()
    }
    errors |= _out_of_order(changes)
    changes["sports"] = _kept(errors, "sports", lambda: _sports(form.sports, standing))
    changes["pace_basis"] = _kept(errors, "pace_basis", lambda: _one(PaceBasis, form.pace_basis))
    changes["indoor"] = _kept(errors, "indoor", lambda: _one(IndoorPolicy, form.indoor))
    changes["heart_rate_required"] = bool(form.heart_rate_required)
    changes["cadence_required"] = bool(form.cadence_required)
    changes["checks"] = _kept(errors, "checks", lambda: _checks(form.checks, standing))
    hours = [_looked_at(row, _hours) for row in form.hours]
    areas = [_looked_at(row, _area) for row in form.areas]
    changes["forbidden_hours"] = [value for _, value in hours if value is not None]
    changes["areas"] = [value for _, value in areas if value is not None]
    shown = replace(form, hours=tuple(row for row, _ in hours), areas=tuple(r for r, _ in areas))
    wrong = errors or any(r.error for r in shown.hours) or any(r.error for r in shown.areas)
    return Draft(form=shown, errors=errors, changes=None if wrong else changes)


def _kept(errors: dict[str, Said], rule: str, reading: Callable[[], T]) -> T | None:
    """What a field holds; what is wrong with it goes to `errors`."""
    try:
        return reading()
    except _Wrong as wrong:
        errors[rule] = wrong.said
        return None


def _wrong(sentence: str, **facts: Any) -> _Wrong:
    return _Wrong(both(sentence, facts))


def _number(field: NumberField, text: str) -> float | None:
    if field.optional and not text.strip():
        return None
    try:
        number = meant(field.quantity, tidy(text))
    except ValueError:
        number = None
    if number is None or not field.low <= number <= field.high:
        raise _wrong(ASKED_FOR[field.quantity], low=field.low, high=field.high)
    return number


def _out_of_order(numbers: Mapping[str, float | None]) -> dict[str, Said]:
    found: dict[str, Said] = {}
    for less, more, sentence in _ORDER:
        lower, upper = numbers[less], numbers[more]
        if lower is not None and upper is not None and lower > upper:
            found.setdefault(less, both(sentence, {"limit": upper}))
    return found


def _sports(chosen: tuple[str, ...], standing: Rules) -> list[str]:
    """In the order of the rules in force when they are the same: the page has an order of its
    own."""
    if not chosen:
        raise _wrong(N_("Choose one sport at least."))
    return list(standing.sports if set(chosen) == set(standing.sports) else chosen)


def _one(kind: type[PaceBasis] | type[IndoorPolicy], text: str) -> str:
    if text not in list(kind):
        raise _wrong(_CHOOSE)
    return text


def _checks(chosen: Mapping[str, str], standing: Rules) -> dict[str, str]:
    """The states that are not the usual ones, and those that the rules in force name anyway."""
    states = {name: chosen.get(name, usual.value) for name, usual in USUAL.items()}
    if not set(states.values()) <= set(CheckState):
        raise _wrong(_CHOOSE)
    return {
        name: state
        for name, state in states.items()
        if state != USUAL[name].value or name in standing.checks
    }


def _looked_at(
    row: _Row, reading: Callable[[_Row], dict[str, Any]]
) -> tuple[_Row, dict[str, Any] | None]:
    """A row and its value; with what is wrong with it and none; none of an empty row."""
    if not is_filled(row):
        return row, None
    try:
        return row, reading(row)
    except _Wrong as wrong:
        return replace(row, error=wrong.said), None


def _hours(row: HoursRow) -> dict[str, Any]:
    begins, ends = _time_of_day(row.begins), _time_of_day(row.ends)
    if not row.days:
        raise _wrong(N_("Choose one day at least."))
    if begins >= ends:
        raise _wrong(
            N_(
                "They end before they begin. Hours over midnight are two rows: until 24:00, "
                "and from 0:00."
            )
        )
    return {"days": sorted(row.days), "from": begins, "to": ends}


def _time_of_day(text: str) -> str:
    match = _CLOCK.fullmatch(tidy(text))
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
    if hour * 60 + minute > 24 * 60:
        raise _wrong(N_("Write both times, such as 8:00 and 17:30; midnight is 24:00."))
    return f"{hour:02d}:{minute:02d}"


def _area(row: AreaRow) -> dict[str, Any]:
    name = tidy(row.name)
    if not 1 <= len(name) <= 120:
        raise _wrong(N_("Write a name of 1 to 120 characters."))
    lat, lon = _place(row.middle)
    field = NumberField(quantity=NUMBERS["max_distance_m"].quantity, low=100, high=1_000_000)
    try:
        radius_m = _number(field, row.radius or "-")
    except _Wrong:
        raise _wrong(
            N_("Write how far the area reaches from its middle, in km, such as 8.")
        ) from None
    return {"name": name, "lat": lat, "lon": lon, "radius_m": radius_m}


def _place(text: str) -> tuple[float, float]:
    match = _PLACE.fullmatch(tidy(text).strip("() "))
    lat, lon = (_degrees(part) for part in match.groups()) if match else (999.0, 999.0)
    if abs(lat) > 90 or abs(lon) > 180:
        raise _wrong(
            N_("Copy the middle from a map, such as 21.505, 106.345: first north, then east.")
        )
    return lat, lon


def _degrees(text: str) -> float:
    size = float(decimal(text.removeprefix("-")))
    return -size if text.startswith("-") else size
