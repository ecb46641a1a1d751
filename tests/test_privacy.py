"""Nothing of the cut zone is left in what the public sees."""

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

from race.ingest.clean import clean
from race.metrics import measure
from race.privacy import CUT_M, masked, public_view
from race.track import Track, track_of
from tests.tracks import run


def metres_from(track: Track, index: int, view: Track) -> float:
    """The nearest that a view comes to a point of the track, by geographiclib."""
    home = (track.lat[index], track.lon[index])
    places = zip(view.lat, view.lon, strict=True)
    return min(float(Geodesic.WGS84.Inverse(*home, *place)["s12"]) for place in places)


@given(extra=st.floats(0, 300), speed=st.floats(2, 4))
def test_both_ends_are_cut_by_the_least_and_the_runners_own_extra(
    extra: float, speed: float
) -> None:
    track = run((2000, speed), every_s=20)
    view = public_view(track, extra)
    assert metres_from(track, 0, view) >= CUT_M + extra - 1.5  # coordinates are rounded to 1 m
    assert metres_from(track, -1, view) >= CUT_M + extra - 1.5
    assert measure(view).distance_m <= 2000 * speed - 2 * (CUT_M + extra) + 3


def test_pacing_up_and_down_before_the_start_does_not_use_up_the_cut() -> None:
    """A runner walks 300 m to and fro in front of the house, then runs 3 km."""
    yard = np.abs((np.arange(300) % 20) - 10.0)  # 10 m to and fro at 1 m/s
    road = 10 + 3.0 * np.arange(1, 1000)
    metres = np.concatenate((yard, road))
    home = (21.5, 106.3)
    track = track_of(
        time=np.arange(len(metres)) * 1.0,
        lat=home[0] + metres / 110_720,
        lon=np.full(len(metres), home[1]),
    )
    view = public_view(track, 0.0)
    assert metres_from(track, 0, view) >= CUT_M - 1.5
    assert len(view) > 500


def test_a_run_on_a_track_is_cut_by_its_path() -> None:
    """On a 400 m track nothing is 200 m away from the start as the crow flies."""
    angle = np.linspace(0, 10 * 2 * np.pi, 1300)
    radius = 400 / (2 * np.pi)
    track = track_of(
        time=np.arange(1300.0),
        lat=21.5 + radius * np.sin(angle) / 110_720,
        lon=106.3 + radius * np.cos(angle) / 103_600,
    )
    view = public_view(track, 50.0)
    assert measure(view).distance_m == pytest.approx(4000 - 2 * 250, abs=30)


@pytest.mark.parametrize("metres", [0, 100, 390])
def test_a_run_shorter_than_both_cuts_shows_nothing(metres: int) -> None:
    assert len(public_view(run((max(metres, 1), 1.0)), 0.0)) == 0


def test_the_public_learns_no_clock_time_and_no_heart_rate() -> None:
    track = run((2000, 3.0))
    sensors = {"heart_rate": np.full(len(track), 150.0)}
    with_heart = track_of(time=track.time, lat=track.lat, lon=track.lon, sensors=sensors)
    view = public_view(with_heart, 10.0)
    assert view.time[0] == 0
    assert view.sensors == {}


def test_a_minors_name_is_its_letters() -> None:
    assert masked("Hoàng Thu An") == "H. T. A."


def test_a_stale_first_fix_far_away_does_not_move_the_cut_away_from_home() -> None:
    """A phone writes an old position first; then the runner walks about at home, then runs."""
    metres = np.concatenate((np.abs((np.arange(800) % 20) - 10.0), 10 + 3.0 * np.arange(1, 1000)))
    lat = np.concatenate(([21.5 + 3000 / 110_720], 21.5 + metres / 110_720))
    track = track_of(time=np.arange(len(lat)) * 1.0, lat=lat, lon=np.full(len(lat), 106.3))
    home = (21.5, 106.3)
    for seen in (track, clean(track)[0]):
        view = public_view(seen, 0.0)
        places = zip(view.lat, view.lon, strict=True)
        nearest = min(float(Geodesic.WGS84.Inverse(*home, *p)["s12"]) for p in places)
        assert nearest >= CUT_M - 12  # a step of the yard, and coordinates of 1 m
