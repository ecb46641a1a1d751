"""What a KML file becomes. Expected values are computed by hand."""

import contextlib
import io
import time
import zipfile
from datetime import UTC, datetime
from math import nan
from pathlib import Path

import numpy as np
import pytest

from race.activity import Activity, Sport
from race.errors import (
    ForbiddenMarkup,
    MalformedFile,
    NoActivity,
    TooDeep,
    TooManyPoints,
    TooManyRuns,
)
from race.ingest.formats import kml, kml_events
from tests.ingest.writing.kml import (
    arrays,
    document,
    folder,
    line,
    placemark,
    point,
    sample,
    track,
    when,
)

#: 2026-11-08T06:00:00Z
SIX = datetime(2026, 11, 8, 6, tzinfo=UTC).timestamp()
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
FILES = sorted(CORPUS.glob("**/*.km[lz]"))
needs_corpus = pytest.mark.skipif(not FILES, reason=f"no KML files in {CORPUS}")

ONE = track(("06:00:00", "106.5 21.5 30"), ("06:00:05", "106.5 21.6 31"))
LATER = track(("07:00:00", "106.5 21.7 30"))


def only(data: bytes) -> Activity:
    (activity,) = kml.read(data)
    return activity


def test_a_track_says_longitude_first() -> None:
    run = only(document(placemark(ONE))).track

    assert list(run.lon) == [106.5, 106.5]
    assert list(run.lat) == [21.5, 21.6]
    assert list(run.ele) == [30, 31]
    assert list(run.time - SIX) == [0, 5]


def test_each_track_of_a_multitrack_is_a_segment() -> None:
    run = only(document(placemark(f"<gx:MultiTrack>{ONE}{LATER}</gx:MultiTrack>"))).track

    assert list(run.segment) == [0, 0, 1]


def test_each_placemark_with_a_track_is_a_run() -> None:
    first, second = kml.read(document(folder(placemark(ONE), placemark(LATER))))

    assert (len(first.track), len(second.track)) == (2, 1)


def test_times_and_places_may_take_turns_and_a_place_may_be_missing() -> None:
    turns = (
        f"<Track>{when('06:00:00')}<coord/>"
        f"{when('06:00:05')}<coord>106.5 21.5</coord>"
        f"<when/><coord>106.5 21.6 x</coord></Track>"
    )

    run = only(document(placemark(turns))).track

    np.testing.assert_array_equal(run.time, [SIX, SIX + 5, nan])
    np.testing.assert_array_equal(run.lat, [nan, 21.5, 21.6])
    assert np.isnan(run.ele).all()


def test_a_track_has_as_many_points_as_places() -> None:
    more_times = f"<gx:Track>{when('06:00:00') * 3}<gx:coord>106.5 21.5 0</gx:coord></gx:Track>"
    more_places = (
        f"<gx:Track>{when('06:00:00')}{'<gx:coord>106.5 21.5 0</gx:coord>' * 3}</gx:Track>"
    )

    assert len(only(document(placemark(more_times))).track) == 1
    assert list(only(document(placemark(more_places))).track.timed) == [True, False, False]


@pytest.mark.parametrize(
    ("name", "sensor"),
    [
        ("heart_rate", "heart_rate"),
        ("heartrate", "heart_rate"),
        ("Heart Rate", "heart_rate"),
        ("power", "power"),
        ("speed", "speed"),
        ("accuracy_horizontal", "accuracy"),
    ],
)
def test_a_sensor_is_known_by_the_name_of_its_array(name: str, sensor: str) -> None:
    with_sensor = track(
        ("06:00:00", "106.5 21.5 0"), ("06:00:01", "106.5 21.6 0"), sensors={name: [141, ""]}
    )

    run = only(document(placemark(with_sensor))).track

    assert list(run.sensors) == [sensor]
    np.testing.assert_array_equal(run.sensors[sensor], [141, nan])


def test_the_values_of_a_segment_stay_in_it() -> None:
    pieces = [
        track(("06:00:00", "106.5 21.5 0"), sensors={"heart_rate": [0, 99, 99]}),
        track(("06:01:00", "106.5 21.5 0")),
        track(("06:02:00", "106.5 21.5 0"), sensors={"heart_rate": [141]}),
    ]

    run = only(document(placemark(*pieces))).track

    np.testing.assert_array_equal(run.sensors["heart_rate"], [nan, nan, 141])


