"""What a HiTrack and Huawei's export become. Expected values are computed by hand."""

import time
from math import nan
from pathlib import Path

import numpy as np
import pytest

from race.activity import Activity, Sport
from race.errors import MalformedFile, NoActivity, TooManyPoints, TooManyRuns
from race.ingest.formats import hitrack, hitrack_lines
from race.track import Track
from tests.ingest.writing.hitrack import SIX, entry, export, pause, place, sample, value

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "huawei"
FILES = sorted(CORPUS.glob("*HiTrack*"))
needs_corpus = pytest.mark.skipif(not FILES, reason=f"no HiTrack in {CORPUS}")


def only(data: str | bytes) -> Activity:
    raw = data.encode() if isinstance(data, str) else data
    assert hitrack.sniff(raw)
    (activity,) = hitrack.read(raw)
    assert activity.format == "hitrack"
    return activity


def track(*lines: str) -> Track:
    return only("".join(lines)).track


def test_places_and_the_heart_of_the_same_second_are_points() -> None:
    run = only(sample())

    assert list(run.track.time - SIX) == [0, 2, 4]
    assert list(run.track.lat) == [21.5, 21.5001, 21.5002]
    np.testing.assert_array_equal(run.track.sensors["heart_rate"], [nan, 141, nan])
    assert run.stated.app == "Huawei Health"
    assert run.damage is None


@pytest.mark.parametrize(
    "moment", [f"{SIX * 1000:.0f}", f"{SIX:.0f}", f"{SIX / 1e9:.9f}E9", f"{SIX / 1e9:.9f}E12"]
)
def test_a_time_may_be_seconds_or_milliseconds_in_any_writing(moment: str) -> None:
    assert track(f"tp=lbs;k=0;lat=21.5;lon=106.5;alt=0.0;t={moment};\n").time[0] == SIX


def test_steps_are_steps_and_a_barometer_comes_before_the_height_of_a_place() -> None:
    run = track(
        place(0, 0, alt=10), place(1, 2, alt=11), value("s-r", 0, 170), value("alti", 2, 31.5)
    )

    np.testing.assert_array_equal(run.sensors["cadence"], [170, nan])
    np.testing.assert_array_equal(run.ele, [10, 31.5])


def test_a_height_of_0_everywhere_was_not_measured() -> None:
    assert np.isnan(track(place(0, 0), place(1, 2)).ele).all()


def test_a_mark_of_a_pause_begins_a_segment_and_is_no_point() -> None:
    timed = track(place(0, 0), place(1, 2), pause(2, 3), place(3, 60))
    untimed = track(place(0, 0), place(1, 2), pause(2), place(3, 60), pause(4))

    assert list(timed.segment) == list(untimed.segment) == [0, 0, 1]


def test_lines_have_no_order_of_their_own() -> None:
    run = track(place(0, 4, 21.6), place(1, 0, 21.5), value("h-r", 0, 120), place(2, 2, 21.55))

    assert list(run.time - SIX) == [0, 2, 4]
    assert list(run.lat) == [21.5, 21.55, 21.6]


def test_without_a_place_every_moment_of_a_sensor_is_a_point() -> None:
    run = track(value("h-r", 0, 120), value("h-r", 5, 121), value("s-r", 5, 160))

    assert list(run.time - SIX) == [0, 5]
    assert not run.positioned.any()
    np.testing.assert_array_equal(run.sensors["cadence"], [nan, 160])


@pytest.mark.parametrize(
    "line",
    ["tp=lbs;k=1;lat=21.5;lon=106.5;alt=0.0;t=0.0;\n", "tp=lbs;k=1;lat=21.5;\n",
     "tp=lbs;k=1;lat=21.5;lon=106.5;alt=0.0;t=NaN;\n", "tp=p-m;k=10000153;v=315.0;\n", "tp=;\n"],
)  # fmt: skip
def test_a_line_without_a_time_is_no_point(line: str) -> None:
    assert len(track(place(0, 0), line)) == 1


def test_a_place_that_is_none_stays_as_a_point_without_position() -> None:
    assert list(track(place(0, 0), place(1, 2, 91), place(2, 4, nan)).positioned) == [
        True,
        False,
        False,
    ]


def test_a_file_that_breaks_off_is_read_up_to_its_last_whole_line() -> None:
    activity = only(sample()[: len(place(0, 0)) * 2 - 6])

    assert len(activity.track) == 1
    assert activity.damage is not None
    assert activity.damage.line == 2
    with pytest.raises(MalformedFile):
        hitrack.read(sample()[:29])


