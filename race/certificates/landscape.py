"""The country of the race: paper, height lines, karst towers in the mist, fields and a road.

Every shape is computed once a process from fixed numbers, so that all certificates show the same
country and the same bytes.
"""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

import numpy as np
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from race.certificates.shapes import (
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RICE,
    RICE_DARK,
    ROAD,
    SKY,
    SUN,
    TEAL,
    WATER,
    WHITE,
    Box,
    FloatArray,
    faint,
    panel,
    ring,
    shade,
    trace,
)

_GOLDEN: Final = (5**0.5 - 1) / 2


@dataclass(frozen=True, kw_only=True)
class Ridge:
    """One row of karst towers; lengths in points."""

    #: Height of the ground between the towers, above the foot of the picture.
    ground: float
    #: Heights of the lowest and the highest tower above the ground.
    low: float
    high: float
    #: Half the width of a tower, and the way from one to the next.
    half: float
    step: float
    #: Colours at the top and in the mist at the foot.
    top: Color
    mist: Color
    #: Which of the possible rows.
    seed: float


@cache
def _towers(ridge: Ridge, width: float) -> FloatArray:
    """The line of a row of towers from 0 to `width`, shape (n, 2).

    Positions and heights walk in golden steps, which look scattered and never repeat. A tower is
    a bell with steep walls and a round head, as the limestone of Lạng Sơn weathers.
    """
    x = np.arange(0, width + 2.5, 2.5)
    number = np.arange(-2, width / ridge.step + 2)
    scatter = (number * _GOLDEN + ridge.seed) % 1
    height = ridge.low + (ridge.high - ridge.low) * ((number * _GOLDEN * 1.7 + ridge.seed * 3) % 1)
    half = ridge.half * (0.72 + 0.56 * ((number * _GOLDEN * 2.3 + ridge.seed * 7) % 1))
    centre = ridge.step * (number + 0.75 * scatter)
    away = np.abs(x[:, None] - centre) / half
    bells = height * np.exp(-(away**2.9))
    rough = 1.1 * np.sin(x * 0.31 + ridge.seed) + 0.7 * np.sin(x * 0.83) + 0.4 * np.sin(x * 1.7)
    y = ridge.ground + bells.max(axis=1) + rough * np.clip(bells.max(axis=1) / ridge.high, 0.2, 1)
    return np.column_stack((x, y))


@cache
def _silhouette(ridge: Ridge, box: Box) -> PDFPathObject:
    line = _towers(ridge, box.width) + np.array((box.x, box.y))
    ground = np.array(((line[-1, 0], box.y), (box.x, box.y)))
    return trace(np.vstack((line, ground)), closed=True)


def mountains(canvas: Canvas, box: Box, ridges: tuple[Ridge, ...]) -> None:
    """Rows of towers, the farthest first, each sinking into its mist."""
    for ridge in ridges:
        peak = box.y + ridge.ground + ridge.high
        shade(
            canvas, _silhouette(ridge, box), peak, box.y + ridge.ground * 0.6, ridge.top, ridge.mist
        )


#: Behind the signatures: pale, so that ink on it stays easy to read.
FOOT: Final = (
    Ridge(ground=70, low=34, high=88, half=36, step=43, seed=0.13,
          top=HexColor("#D5E4DC"), mist=HexColor("#EEF2E8")),
    Ridge(ground=48, low=14, high=66, half=37, step=57, seed=0.61,
          top=HexColor("#BCD5CC"), mist=HexColor("#E2ECE2")),
    Ridge(ground=26, low=6, high=36, half=42, step=52, seed=0.37,
          top=HexColor("#9CC0B6"), mist=HexColor("#C4D9CC")),
)  # fmt: skip

