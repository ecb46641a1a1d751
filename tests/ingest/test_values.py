"""Dataclasses of numbers as JSON, and back to the last digit."""

import json
import math
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from race.ingest import values

NAN = float("nan")


class Weather(StrEnum):
    RAIN = "rain"
    SUN = "sun"


@dataclass(frozen=True, kw_only=True)
class Point:
    at_s: float = NAN
    number: int = 0


@dataclass(frozen=True, kw_only=True)
class Stretch:
    begins: Point
    ends: Point | None = None
    between: tuple[Point, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Outing:
    name: str = ""
    weather: Weather = Weather.SUN
    wet: bool = False
    length_m: float = NAN
    stated_m: float | None = None
    counts: tuple[int, ...] = ()
    paces: tuple[float, ...] = ()
    best: Stretch | None = None
    stretches: tuple[Stretch, ...] = ()


#: NaN is "unknown"; nothing that is measured is infinite.
known = st.floats(allow_nan=False, allow_infinity=False)
floats = known | st.just(NAN)
points = st.builds(Point, at_s=floats, number=st.integers())
stretches = st.builds(
    Stretch,
    begins=points,
    ends=st.none() | points,
    between=st.lists(points, max_size=3).map(tuple),
)
outings = st.builds(
    Outing,
    name=st.text(),
    weather=st.sampled_from(Weather),
    wet=st.booleans(),
    length_m=floats,
    # Where a number may be missing it is None, never NaN.
    stated_m=st.none() | known,
    counts=st.lists(st.integers(), max_size=4).map(tuple),
    paces=st.lists(floats, max_size=4).map(tuple),
    best=st.none() | stretches,
    stretches=st.lists(stretches, max_size=3).map(tuple),
)


def through_json(value: Any) -> Any:
    return json.loads(json.dumps(value, allow_nan=False))


@given(outings)
@example(Outing(length_m=0.1 + 0.2, paces=(5e-324, 1.7976931348623157e308, -0.0, NAN)))
def test_what_is_written_is_read_back_to_the_last_digit(outing: Outing) -> None:
    again = values.of(Outing, through_json(values.plain(outing)))
    assert repr(again) == repr(outing)


@given(outings)
def test_types_are_those_of_the_fields_though_json_knows_no_whole_float(outing: Outing) -> None:
    """As a database that writes 3 for 3.0 hands them back."""
    written = through_json(values.plain(outing))
    whole = {name: _whole(value) for name, value in written.items()}
    again = values.of(Outing, whole)
    assert type(again.length_m) is float
    assert all(type(pace) is float for pace in again.paces)
    assert repr(again) == repr(outing).replace("-0.0", "0.0")


def _whole(value: Any) -> Any:
    if isinstance(value, list):
        return [_whole(each) for each in value]
    if isinstance(value, dict):
        return {name: _whole(each) for name, each in value.items()}
    return int(value) if isinstance(value, float) and value.is_integer() else value


@pytest.mark.parametrize("name", [field.name for field in fields(Outing)])
def test_a_field_that_is_missing_is_as_its_class_says(name: str) -> None:
    """Values of an older release lack it."""
    written = values.plain(Outing(length_m=5.0, wet=True))
    del written[name]
    assert getattr(values.of(Outing, written), name) == pytest.approx(
        getattr(Outing(), name), nan_ok=True
    )


def test_a_field_that_nobody_knows_any_more_is_passed_over() -> None:
    written = values.plain(Outing(name="Chạy sáng")) | {"gone": 7}
    assert values.of(Outing, written).name == "Chạy sáng"


def test_a_field_that_has_no_default_must_be_there() -> None:
    with pytest.raises(TypeError, match="begins"):
        values.of(Stretch, {"ends": None})


def test_what_is_handed_in_stays_as_it_is() -> None:
    written = through_json(values.plain(Outing(best=Stretch(begins=Point(at_s=NAN)))))
    before = json.dumps(written)
    values.of(Outing, written)
    assert json.dumps(written) == before


@pytest.mark.parametrize(
    ("value", "kept"), [(1234.5678, 1235.0), (0.000123456, 0.0001235), (-0.5, -0.5), (NAN, NAN)]
)
def test_significant_digits_are_kept_where_some_are_asked_for(value: float, kept: float) -> None:
    again = values.of(Point, through_json(values.plain(Point(at_s=value), 4)))
    assert again.at_s == kept or (math.isnan(again.at_s) and math.isnan(kept))
