"""What the export of adidas Running becomes. Expected values are worked out by hand."""

import io
from math import nan

import numpy as np
import pytest

from race.activity import Activity, Sport, Summary
from race.errors import NoActivity
from race.ingest.formats import runtastic
from tests.ingest.writing.runtastic import (
    SIX_MS,
    beat,
    point,
    sample,
    sample_heart,
    sample_session,
    session,
    written,
)

SIX = SIX_MS / 1000
NAME = "Sport-sessions/2026-11-08_06-00-00-UTC_5b8a1c.json"


def only(data: bytes) -> Activity:
    (found,) = runtastic.read(data)
    return found


def summary(data: bytes, name: str = NAME) -> Summary:
    (found,) = runtastic.read_session(io.BytesIO(data), name)
    return found


def heart(data: bytes) -> Summary:
    (found,) = runtastic.read_heart(io.BytesIO(data), NAME)
    return found


def test_a_point_has_its_place_height_time_and_what_the_app_counted() -> None:
    track = only(sample()).track

    assert (track.time - SIX).tolist() == [0, 1]
    assert (track.lat[0], track.lon[0], track.ele[0]) == (21.5, 106.5, 30)
    np.testing.assert_allclose(track.sensors["speed"], [3, 3])
    assert track.sensors["distance"].tolist() == [0, 3]


@pytest.mark.parametrize(
    "stamp", ["2026-11-08 13:00:00 +0700", "2026-11-08 06:00:00 +0000", SIX_MS]
)
def test_a_time_is_a_text_with_an_offset_or_milliseconds(stamp: object) -> None:
    found = only(written([point(0, timestamp=stamp)]))

    assert found.track.time[0] == SIX
    assert found.zone_known


def test_a_time_without_a_zone_is_read_as_utc_and_said_so() -> None:
    found = only(written([point(0, timestamp="2026-11-08 06:00:00")]))

    assert found.track.time[0] == SIX
    assert not found.zone_known


def test_an_accuracy_of_0_is_none() -> None:
    points = [point(0), point(1, accuracy_h=4)]

    assert "accuracy" not in only(sample()).track.sensors
    np.testing.assert_array_equal(only(written(points)).track.sensors["accuracy"], [nan, 4])


def test_a_new_segment_begins_where_the_clock_went_on_and_the_counted_time_did_not() -> None:
    points = [point(0), point(1), point(31, duration=2000), point(32, duration=3000)]

    assert only(written(points)).track.segment.tolist() == [0, 0, 1, 1]


def test_a_session_states_the_run_whose_track_has_its_name() -> None:
    found = summary(sample_session())

    assert found.stated.sport is Sport.RUN
    assert (found.stated.distance_m, found.stated.elapsed_s) == (10_000, 3610)
    assert (found.stated.timer_s, found.stated.started_at) == (3600, SIX)
    assert found.files == ("2026-11-08_06-00-00-UTC_5b8a1c",)


@pytest.mark.parametrize(
    ("number", "sport", "indoor"),
    [
        ("1", Sport.RUN, False),
        (1, Sport.RUN, False),
        ("14", Sport.RUN, True),
        ("3", Sport.RIDE, False),
        ("7", Sport.HIKE, False),
        ("19", Sport.WALK, False),
        ("18", Sport.SWIM, False),
        ("12", Sport.DRIVE, False),
        ("38", Sport.OTHER, False),
        ("5", Sport.UNKNOWN, False),
        ("501", Sport.UNKNOWN, False),
        (None, Sport.UNKNOWN, False),
    ],
)
def test_a_sport_is_a_number(number: object, sport: Sport, indoor: bool) -> None:
    stated = summary(session(sport_type_id=number)).stated

    assert (stated.sport, stated.indoor) == (sport, indoor)


def test_a_session_may_say_that_it_was_indoors() -> None:
    assert summary(session(indoor=True)).stated.indoor


def test_the_heart_of_a_run_comes_as_samples() -> None:
    found = heart(written([beat(0), beat(3, heart_rate=0), beat(6, heart_rate=145)]))

    assert found.samples is not None
    assert (found.samples.time - SIX).tolist() == [0, 3, 6]
    np.testing.assert_array_equal(found.samples.sensors["heart_rate"], [141, nan, 145])
    assert not found.samples.positioned.any()
    assert found.files == summary(sample_session()).files


def test_each_file_of_a_run_is_known_as_what_it_is() -> None:
    files = (sample(), sample_session(), sample_heart())
    for place, known in enumerate(
        (runtastic.sniff, runtastic.sniff_session, runtastic.sniff_heart)
    ):
        assert [known(data) for data in files] == [place == n for n in range(3)]


@pytest.mark.parametrize(
    "other",
    [
        b'{"created_at": 1, "latitude": 47.4, "longitude": 8.5, "id": "1"}',
        b'{"id": "1", "sample_id": "1", "photos_ids": ["1"]}',
        b'[{"timestamp": "2026-11-08 06:00:00 +0000", "elevation": 3, "duration": 1}]',
        b"[]",
        b"",
    ],
)
def test_other_files_of_the_export_are_none_of_these(other: bytes) -> None:
    assert not runtastic.sniff(other)
    assert not runtastic.sniff_session(other)
    assert not runtastic.sniff_heart(other)


def test_a_list_without_a_point_holds_no_run() -> None:
    with pytest.raises(NoActivity):
        runtastic.read(b"[]")
    with pytest.raises(NoActivity):
        heart(b"[]")
    with pytest.raises(NoActivity):
        summary(b"{}")