@pytest.mark.parametrize(("kind", "steps"), [("running", 164), ("biking", 82)])
def test_cadence_on_foot_is_in_steps_a_minute(kind: str, steps: float) -> None:
    with_cadence = track(("06:00:00", "106.5 21.5 0"), sensors={"cadence": [82]})

    run = only(document(placemark(with_cadence, data={"type": kind}))).track

    assert list(run.sensors["cadence"]) == [steps]


def test_points_with_times_in_a_folder_are_a_run() -> None:
    points = [point(f"106.5,21.{n},30", f"06:00:0{n}") for n in range(5, 8)]

    run = only(document(folder(*points))).track

    assert list(run.lat) == [21.5, 21.6, 21.7]
    assert list(run.time - SIX) == [5, 6, 7]
    assert list(run.ele) == [30, 30, 30]


def test_a_time_span_stands_for_its_begin() -> None:
    span = (
        "<Placemark><Point><coordinates>106.5,21.5</coordinates></Point><TimeSpan>"
        "<begin>2026-11-08T06:00:00Z</begin><end>2026-11-08T06:00:09Z</end></TimeSpan></Placemark>"
    )

    assert only(document(span)).track.time[0] == SIX


def test_the_time_of_a_view_is_no_time_of_a_point() -> None:
    view = f"<LookAt><gx:TimeStamp>{when('06:00:00')}</gx:TimeStamp></LookAt>"
    place = f"<Placemark>{view}<Point><coordinates>106.5,21.5</coordinates></Point></Placemark>"

    with pytest.raises(NoActivity):
        kml.read(document(place))


def test_a_run_that_is_drawn_three_times_is_read_once() -> None:
    points = folder(point("106.5,21.5,30", "06:00:00"), point("106.5,21.6,31", "06:00:05"))
    drawn = placemark(line("106.5,21.5,30 106.5,21.6,31"))

    assert len(only(document(placemark(ONE), points, drawn)).track) == 2
    assert only(document(points, drawn)).track.timed.all()


def test_points_take_their_segments_from_the_line_through_them() -> None:
    points = folder(*[point(f"106.5,21.{n},30", f"06:00:0{n}") for n in range(5, 8)])
    pieces = f"<MultiGeometry>{line('106.5,21.5')}{line('106.5,21.6 106.5,21.7')}</MultiGeometry>"

    assert list(only(document(points, placemark(pieces))).track.segment) == [0, 1, 1]


def test_start_and_finish_of_a_line_are_no_run() -> None:
    ends = [point("106.5,21.5", "06:00:00"), point("106.5,21.9", "07:00:00")]
    drawn = placemark(line(" ".join(f"106.5,21.{n}" for n in range(5, 10))))

    run = only(document(*ends, drawn)).track

    assert len(run) == 5
    assert not run.timed.any()


def test_a_line_without_times_says_from_when_to_when_it_went() -> None:
    span = (
        "<TimeSpan><begin>2026-11-08T06:00:00.000Z</begin>"
        "<end>2026-11-08T06:30:00.000Z</end></TimeSpan>"
    )

    stated = only(document(placemark(line("106.5,21.5 106.5,21.6"), span))).stated

    assert (stated.started_at, stated.elapsed_s) == (SIX, 1800)


@pytest.mark.parametrize(
    "coordinates",
    ["106.5,21.5,30 106.5,21.6,31", "\n106.5,21.5,30\n\t106.5,21.6,31\n",
     "106.5, 21.5, 30 106.5, 21.6, 31"],
)  # fmt: skip
def test_coordinates_may_be_laid_out_in_any_way(coordinates: str) -> None:
    run = only(document(placemark(line(coordinates)))).track

    assert list(run.lat) == [21.5, 21.6]
    assert list(run.ele) == [30, 31]


@pytest.mark.parametrize("place", ["0,0", "200,21.5", "106.5,91", "106.5", "x,y", "1e999,21.5"])
def test_a_place_that_is_none_stays_as_a_point_without_position(place: str) -> None:
    run = only(document(placemark(line(f"106.5,21.5 {place}")))).track

    assert list(run.positioned) == [True, False]


@pytest.mark.parametrize(
    "inside",
    ["", point("106.5,21.5"), placemark("<gx:Track/>"), placemark("<LineString/>"),
     "<NetworkLink><Link><href>http://example.org</href></Link></NetworkLink>"],
)  # fmt: skip
def test_a_map_without_lines_holds_no_activity(inside: str) -> None:
    with pytest.raises(NoActivity) as refused:
        kml.read(document(inside))
    assert refused.value.facts == {"format": "KML"}


