"""Which activities a TCX file holds, and what it states of them."""

import pytest

from race.activity import Activity, Lap, Sport
from race.errors import NoActivity, NotActivity, TooManyPoints, TooManyRuns
from race.ingest.formats import gpx_events, tcx, tcx_events
from tests.gpx_writing import one_run as gpx_run
from tests.ingest.writing.tcx import (
    SIX,
    activity,
    document,
    element,
    lap,
    one_run,
    point,
    points,
    sample,
)

START = SIX.timestamp()
COURSES = (
    "<Courses><Course><Name>Hữu Lũng</Name><Track>" + points(0, 1) + "</Track></Course></Courses>"
)
WORKOUTS = '<Workouts><Workout Sport="Running"><Name>6 × 800 m</Name></Workout></Workouts>'


def only(text: str) -> Activity:
    (found,) = tcx.read(text.encode())
    return found


def test_each_activity_is_one_of_its_own() -> None:
    run, ride = tcx.read(
        document(
            activity(lap(points(0, 1, 2), distance=6)),
            activity(lap(points(900, 901), distance=9), sport="Biking"),
        ).encode()
    )

    assert (len(run.track), len(ride.track)) == (3, 2)
    assert (run.stated.sport, ride.stated.sport) == (Sport.RUN, Sport.RIDE)
    assert (run.stated.distance_m, ride.stated.distance_m) == (6, 9)
    assert list(ride.track.segment) == [0, 0]


def test_each_sport_of_a_multisport_session_is_one_and_the_change_of_shoes_is_none() -> None:
    ride, run = activity(lap(points(0, 1)), sport="Biking"), activity(lap(points(300, 301, 302)))
    change = (
        f'<Transition StartTime="2026-11-08T06:02:00Z"><Track>{points(120)}</Track></Transition>'
    )
    session = element(
        "MultiSportSession",
        element("Id", "2026-11-08T06:00:00Z")
        + element("FirstSport", ride)
        + element("NextSport", change + run),
    )

    first, second = tcx.read(document(session).encode())

    assert (first.stated.sport, len(first.track)) == (Sport.RIDE, 2)
    assert (second.stated.sport, len(second.track)) == (Sport.RUN, 3)


def test_the_zone_is_known_of_each_activity_by_itself() -> None:
    unzoned, zoned = tcx.read(
        document(
            activity(lap(point(None, time="2026-11-08T06:00:00"))), activity(lap(points(90)))
        ).encode()
    )

    assert (unzoned.zone_known, zoned.zone_known) == (False, True)


@pytest.mark.parametrize(
    ("plans", "kind"),
    [(COURSES, "a course"), (WORKOUTS, "a workout plan"), (WORKOUTS + COURSES, "a course")],
)
def test_a_plan_is_refused_by_its_name(plans: str, kind: str) -> None:
    with pytest.raises(NotActivity) as refused:
        tcx.read(document(plans=plans).encode())

    assert refused.value.facts == {"format": "TCX", "kind": kind}


def test_a_plan_beside_a_run_does_not_hide_it() -> None:
    assert len(only(document(activity(lap(points(0, 1, 2))), plans=COURSES + WORKOUTS)).track) == 3


@pytest.mark.parametrize(
    "text",
    [
        document(),
        document(activity()),
        document(plans="<Folders><History><Running Name='Running'/></History></Folders>"),
    ],
)
def test_a_file_without_a_run_holds_none(text: str) -> None:
    with pytest.raises(NoActivity) as refused:
        tcx.read(text.encode())
    assert refused.value.facts == {"format": "TCX"}


def test_a_run_without_points_keeps_what_it_states() -> None:
    run = only(document(activity(lap(start=90, timer=1800, distance=5000))))

    assert len(run.track) == 0
    assert (run.stated.distance_m, run.stated.timer_s) == (5000, 1800)
    assert run.stated.started_at == START + 90
    assert run.zone_known


def test_where_no_lap_tells_the_start_the_name_of_the_activity_does() -> None:
    run = only(document(activity(lap(start=None, distance=5000))))
    unzoned = only(
        document(activity(lap(start=None, distance=5000))).replace("000Z</Id>", "000</Id>")
    )
    nameless = only(document(activity(lap(start=None))).replace(">2026-11-08", ">Sunday "))

    assert (run.stated.started_at, run.zone_known) == (START, True)
    assert (unzoned.stated.started_at, unzoned.zone_known) == (START, False)
    assert (nameless.stated.started_at, nameless.zone_known) == (None, True)


def test_the_points_tell_the_start_where_there_are_any() -> None:
    assert only(one_run(points(5))).stated.started_at is None


def test_distance_and_timer_time_are_those_of_all_laps() -> None:
    stated = only(
        document(
            activity(
                lap(point(0, distance=0) + point(300, distance=1000), timer=300.5, distance=1000),
                lap(point(300, distance=0) + point(900, distance=2000), start=300, timer=600,
                    distance=2000.25),
                lap(start=900, timer=0, distance=0),
            )
        )
    ).stated  # fmt: skip

    assert (stated.distance_m, stated.timer_s, stated.elapsed_s) == (3000.25, 900.5, None)
    assert stated.laps == (
        Lap(distance_m=1000, timer_s=300.5),
        Lap(distance_m=2000.25, timer_s=600),
        Lap(),
    )


