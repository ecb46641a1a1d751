"""Where the messages of a FIT file stand: a walk over its headers, from run to run.

A file is a row of messages. A *definition* says for one of 16 local numbers which message of the
Profile it stands for and how its fields lie, one after the other; each *data* message of that
number is then a header byte and these fields, always of one size. So the data messages of a
definition are rows of one table, and of those that follow each other only the first needs a look.
Fields that a developer added have their sizes in the definition and are stepped over, described or
not. What nobody reads is stepped over as well.

The header of a data message may be a *compressed* one, which holds the last five bits of its time.

https://developer.garmin.com/fit/protocol/
"""

from array import array
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np

from race.errors import TooManyPoints
from race.i18n import N_
from race.ingest.formats.fit_profile import FIELDS, TIMESTAMP, Field
from race.ingest.formats.gpx_events import MAX_POINTS

#: Different definitions in one file. Real files have up to 51; each costs a table.
MAX_DEFINITIONS: Final = 4_096
#: Runs of messages in one file: what the longest run that is taken needs, with heart beats, events
#: and statistics between all of its points.
MAX_RUNS: Final = 8 * MAX_POINTS
TOO_EARLY: Final = N_("the file ends too early")
UNDEFINED: Final = N_("a message comes without its definition")
TOO_VARIED: Final = N_("it defines more kinds of messages than any device writes")
#: The clock of a run without compressed headers, or with such as continue nothing.
NO_CLOCK: Final = -1
#: The bits of a compressed header that are its time.
TIME_BITS: Final = 0x1F

_COMPRESSED: Final = 0x80
_DEFINES: Final = 0x40
_HAS_DEVELOPER_FIELDS: Final = 0x20
#: Messages of one header that are counted one by one before numpy looks for the rest.
_FEW: Final = 32
_NO_TIME: Final = 0xFFFF_FFFF
#: The fields that are read of each message: their names by their numbers.
_NAMES: Final = {
    message: {wanted.number: name for name, wanted in fields.items()}
    for message, fields in FIELDS.items()
}

_Order = Literal["little", "big"]


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a field that is read lies in its message."""

    field: Field
    #: Bytes from the header of the message on.
    at: int
    #: Bytes.
    size: int
    #: The number of its base type, without the mark of those that have an order.
    base: int


@dataclass(kw_only=True)
class Definition:
    """What the data messages of one definition look like, and where in the file they stand."""

    #: The number of the message in the Profile.
    message: int
    order: _Order
    #: Bytes of a message, header included.
    size: int = 1
    #: The fields that are read, by their names in `fit_profile.FIELDS`.
    places: dict[str, Place] = field(default_factory=dict)
    #: Where the time of a message lies, from its header on; 0 without one.
    time_at: int = 0
    #: Runs of messages that follow each other: where the first begins, and how many there are.
    starts: "array[int]" = field(default_factory=lambda: array("q"))
    counts: "array[int]" = field(default_factory=lambda: array("q"))
    #: For runs with compressed headers, the FIT time that was before them; else `NO_CLOCK`.
    clocks: "array[int]" = field(default_factory=lambda: array("q"))


class _Clock:
    """The latest time of a file, which a compressed header continues; read only when one does."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._order: _Order = "little"
        self._value = NO_CLOCK

    def seen(self, at: int, order: _Order) -> None:
        self._at, self._order = at, order

    def before(self) -> int:
        if self._at:
            written = self._data[self._at : self._at + 4]
            value = int.from_bytes(written, self._order)
            self._value = NO_CLOCK if value == _NO_TIME else value
            self._at = 0
        return self._value

    def passed(self, seconds: int) -> None:
        if self._value != NO_CLOCK:
            self._value += seconds


