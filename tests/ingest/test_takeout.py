"""The runs in a Location History. Expected values are computed by hand."""

import json
from pathlib import Path

import numpy as np
import pytest

from race.activity import Activity, Sport
from race.errors import MalformedFile, NoActivity, TooManyRuns
from race.ingest.formats import takeout
from tests.ingest.writing.takeout import (
    SIX,
    Record,
    life,
    location,
    moment,
    month,
    raw_point,
    sample,
    segment,
)

START = SIX.timestamp()
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "google-takeout"
FILES = sorted(CORPUS.glob("*.json"))
needs_corpus = pytest.mark.skipif(not FILES, reason=f"no Location History in {CORPUS}")


def only(data: bytes) -> Activity:
    (activity,) = takeout.read(data)
    assert takeout.sniff(data)
    return activity


def test_a_segment_on_foot_is_a_run_with_what_it_states() -> None:
    points = [raw_point(0), raw_point(60.5, -21.51, -106.51)]

    run = only(month(segment("RUNNING", *points, said={"distance": 5021})))

    assert list(run.track.time - START) == [0, 60.5]
    assert list(run.track.lat) == [21.5, -21.51]
    assert list(run.track.lon) == [106.5, -106.51]
    assert list(run.track.sensors["accuracy"]) == [5, 5]
    assert run.stated.sport is Sport.RUN
    assert (run.stated.distance_m, run.stated.elapsed_s) == (5021, 1800)
    assert run.stated.started_at == START


@pytest.mark.parametrize(
    ("kind", "sport"),
    [
        ("WALKING", Sport.WALK),
        ("HIKING", Sport.HIKE),
        ("UNKNOWN_ACTIVITY_TYPE", Sport.UNKNOWN),
        (None, Sport.UNKNOWN),
    ],
)
def test_whoever_walks_and_whoever_is_unknown_may_run(kind: str | None, sport: Sport) -> None:
    assert only(month(segment(kind, raw_point(0), raw_point(60)))).stated.sport is sport


@pytest.mark.parametrize("kind", ["IN_PASSENGER_VEHICLE", "IN_BUS", "CYCLING", "FLYING", "STILL"])
def test_what_is_not_on_foot_is_left_out(kind: str) -> None:
    bus: Record = segment(kind, raw_point(0), raw_point(60))
    visit: Record = {"placeVisit": {"location": {"latitudeE7": 215000000}}}

    with pytest.raises(NoActivity):
        takeout.read(month(bus, visit))
    assert only(month(bus, visit, segment("RUNNING", raw_point(0)))).stated.sport is Sport.RUN


def test_a_run_without_a_raw_path_has_the_way_points_and_no_times() -> None:
    way: Record = {"waypointPath": {"waypoints": [{"latE7": 215000000, "lngE7": 1065000000}]}}

    run = only(month(segment("RUNNING", said=way)))

    assert list(run.track.lat) == [21.5]
    assert not run.track.timed.any()
    assert run.stated.started_at == START
    with pytest.raises(NoActivity):
        takeout.read(month(segment(None, said=way)))


def test_milliseconds_of_older_exports_are_read() -> None:
    old = {
        "startTimestampMs": str(int(START * 1000)),
        "endTimestampMs": str(int(START * 1000) + 60_500),
    }
    point = {"latE7": 215000000, "lngE7": 1065000000, "timestampMs": str(int(START * 1000) + 500)}

    run = only(month(segment("RUNNING", point, said={"duration": old})))

    assert run.stated.elapsed_s == 60.5
    assert run.track.time[0] == START + 0.5


def test_a_life_is_cut_at_silences_and_pieces_without_a_run_are_left_out() -> None:
    morning = [location(60 * n) for n in range(12)]
    lunch = [location(60 * 12 + 601 + 60 * n) for n in range(3)]
    evening = [location(36_000 + 600 * n) for n in range(10)]

    first, second = takeout.read(life([*morning, *lunch, *evening]))

    assert (len(first.track), len(second.track)) == (12, 10)
    assert list(first.track.ele) == [30] * 12
    assert list(first.track.sensors["speed"]) == [3] * 12
    assert second.track.time[0] == START + 36_000


def test_newest_first_is_turned_round() -> None:
    backwards = [location(60 * n, 21.5 + n / 1000) for n in reversed(range(12))]

    run = only(life(backwards)).track

    assert (np.diff(run.time) == 60).all()
    assert run.lat[0] == 21.5


def test_degrees_that_were_written_unsigned_are_negative() -> None:
    points = [{**location(n), "longitudeE7": 2**32 - 1221480331} for n in range(10)]

    assert only(life(points)).track.lon[0] == -122.1480331


def test_a_place_without_a_time_is_no_point_of_a_life() -> None:
    untimed: Record = {"latitudeE7": 215000000, "longitudeE7": 1065000000}

    assert len(only(life([*(location(n) for n in range(10)), untimed])).track) == 10


@pytest.mark.parametrize(
    "said",
    [
        [],
        {},
        {"timelineObjects": None},
        {"timelineObjects": [None, {}, {"activitySegment": 5}, {"activitySegment": {}}]},
        {"timelineObjects": [{"activitySegment": {"simplifiedRawPath": {"points": 5}}}]},
        {"locations": [{"timestamp": moment(n)} for n in range(3)]},
        {"locations": "latitudeE7"},
    ],
)
def test_a_life_without_a_run_holds_no_activity(said: object) -> None:
    with pytest.raises(NoActivity) as refused:
        takeout.read(json.dumps(said).encode())
    assert refused.value.facts == {"format": "Google Takeout"}


def test_too_many_runs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(takeout, "MAX_TRACKS", 2)

    with pytest.raises(TooManyRuns):
        takeout.read(month(*[segment("RUNNING", raw_point(0))] * 3))


def test_a_file_that_breaks_off_is_refused() -> None:
    with pytest.raises(MalformedFile):
        takeout.read(sample()[:-5])


@pytest.mark.parametrize(
    "data", [b"", b'{"locations": ["Hanoi"]}', b"<kml/>", b'{"points": []}', b'"timelineObjects"']
)
def test_other_files_are_not_claimed(data: bytes) -> None:
    assert not takeout.sniff(data)


@needs_corpus
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_month_is_read(path: Path) -> None:
    data = path.read_bytes()
    assert takeout.sniff(data)
    said = [
        each["activitySegment"]
        for each in json.loads(data)["timelineObjects"]
        if len(each.get("activitySegment", {}).get("simplifiedRawPath", {}).get("points", [])) > 1
    ]

    activities = takeout.read(data)

    assert len(activities) == len(said)
    for activity, segment_said in zip(activities, said, strict=True):
        assert len(activity.track) == len(segment_said["simplifiedRawPath"]["points"])
        assert activity.track.timed.all()
        assert activity.track.positioned.all()
