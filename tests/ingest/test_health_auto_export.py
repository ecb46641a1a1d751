"""What a file of Health Auto Export becomes. Expected values are computed by hand."""

import csv
import json
import random
from math import nan
from pathlib import Path

import numpy as np
import pytest

from race.activity import Activity, Sport
from race.errors import MalformedFile, NoActivity, TooManyPoints, TooManyRuns, UnreadableFile
from race.geo import hops
from race.ingest.formats import health_auto_export
from tests.ingest.writing.health_auto_export import (
    beat,
    export,
    in_utc,
    part,
    point,
    sample,
    workout,
)

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
FILES = sorted(CORPUS.glob("apple-health/*.json"))
needs_corpus = pytest.mark.skipif(not FILES, reason=f"no files of this app in {CORPUS}")


def only(**other: object) -> Activity:
    (activity,) = health_auto_export.read(export(workout(**other)))
    return activity


def test_a_point_has_its_position_height_time_and_sensors() -> None:
    track = only(route=[point(0), point(1)]).track

    assert list(track.time) == [in_utc(0), in_utc(1)]
    assert list(track.lat) == [21.5, 21.50003]
    assert list(track.lon) == [106.5, 106.5]
    assert list(track.ele) == [31.5, 31.5]
    assert list(track.sensor("speed")) == [2.75, 2.75]
    assert list(track.sensor("accuracy")) == [3.5, 3.5]
    assert "heart_rate" not in track.sensors


def test_a_workout_states_what_the_watch_measured() -> None:
    activity = only(heartRateData=[beat(0, 120)])

    assert activity.format == "health-auto-export"
    assert activity.stated.sport is Sport.RUN
    assert activity.stated.app == "Health Auto Export"
    assert activity.stated.device == "Apple Watch của Lan"
    assert activity.stated.distance_m == pytest.approx(5020)
    assert activity.stated.elapsed_s == 1800
    assert activity.stated.timer_s == 1770.5
    assert activity.stated.started_at == in_utc(0)
    assert activity.zone_known


def test_a_heart_rate_stays_in_its_second() -> None:
    route = [point(second) for second in range(4)]

    track = only(route=route, heartRateData=[beat(1, 150), beat(3, 151), beat(9, 152)]).track

    np.testing.assert_equal(track.sensor("heart_rate"), [nan, 150, nan, 151])


def test_version_1_calls_some_things_otherwise() -> None:
    first = {"lat": 21.5, "lon": 106.5, "altitude": 30, "timestamp": "2026-11-08 06:00:00 +0700"}
    beats = [{"date": "2026-11-08 06:00:00 +0700", "qty": 150, "units": "count"}]

    track = only(route=[first], heartRateData=beats).track

    assert (track.lat[0], track.lon[0], track.ele[0]) == (21.5, 106.5, 30)
    assert track.sensor("heart_rate")[0] == 150


def test_a_phone_with_a_clock_of_twelve_hours_is_understood() -> None:
    late = "2026-11-08 4:51:59\N{NARROW NO-BREAK SPACE}pm +0700"

    track = only(route=[point(0, timestamp=late)]).track

    assert track.time[0] == in_utc(10 * 3600 + 51 * 60 + 59)


def test_indoors_the_seconds_with_a_measure_are_the_points() -> None:
    parts = [part(0, 0.002), part(2, 0.003), part(3, 0.004)]

    activity = only(isIndoor=True, walkingAndRunningDistance=parts, heartRateData=[beat(1, 150)])

    assert activity.stated.indoor
    assert list(activity.track.time) == [in_utc(second) for second in range(4)]
    assert not activity.track.positioned.any()
    np.testing.assert_allclose(activity.track.sensor("distance"), [2, nan, 5, 9])
    np.testing.assert_equal(activity.track.sensor("heart_rate"), [nan, 150, nan, nan])


def test_a_workout_without_any_series_has_no_points() -> None:
    activity = only()

    assert len(activity.track) == 0
    assert activity.stated.distance_m == pytest.approx(5020)


@pytest.mark.parametrize(
    ("place", "indoor"), [("Trong nhà", True), ("室内", True), ("户外", False)]
)
def test_a_place_may_say_that_it_was_indoors(place: str, indoor: bool) -> None:
    assert only(location=place).stated.indoor is indoor


@pytest.mark.parametrize(
    ("distance", "metres"),
    [
        ({"qty": 3.1, "units": "mi"}, 4988.9664),
        ({"qty": 1500, "units": "m"}, 1500),
        ({"qty": 0, "units": "km"}, None),
        ({"qty": 5, "units": "steps"}, None),
        ({"qty": "many", "units": "km"}, None),
        ({"units": "km"}, None),
        ([], None),
        (5.02, None),
        (None, None),
    ],
)
def test_a_distance_has_its_unit(distance: object, metres: float | None) -> None:
    assert only(distance=distance).stated.distance_m == pytest.approx(metres)


