"""The route of a run as a picture without a map: one line, km stones, a scale, start and finish.

North is up, x grows to the right and y downwards, as in SVG. Nothing is fetched and nothing shows
that is not in the arrays: what must stay hidden is cut away before.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from race import geo
from race.drawing import labels, paths
from race.drawing.labels import Box, Label

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

#: Units kept free around the route, for stones, words and the scale: left, top, right, bottom.
PADDING: Final = (34.0, 34.0, 34.0, 48.0)
#: A line may stray so many units from the track: nobody sees a quarter of a pixel.
TOLERANCE: Final = 0.25
#: Points in the line, in its highlighted part, and pieces that are drawn; the longest pieces win.
MOST_POINTS: Final = 600
MOST_POINTS_HIGHLIGHTED: Final = 200
MOST_PIECES: Final = 100
#: Metres across the picture at least, so that a runner who stood still does not fill it with noise.
LEAST_SPAN_M: Final = 60.0
#: A box this many times wider than the box of 98 % of the points is the work of a few lost points
#: (null island, a jump to the next province): the line to them leaves the picture.
JUMP: Final = 4.0
#: Metres that a scale bar may stand for, and its longest length in units.
SCALES_M: Final = tuple(n * 10.0**power for power in range(1, 7) for n in (1, 2, 5))
SCALE_MOST: Final = 90.0
#: Radius of a km stone, and how near (units) two marks may stand.
STONE: Final = 9.5
APART: Final = 22.0
#: Kilometres between stones, by what keeps them at twelve or fewer.
STONE_STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500)
MOST_STONES: Final = 12


@dataclass(frozen=True, kw_only=True)
class Stone:
    """A km mark on the line."""

    #: Which full kilometre ends here.
    km: int
    #: Units.
    x: float
    y: float
    #: It is an end of the highlighted stretch.
    highlighted: bool


@dataclass(frozen=True, kw_only=True)
class RoutePicture:
    """What a template needs to draw a route; lengths in units of the view box."""

    width: float
    height: float
    #: The path; every segment of the track is a sub-path of its own.
    line: str
    #: Straight lines over the gaps between segments, to be dashed; "" when there is none.
    gaps: str
    #: The highlighted stretch again, "" when there is none.
    highlight: str
    #: Where the highlighted stretch can be named; None when there is none.
    highlight_label: Label | None
    stones: tuple[Stone, ...]
    #: First and last point with room for their words.
    start: Label
    finish: Label
    #: Start and finish are one place: the run is a loop, and one word is enough.
    closed: bool
    #: Metres that the scale bar stands for, and its length.
    scale_m: float
    scale: float


def route_picture(
    *,
    lat: ArrayLike,
    lon: ArrayLike,
    distance_m: ArrayLike,
    segment: ArrayLike | None = None,
    highlight_m: tuple[float, float] | None = None,
    size: tuple[float, float] = (360.0, 290.0),
) -> RoutePicture | None:
    """The picture of a track: degrees and metres since the start, shape (n,); None without a point.

    `distance_m` never falls. `highlight_m` is a stretch from, to in the same metres. Points without
    a position or a distance are left out.
    """
    track = _track(lat, lon, distance_m, segment)
    if not len(track.metres):
        return None
    view = _view(track.plane, size)
    at = view.units(track.plane)
    marked = _stretch(track, at, highlight_m)
    stones = _stones(track, at, highlight_m)
    scale_m = max((m for m in SCALES_M if m * view.scale <= SCALE_MOST), default=SCALES_M[0])
    kept = paths.thin(at, track.piece, most=MOST_POINTS, tolerance=TOLERANCE)
    closed = bool(np.hypot(*(at[-1] - at[0])) < STONE * 2)
    room = labels.Room(line=at[kept], size=size)
    room.taken += [Box.around(s.x, s.y, STONE) for s in stones]
    room.taken += _furniture(size, scale_m * view.scale)
    named = None if marked is None else room.place(marked[0][len(marked[0]) // 2], width=96.0)
    return RoutePicture(
        width=size[0],
        height=size[1],
        line=paths.lines(at[kept], track.piece[kept]),
        gaps=_gaps(at, track.piece),
        highlight=_highlight(marked),
        highlight_label=named,
        stones=stones,
        start=room.place(at[0], width=96.0 if closed else 58.0),
        finish=room.place(at[-1], width=42.0),
        closed=closed,
        scale_m=scale_m,
        scale=round(scale_m * view.scale, 1),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Track:
    """The points that can be drawn."""

    #: Metres east and north, shape (n, 2).
    plane: FloatArray
    #: Metres since the start, shape (n,).
    metres: FloatArray
    #: Segment numbers, shape (n,).
    piece: IntArray


def _track(
    lat: ArrayLike, lon: ArrayLike, distance_m: ArrayLike, segment: ArrayLike | None
) -> _Track:
    phi, lam = np.asarray(lat, dtype=np.float64), np.asarray(lon, dtype=np.float64)
    metres = np.asarray(distance_m, dtype=np.float64)
    piece = np.asarray(np.zeros(len(phi)) if segment is None else segment, dtype=np.int64)
    known = np.isfinite(phi) & np.isfinite(lam) & np.isfinite(metres)
    known[known] = _longest_pieces(piece[known], metres[known])
    plane = np.column_stack(geo.plane(phi[known], lam[known]))
    return _Track(plane=plane, metres=metres[known], piece=piece[known])


def _longest_pieces(piece: IntArray, metres: FloatArray) -> NDArray[np.bool_]:
    parts = list(paths.pieces(piece))
    lengths = [metres[part.stop - 1] - metres[part.start] for part in parts]
    drawn = np.zeros(len(piece), dtype=np.bool_)
    for i in np.argsort(lengths, kind="stable")[::-1][:MOST_PIECES]:
        drawn[parts[i]] = True
    return drawn


@dataclass(frozen=True, kw_only=True)
class _View:
    """How metres become units: one scale both ways, the middle in the middle."""

    #: Metres east and north of the middle of what is seen.
    middle: tuple[float, float]
    #: Units of the middle of the room for the line.
    centre: tuple[float, float]
    #: Units per metre.
    scale: float
    #: Width and height in units.
    size: tuple[float, float]

    def units(self, plane: FloatArray) -> FloatArray:
        """Units of points in metres, shape (n, 2); far points stop one picture outside."""
        at = (plane - self.middle) * (self.scale, -self.scale) + self.centre
        width, height = self.size
        return np.clip(at, (-width, -height), (2 * width, 2 * height))


def _view(plane: FloatArray, size: tuple[float, float]) -> _View:
    left, top, right, bottom = PADDING
    room = (size[0] - left - right, size[1] - top - bottom)
    low, high = _seen(plane)
    span = np.maximum(high - low, LEAST_SPAN_M)
    middle = (low + high) / 2
    return _View(
        middle=(float(middle[0]), float(middle[1])),
        centre=(left + room[0] / 2, top + room[1] / 2),
        scale=float(min(room / span)),
        size=size,
    )


def _seen(plane: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The lower left and upper right corner of what is shown, in metres."""
    low, high = plane.min(axis=0), plane.max(axis=0)
    most_low, most_high = np.percentile(plane, [1, 99], axis=0)
    inner = np.maximum(most_high - most_low, LEAST_SPAN_M)
    if ((high - low) > JUMP * inner).any():
        return most_low - inner * 0.05, most_high + inner * 0.05
    return low, high


