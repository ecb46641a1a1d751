"""What a table of points becomes. Expected values are computed by hand."""

import csv
from datetime import UTC, datetime
from math import nan
from pathlib import Path

import numpy as np
import pytest

from race.activity import Activity
from race.errors import MalformedFile, NoActivity, NoDate, TooManyPoints
from race.ingest.formats import table
from race.track import Track
from tests.ingest.writing.table import NAMES, ROWS, sample, with_times, written

#: 2026-11-08T06:00:00Z
SIX = datetime(2026, 11, 8, 6, tzinfo=UTC).timestamp()
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
TRACKS = {
    "apple-health/fankangsong_-Route-20260705_202707.csv": 2611,
    "gadgetbridge/Freeyourgadget_GPXExporterTest-SampleTracks.csv": 14,
    "gadgetbridge/Freeyourgadget_GPXExporterTest-SampleTracksHR.csv": 14,
    "misc/FABallemand_strava_run_1_test.csv": 939,
    "misc/GoldenCheetah_motoActv_powertap.csv": 1541,
}
FILES = sorted(path for path in CORPUS.glob("*/*.csv"))
needs_corpus = pytest.mark.skipif(not FILES, reason=f"no tables in {CORPUS}")


def only(data: bytes) -> Activity:
    (activity,) = table.read(data)
    assert table.sniff(data)
    return activity


def track(data: bytes) -> Track:
    return only(data).track


def test_columns_are_known_by_their_names() -> None:
    run = track(sample())

    assert list(run.time - SIX) == [0, 1, 2]
    assert list(run.lat) == [21.5, 21.50003, 21.50006]
    assert list(run.lon) == [106.5, 106.5, 106.5]
    assert list(run.ele) == [30.5, 30.6, 30.7]
    assert run.sensors == {}


