"""FIT files that break off, contradict themselves or are meant to hurt, and how fast they are."""

import contextlib
import struct
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from race.activity import Activity, Damage, Sport
from race.errors import (
    MalformedFile,
    NoActivity,
    NotActivity,
    TooManyPoints,
    TooManyRuns,
    UnreadableFile,
)
from race.ingest.formats import fit
from race.ingest.formats.fit_messages import MAX_DEFINITIONS
from race.ingest.formats.gpx_events import MAX_POINTS, MAX_TRACKS
from tests.ingest.writing import fit as write
from tests.ingest.writing.fit import HRV, LAP, RECORD, RECORDS, SESSION, SIX, SIX_EPOCH, Shape

EARLY = Damage(line=None, reason="the file ends too early")
CHECKSUM = Damage(line=None, reason="its checksum does not match its content")
UNDEFINED = Damage(line=None, reason="a message comes without its definition")
AFTER = Damage(line=None, reason="something stands after the end")


def only(data: bytes) -> Activity:
    (activity,) = fit.read(data)
    return activity


def test_a_file_that_breaks_off_keeps_every_whole_point() -> None:
    body = write.file_id() + write.records(10)
    whole = write.fit(body, write.session(0, 9, 22.5))
    size = len(RECORDS.data(*[None] * 8))
    first = 14 + len(body) - 10 * size
    for end in range(first + size, first + 10 * size):
        activity = only(whole[:end])
        assert len(activity.track) == (end - first) // size
        assert activity.damage == EARLY


def test_a_file_cut_anywhere_is_read_in_part_or_refused() -> None:
    whole = write.sample()
    for end in range(len(whole)):
        with contextlib.suppress(UnreadableFile):
            assert only(whole[:end]).damage is not None


def test_what_was_recorded_after_the_last_session_of_a_broken_file_is_not_of_that_session() -> None:
    """The battery dies while a triathlete runs: the session of the run is never written."""
    whole = write.fit(
        write.file_id(),
        write.session(0, 10, 20, sport=write.SWIMMING),
        write.session(10, 10, 1, sport=write.TRANSITION),
        write.records(60),
    )

    swim, run = fit.read(whole[:-40])

    assert (swim.stated.sport, len(swim.track)) == (Sport.SWIM, 10)
    assert (run.stated.sport, run.stated.distance_m) == (Sport.UNKNOWN, None)
    assert run.track.time[0] == SIX_EPOCH + 26
    assert (swim.damage, run.damage) == (None, EARLY)


def test_a_file_that_was_never_closed_is_read_to_its_end() -> None:
    """The size in the header is written when a device stops; until then it is 0."""
    activity = only(write.fit(write.run(10), size=0)[:-2])

    assert len(activity.track) == 10
    assert activity.damage == EARLY


def test_a_wrong_checksum_is_noted_on_every_activity_that_it_may_have_hit() -> None:
    whole = bytearray(
        write.fit(
            write.file_id(),
            write.records(20),
            write.session(0, 10, 25),
            write.session(10, 10, 25),
        )
    )
    whole[-1] ^= 1

    activities = fit.read(bytes(whole))

    assert [len(activity.track) for activity in activities] == [10, 10]
    assert [activity.damage for activity in activities] == [CHECKSUM, CHECKSUM]


def test_a_flipped_bit_in_a_point_is_found_by_the_checksum() -> None:
    whole = bytearray(write.sample())
    whole[200] ^= 4

    assert only(bytes(whole)).damage == CHECKSUM


def test_a_message_without_its_definition_ends_the_file() -> None:
    activity = only(write.fit(write.file_id(), write.records(5), b"\x0c", write.records(5)))

    assert len(activity.track) == 5
    assert activity.damage == UNDEFINED


@pytest.mark.parametrize("size", [0, 1, 11, 12, 99, 255])
def test_a_header_that_lies_about_its_own_size_hides_nothing(size: int) -> None:
    whole = write.sample()

    activity = only(bytes([size]) + whole[1:])

    assert len(activity.track) == 10


@pytest.mark.parametrize("size", [12, 14])
def test_old_and_new_headers_are_sound(size: int) -> None:
    assert only(write.fit(write.run(10), header_size=size)).damage is None


@pytest.mark.parametrize("size", [1, 50, 400, 10**6, 2**31, 2**32 - 1])
def test_a_header_that_lies_about_the_size_of_its_data_never_crashes(size: int) -> None:
    with contextlib.suppress(MalformedFile):
        assert only(write.fit(write.run(10), size=size)).damage in (EARLY, CHECKSUM, AFTER)


