"""What a CSV file of Polar Flow becomes. Expected values are worked out by hand."""

from datetime import UTC, datetime
from math import nan

import numpy as np
import pytest

from race.activity import Activity, Sport
from race.errors import NoActivity, NoDate
from race.ingest.formats import polar_csv
from tests.ingest.writing.polar_csv import NAMES, SAMPLES, row, sample, session

#: The wall clock that the samples name, read as UTC.
ONE = datetime(2026, 11, 8, 13, tzinfo=UTC).timestamp()


def only(data: bytes) -> Activity:
    (found,) = polar_csv.read(data)
    return found


def test_samples_have_times_and_sensors_and_no_positions() -> None:
    track = only(session(row(0, metres="0.0"), row(1, metres="3.5"), row(3605))).track

    assert (track.time - ONE).tolist() == [0, 1, 3605]
    assert not track.positioned.any()
    assert track.ele.tolist() == [31.5, 31.5, 31.5]
    np.testing.assert_array_equal(track.sensors["distance"], [0, 3.5, nan])
    np.testing.assert_allclose(track.sensors["speed"], [3, 3, 3])
    assert track.sensors["heart_rate"].tolist() == [141, 141, 141]
    assert track.sensors["temperature"].tolist() == [24.5, 24.5, 24.5]
    assert track.sensors.keys() == {"distance", "speed", "heart_rate", "temperature"}


def test_the_wall_clock_names_no_zone() -> None:
    found = only(sample())

    assert not found.zone_known
    assert found.stated.started_at == ONE


def test_what_is_stated_comes_in_metres_and_seconds() -> None:
    stated = only(sample()).stated

    assert (stated.sport, stated.indoor, stated.app) == (Sport.RUN, False, "Polar Flow")
    assert (stated.distance_m, stated.timer_s) == (2500, 600)


def test_a_treadmill_is_indoors() -> None:
    assert only(session(row(0), sport="TREADMILL_RUNNING")).stated.indoor


@pytest.mark.parametrize("cadence", [82, 164])
def test_cadence_is_in_steps(cadence: int) -> None:
    assert only(session(row(0, cadence=cadence))).track.sensors["cadence"].tolist() == [164]


def test_miles_and_feet_are_taken_as_the_columns_name_them() -> None:
    found = only(
        session(
            row(0, metres=10),
            names=NAMES.replace("distance (km)", "distance (mi)"),
            samples=SAMPLES.replace("(km/h)", "(mph)")
            .replace("Distances (m)", "Distances (ft)")
            .replace("Altitude (m)", "Altitude (ft)")
            .replace("(C)", "(F)"),
        )
    )

    assert found.stated.distance_m == pytest.approx(2.5 * 1609.344)
    assert found.track.ele[0] == pytest.approx(31.5 * 0.3048)
    assert found.track.sensors["distance"][0] == pytest.approx(3.048)
    assert found.track.sensors["speed"][0] == pytest.approx(10.8 * 0.44704)
    assert "temperature" not in found.track.sensors


def test_a_spreadsheet_in_another_country_changes_the_signs() -> None:
    saved = sample().decode().replace('"sáng, mát"', "sáng").replace(",", ";").replace(".", ",")
    found = only(saved.encode("utf-8-sig"))

    assert found.stated.distance_m == 2500
    assert found.track.sensors["distance"].tolist() == [0, 3]


@pytest.mark.parametrize("day", ["08-11-2026", "2026-11-08", "8.11.2026", "08/11/2026"])
def test_the_day_comes_first(day: str) -> None:
    assert only(session(row(0), day=day)).track.time[0] == ONE


@pytest.mark.parametrize(
    ("day", "clock"),
    [("", "13:00:00"), ("8 Nov", "13:00:00"), ("31-02-2026", "13:00:00"), ("08-11-2026", "")],
)
def test_a_session_without_a_date_is_refused(day: str, clock: str) -> None:
    with pytest.raises(NoDate):
        polar_csv.read(session(row(0), day=day, clock=clock))


def test_a_session_without_samples_keeps_its_distance() -> None:
    assert only(session()).stated.distance_m == 2500
    with pytest.raises(NoActivity):
        polar_csv.read(session(distance=""))


def test_a_row_that_breaks_off_loses_what_it_lacks() -> None:
    track = only(session(row(0), "1,00:00:01,142")).track

    assert track.sensors["heart_rate"].tolist() == [141, 142]
    np.testing.assert_allclose(track.sensors["speed"], [3, nan])


@pytest.mark.parametrize(
    "other",
    [b"", b"lat,lon\n21.5,106.5\n", b"Name,Sport,Date,Start time\n", (NAMES + "\n").encode()],
)
def test_other_tables_are_none(other: bytes) -> None:
    assert polar_csv.sniff(sample())
    assert not polar_csv.sniff(other)
