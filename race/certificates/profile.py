"""The profile of a route: how high it lies, kilometre by kilometre."""

import math
from typing import Final

import numpy as np
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from race import i18n
from race.certificates.certificate import FloatArray, RoutePicture
from race.certificates.shapes import INK, MUTED, TEAL, Box, faint, shade, trace
from race.certificates.text import Style, put, width

#: A profile is drawn at this many even distances.
_SAMPLES: Final = 240
#: Metres that the height of the picture stands for at least: a dike is no mountain.
_FLATTEST_M: Final = 40.0
#: What is less than this (m) is no way to show a profile along.
_SHORTEST_M: Final = 1.0
_LABEL: Final = Style(face="sans", size=6, colour=MUTED)
_PEAK: Final = Style(face="semibold", size=6.5, colour=TEAL)


def profile_of(route: RoutePicture) -> FloatArray | None:
    """The known part of a profile, metres run and metres high, shape (n, 2); None without one."""
    if route.distance_m is None or route.ele_m is None:
        return None
    known = np.isfinite(route.distance_m) & np.isfinite(route.ele_m)
    points = np.column_stack((route.distance_m[known], route.ele_m[known]))
    return points if len(points) > 1 and np.ptp(points[:, 0]) >= _SHORTEST_M else None


def profile(canvas: Canvas, points: FloatArray, box: Box, language: str) -> None:
    """`points` as `profile_of` gives them: the ground in `box`, the scale below it."""
    line = _placed(points, box)
    canvas.setStrokeColor(TEAL)
    canvas.setLineWidth(1.1)
    canvas.setLineJoin(1)
    feet = np.array(((box.right, box.y), (box.x, box.y)))
    ground = trace(np.vstack((line, feet)), closed=True)
    shade(canvas, ground, box.top, box.y, HexColor("#6FB5AC"), HexColor("#E3EEE6"))
    canvas.drawPath(trace(line))
    _peak(canvas, line, float(points[:, 1].max()), box, language)
    _ticks(canvas, float(np.ptp(points[:, 0])), box, language)


def _placed(points: FloatArray, box: Box) -> FloatArray:
    metres, height = points[np.argsort(points[:, 0], kind="stable")].T
    at = np.linspace(metres[0], metres[-1], _SAMPLES)
    ele = np.interp(at, metres, height)
    span = max(float(np.ptp(height)), _FLATTEST_M)
    # A seventh of the height stays below the lowest point, so that it is still ground.
    share = (ele - height.min() + span / 6) / (span * 7 / 6)
    x = np.linspace(box.x, box.right, _SAMPLES)
    return np.column_stack((x, box.y + share * box.height))


def _peak(canvas: Canvas, line: FloatArray, metres: float, box: Box, language: str) -> None:
    x, y = line[int(np.argmax(line[:, 1]))].tolist()
    said = f"{i18n.number(metres, language)} m"
    half = width(said, _PEAK) / 2
    put(canvas, said, min(max(x, box.x + half), box.right - half), y + 3.5, _PEAK, align="centre")


def _ticks(canvas: Canvas, whole_m: float, box: Box, language: str) -> None:
    """The base line with a mark every few kilometres, the first and the last of them named."""
    canvas.setStrokeColor(faint(INK, 0.35))
    canvas.setLineWidth(0.4)
    canvas.line(box.x, box.y, box.right, box.y)
    every = _step(whole_m)
    for number in range(math.floor(whole_m / every + 1e-9) + 1):
        x = box.x + box.width * number * every / whole_m
        canvas.line(x, box.y, x, box.y - 2.5)
        said = _tick(number * every, language)
        half = width(said, _LABEL) / 2
        put(
            canvas,
            said,
            min(max(x, box.x + half), box.right - half),
            box.y - 9.5,
            _LABEL,
            align="centre",
        )


def _step(whole_m: float) -> float:
    """A round distance of which at most six lie in the whole."""
    least = whole_m / 6
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0) if step * power >= least)


def _tick(metres: float, language: str) -> str:
    return "0 km" if metres == 0 else i18n.race_distance(metres, language).split()[0]
