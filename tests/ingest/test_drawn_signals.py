"""How points lie, measured on tracks whose answer is known by hand."""

from dataclasses import fields, replace
from math import isnan, nan, sqrt

import numpy as np
import pytest

from race.activity import Stated
from race.ingest.clean import clean
from race.ingest.signals.recording import Recording
from race.ingest.signals.texture import Texture, texture
from race.ingest.signals.texture_line import position_grid
from race.ingest.signals.texture_times import time_grid
from race.track import Track, track_of
from tests.tracks import MORNING, joined, run

SEMICIRCLE = 180.0 / 2**31


def texture_of(track: Track) -> Texture:
    cleaned, notes = clean(track)
    return texture(
        Recording(
            raw=track,
            track=cleaned,
            along=np.zeros(len(cleaned)),
            notes=notes,
            stated=Stated(),
            format="gpx",
        )
    )


def moved(track: Track, east_m: np.ndarray, north_m: np.ndarray) -> Track:
    lon = track.lon + east_m / (111_320.0 * np.cos(np.radians(21.5)))
    return replace(track, lat=track.lat + north_m / 110_750.0, lon=lon)


def unknown(found: Texture) -> set[str]:
    return {f.name for f in fields(found) if getattr(found, f.name) != getattr(found, f.name)}


class TestByHand:
    def test_a_ruler(self) -> None:
        """1,000 s due north at 3 m/s: all in line, one speed, nothing strays."""
        found = texture_of(run((1000, 3.0)))
        assert found.places == 1001
        assert found.collinear == 1.0
        assert (found.even_steps, found.even_steps_strict) == (1.0, 1.0)
        # The plane is laid at the middle of the way: 1 km north a metre is a millionth longer.
        assert found.speed_spread == pytest.approx(0.0, abs=1e-5)
        assert found.speed_spread_10s == pytest.approx(0.0, abs=1e-5)
        assert found.even_minutes == pytest.approx(0.0, abs=1e-5)
        assert found.interval_s == 1.0
        assert found.points_per_km == pytest.approx(1001 / 3.0)
        assert (found.fractional, found.dominant, found.time_grid_s) == (0.0, 1.0, 1.0)
        assert found.bare

    def test_two_speeds(self) -> None:
        """600 s at 3 m/s, 400 s at 5: the mean is 3.8, the deviation 2 · √(0.6 · 0.4)."""
        found = texture_of(run((600, 3.0), (400, 5.0)))
        assert found.speed_spread == pytest.approx(2 * sqrt(0.24) / 3.8, rel=1e-3)
        assert found.even_steps == pytest.approx(0.6)

    def test_a_zigzag_is_not_in_line(self) -> None:
        track = run((1000, 3.0))
        zigzag = moved(track, np.where(np.arange(1001) % 2, 0.1, -0.1), np.zeros(1001))
        assert texture_of(zigzag).collinear == 0.0

    def test_every_second_leg_bent(self) -> None:
        """Legs of 20 steps, each turned by a right angle: one place in 20 is a corner."""
        side = np.arange(2000) // 20 % 2
        east, north = np.cumsum(np.where(side, 3.0, 0.0)), np.cumsum(np.where(side, 0.0, 3.0))
        here = track_of(
            time=MORNING + np.arange(2000.0), lat=np.full(2000, 21.5), lon=np.full(2000, 106.3)
        )
        assert texture_of(moved(here, east, north)).collinear == pytest.approx(0.95, abs=0.01)

    def test_white_noise_has_no_memory(self) -> None:
        """x₋ − 2x₀ + x₊ of independent errors: its neighbours correlate by −2/3, its kurtosis is 3,
        and it is √6 times as large as they are."""
        rng = np.random.default_rng(1)
        noisy = moved(run((5000, 3.0)), *(rng.standard_normal((2, 5001))))
        found = texture_of(noisy)
        assert found.memoryless == pytest.approx(1.0, abs=0.05)
        assert found.scatter_m == pytest.approx(1.0, abs=0.05)
        assert found.kurtosis == pytest.approx(3.0, abs=0.3)
        # The largest 5 % are left out, which weakens it.
        assert found.lag_across == pytest.approx(-2 / 3, abs=0.15)
        assert found.lag_along == pytest.approx(-2 / 3, abs=0.15)

    def test_errors_that_add_up_have_memory(self) -> None:
        """A random walk: over four steps it strays √4 times as far as over one."""
        rng = np.random.default_rng(2)
        walk = np.cumsum(0.5 * rng.standard_normal((2, 5001)), axis=1)
        found = texture_of(moved(run((5000, 3.0)), *walk))
        assert found.memoryless == pytest.approx(1 / sqrt(4), abs=0.05)

    def test_times_that_follow_from_the_distance(self) -> None:
        """Steps of many lengths at 3 m/s: the logarithms of both differ by a constant."""
        rng = np.random.default_rng(3)
        steps = rng.lognormal(3.0, 0.7, 200)
        metres = np.concatenate([[0.0], np.cumsum(steps)])
        here = track_of(
            time=MORNING + metres / 3.0, lat=np.full(201, 21.5), lon=np.full(201, 106.3)
        )
        found = texture_of(moved(here, metres, np.zeros(201)))
        assert found.follows == pytest.approx(1.0, abs=1e-3)
        # Between a tenth before and a tenth after a whole second lies a fifth of all times.
        assert found.fractional == pytest.approx(0.8, abs=0.1)
        assert isnan(found.time_grid_s)

    def test_bare_is_without_heart_cadence_and_heights(self) -> None:
        track = run((1000, 3.0))
        heart = replace(track, sensors={"heart_rate": np.full(1001, 150.0)})
        assert texture_of(track).bare
        assert not texture_of(heart).bare
        assert texture_of(run((1000, 3.0), heights=(0.0, 0.0))).bare
        assert not texture_of(run((1000, 3.0), heights=(0.0, 9.0))).bare
        # 900 m on a plain may be as level as that.
        assert not texture_of(run((300, 3.0))).bare


