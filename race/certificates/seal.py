"""The seal: a golden rosette with the distance, on two teal ribbons."""

from functools import cache
from typing import Final

import numpy as np
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from race.certificates.shapes import (
    GOLD,
    GOLD_TEXT,
    TEAL,
    TEAL_DARK,
    faint,
    ring,
    rules,
    shade,
    trace,
)
from race.certificates.text import Style, fit, put_fitted

_BRIGHT: Final = HexColor("#E9D59A")
_DEEP: Final = HexColor("#A98634")
_BAND: Final = HexColor("#CDB067")
_FACE: Final = HexColor("#FCF6E3")
_TEETH: Final = 40


def seal(canvas: Canvas, x: float, y: float, radius: float, words: tuple[str, str, str]) -> None:
    """A seal around (x, y); `words` are the distance, what was done, and the year."""
    canvas.saveState()
    canvas.translate(x, y)
    _ribbons(canvas, radius)
    shade(canvas, _rosette(radius), radius, -radius, _BRIGHT, GOLD, _DEEP)
    canvas.setFillColor(_BAND)
    canvas.circle(0, 0, radius * 0.86, fill=1, stroke=0)
    canvas.setStrokeColor(faint(GOLD_TEXT, 0.8))
    canvas.setLineWidth(0.28)
    for wave in _guilloche(radius):
        canvas.drawPath(wave)
    _face(canvas, radius)
    _words(canvas, radius, words)
    canvas.restoreState()


def _ribbons(canvas: Canvas, r: float) -> None:
    for side, colour in ((-1, TEAL_DARK), (1, TEAL)):
        tail = ((0.10, -0.5), (0.30, -1.62), (0.56, -1.38), (0.86, -1.5), (0.66, -0.5))
        canvas.setFillColor(colour)
        canvas.drawPath(trace(np.array(tail) * (side * r, r), closed=True), fill=1, stroke=0)


@cache
def _rosette(radius: float) -> PDFPathObject:
    teeth = np.tile((0.925, 1.0), _TEETH) * radius
    return trace(ring(teeth), closed=True)


@cache
def _guilloche(radius: float) -> tuple[PDFPathObject, ...]:
    """Three waves woven around the band, as on banknotes."""
    angle = np.linspace(0, 2 * np.pi, 312, endpoint=False)
    waves = (0.75 + 0.085 * np.sin(24 * angle + shift) for shift in (0, 2.094, 4.189))
    return tuple(trace(ring(radius * wave), closed=True) for wave in waves)


def _face(canvas: Canvas, r: float) -> None:
    canvas.setFillColor(_FACE)
    canvas.setStrokeColor(_DEEP)
    canvas.setLineWidth(0.6)
    canvas.circle(0, 0, r * 0.65, fill=1, stroke=1)
    canvas.setLineWidth(0.3)
    canvas.circle(0, 0, r * 0.61, fill=0, stroke=1)


def _words(canvas: Canvas, r: float, words: tuple[str, str, str]) -> None:
    distance, done, year = words
    canvas.setStrokeColor(GOLD)
    canvas.setLineWidth(0.6)
    rules(canvas, -r * 0.31, ((-r * 0.28, r * 0.28),))
    rows = (
        (distance, Style(face="bold", size=r * 0.42, colour=TEAL), r * 1.02, 0.06),
        (
            done,
            Style(face="semibold", size=r * 0.14, colour=GOLD_TEXT, tracking=0.16),
            r * 1.1,
            -0.21,
        ),
        (
            year,
            Style(face="semibold", size=r * 0.14, colour=GOLD_TEXT, tracking=0.04),
            r * 0.7,
            -0.475,
        ),
    )
    for text, style, room, height in rows:
        put_fitted(canvas, fit(text, style, room=room), 0, r * height, align="centre")