@pytest.mark.parametrize(
    "other",
    [
        {"latitude": 0, "longitude": 0},
        {"latitude": 91},
        {"longitude": "east"},
        {"latitude": None},
        {"latitude": True},
        {"latitude": 1e308},
    ],
)
def test_a_position_that_is_none_leaves_a_point_with_its_time(other: dict[str, object]) -> None:
    track = only(route=[point(0), point(1, **other)]).track

    assert list(track.positioned) == [True, False]
    assert track.time[1] == in_utc(1)


def test_what_a_sensor_cannot_measure_is_unknown() -> None:
    track = only(route=[point(0, speed=-1, horizontalAccuracy=-1, altitude=1e12)]).track

    assert track.sensors == {}
    assert np.isnan(track.ele[0])


def test_points_keep_the_order_of_the_file_even_where_time_runs_back() -> None:
    track = only(route=[point(2), point(1), point(1, timestamp="soon")]).track

    np.testing.assert_equal(track.time, [in_utc(2), in_utc(1), nan])


def test_every_workout_is_an_activity_whatever_stands_before() -> None:
    data = export(workout(), workout(name="Đạp xe"), "noise", metrics=[{"name": "step_count"}])

    run, ride = health_auto_export.read(data)

    assert (run.stated.sport, ride.stated.sport) == (Sport.RUN, Sport.RIDE)


@pytest.mark.parametrize(
    "data",
    [
        b'{"data": {"workouts": []}}',
        b'{"data": {"metrics": [{"name": "step_count", "data": []}]}}',
        b'{"data": {"workouts": {"a": 1}}}',
        b'{"data": {"workouts": [1, null]}}',
    ],
)
def test_an_export_of_other_things_holds_no_activity(data: bytes) -> None:
    assert health_auto_export.sniff(data)
    with pytest.raises(NoActivity):
        health_auto_export.read(data)


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b'{"data": []}', b'{"data": {"route": []}}', b'{"workouts": []}', b"\x00"],
)
def test_other_files_are_not_claimed(data: bytes) -> None:
    assert not health_auto_export.sniff(data)


def test_collections_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health_auto_export, "MAX_POINTS", 3)
    monkeypatch.setattr(health_auto_export, "MAX_TRACKS", 2)

    with pytest.raises(TooManyPoints):
        only(route=[point(second) for second in range(4)])
    with pytest.raises(TooManyRuns):
        health_auto_export.read(export(*[workout()] * 3))


def test_a_file_that_breaks_off_is_refused() -> None:
    with pytest.raises(MalformedFile):
        health_auto_export.read(sample()[:-30])


def test_a_file_of_any_values_is_read_or_refused() -> None:
    chance = random.Random(20261108)  # noqa: S311 -- the same values each time, no secret
    strange: list[object] = [
        None,
        True,
        -1,
        2**31,
        1e308,
        "",
        "x",
        [],
        {},
        [[]],
        [{}],
        {"a": {}},
        "2026-11-08",
    ]

    def spoilt(value: object) -> object:
        if chance.random() < 0.1:
            return chance.choice(strange)
        if isinstance(value, dict):
            return {key: spoilt(each) for key, each in value.items()}
        return [spoilt(each) for each in value] if isinstance(value, list) else value

    for _ in range(500):
        data = json.dumps(spoilt(json.loads(sample()))).encode()
        try:
            health_auto_export.read(data)
        except UnreadableFile:
            continue


@needs_corpus
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_file_is_read_and_its_times_are_in_order(path: Path) -> None:
    (activity,) = health_auto_export.read(path.read_bytes())

    assert health_auto_export.sniff(path.read_bytes())
    assert activity.stated.sport is Sport.RUN
    assert (np.diff(activity.track.time) >= 0).all()
    assert np.nanmean(activity.track.sensor("heart_rate")) == pytest.approx(134.9, abs=2)


@needs_corpus
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_route_is_as_long_as_in_the_gpx_of_the_same_run(path: Path) -> None:
    with (CORPUS / "index.csv").open(newline="") as index:
        lengths = {row["file"]: row["segment_sum_m"] for row in csv.DictReader(index)}
    beside = "apple-health/fankangsong_-Route-{}.gpx".format(path.stem.split("_-")[1][:19])

    (activity,) = health_auto_export.read(path.read_bytes())

    length = hops(activity.track.lat, activity.track.lon).sum()
    assert length == pytest.approx(float(lengths[beside]), rel=0.001)
