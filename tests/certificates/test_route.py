import math
from typing import Final

import numpy as np
import pypdfium2 as pdfium
import pytest
from numpy.typing import NDArray
from reportlab.lib.colors import Color

from race.certificates import RoutePicture, render
from race.certificates.profile import profile_of
from race.certificates.route import drawable
from race.certificates.shapes import ORANGE, TEAL
from tests.certificates.finishers import finisher, loop, path, text_of

#: Dots of the test picture in a point of the page.
SCALE: Final = 4
#: Where the map is on the page, in points: left, lower, right and upper edge.
MAP: Final = (580, 310, 790, 505)


def map_of(route: RoutePicture) -> NDArray[np.int16]:
    """The picture of a map, shape (height, width, 3)."""
    page = pdfium.PdfDocument(render(finisher(route=route), "classic", "vi"))[0]
    bgr = page.render(scale=SCALE).to_numpy()
    dots: NDArray[np.int16] = bgr[:, :, ::-1].astype(np.int16)
    left, lower, right, upper = MAP
    high = page.get_height()
    return dots[
        int((high - upper) * SCALE) : int((high - lower) * SCALE), left * SCALE : right * SCALE
    ]


def near(picture: NDArray[np.int16], colour: Color) -> NDArray[np.bool_]:
    """Where a picture has (nearly) a colour."""
    wanted = np.array([round(part * 255) for part in colour.rgb()])
    found: NDArray[np.bool_] = np.abs(picture - wanted).max(axis=2) <= 12
    return found


def test_the_line_is_teal_at_the_start_and_orange_at_the_finish() -> None:
    west_to_east = map_of(path(np.linspace(0, 3000, 300), np.zeros(300)))
    middle = west_to_east.shape[1] / 2
    assert np.nonzero(near(west_to_east, TEAL))[1].max() < middle
    assert np.nonzero(near(west_to_east, ORANGE))[1].min() > middle


def test_north_is_up() -> None:
    northwards = map_of(path(np.zeros(300), np.linspace(0, 3000, 300)))
    teal, orange = near(northwards, TEAL), near(northwards, ORANGE)
    assert np.nonzero(teal)[0].mean() > np.nonzero(orange)[0].mean()


def test_east_and_north_have_one_scale() -> None:
    # A square run once, 1000 m a side, so that both its sides are as long on paper.
    square = map_of(path([0, 1000, 1000, 0, 0], [0, 0, 1000, 1000, 0]))
    dark = square.sum(axis=2) < 500
    rows, columns = np.nonzero(dark[: -8 * SCALE])  # without the scale bar at the foot
    assert math.isclose(np.ptp(rows), np.ptp(columns), rel_tol=0.03)


def test_a_hole_in_the_recording_stays_a_hole() -> None:
    def dots_in_the_middle(east: list[float]) -> int:
        picture = map_of(path(east, [0.0] * len(east)))
        wide = picture.shape[1]
        middle = picture[: -20 * SCALE, int(wide * 0.45) : int(wide * 0.55)]
        return int((middle.sum(axis=2) < 500).sum())

    assert dots_in_the_middle([0, 1000, 2000, 3000]) > 0
    assert dots_in_the_middle([0, 1000, math.nan, 2000, 3000]) == 0


def test_the_scale_is_a_round_number_of_metres() -> None:
    said = text_of(render(finisher(route=loop(radius_m=800)), "classic", "vi"))
    # 1.6 km fill some 180 points, and the bar takes at most two fifths of the box.
    assert "500 m" in said


def test_stones_on_one_spot_are_drawn_once() -> None:
    laps = np.linspace(0, 2 * np.pi * 12.5, 2000)
    track = path(60 * np.cos(laps), 60 * np.sin(laps))
    marks = tuple(loop().km_marks[0] for _ in range(5))
    crowded = RoutePicture(east_m=800 * np.cos(laps), north_m=800 * np.sin(laps), km_marks=marks)
    said = text_of(render(finisher(route=crowded), "classic", "vi")).split()
    plain = text_of(render(finisher(route=track), "classic", "vi")).split()
    assert said.count("1") == plain.count("1") + 1


@pytest.mark.parametrize(
    "nothing",
    [
        None,
        path([], []),
        path([1.0], [1.0]),
        path([1.0] * 9, [2.0] * 9),
        path([math.nan, 1], [1, 1]),
    ],
)
def test_a_place_is_no_route(nothing: RoutePicture | None) -> None:
    assert not drawable(nothing)


def test_two_places_are_a_route() -> None:
    assert drawable(path([0, 0], [0, 100]))


def test_a_profile_keeps_what_is_known() -> None:
    known = profile_of(
        loop(distance_m=np.array([0, 10, math.nan, 30]), ele_m=np.array([5, math.nan, 6, 7]))
    )
    assert known is not None
    assert known.tolist() == [[0, 5], [30, 7]]


@pytest.mark.parametrize(
    ("distance", "height"),
    [([], []), ([5.0], [5.0]), ([0.0, 0.5], [3.0, 4.0]), ([math.nan, 9.0], [1.0, 2.0])],
)
def test_too_little_is_no_profile(distance: list[float], height: list[float]) -> None:
    assert profile_of(loop(distance_m=np.array(distance), ele_m=np.array(height))) is None


def test_arrays_that_do_not_fit_make_no_picture() -> None:
    with pytest.raises(ValueError, match="east as north"):
        path([0, 1], [0])
    with pytest.raises(ValueError, match="or neither"):
        loop(ele_m=None)
    with pytest.raises(ValueError, match="as many distances"):
        loop(ele_m=np.zeros(3))
