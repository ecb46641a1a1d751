"""XML as phones and websites write it, read without trust: a thin, safe layer over expat.

A document type is refused, so entities cannot be declared, let alone expand or fetch anything. A
file that breaks off is read up to the damage. Encodings and small slips that hide a whole run
(a bare ``&`` in its name, a stray control character, Latin-1 called UTF-8) are mended first.

Names are matched without their prefix, declared or not: apps disagree on ``gpxtpx:``, ``ns3:``
and ``gpxdata:``, and some forget to declare them.
"""

import codecs
import re
from collections.abc import Callable, Mapping
from typing import Final, TypeVar
from xml.parsers import expat

from race.activity import Damage
from race.errors import ForbiddenMarkup, TooDeep, TooMuchMarkup
from race.i18n import N_

#: Elements inside each other. The deepest activity file we know has 8; expat itself bears any
#: depth, but whoever builds a tree of 200,000 levels dies of it.
MAX_DEPTH: Final = 64
#: Different names of elements and attributes. The most we know in one activity file are 60; expat
#: keeps every name to the end, so 31 MB of nothing but names took 0.85 GB.
MAX_NAMES: Final = 1_000
#: Bytes that expat gets at once. Not fewer: before 2.6 it reads the beginning of a long comment or
#: attribute again with every piece. Python hands them over in pieces of this size by itself.
_PIECE: Final = 1 << 20
#: Bytes looked at to tell what an XML file is, when they are not one byte a character.
_HEAD: Final = 65_536
_BOM: Final = codecs.BOM_UTF8

_PROLOG: Final = re.compile(rb"(?:\xef\xbb\xbf|[\s\0]+|<!--.*?-->)*+(?:<\?xml\s[^>]*>)?", re.DOTALL)
_DECLARATION: Final = re.compile(rb"<\?xml\s[^>]*>")
_ENCODING: Final = re.compile(rb"""<\?xml\s[^>]*encoding\s*=\s*["']([\w.-]{1,40})["']""")
_ROOT: Final = re.compile(
    rb"(?:\xef\xbb\xbf|[\s\0]+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*+(?:\[.*?\]\s*)?>)*+"
    rb"<(?:[\w.-]+:)?([\w.-]+)",
    re.DOTALL,
)
_UTF16_LE: Final = re.compile(rb"(?:\s\0)*+<\0")
_UTF16_BE: Final = re.compile(rb"(?:\0\s)*+\0<")
#: Eight-bit and East Asian character sets; other Python codecs are no encodings of XML.
_OLD_CHARSET: Final = re.compile(
    r"iso-?8859-\d+|latin-?1|windows-\d+|cp\d+|koi8-[ru]|gb\w+|big5|shift_jis|euc-(?:jp|kr)", re.I
)
#: What an ampersand may begin; not so in "Tom & Jerry", ``&nbsp;`` and half an emoji, ``&#55357;``.
_ENTITIES: Final = (b"amp;", b"lt;", b"gt;", b"quot;", b"apos;")
_CONTROLS: Final = bytes(c for c in range(32) if c not in b"\t\n\r")
_NO_CONTROLS: Final = bytes.maketrans(_CONTROLS, b" " * len(_CONTROLS))
#: Everything but the ends of lines.
_BLANKED: Final = bytes(c if c in b"\r\n" else ord(" ") for c in range(256))

_TOO_EARLY: Final = N_("the file ends too early")
_STRANGE: Final = N_("there are characters that do not belong there")
#: What expat says, for people.
_REASONS: Final[Mapping[str, str]] = {
    expat.errors.XML_ERROR_NO_ELEMENTS: _TOO_EARLY,
    expat.errors.XML_ERROR_UNCLOSED_TOKEN: _TOO_EARLY,
    expat.errors.XML_ERROR_PARTIAL_CHAR: _TOO_EARLY,
    expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION: _TOO_EARLY,
    expat.errors.XML_ERROR_INVALID_TOKEN: _STRANGE,
    expat.errors.XML_ERROR_SYNTAX: _STRANGE,
    expat.errors.XML_ERROR_TAG_MISMATCH: N_("an opening and a closing tag do not match"),
    expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: N_("something stands after the end"),
}
_NO_XML: Final = N_("this is not valid XML")

Attributes = dict[str, str]
Reading = TypeVar("Reading")


def root(data: bytes) -> str | None:
    """The name of the first element without its prefix; None where no element is in sight."""
    encoding = _utf16(data)
    head = data[:_HEAD].decode(encoding, "replace").encode() if encoding else data
    match = _ROOT.match(head)
    return match[1].decode("ascii", "replace") if match else None