class TestGrids:
    @pytest.mark.parametrize(
        ("degrees", "metres"),
        [(1e-4, 11.1), (1e-5, 1.11), (1e-6, 0.111), (1e-7, 0.0111), (SEMICIRCLE, 0.0093)],
    )
    def test_what_positions_are_rounded_to(self, degrees: float, metres: float) -> None:
        rng = np.random.default_rng(4)
        lat, lon = (np.round(rng.uniform(a, a + 0.05, 500) / degrees) * degrees for a in (21, 106))
        track = track_of(time=MORNING + np.arange(500.0), lat=lat, lon=lon)
        assert position_grid(track) == pytest.approx(metres, rel=0.01)

    def test_nmea_counts_minutes(self) -> None:
        """ddmm.mmmm: a ten thousandth of a minute is 0.19 m, however many decimals a degree has."""
        rng = np.random.default_rng(4)
        minutes = np.round(rng.uniform(0, 3, (2, 500)), 4)
        lat, lon = np.round(21 + minutes[0] / 60, 7), np.round(106 + minutes[1] / 60, 7)
        track = track_of(time=MORNING + np.arange(500.0), lat=lat, lon=lon)
        assert position_grid(track) == pytest.approx(0.186, rel=0.01)

    def test_a_point_of_its_own_here_and_there_does_not_hide_the_grid(self) -> None:
        rng = np.random.default_rng(4)
        lat, lon = (np.round(rng.uniform(a, a + 0.05, 500), 5) for a in (21, 106))
        lat[::25] += 1e-6 * np.pi
        track = track_of(time=MORNING + np.arange(500.0), lat=lat, lon=lon)
        assert position_grid(track) == pytest.approx(1.11, rel=0.01)

    def test_exact_positions_have_none(self) -> None:
        rng = np.random.default_rng(4)
        lat, lon = (rng.uniform(a, a + 0.05, 500) for a in (21, 106))
        assert position_grid(track_of(time=np.arange(500.0), lat=lat, lon=lon)) == 0.0

    def test_a_coarse_grid_tells_nothing_of_lines(self) -> None:
        """Five decimals: three grid points north, again and again, is no line that anybody drew."""
        track = run((1000, 3.3))
        coarse = replace(track, lat=np.round(track.lat, 5), lon=np.round(track.lon, 5))
        assert isnan(texture_of(coarse).collinear)