def test_a_file_without_points_holds_no_activity() -> None:
    with pytest.raises(NoActivity):
        hitrack.read(b"tp=p-m;k=10000153;v=315.0;\n")


def test_an_entry_of_the_export_is_a_run_with_what_it_states() -> None:
    run = only(export(entry(place(0, 0) + place(1, 2))))

    assert len(run.track) == 2
    assert run.stated.sport is Sport.RUN
    assert (run.stated.distance_m, run.stated.timer_s, run.stated.elapsed_s) == (5021, 1800, 1900)
    assert run.stated.started_at == SIX
    assert not run.stated.indoor


@pytest.mark.parametrize("lines", [None, ""])
def test_what_has_no_lines_since_2024_is_a_run_without_a_track(lines: str | None) -> None:
    run = only(export(entry(lines)))

    assert len(run.track) == 0
    assert (run.stated.distance_m, run.stated.started_at) == (5021, SIX)


def test_the_runs_of_older_exports_stand_in_days() -> None:
    day = {"recordDay": 20261108, "motionPathData": [entry(place(0, 0)), entry(place(1, 60))]}

    assert [a.track.time[0] - SIX for a in hitrack.read(export(day))] == [0, 60]


@pytest.mark.parametrize(
    ("number", "sport", "indoor"),
    [(5, Sport.WALK, False), (101, Sport.RUN, True), (3, Sport.RIDE, False),
     (9, Sport.UNKNOWN, False), ("?", Sport.UNKNOWN, False)],
)  # fmt: skip
def test_a_sport_is_a_number(number: object, sport: Sport, indoor: bool) -> None:
    stated = only(export(entry(place(0, 0), {"sportType": number}))).stated

    assert (stated.sport, stated.indoor) == (sport, indoor)


def test_tables_by_kilometre_may_lack_the_quotes_of_their_names() -> None:
    data = export(entry(place(0, 0), {"partTimeMap": {}, "paceMap": {}}))
    broken = data.replace(b'Map": {}', b'Map": {1.0:461.0,2.0:931.0}')

    assert broken.count(b"461") == 2
    assert len(only(broken).track) == 1


def test_breaks_that_were_escaped_twice_are_breaks() -> None:
    lines = (place(0, 0) + place(1, 2)).replace("\n", "\\n")

    assert len(only(export(entry(lines))).track) == 2


@pytest.mark.parametrize("said", [b"[]", b'[{"a": 1}]', b"5", b'[{"motionPathData": 5}]'])
def test_an_export_without_runs_holds_no_activity(said: bytes) -> None:
    with pytest.raises(NoActivity):
        hitrack.read(said)


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hitrack, "MAX_TRACKS", 2)
    monkeypatch.setattr(hitrack, "MAX_POINTS", 3)
    monkeypatch.setattr(hitrack_lines, "MAX_POINTS", 3)

    with pytest.raises(TooManyRuns):
        hitrack.read(export(*[entry("")] * 3))
    with pytest.raises(TooManyPoints):
        hitrack.read(export(*[entry(place(0, 0) + place(1, 2))] * 2))
    with pytest.raises(TooManyPoints):
        hitrack.read(sample())


@pytest.mark.parametrize("noise", ["tp=", "tp=lbs;k=", ";", "tp=lbs;" + "a=1;" * 50, "x"])
def test_a_file_made_to_hurt_is_refused_in_its_time(noise: str) -> None:
    began = time.process_time()
    with pytest.raises((NoActivity, MalformedFile, TooManyPoints)):
        hitrack.read(("tp=lbs;k=0;" + noise * (2_000_000 // len(noise))).encode())
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "data", [b"", b"tp=", b"a,b\n", b'{"sportType": 4}', b"<gpx/>", b'[{"totalDistance": 5}]']
)
def test_other_files_are_not_claimed(data: bytes) -> None:
    assert not hitrack.sniff(data)


@needs_corpus
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_file_is_read_whole(path: Path) -> None:
    data = path.read_bytes()

    activity = only(data)

    assert len(activity.track) == data.count(b"tp=lbs")
    assert (np.diff(activity.track.time) > 0).all()
    assert activity.track.positioned.all()
    assert set(activity.track.sensors) == {"heart_rate", "cadence"}
