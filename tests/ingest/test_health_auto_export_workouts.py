"""What the table of workouts of Health Auto Export says. Expected values are computed by hand."""

import io
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from race.activity import Sport, Summary
from race.errors import NoActivity, TooManyRuns, UnreadableFile
from race.ingest.formats import exports
from race.ingest.formats import health_auto_export_workouts as workouts
from tests.ingest.writing.health_auto_export_workouts import NAMES, export, line, sample

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
FILES = sorted(CORPUS.glob("apple-health/*.csv"))


def read(data: bytes) -> list[Summary]:
    return list(workouts.read(io.BytesIO(data), "Workouts.csv"))


def only(data: bytes) -> Summary:
    (summary,) = read(data)
    return summary


def test_a_line_states_a_workout() -> None:
    summary = only(sample())

    assert workouts.sniff(sample())
    assert summary.stated.sport is Sport.RUN
    assert summary.stated.distance_m == pytest.approx(5020)
    assert summary.stated.timer_s == 29 * 60 + 36
    assert summary.stated.elapsed_s is None
    assert summary.stated.started_at == datetime(2026, 11, 8, 6, tzinfo=UTC).timestamp()
    assert not summary.zone_known
    assert not summary.stated.indoor


@pytest.mark.parametrize(
    "name",
    [
        "Chạy ngoài trời-Route-20261108_060012.csv",
        "Chạy ngoài trời-Route-2026-11-08 06:00:12.gpx",
        "Chạy ngoài trời-Route-2026-11-08 06_00_12.gpx",
        "Chạy ngoài trời-2026-11-08_06_00_12-2026-11-08_06_30_09.json",
    ],
)
def test_its_files_are_known_by_the_beginning_of_their_names(name: str) -> None:
    beginnings = only(sample()).files

    assert any(name.startswith(beginning) for beginning in beginnings)
    assert all(len(beginning) >= 16 for beginning in beginnings)


def test_miles_are_miles() -> None:
    data = export(line(distance=3.1), names=NAMES.replace("(km)", "(mi)"))

    assert only(data).stated.distance_m == pytest.approx(4988.9664)


@pytest.mark.parametrize("distance", ["", "0", "0.0", "-1", "nan", "far"])
def test_a_distance_that_is_none_is_none(distance: str) -> None:
    assert only(export(line(distance=distance))).stated.distance_m is None


def test_indoors_is_said_by_the_sport_or_the_place() -> None:
    assert only(export(line(kind="室内 跑步"))).stated.indoor
    assert only(export(line(place="Trong nhà"))).stated.indoor


def test_lines_that_are_no_workouts_are_passed_over() -> None:
    total = line(start="", end="")

    assert len(read(export(line(), total, "x", line()))) == 2


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\xff" * 50,
        b'"' * 70_000,
        NAMES.encode(),
        export(line(duration="01:29:36")),
        export(line(end="2026-11-08 05:59")),
        export(line(), names=NAMES.replace("(km)", "")),
        b"Date/Time,Distance (km),Source\n2026-11-08 06:00:07,0.165,Apple Watch\n",
    ],
)
def test_other_tables_are_not_claimed(data: bytes) -> None:
    assert not workouts.sniff(data)


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n"])
def test_a_table_without_a_distance_holds_no_activity(data: bytes) -> None:
    with pytest.raises(NoActivity):
        read(data)


def test_more_workouts_than_a_life_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MAX_RUNS", 3)

    with pytest.raises(TooManyRuns):
        read(export(*[line()] * 4))


def test_a_table_cut_or_flipped_is_read_or_refused() -> None:
    chance = random.Random(20261108)  # noqa: S311 -- the same bytes each time, no secret
    whole = export(line(), line())

    for end in range(len(whole)):
        data = bytearray(whole[:end] if end % 2 else whole)
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            workouts.sniff(bytes(data))
            read(bytes(data))
        except UnreadableFile:
            continue


@pytest.mark.skipif(not FILES, reason=f"no tables of this app in {CORPUS}")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_of_the_real_tables_only_that_of_the_workouts_is_claimed(path: Path) -> None:
    data = path.read_bytes()

    assert workouts.sniff(data) == ("Workouts" in path.name)
    if "Workouts" in path.name:
        summary = only(data)
        assert summary.stated.sport is Sport.RUN
        assert summary.stated.distance_m == pytest.approx(7010, abs=1)
        assert summary.stated.timer_s == 43 * 60 + 36
        assert not summary.stated.indoor
