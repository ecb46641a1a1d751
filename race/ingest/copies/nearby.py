"""How many vertices of one recording another one has, more than chance would give it.

In a copy the very vertices come again. Honest recordings share some by chance, and the more so the
more often a place was run: on a 400 m track, on places rounded to 1e-5 degrees, where a device sets
its points onto a line. So every vertex is weighed against those that lie around it but further off.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from race.track import FloatArray, IntArray, Track

#: Latitudes and longitudes, or metres east and north.
Axes = tuple[FloatArray, FloatArray]

#: m. So close are two exports of one vertex; so close are vertices of one line.
SAME_M: Final = 0.15
LINE_M: Final = 1.5
#: m. Vertices up to so far tell what chance would give: it takes in the neighbours of a place that
#: was rounded to 1e-5 degrees.
_AROUND_M: Final = 1.65
#: So many of them make one at the same place by chance. On a line it would be ten (3.0 m beside
#: 0.3 m), in the open 120; on a line of rounded places every place has two neighbours.
_FOR_ONE: Final = 8.0
_FOR_ONE_ROUNDED: Final = 2.0
#: Where chance alone would give more than this share, nothing can be told.
_MOST_BY_CHANCE: Final = 0.8
#: Fewer places than this tell nothing.
_FEWEST: Final = 20
#: Vertices whose neighbours are looked for, and pairs that are looked at.
_MOST_ASKED: Final = 1000
_MOST_PAIRS: Final = 400_000
#: Degrees to which some apps round: 1.1 m, and 11 m, which tells nothing any more.
_ROUNDED_DEG: Final = 1e-5
_COARSE_DEG: Final = 1e-4
_METRES_A_DEGREE: Final = 111_195.0


@dataclass(frozen=True, kw_only=True)
class Nearby:
    """Share of the vertices of one that have one of the other so near; NaN where untold."""

    #: Within `SAME_M`, beyond chance.
    same: float
    #: Within `LINE_M`, chance and all.
    line: float


def nearby(a: Track, b: Track) -> Nearby:
    """The larger share of both directions."""
    first, second = _vertices(a), _vertices(b)
    if min(len(first[0]), len(second[0])) < _FEWEST:
        return Nearby(same=np.nan, line=np.nan)
    scale = _METRES_A_DEGREE * np.cos(np.radians(float(np.median(second[0]))))
    origin = second[1][0]
    a_plane, b_plane = (_plane(*each, origin, scale) for each in (first, second))
    rounded = _rounded(first, _ROUNDED_DEG) and _rounded(second, _ROUNDED_DEG)
    for_one = _FOR_ONE_ROUNDED if rounded else _FOR_ONE
    there, back = _shares(a_plane, b_plane, for_one), _shares(b_plane, a_plane, for_one)
    coarse = _rounded(first, _COARSE_DEG) or _rounded(second, _COARSE_DEG)
    same = np.nan if coarse else float(np.fmax(there.same, back.same))
    return Nearby(same=same, line=max(there.line, back.line))


def _vertices(track: Track) -> Axes:
    """Latitudes and longitudes of different places, in order: standing still is one."""
    fixed = track.positioned
    lat, lon = track.lat[fixed], track.lon[fixed]
    cell = np.rint(lat * 1e6).astype(np.int64) * 400_000_000 + np.rint(lon * 1e6).astype(np.int64)
    first = np.sort(np.unique(cell, return_index=True)[1])
    return lat[first], lon[first]


def _rounded(vertices: Axes, degrees: float) -> bool:
    """Whether most of them are rounded to so much."""
    steps = np.stack(vertices) / degrees
    return bool((np.abs(steps - np.rint(steps)) < 1e-3).all(axis=0).mean() > 0.5)


def _plane(lat: FloatArray, lon: FloatArray, origin: float, scale: float) -> Axes:
    east = ((lon - origin + 180.0) % 360.0 - 180.0) * scale
    return east, lat * _METRES_A_DEGREE


def _shares(asked: Axes, among: Axes, for_one: float) -> Nearby:
    """Of the vertices `asked`, on the plane (m)."""
    grid = _Grid(*among)
    step = -(-len(asked[0]) // _MOST_ASKED)
    east, north = asked[0][::step], asked[1][::step]
    first, count = grid.ranges(east, north)
    pairs = int(count.sum())
    if pairs > _MOST_PAIRS:
        step = -(-pairs // _MOST_PAIRS)
        east, north, first, count = east[::step], north[::step], first[:, ::step], count[:, ::step]
    who, other = _pairs(first, count)
    away2 = (east[who] - grid.east[other]) ** 2 + (north[who] - grid.north[other]) ** 2
    near, same = away2 <= _AROUND_M**2, away2 <= SAME_M**2
    around = np.bincount(who[near & ~same], minlength=len(east))
    chance = float(np.minimum(around / for_one, 1.0).mean())
    share = float((np.bincount(who[same], minlength=len(east)) > 0).mean())
    line = float((np.bincount(who[away2 <= LINE_M**2], minlength=len(east)) > 0).mean())
    beyond = max(share - chance, 0.0) / (1.0 - chance) if chance <= _MOST_BY_CHANCE else np.nan
    return Nearby(same=beyond, line=line)


def _pairs(first: IntArray, count: IntArray) -> tuple[IntArray, IntArray]:
    """Who is asked, and what stands at each place of its ranges; `first`, `count`: (3, n)."""
    many = count.ravel()
    who = np.repeat(np.tile(np.arange(count.shape[1]), len(count)), many)
    within = np.arange(len(who)) - np.repeat(np.cumsum(many) - many, many)
    return who, np.repeat(first.ravel(), many) + within


class _Grid:
    """Vertices in order of their square of `_AROUND_M`, so that three squares side by side are one
    range."""

    def __init__(self, east: FloatArray, north: FloatArray) -> None:
        square = self._square(east, north)
        order = np.argsort(square, kind="stable")
        self.east, self.north, self._squares = east[order], north[order], square[order]

    def ranges(self, east: FloatArray, north: FloatArray) -> tuple[IntArray, IntArray]:
        """Where the vertices around each place stand: first index and number in three rows of
        squares; shapes (3, n)."""
        square = self._square(east, north)
        rows = np.stack([square + row * _ROW for row in (-1, 0, 1)])
        first = np.searchsorted(self._squares, rows - 1, side="left")
        return first, np.searchsorted(self._squares, rows + 1, side="right") - first

    @staticmethod
    def _square(east: FloatArray, north: FloatArray) -> IntArray:
        column = np.floor(east / _AROUND_M).astype(np.int64)
        return np.floor(north / _AROUND_M).astype(np.int64) * _ROW + column


#: More squares than there are side by side on Earth.
_ROW: Final = 1 << 32
