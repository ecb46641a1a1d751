"""The picture of a route: a line from teal to orange, kilometre stones, a scale and a profile."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from reportlab.pdfgen.canvas import Canvas

from race import i18n
from race.certificates.certificate import FloatArray, KmMark, RoutePicture
from race.certificates.shapes import CREAM, MUTED, ORANGE, TEAL, WHITE, Box, blend, faint, trace
from race.certificates.stone import stone
from race.certificates.text import Style, put
from race.drawing.paths import pieces, thin
from race.track import IntArray

#: A line on paper shows no more than this many points, nor bends smaller than this (points).
_MOST_POINTS: Final = 900
_TOLERANCE: Final = 0.15
#: Steps of colour from start to finish.
_SHADES: Final = 40
#: Points: how thick a line is, at most up to the length `_LONG`, and at least.
_THICKEST: Final = 2.6
_THINNEST: Final = 0.9
_LONG: Final = 900.0
#: A route smaller than this (m) is a place, not a line.
_SMALLEST_M: Final = 1.0
#: Width and height of a kilometre stone, and how near (points) it may come to what is drawn.
_STONE: Final = (10.0, 13.5)
_STONE_ROOM: Final = 16.0
_LABEL: Final = Style(face="medium", size=6.2, colour=MUTED)


@dataclass(frozen=True, kw_only=True)
class _Scale:
    """From metres to points of the page."""

    factor: float
    east: float
    north: float
    x: float
    y: float

    def place(self, east: FloatArray, north: FloatArray) -> FloatArray:
        """Shape (n, 2), in points."""
        return np.column_stack(
            (self.x + self.factor * (east - self.east), self.y + self.factor * (north - self.north))
        )


def drawable(route: RoutePicture | None) -> bool:
    """Whether there is a line to draw: a single place makes none."""
    if route is None:
        return False
    east, north, _ = _known(route)
    return len(east) > 1 and bool(max(np.ptp(east), np.ptp(north)) >= _SMALLEST_M)


def route_map(canvas: Canvas, route: RoutePicture, box: Box, language: str) -> None:
    """The route in the middle of `box`, north up, with its scale in the lower left corner.

    The route must be `drawable`.
    """
    east, north, piece = _known(route)
    scale = _scale(east, north, Box(x=box.x, y=box.y + 14, width=box.width, height=box.height - 14))
    placed = scale.place(east, north)
    kept = thin(placed, piece, most=_MOST_POINTS, tolerance=_TOLERANCE)
    _line(canvas, placed[kept], piece[kept])
    _ends(canvas, placed[0], placed[-1])
    for mark, spot in _marks(route, scale, (placed[0], placed[-1])):
        wide, high = _STONE
        stone(canvas, Box(x=spot[0] - wide / 2, y=spot[1], width=wide, height=high), mark.label)
    _scale_bar(canvas, scale.factor, box, language)


def _known(route: RoutePicture) -> tuple[FloatArray, FloatArray, IntArray]:
    """The known places of a route, and the number of the unbroken piece each belongs to."""
    known = np.isfinite(route.east_m) & np.isfinite(route.north_m)
    return route.east_m[known], route.north_m[known], np.cumsum(~known, dtype=np.int64)[known]


def _scale(east: FloatArray, north: FloatArray, box: Box) -> _Scale:
    """The largest scale that fits; a level or upright line is bound by its length alone."""
    wide, high = max(np.ptp(east), _SMALLEST_M), max(np.ptp(north), _SMALLEST_M)
    return _Scale(
        factor=min(box.width / wide, box.height / high),
        east=(east.min() + east.max()) / 2,
        north=(north.min() + north.max()) / 2,
        x=box.middle,
        y=box.y + box.height / 2,
    )


def _line(canvas: Canvas, points: FloatArray, piece: IntArray) -> None:
    parts = [points[part] for part in pieces(piece)]
    ways = [np.concatenate(((0.0,), np.cumsum(np.hypot(*np.diff(p, axis=0).T)))) for p in parts]
    whole = max(sum(float(way[-1]) for way in ways), 1e-9)
    # Many laps of one track are told apart only by a thinner line.
    thickness = min(_THICKEST, max(_THINNEST, _THICKEST * (_LONG / whole) ** 0.5))
    canvas.saveState()
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    canvas.setStrokeColor(faint(WHITE, 0.95))
    canvas.setLineWidth(thickness * 2.4)
    for part in parts:
        canvas.drawPath(trace(part))
    canvas.setLineWidth(thickness)
    done = 0.0
    for part, way in zip(parts, ways, strict=True):
        for colour, stretch in _shades(part, (done + way) / whole):
            canvas.setStrokeColor(blend(TEAL, ORANGE, colour))
            canvas.drawPath(trace(stretch))
        done += float(way[-1])
    canvas.restoreState()


def _shades(points: FloatArray, way: FloatArray) -> Iterator[tuple[float, FloatArray]]:
    """Stretches of one unbroken piece in one colour each; `way` is 0 at the start of the route,
    1 at its finish."""
    edges = np.linspace(0, 1, _SHADES + 1)
    inner = edges[(edges > way[0]) & (edges < way[-1])]
    at = np.sort(np.concatenate((way, inner)))
    fine = np.column_stack((np.interp(at, way, points[:, 0]), np.interp(at, way, points[:, 1])))
    cuts = [0, *np.searchsorted(at, inner).tolist(), len(at) - 1]
    for first, last in pairwise(cuts):
        middle = (at[first] + at[last]) / 2
        yield float(middle), fine[first : last + 1]


def _ends(canvas: Canvas, start: FloatArray, finish: FloatArray) -> None:
    canvas.setStrokeColor(CREAM)
    canvas.setLineWidth(1.3)
    for (x, y), colour, radius in ((start, TEAL, 4.4), (finish, ORANGE, 5.4)):
        canvas.setFillColor(colour)
        canvas.circle(x, y, radius, fill=1, stroke=1)
        canvas.setFillColor(CREAM)
        canvas.circle(x, y, radius / 3, fill=1, stroke=0)


def _marks(
    route: RoutePicture, scale: _Scale, taken: tuple[FloatArray, ...]
) -> Iterator[tuple[KmMark, FloatArray]]:
    """The kilometre stones that there is room for, and where their feet stand."""
    middles = list(taken)
    for mark in route.km_marks:
        spot = scale.place(np.array([mark.east_m]), np.array([mark.north_m]))[0]
        middle = spot + np.array((0, _STONE[1] / 2))
        free = all(np.hypot(*(middle - other)) >= _STONE_ROOM for other in middles)
        if np.isfinite(spot).all() and free:
            middles.append(middle)
            yield mark, spot


def _scale_bar(canvas: Canvas, factor: float, box: Box, language: str) -> None:
    metres = _round_below(0.4 * box.width / factor)
    length = metres * factor
    canvas.setStrokeColor(MUTED)
    canvas.setLineWidth(0.7)
    for x0, y0, x1, y1 in ((0, 0, length, 0), (0, 0, 0, 3), (length, 0, length, 3)):
        canvas.line(box.x + x0, box.y + y0, box.x + x1, box.y + y1)
    said = i18n.number(metres, language) + " m"
    if metres >= 1000:
        said = i18n.race_distance(metres, language)
    put(canvas, said, box.x + length + 4, box.y - 0.5, _LABEL)


def _round_below(value: float) -> float:
    """The largest 1, 2 or 5 times a power of ten that is not above a positive value."""
    power = 10.0 ** math.floor(math.log10(value))
    return max(step * power for step in (1.0, 2.0, 5.0) if step * power <= value)
