"""How a recording moves: speeds, fastest stretches and wheels of tracks whose numbers are laid out
by hand, and what is no movement at all: jumps, silences, noise."""

import json
from dataclasses import replace

import numpy as np
import pytest

from race import geo
from race.ingest.clean import clean
from race.ingest.examine import measured
from race.ingest.signals import to_dict
from race.ingest.signals.motion import Motion, motion
from race.ingest.signals.recording import Recording
from race.metrics import distance_along
from race.track import FloatArray, Track, track_of
from tests.ingest.examining import activity
from tests.tracks import HUU_LUNG, MORNING, joined, north_of, run, treadmill


def moved(track: Track) -> Motion:
    """The motion of a track as the examination takes it."""
    return measured(activity(track), None).signals.motion


def jumped(track: Track, first: int, last: int, north_m: float) -> Track:
    """The same track with the points from `first` to `last` (not included) moved north."""
    lat = track.lat.copy()
    lat[first:last] += north_m / 110_750.0  # a degree of latitude at 21.5° N, in metres
    return replace(track, lat=lat)


class TestSpeeds:
    def test_a_steady_run_has_one_speed(self) -> None:
        seen = moved(run((1200, 3.0)))
        assert seen.median_m_s == pytest.approx(3.0, rel=0.001)
        assert seen.p98_60_m_s == pytest.approx(3.0, rel=0.001)
        assert seen.average_m_s == pytest.approx(3.0, rel=0.001)
        assert (seen.over_6_5_share, seen.over_5_5_share, seen.over_8_share) == (0.0, 0.0, 0.0)
        assert seen.cv_10 == pytest.approx(0.0, abs=0.02)
        assert seen.a99_m_s2 == pytest.approx(0.0, abs=0.05)

    def test_standing_is_not_motion_and_belongs_to_the_average(self) -> None:
        seen = moved(run((600, 3.0), (600, 0.0), (600, 3.0)))
        assert seen.median_m_s == pytest.approx(3.0, rel=0.01)
        assert seen.average_m_s == pytest.approx(2.0, rel=0.001)

    def test_a_third_at_seven_metres_a_second_is_a_third_of_the_windows(self) -> None:
        seen = moved(run((2000, 3.0), (1000, 7.0)))
        assert seen.over_6_5_share == pytest.approx(1 / 3, abs=0.02)
        assert seen.over_5_5_share == pytest.approx(1 / 3, abs=0.02)
        assert seen.over_8_share == 0.0
        assert seen.p98_60_m_s == pytest.approx(7.0, rel=0.01)

    def test_speed_that_lasts_is_like_the_speed_before(self) -> None:
        slow_changes = [(120.0, 3.0), (120.0, 4.0)] * 8
        quick_changes = [(10.0, 3.0), (10.0, 4.0)] * 96
        assert moved(run(*slow_changes)).autocorrelation_10 > 0.7
        assert moved(run(*quick_changes)).autocorrelation_10 < 0.0

    def test_accelerating_by_a_metre_a_second_each_second_is_seen(self) -> None:
        legs = [(1.0, float(v)) for v in (*range(1, 13), *range(12, 0, -1))] * 20
        assert moved(run(*legs)).a99_m_s2 == pytest.approx(1.0, abs=0.25)


class TestBursts:
    def test_three_hundred_metres_in_a_minute_are_found_where_they_are(self) -> None:
        fastest = moved(run((600, 3.0), (60, 5.0), (600, 3.0))).bursts[0]
        assert fastest.distance_m == 300.0
        assert fastest.elapsed_s == pytest.approx(60.0, abs=1.0)
        assert fastest.start_s == pytest.approx(600.0, abs=2.0)
        assert fastest.start_m == pytest.approx(1800.0, abs=8.0)

    def test_every_length_is_looked_for_as_far_as_it_was_run(self) -> None:
        assert [b.distance_m for b in moved(run((200, 2.1))).bursts] == [300, 350, 400]

    def test_none_lies_across_a_gap(self) -> None:
        """200 m at 5 m/s before a pause and 200 m after it are no 300 m."""
        before = run((300, 3.0), (40, 5.0))
        after = run((40, 5.0), (300, 3.0), start=MORNING + 400)
        across = moved(joined(before, after)).bursts[0]
        assert across.elapsed_s == pytest.approx(200 / 5 + 100 / 3, abs=2.0)

    def test_one_jump_makes_none(self) -> None:
        """25 m aside for 20 s pass cleaning: two hops of 25 m a second."""
        steady = run((1200, 3.0))
        assert moved(jumped(steady, 600, 620, 25.0)).bursts[0].elapsed_s > 0.95 * 100.0

    def test_noise_makes_none(self) -> None:
        """A receiver that errs by 6 m from second to second runs twice as far as its owner."""
        steady = run((1200, 3.0))
        astray = np.random.default_rng(3).normal(0, 6 / 110_750, (2, len(steady)))
        noisy = replace(steady, lat=steady.lat + astray[0], lon=steady.lon + astray[1])
        assert distance_along(clean(noisy)[0])[-1] > 1.5 * 3600
        assert moved(noisy).bursts[0].elapsed_s > 0.7 * 100.0