#: Filling a panel of its own: taller and in full colour.
PANEL: Final = (
    Ridge(ground=92, low=40, high=118, half=19, step=23, seed=0.52,
          top=HexColor("#BBD3C9"), mist=HexColor("#E9EFE2")),
    Ridge(ground=70, low=26, high=92, half=23, step=34, seed=0.34,
          top=HexColor("#82ADA3"), mist=HexColor("#CFE0D3")),
    Ridge(ground=58, low=4, high=30, half=30, step=40, seed=0.47,
          top=HexColor("#5B948B"), mist=HexColor("#A8C8B4")),
)  # fmt: skip

#: A low strip under a map.
STRIP: Final = (
    Ridge(ground=40, low=18, high=54, half=17, step=24, seed=0.71,
          top=HexColor("#CFE0D7"), mist=HexColor("#F1F4EA")),
    Ridge(ground=28, low=10, high=40, half=18, step=34, seed=0.19,
          top=HexColor("#9FC3B8"), mist=HexColor("#DCE9DC")),
)  # fmt: skip


def paper(canvas: Canvas) -> None:
    """The ground of the whole page: warm white paper with the height lines of a map."""
    sheet = Box(x=0, y=0, width=PAGE_WIDTH, height=PAGE_HEIGHT)
    shade(canvas, panel(sheet, 0), sheet.top, 0, HexColor("#FFFEFB"), HexColor("#FBF7EC"))
    canvas.setStrokeColor(faint(TEAL, 0.085))
    canvas.setLineWidth(0.45)
    for line in _height_lines():
        canvas.drawPath(line)


@cache
def _height_lines() -> tuple[PDFPathObject, ...]:
    """Lines of equal height around one summit, at the upper right of the page."""
    summit, flat = (PAGE_WIDTH * 0.80, PAGE_HEIGHT * 0.86), (1.25, 0.8)
    lines = []
    for level in range(26):
        angle = np.linspace(0, 2 * np.pi, 36 + 3 * level, endpoint=False)
        bends = (
            0.10 * np.sin(3 * angle + level * 0.13)
            + 0.06 * np.sin(5 * angle - level * 0.2)
            + 0.04 * np.sin(2 * angle + 1)
        )
        line = ring((24 + level * 15) * (1 + bends)) * flat + summit
        lines.append(trace(line, closed=True))
    return tuple(lines)


def foot(canvas: Canvas, box: Box) -> None:
    """The country along the lower edge of the page, inside the frame `box`."""
    mountains(canvas, box, FOOT)
    fields(canvas, Box(x=box.x, y=box.y, width=box.width, height=26))


def scene(canvas: Canvas, box: Box, radius: float) -> None:
    """The country as a picture of its own, for a certificate without a route."""
    canvas.saveState()
    canvas.clipPath(panel(box, radius), stroke=0, fill=0)
    shade(canvas, panel(box, 0), box.top, box.y + 60, SKY, HexColor("#E3EEE6"))
    _sun(canvas, box.x + box.width * 0.68, box.y + box.height * 0.72, 19)
    _birds(canvas, box.x + box.width * 0.25, box.y + box.height * 0.78)
    mountains(canvas, box, PANEL)
    fields(canvas, Box(x=box.x, y=box.y, width=box.width, height=64))
    canvas.restoreState()


def _sun(canvas: Canvas, x: float, y: float, radius: float) -> None:
    for glow, alpha in ((2.1, 0.16), (1.5, 0.28), (1.0, 1.0)):
        canvas.setFillColor(faint(SUN, alpha))
        canvas.circle(x, y, radius * glow, fill=1, stroke=0)


def _birds(canvas: Canvas, x: float, y: float) -> None:
    """Three egrets on their way over the fields."""
    canvas.setStrokeColor(faint(TEAL, 0.55))
    canvas.setLineWidth(0.8)
    for east, north, span in ((0, 0, 5.0), (15, 8, 4.2), (27, 1, 3.4)):
        left, right = x + east - span, x + east + span
        canvas.bezier(left, y + north + 1, left + span / 2, y + north + 4, x + east, y + north + 2,
                      x + east, y + north)  # fmt: skip
        canvas.bezier(x + east, y + north, x + east, y + north + 2, right - span / 2,
                      y + north + 4, right, y + north + 1)  # fmt: skip


