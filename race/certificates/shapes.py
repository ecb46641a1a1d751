"""Colours, boxes and the small shapes that every part of a certificate is made of."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

FloatArray = NDArray[np.float64]

#: Points, A4 across.
PAGE_WIDTH, PAGE_HEIGHT = landscape(A4)

# The light tokens of the style sheet of the pages, by the same names.
INK: Final = HexColor("#12343B")
MUTED: Final = HexColor("#4A6368")
TEAL: Final = HexColor("#0F766E")
TEAL_DARK: Final = HexColor("#0B5F59")
GOLD: Final = HexColor("#B08D3C")
GOLD_TEXT: Final = HexColor("#74571A")
GOLD_LIGHT: Final = HexColor("#D9C180")
ORANGE: Final = HexColor("#E4572E")
ORANGE_TEXT: Final = HexColor("#C9461C")
CREAM: Final = HexColor("#FCFAF4")
WHITE: Final = HexColor("#FFFFFF")
SKY: Final = HexColor("#FBF1DC")
SUN: Final = HexColor("#F3D58C")
RICE: Final = HexColor("#C6C977")
RICE_DARK: Final = HexColor("#9FB15C")
ROAD: Final = HexColor("#FBF6E6")
WATER: Final = HexColor("#A9D3D2")


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle in points; y grows upwards from the lower edge of the page."""

    x: float
    y: float
    width: float
    height: float

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.y + self.height

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def middle(self) -> float:
        """The x of the centre."""
        return self.x + self.width / 2

    def inset(self, by: float) -> "Box":
        """The box `by` points smaller on every side."""
        return Box(
            x=self.x + by, y=self.y + by, width=self.width - 2 * by, height=self.height - 2 * by
        )


def faint(colour: Color, alpha: float) -> Color:
    """A colour that lets the ground shine through; `alpha` from 0 to 1."""
    return Color(colour.red, colour.green, colour.blue, alpha=alpha)


def blend(start: Color, end: Color, part: float) -> Color:
    """The colour `part` (0 to 1) of the way from `start` to `end`."""
    pairs = zip(start.rgb(), end.rgb(), strict=True)
    return Color(*(a + (b - a) * part for a, b in pairs))


def trace(points: FloatArray, *, closed: bool = False) -> PDFPathObject:
    """The path through `points`, shape (n, 2), n at least 1, to a hundredth of a point."""
    first, *rest = points.tolist()
    # Written out here: the path's own lineTo spends five times as long on every number.
    code = [f"{first[0]:.2f} {first[1]:.2f} m", *(f"{x:.2f} {y:.2f} l" for x, y in rest)]
    return PDFPathObject([*code, "h"] if closed else code)


def ring(radii: FloatArray) -> FloatArray:
    """Points around the origin at `radii`, evenly spread over the circle, shape (n, 2)."""
    angles = np.linspace(0, 2 * math.pi, len(radii), endpoint=False)
    return np.column_stack((radii * np.cos(angles), radii * np.sin(angles)))


def shade(canvas: Canvas, path: PDFPathObject, top: float, bottom: float, *colours: Color) -> None:
    """Fill a path with colours that flow from the height `top` to the height `bottom`."""
    canvas.saveState()
    # A shading is as clear as the last fill was.
    canvas.setFillAlpha(1)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.linearGradient(0, top, 0, bottom, colours)
    canvas.restoreState()


def panel(box: Box, radius: float) -> PDFPathObject:
    """A box with round corners."""
    path = PDFPathObject()
    path.roundRect(box.x, box.y, box.width, box.height, radius)
    return path


def card(canvas: Canvas, box: Box, *, radius: float, alpha: float) -> None:
    """A white card with a thin gold edge, letting a little of the ground through."""
    canvas.setFillColor(faint(WHITE, alpha))
    canvas.setStrokeColor(GOLD_LIGHT)
    canvas.setLineWidth(0.7)
    canvas.drawPath(panel(box, radius), fill=1, stroke=1)


def diamond(canvas: Canvas, x: float, y: float, radius: float) -> None:
    """A small standing square in the fill colour."""
    corners = ((x + radius, y), (x, y + radius), (x - radius, y), (x, y - radius))
    canvas.drawPath(trace(np.array(corners), closed=True), fill=1, stroke=0)


def rules(canvas: Canvas, y: float, spans: Iterable[tuple[float, float]]) -> None:
    """Level lines from x to x at the height `y`, in the stroke colour."""
    for start, end in spans:
        canvas.line(start, y, end, y)