class TestWindows:
    def test_the_fastest_kilometre_and_more_is_found_where_it_is(self) -> None:
        best = moved(run((600, 3.0), (300, 6.0), (600, 3.0))).windows[0]
        assert 1000.0 <= best.distance_m <= 1900.0
        assert best.distance_m / best.elapsed_s == pytest.approx(6.0, rel=0.05)
        assert 1700.0 <= best.start_m <= 2600.0

    def test_a_whole_unbroken_run_is_one(self) -> None:
        found = moved(run((1530, 10 / 3), every_s=5)).windows
        assert max(w.distance_m for w in found) == pytest.approx(5100.0, rel=0.001)

    def test_less_than_a_kilometre_has_none(self) -> None:
        assert moved(run((300, 3.3))).windows == ()


class TestWheels:
    def test_a_lift_is_found_where_it_is(self) -> None:
        (lift,) = moved(run((900, 3.0), (90, 10.0), (900, 3.0))).wheels
        assert lift.where.from_s == pytest.approx(900, abs=8)
        assert lift.where.to_s == pytest.approx(990, abs=8)
        assert lift.where.from_m == pytest.approx(2700, abs=60)
        assert lift.where.to_m == pytest.approx(3600, abs=60)
        assert lift.speed_m_s == pytest.approx(10.0, rel=0.05)
        assert lift.top_m_s == pytest.approx(10.0, rel=0.01)
        assert lift.held_m_s == pytest.approx(10.0, rel=0.05)

    def test_a_car_that_cleaning_leaves_out_is_found_in_the_file(self) -> None:
        """20 m/s in hops of 100 m: cleaning takes them for spikes, and counts no metre of them."""
        lift = run((900, 3.0), (120, 20.0), (900, 3.0), every_s=5)
        assert clean(lift)[1].cuts == 1
        (found,) = moved(lift).wheels
        assert found.speed_m_s == pytest.approx(20.0, rel=0.05)  # it pulls up and brakes
        assert found.held_m_s == pytest.approx(20.0, rel=0.02)
        assert found.where.to_m - found.where.from_m < 0.2 * found.way_m

    @pytest.mark.parametrize(
        ("legs", "wheels"),
        [
            (((900, 3.0), (70, 7.2), (900, 3.0)), 1),
            (((900, 3.0), (70, 6.8), (900, 3.0)), 0),
            (((900, 3.0), (40, 7.2), (900, 3.0)), 0),
            (((900, 3.0), (40, 8.3), (900, 3.0)), 1),
            (((900, 3.0), (20, 9.0), (900, 3.0)), 0),
        ],
    )
    def test_what_is_fast_for_long_enough(
        self, legs: tuple[tuple[float, float], ...], wheels: int
    ) -> None:
        assert len(moved(run(*legs)).wheels) == wheels

    def test_repetitions_on_a_track_are_none(self) -> None:
        """400 m in 57 s on a circle of 400 m: 7 m/s along the way, and nowhere in a straight line
        of half a minute."""
        speeds = np.repeat([3.0, 7.0] * 8, 57)
        assert moved(_circling(np.concatenate(([0.0], np.cumsum(speeds))))).wheels == ()

    @pytest.mark.parametrize("every_s", [1.0, 5.0])
    @pytest.mark.parametrize("north_m", [100.0, 1000.0, 5000.0])
    @pytest.mark.parametrize("lasts_s", [2, 10, 45, 300])
    def test_jumps_away_and_back_are_none(
        self, every_s: float, north_m: float, lasts_s: int
    ) -> None:
        steady, points = run((1800, 3.0), every_s=every_s), max(1, int(lasts_s / every_s))
        away = jumped(steady, 150, 150 + points, north_m)
        assert moved(away).wheels == ()

    def test_a_place_that_was_left_behind_is_none(self) -> None:
        """The first five minutes lie 3 km away: the last place of yesterday."""
        assert moved(jumped(run((1800, 3.0)), 0, 300, 3000.0)).wheels == ()

    def test_jumping_to_and_fro_is_none(self) -> None:
        track = run((1800, 3.0))
        for first in range(300, 1500, 24):
            track = jumped(track, first, first + 12, 400.0)
        assert moved(track).wheels == ()

    def test_a_hop_over_a_silence_is_none_and_is_noted(self) -> None:
        """300 m in 40 s without a point between them: a lost fix, or a lift, nobody can tell."""
        whole = run((900, 3.0), (40, 7.5), (900, 3.0))
        seen = moved(whole.take(np.r_[0:901, 940 : len(whole)]))
        assert seen.wheels == ()
        (leap,) = seen.leaps
        assert (leap.from_s, leap.to_s) == (900.0, 940.0)
        assert leap.to_m - leap.from_m == pytest.approx(300.0, rel=0.01)

    def test_catching_up_after_a_tunnel_is_none(self) -> None:
        """150 m under ground, then 15 s in which the receiver runs after its owner."""
        track = run((1200, 3.0))
        clock = np.asarray(track.time)
        lost = np.interp(clock - MORNING, [0, 600, 650, 665, 1200], [0, 600, 600, 665, 1200])
        lat = np.interp(lost, clock - MORNING, track.lat)
        assert moved(replace(track, lat=lat)).wheels == ()

    def test_no_more_than_five_are_kept(self) -> None:
        rides = [leg for _ in range(9) for leg in ((120.0, 3.0), (60.0, 10.0))]
        assert len(moved(run(*rides)).wheels) == 5