def strip(canvas: Canvas, box: Box, radius: float) -> None:
    """A low landscape in the foot of a panel."""
    canvas.saveState()
    canvas.clipPath(panel(box, radius), stroke=0, fill=0)
    mountains(canvas, box, STRIP)
    fields(canvas, Box(x=box.x, y=box.y, width=box.width, height=22))
    canvas.restoreState()


def fields(canvas: Canvas, box: Box) -> None:
    """Rice, water and the road home, as wide as `box` and about as high."""
    _fill(
        canvas, box, RICE, ((0, 0.86), (0.14, 0.98), (0.3, 0.9), (0.5, 0.97), (0.78, 1.0), (1, 0.9))
    )
    _lens(canvas, box, 0.30, 0.70, 0.17)
    _lens(canvas, box, 0.88, 0.62, 0.14)
    _fill(canvas, box, RICE_DARK, ((0, 0.5), (0.2, 0.42), (0.45, 0.54), (0.7, 0.44), (1, 0.5)))
    _furrows(canvas, box)
    _road(canvas, box)


def _at(box: Box, x: float, y: float) -> tuple[float, float]:
    return box.x + x * box.width, box.y + y * box.height


def _fill(canvas: Canvas, box: Box, colour: Color, edge: tuple[tuple[float, float], ...]) -> None:
    """Ground below a soft edge through `edge`, in parts of the box from left to right."""
    path = PDFPathObject()
    path.moveTo(box.x, box.y)
    path.lineTo(*_at(box, *edge[0]))
    for (x0, y0), (x1, y1) in pairwise(edge):
        bend = (x1 - x0) / 2
        path.curveTo(*_at(box, x0 + bend, y0), *_at(box, x1 - bend, y1), *_at(box, x1, y1))
    path.lineTo(box.right, box.y)
    path.close()
    canvas.setFillColor(colour)
    canvas.drawPath(path, fill=1, stroke=0)


def _lens(canvas: Canvas, box: Box, x: float, y: float, half: float) -> None:
    canvas.setFillColor(WATER)
    left, low = _at(box, x - half, y - 0.08)
    right, high = _at(box, x + half, y + 0.06)
    canvas.ellipse(left, low, right, high, fill=1, stroke=0)


def _furrows(canvas: Canvas, box: Box) -> None:
    canvas.setStrokeColor(faint(WHITE, 0.4))
    canvas.setLineWidth(0.6)
    for x, y, length in ((0.04, 0.62, 0.2), (0.5, 0.7, 0.16), (0.1, 0.22, 0.26), (0.62, 0.2, 0.3)):
        start, end = _at(box, x, y), _at(box, x + length, y + 0.03)
        canvas.bezier(*start, start[0] + 20, start[1] + 2, end[0] - 20, end[1] + 2, *end)


def _road(canvas: Canvas, box: Box) -> None:
    """A white road from the lower edge to the foot of the hills, narrowing as it goes."""
    path = PDFPathObject()
    path.moveTo(*_at(box, 0.40, 0))
    path.curveTo(*_at(box, 0.46, 0.32), *_at(box, 0.70, 0.34), *_at(box, 0.66, 0.58))
    path.curveTo(*_at(box, 0.64, 0.70), *_at(box, 0.55, 0.72), *_at(box, 0.585, 0.93))
    path.lineTo(*_at(box, 0.593, 0.93))
    path.curveTo(*_at(box, 0.57, 0.74), *_at(box, 0.69, 0.74), *_at(box, 0.71, 0.58))
    path.curveTo(*_at(box, 0.75, 0.32), *_at(box, 0.60, 0.30), *_at(box, 0.56, 0))
    path.close()
    canvas.setFillColor(ROAD)
    canvas.drawPath(path, fill=1, stroke=0)