@pytest.mark.parametrize("bad", [None, "", "far", "NaN", "-5", "1e300"])
def test_a_sum_is_unknown_where_one_lap_is(bad: str | None) -> None:
    laps = lap(points(0, 1), timer=9, distance=1000), lap(points(2, 3), timer=bad, distance=bad)
    stated = only(document(activity(*laps))).stated

    assert (stated.distance_m, stated.timer_s) == (None, None)
    assert stated.laps == (Lap(distance_m=1000, timer_s=9), Lap())


def test_a_distance_of_zero_was_not_measured() -> None:
    stated = only(document(activity(lap(points(0, 1), timer=0, distance="0.0")))).stated

    assert (stated.distance_m, stated.timer_s) == (None, None)


def test_what_stands_in_the_extensions_of_a_lap_is_not_the_lap() -> None:
    facts = element("DistanceMeters", 7) + element("ElapsedSeconds", 8)
    extensions = element("Extensions", element("LX", facts))
    run = lap(points(0, 1), distance=1000).replace("</Lap>", f"{extensions}</Lap>")
    stated = only(document(activity(run))).stated

    assert (stated.distance_m, stated.elapsed_s) == (1000, None)


def test_elapsed_time_is_what_the_extensions_of_the_activity_say() -> None:
    facts = element("ElapsedSeconds", 1424) + element("DistanceMeters", 7)
    extensions = element("Extensions", element("x:LX", facts))
    run = activity(lap(points(0, 1), distance=1000)).replace(
        "</Activity>", f"{extensions}</Activity>"
    )
    stated = only(document(run)).stated

    assert (stated.distance_m, stated.elapsed_s) == (1000, 1424)


@pytest.mark.parametrize(
    ("device", "known"),
    [
        ("Forerunner 255", "Forerunner 255"),
        (" Đồng  hồ\n", "Đồng hồ"),
        ("Unknown", None),
        ("", None),
        (None, None),
        ("x" * 1000, "x" * 200),
    ],
)
def test_the_device_is_the_creator(device: str | None, known: str | None) -> None:
    assert only(document(activity(lap(points(0)), device=device))).stated.device == known


def test_the_app_is_the_author_of_the_file() -> None:
    runs = tcx.read(
        document(*[activity(lap(points(0)), device="A")] * 2, app="Connect Api").encode()
    )

    assert [run.stated.app for run in runs] == ["Connect Api"] * 2


@pytest.mark.parametrize(
    ("word", "sport"),
    [
        ("Running", Sport.RUN),
        ("Biking", Sport.RIDE),
        ("Other", Sport.UNKNOWN),
        ("", Sport.UNKNOWN),
        ("Hiking", Sport.HIKE),
        ("TrailRun", Sport.RUN),
    ],
)
def test_the_sport_is_the_attribute(word: str, sport: Sport) -> None:
    assert only(document(activity(lap(points(0)), sport=word))).stated.sport is sport


INDOORS = point(0, lat=None, lon=None, distance=0) + point(9, lat=None, lon=None, distance=30)


@pytest.mark.parametrize(
    ("sport", "notes", "track", "indoor"),
    [
        ("Running", None, INDOORS, False),
        ("Treadmill running", None, INDOORS, True),
        ("Indoor running", None, points(0, 1), True),
        ("Running", "Treadmill", INDOORS, True),
        ("Other", "Chạy máy chạy bộ", INDOORS, True),
        ("Running", "No treadmill today!", points(0, 1), False),
    ],
)
def test_a_run_is_indoors_where_the_file_says_so(
    sport: str, notes: str | None, track: str, indoor: bool
) -> None:
    run = only(document(activity(lap(track), sport=sport, notes=notes)))

    assert run.stated.indoor is indoor


def test_too_many_points_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tcx_events, "MAX_POINTS", 3)

    assert len(only(one_run(points(0, 1, 2))).track) == 3
    with pytest.raises(TooManyPoints) as refused:
        tcx.read(one_run(points(0, 1, 2, 3)).encode())
    assert refused.value.facts == {"limit": 3}


def test_too_many_runs_are_refused() -> None:
    runs = [activity(lap(points(0)))] * (gpx_events.MAX_TRACKS + 1)

    assert len(tcx.read(document(*runs[:-1], activity()).encode())) == gpx_events.MAX_TRACKS
    with pytest.raises(TooManyRuns) as refused:
        tcx.read(document(*runs).encode())
    assert refused.value.facts == {"limit": gpx_events.MAX_TRACKS}


@pytest.mark.parametrize(
    ("data", "known"),
    [
        (sample(), True),
        (b"  \n\n" + sample(), True),
        (sample().decode().encode("utf-16"), True),
        (b"<a:TrainingCenterDatabase/>", True),
        (b'<?xml version="1.0"?>\n  <Activities><Activity Sport="Running">', True),
        ('<Activities><Activity Sport="Running">'.encode("utf-16"), True),
        (b"<Activities><Activity/></Activities>", False),
        (b"<Activities/>", False),
        (gpx_run(), False),
        (b'<kml xmlns="http://www.opengis.net/kml/2.2"/>', False),
        (b"", False),
        (b"TrainingCenterDatabase", False),
        (b"\x0e\x20\x54\x08\x00\x00\x00\x00.FIT", False),
    ],
)
def test_a_file_is_known_by_its_first_element(data: bytes, known: bool) -> None:
    assert tcx.sniff(data) is known
