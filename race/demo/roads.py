"""Roads around Hữu Lũng, drawn by hand after the country: valleys between karst towers.

They are a sketch, not a survey: a road has the bends, blocks and hills of its kind, so that a
track on it looks like a track, and no house stands where a demo runner lives.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from race.geo import WGS84_A, WGS84_E2
from race.track import FloatArray, IntArray

#: Degrees north and east of the market of Hữu Lũng, the zero point of every sketch.
CENTRE: Final = (21.5072, 106.3441)
#: Metres between two points of a road or a path.
STEP_M: Final = 2.0
#: Metres that a runner keeps to the right of the middle of the road.
_RIGHT_M: Final = 2.2


@dataclass(frozen=True, kw_only=True)
class Road:
    """One road, as points to bend a line through."""

    slug: str
    #: The place, as a runner calls it.
    place: str
    #: "east,north east,north …" in metres from `CENTRE`, like the points of an SVG polyline.
    sketch: str
    #: Whether it closes, so that laps can be run.
    loop: bool
    #: Metres over which a corner is rounded: small in streets, large in valleys.
    rounding_m: float
    #: Metres that it winds about the sketch.
    winding_m: float


@dataclass(frozen=True, kw_only=True)
class Path:
    """The way of one runner from home, a point about every `STEP_M`."""

    #: Metres since home, rising.
    along: FloatArray
    #: Metres east and north of `CENTRE`.
    east: FloatArray
    north: FloatArray
    #: Metres above the sea.
    height: FloatArray


@cache
def middle(road: Road) -> FloatArray:
    """The middle of a road: (n, 2) metres east and north, `STEP_M` apart."""
    corners = np.array([pair.split(",") for pair in road.sketch.split()], dtype=np.float64)
    if road.loop:
        corners = np.vstack([corners, corners[:1]])
    line = _every_step(corners)
    line = _smooth(line, road.rounding_m, closed=road.loop)
    if road.winding_m > 0:
        line = line + _winding(road, len(line))
    return _every_step(np.vstack([line, line[:1]]) if road.loop else line)


def path(road: Road, *, home_m: float, direction: int, distance_m: float) -> Path:
    """The way from a home beside `road` (m from its first point) for at least `distance_m`.

    `direction` is 1 or -1 along the sketch. Laps where they fit the distance, else out and back.
    """
    line = middle(road)
    wanted = int(np.ceil(distance_m / STEP_M)) + 5
    home = int(home_m / STEP_M) % len(line)
    laps = road.loop and wanted > 0.75 * len(line)
    lane = _lane(line, home)
    if laps:
        way = np.vstack([lane, line[(home + direction * np.arange(wanted)) % len(line)]])
    else:
        half = max(1, wanted // 2 - len(lane))
        out = line[_bounced(home + direction * np.arange(half), len(line), closed=road.loop)]
        way = np.vstack([lane, out, out[::-1], lane[::-1]])
    way = _smooth(_beside(_smooth(way, 5.0, closed=False)), 4.0, closed=False)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(way, axis=0).T))])
    height = _smooth(_terrain(way)[:, None], 24.0, closed=False)[:, 0]
    return Path(along=along, east=way[:, 0], north=way[:, 1], height=height)


def degrees(east: FloatArray, north: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(degrees north, degrees east) of places in metres from `CENTRE`; good to 1e-4 nearby."""
    phi = np.radians(CENTRE[0])
    w2 = 1.0 - WGS84_E2 * np.sin(phi) ** 2
    lat = CENTRE[0] + np.degrees(north / (WGS84_A * (1.0 - WGS84_E2) / w2**1.5))
    lon = CENTRE[1] + np.degrees(east / (WGS84_A * np.cos(np.radians(lat)) / np.sqrt(w2)))
    return lat, lon


def _every_step(corners: FloatArray) -> FloatArray:
    """The same line with a point every `STEP_M`."""
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(corners, axis=0).T))])
    places = np.arange(0.0, along[-1], STEP_M)
    return np.stack([np.interp(places, along, corners[:, i]) for i in (0, 1)], axis=1)


def _smooth(line: FloatArray, metres: float, *, closed: bool) -> FloatArray:
    """A Gaussian mean over `metres` (one sigma) along the rows of `line`."""
    sigma = metres / STEP_M
    reach = int(3 * sigma) + 1
    weights = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    weights /= weights.sum()
    padded = np.pad(line, ((reach, reach), (0, 0)), mode="wrap" if closed else "edge")
    return np.stack([np.convolve(column, weights, "valid") for column in padded.T], axis=1)


def _winding(road: Road, count: int) -> FloatArray:
    """Bends between the sketched points, here more, there less; the same for ever for one road."""
    rng = np.random.default_rng(list(road.slug.encode()))
    turn = 2 * np.pi * np.arange(count)[:, None] / count
    bends = np.zeros((count, 2))
    for wavelength, share in ((800.0, 1.0), (430.0, 0.6), (240.0, 0.28)):
        waves = max(2, round(count * STEP_M / wavelength))
        for number in (waves - 1, waves, waves + 1):
            phase, amount = rng.uniform(0, 2 * np.pi, 2), rng.uniform(0.4, 1.0, 2)
            bends += share * amount * np.sin(number * turn + phase)
    return bends * (road.winding_m / 3.0)


def _bounced(places: IntArray, count: int, *, closed: bool) -> IntArray:
    """Indices that run round a closed line, or turn at the ends of an open one."""
    if closed:
        return places % count
    span = 2 * (count - 1)
    folded = places % span
    return np.minimum(folded, span - folded)


def _lane(line: FloatArray, home: int) -> FloatArray:
    """The lane from a house to the road: 30–110 m, leaving it at a right angle, a little bent."""
    length = 30.0 + (home * 37) % 80
    here, ahead = line[home], line[(home + 3) % len(line)]
    tangent = (ahead - here) / max(float(np.hypot(*(ahead - here))), 1e-6)
    side = 1.0 if home % 2 else -1.0
    normal = side * np.array([-tangent[1], tangent[0]])
    away = np.arange(length, 0.0, -STEP_M)[:, None]
    bend = 0.12 * away * np.sin(away / 28.0)
    lane: FloatArray = here + away * normal + bend * tangent
    return lane


def _beside(way: FloatArray) -> FloatArray:
    """The same way at the right-hand side of the road."""
    heading = np.gradient(way, axis=0)
    heading /= np.maximum(np.hypot(*heading.T), 1e-6)[:, None]
    beside: FloatArray = way + _RIGHT_M * np.stack([heading[:, 1], -heading[:, 0]], axis=1)
    return beside


def _terrain(places: FloatArray) -> FloatArray:
    """Metres above the sea of a valley floor that rises to the north, roads cut into its hills."""
    east, north = places[:, 0] / 1000.0, places[:, 1] / 1000.0
    floor = 48.0 + 62.0 / (1.0 + np.exp(-(north - 9.0) / 3.0))
    rolling = 7.0 * np.sin(1.9 * east + 0.8 * north) + 5.5 * np.sin(2.7 * north - 1.1 * east + 1.3)
    knolls = 2.6 * np.sin(6.1 * east - 4.3 * north + 0.4) + 1.8 * np.sin(9.7 * north + 7.9 * east)
    # The saddle below the Cai Kinh range.
    saddle = 58.0 * np.exp(-(((east + 1.5) / 3.2) ** 2 + ((north - 6.2) / 1.1) ** 2))
    return floor + rolling + knolls + saddle