@pytest.mark.parametrize("rest", [b"\0" * 512, b"\r\n", b" \0"])
def test_padding_after_the_end_is_no_damage(rest: bytes) -> None:
    assert only(write.sample() + rest).damage is None


def test_something_after_the_end_is_noted() -> None:
    assert only(write.sample() + b"\x0e more").damage == AFTER


def test_the_damage_of_a_lost_file_in_a_row_is_noted_on_the_one_before() -> None:
    activity = only(write.sample() + write.fit(b"\x0c\0"))

    assert len(activity.track) == 10
    assert activity.damage == UNDEFINED


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (write.sample()[:14], EARLY.reason),
        (write.sample()[:60], EARLY.reason),
        (write.fit(b"\x0c\0"), UNDEFINED.reason),
        (b"no FIT at all", "its header is damaged"),
        (b"", "its header is damaged"),
    ],
)
def test_nothing_whole_before_the_damage_is_an_error(data: bytes, reason: str) -> None:
    with pytest.raises(MalformedFile) as refused:
        fit.read(data)

    assert refused.value.facts == {"line": None, "reason": reason}


def test_a_header_alone_holds_no_run() -> None:
    with pytest.raises(NoActivity):
        fit.read(write.fit())


def test_a_damaged_file_of_another_kind_is_still_called_by_what_it_is() -> None:
    with pytest.raises(NotActivity):
        fit.read(write.fit(write.file_id(5), write.records(3))[:-20])


def test_bytes_changed_at_random_are_read_or_refused_and_nothing_else() -> None:
    whole = np.frombuffer(write.sample(), np.uint8)
    noise = np.random.default_rng(20_261_108)
    for _ in range(3_000):
        changed = whole.copy()
        changed[noise.integers(0, len(whole), 4)] = noise.integers(0, 256, 4)
        with contextlib.suppress(UnreadableFile):
            fit.read(changed.tobytes())


def test_noise_behind_a_sound_header_is_read_or_refused_and_nothing_else() -> None:
    noise = np.random.default_rng(7)
    for size in range(1_000):
        body = noise.integers(0, 256, size, dtype=np.uint8).tobytes()
        with contextlib.suppress(UnreadableFile):
            fit.read(write.fit(body))


def test_more_points_than_any_run_are_refused() -> None:
    shape = Shape(message=RECORD, fields=[(3, "uint8")])

    assert len(only(unsealed(shape.definition(), b"\0\x8d" * MAX_POINTS)).track) == MAX_POINTS
    with pytest.raises(TooManyPoints):
        fit.read(unsealed(shape.definition(), b"\0\x8d" * (MAX_POINTS + 1)))