def _at(track: _Track, at: FloatArray, metres: FloatArray) -> FloatArray:
    """Where so many metres were reached, in units, shape (n, 2)."""
    x, y = (np.interp(metres, track.metres, at[:, i]) for i in (0, 1))
    return np.column_stack((x, y))


def _stones(
    track: _Track, at: FloatArray, highlight_m: tuple[float, float] | None
) -> tuple[Stone, ...]:
    """The km marks; those of the highlight first, the others where there is room for them."""
    first, last = math.ceil(track.metres[0] / 1000), math.floor(track.metres[-1] / 1000 + 1e-9)
    count = last - first + 1
    step = next((s for s in STONE_STEPS if count / s <= MOST_STONES), count // MOST_STONES)
    ends = {round(m / 1000) for m in highlight_m or () if abs(m - round(m / 1000) * 1000) < 1}
    wanted = sorted({km for km in ends if max(first, 1) <= km <= last})
    begin = -(-max(first, 1) // step) * step
    plain = [km for km in range(begin, last + 1, step) if km not in ends]
    taken = [at[0], at[-1]]
    stones: list[Stone] = []
    for km in (*wanted, *plain):
        place = _at(track, at, np.array([km * 1000.0]))[0]
        if km in ends or min(np.hypot(*(place - other)) for other in taken) >= APART:
            taken.append(place)
            x, y = (round(float(v), 1) for v in place)
            stones.append(Stone(km=km, x=x, y=y, highlighted=km in ends))
    return tuple(sorted(stones, key=lambda stone: stone.km))


def _stretch(
    track: _Track, at: FloatArray, highlight_m: tuple[float, float] | None
) -> tuple[FloatArray, IntArray] | None:
    """The points of the highlighted stretch with its exact ends, and their segments."""
    if highlight_m is None:
        return None
    low, high = np.clip(highlight_m, track.metres[0], track.metres[-1])
    inside = (track.metres > low) & (track.metres < high)
    ends = _at(track, at, np.array([low, high]))
    first, last = (int(np.searchsorted(track.metres, m)) for m in (low, high))
    numbers = [track.piece[min(i, len(track.piece) - 1)] for i in (first, last)]
    piece = np.concatenate(([numbers[0]], track.piece[inside], [numbers[1]]))
    return np.vstack((ends[:1], at[inside], ends[1:])), piece


def _highlight(marked: tuple[FloatArray, IntArray] | None) -> str:
    if marked is None:
        return ""
    at, piece = marked
    kept = paths.thin(at, piece, most=MOST_POINTS_HIGHLIGHTED, tolerance=TOLERANCE)
    return paths.lines(at[kept], piece[kept])


def _gaps(at: FloatArray, piece: IntArray) -> str:
    before = np.flatnonzero(np.diff(piece))
    return "".join(paths.line(at[[i, i + 1]]) for i in before if (at[i] != at[i + 1]).any())


def _furniture(size: tuple[float, float], scale: float) -> list[Box]:
    """What stands in the corners: the north arrow and the scale bar."""
    width, height = size
    arrow = Box(left=width - 34, top=12, right=width - 10, bottom=50)
    bar = Box(left=width - 20 - scale, top=height - 40, right=width - 12, bottom=height - 12)
    return [arrow, bar]
