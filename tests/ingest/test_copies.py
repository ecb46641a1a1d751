"""Copies of every sort are found, and honest runs are taken for none."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from race.ingest.copies import Kind, Likeness, compare, fingerprint
from race.track import Track, track_of
from tests.ingest.copies_recall import FORGERIES, RECEIVERS, at_once, copied, on_track
from tests.ingest.copying import (
    DAY_S,
    EAST_M,
    NORTH_M,
    Effort,
    Receiver,
    effort,
    jittered,
    moved,
    recorded,
    road,
    rounded,
    shifted,
    slowed,
    stadium,
    thinned,
    trimmed,
    turned,
    wandering,
)
from tests.tracks import HUU_LUNG, MORNING, treadmill


@pytest.fixture(scope="module")
def run() -> Track:
    rng = np.random.default_rng(3)
    return recorded(effort(road(rng), rng), rng)


def test_every_sort_of_copy_is_found_on_roads_and_on_a_track() -> None:
    """A key in common brings the two together, and comparing them tells."""
    found = copied(4 * len(RECEIVERS), np.random.default_rng(8), FORGERIES)

    assert {name: np.mean(each) for name, each in found.items() if np.mean(each) < 0.99} == {}


def test_neither_two_devices_nor_two_people_are_accused() -> None:
    accused = [
        (device.kind, person.kind)
        for device, person in at_once(4 * len(RECEIVERS), np.random.default_rng(9))
    ]

    assert set(accused) == {(None, None)}


def test_of_many_honest_runs_on_one_track_none_is_a_copy() -> None:
    """Two hundred runs of all paces and receivers: every pair that a search brings together is
    compared, and some of the others."""
    rng = np.random.default_rng(10)
    runs = [on_track(rng, day, 2000.0 + 400.0 * (day % 5)) for day in range(200)]
    marks = [fingerprint(run) for run in runs]
    pairs = list(combinations(range(len(runs)), 2))
    met = [(i, j) for i, j in pairs if set(marks[i].keys) & set(marks[j].probes)]
    others = [pairs[i] for i in rng.choice(len(pairs), 600, replace=False)]

    assert [pair for pair in (*met, *others) if compare(runs[pair[0]], runs[pair[1]]).kind] == []


def test_of_one_road_and_pace_no_other_day_is_a_copy() -> None:
    rng = np.random.default_rng(11)
    way = road(rng, 3000.0)
    runs = [
        recorded(effort(way, rng, start=MORNING + day * DAY_S), rng, RECEIVERS[day % 5])
        for day in range(30)
    ]

    assert {compare(a, b).kind for a, b in combinations(runs, 2)} == {None}


@pytest.mark.parametrize(
    ("kind", "copy"),
    [
        (Kind.SAME, lambda run, rng: rounded(run)),
        (Kind.VERTICES, lambda run, rng: shifted(run)),
        (Kind.VERTICES, lambda run, rng: turned(trimmed(run))),
        (Kind.VERTICES, lambda run, rng: slowed(run)),
        (Kind.VERTICES, lambda run, rng: shifted(thinned(run))),
        (Kind.LINE, lambda run, rng: shifted(rounded(thinned(run)))),
        (Kind.LINE, jittered),
        (Kind.SPEED, lambda run, rng: moved(shifted(run))),
        (Kind.SPEED, lambda run, rng: moved(shifted(run, 30))),
        (Kind.SPEED, lambda run, rng: shifted(moved(run, 30_000))),
    ],
)
def test_what_was_done_to_a_copy_is_told(kind: Kind, copy: object, run: Track) -> None:
    assert callable(copy)

    assert compare(copy(run, np.random.default_rng(4)), run).kind is kind


class TestNumbers:
    """What is said of two runs, where it is known by hand."""

    def test_a_copy_of_another_day_shares_places_and_no_time(self, run: Track) -> None:
        found = compare(shifted(run), run)

        assert (found.within_15cm, found.within_1_5m, found.overlap) == (1.0, 1.0, 0.0)
        assert found.speed == pytest.approx(1.0)
        assert found.step_m == pytest.approx(0.0, abs=1e-6)
        assert np.isnan(found.apart_m)

    def test_one_moved_aside_at_the_same_time_is_as_far_apart(self, run: Track) -> None:
        found = compare(moved(run, 20.0), run)

        assert found.overlap == 1.0
        assert found.apart_m == pytest.approx(20.0, rel=0.01)
        assert found.step_m == pytest.approx(0.0, abs=0.01)

    def test_the_second_half_shares_half_of_the_first_half_of_its_time(self, run: Track) -> None:
        """A run of 100 % and one that begins at its middle have 50 % of either in common."""
        lasted = float(np.ptp(run.time))

        assert compare(shifted(run, lasted / 2), run).overlap == pytest.approx(0.5)

    def test_jitter_leaves_nothing_from_point_to_point_and_receivers_drift(self) -> None:
        rng = np.random.default_rng(5)
        made = effort(road(rng), rng)
        first, second = recorded(made, rng), recorded(made, rng)

        assert abs(compare(jittered(first, rng), first).drift) < 0.1
        assert compare(second, first).drift > 0.9

    @pytest.mark.parametrize(("metres", "told"), [(0.14, 1.0), (0.16, 0.0)])
    def test_fifteen_centimetres_are_the_limit(self, metres: float, told: float) -> None:
        points = _line(np.arange(400) * 3.0)
        beside = replace(points, lat=points.lat + metres / NORTH_M)

        assert compare(shifted(beside), points).within_15cm == told

    def test_the_larger_direction_counts(self, run: Track) -> None:
        """All points of a third of the points lie in the run; a third of its own lie in that."""
        assert compare(shifted(thinned(run)), run).within_15cm == 1.0


class TestChance:
    """Vertices that coincide because there are so many of them, or because apps round."""

    def test_a_lane_that_devices_set_their_points_on_tells_nothing(self) -> None:
        """Track mode of a watch: every point lies on the middle of lane 1."""
        rng = np.random.default_rng(6)
        exact = Receiver(slow_m=0.0, quick_m=0.0)
        runs = [
            recorded(effort(stadium(6000.0), rng, start=MORNING + day * DAY_S), rng, exact)
            for day in range(6)
        ]

        assert {compare(a, b).kind for a, b in combinations(runs, 2)} == {None}

    def test_places_rounded_to_eleven_metres_tell_nothing(self) -> None:
        rng = np.random.default_rng(7)
        way = road(rng, 4000.0)
        rough = Receiver(decimals=4)
        runs = [
            recorded(effort(way, rng, start=MORNING + day * DAY_S), rng, rough) for day in range(6)
        ]
        likenesses = [compare(a, b) for a, b in combinations(runs, 2)]

        assert all(np.isnan(likeness.within_15cm) for likeness in likenesses)
        assert {likeness.kind for likeness in likenesses} == {None}

    def test_people_who_stand_at_one_place_are_no_copies(self) -> None:
        still = track_of(time=MORNING + np.arange(600.0), lat=[21.5] * 600, lon=[106.3] * 600)

        assert compare(shifted(still), still).kind is None

    def test_people_who_run_by_the_same_intervals_are_no_copies(self) -> None:
        """Ten times a minute fast and a minute slow, to the second, on two roads."""
        rng = np.random.default_rng(12)
        runs = [recorded(_intervals(rng, day), rng) for day in range(4)]
        likenesses = [compare(a, b) for a, b in combinations(runs, 2)]

        assert {likeness.kind for likeness in likenesses} == {None}


class TestIndoors:
    """A heart is told from another one, and nothing else is."""

    def test_a_heart_of_another_day_is_found(self) -> None:
        run = _indoors(1)

        assert compare(shifted(run), run).kind is Kind.PULSE
        assert compare(shifted(trimmed(run)), run).kind is Kind.PULSE

    def test_a_friend_who_left_out_the_places_is_found(self, run: Track) -> None:
        beating = replace(run, sensors={"heart_rate": _heart(2, len(run))})
        nowhere = np.full(len(run), np.nan)

        assert compare(shifted(replace(beating, lat=nowhere, lon=nowhere)), beating).kind

    def test_two_hearts_are_no_copies(self) -> None:
        likeness = compare(shifted(_indoors(1)), _indoors(2))

        assert likeness.pulse < 0.33
        assert likeness.kind is None

    def test_a_strap_that_hangs_tells_nothing(self) -> None:
        assert np.isnan(compare(shifted(treadmill()), treadmill()).pulse)


@pytest.mark.parametrize(
    "track",
    [
        track_of(time=[], lat=[], lon=[]),
        track_of(time=[0.0], lat=[21.5], lon=[106.3]),
        track_of(time=[0.0, 60.0], lat=[21.5, 21.6], lon=[106.3, 106.3]),
        track_of(time=[0.0, 1e9], lat=[21.5, 21.6], lon=[106.3, 106.3]),
        track_of(time=np.full(30, np.nan), lat=np.linspace(21, 22, 30), lon=np.full(30, 106.3)),
        track_of(time=np.arange(300.0), lat=np.full(300, np.nan), lon=np.full(300, np.nan)),
        track_of(time=np.arange(30) * 1e6, lat=np.linspace(-90, 90, 30), lon=np.zeros(30)),
        track_of(time=np.arange(300.0), lat=np.full(300, 89.99), lon=np.linspace(-180, 180, 300)),
    ],
    ids=["none", "one", "two", "ages apart", "no times", "no places", "a month", "at the pole"],
)
def test_whatever_a_track_holds_it_can_be_compared(track: Track, run: Track) -> None:
    assert isinstance(compare(track, track), Likeness)
    assert compare(track, run).kind is None
    assert compare(run, track).kind is None


def test_a_copy_across_the_date_line_is_found(run: Track) -> None:
    lon = (run.lon - run.lon.mean() + 180.0 + 180.0) % 360.0 - 180.0
    fiji = replace(run, lon=lon)

    assert np.ptp(fiji.lon) > 300
    assert compare(shifted(fiji), fiji).kind is Kind.VERTICES
    assert compare(jittered(fiji, np.random.default_rng(1)), fiji).kind is Kind.LINE


def _line(metres: np.ndarray) -> Track:
    """Due east, one point a second."""
    return track_of(
        time=MORNING + np.arange(len(metres)),
        lat=np.full(len(metres), HUU_LUNG[0]),
        lon=HUU_LUNG[1] + metres / EAST_M,
    )


def _intervals(rng: np.random.Generator, day: int) -> Effort:
    speed = np.where(np.arange(1200) // 60 % 2 == 0, 4.2, 2.0) + 0.1 * wandering(rng, 1200, 20.0)
    east, north = road(rng, 4500.0)
    along, metres = np.cumsum(speed), np.arange(len(east))
    return Effort(
        start=MORNING + day * DAY_S,
        east=np.interp(along, metres, east),
        north=np.interp(along, metres, north),
    )


def _heart(seed: int, count: int) -> np.ndarray:
    """A heart that warms up and wanders, beats/min."""
    rng = np.random.default_rng(seed)
    settled = 155 - 60 * np.exp(-np.arange(count) / 180)
    return np.rint(settled + 6 * wandering(rng, count, 60.0))


def _indoors(seed: int) -> Track:
    run = treadmill((1800, 3.0))
    return replace(run, sensors={**run.sensors, "heart_rate": _heart(seed, len(run))})
