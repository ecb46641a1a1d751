"""What a file is that is no recorded run, so that its owner can be told."""

import re
from collections.abc import Sequence
from typing import Final

from race.i18n import N_
from race.ingest.formats import xml

_PICTURE: Final = N_("a picture")
_VIDEO: Final = N_("a video")
_SOUND: Final = N_("a sound recording")
_ARCHIVE: Final = N_("a packed archive")
_WORD: Final = N_("a Word document")
_EXCEL: Final = N_("an Excel sheet")

#: What the first bytes of a file say of it; the first that fits counts.
_STARTS: Final[Sequence[tuple[bytes, str]]] = (
    (rb"\xff\xd8\xff|\x89PNG\r\n|GIF8[79]a|RIFF....WEBP|BM....\0\0\0\0|II\*\0|MM\0\*", _PICTURE),
    (rb"....ftyp(?:hei[cfmsx]|hev[cmsx]|mif1|msf1|avi[fs])", _PICTURE),
    (rb"....ftyp(?:M4A|M4B)|ID3|OggS|fLaC|RIFF....WAVE|\xff[\xfb\xf3\xf2]", _SOUND),
    (rb"....ftyp|\x1a\x45\xdf\xa3|RIFF....AVI |\0\0\x01\xba", _VIDEO),
    (rb"[\s\S]{0,1024}%PDF-", N_("a PDF file")),
    (rb"PK\x03\x04[\s\S]{26,4000}?word/", _WORD),
    (rb"PK\x03\x04[\s\S]{26,4000}?xl/", _EXCEL),
    (rb"\xd0\xcf\x11\xe0", N_("an old Office document")),
    (rb"PK(?:\x03\x04|\x05\x06)|\x1f\x8b|Rar!\x1a|7z\xbc\xaf\x27\x1c", _ARCHIVE),
)
#: What the first element of an XML file says of it.
_ROOTS: Final = {
    "html": N_("a web page"),
    "svg": _PICTURE,
}
_XML: Final = N_("an XML file of another kind")
_JSON: Final = N_("a JSON file")
_TEXT: Final = N_("plain text")
_STRANGE: Final = N_("of a kind that we do not know")

_HTML: Final = re.compile(rb"<!doctype html|<(?:html|head|body|script|table|div)[\s>]", re.I)
_BINARY: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def kind_of(data: bytes) -> str:
    """A few English words, to be translated: "a picture", "a web page", "plain text"."""
    for start, kind in _STARTS:
        if re.match(start, data[:4096], re.DOTALL):
            return kind
    return _text_kind(data)


def is_document(data: bytes) -> bool:
    """Whether it is an archive only on the outside: a document of an office program."""
    return kind_of(data) in {_WORD, _EXCEL}


def _text_kind(data: bytes) -> str:
    head = xml.utf8(data[:65_536]).lstrip()
    root = xml.root(data)
    if _HTML.match(head):
        return _ROOTS["html"]
    if root is not None:
        return _ROOTS.get(root.lower(), _XML)
    if head.startswith((b"{", b"[")):
        return _JSON
    return _STRANGE if _BINARY.search(head) else _TEXT
