"""The code that a phone reads, on a white plate of its own."""

from typing import Final

import segno
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from race.certificates.shapes import GOLD_LIGHT, INK, WHITE, Box, panel

#: Modules of white around the code: what ISO/IEC 18004 asks for.
_QUIET: Final = 4
#: Any of the eight masks is valid; scoring all of them takes five times as long as drawing one.
_MASK: Final = 2


def qr(canvas: Canvas, text: str, box: Box) -> None:
    """`text` as a QR code with error correction M, on a plate that fills the square `box`.

    An address all in capitals takes fewer modules (the alphanumeric mode) than any other.
    """
    matrix = segno.make(text, error="m", micro=False, mask=_MASK, boost_error=False).matrix
    canvas.setFillColor(WHITE)
    canvas.setStrokeColor(GOLD_LIGHT)
    canvas.setLineWidth(0.6)
    canvas.drawPath(panel(box, 4), fill=1, stroke=1)
    module = box.width / (len(matrix) + 2 * _QUIET)
    left, top = box.x + _QUIET * module, box.top - _QUIET * module
    # Rows that only touch would show a hair of white between them on a screen.
    height = module * 1.02
    # Written out, as in `trace`: two hundred rectangles would else take longer than their code.
    code = [
        f"{left + start * module:.3f} {top - number * module - height:.3f} "
        f"{length * module:.3f} {height:.3f} re"
        for number, row in enumerate(matrix)
        for start, length in _dark(row)
    ]
    canvas.setFillColor(INK)
    canvas.drawPath(PDFPathObject(code), fill=1, stroke=0)


def _dark(row: bytearray | tuple[int, ...]) -> list[tuple[int, int]]:
    """The dark stretches of a row: where they start and how long they are."""
    edges = [0, *row, 0]
    starts = [i for i in range(len(row)) if edges[i + 1] and not edges[i]]
    ends = [i for i in range(len(row)) if edges[i + 1] and not edges[i + 2]]
    return [(start, end - start + 1) for start, end in zip(starts, ends, strict=True)]
