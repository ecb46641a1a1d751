"""Exports of Apple Health that are cut off, enormous or meant to hurt."""

import io
import random
import tracemalloc
from typing import BinaryIO, cast

import pytest

from race.activity import Summary
from race.errors import (
    ForbiddenMarkup,
    MalformedFile,
    NoActivity,
    TooDeep,
    TooManyPoints,
    TooManyRuns,
    TooMuchMarkup,
    UnreadableFile,
)
from race.ingest.formats import apple_health, apple_health_events, apple_health_workouts
from tests.ingest.writing.apple_health import (
    Stream,
    export,
    heart_rate,
    megabytes,
    sample,
    steps,
    workout,
)


def read(data: bytes | Stream) -> list[Summary]:
    stream = io.BytesIO(data) if isinstance(data, bytes) else cast(BinaryIO, data)
    return list(apple_health.read(stream, "export.xml"))


def test_an_export_without_a_workout_is_told_apart_from_a_broken_one() -> None:
    with pytest.raises(NoActivity):
        read(export(steps(3)))
    with pytest.raises(MalformedFile):
        read(export(steps(3))[:-20])
    with pytest.raises(MalformedFile):
        read(b"")


def test_an_export_that_breaks_off_has_the_workouts_before() -> None:
    data = export(workout(), workout())

    assert len(read(data[: data.rindex(b"<Workout") + 40])) == 1


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE HealthData [\n<!ENTITY lan "Lan">\n]>',
        '<!DOCTYPE HealthData [\n<!ENTITY lan SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE HealthData [\n<!ENTITY % all SYSTEM "http://localhost/a.dtd"> %all;]>',
        '\n<!DOCTYPE HealthData SYSTEM "http://localhost/a.dtd">',
        '\n<!DOCTYPE HealthData\n PUBLIC "-//A//B" "http://localhost/a.dtd" []>',
        "<!DOCTYPE HealthData [\n%all;]>",
    ],
)
def test_a_document_type_that_declares_entities_or_points_elsewhere_is_refused(
    doctype: str,
) -> None:
    with pytest.raises(ForbiddenMarkup) as refused:
        read(export(workout(), doctype=doctype))

    assert refused.value.facts["line"] in (2, 3)


def test_an_entity_that_nobody_declared_is_no_text() -> None:
    with pytest.raises(MalformedFile):
        read(export(workout()).replace("của".encode(), b"&lan;"))


def test_a_second_document_type_is_no_way_around() -> None:
    data = export(workout()).replace(
        b"<HealthData ", b'<HealthData x="1"/><!DOCTYPE a [<!ENTITY b "c">]><HealthData ', 1
    )

    with pytest.raises(MalformedFile):
        read(data)


def test_what_is_nested_deeper_than_any_export_is_refused() -> None:
    deep = "<a>" * 100 + "</a>" * 100

    with pytest.raises(TooDeep):
        read(export(deep))
    with pytest.raises(TooDeep):
        read(export(workout(deep)))


def test_more_names_than_any_export_has_are_refused() -> None:
    with pytest.raises(TooMuchMarkup):
        read(export("".join(f"<a{n} b{n}='1'/>" for n in range(1_000))))


def test_a_tag_without_an_end_is_not_collected() -> None:
    endless = iter([export(workout())[:-14], b'<Record a="', *[b"x" * 1_000_000] * 50])
    stream = Stream(endless)

    with pytest.raises(MalformedFile):
        read(stream)
    assert stream.size < 4_000_000


def test_more_workouts_than_a_life_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apple_health_events, "MAX_RUNS", 3)

    assert len(read(export(workout() * 3))) == 3
    with pytest.raises(TooManyRuns):
        read(export(workout() * 4))


def test_more_heart_rates_than_fit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apple_health_events, "MAX_BEATS", 3)

    with pytest.raises(TooManyPoints):
        read(export(heart_rate("2026-11-08 06:10:00 +0700", 152) * 4))


def test_heart_rates_are_not_handed_out_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apple_health_workouts, "MAX_SAMPLES", 5)

    summaries = read(export(heart_rate("2026-11-08 06:10:00 +0700", 152) * 2, workout() * 4))

    assert [s.samples is not None for s in summaries] == [True, True, False, False]


def test_an_export_cut_anywhere_is_read_or_refused() -> None:
    data = sample()

    for end in range(0, len(data), 7):
        try:
            read(data[:end])
        except UnreadableFile:
            continue


def test_an_export_with_flipped_bytes_is_read_or_refused() -> None:
    chance = random.Random(20261108)  # noqa: S311 -- the same bytes each time, no secret

    for _ in range(300):
        data = bytearray(sample())
        for _ in range(3):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            apple_health.sniff(bytes(data))
            read(bytes(data))
        except UnreadableFile:
            continue


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"HealthData",
        b"<gpx/>",
        b"<ClinicalDocument><HealthData /></ClinicalDocument>",
        b'{"a": "<HealthData locale=1>"}',
        b"\x00" * 100,
    ],
)
def test_other_files_are_not_claimed(data: bytes) -> None:
    assert not apple_health.sniff(data)


def test_memory_does_not_grow_with_what_is_not_wanted() -> None:
    stream = Stream(megabytes(100, beats=0))
    tracemalloc.start()
    try:
        (summary,) = read(stream)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert summary.stated.sport == "run"
    assert stream.size > 100_000_000
    assert peak < 8_000_000


def test_a_heart_rate_takes_sixteen_bytes_while_it_is_read() -> None:
    stream = Stream(megabytes(30, beats=1_000))
    tracemalloc.start()
    try:
        (summary,) = apple_health.read(cast(BinaryIO, stream), "export.xml")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert summary.samples is not None
    assert len(summary.samples) == 30_000
    assert peak < 8_000_000 + 30_000 * 16 * 5  # as in the file, in order of time, and handed out
