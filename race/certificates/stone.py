"""The cột mốc, the Vietnamese kilometre stone: red cap, white body, the sign of the house."""

from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from race.certificates.shapes import GOLD, INK, MUTED, ORANGE, WHITE, Box, faint, shade
from race.certificates.text import Style, fit, put_fitted

_SHADED: Final = HexColor("#F3EEDF")


def _outline(box: Box) -> PDFPathObject:
    radius = box.width / 2
    path = PDFPathObject()
    path.moveTo(box.x, box.y)
    path.lineTo(box.x, box.top - radius)
    path.arcTo(box.x, box.top - box.width, box.right, box.top, startAng=180, extent=-180)
    path.lineTo(box.right, box.y)
    path.close()
    return path


def _cap(box: Box) -> PDFPathObject:
    path = PDFPathObject()
    path.moveTo(box.x, box.top - box.width / 2 - box.width * 0.05)
    path.lineTo(box.x, box.top - box.width / 2)
    path.arcTo(box.x, box.top - box.width, box.right, box.top, startAng=180, extent=-180)
    path.lineTo(box.right, box.top - box.width / 2 - box.width * 0.05)
    path.close()
    return path


def stone(canvas: Canvas, box: Box, number: str) -> None:
    """A small stone that fills `box`, higher than wide, with a number."""
    _body(canvas, box)
    face = box.height - box.width * 0.55
    digits = fit(number, Style(face="bold", size=face * 0.68, colour=INK), room=box.width * 0.8)
    put_fitted(
        canvas, digits, box.middle, box.y + face / 2 - digits.style.size * 0.36, align="centre"
    )


def milestone(canvas: Canvas, box: Box, number: str, unit: str) -> None:
    """A stone that stands in a landscape: with its unit, and a shadow on the grass."""
    canvas.setFillColor(faint(INK, 0.22))
    lean = box.width * 0.16
    canvas.ellipse(
        box.x - lean / 2,
        box.y - lean * 0.7,
        box.right + lean * 1.6,
        box.y + lean * 0.7,
        fill=1,
        stroke=0,
    )
    _body(canvas, box)
    face = box.height - box.width * 0.55
    for text, style, height in (
        (number, Style(face="bold", size=face * 0.44, colour=INK), 0.42),
        (unit, Style(face="medium", size=face * 0.22, colour=MUTED), 0.15),
    ):
        shown = fit(text, style, room=box.width * 0.82)
        put_fitted(canvas, shown, box.middle, box.y + face * height, align="centre")


def _body(canvas: Canvas, box: Box) -> None:
    shade(canvas, _outline(box), box.top, box.y, WHITE, WHITE, _SHADED)
    canvas.setFillColor(ORANGE)
    canvas.drawPath(_cap(box), fill=1, stroke=0)
    canvas.setStrokeColor(GOLD)
    canvas.setLineWidth(max(0.5, box.width * 0.026))
    canvas.drawPath(_outline(box), fill=0, stroke=1)
