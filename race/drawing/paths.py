"""Lines for SVG: thinned to what an eye can see, written as short as the format allows."""

import heapq
import itertools
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

#: A line is looked at in at most this many points before it is thinned, so that the time of a
#: drawing is bounded: 20,000 is one point a second for five and a half hours.
MOST_LOOKED_AT: Final = 20_000


def line(points: FloatArray) -> str:
    """The path through `points`, shape (n, 2), in relative steps of a tenth of a unit.

    One point becomes a dot (a step of no length, which round line ends make visible); none
    becomes "". Rounding does not add up: every step starts where the last one really ended.
    """
    tenths = np.rint(points * 10).astype(np.int64)
    if not len(tenths):
        return ""
    steps = np.diff(tenths, axis=0)
    steps = steps[steps.any(axis=1)]
    start = _numbers(tenths[0].tolist())
    return f"M{start}l{_numbers(steps.ravel().tolist())}" if len(steps) else f"M{start}h0"


def lines(points: FloatArray, piece: NDArray[np.int64]) -> str:
    """One path with a sub-path for every run of equal numbers in `piece`; they are not joined."""
    return "".join(line(points[part]) for part in pieces(piece))


def pieces(piece: NDArray[np.int64]) -> Iterator[slice]:
    """The slices in which `piece` does not change."""
    edges = [0, *(np.flatnonzero(np.diff(piece)) + 1).tolist(), len(piece)]
    return (slice(a, b) for a, b in itertools.pairwise(edges) if b > a)


def thin(points: FloatArray, piece: NDArray[np.int64], *, most: int, tolerance: float) -> BoolArray:
    """Which of `points` to keep so that no line strays from them by more than `tolerance`.

    Douglas and Peucker's splitting (1973), worst stretch first, so that it can stop at `most`
    points with the best line that many points give; the ends of every piece are kept in any case.
    Long tracks are looked at in `MOST_LOOKED_AT` even steps: work grows with the number of points
    kept, never with the square of the points given.
    """
    ends = np.zeros(len(points), dtype=np.bool_)
    for part in pieces(piece):
        ends[[part.start, part.stop - 1]] = True
    looked = ends.copy()
    looked[:: -(-len(points) // MOST_LOOKED_AT) or 1] = True
    seen = np.flatnonzero(looked)
    keep = np.zeros(len(points), dtype=np.bool_)
    keep[seen[_split(points[seen], ends[seen], piece[seen], most, tolerance)]] = True
    return keep


def _split(
    points: FloatArray,
    ends: BoolArray,
    piece: NDArray[np.int64],
    most: int,
    tolerance: float,
) -> BoolArray:
    keep = ends.copy()
    heap: list[tuple[float, int, int, int]] = []
    for part in pieces(piece):
        _push(heap, points, part.start, part.stop - 1)
    left = most - int(keep.sum())
    while heap and left > 0 and -heap[0][0] > tolerance:
        _, at, first, last = heapq.heappop(heap)
        keep[at] = True
        left -= 1
        _push(heap, points, first, at)
        _push(heap, points, at, last)
    return keep


def _push(
    heap: list[tuple[float, int, int, int]], points: FloatArray, first: int, last: int
) -> None:
    """Put the point that strays most between two ends on the heap, if there is one between."""
    if last - first > 1:
        away = _away(points[first + 1 : last], points[first], points[last])
        worst = int(np.argmax(away))
        heapq.heappush(heap, (-float(away[worst]), first + 1 + worst, first, last))


def _away(points: FloatArray, a: FloatArray, b: FloatArray) -> FloatArray:
    """How far each point is from the stretch a–b (its ends included, for loops come back)."""
    along = b - a
    length2 = float(along @ along)
    share = np.clip((points - a) @ along / length2, 0, 1) if length2 > 0 else np.zeros(len(points))
    off: FloatArray = np.hypot(*(points - a - share[:, None] * along).T)
    return off


def _numbers(tenths: Sequence[int]) -> str:
    """Tenths as SVG numbers; a minus sign parts two numbers by itself."""
    text = "".join(part if part[0] == "-" else " " + part for part in map(_number, tenths))
    return text.lstrip(" ")


def _number(tenths: int) -> str:
    whole, part = divmod(abs(tenths), 10)
    digits = f"{whole or ''}.{part}" if part else str(whole)
    return "-" + digits if tenths < 0 else digits
