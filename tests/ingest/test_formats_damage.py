"""Files of every format that are cut, changed or noise: read or refused, and nothing else.

`Reader.outcome` holds whatever comes to what readers promise: typed errors that can be said, tracks
without impossible values.
"""

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from race.errors import UnreadableFile
from race.ingest.formats import jsons
from race.ingest.formats import read as read_any
from race.ingest.formats.format import Format
from tests.ingest.contract import READERS, Reader, points
from tests.ingest.writing import fit

every = pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
#: Bytes of a sample that is small enough to be hurt at each of them.
_SMALL: Final = 700
_PLACES: Final = 160
_EXAMPLES: Final = 30
#: What was drawn is told by the seed that hypothesis prints, and needs no file beside the tests.
_quick = settings(
    max_examples=_EXAMPLES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)

#: Numbers that no device writes, and texts where a number should be.
STRANGE: Final = (
    b"NaN",
    b"-1",
    b"0",
    b"2147483647",
    b"2147483648",
    b"-2147483649",
    b"4294967295",
    b"18446744073709551616",
    b"1e308",
    b"1e999",
    b"-1e999",
    b"1e-320",
    b"Infinity",
    b"null",
    b"true",
    b"[]",
    b"{}",
    b'""',
    "١٢".encode(),
    b"9" * 400,
)
#: Values of every kind that JSON has.
OTHER_KINDS: Final[Sequence[object]] = [None, True, -1, 2**70, 0.5, "", "x", "1", [], [None], {}]
_NUMBER: Final = re.compile(rb"-?\d[\d.]*")
_MOMENT: Final = re.compile(
    rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?|(?<![.\d])\d{13}(?!\d)|\b\d\d:\d\d:\d\d\b"
    rb"|\b\d{6}\.\d\d\b|t=\d\.\d+E6"
)
#: Seconds since the start, which only one format has.
_SECOND: Final = re.compile(rb"\b[03]\b(?=[,\]])")


def places(length: int, most: int) -> range:
    """Up to `most` of so many places, evenly."""
    return range(0, length, max(1, length // most))


@every
def test_a_file_cut_anywhere_is_read_in_part_or_refused(reader: Reader) -> None:
    whole = points(reader.outcome(reader.sample))
    length = len(reader.sample)
    for end in range(length) if length <= _SMALL else places(length, 20):
        assert points(reader.outcome(reader.sample[:end])) <= whole


@every
def test_a_file_without_its_beginning_is_read_or_refused(reader: Reader) -> None:
    for start in places(len(reader.sample), 20):
        reader.outcome(reader.sample[start:])


@every
def test_a_flipped_bit_does_no_harm(reader: Reader) -> None:
    for place in places(len(reader.sample), _PLACES):
        flipped = bytearray(reader.sample)
        flipped[place] ^= 1 << place % 8
        reader.outcome(bytes(flipped))


@every
@pytest.mark.parametrize("byte", [0x00, 0x22, 0x3C, 0xFF], ids=hex)
def test_a_changed_byte_does_no_harm(reader: Reader, byte: int) -> None:
    for place in places(len(reader.sample), _PLACES // 4):
        changed = bytearray(reader.sample)
        changed[place] = byte
        reader.outcome(bytes(changed))


@every
def test_a_strange_number_does_no_harm(reader: Reader) -> None:
    found = list(_NUMBER.finditer(reader.sample))
    for number in [found[place] for place in places(len(found), 30)]:
        for other in STRANGE:
            head, tail = reader.sample[: number.start()], reader.sample[number.end() :]
            reader.outcome(head + other + tail)


def turned(moments: Sequence[bytes]) -> Sequence[bytes]:
    return moments[::-1]


def stopped(moments: Sequence[bytes]) -> Sequence[bytes]:
    return [moments[0]] * len(moments)


@every
@pytest.mark.parametrize("change", [turned, stopped], ids=["backwards", "all the same"])
def test_times_may_run_backwards_or_stand_still(
    reader: Reader, change: Callable[[Sequence[bytes]], Sequence[bytes]]
) -> None:
    if reader.name == "fit":
        seconds = change([bytes([second]) for second in range(10)])
        records = b"".join(fit.record(second[0]) for second in seconds)
        data = fit.fit(fit.file_id() + fit.RECORDS.definition() + records)
    else:
        pattern = _SECOND if reader.name == "strava-streams" else _MOMENT
        moments = [found[0] for found in pattern.finditer(reader.sample)]
        assert moments
        left = iter(change(moments))
        data = pattern.sub(lambda _: next(left), reader.sample)
    found = reader.outcome(data)

    if isinstance(reader.known, Format):
        assert points(found) > 0


def replaced(value: Any, other: object) -> Iterator[object]:
    """The same, each time with another part of it replaced."""
    yield other
    if isinstance(value, dict):
        for key in value:
            yield from ({**value, key: inside} for inside in replaced(value[key], other))
            yield {name: each for name, each in value.items() if name != key}
    if isinstance(value, list):
        for place, each in enumerate(value):
            yield from ([*value[:place], in_, *value[place + 1 :]] for in_ in replaced(each, other))


@pytest.mark.parametrize(
    "reader",
    [reader for reader in READERS if jsons.head(reader.sample)],
    ids=lambda reader: reader.name,
)
def test_any_value_of_json_may_be_of_another_kind_or_missing(reader: Reader) -> None:
    whole = json.loads(reader.sample)
    for other in OTHER_KINDS:
        for changed in replaced(whole, other):
            reader.outcome(json.dumps(changed).encode())


@every
@_quick
@given(noise=st.binary(max_size=400))
def test_noise_is_refused(reader: Reader, noise: bytes) -> None:
    found = reader.outcome(noise)

    assert isinstance(found, UnreadableFile) or found == []


@_quick
@given(noise=st.binary(max_size=400))
def test_noise_is_of_no_format(noise: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_any(noise, "noise")


@every
@_quick
@given(seed=st.integers(0, 2**32), changes=st.integers(1, 6))
def test_a_file_with_slices_lost_doubled_or_replaced_does_no_harm(
    reader: Reader, seed: int, changes: int
) -> None:
    data = reader.sample
    chance = random.Random(seed)  # noqa: S311 -- repeatable on purpose
    for _ in range(changes):
        data = _hurt(data, chance)
    reader.outcome(data)


def _hurt(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    end = min(len(data), start + chance.randint(0, 60))
    piece = data[start:end]
    other = chance.choice(
        [
            b"",
            piece * chance.randint(2, 30),
            chance.randbytes(chance.randint(1, 9)),
            chance.choice(STRANGE),
            piece[::-1],
        ]
    )
    if chance.random() < 0.3:
        end = start
    return data[:start] + other + data[end:]
