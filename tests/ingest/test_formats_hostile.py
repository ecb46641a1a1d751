"""Files that are made to hurt: nested, swollen or endless, of every format.

Time is that of the process, counted in units of plain work, so that a slow or busy machine changes
nothing.
"""

import re
import time
import tracemalloc
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

import pytest

from race.errors import UnreadableFile
from tests.ingest.contract import READERS, Reader
from tests.ingest.large import large

every = pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
#: Bytes.
MB: Final = 1_000_000
#: Units of work for each megabyte: of an honest file, of which the slowest takes 90, and of a
#: hostile one, where empty lines take 160. What costs with the square of its size takes thousands.
_HONEST_UNITS: Final = 350.0
_HOSTILE_UNITS: Final = 600.0
#: Bytes of memory that any reader may take, and for each byte of a file …
_AT_FIRST: Final = 4 * MB
#: … if it is hostile: the largest file that is taken has 32 MB, the process that reads it 1 GB …
_HOSTILE: Final = 30.0
#: … or honest, but for those that write a point in a few bytes.
_HONEST: Final = 8.0
_DENSE: Final[Mapping[str, float]] = {
    "fit": 10.0,  # 27 bytes a point, of which each becomes a column of eight
    "strava-streams": 20.0,  # 22 bytes a point, of which Python makes a list and three numbers
    "polar-csv": 20.0,  # 41 bytes a row, of which Python makes eleven texts
    "runtastic-session": 16.0,  # objects of 16 bytes that nobody asked for
}
_NUMBER: Final = re.compile(rb"-?\d[\d.]*")
_TEXT: Final = re.compile(rb'"[^"]*"|>[^<>]+<|,[^,\n]+,|;[^;]+;')
#: What a text is filled with: signs that mean something to one reader or another.
_FILLS: Final = (
    b"x",
    b"9",
    b" ",
    b"\n",
    b",",
    b'"',
    b'""',
    b"\\",
    b"&",
    b"<a>",
    b"<a/>",
    b"[",
    b'{"a":',
    b"[0],",
    b"\xff",
    b"\0",
)


@cache
def unit_s() -> float:
    """Seconds of this process for a fixed piece of work: the quickest of some rounds."""
    rounds = []
    for _ in range(5):
        start = time.process_time()
        zlib.crc32(b"".join(b"%d" % number for number in range(50_000)))
        rounds.append(time.process_time() - start)
    return min(rounds)


def hurried(reader: Reader, data: bytes, units: float = _HOSTILE_UNITS) -> None:
    """Read it, in no more than so many units of work for each megabyte, or for less."""
    start = time.process_time()
    reader.known.sniff(data)
    reader.outcome(data)
    taken = (time.process_time() - start) / unit_s()
    assert taken <= units * max(1.0, len(data) / MB)


def frugal(reader: Reader, data: bytes, times: float) -> None:
    """Read it, in no more memory than so many times its size and what any reader takes."""
    tracemalloc.start()
    try:
        reader.outcome(data)
        assert tracemalloc.get_traced_memory()[1] <= _AT_FIRST + times * len(data)
    finally:
        tracemalloc.stop()


def swollen(reader: Reader, pattern: re.Pattern[bytes], fill: bytes, size: int = MB) -> bytes:
    """The sample with one of what a pattern finds, the middle one, filled up to a size."""
    found = list(pattern.finditer(reader.sample)) or list(re.finditer(rb".", reader.sample))
    middle = found[len(found) // 2]
    filling = fill * (size // len(fill))
    first, last = middle.start(), middle.end()
    if pattern is _TEXT:
        first, last = first + 1, last - 1
    return reader.sample[:first] + filling + reader.sample[last:]


@every
def test_a_large_file_takes_time_by_its_size(reader: Reader) -> None:
    hurried(reader, large(reader.name, MB), _HONEST_UNITS)


@every
def test_a_large_file_takes_memory_by_its_size(reader: Reader) -> None:
    frugal(reader, large(reader.name, MB), _DENSE.get(reader.name, _HONEST))


@every
@pytest.mark.parametrize("fill", [b"9", b"0.1", b"-"], ids=repr)
def test_a_number_of_a_million_figures_does_no_harm(reader: Reader, fill: bytes) -> None:
    hurried(reader, swollen(reader, _NUMBER, fill))


@every
def test_a_text_of_any_length_of_anything_does_no_harm(reader: Reader) -> None:
    for fill in _FILLS:
        hurried(reader, swollen(reader, _TEXT, fill, 2 * MB // 5))


@every
def test_one_line_of_five_megabytes_does_no_harm(reader: Reader) -> None:
    hurried(reader, swollen(reader, _TEXT, b"x1,", 5 * MB))


@every
@pytest.mark.parametrize("fill", [b"&", b"\xff"], ids=repr)
def test_what_is_swollen_stays_within_the_memory_of_a_process(reader: Reader, fill: bytes) -> None:
    frugal(reader, swollen(reader, _TEXT, fill, 3 * MB), _HOSTILE)


@every
def test_any_stretch_of_a_file_may_come_again_and_again(reader: Reader) -> None:
    length = len(reader.sample)
    for fifth in range(5):
        first, last = length * fifth // 5, length * (fifth + 1) // 5
        again = reader.sample[first:last] * (MB // 2 // (last - first))
        hurried(reader, reader.sample[:last] + again + reader.sample[last:])


@every
@pytest.mark.parametrize(
    "nested",
    [
        lambda depth: b"[" * depth + b"]" * depth,
        lambda depth: b'{"a":' * depth + b"0" + b"}" * depth,
        lambda depth: b"<a>" * depth + b"</a>" * depth,
        lambda depth: b"(" * depth,
    ],
    ids=["lists", "objects", "elements", "brackets"],
)
def test_any_depth_does_no_harm(reader: Reader, nested: Callable[[int], bytes]) -> None:
    length = len(reader.sample)
    for depth in (65, 100_000):
        for at in (0, length // 3, length // 2, length):
            hurried(reader, reader.sample[:at] + nested(depth) + reader.sample[at:])


@every
def test_entities_and_document_types_of_strangers_are_not_followed(reader: Reader) -> None:
    lol = b'<!ENTITY a "' + b"&b;" * 10 + b'"><!ENTITY b SYSTEM "file:///etc/passwd">'
    head, dot, tail = reader.sample.partition(b"?>")
    if not dot:
        head, tail = b"", reader.sample
    for declared in (b"<!DOCTYPE x [" + lol + b"]>", b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/">'):
        found = reader.outcome(head + dot + declared + tail)
        if reader.sample.lstrip().startswith(b"<"):
            assert isinstance(found, UnreadableFile)
