"""Metrics against numbers worked out by hand on straight roads laid by geographiclib."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from race.metrics import distance_along, fastest, measure, raw_distance
from race.official import mismatch, official_distance
from race.track import track_of
from tests.tracks import MORNING, joined, run


def test_a_steady_run_has_the_length_of_the_road() -> None:
    metrics = measure(run((1000, 3.0)))
    assert metrics.distance_m == pytest.approx(3000.0, abs=0.01)
    assert metrics.raw_distance_m == pytest.approx(3000.0, abs=0.01)
    assert metrics.elapsed_s == 1000
    assert metrics.moving_s == 1000
    assert metrics.started_at == MORNING
    assert metrics.interval_s == 1


def test_every_full_kilometre_is_a_split_and_the_rest_is_not() -> None:
    metrics = measure(run((500, 4.0), (600, 2.5)))  # 2,000 m in 500 s, 1,500 m in 600 s
    assert [s.km for s in metrics.splits] == [1, 2, 3]
    assert [s.elapsed_s for s in metrics.splits] == pytest.approx([250, 250, 400], abs=0.5)
    assert [s.start_s for s in metrics.splits] == pytest.approx([0, 250, 500], abs=0.5)


def test_a_pause_counts_in_elapsed_time_and_not_in_moving_time() -> None:
    metrics = measure(run((400, 2.5), (300, 0.0), (400, 2.5)))
    assert metrics.distance_m == pytest.approx(2000, abs=1)
    assert metrics.elapsed_s == 1100
    assert metrics.moving_s == pytest.approx(800, abs=15)


def test_the_best_effort_lies_inside_a_longer_run() -> None:
    # 2 km slow, 5 km at 4 m/s, 1 km slow: the best 5 km is the middle, 1,250 s from second 1,000.
    best = measure(run((1000, 2.0), (1250, 4.0), (500, 2.0))).effort(5000)
    assert best is not None
    assert best.elapsed_s == pytest.approx(1250, abs=1)
    assert best.start_s == pytest.approx(1000, abs=2)
    assert best.start_m == pytest.approx(2000, abs=5)


def test_a_best_effort_is_interpolated_between_points() -> None:
    # One point each 7 s at 3 m/s = 21 m: 1,000 m lies between two points, 333.33 s.
    best = measure(run((1400, 3.0), every_s=7)).effort(1000)
    assert best is not None
    assert best.elapsed_s == pytest.approx(1000 / 3, abs=0.05)


def test_a_pause_inside_an_effort_counts() -> None:
    best = measure(run((200, 4.0), (100, 0.0), (200, 4.0))).effort(1000)
    assert best is not None
    assert best.elapsed_s == pytest.approx(350, abs=1)


def test_no_effort_spans_a_gap_and_the_gap_has_no_length() -> None:
    first = run((1000, 3.0))
    second = run((1000, 3.0), start=MORNING + 1600)
    moved = track_of(time=second.time, lat=second.lat + 0.1, lon=second.lon)  # 11 km away
    both = joined(first, moved)
    metrics = measure(both)
    assert metrics.distance_m == pytest.approx(6000, abs=0.1)
    assert metrics.elapsed_s == 2600
    assert [e.distance_m for e in metrics.efforts] == [1000, 3000]
    five = fastest(both, 5000)  # what a result takes: 5/6 of the road and the whole gap
    assert five is not None
    assert five.elapsed_s == pytest.approx(2266.7, abs=1)


@pytest.mark.parametrize("second_m", [4900, 5050])
def test_running_further_never_makes_a_result_slower(second_m: int) -> None:
    """4.9 km at 5:00/km, a gap of a second, then 7:00/km: the best 5 km lies over the gap."""
    first = run((1470, 4900 / 1470))
    slow = 1000 / 420
    second = run((round(second_m / slow), slow), start=MORNING + 1471)
    both = joined(first, second)
    best = fastest(both, 5000)
    assert best is not None
    assert best.elapsed_s == pytest.approx(1470 + 1 + 100 / slow, abs=2)


def test_climbing_counts_from_three_metres_on() -> None:
    rolling = run((2000, 3.0), heights=[100, 150, 120, 170])
    assert measure(rolling).ascent_m == pytest.approx(100, abs=8)  # 50 + 50
    wobble = run((2000, 3.0), heights=[100, 101, 100, 102, 100, 101, 100])
    assert measure(wobble).ascent_m == 0


def test_a_track_without_elevation_has_no_climb() -> None:
    assert np.isnan(measure(run((100, 3.0))).ascent_m)


def test_position_noise_of_a_one_second_watch_adds_less_than_one_percent() -> None:
    road = run((1800, 3.0))
    noise = np.random.default_rng(7).normal(0, 0.6, (2, len(road)))
    shaky = track_of(
        time=road.time, lat=road.lat + noise[0] / 110_700, lon=road.lon + noise[1] / 103_000
    )
    raw, ours = raw_distance(shaky) / 5400, measure(shaky).distance_m / 5400
    assert abs(ours - 1) < 0.01 < raw - 1


def test_nothing_measures_as_unknown_and_not_as_zero() -> None:
    metrics = measure(track_of(time=[], lat=[], lon=[]))
    assert np.isnan([metrics.distance_m, metrics.elapsed_s, metrics.moving_s]).all()
    assert metrics.splits == ()
    assert metrics.efforts == ()


@given(st.lists(st.tuples(st.integers(1, 400), st.floats(0, 6)), min_size=1, max_size=8))
def test_distance_along_never_falls_and_efforts_never_beat_the_fastest_leg(
    legs: list[tuple[int, float]],
) -> None:
    track = run(*legs, every_s=1)
    along = distance_along(track)
    assert (np.diff(along) >= -1e-9).all()
    fastest = max(speed for _, speed in legs)
    for effort in measure(track).efforts:
        assert effort.elapsed_s >= effort.distance_m / fastest - 1.5


@pytest.mark.parametrize(
    ("ours", "stated", "walked", "official"),
    [
        (5000, None, False, 5000),
        (5000, 5200, False, 5200),  # 4 % apart: stated
        (5000, 4800, False, 4800),
        (5000, 5400, False, 5000),  # 8 %: the smaller
        (5000, 4600, False, 4600),
        (5000, 9000, False, 5000),
        (5000, 5200, True, 5000),  # a walk: always the smaller
        (5000, 4900, True, 4900),
    ],
)
def test_the_official_distance(
    ours: float, stated: float | None, *, walked: bool, official: float
) -> None:
    assert official_distance(ours, stated, walked=walked) == official


def test_a_file_without_a_track_has_no_official_distance() -> None:
    assert np.isnan(official_distance(float("nan"), 5000, walked=False))
    assert mismatch(0, 5000) == np.inf
