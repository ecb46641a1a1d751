"""What an activity of Nike Run Club becomes. Expected values are worked out by hand."""

from math import nan

import numpy as np
import pytest

from race.activity import Activity, Sport
from race.errors import NoActivity
from race.ingest.formats import nike
from tests.ingest.writing.nike import SIX_MS, activity, fixes, halt, metric, sample, value

SIX = SIX_MS / 1000
THREE = fixes((0, 21.5, 106.5), (1, 21.6, 106.6), (2, 21.7, 106.7))


def only(data: bytes) -> Activity:
    (found,) = nike.read(data)
    return found


def test_positions_heights_and_times_are_read() -> None:
    height = metric("elevation", value(0, 31.5), value(2, 33))
    track = only(activity(*THREE, height)).track

    assert (track.time - SIX).tolist() == [0, 1, 2]
    assert (track.lat.tolist(), track.lon.tolist()) == ([21.5, 21.6, 21.7], [106.5, 106.6, 106.7])
    np.testing.assert_array_equal(track.ele, [31.5, nan, 33])


def test_latitude_and_longitude_are_paired_by_time_and_not_by_place() -> None:
    latitudes = metric("latitude", value(0, 21.5), value(1, 21.6), value(3, 21.8))
    longitudes = metric("longitude", value(1, 106.6), value(2, 106.7), value(3, 106.8))
    track = only(activity(latitudes, longitudes)).track

    assert (track.time - SIX).tolist() == [0, 1, 2, 3]
    np.testing.assert_array_equal(track.lat, [nan, 21.6, nan, 21.8])
    np.testing.assert_array_equal(track.lon, [nan, 106.6, nan, 106.8])


def test_a_position_that_lasted_a_while_is_of_the_end_of_it() -> None:
    latitudes = metric("latitude", value(1, 21.5, since_s=0))
    track = only(activity(latitudes, metric("longitude", value(1, 106.5)))).track

    assert (len(track), track.lat[0], track.lon[0]) == (1, 21.5, 106.5)


def test_a_sensor_says_something_of_the_point_of_its_second() -> None:
    heart = metric("heart_rate", value(0.4, 141), value(1.6, 142), value(9, 150))
    track = only(activity(*THREE, heart)).track

    np.testing.assert_array_equal(track.sensors["heart_rate"], [141, nan, 142])


def test_distances_are_added_up_and_speeds_are_of_an_hour() -> None:
    ways = metric("distance", value(1, 0.003, since_s=0), value(2, 0.004, since_s=1))
    speed = metric("speed", value(1, 10.8))
    sensors = only(activity(*THREE, ways, speed)).track.sensors

    np.testing.assert_allclose(sensors["distance"], [nan, 3, 7])
    np.testing.assert_allclose(sensors["speed"], [nan, 3, nan])


def test_a_pause_begins_a_new_segment() -> None:
    track = only(
        activity(
            *fixes((0, 21.5, 106.5), (10, 21.6, 106.6), (30, 21.7, 106.7), (40, 21.8, 106.8)),
            moments=[halt(12, "auto_pause"), halt(28, "auto_resume"), {"key": "split_km"}],
        )
    ).track

    assert track.segment.tolist() == [0, 0, 1, 1]


def test_what_is_stated_comes_in_metres_and_seconds() -> None:
    stated = only(sample()).stated

    assert (stated.sport, stated.app, stated.indoor) == (Sport.RUN, "Nike Run Club", False)
    assert (stated.distance_m, stated.elapsed_s, stated.timer_s) == (2500, 600, 590.5)
    assert stated.started_at == SIX


def test_a_run_on_a_treadmill_has_the_moments_of_its_sensors() -> None:
    found = only(
        activity(
            metric("distance", value(3, 0.01, since_s=0), value(6, 0.01, since_s=3)),
            metric("heart_rate", value(4.5, 141)),
            tags={"location": "indoors"},
        )
    )

    assert found.stated.indoor
    assert (found.track.time - SIX).tolist() == [3, 4.5, 6]
    assert not found.track.positioned.any()
    np.testing.assert_allclose(found.track.sensors["distance"], [10, nan, 20])
    np.testing.assert_array_equal(found.track.sensors["heart_rate"], [nan, 141, nan])


def test_a_stream_of_latitudes_alone_is_no_track() -> None:
    lonely, _ = THREE
    found = only(activity(lonely, metric("distance", value(3, 0.01, since_s=0))))

    assert (found.track.time - SIX).tolist() == [3]
    assert found.stated.distance_m == 2500


def test_an_activity_that_says_nothing_holds_no_run() -> None:
    with pytest.raises(NoActivity):
        nike.read(activity(summaries=[]))


@pytest.mark.parametrize(
    "summaries",
    [
        None,
        [],
        [None],
        [{"metric": "steps", "value": 3}],
        [{"metric": "distance", "summary": "mean", "value": 3}],
        [{"metric": "distance", "value": 0}],
        [{"metric": "distance", "value": "far"}],
    ],
)
def test_a_distance_that_is_not_stated_is_none(summaries: object) -> None:
    assert only(activity(*THREE, summaries=summaries)).stated.distance_m is None


@pytest.mark.parametrize(
    "other",
    [
        b'{"access_token": "1", "expires_at": 1658341120.3}',
        b'{"activities": []}',
        b'[{"start_epoch_ms": 1, "active_duration_ms": 1, "metrics": []}]',
        b"",
        b"<gpx/>",
    ],
)
def test_other_files_are_not_of_this_app(other: bytes) -> None:
    assert nike.sniff(sample())
    assert not nike.sniff(other)
