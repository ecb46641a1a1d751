"""What is taken out of an archive, what is passed over and why, and what is not opened at all."""

import io
import struct
import zipfile
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from race.errors import (
    BadArchive,
    Bomb,
    EmptyFile,
    Locked,
    MalformedFile,
    NoActivity,
    NothingInTime,
    TooManyMembers,
    TooMuchInside,
    UnknownFormat,
)
from race.event import Window
from race.ingest import reading
from race.ingest.archives.members import Limits, Skipped
from race.ingest.examine import Measured
from race.ingest.reading import Wanted
from tests.gpx_writing import document, seconds, segment, trk
from tests.ingest.archives.packed import at, everything, gzipped, refusal, run, zipped
from tests.ingest.writing import strava_export


def names(runs: list[Measured]) -> list[str | None]:
    return [each.activity.member for each in runs]


def codes(skipped: list[Skipped]) -> dict[str, str]:
    return {each.member: each.code for each in skipped}


def test_every_member_is_taken_or_passed_over_with_a_reason(tmp_path: Path) -> None:
    archive = {
        "activities/1.gpx": run(8),
        "activities/2.gpx.gz": gzipped(run(9)),
        "activities/": b"",
        "photo.jpg": b"\xff\xd8\xff\xe0\0\x10JFIF",
        "empty.gpx": b"",
        "broken.gpx": b"<gpx><trk><trkseg><trkpt lat=",
        "__MACOSX/activities/._1.gpx": b"\0\x05\x16\x07",
        ".DS_Store": b"\0\0\0\1Bud1",
    }
    runs, skipped = everything(at(tmp_path, zipped(archive)))

    assert names(runs) == ["activities/1.gpx", "activities/2.gpx.gz"]
    assert codes(skipped) == {
        "photo.jpg": "UNKNOWN_FORMAT",
        "empty.gpx": "EMPTY_FILE",
        "broken.gpx": "MALFORMED_FILE",
        "__MACOSX/activities/._1.gpx": "SYSTEM_FILE",
        ".DS_Store": "SYSTEM_FILE",
    }


def test_an_archive_within_an_archive_is_opened_and_one_within_that_is_not(tmp_path: Path) -> None:
    deepest = zipped({"deep.gpx": run(10)})
    inner = zipped({"inner.gpx": run(9), "deepest.zip": deepest})
    runs, skipped = everything(at(tmp_path, zipped({"Part1.zip": inner, "outer.gpx": run(8)})))

    assert sorted(map(str, names(runs))) == ["Part1.zip/inner.gpx", "outer.gpx"]
    assert codes(skipped) == {"Part1.zip/deepest.zip": "TOO_NESTED"}


def test_gzip_is_no_level(tmp_path: Path) -> None:
    inner = gzipped(zipped({"inner.gpx.gz": gzipped(run(8))}))
    runs, skipped = everything(at(tmp_path, gzipped(zipped({"Part1.zip.gz": inner}))))

    assert names(runs) == ["Part1.zip.gz/inner.gpx.gz"]
    assert skipped == []


def test_a_file_packed_by_gzip_alone_has_no_member_name(tmp_path: Path) -> None:
    runs, _ = everything(at(tmp_path, gzipped(run(8))))

    assert names(runs) == [None]


def test_files_packed_one_after_the_other_are_one(tmp_path: Path) -> None:
    data = run(8)
    half = len(data) // 2
    runs, _ = everything(at(tmp_path, gzipped(data[:half]) + gzipped(data[half:])))

    assert runs[0].metrics.points == 60


