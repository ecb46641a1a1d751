"""Words on the page: any text made drawable, measured, fitted into its room, and drawn."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Final, Literal

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from race import i18n
from race.certificates.fonts import CUTS, UNKNOWN, Face, font, has, nearest

Align = Literal["left", "centre", "right"]

#: How much of its size the second of two lines lies below the first. Vietnamese capitals carry
#: two marks above and one below: Ễ, Ộ.
LEADING: Final = 1.3


@dataclass(frozen=True, kw_only=True)
class Style:
    """How words look."""

    face: Face
    #: Points.
    size: float
    colour: Color
    #: Room added after every letter, in parts of the size.
    tracking: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """Words that fit: one or two lines in a size that may be smaller than was asked for."""

    style: Style
    lines: tuple[str, ...]

    @property
    def leading(self) -> float:
        """Points from one baseline to the next."""
        return self.style.size * LEADING


@lru_cache(maxsize=4096)
def runs(text: str, face: Face) -> tuple[tuple[Face, str], ...]:
    """`text` cut into stretches that one face can draw.

    The text is put into NFC and loses its control, format and direction characters. A letter that
    the face lacks is taken from its fallback; one that neither has is written as `nearest` says.
    What was something never becomes nothing: at the least it is a box.
    """
    clean = i18n.tidy(text)
    drawable = " ".join("".join(_drawable(clean, face)).split()) or (UNKNOWN if clean else "")
    faced = ((_face_for(c, face), c) for c in drawable)
    return tuple(
        (used, "".join(c for _, c in stretch)) for used, stretch in groupby(faced, lambda fc: fc[0])
    )


def _drawable(text: str, face: Face) -> Iterator[str]:
    fallback = CUTS[face].fallback
    for character in text:
        known = has(face, character) or has(fallback, character)
        yield character if known else nearest(character)


def _face_for(character: str, face: Face) -> Face:
    return face if has(face, character) else CUTS[face].fallback


def width(text: str, style: Style) -> float:
    """How wide `text` is drawn, in points."""
    pieces = runs(text, style.face)
    drawn = sum(font(face).stringWidth(piece, style.size) for face, piece in pieces)
    gaps = sum(len(piece) for _, piece in pieces) - 1
    return float(drawn + max(gaps, 0) * style.tracking * style.size)


def fit(text: str, style: Style, *, room: float) -> Fitted:
    """`text` in one line of at most `room` points, made smaller until it fits."""
    return _shrunk((i18n.tidy(text),), style, room, most=1.0)


def fit_two(text: str, style: Style, *, room: float, least: float, two: float) -> Fitted:
    """`text` in one line of `least` points of size or more, or else in two lines.

    Two lines are at most the part `two` of the size. What does not even then fit is made smaller
    still: no letter is cut off, and none leaves its room.
    """
    one = fit(text, style, room=room)
    return (
        one
        if one.style.size >= least
        else _shrunk(_halves(i18n.tidy(text), style), style, room, most=two)
    )


def _shrunk(lines: tuple[str, ...], style: Style, room: float, *, most: float) -> Fitted:
    widest = max(width(line, style) for line in lines)
    scale = min(most, room / widest) if widest > 0 else most
    return Fitted(style=replace(style, size=style.size * scale), lines=lines)


def _halves(text: str, style: Style) -> tuple[str, ...]:
    """`text` in two lines, as even as its spaces allow, better after a comma than not.

    A single long word is cut in the middle.
    """
    words = text.split()
    if len(words) < 2:
        middle = len(text) // 2
        return (text[:middle], text[middle:])
    cuts = ((" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words)))
    return min(cuts, key=lambda cut: _unevenness(cut, style))


def _unevenness(cut: tuple[str, str], style: Style) -> float:
    widest = max(width(line, style) for line in cut)
    return widest * (0.85 if cut[0][-1] in ",;:.–" else 1.0)


def put(
    canvas: Canvas, text: str, x: float, y: float, style: Style, *, align: Align = "left"
) -> None:
    """Draw one line with its baseline at `y`; `x` is its left end, centre or right end."""
    start = x - width(text, style) * {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
    writer = canvas.beginText(start, y)
    writer.setFillColor(style.colour)
    # Always said, because the spacing outlives the text object it was set in.
    writer.setCharSpace(style.tracking * style.size)
    for face, piece in runs(text, style.face):
        writer.setFont(font(face).fontName, style.size)
        writer.textOut(piece)
    canvas.drawText(writer)


def put_fitted(
    canvas: Canvas, fitted: Fitted, x: float, y: float, *, align: Align = "left"
) -> None:
    """Draw fitted lines, the first baseline at `y`."""
    for number, line in enumerate(fitted.lines):
        put(canvas, line, x, y - number * fitted.leading, fitted.style, align=align)
