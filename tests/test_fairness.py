"""The checks on a few tracks of every class: nobody honest is accused, cheats are caught.

`make fairness` measures the same on many; docs/fairness.md has its table.
"""

import re
from itertools import pairwise

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic

from race.activity import Activity
from race.track import FloatArray, Track
from tests.fairness import corpus, forgeries, measure
from tests.fairness.classes import REAL, Class, classes
from tests.fairness.copies import copy_of
from tests.fairness.honest import honest

CLASSES = {each.name: each for each in classes()}
HONEST = [name for name, each in CLASSES.items() if each.honest]
CHEATS = [name for name, each in CLASSES.items() if each.target.flagged_least is not None]
needs_corpus = pytest.mark.skipif(
    not (corpus.BESIDE / "index.csv").exists(), reason=f"no real files in {corpus.BESIDE}"
)


def outcomes(of: Class) -> list[str]:
    return [of.result(number).outcome for number in range(of.quick)]


@pytest.mark.parametrize("name", HONEST)
def test_the_honest_are_not_accused(name: str) -> None:
    found = outcomes(CLASSES[name])

    assert "rejected" not in found
    # Of sixty runs 2 % are one; of honest pairs none may be called copies.
    assert found.count("reviewed") <= (2 if name == "honest" else 0)


@pytest.mark.parametrize("name", CHEATS)
def test_cheats_are_caught(name: str) -> None:
    of = CLASSES[name]
    found = outcomes(of)

    # Of a dozen, one more may be missed than of a hundred and twenty.
    least = (of.target.flagged_least or 0.0) * len(found) - 1.5
    assert len(found) - found.count("") >= least


@needs_corpus
def test_real_runs_are_not_accused() -> None:
    runs = list(corpus.honest_runs(corpus.BESIDE))
    found = [measure.of_run(real.name, real.run) for real in runs]

    assert len(found) >= 70
    assert [each.name for each in found if each.outcome == "rejected"] == []
    reviewed = [each.name for each in found if each.outcome == "reviewed"]
    assert len(reviewed) <= (REAL.flagged_most or 0.0) * len(found), reviewed


@needs_corpus
def test_what_is_left_out_of_the_real_files_is_there() -> None:
    index = (corpus.BESIDE / "index.csv").read_text(encoding="utf-8")
    patterns = [of for of, _ in corpus.LEFT_OUT] + list(corpus.ONE_RECORDING)

    assert [each for each in patterns if not re.search(each, index)] == []


def test_a_number_stands_for_one_track_at_any_time() -> None:
    for make in (honest, *forgeries.FORGERIES.values()):
        first, again = make(3).activity.track, make(3).activity.track
        assert np.array_equal(first.lat, again.lat)
        assert np.array_equal(first.time, again.time)


def test_no_two_honest_runs_are_alike() -> None:
    tracks = [honest(number).activity.track for number in range(40)]

    assert len({(len(track), round(float(np.ptp(track.time)))) for track in tracks}) == 40


def test_honest_runs_are_as_uneven_as_real_ones() -> None:
    """1st and 99th percentile of 582 real tracks: steps within 2 % of their median speed 0.009 and
    0.225, spread of the speed from point to point 0.10 and 7, over 10 s 0.08 and 1.5."""
    tracks = [honest(number).activity.track for number in range(80)]
    found = np.array([unevenness(track) for track in tracks])

    for values, low, high in zip(found.T, (0.009, 0.10, 0.08), (0.225, 7.0, 1.5), strict=True):
        assert np.mean((values >= low) & (values <= high)) >= 0.8
    # The medians of the real ones are 0.087, 0.31 and 0.21.
    assert np.median(found, axis=0) == pytest.approx([0.10, 0.22, 0.18], rel=0.35)


def unevenness(track: Track) -> tuple[float, float, float]:
    """(share of steps within 2 % of the median speed, spread of the speed, spread over 10 s)."""
    _, fresh = np.unique(track.time, return_index=True)
    track = track.take(fresh)
    hops, seconds = steps(track), np.diff(track.time)
    speed = (hops / seconds)[hops > 0.5 * seconds]
    along = np.concatenate([[0.0], np.cumsum(hops)])
    tens = np.diff(np.interp(np.arange(track.time[0], track.time[-1], 10), track.time, along)) / 10
    tens = tens[tens > 0.5]
    middle = np.median(speed)
    even = float(np.mean(np.abs(speed - middle) < 0.02 * middle))
    return even, float(speed.std() / speed.mean()), float(tens.std() / tens.mean())


def steps(track: Track) -> FloatArray:
    """Metres from point to point, on a sphere."""
    north = np.diff(track.lat)
    east = np.diff(track.lon) * np.cos(np.radians(track.lat[1:]))
    hops: FloatArray = 111_195.0 * np.hypot(north, east)
    return hops


def test_equal_steps_are_equal_but_for_corners() -> None:
    hops = steps(forgeries.drawn_equal_steps(1).activity.track)

    assert np.mean(np.abs(hops - np.median(hops)) < 1.5) > 0.6


def test_a_point_a_second_keeps_one_speed() -> None:
    track = forgeries.every_second(1).activity.track
    hops = steps(track)

    assert set(np.diff(track.time)) == {1.0}
    assert np.percentile(hops, 90) == pytest.approx(np.median(hops), rel=0.02)


def test_a_shrunk_clock_ticks_in_fractions_and_a_rounded_one_in_seconds() -> None:
    shrunk = forgeries.faster_clock(2).activity.track
    rounded = forgeries.faster_clock_rounded(2).activity.track

    assert np.mean(shrunk.time % 1 > 0) > 0.5
    assert np.all(rounded.time % 1 == 0)


@pytest.mark.parametrize("change", ["shifted", "moved", "re-exported", "reversed"])
def test_copies_lie_where_they_should(change: str) -> None:
    pair = copy_of(change, 4)
    lies = {"shifted": 0.0, "moved": 20.0, "re-exported": 0.0, "reversed": 0.0}[change]

    earlier, later = (ends(pair.earlier), ends(pair.later))
    if change == "reversed":
        earlier = earlier[::-1]
    for here, there in zip(earlier, later, strict=True):
        apart = Geodesic.WGS84.Inverse(*here, *there)["s12"]
        assert apart == pytest.approx(lies, abs=0.2)


def ends(activity: Activity) -> list[tuple[float, float]]:
    """Where a run begins and ends."""
    track = activity.track
    return [(float(track.lat[i]), float(track.lon[i])) for i in (0, -1)]


def test_times_rise_in_every_class() -> None:
    for name in ("F7", "F8"):
        times = forgeries.FORGERIES[name](1).activity.track.time
        assert all(earlier <= later for earlier, later in pairwise(times))
