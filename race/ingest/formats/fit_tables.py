"""The values of the messages that `fit_messages` found, a table of columns for each kind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from race.ingest.formats.columns import LARGEST
from race.ingest.formats.fit_messages import NO_CLOCK, TIME_BITS, Definition, Place
from race.track import FloatArray, IntArray

#: By the number of a base type: its numpy type, and the value that means "none"; NaN in floats.
_BASES: Final[Mapping[int, tuple[str, int | None]]] = {
    0x00: ("u1", 0xFF),  # enum
    0x01: ("i1", 0x7F),
    0x02: ("u1", 0xFF),
    0x03: ("i2", 0x7FFF),
    0x04: ("u2", 0xFFFF),
    0x05: ("i4", 0x7FFF_FFFF),
    0x06: ("u4", 0xFFFF_FFFF),
    0x08: ("f4", None),
    0x09: ("f8", None),
    0x0A: ("u1", 0),
    0x0B: ("u2", 0),
    0x0C: ("u4", 0),
    0x0D: ("u1", 0xFF),  # byte
    0x0E: ("i8", 0x7FFF_FFFF_FFFF_FFFF),
    0x0F: ("u8", 0xFFFF_FFFF_FFFF_FFFF),
    0x10: ("u8", 0),
}
_TEXT: Final = 0x07
#: Base types whose values may be larger than any number of a run: floats and 64 bits.
_WITHOUT_BOUNDS: Final = frozenset({0x08, 0x09, 0x0E, 0x0F, 0x10})
_PACKED_NONE: Final = 0xFF_FFFF

#: Messages of one definition: a structured array, with "header" and the fields that can be read.
_Rows = NDArray[np.void]


@dataclass(frozen=True, kw_only=True)
class _Part:
    """The messages of one definition: bytes, of which a column is made when it is asked for."""

    definition: Definition
    rows: _Rows

    def names(self) -> Iterator[str]:
        """Of the numbers that it has."""
        for name in (self.rows.dtype.names or ())[1:]:
            if self.definition.places[name].field.kind != "text":
                yield name
        if max(self.definition.clocks) != NO_CLOCK:
            yield "time"

    def at(self) -> IntArray:
        starts, counts = np.asarray(self.definition.starts), np.asarray(self.definition.counts)
        begin = starts - (np.cumsum(counts) - counts) * self.definition.size
        return np.repeat(begin, counts) + np.arange(len(self.rows)) * self.definition.size

    def number(self, name: str) -> FloatArray:
        if name in (self.rows.dtype.names or ()):
            return _numbers(self.rows[name], self.definition.places[name])
        if name == "time" and max(self.definition.clocks) != NO_CLOCK:
            return _times(self.rows["header"], self.definition)
        return np.full(len(self.rows), np.nan)

    def text(self, name: str) -> list[str]:
        if name not in (self.rows.dtype.names or ()):
            return [""] * len(self.rows)
        return [_text(written) for written in self.rows[name].tolist()]


class Table:
    """All messages of one kind in file order."""

    def __init__(self, *parts: _Part) -> None:
        self._parts = parts
        at = [part.at() for part in parts] or [np.empty(0, dtype=np.int64)]
        together = at[0] if len(at) == 1 else np.concatenate(at)
        self._order: IntArray | slice = slice(None)
        if len(at) > 1:
            self._order = np.argsort(together, kind="stable")
        #: Where each begins in the file.
        self.at = together[self._order]
        #: The numbers that some of them have, by their names in `fit_profile.FIELDS`.
        self.names = frozenset(name for part in parts for name in part.names())

    def __len__(self) -> int:
        return len(self.at)

    def number(self, name: str) -> FloatArray:
        """A column of numbers, NaN where a message has none."""
        columns = [part.number(name) for part in self._parts] or [np.empty(0)]
        return (columns[0] if len(columns) == 1 else np.concatenate(columns))[self._order]

    def text(self, name: str) -> list[str]:
        """A column of texts, "" where a message has none."""
        together = [text for part in self._parts for text in part.text(name)]
        rows: list[int] = np.arange(len(self))[self._order].tolist()
        return [together[row] for row in rows]

    def rows(self, which: slice = slice(None)) -> list[dict[str, float]]:
        """These messages one by one: all their numbers."""
        columns = {name: self.number(name)[which].tolist() for name in self.names}
        values = zip(*columns.values(), strict=True)
        return [dict(zip(columns, row, strict=True)) for row in values]


def tables(data: bytes, definitions: list[Definition]) -> Mapping[int, Table]:
    """The messages of these definitions of a file by their number in the Profile."""
    kinds: dict[int, list[_Part]] = {}
    for definition in definitions:
        part = _Part(definition=definition, rows=_rows(data, definition))
        kinds.setdefault(definition.message, []).append(part)
    return {message: Table(*parts) for message, parts in kinds.items()}


def _rows(data: bytes, definition: Definition) -> _Rows:
    """Copied together where they stand in several runs."""
    starts, counts, size = definition.starts, definition.counts, definition.size
    dtype = _dtype(definition)
    if len(starts) == 1:
        return np.frombuffer(data, dtype, counts[0], starts[0])
    together = b"".join(
        data[start : start + count * size] for start, count in zip(starts, counts, strict=True)
    )
    return np.frombuffer(together, dtype)


def _dtype(definition: Definition) -> np.dtype[np.void]:
    """Fields whose size does not fit their type are left out: they would be read as bytes."""
    types: dict[str, tuple[Any, int]] = {"header": ("u1", 0)}
    for name, place in definition.places.items():
        kind = _type(place, ">" if definition.order == "big" else "<")
        if kind is not None:
            types[name] = (kind, place.at)
    return np.dtype(
        {
            "names": list(types),
            "formats": [kind for kind, _ in types.values()],
            "offsets": [at for _, at in types.values()],
            "itemsize": definition.size,
        }
    )


def _type(place: Place, order: str) -> object:
    """What numpy calls the type of a field, of its first value where it holds several; None for
    what cannot be read."""
    if place.field.kind == "text":
        return f"S{place.size}" if place.base == _TEXT and place.size else None
    if place.field.kind == "packed":
        return ("u1", (3,)) if place.size == 3 else None
    kind, _ = _BASES.get(place.base, ("", None))
    width = int(kind[1:] or 0)
    return order + kind if width and place.size and place.size % width == 0 else None


def _text(written: bytes) -> str:
    return written.split(b"\0")[0].decode("utf-8", "replace")


def _numbers(written: NDArray[Any], place: Place) -> FloatArray:
    if place.field.kind == "packed":
        values = written.astype(np.float64) @ (1.0, 256.0, 65_536.0)
        values[values == _PACKED_NONE] = np.nan
        return np.asarray(values)
    none = _BASES[place.base][1]
    with np.errstate(invalid="ignore"):  # a NaN that signals, cast from 4 bytes
        values = written.astype(np.float64)
    if none is not None:
        values[written == none] = np.nan
    if place.field.scale != 1.0:
        values /= place.field.scale
    if place.field.offset:
        values -= place.field.offset
    if place.base in _WITHOUT_BOUNDS:
        values[~(np.abs(values) < LARGEST)] = np.nan
    return values


def _times(headers: NDArray[np.uint8], definition: Definition) -> FloatArray:
    """The FIT times in compressed headers: each is the first one from the time before it on whose
    last five bits are these."""
    counts, clocks = np.asarray(definition.counts), np.asarray(definition.clocks)
    bits = (headers & TIME_BITS).astype(np.int64)
    first = np.cumsum(counts) - counts
    before = np.roll(bits, 1)
    before[first] = clocks & TIME_BITS
    steps = (bits - before) & TIME_BITS
    passed = np.cumsum(steps)
    begin = clocks - passed[first] + steps[first]
    return np.where(
        np.repeat(clocks == NO_CLOCK, counts), np.nan, np.repeat(begin, counts) + passed
    )
