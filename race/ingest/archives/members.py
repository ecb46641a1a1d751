"""What lies in an archive, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from race.errors import UnreadableFile
from race.i18n import N_

#: Codes of what is passed over without being broken.
OF_THE_SYSTEM: Final = "SYSTEM_FILE"
OUTSIDE: Final = "OUTSIDE_EVENT"
TWIN: Final = "TWIN"
TIME_IS_UP: Final = "TIME_IS_UP"

#: Files that a computer adds on its own, by their folder or their name.
_ADDED: Final = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much is taken of one archive."""

    #: Files inside, those of inner archives included.
    members: int = 2_000
    #: Bytes that may come out of it, all in all …
    unpacked: int = 1_000_000_000
    #: … and out of one file that holds runs.
    member: int = 64_000_000


@dataclass(frozen=True, kw_only=True)
class Member:
    """One file inside."""

    #: Its name with folders, after the name of the inner archive when it lies in one; None for a
    #: file that is no archive.
    name: str | None
    #: Its number in the archive, and in the inner archive when there are two numbers; none for a
    #: file that is no archive.
    place: tuple[int, ...]
    #: "gpx", …: what `FORMATS` or `INDEXES` calls it.
    format: str


@dataclass(frozen=True, kw_only=True)
class Skipped:
    """A member of which nothing was taken, and why."""

    member: str
    code: str
    #: A sentence with fields, to be said in any language.
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def refused(member: str, error: UnreadableFile) -> Skipped:
    """A member that cannot be read."""
    return Skipped(member=member, code=error.code, text=error.text, facts=error.facts)


def is_of_the_system(name: str) -> bool:
    """Whether a computer added the file when it packed the archive."""
    folder, file = name.partition("/")[0], name.rpartition("/")[2]
    return folder in _ADDED or file in _ADDED


def of_the_system(member: str) -> Skipped:
    """A file that a computer added."""
    text = N_("Added by the computer that packed the archive; nothing is missing without it.")
    return Skipped(member=member, code=OF_THE_SYSTEM, text=text)


def twin(member: str, other: str) -> Skipped:
    """A second recording of a run of the same archive, poorer than the other or the same."""
    text = N_("The same run as {other}, which was taken.")
    return Skipped(member=member, code=TWIN, text=text, facts={"other": other})


def outside(member: str, day: str) -> Skipped:
    """A run of another time than the event's; `day` is an ISO date."""
    text = N_("A run of {day:day}, outside the time of this event.")
    return Skipped(member=member, code=OUTSIDE, text=text, facts={"day": day})


def too_late(member: str) -> Skipped:
    """A member that was not reached before the time for one archive was over."""
    text = N_("Not read: this archive takes too long. Send the runs of the event alone.")
    return Skipped(member=member, code=TIME_IS_UP, text=text)
