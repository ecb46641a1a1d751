"""What the export of Samsung Health becomes. Expected values are worked out by hand."""

import io
from math import nan

import numpy as np
import pytest

from race.activity import Activity, Sport, Summary
from race.errors import NoActivity
from race.ingest.formats import samsung, samsung_tracks
from tests.ingest.writing.samsung import PREFIX, UUID, exercises, sample
from tests.ingest.writing.samsung_tracks import (
    SIX_MS,
    place,
    said,
    sample_live,
    written,
)
from tests.ingest.writing.samsung_tracks import sample as sample_track

SIX = SIX_MS / 1000
TRACK = f"{UUID}.com.samsung.health.exercise.location_data.json"
LIVE = f"jsons/com.samsung.shealth.exercise/3/{UUID}.com.samsung.health.exercise.live_data.json"


def listed(data: bytes) -> list[Summary]:
    return list(samsung.read(io.BytesIO(data), "x.csv"))


def track(data: bytes) -> Activity:
    (found,) = samsung_tracks.read(data)
    return found


def live(data: bytes) -> Summary:
    (found,) = samsung_tracks.read_live(io.BytesIO(data), LIVE)
    return found


def test_an_exercise_states_its_run_and_names_its_files() -> None:
    (found,) = listed(sample())

    assert (found.stated.sport, found.stated.app) == (Sport.RUN, "Samsung Health")
    assert (found.stated.distance_m, found.stated.timer_s) == (5000.5, 1800.5)
    assert (found.stated.elapsed_s, found.stated.started_at) == (1860, SIX)
    assert found.files == (TRACK, UUID)


def test_the_columns_of_older_exports_have_short_names() -> None:
    assert listed(exercises({}, prefix="")) == listed(sample())


@pytest.mark.parametrize(
    ("zone", "from_six_s", "known"),
    [
        ("UTC+0700", 0, True),
        ("UTC-0330", 0, True),
        ("UTC", 0, True),
        ("", 0, False),
        ("25200000", -7 * 3600, True),
    ],
)
def test_a_start_is_in_utc_but_where_the_zone_is_in_milliseconds(
    zone: str, from_six_s: float, known: bool
) -> None:
    (found,) = listed(exercises({"time_offset": zone}))

    assert found.stated.started_at == SIX + from_six_s
    assert found.zone_known is known


@pytest.mark.parametrize(
    ("number", "sport", "indoor"),
    [
        ("1001", Sport.WALK, False),
        ("1002", Sport.RUN, False),
        ("11007", Sport.RIDE, False),
        ("13001", Sport.HIKE, False),
        ("14001", Sport.SWIM, False),
        ("15003", Sport.RIDE, True),
        ("15005", Sport.RUN, True),
        ("4004", Sport.OTHER, False),
        ("10007", Sport.OTHER, False),
        ("0", Sport.UNKNOWN, False),
        ("", Sport.UNKNOWN, False),
    ],
)
def test_a_sport_is_a_number_of_samsungs_table(number: str, sport: Sport, indoor: bool) -> None:
    (found,) = listed(exercises({"exercise_type": number}))

    assert (found.stated.sport, found.stated.indoor) == (sport, indoor)


def test_an_exercise_without_a_track_names_itself_alone() -> None:
    (found,) = listed(exercises({"location_data": "", "distance": ""}))

    assert found.files == (UUID,)
    assert found.stated.distance_m is None


@pytest.mark.parametrize("written_as", ["5000.5", '"5000,5"', '"5,000.5"', '"5.000,5"'])
def test_a_number_is_written_as_in_the_country_of_the_phone(written_as: str) -> None:
    (found,) = listed(exercises({"distance": written_as}))

    assert found.stated.distance_m == 5000.5


def test_every_row_is_an_exercise() -> None:
    assert len(listed(exercises({}, {"datauuid": "other"}, {}))) == 3


@pytest.mark.parametrize("kind", ["weather", "hr_zone", "recovery_heart_rate", "extension"])
def test_sister_tables_are_not_claimed(kind: str) -> None:
    assert samsung.sniff(sample())
    assert not samsung.sniff(exercises({}, kind=f"com.samsung.shealth.exercise.{kind}"))


def test_a_table_without_the_columns_holds_no_run() -> None:
    with pytest.raises(NoActivity):
        listed(b"com.samsung.shealth.exercise,6320001,17\nstart_time\n")


def test_a_position_has_its_time_height_and_accuracy() -> None:
    found = track(written([place(0), place(1.5, 0, 0)])).track

    assert (found.time - SIX).tolist() == [0, 1.5]
    np.testing.assert_array_equal(found.lat, [21.5, nan])
    assert found.ele.tolist() == [31.5, 31.5]
    assert found.sensors["accuracy"].tolist() == [4, 4]


def test_sensors_say_what_they_have_at_their_moments() -> None:
    found = live(
        written(
            [
                said(0, heart_rate=141.0),
                said(1, distance=3.0, speed=3.0, cadence=170.0),
                said(2, percent_of_vo2max=60.0),
                said(3, distance=2.5),
            ]
        )
    )

    assert found.samples is not None
    assert (found.samples.time - SIX).tolist() == [0, 1, 2, 3]
    np.testing.assert_array_equal(found.samples.sensors["heart_rate"], [141, nan, nan, nan])
    np.testing.assert_array_equal(found.samples.sensors["distance"], [nan, 3, nan, 5.5])
    np.testing.assert_array_equal(found.samples.sensors["cadence"], [nan, 170, nan, nan])
    assert not found.samples.positioned.any()


def test_sensors_belong_to_the_exercise_that_their_file_names() -> None:
    assert live(sample_live()).files == (UUID,)


def test_each_file_of_an_exercise_is_known_as_what_it_is() -> None:
    files = (sample(), sample_track(), sample_live())
    for place_of, known in enumerate(
        (samsung.sniff, samsung_tracks.sniff, samsung_tracks.sniff_live)
    ):
        assert [known(data) for data in files] == [place_of == n for n in range(3)]


@pytest.mark.parametrize(
    "other",
    [
        b'[{"elapsed_time": 1000, "interval": 1000, "segment": 1, "start_time": 1}]',
        b'[{"heart_rate": 70, "heart_rate_max": 80, "start_time": 1, "end_time": 2}]',
        b'{"start_time": 1, "heart_rate": 70}',
        b"[]",
        b"",
    ],
)
def test_other_lists_of_the_export_are_none_of_these(other: bytes) -> None:
    assert not samsung_tracks.sniff(other)
    assert not samsung_tracks.sniff_live(other)


def test_the_prefix_of_a_column_is_that_of_the_export() -> None:
    assert PREFIX.encode() in sample()