class TestUnits:
    @pytest.mark.parametrize("unit_s", [0.5, 0.83, 1.0, 2.0, 10.0])
    def test_every_interval_a_multiple(self, unit_s: float) -> None:
        rng = np.random.default_rng(5)
        ticks = np.cumsum(rng.choice([1, 1, 2, 3], 300))
        track = run((299, 3.0))
        track = replace(track, time=MORNING + np.round(ticks * unit_s, 3))
        assert time_grid(track) == pytest.approx(unit_s, abs=1e-3)

    def test_no_unit_in_common(self) -> None:
        rng = np.random.default_rng(5)
        track = run((299, 3.0))
        track = replace(track, time=MORNING + np.cumsum(rng.uniform(0.5, 5.0, 300)))
        assert isnan(time_grid(track))

    def test_tenths_are_no_unit_worth_naming(self) -> None:
        rng = np.random.default_rng(5)
        tenths = np.cumsum(rng.integers(5, 40, 300)) / 10
        assert isnan(time_grid(replace(run((299, 3.0)), time=MORNING + tenths)))

    def test_pauses_do_not_hide_it(self) -> None:
        parts = [run((200, 3.0), start=MORNING + 1000.37 * n) for n in range(4)]
        assert time_grid(joined(*parts)) == pytest.approx(1.0)


def _garbage() -> dict[str, Track]:
    n = 300
    nothing = np.full(n, nan)
    seconds = MORNING + np.arange(float(n))
    rng = np.random.default_rng(6)
    return {
        "no point": track_of(time=[], lat=[], lon=[]),
        "one point": run((0, 0.0)),
        "two points": run((1, 3.0)),
        "three points": run((2, 3.0)),
        "no positions": track_of(time=seconds, lat=nothing, lon=nothing),
        "no times": track_of(time=nothing, lat=np.full(n, 21.5), lon=np.linspace(106, 107, n)),
        "one place": track_of(time=seconds, lat=np.full(n, 21.5), lon=np.full(n, 106.3)),
        "two places in turn": track_of(
            time=seconds, lat=21.5 + 1e-4 * (np.arange(n) % 2), lon=np.full(n, 106.3)
        ),
        "one time": track_of(time=np.full(n, MORNING), lat=np.full(n, 21.5), lon=np.arange(n) / n),
        "anywhere": track_of(
            time=rng.uniform(0, 4e9, n), lat=rng.uniform(-90, 90, n), lon=rng.uniform(-180, 180, n)
        ),
        "a point a year": track_of(
            time=np.arange(n) * 3.2e7, lat=np.linspace(20, 21, n), lon=np.full(n, 106.3)
        ),
        "a point a microsecond": track_of(
            time=MORNING + np.arange(n) * 1e-6, lat=np.linspace(20, 21, n), lon=np.full(n, 106.3)
        ),
        "each point a segment": track_of(
            time=seconds, lat=np.linspace(20, 21, n), lon=np.full(n, 106.3), segment=np.arange(n)
        ),
    }


@pytest.mark.parametrize("track", _garbage().values(), ids=_garbage().keys())
def test_anything_is_measured_and_nothing_is_infinite(track: Track) -> None:
    found = texture_of(track)
    values = [getattr(found, f.name) for f in fields(found)]
    assert not any(np.isinf(value) for value in values)


def test_two_points_tell_nothing() -> None:
    assert unknown(texture_of(run((1, 3.0)))) == unknown(Texture())


def test_the_largest_file_is_measured() -> None:
    rng = np.random.default_rng(7)
    track = run((9999, 3.0))
    many = 500_000
    far = np.cumsum(rng.standard_normal((2, many)), axis=1)
    here = track_of(
        time=MORNING + np.arange(float(many)), lat=np.full(many, 21.5), lon=np.full(many, 106.3)
    )
    assert texture_of(moved(here, *far)).places == many
    assert texture_of(track).places == len(track)
