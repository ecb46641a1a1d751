"""What a Garmin export says of its activities. Expected values are computed by hand."""

import io
import json
import random
import tracemalloc
from collections.abc import Iterator
from typing import BinaryIO, cast

import pytest

from race.activity import Sport, Summary
from race.errors import MalformedFile, NoActivity, TooDeep, TooManyRuns, UnreadableFile
from race.ingest.formats import exports, garmin_export
from tests.ingest.writing.apple_health import Stream
from tests.ingest.writing.garmin_export import KEY, START, activity, export, sample


def read(data: bytes | Stream) -> list[Summary]:
    stream = io.BytesIO(data) if isinstance(data, bytes) else cast(BinaryIO, data)
    return list(garmin_export.read(stream, "lan_0_summarizedActivities.json"))


def only(**other: object) -> Summary:
    (summary,) = read(export(activity(**other)))
    return summary


def test_an_activity_is_stated_in_centimetres_and_milliseconds() -> None:
    summary = only()

    assert garmin_export.sniff(sample())
    assert summary.stated.sport is Sport.RUN
    assert summary.stated.app == "Garmin Connect"
    assert summary.stated.distance_m == 5021.4
    assert summary.stated.elapsed_s == 1800
    assert summary.stated.timer_s == 1770.5
    assert summary.stated.started_at == START.timestamp()
    assert summary.zone_known
    assert summary.files == ()


@pytest.mark.parametrize(
    ("kind", "family", "sport", "indoor"),
    [
        ("trail_running", "RUNNING", Sport.RUN, False),
        ("treadmill_running", "RUNNING", Sport.RUN, True),
        ("obstacle", "RUNNING", Sport.RUN, False),
        ("walking", "WALKING", Sport.WALK, False),
        ("road_biking", "CYCLING", Sport.RIDE, False),
        ({"typeId": 1, "typeKey": "running"}, None, Sport.RUN, False),
        (None, None, Sport.UNKNOWN, False),
    ],
)
def test_a_sport_is_its_type_or_else_its_family(
    kind: object, family: object, sport: Sport, indoor: bool
) -> None:
    stated = only(activityType=kind, sportType=family).stated

    assert (stated.sport, stated.indoor) == (sport, indoor)


def test_of_several_sports_in_one_the_parts_count() -> None:
    whole = activity(activityType="multi_sport", parent=True)

    (run,) = read(export(whole, activity(parent=False)))

    assert run.stated.sport is Sport.RUN


@pytest.mark.parametrize("value", [None, 0, -1, "x", [], True, 1e308, 10**400])
def test_a_measure_that_is_none_is_unknown(value: object) -> None:
    stated = only(distance=value, duration=value, elapsedDuration=value).stated

    assert (stated.distance_m, stated.timer_s, stated.elapsed_s) == (None, None, None)


@pytest.mark.parametrize("value", [None, "x", 1e20, 10**400])
def test_a_start_that_is_none_is_unknown(value: object) -> None:
    assert only(beginTimestamp=value).stated.started_at is None


def test_activities_come_in_the_order_of_the_file_and_noise_is_none() -> None:
    first, second = read(export(activity(distance=100_000), 1, None, [], "}", activity()))

    assert (first.stated.distance_m, second.stated.distance_m) == (1000, 5021.4)


@pytest.mark.parametrize("size", [1, 2, 7, 64])
def test_it_does_not_matter_where_the_pieces_of_a_stream_end(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garmin_export, "_CHUNK", size)
    data = export(activity(), activity(distance=100_000))

    assert [each.stated.distance_m for each in read(data)] == [5021.4, 1000]


@pytest.mark.parametrize("data", [b"", b"[]", b"[{}]", export(), b'[{"' + KEY.encode() + b'": 1}]'])
def test_a_list_without_an_activity_holds_none(data: bytes) -> None:
    with pytest.raises(NoActivity):
        read(data)


def test_a_list_that_breaks_off_has_what_stands_before() -> None:
    data = export(activity(), activity())

    assert len(read(data[:-100])) == 1
    with pytest.raises(MalformedFile):
        read(data[:100])


def test_what_is_nested_deeper_than_any_list_is_refused() -> None:
    deep: object = 1
    for _ in range(100):
        deep = [deep]

    with pytest.raises(TooDeep):
        read(export(activity(splits=deep)))


def test_brackets_without_end_are_no_list() -> None:
    stream = Stream(iter([b"[" * 100_000] * 20))

    with pytest.raises(NoActivity):
        read(stream)
    assert stream.size < 10_000


def test_an_activity_without_end_is_not_collected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(garmin_export, "_LONGEST", 2_000_000)
    start = export(activity())[:-4]

    for endless in (b"[1],", b"x"):
        stream = Stream(iter([start, b', "a": "', *[endless * 100_000] * 100]))
        with pytest.raises(MalformedFile):
            read(stream)
        assert stream.size < 5_000_000


def test_more_activities_than_a_life_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MAX_RUNS", 3)

    with pytest.raises(TooManyRuns):
        read(export(*[activity()] * 4))


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[1]", b'{"data": {}}', b'[{"activityId": 1}]', b"\x00\xff"]
)
def test_other_files_are_not_claimed(data: bytes) -> None:
    assert not garmin_export.sniff(data)


def test_memory_does_not_grow_with_the_file() -> None:
    one = json.dumps(activity(splits=[{"a": "x" * 1_000}] * 200)).encode()
    start, end = export().split(b"[]")

    def pieces() -> Iterator[bytes]:
        yield start + b"[" + one
        for _ in range(100):
            yield b"," + one
        yield b"]" + end

    stream = Stream(pieces())
    tracemalloc.start()
    try:
        count = sum(1 for _ in garmin_export.read(cast(BinaryIO, stream), "a.json"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert count == 101
    assert stream.size > 20_000_000
    assert peak < 14_000_000


def test_a_list_cut_or_flipped_is_read_or_refused() -> None:
    chance = random.Random(20261108)  # noqa: S311 -- the same bytes each time, no secret
    whole = export(activity(), activity())

    for end in range(len(whole)):
        data = bytearray(whole[:end] if end % 2 else whole)
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            garmin_export.sniff(bytes(data))
            read(bytes(data))
        except UnreadableFile:
            continue
