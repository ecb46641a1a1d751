"""What a format is to the rest of the program: two functions under a name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import BinaryIO

from race.activity import Activity, Summary


@dataclass(frozen=True, kw_only=True)
class Format:
    """A kind of file that holds recorded runs."""

    #: As `Activity.format` names it.
    name: str
    #: As people call it.
    title: str
    #: Whether bytes are of this format, by the first 64 kB or more of a file; quick, and never an
    #: error.
    sniff: Callable[[bytes], bool]
    #: The activities in a file, at least one; UnreadableFile otherwise, and nothing else.
    read: Callable[[bytes], list[Activity]]


@dataclass(frozen=True, kw_only=True)
class Index:
    """A kind of file that says something of runs whose tracks stand beside it in an archive."""

    #: As `Activity.format` names it where there is no track.
    name: str
    #: As people call it.
    title: str
    #: As in `Format`.
    sniff: Callable[[bytes], bool]
    #: What it says, run by run: of a stream, which may be larger than memory, and of the name it
    #: has in the archive, where that is the only thread to its track. UnreadableFile, and nothing
    #: else.
    read: Callable[[BinaryIO, str], Iterable[Summary]]
