"""The classic design: what was achieved on the left, where it was run on the right, one landscape.

The left column is a stack of blocks that share the free height, so that a long name or a long
event takes its second line from the gaps and never from a neighbour.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.pdfgen.canvas import Canvas

from race.certificates import landscape, words
from race.certificates.certificate import Certificate, RoutePicture
from race.certificates.frame import INNER, frame, inside
from race.certificates.profile import profile, profile_of
from race.certificates.qr import qr
from race.certificates.route import drawable, route_map
from race.certificates.seal import seal
from race.certificates.shapes import (
    GOLD,
    GOLD_LIGHT,
    GOLD_TEXT,
    INK,
    MUTED,
    ORANGE_TEXT,
    TEAL,
    Box,
    card,
    diamond,
    rules,
)
from race.certificates.stone import milestone
from race.certificates.text import Fitted, Style, fit, fit_two, put_fitted, width

#: The middle of the left column, and how wide its words may be.
_MIDDLE: Final = 302.0
_ROOM: Final = 492.0
_STRIP: Final = Box(x=58, y=206, width=488, height=58)
_STACK: Final = Box(x=56, y=_STRIP.top + 14, width=_ROOM, height=551 - _STRIP.top - 14)
_PANEL: Final = Box(x=572, y=206, width=226, height=330)
#: The middles of two signatures; a single one takes the right, as on official papers.
_SIGNED: Final = (160.0, 444.0)
#: Middle and radius of the seal beside no, one and two signatures.
_SEALS: Final = ((_MIDDLE, 112.0, 46.0), (172.0, 110.0, 44.0), (_MIDDLE, 112.0, 40.0))
_PLATE: Final = Box(x=581, y=83, width=86, height=86)

_ORGANISER: Final = Style(face="medium", size=8.8, colour=MUTED, tracking=0.17)
_TITLE: Final = Style(face="title", size=39, colour=INK, tracking=0.055)
_ACHIEVED: Final = Style(face="semibold", size=9.2, colour=GOLD_TEXT, tracking=0.19)
_INTRODUCTION: Final = Style(face="name", size=13.5, colour=MUTED)
_NAME: Final = Style(face="name", size=41, colour=TEAL)
_IDENTITY: Final = Style(face="medium", size=9.5, colour=MUTED, tracking=0.04)
_DEED: Final = Style(face="sans", size=12.5, colour=INK)
_EVENT: Final = Style(face="semibold", size=15.5, colour=INK)
_FIRST_NUMBER: Final = Style(face="bold", size=17, colour=ORANGE_TEXT)
_NUMBER: Final = Style(face="bold", size=13.5, colour=INK)
_NUMBER_LABEL: Final = Style(face="sans", size=7.2, colour=MUTED)
_HEADING: Final = Style(face="semibold", size=8, colour=GOLD_TEXT, tracking=0.14)
_HEADING_RIGHT: Final = Style(face="semibold", size=8, colour=TEAL)
_DATE: Final = Style(face="italic", size=9.5, colour=INK)
_SMALL: Final = Style(face="italic", size=7.4, colour=MUTED)
_SIGNED_TITLE: Final = Style(face="semibold", size=7.6, colour=INK, tracking=0.09)
_SIGNED_NAME: Final = Style(face="semibold", size=10, colour=INK)


def draw(canvas: Canvas, certificate: Certificate, language: str) -> None:
    """Draw the whole page."""
    _ground(canvas, certificate, language)
    _stack(canvas, _blocks(certificate, language))
    _strip(canvas, certificate, language)
    _panel(canvas, certificate, language)
    _foot(canvas, certificate, language)
    _verification(canvas, certificate, language)


def _ground(canvas: Canvas, certificate: Certificate, language: str) -> None:
    landscape.paper(canvas)
    canvas.saveState()
    canvas.clipPath(inside(), stroke=0, fill=0)
    landscape.foot(canvas, INNER)
    canvas.restoreState()
    frame(canvas)


# -- the left column ---------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Block:
    """Something in the stack: how far it reaches from its baseline, and how to draw it there."""

    above: float
    below: float
    #: How much of the free height goes above this block.
    weight: float
    draw: Callable[[Canvas, float], None]


def _blocks(certificate: Certificate, language: str) -> tuple[_Block, ...]:
    organiser = fit_two(certificate.organiser.upper(), _ORGANISER, room=_ROOM, least=7, two=0.86)
    name = fit_two(certificate.name, _NAME, room=_ROOM, least=27, two=0.74)
    deed = fit_two(words.deed(certificate, language), _DEED, room=_ROOM, least=10.5, two=0.92)
    event = fit_two(certificate.event_name, _EVENT, room=_ROOM, least=13, two=0.9)
    return (
        _words(organiser, weight=0),
        _words(fit(words.title(language), _TITLE, room=_ROOM), weight=1.3),
        _achievement(words.achievement(certificate, language)),
        _words(fit(words.introduction(language), _INTRODUCTION, room=_ROOM), weight=2.2),
        _words(name, weight=0.9),
        _Block(above=1, below=0, weight=0.8, draw=_name_rule),
        _words(fit(words.identity(certificate, language), _IDENTITY, room=_ROOM), weight=0.8),
        _words(deed, weight=2.0),
        _words(event, weight=0.4),
    )


def _words(fitted: Fitted, *, weight: float) -> _Block:
    size = fitted.style.size

    def at(canvas: Canvas, baseline: float) -> None:
        put_fitted(canvas, fitted, _MIDDLE, baseline, align="centre")

    # Capitals with two marks reach a little more than a size above the baseline: Ễ.
    below = 0.26 * size + (len(fitted.lines) - 1) * fitted.leading
    return _Block(above=1.06 * size, below=below, weight=weight, draw=at)


def _achievement(text: str) -> _Block:
    fitted = fit(text, _ACHIEVED, room=260)

    def at(canvas: Canvas, baseline: float) -> None:
        half = width(text, fitted.style) / 2 + 10
        y = baseline + fitted.style.size * 0.36
        canvas.setStrokeColor(GOLD)
        canvas.setFillColor(GOLD)
        canvas.setLineWidth(0.8)
        ends = (_MIDDLE - 152, _MIDDLE - half), (_MIDDLE + half, _MIDDLE + 152)
        rules(canvas, y, ends)
        for x in (_MIDDLE - 155, _MIDDLE + 155):
            diamond(canvas, x, y, 2.8)
        put_fitted(canvas, fitted, _MIDDLE, baseline, align="centre")

    return _Block(above=fitted.style.size, below=2, weight=0.6, draw=at)


def _name_rule(canvas: Canvas, baseline: float) -> None:
    canvas.setStrokeColor(GOLD_LIGHT)
    canvas.setLineWidth(0.7)
    rules(canvas, baseline, ((_MIDDLE - 190, _MIDDLE + 190),))


def _stack(canvas: Canvas, blocks: Sequence[_Block]) -> None:
    """Draw blocks from the top of the column down, the free height shared by their weights."""
    free = _STACK.height - sum(block.above + block.below for block in blocks)
    share = max(free, 0) / sum(block.weight for block in blocks)
    y = _STACK.top
    for block in blocks:
        y -= block.weight * share + block.above
        block.draw(canvas, y)
        y -= block.below


def _strip(canvas: Canvas, certificate: Certificate, language: str) -> None:
    """The numbers in one card, all but the first in one size."""
    shown = words.numbers(certificate, language)
    wide = min(_STRIP.width, 132 * len(shown))
    box = Box(x=_STRIP.middle - wide / 2, y=_STRIP.y, width=wide, height=_STRIP.height)
    card(canvas, box, radius=8, alpha=0.78)
    cell = box.width / len(shown)
    others = [fit(number.value, _NUMBER, room=cell - 12).style for number in shown[1:]]
    style = min(others, key=lambda one: one.size, default=_NUMBER)
    for place, number in enumerate(shown):
        x = box.x + cell * (place + 0.5)
        value = fit(number.value, style if place else _FIRST_NUMBER, room=cell - 12)
        put_fitted(canvas, value, x, box.y + 25, align="centre")
        put_fitted(
            canvas, fit(number.label, _NUMBER_LABEL, room=cell - 10), x, box.y + 11, align="centre"
        )
        if place:
            canvas.setStrokeColor(GOLD_LIGHT)
            canvas.setLineWidth(0.5)
            canvas.line(x - cell / 2, box.y + 11, x - cell / 2, box.top - 11)


# -- the right column --------------------------------------------------------------------------


def _panel(canvas: Canvas, certificate: Certificate, language: str) -> None:
    route = certificate.route
    if route is None or not drawable(route):
        _scenery(canvas, certificate, language)
        headings = words.finish(certificate, language)
    else:
        _route(canvas, certificate, route, language)
        headings = words.route(route, certificate, language)
    _headings(canvas, *headings, _PANEL.top - 20)


def _headings(canvas: Canvas, left: str, right: str, y: float) -> None:
    told = fit(right, _HEADING_RIGHT, room=90)
    put_fitted(canvas, told, _PANEL.right - 14, y, align="right")
    room = _PANEL.width - 40 - width(right, told.style)
    put_fitted(canvas, fit(left, _HEADING, room=room), _PANEL.x + 14, y)


def _scenery(canvas: Canvas, certificate: Certificate, language: str) -> None:
    """The country of the finish with the stone that was reached."""
    landscape.scene(canvas, _PANEL, 10)
    card(canvas, _PANEL, radius=10, alpha=0)
    number, unit = words.stone(certificate, language)
    milestone(canvas, Box(x=_PANEL.x + 40, y=_PANEL.y + 26, width=52, height=80), number, unit)


def _route(canvas: Canvas, certificate: Certificate, route: RoutePicture, language: str) -> None:
    card(canvas, _PANEL, radius=10, alpha=0.55)
    points = profile_of(route)
    if points is None:
        landscape.strip(canvas, _PANEL, 10)
        number, unit = words.stone(certificate, language)
        milestone(
            canvas, Box(x=_PANEL.right - 52, y=_PANEL.y + 10, width=25, height=38), number, unit
        )
        box = Box(x=_PANEL.x + 22, y=_PANEL.y + 104, width=_PANEL.width - 44, height=184)
    else:
        box = Box(x=_PANEL.x + 22, y=_PANEL.y + 110, width=_PANEL.width - 44, height=178)
        climbed = words.ascent(route.ascent_m, language)
        _headings(canvas, words.elevation(language), climbed, _PANEL.y + 88)
        ground = Box(x=_PANEL.x + 14, y=_PANEL.y + 23, width=_PANEL.width - 28, height=46)
        profile(canvas, points, ground, language)
    route_map(canvas, route, box, language)


# -- the foot ----------------------------------------------------------------------------------


def _foot(canvas: Canvas, certificate: Certificate, language: str) -> None:
    note = words.provisional(certificate, language)
    put_fitted(canvas, fit(note, _SMALL, room=_ROOM), _MIDDLE, 194, align="centre")
    issued = fit(words.issued(certificate, language), _DATE, room=_ROOM)
    signed = certificate.signatories
    # A date stands above the signature when there is only one.
    put_fitted(canvas, issued, _SIGNED[1] if len(signed) == 1 else _MIDDLE, 176, align="centre")
    for signatory, x in zip(signed, _SIGNED[2 - len(signed) :], strict=True):
        _signature(canvas, signatory.title, signatory.name, x)
    x, y, radius = _SEALS[len(signed)]
    seal(canvas, x, y, radius, words.seal(certificate, language))
    number, unit = words.stone(certificate, language)
    milestone(canvas, Box(x=534, y=41, width=26, height=39), number, unit)


def _signature(canvas: Canvas, title: str, name: str, x: float) -> None:
    """Title above, name below, and between them the room to sign by hand."""
    put_fitted(canvas, fit(title.upper(), _SIGNED_TITLE, room=190), x, 157, align="centre")
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.5)
    rules(canvas, 100, ((x - 66, x + 66),))
    put_fitted(canvas, fit(name, _SIGNED_NAME, room=190), x, 87, align="centre")


def _verification(canvas: Canvas, certificate: Certificate, language: str) -> None:
    qr(canvas, certificate.verify_url, _PLATE)
    heading, invitation, page = words.verification(certificate, language)
    x, room = _PLATE.right + 9, _PANEL.right - _PLATE.right - 9
    for text, style, y in (
        (heading, Style(face="semibold", size=7.6, colour=INK, tracking=0.06), 152),
        (invitation, Style(face="sans", size=7.2, colour=INK), 138),
        (page, Style(face="sans", size=7.2, colour=INK), 127),
        (certificate.code, Style(face="bold", size=10.6, colour=TEAL, tracking=0.04), 107),
    ):
        put_fitted(canvas, fit(text, style, room=room), x, y)
