"""The ``export.xml`` of Apple Health: every workout of a phone's owner, and every heartbeat.

The file has one element a measurement and may be larger than memory, so it is read as a stream:
only workouts, and the heart rates at 16 bytes each, are kept. The tracks stand beside it, in
``workout-routes/``, as GPX files that name neither a sport nor a heart rate: both are only here.

**The document type.** Apple writes its own in front, in some versions of iOS a broken one. It is
read past and never parsed, so nothing that it might declare exists: an entity in the text is then
an error of the file. Where it declares one at all, or points elsewhere, the file is refused.
"""

import codecs
import re
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO, Final
from xml.parsers import expat

from race.activity import Summary
from race.errors import ForbiddenMarkup, MalformedFile, NoActivity, TooMuchMarkup
from race.i18n import N_
from race.ingest.formats import xml
from race.ingest.formats.apple_health_events import Events
from race.ingest.formats.apple_health_workouts import summaries

#: Bytes that are parsed at once.
_CHUNK: Final = 262_144
#: In this much the root element has to begin; the document type of iOS 12 has 4 kB.
_PROLOG: Final = 65_536
#: Names of elements and attributes; iOS 12 declares 60, and a parser keeps each for good.
MAX_NAMES: Final = 1_000
#: Bytes of one tag; the record of a watch, with its description, has 400.
_LONGEST_TAG: Final = 1_048_576

_ROOT: Final = re.compile(rb"<HealthData[\s>/]")
_FORBIDDEN: Final = re.compile(
    rb"<!ENTITY|<!DOCTYPE\s+[^\s\[>]+\s+(?:SYSTEM|PUBLIC)\b|%[\w:][\w.:-]*;"
)
#: XML knows no control characters, not even escaped; names that people type have them.
_CONTROLS: Final = bytes.maketrans(
    bytes(c for c in range(32) if c not in b"\t\n\r"), b" " * (32 - 3)
)
#: Measurements on one line that are no heart rate, most of any export: dropped before they are
#: parsed, which saves a third of the time.
_OF_NO_USE: Final = re.compile(
    rb"""<Record type="(?!HKQuantityTypeIdentifierHeartRate")[^<>\n]*+>(?<=/>)"""
)
_NO_XML: Final = N_("this is not valid XML")


def sniff(data: bytes) -> bool:
    """The first element is HealthData, behind whatever document type."""
    return xml.root(data) == "HealthData"


def read(stream: BinaryIO, name: str) -> Iterator[Summary]:
    """The workouts in file order, with the heart rates recorded meanwhile; `name` is not needed.

    A file that breaks off is read up to there. Raises NoActivity, MalformedFile (no workout before
    the damage), ForbiddenMarkup, TooDeep, TooMuchMarkup, TooManyRuns and TooManyPoints.
    """
    parser = expat.ParserCreate("utf-8", intern={})
    parser.buffer_text = True
    events = Events(parser)
    damage: MalformedFile | None = None
    try:
        _feed(parser, stream)
    except expat.ExpatError as error:
        damage = MalformedFile(line=error.lineno, reason=_NO_XML)
    finally:
        events.close()
    if not events.workouts:
        raise damage or NoActivity(format="Apple Health")
    return summaries(events)


def _feed(parser: expat.XMLParserType, stream: BinaryIO) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    fed = 0
    for chunk in chain([_without_prolog(stream)], iter(lambda: stream.read(_CHUNK), b"")):
        sane = _OF_NO_USE.sub(b"", chunk.translate(_CONTROLS))
        text = decoder.decode(sane).encode()
        parser.Parse(text)
        fed += len(text)
        if len(parser.intern) > MAX_NAMES:
            raise TooMuchMarkup(limit=MAX_NAMES)
        if fed - parser.CurrentByteIndex > _LONGEST_TAG:
            raise MalformedFile(line=parser.CurrentLineNumber, reason=_NO_XML)
    parser.Parse(b"", True)


def _without_prolog(stream: BinaryIO) -> bytes:
    """The first bytes of `stream`, all before the root element blanked out but the line ends."""
    head = b""
    while len(head) < _PROLOG and _ROOT.search(head) is None:
        more = stream.read(_PROLOG)
        if not more:
            break
        head += more
    root = _ROOT.search(head)
    prolog = head[: root.start()] if root else head
    forbidden = _FORBIDDEN.search(prolog)
    if forbidden is not None:
        raise ForbiddenMarkup(line=1 + prolog.count(b"\n", 0, forbidden.start()))
    return b"\n" * prolog.count(b"\n") + (head[root.start() :] if root else b"")
