"""What Suunto's JSON becomes. Expected values are computed by hand."""

import json
import time
from math import nan, radians
from pathlib import Path

import numpy as np
import pytest

from race.activity import Activity, Sport
from race.errors import MalformedFile, NoActivity, TooManyPoints, TooManyRuns
from race.ingest.formats import channels, suunto, suunto_log
from tests.ingest.writing.suunto import (
    SIX,
    event,
    log,
    moment,
    periodic,
    place,
    sample,
    session,
    window,
)

START = SIX.timestamp()
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "misc"
FILES = sorted(CORPUS.glob("*ltisport*.json"))
needs_corpus = pytest.mark.skipif(not FILES, reason=f"no logs of Suunto in {CORPUS}")


def only(data: bytes) -> Activity:
    assert suunto.sniff(data)
    (activity,) = suunto.read(data)
    assert activity.format == "suunto"
    return activity


def test_places_are_radians_and_take_what_was_measured_in_their_second() -> None:
    run = only(sample())

    assert list(run.track.time - START) == [0, 3]
    np.testing.assert_allclose(run.track.lat, [21.5, 21.501], rtol=1e-12)
    np.testing.assert_allclose(run.track.lon, [106.5, 106.5], rtol=1e-12)
    np.testing.assert_array_equal(run.track.ele, [30, nan])
    np.testing.assert_allclose(run.track.sensors["heart_rate"], [141, nan])
    assert list(run.track.sensors["accuracy"]) == [3.5, 3.5]


@pytest.mark.parametrize(
    ("written", "value", "sensor", "expected"),
    [
        ("Cadence", 1.45, "cadence", 174),
        ("Temperature", 296.15, "temperature", 23),
        ("Power", 250, "power", 250),
        ("Speed", 3.2, "speed", 3.2),
        ("Distance", 1200, "distance", 1200),
    ],
)
def test_a_sensor_is_brought_to_the_unit_of_the_house(
    written: str, value: float, sensor: str, expected: float
) -> None:
    run = only(log(place(0), periodic(0, **{written: value})))

    assert run.track.sensors[sensor][0] == pytest.approx(expected)


def test_before_the_first_fix_and_in_a_tunnel_sensors_are_points_without_position() -> None:
    before = [periodic(second, HR=2.0) for second in range(0, 20, 5)]
    tunnel = [periodic(second, HR=2.0) for second in range(30, 60, 5)]

    run = only(log(*before, place(20), *tunnel, place(60))).track

    assert list(run.time - START) == [0, 5, 20, 35, 40, 45, 60]
    assert list(run.positioned) == [False, False, True, False, False, False, True]


def test_a_run_in_a_hall_has_points_without_position() -> None:
    run = only(log(periodic(0, Distance=0), periodic(1, Distance=3, HR=2.0))).track

    assert not run.positioned.any()
    assert list(run.sensors["distance"]) == [0, 3]


def test_a_pause_begins_a_segment() -> None:
    pause, on = event(4, Pause={"State": True}), event(50, Pause={"State": False})

    run = only(log(place(0), place(3), pause, on, place(51), place(54))).track

    assert list(run.segment) == [0, 0, 1, 1]


def test_the_head_states_the_run() -> None:
    header = {"Distance": 5021, "Duration": 1800.5, "PauseDuration": 99.5}

    stated = only(log(place(0), header=header)).stated

    assert stated.sport is Sport.RUN
    assert stated.device == "Suunto 9"
    assert (stated.distance_m, stated.timer_s, stated.elapsed_s) == (5021, 1800.5, 1900)