def test_more_points_than_any_run_in_several_files_are_refused() -> None:
    shape = Shape(message=RECORD, fields=[(3, "uint8")])
    half = unsealed(shape.definition(), b"\0\x8d" * (MAX_POINTS // 2 + 1))

    with pytest.raises(TooManyPoints):
        fit.read(half + half)


def test_more_runs_than_anybody_has_are_refused() -> None:
    shape = Shape(message=SESSION, fields=[(2, "uint32")])
    rows = [shape.data(SIX + second) for second in range(MAX_TRACKS + 1)]

    assert len(fit.read(unsealed(shape.definition(), *rows[1:]))) == MAX_TRACKS
    with pytest.raises(TooManyRuns):
        fit.read(unsealed(shape.definition(), *rows))


@pytest.mark.parametrize("part", [write.sample(), write.fit(write.file_id(2)), write.fit()])
def test_ten_thousand_files_in_a_row_are_refused(part: bytes) -> None:
    with pytest.raises(TooManyRuns):
        fit.read(part * 10_000)


def unsealed(*messages: bytes) -> bytes:
    """A file with a checksum of 0: to write the true one takes longer than to read the file."""
    body = b"".join(messages)
    return struct.pack("<BBHI", 14, 0x10, 2132, len(body)) + b".FIT\0\0" + body + b"\0\0"


EMPTY = Shape(message=0xFF01, fields=[])
OTHER = Shape(message=0xFF02, fields=[], local=1)
BEAT = Shape(message=RECORD, fields=[(3, "uint8")])
WIDE = Shape(message=RECORD, fields=[(number, "uint8", 255) for number in range(255)])
TIMED = Shape(message=0xFF03, fields=[(253, "uint32")])
MB = 1_000_000
#: Four million bytes each, of the cheapest kind to write.
LONG: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: EMPTY.definition() + b"\0" * 4 * MB,
    "two kinds in turn": lambda: EMPTY.definition() + OTHER.definition() + b"\0\1" * 2 * MB,
    "short runs": lambda: (
        EMPTY.definition() + OTHER.definition() + (b"\0" * 33 + b"\1" * 33) * (4 * MB // 66)
    ),
    "a definition for every record": lambda: (BEAT.definition() + b"\0\x8d") * (4 * MB // 11),
    "a definition for every nothing": lambda: (EMPTY.definition() + b"\0") * (4 * MB // 7),
    "another definition for every record": lambda: b"".join(
        replace(BEAT, fields=[(3, "uint8"), (n % 250, "uint8"), (n // 250, "uint8")]).definition()
        + b"\0abc"
        for n in range(62_500)
    ),
    "255 fields of 255 bytes": lambda: (
        (WIDE.definition() + b"\0" + b"\x8d" * 255 * 255) * (4 * MB // 66_000)
    ),
    "compressed headers in turn": lambda: (
        TIMED.definition()
        + TIMED.data(SIX)
        + EMPTY.definition()
        + OTHER.definition()
        + b"\x81\xa2" * 2 * MB
    ),
    "times in turn": lambda: (
        TIMED.definition() + replace(TIMED, local=1).definition() + b"\0timt\1imet" * (4 * MB // 10)
    ),
    "laps": lambda: Shape(message=LAP, fields=[(25, "enum")]).definition() + b"\0\1" * MAX_POINTS,
    "sessions and laps": lambda: (
        Shape(message=SESSION, fields=[(2, "uint32")]).definition()
        + b"".join(b"\0" + struct.pack("<I", SIX + n) for n in range(MAX_TRACKS))
        + Shape(message=LAP, fields=[(2, "uint32")]).definition()
        + b"".join(b"\0" + struct.pack("<I", SIX + n // 200) for n in range(MAX_POINTS))
    ),
}


@pytest.mark.parametrize("what", LONG)
def test_a_file_that_is_long_in_one_way_is_read_in_its_time(what: str) -> None:
    data = unsealed(LONG[what]())
    began = time.process_time()
    with contextlib.suppress(UnreadableFile):
        fit.read(data)
    # 0.1 to 2 s here; what grows with the square of the length would take minutes.
    assert time.process_time() - began < 8


def test_a_file_may_define_no_more_kinds_than_any_device() -> None:
    kinds = (
        replace(BEAT, fields=[(3, "uint8"), (n % 250, "uint8"), (n // 250, "uint8")])
        for n in range(MAX_DEFINITIONS + 10)
    )
    activity = only(unsealed(*(kind.definition() + b"\0\x8dbc" for kind in kinds)))

    assert len(activity.track) == MAX_DEFINITIONS
    assert activity.damage is not None
    assert activity.damage.reason.startswith("it defines more kinds")


def four_hours() -> bytes:
    """14,400 points with heart rate, cadence, speed, height and a field of a developer."""
    shape = replace(RECORDS, developer=[(0, 2, 0)])
    return write.fit(
        write.file_id(),
        developer_of_a_field(),
        write.records(14_400, shape=shape, added=b"\x07\x00"),
        write.session(0, 14_399, 36_000),
    )


def developer_of_a_field() -> bytes:
    developer = Shape(message=207, fields=[(3, "uint8")], local=8)
    described = Shape(
        message=206,
        fields=[(0, "uint8"), (1, "uint8"), (2, "uint8"), *[(3, "string", 8)]],
        local=9,
    )
    return (
        developer.definition()
        + developer.data(0)
        + described.definition()
        + described.data(0, 0, 0x84, b"Leg")
    )


def interleaved() -> bytes:
    """The same with heart beats between all points, as watches with a chest strap write them."""
    beats = Shape(message=HRV, fields=[(0, "uint16", 5)], local=7)
    rows = b"".join(write.record(second) + beats.data(430) for second in range(14_400))
    return write.fit(write.file_id(), RECORDS.definition(), beats.definition(), rows)


@pytest.mark.parametrize("written", [four_hours, interleaved])
def test_four_hours_are_read_point_by_point_whatever_stands_between(
    written: Callable[[], bytes],
) -> None:
    (activity,) = fit.read(written())

    assert len(activity.track) == 14_400
    assert activity.damage is None


def test_memory_stays_within_eight_times_the_file() -> None:
    """A point of 29 bytes becomes eleven columns of 8 bytes, which are copied into a Track."""
    data = four_hours()
    fit.read(data)  # the tables of the checksum are made once a process
    tracemalloc.start()
    fit.read(data)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 8 * len(data)