def test_what_a_cut_gzip_still_gives_is_read_and_flagged(tmp_path: Path) -> None:
    packed = gzipped(run(8, minutes=60))
    (found,), _ = everything(at(tmp_path, packed[: len(packed) // 2]))

    assert 0 < found.metrics.points < 360
    assert found.activity.damage is not None


def test_one_bad_member_stops_no_other(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.gpx": run(8), "b.gpx": run(9)}))
    data[60:70] = b"\xff" * 10  # inside of the packed bytes of the first
    runs, skipped = everything(at(tmp_path, bytes(data)))

    assert names(runs) == ["b.gpx"]
    assert codes(skipped) == {"a.gpx": "BAD_ARCHIVE"}


def test_members_with_a_password_are_named_so(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.gpx": run(8), "b.gpx": run(9)}))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(signature) + flags
        data[start] |= 1
    runs, skipped = everything(at(tmp_path, bytes(data)))

    assert names(runs) == ["b.gpx"]
    assert codes(skipped) == {"a.gpx": "LOCKED"}


def test_an_archive_with_a_password_says_what_to_do(tmp_path: Path) -> None:
    left = [Skipped(member="a.gpx", code="LOCKED", text=Locked.text, facts={"file": "a.gpx"})]

    assert isinstance(reading.fruitless("huawei.zip", left), Locked)


def test_an_archive_without_any_run_says_so(tmp_path: Path) -> None:
    left = [
        Skipped(member="a.jpg", code="UNKNOWN_FORMAT", text=UnknownFormat.text),
        Skipped(member="b.jpg", code="UNKNOWN_FORMAT", text=UnknownFormat.text),
    ]

    assert isinstance(reading.fruitless("photos.zip", left), NoActivity)


def test_half_an_archive_is_damaged(tmp_path: Path) -> None:
    data = zipped({"a.gpx": run(8)})

    assert refusal(at(tmp_path, data[: len(data) // 2])) is BadArchive


def test_a_gzip_of_nothing_is_empty(tmp_path: Path) -> None:
    assert refusal(at(tmp_path, gzipped(b""))) is EmptyFile


def test_a_gzip_of_half_a_point_is_damaged(tmp_path: Path) -> None:
    runs, skipped = everything(at(tmp_path, gzipped(b"<gpx><trk><trkseg><trkpt lat=")))

    assert (runs, codes(skipped)) == ([], {"upload.zip": MalformedFile.code})


def test_more_members_than_are_taken_are_refused(tmp_path: Path) -> None:
    archive = zipped({f"{n}.gpx": run(8, minutes=1) for n in range(11)})

    assert refusal(at(tmp_path, archive, limits=Limits(members=10))) is TooManyMembers


def test_members_of_inner_archives_are_counted(tmp_path: Path) -> None:
    inner = zipped({f"{n}.gpx": b"x" for n in range(6)})
    archive = zipped({"a.zip": inner, "b.zip": inner})

    assert refusal(at(tmp_path, archive, limits=Limits(members=10))) is TooManyMembers


def test_an_archive_that_announces_too_much_is_refused(tmp_path: Path) -> None:
    archive = zipped({"a.gpx": run(8), "b.gpx": run(9)})

    assert refusal(at(tmp_path, archive, limits=Limits(unpacked=1000))) is TooMuchInside


def test_rows_of_zeros_are_no_run_and_never_fill_the_memory(tmp_path: Path) -> None:
    bomb = zipped({"zeros.gpx": b"<gpx>" + b"\0" * 50_000_000, "run.gpx": run(8)})
    runs, skipped = everything(at(tmp_path, bomb))

    assert names(runs) == ["run.gpx"]
    assert codes(skipped) == {"zeros.gpx": Bomb.code}


def test_a_bomb_inside_of_gzip_inside_of_zip_stops(tmp_path: Path) -> None:
    bomb = gzipped(gzipped(b"<gpx>" + b"\0" * 50_000_000))
    runs, skipped = everything(at(tmp_path, zipped({"a.gpx.gz.gz": bomb, "b.gpx": run(8)})))

    assert names(runs) == ["b.gpx"]
    assert len(skipped) == 1


def test_a_member_never_gives_more_than_it_announces(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.gpx": run(8, minutes=60)}))
    central = data.find(b"PK\x01\x02")
    struct.pack_into("<I", data, central + 24, 100)  # its size, in the directory
    runs, skipped = everything(at(tmp_path, bytes(data)))

    assert runs == []
    assert len(skipped) == 1


def test_names_from_inside_are_never_paths(tmp_path: Path) -> None:
    hostile = {"../../etc/passwd.gpx": run(8), "/x.gpx": run(9), "C:\\x.gpx": run(10)}
    runs, _ = everything(at(tmp_path, zipped(hostile)))

    assert len(runs) == 3
    assert len(list(tmp_path.iterdir())) == 2  # the upload and its plan


def test_a_name_in_utf_8_that_does_not_say_so_is_read_right(tmp_path: Path) -> None:
    with io.BytesIO() as target:
        with zipfile.ZipFile(target, "w") as archive:
            info = zipfile.ZipInfo("cha.gpx")
            archive.writestr(info, run(8))
        data = target.getvalue().replace(b"cha.gpx", "ạ.gpx".encode())
    runs, _ = everything(at(tmp_path, data))

    assert names(runs) == ["ạ.gpx"]


def test_documents_of_an_office_are_no_archives(tmp_path: Path) -> None:
    sheet = zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})
    runs, skipped = everything(at(tmp_path, zipped({"list.xlsx": sheet, "a.gpx": run(8)})))

    assert names(runs) == ["a.gpx"]
    assert codes(skipped) == {"list.xlsx": "UNKNOWN_FORMAT"}


def test_the_same_run_twice_is_taken_once(tmp_path: Path) -> None:
    runs, skipped = everything(
        at(tmp_path, zipped({"a.gpx": run(8), "copy.gpx.gz": gzipped(run(8))}))
    )

    assert names(runs) == ["a.gpx"]
    assert [(each.member, each.code, each.facts) for each in skipped] == [
        ("copy.gpx.gz", "TWIN", {"other": "a.gpx"})
    ]


def test_two_runs_that_touch_are_two(tmp_path: Path) -> None:
    morning, later = run(8, hour=6, minutes=60), run(8, hour=7)
    runs, skipped = everything(at(tmp_path, zipped({"a.gpx": morning, "b.gpx": later})))

    assert (len(runs), skipped) == (2, [])


WINDOW = Window(
    starts_at=datetime(2026, 11, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")),
    ends_at=datetime(2026, 11, 10, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")),
    timezone="Asia/Ho_Chi_Minh",
)


def test_of_years_of_runs_only_those_of_the_event_are_taken(tmp_path: Path) -> None:
    archive = zipped({f"{day}.gpx": run(day) for day in (1, 8, 9, 20)})
    wanted = Wanted(window=WINDOW, only_window=True)
    runs, skipped = everything(at(tmp_path, archive), wanted)

    assert names(runs) == ["8.gpx", "9.gpx"]
    assert {each.member: (each.code, each.facts["day"]) for each in skipped} == {
        "1.gpx": ("OUTSIDE_EVENT", "2026-11-01"),
        "20.gpx": ("OUTSIDE_EVENT", "2026-11-20"),
    }


def test_a_run_of_another_time_that_came_alone_is_kept_so_that_it_can_be_told_why(
    tmp_path: Path,
) -> None:
    wanted = Wanted(window=WINDOW, only_window=True)
    runs, _ = everything(at(tmp_path, gzipped(run(1))), wanted)

    assert len(runs) == 1


def test_an_archive_of_other_years_says_how_many_runs_it_has(tmp_path: Path) -> None:
    archive = zipped({f"{day}.gpx": run(day) for day in (1, 2, 3)})
    runs, skipped = everything(at(tmp_path, archive), Wanted(window=WINDOW, only_window=True))
    error = reading.fruitless("export.zip", skipped)

    assert runs == []
    assert isinstance(error, NothingInTime)
    assert error.facts == {"count": 3}


def test_reading_in_stretches_gives_what_reading_at_once_gives(tmp_path: Path) -> None:
    source = at(tmp_path, zipped({f"{day}.gpx": run(day) for day in range(1, 8)}))
    kept = tmp_path / "plan"
    reading.plan(source, kept)
    stretches = [reading.outline(kept, first, 3) for first in (0, 3, 6)]

    assert [len(each.runs) for each in stretches] == [3, 3, 1]
    assert {each.total for each in stretches} == {7}
    whole = reading.outline(kept, 0, 100).runs
    assert tuple(member for each in stretches for member in each.runs) == whole


@pytest.mark.parametrize("cut", range(1, 20))
def test_an_archive_cut_anywhere_is_refused_or_read_in_part(tmp_path: Path, cut: int) -> None:
    data = zipped({"a.gpx": run(8), "b.gpx": run(9)})

    assert issubclass(
        refusal(at(tmp_path, data[: len(data) * cut // 20])), BadArchive | UnknownFormat
    )


@pytest.mark.parametrize("step", range(7))
def test_an_archive_with_flipped_bits_gives_values_or_our_errors(tmp_path: Path, step: int) -> None:
    data = zipped({"a.gpx": run(8, minutes=2), "b.gpx": run(9, minutes=2)})
    for place in range(step, len(data), 7):
        flipped = bytearray(data)
        flipped[place] ^= 1 << place % 8
        source = at(tmp_path, bytes(flipped))
        try:
            everything(source)
        except (BadArchive, UnknownFormat, EmptyFile, NoActivity):
            continue


def noise(count: int) -> bytes:
    """Bytes that do not pack, the same at any time."""
    return b"".join(sha256(str(n).encode()).digest() for n in range(count // 32))


def test_a_large_archive_inside_of_gzip_is_read_as_it_is(tmp_path: Path) -> None:
    archive = zipped({"photo.jpg": b"\xff\xd8\xff\xe0" + noise(300_000), "a.gpx": run(8)})
    runs, skipped = everything(at(tmp_path, gzipped(archive)))

    assert names(runs) == ["a.gpx"]
    assert codes(skipped) == {"photo.jpg": "UNKNOWN_FORMAT"}


def test_a_whole_recording_takes_the_place_of_one_that_breaks_off(tmp_path: Path) -> None:
    whole = run(8, minutes=60)
    broken = whole[: whole.rindex(b"<trkpt") + 20]
    runs, skipped = everything(at(tmp_path, zipped({"1.gpx": broken, "2.gpx": whole})))

    assert names(runs) == ["2.gpx"]
    assert [(each.member, each.facts) for each in skipped] == [("1.gpx", {"other": "2.gpx"})]


def test_the_totals_of_an_index_are_not_those_of_each_of_two_tracks(tmp_path: Path) -> None:
    two = document(trk(segment(*seconds(60))), trk(segment(*seconds(60, start=3600)))).encode()
    index = strava_export.export([strava_export.Run(file="activities/1.gpx")])
    runs, _ = everything(at(tmp_path, zipped({"activities.csv": index, "activities/1.gpx": two})))

    assert len(runs) == 2
    assert [each.activity.stated.distance_m for each in runs] == [None, None]
