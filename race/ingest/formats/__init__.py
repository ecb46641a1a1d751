"""The formats of recorded runs: what a file is, and what it holds.

A format is one module with `sniff` and `read`, and one line in `FORMATS`. A file is recognised
by its bytes, never by its name.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from race.activity import Activity
from race.errors import EmptyFile, UnknownFormat
from race.ingest.formats import gpx
from race.ingest.formats.kinds import kind_of


@dataclass(frozen=True, kw_only=True)
class Format:
    """A kind of file that holds recorded runs."""

    #: As `Activity.format` names it.
    name: str
    #: As people call it.
    title: str
    #: Whether bytes are of this format; quick, and never an error.
    sniff: Callable[[bytes], bool]
    #: The activities in a file, at least one; UnreadableFile otherwise, and nothing else.
    read: Callable[[bytes], list[Activity]]


#: Asked in this order; the first that recognises a file reads it.
FORMATS: Final[tuple[Format, ...]] = (
    Format(name="gpx", title="GPX", sniff=gpx.sniff, read=gpx.read),
)
#: Nothing but white space, zeros and a byte order mark.
_BLANK: Final = re.compile(rb"(?:\xef\xbb\xbf)?[\s\0]*+")


def read(data: bytes, filename: str) -> list[Activity]:
    """The activities in a file, at least one; `filename` is for messages only.

    Raises UnreadableFile: EmptyFile (fact file), UnknownFormat (facts file, kind), or what the
    format that recognised it says.
    """
    if _BLANK.fullmatch(data):
        raise EmptyFile(file=filename)
    for known in FORMATS:
        if known.sniff(data):
            return known.read(data)
    raise UnknownFormat(kind=kind_of(data), file=filename)