@pytest.mark.parametrize(
    "names",
    [
        ("Thời gian", "Vĩ độ", "Kinh độ", "Độ cao"),
        ("时间", "纬度", "经度", "海拔"),
        ("Zeitstempel", "Breitengrad", "Längengrad", "Höhe [m]"),
        ("TIMESTAMP_EPOCH", "LATITUDE", "LONGITUDE", "ELEVATION"),
        ("time", "lat", "lng", "ele"),
        (" UTC time ", "GPS_Lat", "GPS-Long", "alt_m"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_names_may_be_of_any_language(names: tuple[str, ...], delimiter: str) -> None:
    run = track(written(names, *ROWS, delimiter=delimiter))

    assert list(run.lat) == [21.5, 21.50003, 21.50006]
    assert list(run.ele) == [30.5, 30.6, 30.7]


@pytest.mark.parametrize(
    ("name", "text", "sensor", "value"),
    [
        ("Heart Rate (count/min)", "141", "heart_rate", 141),
        ("Nhịp tim", "141", "heart_rate", 141),
        ("Speed (m/s)", "2.5", "speed", 2.5),
        ("speed_kmh", "9", "speed", 2.5),
        ("速度 (km/小时)", "9", "speed", 2.5),
        ("speed", "2.5", "speed", 2.5),
        ("cadence", "82", "cadence", 164),
        ("Horizontal Accuracy (m)", "3.5", "accuracy", 3.5),
        ("horizontalAccuracy", "3.5", "accuracy", 3.5),
        ("distance_m", "1200", "distance", 1200),
        ("Quãng đường (km)", "1.2", "distance", 1200),
        ("Temperatur", "-2,5", "temperature", -2.5),
    ],
)
def test_a_sensor_is_brought_to_the_unit_of_the_house(
    name: str, text: str, sensor: str, value: float
) -> None:
    rows = [(*row, text) for row in ROWS]

    run = track(written((*NAMES, name), *rows, delimiter=";"))

    assert list(run.sensors) == [sensor]
    np.testing.assert_allclose(run.sensors[sensor], value)


def test_a_distance_without_a_unit_and_names_of_other_things_are_left_out() -> None:
    names = (*NAMES, "distance", "Vertical Accuracy (m)", "Course", "speedAccuracy", "steps")

    assert track(written(names, *[(*row, "1", "2", "3", "4", "5") for row in ROWS])).sensors == {}


def test_heights_in_feet_are_metres() -> None:
    run = track(written((*NAMES[:3], "Altitude (ft)"), *ROWS))

    assert run.ele[0] == pytest.approx(30.5 * 0.3048)


@pytest.mark.parametrize(
    ("text", "zoned"),
    [
        ("2026-11-08T06:00:00Z", True),
        ("2026-11-08 13:00:00+07:00", True),
        ("2026-11-08 13:00:00 +0700", True),
        ("2026-11-08 06:00:00 UTC", True),
        ("2026/11/08 06:00:00+00", True),
        ("2026-11-08 06:00:00", False),
        ("2026/11/08 06:00:00", False),
        ("08.11.2026 06:00:00", False),
        ("8.11.2026, 06:00:00", False),
        (str(int(SIX)), True),
        (f"{SIX:.3f}", True),
        (f"{int(SIX)}000", True),
        (f"{int(SIX)}000000", True),
        (f"{int(SIX)}000000000", True),
        (f"{SIX * 1000:e}".replace("e", "E"), True),
    ],
)
def test_a_time_is_read_in_every_writing(text: str, zoned: bool) -> None:
    activity = only(with_times(*[text] * 3).replace(b", ", b" "))

    assert activity.track.time[0] == pytest.approx(SIX, abs=1000 if "E" in text else 1e-6)
    assert activity.zone_known is zoned


def test_a_date_may_stand_in_a_column_of_its_own() -> None:
    data = written(("Date", "Time", "lat", "lon"), ("2026-11-08", "06:00:00", "21.5", "106.5"))

    assert track(data).time[0] == SIX


@pytest.mark.parametrize("text", ["06:00:00", "0", "3600.5"])
def test_times_without_a_date_are_refused_for_that(text: str) -> None:
    with pytest.raises(NoDate) as refused:
        table.read(with_times(text, text))
    assert refused.value.facts == {"format": "CSV"}


def test_points_without_any_time_are_read() -> None:
    assert not track(with_times("", "")).timed.any()


def test_without_names_longitude_stands_first_unless_only_the_second_can_be() -> None:
    gulf = [(f"-68.20{n}", f"44.15{n}", "40", f"2026-11-08T06:00:0{n}Z") for n in range(3)]
    home = [(f"{int(SIX) + n}", f"21.50{n}", f"106.50{n}", "30", "141") for n in range(3)]

    west, east = track(written(*gulf, delimiter="\t")), track(written(*home))

    assert (west.lon[0], west.lat[0], west.ele[0], west.time[0]) == (-68.2, 44.15, 40, SIX)
    assert (east.lon[0], east.lat[0], east.ele[0], east.time[0]) == (106.5, 21.5, 30, SIX)
    assert list(east.sensors["heart_rate"]) == [141, 141, 141]


def test_lines_before_the_names_and_a_summary_at_the_end_are_passed_over() -> None:
    head = [("GPS Logger", "2.1"), ("device", "SM-A155F")]

    assert len(track(written(*head, NAMES, *ROWS, ("Total", "", "", "5 km")))) == 3


def test_names_that_come_again_are_no_point() -> None:
    assert len(track(written(NAMES, *ROWS, NAMES, *ROWS))) == 6


def test_a_new_word_for_the_segment_begins_one() -> None:
    rows = [(*row, word) for row, word in zip(ROWS * 2, "aabbba", strict=True)]

    assert list(track(written((*NAMES, "track_seg_id"), *rows)).segment) == [0, 0, 1, 1, 1, 2]


@pytest.mark.parametrize("place", [("0", "0"), ("91", "106"), ("21.5", ""), ("x", "y")])
def test_a_place_that_is_none_stays_as_a_point_without_position(place: tuple[str, str]) -> None:
    run = track(written(NAMES[:3], ROWS[0][:3], ("2026-11-08T06:00:09Z", *place)))

    assert list(run.positioned) == [True, False]
    assert run.time[1] == SIX + 9


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_a_last_row_without_its_fields_is_damage_only_where_the_file_ends_in_it(
    end: bytes,
) -> None:
    activity = only(sample() + b"2026-11-08T06:00:03Z,21.5" + end)

    assert len(activity.track) == 3
    assert (activity.damage is None) == (end == b"\n")


def test_damage_in_the_middle_keeps_what_stands_before() -> None:
    activity = only(sample() + b'"' + b"x" * 200_000)

    assert len(activity.track) == 3
    assert activity.damage is not None


def test_damage_before_the_first_point_is_refused() -> None:
    with pytest.raises(MalformedFile):
        table.read(sample()[:50])
    with pytest.raises(NoActivity):
        table.read(written(NAMES))


def test_too_many_points_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MAX_POINTS", 2)

    with pytest.raises(TooManyPoints):
        table.read(sample())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"lat,lon\n21.5,106.5\n",
        b"Date/Time,Min,Max,Avg\n2026-07-05 20:27:07,101,123,112\n",
        b'{"lat": 21.5, "lon": 106.5, "time": 5}',
        b'[\n"time","lat","lon"\n]',
        b"<gpx/>",
        b"$GPGGA,060000.000,2130.000,N,10630.000,E\n" * 5,
        b"1.000,2.000,3.000\n" * 5,
        b"tp=lbs;k=0;lat=21.5;lon=106.5;alt=0.0;t=1.7E12;\n" * 5,
        bytes(range(256)) * 20,
    ],
)
def test_other_files_are_not_claimed(data: bytes) -> None:
    assert not table.sniff(data)


def test_many_points_are_read_in_their_time() -> None:
    data = with_times(*(f"{int(SIX) + n}" for n in range(100_000)))

    run = track(data)

    assert len(run) == 100_000
    assert run.time[-1] == SIX + 99_999


def test_numbers_that_are_not_sane_are_unknown() -> None:
    rows = [(*ROWS[0][:3], "1e308", "0"), (*ROWS[1][:3], "nan", "-5")]

    run = track(written((*NAMES, "heart rate"), *rows))

    np.testing.assert_array_equal(run.ele, [nan, nan])
    assert run.sensors == {}


@needs_corpus
@pytest.mark.parametrize("name", TRACKS)
def test_a_real_table_of_points_is_read_whole(name: str) -> None:
    activity = only((CORPUS / name).read_bytes())

    with (CORPUS / "index.csv").open(newline="") as index:
        (row,) = (row for row in csv.DictReader(index) if row["file"] == name)
    assert len(activity.track) == TRACKS[name]
    assert activity.track.timed.all()
    assert activity.track.positioned.sum() == (int(row["gps_points"]) or TRACKS[name])
    assert activity.damage is None


@needs_corpus
def test_no_other_real_table_is_claimed() -> None:
    claimed = {str(f.relative_to(CORPUS)) for f in FILES if table.sniff(f.read_bytes())}

    assert claimed == set(TRACKS)
