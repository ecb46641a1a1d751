"""What a training session of Polar becomes. Expected values are worked out by hand."""

from datetime import UTC, datetime
from math import nan

import numpy as np
import pytest

from race.activity import Activity, Sport
from race.errors import NoActivity
from race.ingest.formats import polar_session
from tests.ingest.writing.polar_session import (
    channel,
    clock,
    exercise,
    newer,
    place,
    said,
    sample,
    session,
    way_point,
)

SIX = datetime(2026, 11, 8, 6, tzinfo=UTC).timestamp()


def only(data: bytes) -> Activity:
    (found,) = polar_session.read(data)
    return found


def test_the_wall_clock_is_put_into_utc_by_the_minutes_beside_it() -> None:
    found = only(sample())

    assert (found.track.time - SIX).tolist() == [0, 1]
    assert found.zone_known
    assert found.stated.started_at == SIX


@pytest.mark.parametrize(
    ("minutes", "from_six_s", "known"),
    [(None, 7 * 3600, False), (0, 7 * 3600, True), (-210, 10.5 * 3600, True)],
)
def test_a_zone_that_is_not_known_is_read_as_utc(
    minutes: int | None, from_six_s: float, known: bool
) -> None:
    found = only(session(exercise([place(0)], timezoneOffset=minutes)))

    assert found.track.time[0] - SIX == from_six_s
    assert found.zone_known is known


def test_the_zone_may_stand_with_the_session() -> None:
    data = session(exercise([place(0)], timezoneOffset=None), timezoneOffset=420)

    assert only(data).track.time[0] == SIX


def test_a_sensor_says_something_of_the_point_of_its_second() -> None:
    sensors = {
        "heartRate": [said(0.384, 141), said(2.384, 142), {"dateTime": clock(1.384)}],
        "speed": [said(0.384, 10.8), said(1.384, 7.2)],
        "distance": [said(9, 30)],
    }
    track = only(session(exercise([place(0.482), place(1.482), place(2.482)], sensors))).track

    np.testing.assert_array_equal(track.sensors["heart_rate"], [141, nan, 142])
    np.testing.assert_allclose(track.sensors["speed"], [3, 2, nan])
    assert track.sensors.keys() == {"heart_rate", "speed"}


def test_the_route_may_stand_beside_the_samples() -> None:
    one = exercise(sensors={"heartRate": [said(0, 141)]}) | {"recordedRoute": [place(0)]}

    assert only(session(one)).track.positioned.tolist() == [True]


def test_points_keep_the_order_of_the_file() -> None:
    track = only(session(exercise([place(2), place(0), place(1)]))).track

    assert (track.time - SIX).tolist() == [2, 0, 1]


def test_without_a_route_the_moments_are_those_of_the_sensors() -> None:
    sensors = {
        "distance": [said(1, 3), said(2, 6)],
        "heartRate": [said(1.5, 141)],
        "altitude": [said(1, 31.5)],
    }
    track = only(session(exercise(sensors=sensors, sport="TREADMILL_RUNNING"))).track

    assert (track.time - SIX).tolist() == [1, 1.5, 2]
    assert not track.positioned.any()
    np.testing.assert_array_equal(track.sensors["distance"], [3, nan, 6])
    np.testing.assert_array_equal(track.sensors["heart_rate"], [nan, 141, nan])
    np.testing.assert_array_equal(track.ele, [31.5, nan, nan])


def test_each_exercise_is_an_activity_with_its_own_sport() -> None:
    swim = exercise([place(0)], sport="OPEN_WATER_SWIMMING", distance=750)
    ride = exercise([place(100)], sport="ROAD_BIKING", distance=20_000)
    run = exercise([place(200)], sport="RUNNING", distance=5000)

    found = polar_session.read(session(swim, ride, run))

    assert [each.stated.sport for each in found] == [Sport.SWIM, Sport.RIDE, Sport.RUN]
    assert [each.stated.distance_m for each in found] == [750, 20_000, 5000]


def test_what_is_stated_comes_in_metres_and_seconds() -> None:
    stated = only(sample()).stated

    assert (stated.distance_m, stated.elapsed_s, stated.timer_s) == (2500, 620, 600.5)
    assert (stated.app, stated.indoor) == ("Polar Flow", False)


