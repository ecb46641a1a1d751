"""The route of a run as a picture without a map: one line, km stones, a scale, start and finish.

North is up, x grows to the right and y downwards, as in SVG. Nothing is fetched and nothing shows
that is not in the arrays: what must stay hidden is cut away before.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from race import geo
from race.drawing import labels, paths
from race.drawing.labels import Box, Label
from race.drawing.view import view_of

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

#: A line may stray so many units from the track: nobody sees a quarter of a pixel.
TOLERANCE: Final = 0.25
#: Points in the line, in all its marked parts, and pieces that are drawn; the longest pieces win.
MOST_POINTS: Final = 600
MOST_POINTS_MARKED: Final = 200
MOST_PIECES: Final = 100
#: Radius of a km stone, and how near (units) two marks may stand.
STONE: Final = 9.5
APART: Final = 22.0
#: Side of the square with the number of a part, and the width of its words beside it.
MARK: Final = 16.0
WORDS: Final = 96.0
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
    #: Which part it is an end of, by its place in `RoutePicture.parts`; None of none.
    part: int | None


@dataclass(frozen=True, kw_only=True)
class Part:
    """A marked stretch of the line."""

    #: Its path.
    line: str
    #: The middle of the square with its number; units.
    x: float
    y: float
    #: Where its words stand: base line, and which end of them is there. None where there are
    #: several parts, which would hide one another.
    words: tuple[float, float, labels.Anchor] | None


@dataclass(frozen=True, kw_only=True)
class RoutePicture:
    """What a template needs to draw a route; lengths in units of the view box."""

    width: float
    height: float
    #: The path; every segment of the track is a sub-path of its own.
    line: str
    #: Straight lines over the gaps between segments, to be dashed; "" when there is none.
    gaps: str
    #: The marked stretches, in the order in which they were asked for.
    parts: tuple[Part, ...]
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
    marked_m: Sequence[tuple[float, float]] = (),
    size: tuple[float, float] = (360.0, 290.0),
) -> RoutePicture | None:
    """The picture of a track: degrees and metres since the start, shape (n,); None without a point.

    `distance_m` never falls. `marked_m` are stretches from, to in the same metres. Points without a
    position or a distance are left out.
    """
    track = _track(lat, lon, distance_m, segment)
    if not len(track.metres):
        return None
    view = view_of(track.plane, size)
    at = view.units(track.plane)
    stones = _stones(track, at, marked_m)
    scale_m = view.scale_m
    kept = paths.thin(at, track.piece, most=MOST_POINTS, tolerance=TOLERANCE)
    closed = bool(np.hypot(*(at[-1] - at[0])) < STONE * 2)
    room = labels.Room(line=at[kept], size=size)
    room.taken += [Box.around(s.x, s.y, STONE) for s in stones]
    room.taken += _furniture(size, scale_m * view.scale)
    parts = _parts(track, at, marked_m, room)
    return RoutePicture(
        width=size[0],
        height=size[1],
        line=paths.lines(at[kept], track.piece[kept]),
        gaps=_gaps(at, track.piece),
        parts=parts,
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


def _at(track: _Track, at: FloatArray, metres: FloatArray) -> FloatArray:
    """Where so many metres were reached, in units, shape (n, 2)."""
    x, y = (np.interp(metres, track.metres, at[:, i]) for i in (0, 1))
    return np.column_stack((x, y))


def _stones(
    track: _Track, at: FloatArray, marked_m: Sequence[tuple[float, float]]
) -> tuple[Stone, ...]:
    """The km marks; those at the ends of parts first, the others where there is room for them."""
    first, last = math.ceil(track.metres[0] / 1000), math.floor(track.metres[-1] / 1000 + 1e-9)
    count = last - first + 1
    step = next((s for s in STONE_STEPS if count / s <= MOST_STONES), count // MOST_STONES)
    ends = _ends(marked_m)
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
            stones.append(Stone(km=km, x=x, y=y, part=ends.get(km)))
    return tuple(sorted(stones, key=lambda stone: stone.km))


def _ends(marked_m: Sequence[tuple[float, float]]) -> dict[int, int]:
    """Full kilometres at which a marked stretch begins or ends, each with the first such part."""
    ends: dict[int, int] = {}
    for number, part in enumerate(marked_m):
        for metres in part:
            km = round(metres / 1000)
            if abs(metres - km * 1000) < 1:
                ends.setdefault(km, number)
    return ends


def _parts(
    track: _Track, at: FloatArray, marked_m: Sequence[tuple[float, float]], room: labels.Room
) -> tuple[Part, ...]:
    """The marked stretches, each with its number beside it; one alone has room for its words."""
    alone = len(marked_m) == 1
    most = MOST_POINTS_MARKED // max(len(marked_m), 1)
    parts = []
    for stretch in marked_m:
        points, piece = _stretch(track, at, stretch)
        kept = paths.thin(points, piece, most=most, tolerance=TOLERANCE)
        width = MARK + 4 + WORDS if alone else MARK + 2
        beside = room.place(points[len(points) // 2], width=width)
        parts.append(_part(paths.lines(points[kept], piece[kept]), beside, alone=alone))
    return tuple(parts)


def _part(line: str, beside: Label, *, alone: bool) -> Part:
    """The number stands next to the line, its words behind it."""
    box = beside.box
    middle = round((box.top + box.bottom) / 2, 1)
    if not alone:
        return Part(line=line, x=round((box.left + box.right) / 2, 1), y=middle, words=None)
    ahead = beside.anchor == "end"
    x = box.right - MARK / 2 if ahead else box.left + MARK / 2
    text_x = round(x - MARK / 2 - 4 if ahead else x + MARK / 2 + 4, 1)
    words: tuple[float, float, labels.Anchor] = (text_x, beside.text_y, "end" if ahead else "start")
    return Part(line=line, x=round(x, 1), y=middle, words=words)


def _stretch(
    track: _Track, at: FloatArray, stretch_m: tuple[float, float]
) -> tuple[FloatArray, IntArray]:
    """The points of a stretch with its exact ends, and their segments."""
    low, high = np.clip(stretch_m, track.metres[0], track.metres[-1])
    inside = (track.metres > low) & (track.metres < high)
    ends = _at(track, at, np.array([low, high]))
    first, last = (int(np.searchsorted(track.metres, m)) for m in (low, high))
    numbers = [track.piece[min(i, len(track.piece) - 1)] for i in (first, last)]
    piece = np.concatenate(([numbers[0]], track.piece[inside], [numbers[1]]))
    return np.vstack((ends[:1], at[inside], ends[1:])), piece


def _gaps(at: FloatArray, piece: IntArray) -> str:
    before = np.flatnonzero(np.diff(piece))
    return "".join(paths.line(at[[i, i + 1]]) for i in before if (at[i] != at[i + 1]).any())


def _furniture(size: tuple[float, float], scale: float) -> list[Box]:
    """What stands in the corners: the north arrow and the scale bar."""
    width, height = size
    arrow = Box(left=width - 34, top=12, right=width - 10, bottom=50)
    bar = Box(left=width - 20 - scale, top=height - 40, right=width - 12, bottom=height - 12)
    return [arrow, bar]