def parse(
    data: bytes, begin: Callable[[expat.XMLParserType], Reading]
) -> tuple[Reading, Damage | None]:
    """What `begin` makes of the events of `data`, and where the file is damaged, if it is.

    `begin` puts its handlers on the parser it is given and returns the value they fill; it may
    be called twice, and the last value counts. Text of one element may come in pieces. Lines of
    the damage are those of the file.
    Raises ForbiddenMarkup for a document type, TooMuchMarkup, and what the handlers raise.
    """
    text = utf8(data)
    reading, damage = _parse_once(text, begin)
    if damage is not None and (mended := _mended(text)) != text:
        del reading, text  # before all of it comes a second time
        reading, damage = _parse_once(mended, begin)
    return reading, damage


def too_deep(parser: expat.XMLParserType) -> TooDeep:
    """The error for a handler that counts more than `MAX_DEPTH` open elements."""
    return TooDeep(line=parser.CurrentLineNumber, limit=MAX_DEPTH)


def utf8(data: bytes) -> bytes:
    """`data` in UTF-8 without byte order marks, its lines kept.

    UTF-16 is known by its marks or its first ``<``. Anything else is UTF-8 if it can be, else
    the declared old character set, else UTF-8 with U+FFFD for what does not fit. A declaration
    may still name another encoding, of which the parser takes no notice; it is blanked out where
    something stands before it.
    """
    encoding = _utf16(data)
    text = data.decode(encoding, "replace").encode() if encoding else _eight_bit(data)
    return text if _DECLARATION.match(text) else _without_declaration(text)


def _parse_once(
    text: bytes, begin: Callable[[expat.XMLParserType], Reading]
) -> tuple[Reading, Damage | None]:
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise ForbiddenMarkup(line=parser.CurrentLineNumber)

    parser.StartDoctypeDeclHandler = refuse
    reading = begin(parser)
    damage = None
    try:
        _feed(parser, text)
    except expat.ExpatError as error:
        damage = Damage(line=error.lineno, reason=_reason(error))
    finally:
        _let_go(parser)
    return reading, damage


def _feed(parser: expat.XMLParserType, text: bytes) -> None:
    view = memoryview(text)
    for start in range(0, len(text), _PIECE):
        parser.Parse(view[start : start + _PIECE], False)
        if len(parser.intern) > MAX_NAMES:
            raise TooMuchMarkup(limit=MAX_NAMES)
    parser.Parse(b"", True)


def _reason(error: expat.ExpatError) -> str:
    return _REASONS.get(expat.ErrorString(error.code) or "", _NO_XML)


def _let_go(parser: expat.XMLParserType) -> None:
    """Breaks the circle parser → handler → parser, which would keep the arrays in memory."""
    parser.StartDoctypeDeclHandler = None
    parser.StartElementHandler = None
    parser.EndElementHandler = None
    parser.CharacterDataHandler = None


def _utf16(data: bytes) -> str | None:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if _UTF16_LE.match(data):
        return "utf-16-le"
    return "utf-16-be" if _UTF16_BE.match(data) else None


def _eight_bit(data: bytes) -> bytes:
    if data.isascii() or _is_utf8(data):
        return data
    return data.decode(_declared(data), "replace").encode()


def _is_utf8(data: bytes) -> bool:
    """Looked at piece by piece: the whole as a string would take twice the memory of the file."""
    decoder, view = codecs.getincrementaldecoder("utf-8")(), memoryview(data)
    try:
        for start in range(0, len(data), _HEAD):
            decoder.decode(view[start : start + _HEAD])
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _declared(data: bytes) -> str:
    match = _ENCODING.search(data[:1024])
    name = match[1].decode("ascii") if match else ""
    if not _OLD_CHARSET.fullmatch(name):
        return "utf-8"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "utf-8"


def _without_declaration(text: bytes) -> bytes:
    end = _PROLOG.match(text).end()  # type: ignore[union-attr] # every part of it is optional
    head = _DECLARATION.sub(lambda found: found[0].translate(_BLANKED), text[:end])
    return head.replace(_BOM, b" ").replace(b"\0", b" ") + text[end:]


def _mended(text: bytes) -> bytes:
    mended = _without_declaration(text.translate(_NO_CONTROLS)).replace(b"&", b"&amp;")
    for entity in _ENTITIES:
        mended = mended.replace(b"&amp;" + entity, b"&" + entity)
    return mended
