"""Roads and paths: the ground under the demo's runners."""

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic

from race.demo import roads
from race.demo.atlas import ROADS


@pytest.mark.parametrize("slug", ROADS)
def test_a_road_is_even_and_a_loop_closes(slug: str) -> None:
    line = roads.middle(ROADS[slug])
    steps = np.hypot(*np.diff(line, axis=0).T)
    assert steps.max() <= roads.STEP_M + 1e-6
    assert steps.min() > 0.5 * roads.STEP_M
    gap = float(np.hypot(*(line[-1] - line[0])))
    assert (gap <= 2 * roads.STEP_M) == ROADS[slug].loop


@pytest.mark.parametrize("slug", ROADS)
def test_a_path_is_as_long_as_asked_and_no_hill_is_a_wall(slug: str) -> None:
    way = roads.path(ROADS[slug], home_m=700.0, direction=1, distance_m=5000.0)
    assert 4900.0 < way.along[-1] < 5400.0
    slope = np.gradient(way.height, way.along)
    assert np.abs(slope).max() < 0.10
    assert 30.0 < way.height.min() <= way.height.max() < 250.0


def test_who_runs_out_and_back_comes_home_on_the_other_side_of_the_road() -> None:
    way = roads.path(ROADS["huu-lien"], home_m=2500.0, direction=1, distance_m=4000.0)
    home = np.hypot(way.east[-1] - way.east[0], way.north[-1] - way.north[0])
    assert home < 10.0
    # A kilometre out, the way back passes on the other side of a narrow road.
    out, turn = np.searchsorted(way.along, [1000.0, way.along[-1] / 2])
    apart = np.hypot(way.east[turn:] - way.east[out], way.north[turn:] - way.north[out])
    assert 3.0 < apart.min() < 6.0


def test_metres_become_degrees_as_the_ellipsoid_has_it() -> None:
    places = np.array([0.0, 3000.0, -3000.0, 500.0]), np.array([0.0, 2000.0, 17_000.0, -4000.0])
    lat, lon = roads.degrees(*places)
    for east, north, phi, lam in zip(*places, lat, lon, strict=True):
        metres = Geodesic.WGS84.Inverse(*roads.CENTRE, phi, lam)["s12"]
        assert metres == pytest.approx(np.hypot(east, north), rel=2e-3)
    assert (lat[2] > lat[0], lon[1] > lon[0]) == (True, True)
