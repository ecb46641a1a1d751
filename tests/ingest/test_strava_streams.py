"""What streams of Strava become. Expected values are worked out by hand."""

from collections.abc import Callable
from datetime import UTC, datetime
from math import nan

import numpy as np
import pytest

from race.activity import Activity, Sport
from race.errors import NoActivity
from race.ingest.formats import strava_streams
from tests.ingest.writing.strava_streams import TWO, bare, keyed, listed

SIX = datetime(2026, 11, 8, 6, tzinfo=UTC).timestamp()
writings = pytest.mark.parametrize("written", [bare, keyed, listed])


def only(data: bytes) -> Activity:
    (found,) = strava_streams.read(data)
    return found


@writings
def test_points_are_read_in_every_writing(written: Callable[..., bytes]) -> None:
    data = written({**TWO, "heartrate": [141, None], "watts": [None, None], "temp": [-3, -3]})
    track = only(data).track

    assert strava_streams.sniff(data)
    assert (track.lat.tolist(), track.lon.tolist()) == ([21.5, 21.50009], [106.5, 106.5])
    assert track.ele.tolist() == [31.5, 32]
    assert track.sensors.keys() == {"distance", "heart_rate", "temperature"}
    np.testing.assert_array_equal(track.sensors["heart_rate"], [141, nan])


@writings
def test_without_a_start_no_time_is_known(written: Callable[..., bytes]) -> None:
    found = only(written())

    assert np.isnan(found.track.time).all()
    assert found.stated.started_at is None


@pytest.mark.parametrize("written", [bare, keyed])
def test_a_start_beside_the_streams_gives_the_times(written: Callable[..., bytes]) -> None:
    data = written(start_date="2026-11-08T06:00:00Z", type="Run")
    found = only(data)

    assert strava_streams.sniff(data)
    assert (found.track.time - SIX).tolist() == [0, 3]
    assert (found.stated.started_at, found.stated.sport) == (SIX, Sport.RUN)


def test_what_was_counted_at_the_end_is_stated() -> None:
    stated = only(keyed()).stated

    assert (stated.distance_m, stated.elapsed_s, stated.app) == (10, 3, "Strava")


def test_strides_become_steps() -> None:
    assert only(bare({**TWO, "cadence": [85, 86]})).track.sensors["cadence"].tolist() == [170, 172]


def test_a_stream_of_another_length_is_left_out() -> None:
    track = only(bare({**TWO, "heartrate": [141], "altitude": [1, 2, 3]})).track

    assert "heart_rate" not in track.sensors
    assert np.isnan(track.ele).all()


def test_a_position_that_is_none_leaves_its_point() -> None:
    track = only(bare({**TWO, "latlng": [None, [21.5, 106.5]]})).track

    assert track.positioned.tolist() == [False, True]


def test_a_run_without_positions_keeps_what_was_counted() -> None:
    track = only(bare({"distance": [0, 5, 10], "time": [0, 2, 4]})).track

    assert not track.positioned.any()
    assert track.sensors["distance"].tolist() == [0, 5, 10]


def test_streams_without_a_point_hold_no_run() -> None:
    for data in (bare({"time": []}), bare({}), b"[]", b'{"heartrate": [1, 2]}', b"3"):
        with pytest.raises(NoActivity):
            strava_streams.read(data)


def test_a_long_first_stream_is_recognised_by_its_beginning() -> None:
    data = bare({"altitude": [31.5] * 50_000, "time": list(range(50_000))})

    assert strava_streams.sniff(data[:65_536])


@pytest.mark.parametrize(
    "other",
    [
        b'{"access_token": "1", "refresh_token": "2", "expires_at": 1658341120.3}',
        b'{"time": [1, 2], "pressure": [3, 4]}',
        b'{"distance": 3, "time": 4}',
        b'{"time": {"zone": "UTC"}, "distance": [1]}',
        b'[{"type": "FeatureCollection", "data": []}]',
        b'[{"type": "run", "data": []}]',
        b'{"altitude": "high"}',
        b"[]",
        b"",
    ],
)
def test_other_files_are_none(other: bytes) -> None:
    assert not strava_streams.sniff(other)