class Walk:
    """One walk over the messages between two bytes of a file, done when it is built.

    Raises TooManyPoints for more than `MAX_POINTS` messages of one kind, or `MAX_RUNS` runs.
    """

    def __init__(self, data: bytes, first: int, end: int) -> None:
        #: The definitions that are read, in the order in which their first messages come.
        self.definitions: list[Definition] = []
        #: Why it did not come to the end, in English words.
        self.damage: str | None = None
        self._data, self._end = data, end
        self._bytes = np.frombuffer(data, np.uint8)
        self._known: dict[bytes, Definition] = {}
        self._local: dict[int, Definition] = {}
        self._clock = _Clock(data)
        self._taken = dict.fromkeys(FIELDS, 0)
        self._walk(first)

    def _walk(self, at: int) -> None:
        data, end, local = self._data, self._end, self._local
        runs = 0
        while at < end and self.damage is None:
            header = data[at]
            if header & (_COMPRESSED | _DEFINES) == _DEFINES:
                at = self._define(at)
                continue
            compressed = header & _COMPRESSED
            definition = local.get((header >> 5) & 3 if compressed else header & 15)
            if definition is None:
                self.damage = UNDEFINED
                return
            size = definition.size
            following, last = at + size, end - size
            if at > last:
                self.damage = TOO_EARLY
                return
            runs += 1
            if runs > MAX_RUNS:
                raise TooManyPoints(limit=MAX_POINTS)
            count, shared = 1, 0xFF ^ TIME_BITS if compressed else 0xFF
            kind = header & shared
            while following <= last and data[following] & shared == kind:
                count += 1
                following += size
                if count == _FEW:
                    count = self._run(at, size, shared)
                    following = at + count * size
                    break
            if compressed or definition.time_at:
                self._follow_clock(definition, at, count)
            elif definition.message in self._taken:
                self._take(definition, at, count, NO_CLOCK)
            at = following

    def _run(self, at: int, size: int, shared: int) -> int:
        """How many messages with the header of the one at `at` follow each other, it included."""
        kind = self._data[at] & shared
        most = (self._end - at) // size
        count, step = _FEW, 64
        while count < most:
            stop = min(count + step, most)
            headers = self._bytes[at + count * size : at + stop * size : size]
            other = np.flatnonzero((headers & shared) != kind)
            if len(other):
                return count + int(other[0])
            count, step = stop, step * 4
        return count

    def _follow_clock(self, definition: Definition, at: int, count: int) -> None:
        """Take messages that tell the time, by a field or by their headers."""
        clock = NO_CLOCK
        if self._data[at] & _COMPRESSED:
            clock = self._clock.before()
            self._clock.passed(self._passed(at, count, definition.size, clock))
        if definition.time_at:
            last = at + (count - 1) * definition.size
            self._clock.seen(last + definition.time_at, definition.order)
        if definition.message in self._taken:
            self._take(definition, at, count, clock)

    def _passed(self, at: int, count: int, size: int, clock: int) -> int:
        """Seconds from `clock` to the time in the last of these compressed headers."""
        if count == 1:
            return (self._data[at] - clock) & TIME_BITS
        headers = self._bytes[at : at + count * size : size]
        passed = np.diff(headers & TIME_BITS, prepend=np.uint8(clock & TIME_BITS))
        return int((passed & TIME_BITS).sum())

    def _take(self, definition: Definition, at: int, count: int, clock: int) -> None:
        if not definition.starts:
            self.definitions.append(definition)
        definition.starts.append(at)
        definition.counts.append(count)
        definition.clocks.append(clock)
        self._taken[definition.message] += count
        if self._taken[definition.message] > MAX_POINTS:
            raise TooManyPoints(limit=MAX_POINTS)

    def _define(self, at: int) -> int:
        """Take in the definition at `at`; where the next message begins."""
        data, end = self._data, self._end
        stop = at + 6
        if stop <= end:
            stop += 3 * data[at + 5]
        fields_end = stop
        if data[at] & _HAS_DEVELOPER_FIELDS:
            stop += 1 + (3 * data[stop] if stop < end else 0)
        if stop > end:
            self.damage = TOO_EARLY
            return end
        written = data[at + 1 : stop]
        definition = self._known.get(written)
        if definition is None:
            definition = _definition(written, fields_end - at - 1)
            self._known[written] = definition
            if len(self._known) > MAX_DEFINITIONS:
                self.damage = TOO_VARIED
        self._local[data[at] & 15] = definition
        return stop


def _definition(written: bytes, fields_end: int) -> Definition:
    """A definition without its header byte; what developers added stands from `fields_end` on."""
    order: _Order = "big" if written[1] else "little"
    definition = Definition(message=int.from_bytes(written[2:4], order), order=order)
    names = _NAMES.get(definition.message, {})
    at = 1
    for number, size, base in zip(
        *(written[5 + k : fields_end : 3] for k in range(3)), strict=True
    ):
        name = names.get(number)
        if name is not None and name not in definition.places:
            wanted = FIELDS[definition.message][name]
            place = Place(field=wanted, at=at, size=size, base=base & 0x1F)
            definition.places[name] = place
        if number == TIMESTAMP and size == 4 and not definition.time_at:
            definition.time_at = at
        at += size
    definition.size = at + sum(written[fields_end + 2 :: 3])
    return definition
