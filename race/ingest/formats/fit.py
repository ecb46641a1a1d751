"""FIT, the format of watches and bike computers: messages in binary tables.

**What becomes an activity.** A file may be several files in a row, each with a header, messages and
a checksum. Of each that is an activity, or does not say what it is, every session becomes one,
with its own sport; the ways between the sports of a triathlon are left out. A file that was never
closed has no session: its laps state what they can, and its records are one activity.

**What becomes a point.** Every `record`, in file order; nothing is sorted, joined or left out. A
value that the device marks as none is NaN, and so are positions at 0/0. Of a field that comes in
a plain and an enhanced form the enhanced one is taken. Times below 0x10000000 count from when a
device was switched on that did not know the date: NaN. A segment begins where the timer is started
after a stop. Sensors under 0 are NaN, but temperature, and so is a heart at 0; the cadence of
whoever is on foot is brought to steps/min by `columns.steps`. A sensor without any value is left
out.

**Damage.** What stands before it is read. A wrong checksum says that something is wrong and not
where: everything is read, and all activities of that file carry the damage.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from race.activity import Activity, Damage
from race.errors import (
    MalformedFile,
    NoActivity,
    NotActivity,
    TooManyPoints,
    TooManyRuns,
    UnreadableFile,
)
from race.i18n import N_
from race.ingest.formats.fit_activities import activities
from race.ingest.formats.fit_crc import crc16
from race.ingest.formats.fit_messages import TOO_EARLY, Walk
from race.ingest.formats.fit_profile import FILE_ID, KINDS, RECORDINGS
from race.ingest.formats.fit_tables import Table, tables
from race.ingest.formats.gpx_events import MAX_POINTS, MAX_TRACKS

BAD_CHECKSUM: Final = N_("its checksum does not match its content")
AFTER_THE_END: Final = N_("something stands after the end")
_NO_HEADER: Final = N_("its header is damaged")
_STRANGE: Final = N_("of a kind that we do not know")
_MARK: Final = b".FIT"
#: Where the mark stands in a header, and the shortest header; newer ones have 14 bytes.
_MARK_AT: Final = 8
_SHORTEST: Final = 12
_CHECKSUM: Final = 2
_PADDING: Final = re.compile(rb"[\0\s]*+")
#: The headers of definitions, with which the messages of a file begin.
_DEFINES: Final = frozenset(bytes([0x40 | low]) for low in range(0x40))


@dataclass(frozen=True, kw_only=True)
class _Part:
    """One of the files in a file: messages between a header and a checksum."""

    #: Its messages stand in these bytes, `end` not included.
    first: int
    end: int
    #: What is wrong with it as a whole, in English words.
    damage: str | None


def sniff(data: bytes) -> bool:
    """The mark of FIT stands at its place, after a number that no text begins with."""
    return _begins(data, 0) and not 32 <= data[0] < 127


def read(data: bytes) -> list[Activity]:
    """The activities of a FIT file, in file order.

    Raises NotActivity (facts format, kind), NoActivity, MalformedFile (damaged before anything of
    an activity; fact line is None), TooManyPoints and TooManyRuns.
    """
    found: list[Activity] = []
    refused: list[UnreadableFile] = []
    points = 0
    for part in _parts(data):
        try:
            activities_of_part = _read_part(data, part)
        except (MalformedFile, NoActivity, NotActivity) as refusal:
            refused.append(refusal)
            continue
        found += activities_of_part
        points += sum(len(activity.track) for activity in activities_of_part)
        if points > MAX_POINTS:
            raise TooManyPoints(limit=MAX_POINTS)
        if len(found) > MAX_TRACKS:
            raise TooManyRuns(limit=MAX_TRACKS)
    if not found:
        raise refused[0]
    for lost in refused:
        if isinstance(lost, MalformedFile):
            found[-1] = _damaged(found[-1], lost.facts["reason"])
    return found


def _read_part(data: bytes, part: _Part) -> list[Activity]:
    walk = Walk(data, part.first, part.end)
    messages = tables(data, walk.definitions)
    for kind in messages.get(FILE_ID, Table()).number("type")[:1]:
        if np.isfinite(kind) and kind not in RECORDINGS:
            raise NotActivity(format="FIT", kind=KINDS.get(int(kind), _STRANGE))
    broken_off = walk.damage is not None or part.damage == TOO_EARLY
    found = activities(messages, broken_off=broken_off)
    damage = part.damage if part.damage == TOO_EARLY else walk.damage or part.damage
    if damage is None:
        if not found:
            raise NoActivity(format="FIT")
        return found
    if not found:
        raise MalformedFile(line=None, reason=damage)
    hit = 0 if damage == BAD_CHECKSUM else len(found) - 1
    return [*found[:hit], *(_damaged(activity, damage) for activity in found[hit:])]


def _damaged(activity: Activity, reason: str) -> Activity:
    return replace(activity, damage=activity.damage or Damage(line=None, reason=reason))


def _begins(data: bytes, at: int) -> bool:
    return data[at + _MARK_AT : at + _SHORTEST] == _MARK


def _parts(data: bytes) -> Iterator[_Part]:
    """The files in a file, at least one."""
    if not _begins(data, 0):
        raise MalformedFile(line=None, reason=_NO_HEADER)
    view, at = memoryview(data), 0
    for _ in range(MAX_TRACKS):
        first = at + _header_size(data, at)
        stated = int.from_bytes(data[at + 4 : at + 8], "little")
        end = first + stated
        rest = end + _CHECKSUM
        damage = None
        if stated == 0 and rest < len(data) and not _begins(data, rest):
            end, rest, damage = len(data), len(data), TOO_EARLY  # the device never closed it
        elif rest > len(data):
            end, damage = min(end, len(data)), TOO_EARLY
        elif crc16(view[at:rest]) != 0:
            damage = BAD_CHECKSUM
        more = _begins(data, rest)
        if not more and not _PADDING.fullmatch(data, rest):
            damage = damage or AFTER_THE_END
        yield _Part(first=first, end=end, damage=damage)
        if not more:
            return
        at = rest
    raise TooManyRuns(limit=MAX_TRACKS)


def _header_size(data: bytes, at: int) -> int:
    """As the header says, or else one of the two sizes that are in use: behind it the first
    definition stands."""
    sizes = [size for size in (data[at], 14, _SHORTEST) if size >= _SHORTEST]
    sound = (size for size in sizes if data[at + size : at + size + 1] in _DEFINES)
    return next(sound, sizes[0])