class TestHills:
    """Slopes of ±4 % every 1,200 m; speeds follow them as ln v = ln v₀ − k · slope."""

    @pytest.mark.parametrize(("k", "flat_m_s"), [(10.0, 6.0), (7.0, 4.0), (3.0, 3.2)])
    def test_the_share_that_a_slope_takes_is_measured(self, k: float, flat_m_s: float) -> None:
        assert moved(_hilly(k, flat_m_s)).hill_response == pytest.approx(k, rel=0.2)

    def test_a_slowed_ride_keeps_it(self) -> None:
        ride = _hilly(10.0, 6.0)
        slowed = replace(ride, time=MORNING + (ride.time - MORNING) * 1.7)
        assert moved(slowed).hill_response == pytest.approx(10.0, rel=0.2)

    def test_flat_land_tells_nothing(self) -> None:
        level = _hilly(10.0, 6.0)
        assert np.isnan(moved(replace(level, ele=np.full(len(level), 40.0))).hill_response)

    def test_no_heights_tell_nothing(self) -> None:
        assert np.isnan(moved(run((3000, 3.0))).hill_response)

    def test_repetitions_beside_a_wandering_barometer_tell_nothing(self) -> None:
        rng = np.random.default_rng(5)
        legs = [(90.0, 4.6), (90.0, 2.6)] * 10
        track = run(*legs)
        wander = np.interp(np.arange(len(track)), np.arange(0, 1900, 60), rng.normal(0, 1.5, 32))
        assert np.isnan(moved(replace(track, ele=wander)).hill_response)

    def test_walking_up_and_running_down_is_no_bicycle(self) -> None:
        """1.6 m/s up and 3 m/s down."""
        track = _hilly(0.0, 3.0)
        slope = np.gradient(track.ele, geo.plane(track.lat, track.lon)[1])
        took = np.where(slope > 0.005, 3.0 / 1.6, 1.0)
        clock = MORNING + np.concatenate(([0.0], np.cumsum(took[1:])))
        response = moved(replace(track, time=clock)).hill_response
        assert np.isnan(response) or response < 4.0


class TestCoasting:
    def test_rolling_is_a_share_of_the_quick_time(self) -> None:
        turning = np.where(np.arange(1801) % 60 < 12, 0.0, 150.0)
        assert moved(_stepping(turning)).coasting_share == pytest.approx(0.2, abs=0.02)

    def test_a_runner_never_rolls(self) -> None:
        assert moved(_stepping(np.full(1801, 165.0))).coasting_share == 0.0

    @pytest.mark.parametrize("lost", [slice(900, 1801), slice(0, 1801), slice(300, 420)])
    def test_a_sensor_that_was_lost_is_no_rolling(self, lost: slice) -> None:
        steps = np.full(1801, 165.0)
        steps[lost] = 0.0
        assert moved(_stepping(steps)).coasting_share == 0.0

    def test_standing_without_steps_is_no_rolling(self) -> None:
        legs = [leg for _ in range(10) for leg in ((150.0, 3.0), (30.0, 0.0))]
        still = run(*legs)
        steps = np.where(np.arange(len(still)) % 180 < 150, 165.0, 0.0)
        assert moved(replace(still, sensors={"cadence": steps})).coasting_share < 0.02

    def test_without_steps_nothing_is_known(self) -> None:
        assert np.isnan(moved(run((1800, 3.0))).coasting_share)


