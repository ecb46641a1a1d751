"""Two runs in one picture: on one ground, by one scale."""

import math

import numpy as np
import pytest

from race.drawing.pair import pair_picture
from race.track import Track, track_of
from tests.drawing.test_route_picture import EQUATOR_M, vertices


def along_the_equator(first_m: float, last_m: float, *, north_m: float = 0.0) -> Track:
    """A straight road east; a degree of latitude at the equator is 110,574 m."""
    metres = np.linspace(first_m, last_m, 101)
    return track_of(time=metres * 0.3, lat=np.full(101, north_m / 110_574), lon=metres / EQUATOR_M)


def test_the_same_run_twice_is_the_same_line_twice() -> None:
    picture = pair_picture(below=along_the_equator(0, 5000), above=along_the_equator(0, 5000))
    assert picture is not None
    assert picture.below == picture.above == "M34 113l292 0"
    assert (picture.scale_m, picture.scale) == (1000.0, 58.4)


def test_a_part_of_a_run_lies_on_the_whole_of_it() -> None:
    picture = pair_picture(below=along_the_equator(0, 5000), above=along_the_equator(1000, 3000))
    assert picture is not None
    # A kilometre is 58.4 units: from 34 + 58.4 to 34 + 3 * 58.4.
    assert vertices(picture.above)[:, 0].tolist() == [92.4, 209.2]
    assert set(vertices(picture.above)[:, 1]) == set(vertices(picture.below)[:, 1])


def test_a_run_moved_aside_lies_beside_it() -> None:
    picture = pair_picture(
        below=along_the_equator(0, 5000), above=along_the_equator(0, 5000, north_m=500)
    )
    assert picture is not None
    south, north = vertices(picture.below)[0, 1], vertices(picture.above)[0, 1]
    assert south - north == pytest.approx(29.2)


def test_runs_in_two_towns_and_runs_without_positions_make_no_picture() -> None:
    here, there = along_the_equator(0, 5000), along_the_equator(900_000, 905_000)
    nowhere = track_of(time=[0.0, 9.0], lat=[math.nan] * 2, lon=[math.nan] * 2)
    assert pair_picture(below=here, above=there) is None
    assert pair_picture(below=here, above=nowhere) is None
    assert pair_picture(below=track_of(time=[], lat=[], lon=[]), above=here) is None
