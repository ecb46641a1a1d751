"""Which activities a GPX file holds, and what it states of them."""

import time
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from race.activity import Activity, Sport
from race.errors import NoActivity, TooManyPoints, TooManyRuns
from race.ingest.formats import gpx, gpx_events
from tests.gpx_writing import document, one_run, point, seconds, segment, trk

#: 2026-11-08T06:00:00Z, where `seconds` starts.
SIX = datetime(2026, 11, 8, 6, tzinfo=UTC).timestamp()


def read(text: str | bytes) -> list[Activity]:
    return gpx.read(text.encode() if isinstance(text, str) else text)


def only(text: str | bytes) -> Activity:
    (activity,) = read(text)
    return activity


def test_times_without_a_zone_are_read_as_utc_and_said_to_be_so() -> None:
    activity = only(one_run(point(time="2026-11-08T06:00:00")))

    assert activity.track.time[0] == SIX
    assert not activity.zone_known


def test_the_zone_is_known_of_each_track_by_itself() -> None:
    unzoned, zoned = read(
        document(
            trk(segment(point(time="2026-11-07T06:00:00"))),
            trk(segment(*seconds(2))),
        )
    )

    assert (unzoned.zone_known, zoned.zone_known) == (False, True)


def test_segments_stay_apart_and_empty_ones_vanish() -> None:
    activity = only(
        document(
            trk(
                segment(),
                segment(*seconds(2)),
                segment(),
                segment(*seconds(1, start=60)),
                segment(),
            )
        )
    )

    assert list(activity.track.segment) == [0, 0, 1]


def test_points_right_under_the_track_are_read() -> None:
    assert len(only(document(trk(*seconds(3)))).track) == 3


def test_each_track_is_an_activity_of_its_own() -> None:
    monday, tuesday = read(
        document(
            trk(segment(*seconds(3, day="2026-11-09")), kind="running"),
            trk(segment(*seconds(2, day="2026-11-10")), kind="walking"),
        )
    )

    assert (len(monday.track), len(tuesday.track)) == (3, 2)
    assert (monday.stated.sport, tuesday.stated.sport) == (Sport.RUN, Sport.WALK)
    assert tuesday.track.time[0] - monday.track.time[0] == timedelta(days=1).total_seconds()


def test_an_empty_first_track_does_not_hide_the_others() -> None:
    assert len(only(document(trk(name="ACTIVE LOG"), trk(segment(*seconds(3))))).track) == 3


@pytest.mark.parametrize("gap", [0, 1, 60])
def test_a_track_that_starts_where_the_last_one_ended_goes_on_with_it(gap: int) -> None:
    first, second = seconds(10), seconds(5, start=9 + gap)

    activity = only(document(trk(segment(*first), name="LAP 1"), trk(segment(*second))))

    assert len(activity.track) == 15
    assert list(np.flatnonzero(np.diff(activity.track.segment))) == [9]


@pytest.mark.parametrize(
    "second",
    [
        trk(segment(*seconds(5, start=9 + 61))),
        trk(segment(*seconds(5, start=5))),
        trk(segment(*seconds(5, start=10)), kind="cycling"),
        trk(segment(point(), point())),
    ],
    ids=["after a pause", "at the same time", "another sport", "without times"],
)
def test_other_tracks_are_not_joined(second: str) -> None:
    assert len(read(document(trk(segment(*seconds(10))), second))) == 2


def test_a_route_is_read_where_there_is_no_track() -> None:
    route = f"<rte><name>Hữu Liên</name>{point(tag='rtept')}{point(21.6, tag='rtept')}</rte>"

    activity = only(document(route))

    assert list(activity.track.lat) == [21.5, 21.6]
    assert not activity.track.timed.any()
    assert len(only(document(route, trk(segment(*seconds(3))))).track) == 3


def test_a_treadmill_run_without_points_keeps_its_stated_distance() -> None:
    activity = only(
        document(
            trk("<trkseg/>", kind="treadmill_running"),
            facts="<distance>8610.0</distance><elapsed_time>3632.056</elapsed_time><hr>155</hr>",
        )
    )

    assert len(activity.track) == 0
    assert (activity.stated.distance_m, activity.stated.elapsed_s) == (8610.0, 3632.056)
    assert activity.stated.sport is Sport.RUN
    assert activity.stated.indoor


