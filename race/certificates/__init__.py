"""Finisher certificates: a `Certificate` in, the bytes of a PDF out."""

import io
from collections.abc import Callable, Mapping
from typing import Final

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from race.certificates import classic, words
from race.certificates.certificate import (
    Certificate,
    KmMark,
    RoutePicture,
    Signatory,
    Standing,
    document,
)
from race.certificates.fonts import font
from race.certificates.shapes import PAGE_HEIGHT, PAGE_WIDTH
from race.i18n import tidy

__all__ = [
    "DESIGNS",
    "Certificate",
    "KmMark",
    "RoutePicture",
    "Signatory",
    "Standing",
    "document",
    "render",
]

#: How a page is drawn: on a canvas of A4 across, for a certificate, in a language.
Design = Callable[[Canvas, Certificate, str], None]
#: Every design by its name. A new one is a function here and an entry; the tests then draw it.
DESIGNS: Final[Mapping[str, Design]] = {"classic": classic.draw}

# Streams as plain bytes; ASCII85 makes a file a quarter longer. There is no argument for it.
rl_config.useA85 = 0


def render(certificate: Certificate, design: str, language: str) -> bytes:
    """One page of PDF, equal bytes for equal values. KeyError for an unknown design."""
    target = io.BytesIO()
    canvas = Canvas(
        target,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        pageCompression=1,
        invariant=1,
        # Without a font of its own every page would name Helvetica and not embed it.
        initialFontName=font("sans").fontName,  # type: ignore[arg-type]  # the stub says float
        lang={"vi": "vi-VN", "en": "en-GB"}[language],
    )
    canvas.setTitle(tidy(words.document_title(certificate, language)))
    canvas.setAuthor(tidy(certificate.organiser))
    canvas.setSubject(tidy(words.document_subject(certificate, language)))
    canvas.setCreator("Chặng")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    DESIGNS[design](canvas, certificate, language)
    canvas.showPage()
    canvas.save()
    return target.getvalue()
