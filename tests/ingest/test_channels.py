"""Columns of numbers that have clocks of their own. Expected values are worked out by hand."""

from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from race.activity import Sport
from race.errors import TooManyPoints
from race.ingest.formats import channels
from race.ingest.formats.channels import Stream
from race.ingest.formats.gpx_events import MAX_POINTS
from race.track import FloatArray


def array(*numbers: float) -> FloatArray:
    return np.array(numbers, dtype=np.float64)


def stream(*pairs: tuple[float, float]) -> Stream:
    return array(*(when for when, _ in pairs)), array(*(value for _, value in pairs))


def test_a_value_belongs_to_the_point_of_its_second() -> None:
    heart = stream((9.9, 140), (11.4, 141), (12.6, 142))

    np.testing.assert_array_equal(
        channels.at(array(10, 11, 12, 13, 14), heart), [140, 141, nan, 142, nan]
    )


def test_the_nearest_value_of_a_second_counts() -> None:
    assert channels.at(array(10), stream((9.6, 1), (10.1, 2), (10.4, 3))).tolist() == [2]


def test_values_may_come_in_any_order_and_some_may_be_missing() -> None:
    heart = stream((12, 142), (nan, 999), (10, 140), (11, nan))

    np.testing.assert_array_equal(channels.at(array(10, 11, 12), heart), [140, nan, 142])


def test_a_point_without_a_time_has_no_value() -> None:
    assert np.isnan(channels.at(array(nan), stream((10, 140)))).all()


def test_streams_meet_at_every_moment_of_any_of_them() -> None:
    time, columns = channels.together({"a": stream((3, 30), (1, 10)), "b": stream((2, 0), (3, 5))})

    assert time.tolist() == [1, 2, 3]
    np.testing.assert_array_equal(columns["a"], [10, nan, 30])
    np.testing.assert_array_equal(columns["b"], [nan, 0, 5])


def test_of_two_values_of_a_moment_the_last_counts() -> None:
    assert channels.together({"a": stream((1, 10), (1, 11))})[1]["a"].tolist() == [11]


def test_nothing_meets_nothing() -> None:
    time, columns = channels.together({"a": stream()})

    assert len(time) == len(columns["a"]) == 0


def test_a_pause_begins_a_segment_and_so_does_its_end() -> None:
    time = array(0, 1, 4, 9, 10)

    assert channels.stretches(time, array(2, 8)).tolist() == [0, 0, 1, 2, 2]


def test_pauses_between_which_nothing_was_noted_leave_no_hole() -> None:
    assert channels.stretches(array(0, 10), array(2, 3, 4, 5, nan)).tolist() == [0, 1]


def test_a_point_without_a_time_stays_where_it_stands() -> None:
    assert channels.stretches(array(0, nan, 5, nan), array(3)).tolist() == [0, 0, 1, 1]


@given(
    time=st.lists(st.floats(allow_infinity=False) | st.integers(0, 9), max_size=9),
    cuts=st.lists(st.floats(allow_infinity=False) | st.integers(0, 9), max_size=9),
)
def test_segments_never_fall_whatever_the_clock_does(time: list[float], cuts: list[float]) -> None:
    found = channels.stretches(array(*time), array(*cuts))

    assert (np.diff(found) >= 0).all()
    assert set(found.tolist()) == set(range(len(set(found.tolist()))))


def test_what_no_sensor_says_is_unknown() -> None:
    found = channels.sensors(
        {
            "heart_rate": [0, -1, 140],
            "speed": [-1, 0, inf],
            "temperature": [-5, nan, 1e10],
            "power": [-1, nan, 1e300],
        },
        Sport.RUN,
    )

    assert found.keys() == {"heart_rate", "speed", "temperature"}
    np.testing.assert_array_equal(found["heart_rate"], [nan, nan, 140])
    np.testing.assert_array_equal(found["speed"], [nan, 0, nan])
    np.testing.assert_array_equal(found["temperature"], [-5, nan, nan])


@pytest.mark.parametrize(
    ("sport", "steps"), [(Sport.RUN, 170), (Sport.UNKNOWN, 170), (Sport.RIDE, 85)]
)
def test_strides_become_steps_on_foot(sport: Sport, steps: float) -> None:
    assert channels.sensors({"cadence": [85.0]}, sport)["cadence"].tolist() == [steps]


@pytest.mark.parametrize("milliseconds", [0, -1, nan, inf, 1e300])
def test_what_is_no_moment_is_unknown(milliseconds: float) -> None:
    assert np.isnan(channels.moments([milliseconds])).all()


def test_milliseconds_are_a_thousandth_of_a_second() -> None:
    assert channels.moments([1_794_117_600_500]).tolist() == [1_794_117_600.5]


def test_more_points_than_a_run_has_are_refused() -> None:
    assert channels.limited(MAX_POINTS) == MAX_POINTS
    with pytest.raises(TooManyPoints):
        channels.limited(MAX_POINTS + 1)
