"""What a Strava archive says of its activities. Expected values are computed by hand."""

import io
import random
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from race.activity import Sport, Summary
from race.errors import NoActivity, TooManyRuns, UnreadableFile
from race.ingest.formats import exports, strava_export
from tests.ingest.writing.strava_export import (
    NAMES,
    Run,
    export,
    old_export,
    sample,
    short_export,
)

START = datetime(2026, 11, 7, 23, 0, 5, tzinfo=UTC).timestamp()


def read(data: bytes) -> list[Summary]:
    return list(strava_export.read(io.BytesIO(data), "activities.csv"))


def only(data: bytes) -> Summary:
    (summary,) = read(data)
    return summary


@pytest.mark.parametrize("language", NAMES)
def test_an_account_of_any_language_says_the_same(language: str) -> None:
    data = export([Run()], language)

    assert strava_export.sniff(data)
    summary = only(data)
    assert summary.stated.sport is Sport.RUN
    assert summary.stated.app == "Strava"
    assert summary.stated.distance_m == 5021.4
    assert summary.stated.elapsed_s == 1800
    assert summary.stated.timer_s == 1750
    assert summary.stated.started_at == START
    assert summary.zone_known
    assert summary.files == ("activities/12345678901.fit.gz",)


@pytest.mark.parametrize("language", NAMES)
def test_without_metres_the_kilometres_count(language: str) -> None:
    summary = only(short_export([Run()], language))

    assert summary.stated.distance_m == pytest.approx(5020)
    assert summary.stated.timer_s is None


def test_the_metres_of_old_archives_are_no_kilometres() -> None:
    data = old_export([Run(metres=5021.4)])

    assert strava_export.sniff(data)
    assert only(data).stated.distance_m == 5021.4
    assert only(data).stated.started_at == START


def test_miles_in_front_do_not_matter_where_metres_follow() -> None:
    in_miles = export([Run()]).replace(b"5.02,", b"3.12,")

    assert only(in_miles).stated.distance_m == 5021.4


def test_a_run_that_was_typed_in_has_no_file() -> None:
    summary = only(export([Run(file="")]))

    assert summary.files == ()
    assert summary.stated.distance_m == 5021.4


def test_an_error_in_place_of_a_file_is_no_file() -> None:
    first, second = read(export([Run(file="#error#"), Run()]))

    assert first.files == ()
    assert first.stated.started_at == START
    assert second.files == ("activities/12345678901.fit.gz",)


def test_what_people_write_may_have_commas_quotes_and_lines() -> None:
    told = Run(name='"Mưa", 2026-11-08 06:00', description='Mệt,\nnhưng vui "lắm"\r\n---\n ')

    first, second = read(export([told, Run()]))

    assert first.stated == second.stated


def test_blanks_around_a_value_do_not_matter() -> None:
    summary = only(sample().replace(b",Run,", b", Run ,").replace(b",activities", b", activities"))

    assert summary.stated.sport is Sport.RUN
    assert summary.files == ("activities/12345678901.fit.gz",)


def test_an_account_of_much_else_still_has_kilometres() -> None:
    gym = Run(sport="Weight Training", metres=0.0, file="")

    *others, run = read(short_export([*[gym] * 20, Run()]))

    assert run.stated.distance_m == pytest.approx(5020)
    assert {each.stated.timer_s for each in others} == {None}
    assert {each.stated.sport for each in others} == {Sport.OTHER}
    assert {each.stated.distance_m for each in others} == {None}


@pytest.mark.parametrize("write", [export, short_export, old_export])
def test_an_hour_of_weights_with_some_metres_in_it_does_not_change_the_unit(
    write: Callable[[list[Run]], bytes],
) -> None:
    gym = Run(sport="Weight Training", elapsed_s=4104, moving_s=4104, metres=43.0)

    *_, run = read(write([*[gym] * 8, Run()]))

    assert run.stated.distance_m == pytest.approx(5021.4, abs=1.4)


def test_months_come_first_in_some_countries() -> None:
    def row(date: str) -> bytes:
        return f"1,{date} 10:00:00,Chạy,Run,,1800,5.02,false,,activities/1.gpx\n".encode()

    first, second = read(row("9/12/2018") + row("9/25/2018"))

    assert first.stated.started_at == datetime(2018, 9, 12, 10, tzinfo=UTC).timestamp()
    assert second.stated.started_at == datetime(2018, 9, 25, 10, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    "file",
    [
        "activities/1.gpx",
        "activities/1.gpx.gz",
        "activities/1.TCX.gz",
        "activities/1.fit",
        "activities/1.json",
    ],
)
def test_a_file_may_be_of_any_kind(file: str) -> None:
    assert only(export([Run(file=file)])).files == (file,)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"\x00\xff" * 50,
        b'"' * 70_000,
        NAMES["en"].encode(),
        b"Media Filename,Media Caption\nmedia/1.jpg,activities/1.gpx\n",
        b"Activity Id,Date,Type\nab-cd,2026-11-08 06:00:00,Running\n",
        b"Activity Type,Date,Favorite,Title\nRunning,2026-11-08 06:00:00,false,Morning\n",
        b"time,lat,lon\n2026-11-08 06:00:00,21.5,106.5\n",
    ],
)
def test_other_tables_are_not_claimed(data: bytes) -> None:
    assert not strava_export.sniff(data)


@pytest.mark.parametrize("data", [b"", NAMES["en"].encode(), b"a,b\n1,2\n", b"\xff\xfe\x00"])
def test_a_table_without_a_date_holds_no_activity(data: bytes) -> None:
    with pytest.raises(NoActivity):
        read(data)


def test_more_activities_than_a_life_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MAX_RUNS", 3)

    assert len(read(export([Run()] * 3))) == 3
    with pytest.raises(TooManyRuns):
        read(export([Run()] * 4))


def test_an_archive_cut_or_flipped_is_read_or_refused() -> None:
    chance = random.Random(20261108)  # noqa: S311 -- the same bytes each time, no secret
    whole = export([Run(), Run(description="a\nb")])

    for end in range(len(whole)):
        data = bytearray(whole[:end] if end % 2 else whole)
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            strava_export.sniff(bytes(data))
            read(bytes(data))
        except UnreadableFile:
            continue
