"""The virtual course: true in its kilometres, readable in its words."""

import itertools
import math
import re

import pytest

from race.course import Sight
from race.drawing.course_map import LETTER, CourseMap, Place, course_map

SIGHTS = tuple(
    Sight(at_m=at_m, name=name)
    for at_m, name in (
        (0, "Hữu Lũng"),
        (8_000, "Đền Bắc Lệ"),
        (16_000, "Dãy Cai Kinh"),
        (24_000, "Đồng lúa Yên Thịnh"),
        (31_000, "Thác Khe Dầu"),
        (38_000, "Hồ Nong Dùng"),
        (44_000, "Thảo nguyên Đồng Lâm"),
        (50_000, "Hữu Liên"),
    )
)
COUNTS = (174, 204, 178, 124, 62, 37, 24)


def draw(me_m: float | None = None, counts: tuple[int, ...] = COUNTS) -> CourseMap:
    return course_map(SIGHTS, goal_m=50_000, counts=counts, me_m=me_m)


def points(path: str) -> list[tuple[float, float]]:
    """The points of a path of relative steps; a dot has one."""
    numbers = [float(n) for n in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", path.removesuffix("h0"))]
    xs, ys = itertools.accumulate(numbers[::2]), itertools.accumulate(numbers[1::2])
    return list(zip(xs, ys, strict=True))


def length(path: str) -> float:
    return sum(math.dist(a, b) for a, b in itertools.pairwise(points(path)))


def box(place: Place) -> tuple[float, float, float, float]:
    wide = len(place.name) * LETTER
    left = place.text_x - {"start": 0.0, "middle": wide / 2, "end": wide}[place.anchor]
    return left, place.text_y - 11, left + wide, place.text_y + 3


def meet(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@pytest.mark.parametrize("km", [0, 5, 31.4, 50])
def test_the_road_behind_a_runner_is_the_share_that_was_run(km: float) -> None:
    drawn = draw(km * 1000)
    assert length(drawn.done) / length(drawn.road) == pytest.approx(km / 50, abs=0.01)
    assert length(drawn.ahead) / length(drawn.road) == pytest.approx(1 - km / 50, abs=0.01)


def test_stones_stand_where_their_kilometres_are() -> None:
    drawn = draw()
    road = points(drawn.road)
    assert math.dist(road[0], (drawn.places[0].x, drawn.places[0].y)) < 0.2
    assert math.dist(road[-1], (drawn.places[-1].x, drawn.places[-1].y)) < 0.2
    there = draw(24_000).pin
    assert there is not None
    assert (there.x, there.y) == (drawn.places[3].x, drawn.places[3].y)


def test_only_stones_behind_the_runner_are_passed() -> None:
    assert [place.passed for place in draw(31_400).places] == [True] * 5 + [False] * 3
    assert all(place.passed for place in draw().places)


def test_who_has_run_further_than_the_goal_stands_at_the_goal() -> None:
    drawn = draw(64_800)
    assert drawn.pin is not None
    assert (drawn.pin.x, drawn.pin.y) == (drawn.places[-1].x, drawn.places[-1].y)


@pytest.mark.parametrize("me_m", [None, 0, 12_000, 31_400, 47_000, 50_000])
def test_names_stay_in_the_picture_and_cover_no_other_name(me_m: float | None) -> None:
    drawn = draw(me_m)
    boxes = [box(place) for place in drawn.places]
    assert all(b[0] >= 0 and b[1] >= 0 and b[2] <= drawn.width for b in boxes)
    assert all(b[3] <= drawn.height for b in boxes)
    assert not any(meet(a, b) for a, b in itertools.combinations(boxes, 2))


def test_a_leg_without_people_has_no_circle_and_more_people_have_a_larger_one() -> None:
    drawn = draw(counts=(100, 0, 4, 0, 0, 0, 1284))
    assert [leg.count for leg in drawn.legs] == [100, 4, 1284]
    assert drawn.legs[1].radius < drawn.legs[0].radius < drawn.legs[2].radius


def test_counts_must_fit_the_legs() -> None:
    with pytest.raises(ValueError, match="zip"):
        draw(counts=(1, 2))


def test_two_places_are_enough_for_a_road() -> None:
    drawn = course_map(SIGHTS[:2], goal_m=8_000, counts=(3,), me_m=2_000)
    assert len(drawn.places) == 2
    assert drawn.height > 100