@pytest.mark.parametrize(
    ("data", "sport"),
    [
        ({"type": "running"}, Sport.RUN),
        ({"type": "Bài tập", "Category": "Walking"}, Sport.WALK),
        ({}, Sport.UNKNOWN),
    ],
)
def test_the_sport_is_what_the_placemark_says(data: dict[str, str], sport: Sport) -> None:
    assert only(document(placemark(ONE, data=data))).stated.sport is sport


def test_the_app_is_the_generator_or_the_author() -> None:
    author = "<atom:author><atom:name>My Tracks</atom:name></atom:author><name>Chạy sáng</name>"

    assert only(document(placemark(ONE), app="OpenTracks")).stated.app == "OpenTracks"
    assert only(document(author, placemark(ONE))).stated.app == "My Tracks"
    assert only(document("<name>Chạy sáng</name>", placemark(ONE))).stated.app is None


def test_times_without_a_zone_are_said_to_be_so() -> None:
    unzoned = ONE.replace("Z</when>", "</when>")

    first, second = kml.read(document(placemark(unzoned), placemark(LATER)))

    assert (first.zone_known, second.zone_known) == (False, True)
    assert first.track.time[0] == SIX


@pytest.mark.parametrize(
    "cut",
    [
        document(placemark(ONE))[: -len("</gx:Track></Placemark></Document></kml>")],
        document(placemark(line("106.5,21.5 106.5,21.6 106.5,21.777"))).partition(b"77")[0],
        document(point("106.5,21.5", "06:00:00") * 3)[:-60],
    ],
    ids=["in a track", "in a line", "in a point"],
)
def test_a_broken_file_is_read_up_to_the_last_whole_point(cut: bytes) -> None:
    activity = only(cut)

    assert activity.track.lat[0] == 21.5
    assert len(activity.track) == 2
    assert activity.damage is not None


def test_damage_before_the_first_point_is_refused() -> None:
    with pytest.raises(MalformedFile):
        kml.read(sample()[:200])


def test_markup_that_no_map_has_is_refused() -> None:
    with pytest.raises(ForbiddenMarkup):
        kml.read(b"<!DOCTYPE kml>" + sample().split(b"\n")[1])
    with pytest.raises(TooDeep):
        kml.read(document("<Folder>" * 100))


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kml_events, "MAX_POINTS", 3)
    monkeypatch.setattr(kml_events, "MAX_TRACKS", 2)

    with pytest.raises(TooManyPoints):
        kml.read(document(placemark(line("106.5,21.5 " * 4))))
    with pytest.raises(TooManyRuns):
        kml.read(document(placemark(line("106.5,21.5")) * 3))


LONG = {
    "blanks": document(placemark(line(" " * 2_000_000))),
    "one tuple": document(placemark(line("1" * 2_000_000 + ",21.5"))),
    "commas": document(placemark(line("," * 2_000_000 + "1,2"))),
    "placemarks": document(placemark() * 40_000),
    "tracks": document(placemark("<gx:Track/>" * 150_000)),
    "values": document(placemark(f"<gx:Track>{arrays({'hr': range(100_000)})}</gx:Track>")),
    "a text that is cut": document(placemark(line("1,2 " * 400_000)))[:-70],
}


@pytest.mark.parametrize("what", LONG)
def test_a_file_that_is_long_in_one_way_is_read_in_its_time(what: str) -> None:
    began = time.process_time()
    with contextlib.suppress(NoActivity):
        kml.read(LONG[what])
    assert time.process_time() - began < 5


@needs_corpus
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_file_is_read(path: Path) -> None:
    data = path.read_bytes()
    if path.suffix == ".kmz":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = archive.read("doc.kml")

    assert kml.sniff(data)
    for activity in kml.read(data):
        assert activity.damage is None
        assert activity.track.positioned.sum() >= 23


@needs_corpus
def test_a_real_run_is_read_once_and_in_its_five_segments() -> None:
    for name in ("segmented_tracks.kml", "segmented_tracks-track.kml"):
        activity = only((CORPUS / "gpsbabel" / f"GPSBabel_{name}").read_bytes())
        assert len(activity.track) == 23
        assert activity.track.timed.sum() == 4
