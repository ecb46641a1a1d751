"""The virtual course: a road that winds through the sights of the event's country.

The picture is no map. The road climbs from the bottom in bends; what is true on it is the share of
the way: stones, people and the runner stand where their kilometres put them along the line.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from race.course import Sight
from race.drawing import paths
from race.drawing.labels import Box

FloatArray = NDArray[np.float64]
Anchor = Literal["start", "middle", "end"]

#: Width of the picture, units; its height follows from the number of bends.
WIDTH: Final = 360
#: Units between two bends, above the last and below the first.
BEND: Final = 88
HEAD: Final = 66
FOOT: Final = 46
#: A cột mốc: width and height in units.
STONE: Final = (24.0, 28.0)
#: Units that one letter of a bold 11-unit word takes, and the height of its line.
LETTER: Final = 6.1
LINE: Final = 14.0
#: The runner's pin: its height, and the width and height of the words over it.
PIN: Final = 37.0
FLAG: Final = (76.0, 36.0)
#: Scenery is put where there is room: width and height in units, and how many at most.
HILLS: Final = (60.0, 44.0)
MOST_HILLS: Final = 7
FIELDS: Final = (78.0, 28.0)
MOST_FIELDS: Final = 3


@dataclass(frozen=True, kw_only=True)
class Place:
    """A sight on the road; units."""

    at_m: float
    name: str
    #: The foot of its stone, on the road.
    x: float
    y: float
    #: The base line of its name, and which end of the name stands there.
    text_x: float
    text_y: float
    anchor: Anchor
    #: The runner has passed it; true for every place when no runner is shown.
    passed: bool


@dataclass(frozen=True, kw_only=True)
class Leg:
    """The people between two sights; units."""

    x: float
    y: float
    radius: float
    count: int


@dataclass(frozen=True, kw_only=True)
class Pin:
    """Where the runner is; units."""

    #: The tip of the pin, on the road.
    x: float
    y: float
    #: The middle of the words over it, and their top.
    flag_x: float
    flag_y: float


@dataclass(frozen=True, kw_only=True)
class CourseMap:
    """What a template draws; units, y downwards."""

    width: int
    height: int
    #: The whole road, the part behind the runner ("" without one) and the part ahead.
    road: str
    done: str
    ahead: str
    places: tuple[Place, ...]
    legs: tuple[Leg, ...]
    pin: Pin | None
    #: Left end of the foot line of each group of hills: (x, y).
    hills: tuple[tuple[float, float], ...]
    #: Left end of the top line of each field or lake: (x, y).
    fields: tuple[tuple[float, float], ...]


def course_map(
    sights: Sequence[Sight],
    *,
    goal_m: float,
    counts: Sequence[int],
    me_m: float | None = None,
) -> CourseMap:
    """The picture of a road of `goal_m` metres with `counts` people between the sights.

    `sights` are in the order of the road, at least two, and `counts` has one number fewer.
    `me_m` is how far the runner who looks has come; None shows no runner.
    """
    rows = max(2, round(0.72 * (len(sights) - 1)))
    size = (float(WIDTH), float(HEAD + FOOT + (rows - 1) * BEND))
    road = _road(rows, size[1], seed="".join(sight.name for sight in sights))
    feet = [_along(road, sight.at_m / goal_m) for sight in sights]
    legs = _legs(road, [sight.at_m / goal_m for sight in sights], counts)
    pin = None if me_m is None else _pin(_along(road, me_m / goal_m))
    room = _Room(size, road, [*map(_stone_box, feet), *map(_leg_box, legs), *_pin_boxes(pin)])
    places = tuple(
        _place(room, sight, foot, passed=me_m is None or sight.at_m <= me_m)
        for sight, foot in zip(sights, feet, strict=True)
    )
    behind, before = _split(road, None if me_m is None else me_m / goal_m)
    return CourseMap(
        width=WIDTH,
        height=int(size[1]),
        road=paths.line(road),
        done=paths.line(behind),
        ahead=paths.line(before),
        places=places,
        legs=legs,
        pin=pin,
        hills=tuple((x, y + HILLS[1]) for x, y in _free(room, HILLS, MOST_HILLS)),
        fields=_free(room, FIELDS, MOST_FIELDS),
    )


def _road(rows: int, height: float, *, seed: str) -> FloatArray:
    """Points of the road, shape (n, 2): rows from the bottom up, by turns to the right and left."""
    rng = np.random.default_rng(int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8]))
    points: list[tuple[float, float]] = []
    for row in range(rows):
        y = height - FOOT - row * BEND
        across = np.array((78.0, 142.0, 214.0, 268.0)) + rng.uniform(-12, 12, 4)
        down = rng.uniform(-13, 13, 4) + np.array((8.0, 3.0, -3.0, -8.0)) * (-1) ** row
        step = list(zip(across.tolist(), (y + down).tolist(), strict=True))
        points += step if row % 2 == 0 else step[::-1]
        if row < rows - 1:
            side = 306.0 if row % 2 == 0 else 42.0
            points.append((side + float(rng.uniform(-6, 6)), y - BEND / 2))
    return _smooth(np.array(points))


def _smooth(points: FloatArray, steps: int = 14) -> FloatArray:
    """A Catmull-Rom curve through `points` (E. Catmull and R. Rom, 1974), `steps` to a stretch."""
    ends = np.vstack((2 * points[0] - points[1], points, 2 * points[-1] - points[-2]))
    a, b, c, d = ends[:-3, None], ends[1:-2, None], ends[2:-1, None], ends[3:, None]
    t = np.linspace(0, 1, steps, endpoint=False)[None, :, None]
    curve = b + t * (c - a) / 2 + t**2 * (a - 2.5 * b + 2 * c - d / 2)
    curve = curve + t**3 * (1.5 * (b - c) + (d - a) / 2)
    return np.vstack((curve.reshape(-1, 2), points[-1:]))


def _shares(road: FloatArray) -> FloatArray:
    """How much of the way is behind each point of the road, 0..1."""
    way = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(road, axis=0).T))))
    return np.asarray(way / way[-1], dtype=np.float64)


def _along(road: FloatArray, share: float) -> tuple[float, float]:
    shares, at = _shares(road), min(max(share, 0.0), 1.0)
    x, y = (float(np.interp(at, shares, road[:, axis])) for axis in (0, 1))
    return round(x, 1), round(y, 1)


def _split(road: FloatArray, share: float | None) -> tuple[FloatArray, FloatArray]:
    """The road behind and before `share`; all of it is before when there is no share."""
    if share is None:
        return road[:0], road
    here, passed = np.array([_along(road, share)]), _shares(road) <= share
    return np.vstack((road[passed], here)), np.vstack((here, road[~passed]))


def _legs(road: FloatArray, at: Sequence[float], counts: Sequence[int]) -> tuple[Leg, ...]:
    """Circles in the middle of the legs, their areas growing with the people in them."""
    most = max(counts, default=0)
    legs = []
    for start, end, count in zip(at[:-1], at[1:], counts, strict=True):
        if count > 0:
            x, y = _along(road, (start + end) / 2)
            letters = len(str(count)) + (count >= 1000)
            radius = max(10 + 6 * (count / most) ** 0.5, 4 + 3.4 * letters)
            legs.append(Leg(x=x, y=y, radius=round(radius, 1), count=count))
    return tuple(legs)


def _pin(tip: tuple[float, float]) -> Pin:
    x, y = tip
    above = y - PIN - FLAG[1] - 4
    half = FLAG[0] / 2
    return Pin(
        x=x,
        y=y,
        flag_x=min(max(x, half + 6), WIDTH - half - 6),
        flag_y=round(above if above >= 4 else y + 10, 1),
    )


def _stone_box(foot: tuple[float, float]) -> Box:
    x, y = foot
    return Box(left=x - STONE[0] / 2, top=y - STONE[1] + 6, right=x + STONE[0] / 2, bottom=y + 6)


def _leg_box(leg: Leg) -> Box:
    return Box.around(leg.x, leg.y, leg.radius)


def _pin_boxes(pin: Pin | None) -> list[Box]:
    if pin is None:
        return []
    left, top = pin.flag_x - FLAG[0] / 2, pin.flag_y
    flag = Box(left=left, top=top, right=left + FLAG[0], bottom=top + FLAG[1])
    return [flag, Box(left=pin.x - 13, top=pin.y - PIN, right=pin.x + 13, bottom=pin.y)]


class _Room:
    """What of the picture is taken; names and hills look here for a free place."""

    def __init__(self, size: tuple[float, float], road: FloatArray, taken: list[Box]) -> None:
        self.size, self.road, self.taken = size, road, taken

    def harm(self, box: Box) -> int:
        """Leaving the picture is worst, covering something next, and then every bit of road."""
        covered = sum(box.meets(other) for other in self.taken)
        return 10_000 * (not box.within(self.size)) + 500 * covered + box.holds(self.road)


def _place(room: _Room, sight: Sight, foot: tuple[float, float], *, passed: bool) -> Place:
    x, y = foot
    wide = len(sight.name) * LETTER
    middle = y + 6 - STONE[1] / 2
    spots: list[tuple[Anchor, float, float]] = [
        ("middle", min(max(x, wide / 2 + 3), WIDTH - wide / 2 - 3), y + 19),
        ("start", x + 16, middle + 4),
        ("end", x - 16, middle + 4),
        ("middle", min(max(x, wide / 2 + 3), WIDTH - wide / 2 - 3), y - STONE[1]),
        ("start", x + 10, y + 19),
        ("end", x - 10, y + 19),
        ("start", x + 10, y - STONE[1]),
        ("end", x - 10, y - STONE[1]),
    ]
    anchor, text_x, text_y = min(spots, key=lambda spot: room.harm(_words_box(spot, wide)))
    room.taken.append(_words_box((anchor, text_x, text_y), wide))
    return Place(
        at_m=sight.at_m,
        name=sight.name,
        x=x,
        y=y,
        text_x=round(text_x, 1),
        text_y=round(text_y, 1),
        anchor=anchor,
        passed=passed,
    )


def _words_box(spot: tuple[Anchor, float, float], wide: float) -> Box:
    anchor, x, y = spot
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
    return Box(left=left, top=y - 11, right=left + wide, bottom=y - 11 + LINE)


def _free(room: _Room, size: tuple[float, float], most: int) -> tuple[tuple[float, float], ...]:
    """Up to `most` places (left, top) for a thing of `size` that covers nothing, well apart."""
    wide, high = size
    spots = [
        (x, float(y))
        for y in range(6, int(room.size[1] - high) - 4, 9)
        for x in (4.0, WIDTH - wide - 4, 140.0, 80.0, 200.0)
    ]
    found: list[tuple[float, float]] = []
    for x, y in spots:
        box = Box(left=x, top=y, right=x + wide, bottom=y + high)
        if len(found) < most and room.harm(box) == 0:
            room.taken.append(
                Box(left=x - wide, top=y, right=x + 2 * wide, bottom=y + high + BEND / 2)
            )
            found.append((x, y))
    return tuple(found)
