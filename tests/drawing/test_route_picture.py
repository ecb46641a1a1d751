"""Routes against geometry worked out by hand.

On the equator a degree of longitude is 2π·6378137/360 = 111,319.49 m; the room for the line in a
picture of 360 × 290 units is 292 × 208, with its middle at (180, 138).
"""

import itertools
import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from race.drawing.labels import Box
from race.drawing.paths import line, thin
from race.drawing.route import (
    MOST_PIECES,
    MOST_POINTS,
    MOST_POINTS_MARKED,
    RoutePicture,
    route_picture,
)

EQUATOR_M = 2 * math.pi * 6_378_137 / 360
#: A valley of Hữu Lũng.
LAT, LON = 21.51, 106.34


def vertices(path: str) -> NDArray[np.float64]:
    """The points of a path of M, l and h commands, read as SVG 2 (chapter 9) says."""
    found: list[tuple[float, float]] = []
    for command, numbers in re.findall(r"([Mlh])([-\d. ]*)", path):
        values = [float(n) for n in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", numbers)]
        if command == "h":
            continue
        for x, y in zip(values[::2], values[1::2], strict=True):
            before = found[-1] if command == "l" else (0.0, 0.0)
            found.append((before[0] + x, before[1] + y))
    return np.array(found).round(1)


def east(metres: NDArray[np.float64]) -> RoutePicture:
    """A straight road along the equator."""
    picture = route_picture(
        lat=np.zeros(len(metres)), lon=metres / EQUATOR_M, distance_m=metres - metres[0]
    )
    assert picture is not None
    return picture


def test_a_straight_road_east_fills_the_width_and_needs_two_points() -> None:
    assert east(np.linspace(0, 5000, 400)).line == "M34 138l292 0"


def test_north_is_up() -> None:
    picture = route_picture(lat=[0.0, 0.01], lon=[106.0, 106.0], distance_m=[0.0, 1105.7])
    assert picture is not None
    assert picture.line == "M180 242l0-208"


def test_east_and_north_have_one_scale() -> None:
    """At 60° north a degree of longitude is half as long as one of latitude (0.14 % less exact)."""
    picture = route_picture(lat=[60.0, 60.01, 60.01], lon=[10, 10, 10.02], distance_m=[0, 1, 2])
    assert picture is not None
    up, right = np.abs(np.diff(vertices(picture.line), axis=0)).max(axis=1)
    assert right / up == pytest.approx(1.0, abs=0.01)


def test_one_point_is_a_dot_in_the_middle() -> None:
    picture = route_picture(lat=[LAT], lon=[LON], distance_m=[0.0])
    assert picture is not None
    assert picture.line == "M180 138h0"
    assert picture.closed
    # 60 m at least fill the height of 208 units: 20 m are 69.3 of them, 50 m would be 173.
    assert (picture.scale_m, picture.scale) == (20.0, 69.3)


def test_the_scale_bar_is_a_round_length_under_ninety_units() -> None:
    # 5 km are 292 units: 1 km is 58.4, 2 km would be 116.8.
    picture = east(np.linspace(0, 5000, 50))
    assert (picture.scale_m, picture.scale) == (1000.0, 58.4)


def test_stones_stand_where_the_kilometre_ends() -> None:
    picture = east(np.linspace(0, 5000, 501))
    # The fifth stands on the finish and gives way to it.
    assert [(s.km, s.x, s.y) for s in picture.stones] == [
        (1, 92.4, 138.0),
        (2, 150.8, 138.0),
        (3, 209.2, 138.0),
        (4, 267.6, 138.0),
    ]


def test_stones_are_interpolated_by_distance_not_by_points() -> None:
    """Two points only: the first kilometre of two lies in the middle."""
    stones = east(np.array([0.0, 2000.0])).stones
    assert [(s.km, s.x) for s in stones] == [(1, 180.0)]


def test_a_marathon_shows_every_fifth_stone() -> None:
    # Twelve at most; the 40th would touch the finish, 15 units away.
    stones = east(np.linspace(0, 42_195, 900)).stones
    assert [s.km for s in stones] == [5, 10, 15, 20, 25, 30, 35]


def test_laps_on_a_track_do_not_pile_up_their_stones() -> None:
    """25 laps of 400 m: odd kilometres end half a lap from the start, even ones on it."""
    metres = np.arange(0, 10_001, 5.0)
    turn = 2 * np.pi * metres / 400
    radius = 400 / (2 * np.pi) / 110_600
    picture = route_picture(
        lat=LAT + radius * np.sin(turn), lon=LON + radius * np.cos(turn), distance_m=metres
    )
    assert picture is not None
    assert [s.km for s in picture.stones] == [1]
    assert picture.closed


def test_a_marked_stretch_begins_and_ends_at_its_metres() -> None:
    metres = np.linspace(0, 5000, 77)
    picture = route_picture(
        lat=np.zeros(77), lon=metres / EQUATOR_M, distance_m=metres, marked_m=[(2000, 3000)]
    )
    assert picture is not None
    (part,) = picture.parts
    assert part.line == "M150.8 138l58.4 0"
    assert [s.km for s in picture.stones if s.part == 0] == [2, 3]
    assert part.words is not None


def test_several_stretches_keep_their_order_and_have_numbers_without_words() -> None:
    metres = np.linspace(0, 5000, 77)
    picture = route_picture(
        lat=np.zeros(77),
        lon=metres / EQUATOR_M,
        distance_m=metres,
        marked_m=[(3000, 4000), (500, 900), (4500, 4500)],
    )
    assert picture is not None
    # 5 km are 292 units from 34 on.
    assert [part.line for part in picture.parts] == [
        "M209.2 138l58.4 0",
        "M63.2 138l23.4 0",
        "M296.8 138h0",
    ]
    assert {stone.km: stone.part for stone in picture.stones} == {1: None, 2: None, 3: 0, 4: 0}
    assert [part.words for part in picture.parts] == [None] * 3
    marks = [Box.around(part.x, part.y, 8) for part in picture.parts]
    assert not any(a.meets(b) for a, b in itertools.combinations(marks, 2))


def test_a_marked_stretch_over_a_gap_is_not_joined() -> None:
    metres = np.array([0.0, 1000, 1000, 2000])
    picture = route_picture(
        lat=[LAT, LAT, LAT + 0.02, LAT + 0.02],
        lon=[LON, LON + 0.01, LON, LON + 0.01],
        distance_m=metres,
        segment=[0, 0, 1, 1],
        marked_m=[(500.0, 1500.0)],
    )
    assert picture is not None
    assert picture.parts[0].line.count("M") == 2


def test_segments_are_never_joined_and_their_gaps_are_apart() -> None:
    picture = route_picture(
        lat=[0.0, 0, 0.01, 0.01],
        lon=[0.0, 0.01, 0.01, 0.0],
        distance_m=[0.0, 1, 1, 2],
        segment=[4, 4, 7, 7],
    )
    assert picture is not None
    assert picture.line.count("M") == 2
    assert len(vertices(picture.gaps)) == 2


def test_the_antimeridian_is_no_edge() -> None:
    here = route_picture(lat=[0.0, 0.001], lon=[0.0, 0.02], distance_m=[0, 2226])
    there = route_picture(lat=[0.0, 0.001], lon=[179.99, -179.99], distance_m=[0, 2226])
    assert here is not None
    assert there is not None
    assert here.line == there.line


def test_a_point_on_null_island_does_not_shrink_the_run_to_a_dot() -> None:
    lat = LAT + np.linspace(0, 0.02, 300)
    lon = LON + np.linspace(0, 0.02, 300)
    lat[150], lon[150] = 0.0, 0.0
    picture = route_picture(lat=lat, lon=lon, distance_m=np.linspace(0, 3000, 300))
    assert picture is not None
    inside = [
        p
        for p in vertices(picture.line)
        if 0 <= p[0] <= picture.width and 0 <= p[1] <= picture.height
    ]
    assert np.ptp(np.array(inside)[:, 1]) > 150


def test_points_without_a_place_or_a_distance_are_left_out() -> None:
    nan = math.nan
    picture = route_picture(lat=[0.0, nan, 0, 0], lon=[0, 1, 1, 0.01], distance_m=[0, 5, nan, 1113])
    assert picture is not None
    assert len(vertices(picture.line)) == 2


def test_nothing_makes_no_picture() -> None:
    assert route_picture(lat=[], lon=[], distance_m=[]) is None
    assert route_picture(lat=[math.nan], lon=[LON], distance_m=[0]) is None


def test_a_hundred_thousand_points_stay_a_small_picture() -> None:
    rng = np.random.default_rng(1)
    steps = rng.normal(0, 3e-5, (2, 100_000)).cumsum(axis=1)
    metres = np.linspace(0, 60_000, 100_000)
    picture = route_picture(
        lat=LAT + steps[0],
        lon=LON + steps[1],
        distance_m=metres,
        marked_m=[(20_000.0, 41_000.0), (43_000.0, 50_000.0)],
    )
    assert picture is not None
    assert len(vertices(picture.line)) <= MOST_POINTS
    parts = "".join(part.line for part in picture.parts)
    assert len(vertices(parts)) <= MOST_POINTS_MARKED + 4
    assert len(picture.line) + len(parts) + len(picture.gaps) < 10_000


def test_five_thousand_segments_are_drawn_by_their_longest() -> None:
    count = 5000
    lengths = np.where(np.arange(count) % 50 == 7, 300.0, 1.0)
    starts = np.concatenate(([0.0], lengths.cumsum()[:-1]))
    metres = np.column_stack((starts, starts + lengths)).ravel()
    picture = route_picture(
        lat=np.full(2 * count, LAT),
        lon=LON + metres / 103_000,
        distance_m=metres,
        segment=np.repeat(np.arange(count), 2),
    )
    assert picture is not None
    assert picture.line.count("M") == MOST_PIECES
    # 300 m of 34.9 km are 2.5 units of 292: every piece drawn is one of the hundred long ones.
    assert all(np.ptp(vertices("M" + part)[:, 0]) > 2 for part in picture.line.split("M")[1:])


def test_the_thinned_line_stays_within_its_tolerance() -> None:
    turn = np.linspace(0, 2 * np.pi, 5000)
    circle = np.column_stack((100 * np.cos(turn), 100 * np.sin(turn)))
    keep = thin(circle, np.zeros(5000, dtype=np.int64), most=600, tolerance=0.25)
    kept = circle[keep]
    # A chord of a circle strays by r(1 - cos(a/2)): with n chords of 100 it is 0.25 at n = 44.4.
    assert 45 <= len(kept) <= 90
    sagitta = [100 - np.hypot(*(a + b) / 2) for a, b in itertools.pairwise(kept)]
    assert max(sagitta) <= 0.25 + 1e-9


def test_rounding_does_not_add_up_along_a_line() -> None:
    path = line(np.column_stack((np.arange(1001) * 0.04, np.zeros(1001))))
    assert vertices(path)[-1] == pytest.approx([40.0, 0.0])


def test_a_path_writes_no_needless_character() -> None:
    assert line(np.array([[0.0, 0], [1.5, -0.5], [1.0, 4.0]])) == "M0 0l1.5-.5-.5 4.5"


def test_words_keep_off_the_stones_and_inside_the_picture() -> None:
    turn = np.linspace(0, 2 * np.pi * 0.95, 600)
    picture = route_picture(
        lat=LAT + 0.012 * np.sin(turn),
        lon=LON + 0.012 * np.cos(turn),
        distance_m=turn / turn[-1] * 8000,
        marked_m=[(3000, 4000)],
    )
    assert picture is not None
    assert not picture.closed
    (part,) = picture.parts
    labels = [picture.start.box, picture.finish.box, Box.around(part.x, part.y, 6.9)]
    stones = [Box.around(s.x, s.y, 9.5) for s in picture.stones]
    for i, box in enumerate(labels):
        assert box.within((picture.width, picture.height))
        assert not any(box.meets(other) for other in (*stones, *labels[:i]))


DEGREES = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@settings(max_examples=60, deadline=None)
@given(st.lists(DEGREES, min_size=1, max_size=60), st.integers(1, 7))
def test_any_places_on_earth_make_a_picture_of_bounded_numbers(
    places: list[tuple[float, float]], every: int
) -> None:
    picture = route_picture(
        lat=[lat for lat, _ in places],
        lon=[lon for _, lon in places],
        distance_m=np.arange(len(places)) * 700.0,
        segment=np.arange(len(places)) // every,
        marked_m=[(500.0, 1500.0), (0.0, 700.0), (9e9, 9e9)],
    )
    assert picture is not None
    drawn = vertices(picture.line + "".join(p.line for p in picture.parts) + picture.gaps)
    assert np.isfinite(drawn).all()
    assert (np.abs(drawn) <= 2 * 360 + 1).all()
    assert picture.scale <= 90
