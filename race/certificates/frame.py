"""The golden double frame, its corners cut in for a star of the brocade of Lạng Sơn."""

from functools import cache
from typing import Final

import numpy as np
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from race.certificates.shapes import (
    CREAM,
    GOLD,
    GOLD_LIGHT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    TEAL,
    Box,
    trace,
)

_SHEET: Final = Box(x=0, y=0, width=PAGE_WIDTH, height=PAGE_HEIGHT)
OUTER: Final = _SHEET.inset(18)
INNER: Final = _SHEET.inset(24)
#: Radius of the round bite that the inner frame leaves to each corner.
_NOTCH: Final = 20.0


@cache
def inside() -> PDFPathObject:
    """The inner frame, to draw or to clip to."""
    return _notched(INNER, _NOTCH)


def frame(canvas: Canvas) -> None:
    """Draw both lines and the four stars."""
    canvas.setStrokeColor(GOLD)
    canvas.setLineWidth(1.6)
    canvas.drawPath(_notched(OUTER, _NOTCH))
    canvas.setLineWidth(0.5)
    canvas.drawPath(inside())
    for x in (OUTER.x + 3, OUTER.right - 3):
        for y in (OUTER.y + 3, OUTER.top - 3):
            _star(canvas, x, y)


def _notched(box: Box, radius: float) -> PDFPathObject:
    """A box whose corners are quarter circles bent inwards."""
    r = radius
    path = PDFPathObject()
    path.moveTo(box.x + r, box.y)
    path.lineTo(box.right - r, box.y)
    path.arcTo(box.right - r, box.y - r, box.right + r, box.y + r, startAng=180, extent=-90)
    path.lineTo(box.right, box.top - r)
    path.arcTo(box.right - r, box.top - r, box.right + r, box.top + r, startAng=270, extent=-90)
    path.lineTo(box.x + r, box.top)
    path.arcTo(box.x - r, box.top - r, box.x + r, box.top + r, startAng=0, extent=-90)
    path.lineTo(box.x, box.y + r)
    path.arcTo(box.x - r, box.y - r, box.x + r, box.y + r, startAng=90, extent=-90)
    path.close()
    return path


def _star(canvas: Canvas, x: float, y: float) -> None:
    """The eight-pointed star woven by the Tày and Nùng, around a small diamond."""
    canvas.saveState()
    canvas.translate(x, y)
    canvas.setLineWidth(0.8)
    canvas.setFillColor(CREAM)
    for radius, turns in ((11.0, (0.0, np.pi / 4)), (7.6, (0.0, np.pi / 4))):
        canvas.setStrokeColor(GOLD if radius > 10 else GOLD_LIGHT)
        for turn in turns:
            corners = turn + np.arange(4) * np.pi / 2
            square = radius * np.column_stack((np.cos(corners), np.sin(corners)))
            canvas.drawPath(trace(square, closed=True), fill=0, stroke=1)
    canvas.setFillColor(TEAL)
    canvas.drawPath(
        trace(np.array(((3, 0), (0, 3), (-3, 0), (0, -3))), closed=True), fill=1, stroke=0
    )
    canvas.restoreState()