class TestAnything:
    """Whatever a file holds, nothing breaks, and what cannot be told is NaN or empty."""

    @pytest.mark.parametrize("points", [0, 1])
    def test_no_two_points_tell_nothing(self, points: int) -> None:
        seen = _motion(run((10, 3.0)).take(slice(0, points)))
        assert np.isnan(seen.median_m_s)
        assert (seen.bursts, seen.windows, seen.wheels, seen.leaps) == ((), (), (), ())

    def test_two_points_have_an_average(self) -> None:
        seen = _motion(run((10, 3.0), every_s=10))
        assert seen.average_m_s == pytest.approx(3.0, rel=0.001)
        assert seen.wheels == ()

    def test_one_place_all_the_time_is_standing(self) -> None:
        seen = _motion(run((600, 0.0)))
        assert (seen.average_m_s, seen.p98_60_m_s) == (0.0, 0.0)
        assert np.isnan(seen.median_m_s)

    def test_a_run_without_positions_is_measured_along_its_count(self) -> None:
        counted = treadmill()
        seen = _motion(counted)
        assert seen.median_m_s == pytest.approx(10 / 3, rel=0.001)
        assert seen.wheels == ()

    def test_no_positions_and_no_count_tell_nothing(self) -> None:
        assert np.isnan(_motion(replace(treadmill(), sensors={})).median_m_s)

    def test_no_times_tell_nothing(self) -> None:
        track = run((600, 3.0))
        assert np.isnan(_motion(replace(track, time=np.full(len(track), np.nan))).average_m_s)

    def test_a_gap_of_a_century_costs_nothing(self) -> None:
        track = run((600, 3.0))
        late = np.where(np.arange(len(track)) < 300, 0.0, 3.2e9)
        assert _motion(replace(track, time=track.time + late)).median_m_s == pytest.approx(
            3.0, rel=0.01
        )

    def test_random_points_break_nothing(self) -> None:
        rng = np.random.default_rng(11)
        wild = track_of(
            time=rng.uniform(0, 4e9, 3000),
            lat=rng.uniform(-89, 89, 3000),
            lon=rng.uniform(-180, 180, 3000),
            ele=rng.normal(0, 1e6, 3000),
            segment=np.sort(rng.integers(0, 400, 3000)),
            sensors={"cadence": rng.uniform(-1, 1e9, 3000)},
        )
        moved(wild)

    def test_it_is_stored_as_json(self) -> None:
        signals = measured(activity(run((900, 3.0), (90, 10.0), (900, 3.0))), None).signals
        kept = json.loads(json.dumps(to_dict(signals), allow_nan=False))["motion"]
        assert kept["wheels"][0]["where"]["from_s"] == pytest.approx(900, abs=8)
        assert kept["bursts"][0]["distance_m"] == 300.0
        assert kept["hill_response"] is None


def _motion(track: Track) -> Motion:
    """The motion of a track that nothing cleans."""
    usable = activity(track)
    return motion(
        Recording(
            raw=track,
            track=track,
            along=distance_along(track),
            notes=clean(track)[1],
            stated=usable.stated,
            format="gpx",
        )
    )


def _circling(metres: FloatArray) -> Track:
    """A way round and round a circle of 400 m, a point a second."""
    angle, radius = metres / 400.0 * 2 * np.pi, 400.0 / (2 * np.pi)
    lat = HUU_LUNG[0] + radius * np.sin(angle) / 110_750.0
    lon = HUU_LUNG[1] + radius * np.cos(angle) / (111_320.0 * np.cos(np.radians(HUU_LUNG[0])))
    return track_of(time=MORNING + np.arange(len(metres)), lat=lat, lon=lon)


def _hilly(k: float, flat_m_s: float) -> Track:
    """18 km north over hills, a point every 3 m of the way and at the second nearest to it."""
    metres = np.arange(0.0, 18_000.0, 3.0)
    slope = 0.04 * np.sign(np.sin(metres / 600.0 * np.pi))
    heights = np.concatenate(([0.0], np.cumsum(slope[1:] * 3.0)))
    clock = np.concatenate(([0.0], np.cumsum(3.0 / (flat_m_s * np.exp(-k * slope[1:])))))
    lat, lon = north_of(HUU_LUNG, list(metres))
    return track_of(time=MORNING + clock, lat=lat, lon=lon, ele=heights)


def _stepping(cadence: FloatArray) -> Track:
    """Half an hour at 3.5 m/s with that cadence, steps/min, a value a second."""
    return replace(run((1800, 3.5)), sensors={"cadence": cadence})
