"""FIT files, message by message: definitions and data in both orders of bytes, fields of
developers, compressed times, chains of files, and everything that can be wrong with them.

Numbers of messages, fields and base types are written out as the FIT SDK has them, so that nothing
here leans on the tables of the reader.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

#: 2026-11-08T06:00:00Z in seconds since 1989-12-31T00:00:00Z, and since 1970.
SIX = 1_163_052_000
SIX_EPOCH = 1_794_117_600
HERE = (21.5061, 106.3436)

#: Base types: their numbers, what `struct` calls them, and the value that means "none".
BASES = {
    "enum": (0x00, "B", 0xFF),
    "sint8": (0x01, "b", 0x7F),
    "uint8": (0x02, "B", 0xFF),
    "sint16": (0x83, "h", 0x7FFF),
    "uint16": (0x84, "H", 0xFFFF),
    "sint32": (0x85, "i", 0x7FFF_FFFF),
    "uint32": (0x86, "I", 0xFFFF_FFFF),
    "string": (0x07, "s", b""),
    "float32": (0x88, "f", float("nan")),
    "float64": (0x89, "d", float("nan")),
    "uint8z": (0x0A, "B", 0),
    "uint16z": (0x8B, "H", 0),
    "uint32z": (0x8C, "I", 0),
    "byte": (0x0D, "B", 0xFF),
    "sint64": (0x8E, "q", 0x7FFF_FFFF_FFFF_FFFF),
    "uint64": (0x8F, "Q", 0xFFFF_FFFF_FFFF_FFFF),
    "uint64z": (0x90, "Q", 0),
}

FILE_ID, SPORT, SESSION, LAP, RECORD, EVENT, DEVICE_INFO, HRV = 0, 12, 18, 19, 20, 21, 23, 78
RUNNING, CYCLING, TRANSITION, SWIMMING = 1, 2, 3, 5

Value = float | bytes | None


@dataclass(frozen=True, kw_only=True)
class Shape:
    """One definition, and the data messages that follow it."""

    message: int
    #: (number, base type) of each field; a text or an array also says how many values.
    fields: Sequence[tuple[int, str] | tuple[int, str, int]]
    local: int = 0
    big: bool = False
    #: (number, size, index of the developer) of each field that a developer added.
    developer: Sequence[tuple[int, int, int]] = ()

    def definition(self) -> bytes:
        numbers = (self.message, len(self.fields))
        written = struct.pack(">HB" if self.big else "<HB", *numbers)
        written = (
            bytes([0x40 | self.local | (0x20 if self.developer else 0), 0, self.big]) + written
        )
        for number, base, *many in self.fields:
            code, packed, _ = BASES[base]
            written += bytes([number, struct.calcsize(packed) * (many[0] if many else 1), code])
        if self.developer:
            written += bytes([len(self.developer)])
        return written + b"".join(map(bytes, self.developer))

    def data(self, *values: Value, added: bytes = b"", header: int | None = None) -> bytes:
        """A message; None is written as the value that means "none"."""
        written = bytes([self.local if header is None else header])
        for (_, base, *many), value in zip(self.fields, values, strict=True):
            _, packed, none = BASES[base]
            count = many[0] if many else 1
            if base == "string":
                written += struct.pack(f"{count}s", value or b"")
            else:
                one = none if value is None else value
                written += struct.pack((">" if self.big else "<") + packed * count, *[one] * count)
        return written + added

    def compressed(self, time: int, *values: Value) -> bytes:
        """A message whose header holds the last five bits of its FIT time."""
        return self.data(*values, header=0x80 | self.local << 5 | time & 31)


def semicircles(degrees: float) -> int:
    return round(degrees * 2**31 / 180)


#: What our files are made of: time, position, distance in cm, heart rate, strides, mm/s, metres.
RECORDS = Shape(
    message=RECORD,
    fields=[
        (253, "uint32"),
        (0, "sint32"),
        (1, "sint32"),
        (5, "uint32"),
        (3, "uint8"),
        (4, "uint8"),
        (73, "uint32"),
        (78, "uint32"),
    ],
)
FILE_IDS = Shape(
    message=FILE_ID, fields=[(0, "enum"), (1, "uint16"), (2, "uint16"), (4, "uint32")], local=1
)
EVENTS = Shape(message=EVENT, fields=[(253, "uint32"), (0, "enum"), (1, "enum")], local=2)
SESSIONS = Shape(
    message=SESSION,
    fields=[
        (253, "uint32"),
        (2, "uint32"),
        (5, "enum"),
        (6, "enum"),
        (7, "uint32"),
        (8, "uint32"),
        (9, "uint32"),
    ],
    local=3,
)
LAPS = Shape(
    message=LAP,
    fields=[(253, "uint32"), (2, "uint32"), (7, "uint32"), (8, "uint32"), (9, "uint32")],
    local=4,
)


def record(
    second: int, *, metres: float = 0.0, shape: Shape = RECORDS, added: bytes = b""
) -> bytes:
    """A point `second` seconds after six, a little further north for each."""
    lat, lon = HERE
    place = (semicircles(lat + second * 2e-5), semicircles(lon))
    values = (SIX + second, *place, round(metres * 100), 141, 85, 2500, (31 + 500) * 5)
    return shape.data(*values, added=added)


def records(
    count: int, *, begin: int = 0, shape: Shape = RECORDS, added: bytes = b"", local: bool = False
) -> bytes:
    """The definition of `shape`, unless it is `local`ly known, and `count` points, one a second."""
    points = (
        record(s, metres=2.5 * s, shape=shape, added=added) for s in range(begin, begin + count)
    )
    return (b"" if local else shape.definition()) + b"".join(points)


def file_id(kind: int | None = 4, maker: int | None = 1, product: int | None = 4024) -> bytes:
    return FILE_IDS.definition() + FILE_IDS.data(kind, maker, product, SIX)


def timer(second: int, kind: int) -> bytes:
    """The timer starts (0) or stops (4 all)."""
    return EVENTS.definition() + EVENTS.data(SIX + second, 0, kind)


def lap(begin: int, seconds: float, metres: float) -> bytes:
    measures = (round(seconds * 1000), round(seconds * 1000), round(metres * 100))
    return LAPS.definition() + LAPS.data(SIX + begin + int(seconds), SIX + begin, *measures)


def session(
    begin: int,
    seconds: float,
    metres: float,
    *,
    sport: int | None = RUNNING,
    sub_sport: int | None = 0,
    timer_s: float | None = None,
) -> bytes:
    counted = seconds if timer_s is None else timer_s
    measures = (round(seconds * 1000), round(counted * 1000), round(metres * 100))
    when = (SIX + begin + int(seconds), SIX + begin)
    return SESSIONS.definition() + SESSIONS.data(*when, sport, sub_sport, *measures)


def checksum(data: bytes) -> int:
    """CRC-16, polynomial 0x8005 reflected, bit by bit as the textbook has it."""
    state = 0
    for byte in data:
        state ^= byte
        for _ in range(8):
            state = (state >> 1) ^ (0xA001 if state & 1 else 0)
    return state


def sealed(body: bytes) -> bytes:
    return body + struct.pack("<H", checksum(body))


def fit(*messages: bytes, header_size: int = 14, size: int | None = None) -> bytes:
    """A file with its header and checksum; `size` is what it states where that is not true."""
    body = b"".join(messages)
    head = struct.pack("<BBHI", header_size, 0x10, 2132, len(body) if size is None else size)
    head += b".FIT"
    return sealed((head + b"\0\0" if header_size != 12 else head) + body)


def run(count: int = 10) -> bytes:
    """The messages of a short run: timer, points, a lap and the session."""
    metres = 2.5 * (count - 1)
    return b"".join(
        [
            file_id(),
            timer(0, 0),
            records(count),
            timer(count - 1, 4),
            lap(0, count - 1, metres),
            session(0, count - 1, metres),
        ]
    )


def sample() -> bytes:
    """A sound file of one run."""
    return fit(run())