@pytest.mark.parametrize(
    ("duration", "seconds"),
    [
        ("PT4819.500S", 4819.5),
        ("PT1H20M", 4800),
        ("PT1H0M3.5S", 3603.5),
        ("PT0S", None),
        ("PT", None),
        ("1:20:00", None),
        (4819, None),
        (None, None),
    ],
)
def test_a_duration_is_written_as_iso_8601(duration: object, seconds: float | None) -> None:
    assert only(session(exercise([place(0)], duration=duration))).stated.timer_s == seconds


def test_a_sensor_of_the_newer_kind_counts_from_the_start() -> None:
    heart = channel("HEART_RATE", nan, 141, 142)
    speed = channel("SPEED", 10.8, 7.2, nan, step_ms=500)
    track = only(newer(heart, speed, route=[way_point(0), way_point(1000), way_point(2000)])).track

    assert (track.time - SIX).tolist() == [0, 1, 2]
    np.testing.assert_array_equal(track.sensors["heart_rate"], [nan, 141, 142])
    np.testing.assert_allclose(track.sensors["speed"], [3, 2, nan])


@pytest.mark.parametrize("step_ms", [1e308, -1e308, nan, None, "soon"])
def test_an_interval_that_is_none_leaves_a_sensor_without_moments(step_ms: object) -> None:
    found = only(newer(channel("SPEED", 10.8, 7.2, 3.6, step_ms=step_ms), route=[way_point(1000)]))

    assert (found.track.time - SIX).tolist() == [1]
    assert "speed" not in found.track.sensors


def test_a_route_of_the_newer_kind_counts_from_a_start_of_its_own() -> None:
    found = only(
        newer(channel("HEART_RATE", *range(141, 150)), route=[way_point(2002)], starts_s=4)
    )

    assert found.track.time[0] - SIX == pytest.approx(6.002, abs=1e-6)
    assert found.track.sensors["heart_rate"].tolist() == [147]


def test_a_session_of_the_newer_kind_states_its_run() -> None:
    stated = only(newer(route=[way_point(0)])).stated

    assert (stated.sport, stated.device) == (Sport.RUN, "Polar Vantage M")
    assert (stated.distance_m, stated.timer_s, stated.started_at) == (2500, 600.5, SIX)


@pytest.mark.parametrize(
    ("number", "sport", "indoor"),
    [
        ("11", Sport.HIKE, False),
        ("17", Sport.RUN, True),
        ("18", Sport.RIDE, True),
        (2, Sport.RIDE, False),
        ("50", Sport.OTHER, False),
        ("83", Sport.UNKNOWN, False),
        (None, Sport.UNKNOWN, False),
    ],
)
def test_a_sport_of_the_newer_kind_is_a_number(number: object, sport: Sport, indoor: bool) -> None:
    stated = only(newer(route=[way_point(0)], sport={"id": number})).stated

    assert (stated.sport, stated.indoor) == (sport, indoor)


def test_a_pause_begins_a_new_segment() -> None:
    pause = {"startTime": clock(1.5), "endTime": clock(8.5)}
    route = [way_point(0), way_point(1000), way_point(9000)]

    assert only(newer(route=route, pauseTimes=[pause])).track.segment.tolist() == [0, 0, 1]


def test_an_empty_route_of_the_newer_kind_is_none() -> None:
    found = only(newer(channel("DISTANCE", 0, 3, 6), routes={}))

    assert (found.track.time - SIX).tolist() == [0, 1, 2]
    assert found.track.sensors["distance"].tolist() == [0, 3, 6]


def test_a_planned_session_holds_no_run() -> None:
    phases = {"startTime": clock(0), "sport": "RUNNING", "phases": [{"goal": "PT600S"}]}
    with pytest.raises(NoActivity):
        polar_session.read(session(phases))
    with pytest.raises(NoActivity):
        polar_session.read(session())


@pytest.mark.parametrize("data", [sample(), newer(route=[way_point(0)])])
def test_both_kinds_are_recognised(data: bytes) -> None:
    assert polar_session.sniff(data)


@pytest.mark.parametrize(
    "other",
    [
        b'{"exportVersion": "1.6", "date": "2026-11-08", "summary": {}, "samples": {}}',
        b'{"exercises": [{"name": "squat", "startTime": 3}]}',
        b'[{"exercises": [], "startTime": "x", "exportVersion": "1"}]',
        b"",
    ],
)
def test_other_files_of_the_export_are_none(other: bytes) -> None:
    assert not polar_session.sniff(other)