def test_each_session_of_a_multisport_log_is_a_run_with_its_own_totals() -> None:
    sessions = [session(0, 6), place(1), place(4), session(10, 3), place(11), periodic(11, HR=2)]
    windows = [window(400, 10), window(100, 5, "Lap"), window(5021, 1800)]

    swim, run = suunto.read(log(*sessions, header={"Activity": "Multisport"}, windows=windows))

    assert (swim.stated.sport, run.stated.sport) == (Sport.SWIM, Sport.RUN)
    assert (len(swim.track), len(run.track)) == (2, 1)
    assert (run.stated.distance_m, run.stated.timer_s) == (5021, 1800)
    assert run.stated.started_at == START + 10
    assert list(swim.track.sensors) == ["accuracy"]


@pytest.mark.parametrize(
    ("head", "number", "sport"),
    [
        ({"Activity": "Trail running"}, 3, Sport.RUN),
        ({"Activity": "", "ActivityType": 12}, 3, Sport.WALK),
        ({"Activity": "Training", "ActivityType": 1}, 11, Sport.HIKE),
        ({"Activity": None, "ActivityType": None}, 99, Sport.UNKNOWN),
    ],
)
def test_the_sport_is_a_word_or_a_number(
    head: dict[str, object], number: int, sport: Sport
) -> None:
    assert only(log(session(0, number), place(0), header=head)).stated.sport is sport


@pytest.mark.parametrize("bad", [None, "x", True, [], 1e308, radians(91), -10])
def test_a_place_that_is_none_stays_as_a_point_without_position(bad: object) -> None:
    run = only(log(place(0), {**place(3), "Latitude": bad})).track

    assert list(run.positioned) == [True, False]


def test_a_sample_without_a_time_is_no_point() -> None:
    untimed = {**place(3), "TimeISO8601": "soon"}

    assert len(only(log(place(0), untimed)).track) == 1


def test_times_without_a_zone_are_said_to_be_so() -> None:
    unzoned = {**place(0), "TimeISO8601": moment(0).removesuffix("+00:00")}

    assert not only(log(unzoned)).zone_known
    assert only(sample()).zone_known


@pytest.mark.parametrize(
    "said", [5, [], {}, {"DeviceLog": 5}, {"DeviceLog": {"Samples": [5, None, {"Events": 5}]}}]
)
def test_a_log_without_samples_holds_no_activity(said: object) -> None:
    with pytest.raises(NoActivity):
        suunto.read(json.dumps(said).encode())


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "MAX_POINTS", 4)
    monkeypatch.setattr(suunto_log, "MAX_TRACKS", 2)

    with pytest.raises(TooManyPoints):
        suunto.read(log(*[place(second) for second in range(5)]))
    with pytest.raises(TooManyRuns):
        suunto.read(log(*[session(second, 3) for second in range(3)], place(9)))


def test_a_file_that_breaks_off_is_refused() -> None:
    with pytest.raises(MalformedFile):
        suunto.read(sample()[:-9])


def test_many_sessions_are_read_in_their_time() -> None:
    began = time.process_time()
    samples = [
        each
        for second in range(0, 6_000, 3)
        for each in (session(second, 3), place(second), periodic(second, HR=2.0))
    ]

    assert len(suunto.read(log(*samples))) == 2_000
    assert time.process_time() - began < 5


@pytest.mark.parametrize("data", [b"", b"{}", b'{"Header": {}}', b"<sml/>", b'"DeviceLog"'])
def test_other_files_are_not_claimed(data: bytes) -> None:
    assert not suunto.sniff(data)


@needs_corpus
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_log_is_read_session_by_session(path: Path) -> None:
    data = path.read_bytes()
    said = json.loads(data)["DeviceLog"]
    events = [event for each in said["Samples"] for event in each.get("Events", [])]
    windows = [each["Window"] for each in said["Windows"] if each["Window"]["Type"] == "Activity"]

    activities = suunto.read(data)

    assert len(activities) == sum("Activity" in event for event in events)
    assert [a.stated.timer_s for a in activities] == [each["Duration"] for each in windows]
    for activity in activities:
        assert len(activity.track) > 0
        assert activity.track.timed.all()
        assert not activity.track.positioned.any()
