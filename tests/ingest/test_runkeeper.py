"""What a Runkeeper export says of its activities. Expected values are computed by hand."""

import io
import random
from datetime import UTC, datetime

import pytest

from race.activity import Sport, Summary
from race.errors import NoActivity, TooManyRuns, UnreadableFile
from race.ingest.formats import exports, runkeeper
from tests.ingest.writing.runkeeper import KM, MI, export, line, sample


def read(data: bytes) -> list[Summary]:
    return list(runkeeper.read(io.BytesIO(data), "cardioActivities.csv"))


def only(data: bytes) -> Summary:
    (summary,) = read(data)
    return summary


def test_a_line_states_a_run_on_the_runners_own_clock() -> None:
    summary = only(sample())

    assert runkeeper.sniff(sample())
    assert summary.stated.sport is Sport.RUN
    assert summary.stated.app == "Runkeeper"
    assert summary.stated.distance_m == pytest.approx(5020)
    assert summary.stated.timer_s == 29 * 60 + 36
    assert summary.stated.started_at == datetime(2026, 11, 8, 6, 0, 5, tzinfo=UTC).timestamp()
    assert not summary.zone_known
    assert summary.files == ("2026-11-08-060005.gpx",)


def test_the_name_of_the_column_tells_miles_from_kilometres() -> None:
    assert only(export(line(), names=MI)).stated.distance_m == pytest.approx(8078.90688)


@pytest.mark.parametrize(
    ("names", "distance", "speed", "metres"),
    [
        # 5.02 km in 29:36 are 10.18 km/h or 6.32 mph; 5.02 miles are 16.38 km/h or 10.18 mph.
        (KM, "5.02", "10.18", 5020),
        (MI, "5.02", "10.18", 8078.90688),
        (KM, "5.02", "16.38", 8078.90688),
        (MI, "5.02", "6.32", 5020),
        (KM, "5.02", "12.00", 5020),
        (KM, "5.02", "0", 5020),
        (KM, "0.00", "0.00", None),
        (KM, "-5", "10.18", None),
        (KM, "far", "10.18", None),
        (KM, "", "", None),
    ],
)
def test_a_column_that_lies_is_found_out_by_the_speed(
    names: str, distance: str, speed: str, metres: float | None
) -> None:
    summary = only(export(line(distance=distance, speed=speed), names=names))

    assert summary.stated.distance_m == pytest.approx(metres)


@pytest.mark.parametrize(
    ("duration", "seconds"),
    [
        ("29:36", 1776),
        ("1:02:30", 3750),
        ("2:13:06", 7986),
        ("0:00", None),
        ("", None),
        ("-", None),
    ],
)
def test_a_duration_has_hours_or_none(duration: str, seconds: float | None) -> None:
    assert only(export(line(duration=duration))).stated.timer_s == seconds


def test_a_run_that_was_typed_in_has_no_file() -> None:
    assert only(export(line(file=""))).files == ()


def test_older_exports_have_no_number() -> None:
    without = [text.partition(",")[2] for text in (KM, line())]

    assert only("\n".join(without).encode()).stated == only(sample()).stated


def test_notes_may_have_commas_quotes_and_lines() -> None:
    first, second = read(export(line(notes='Mệt, ""vui""\nlắm'), line()))

    assert first == second


@pytest.mark.parametrize(
    ("kind", "sport"),
    [("Running", Sport.RUN), ("Walking", Sport.WALK), ("Cycling", Sport.RIDE),
     ("Hiking", Sport.HIKE), ("Swimming", Sport.SWIM), ("Elliptical", Sport.OTHER)],
)  # fmt: skip
def test_a_sport_is_known_by_its_name(kind: str, sport: Sport) -> None:
    assert only(export(line(kind=kind))).stated.sport is sport


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\xff" * 50,
        b'"' * 70_000,
        b"Date,Type,Distance (km)\n2026-11-08,Running,5\n",
        b"Activity Type,Date,Favorite,Title,Distance\nRunning,2026-11-08 06:00:00,false,a,5\n",
    ],
)
def test_other_tables_are_not_claimed(data: bytes) -> None:
    assert not runkeeper.sniff(data)
    with pytest.raises(UnreadableFile):
        read(data)


def test_a_list_without_a_line_says_nothing() -> None:
    assert read(KM.encode()) == []
    with pytest.raises(NoActivity):
        read(b"Date,Weight\n")


def test_more_activities_than_a_life_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MAX_RUNS", 3)

    with pytest.raises(TooManyRuns):
        read(export(*[line()] * 4))


def test_an_export_cut_or_flipped_is_read_or_refused() -> None:
    chance = random.Random(20261108)  # noqa: S311 -- the same bytes each time, no secret
    whole = export(line(), line(notes="a\nb"))

    for end in range(len(whole)):
        data = bytearray(whole[:end] if end % 2 else whole)
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            runkeeper.sniff(bytes(data))
            read(bytes(data))
        except UnreadableFile:
            continue