@pytest.mark.parametrize("facts", ["", "<distance>0.0</distance>", "<distance>far</distance>"])
def test_a_track_without_points_is_an_activity_even_without_a_distance(facts: str) -> None:
    activity = only(document(trk("<trkseg/>"), facts=facts))

    assert len(activity.track) == 0
    assert activity.stated.distance_m is None


@pytest.mark.parametrize(
    "inside", ["", '<wpt lat="21.5" lon="106.5"><name>Hữu Liên</name></wpt>', "<rte/>", point()]
)
def test_a_file_without_track_route_or_distance_holds_no_activity(inside: str) -> None:
    with pytest.raises(NoActivity):
        read(document(inside))


def test_track_statistics_of_opentracks_and_garmin_are_stated() -> None:
    facts = (
        "<gpxtrkx:TrackStatsExtension><gpxtrkx:Distance>5021.5</gpxtrkx:Distance>"
        "<gpxtrkx:TotalElapsedTime>1900</gpxtrkx:TotalElapsedTime>"
        "<gpxtrkx:TimerTime>1800</gpxtrkx:TimerTime></gpxtrkx:TrackStatsExtension>"
    )

    stated = only(document(trk(segment(*seconds(2)), facts=facts))).stated

    assert (stated.distance_m, stated.elapsed_s, stated.timer_s) == (5021.5, 1900, 1800)


def test_the_distance_of_a_lap_or_of_a_whole_collection_is_not_that_of_a_run() -> None:
    lap = only(document(trk(segment(*seconds(2))), facts="<lap><distance>1000</distance></lap>"))
    parts = [trk(segment(*seconds(2))), trk(segment(*seconds(2, start=500)))]
    runs = read(document(*parts, facts="<distance>9</distance>"))

    assert [a.stated.distance_m for a in (lap, *runs)] == [None, None, None]


@pytest.mark.parametrize(
    ("creator", "name", "app"),
    [
        ("StravaGPX Android", "Run", "StravaGPX Android"),
        ("  Ứng   dụng\n chạy ", None, "Ứng dụng chạy"),
        ("gpx.py -- https://github.com/tkrajina/gpxpy", "gpx from keep", "keep"),
        (
            "gpx.py -- https://github.com/tkrajina/gpxpy",
            "Run",
            "gpx.py -- https://github.com/tkrajina/gpxpy",
        ),
        ("Garmin Connect", "gpx from keep", "Garmin Connect"),
        ("", None, None),
        (None, None, None),
        ("x" * 1000, None, "x" * 200),
    ],
)
def test_the_app_is_the_creator(creator: str | None, name: str | None, app: str | None) -> None:
    activity = only(document(trk(segment(*seconds(1)), name=name), creator=creator))

    assert activity.stated.app == app


def test_an_activity_in_the_extensions_is_the_sport_where_no_type_is() -> None:
    osmand = "<extensions><osmand:activity>road_cycling</osmand:activity></extensions>"

    assert (
        only(document(f"<metadata>{osmand}</metadata>", trk(segment(*seconds(1))))).stated.sport
        is Sport.RIDE
    )


def test_the_time_of_the_metadata_is_no_time_of_the_run() -> None:
    metadata = "<metadata><time>2026-12-24T00:00:00Z</time></metadata>"

    assert list(only(document(metadata, trk(segment(*seconds(1))))).track.time) == [SIX]


def test_too_many_points_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gpx_events, "MAX_POINTS", 3)

    assert len(only(one_run(*seconds(3))).track) == 3
    with pytest.raises(TooManyPoints):
        read(one_run(*seconds(4)))


def test_too_many_tracks_are_refused() -> None:
    tracks = [trk(segment(point())) for _ in range(gpx_events.MAX_TRACKS + 1)]
    began = time.process_time()

    assert len(read(document(*tracks[:-1], trk()))) == gpx_events.MAX_TRACKS
    with pytest.raises(TooManyRuns):
        read(document(*tracks))
    assert time.process_time() - began < 3
