"""What an export of Apple Health becomes. Expected values are computed by hand."""

import io
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from race.activity import Lap, Sport, Summary
from race.ingest.formats import apple_health
from tests.ingest.writing.apple_health import (
    BROKEN_DOCTYPE,
    WATCH,
    distance,
    element,
    event,
    export,
    heart_rate,
    metadata,
    route,
    sample,
    steps,
    workout,
)

#: 06:00 in Việt Nam.
SIX = datetime(2026, 11, 7, 23, tzinfo=UTC).timestamp()
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
FILES = sorted(CORPUS.glob("apple-health/*.xml"))


def read(*parts: str) -> list[Summary]:
    return list(apple_health.read(io.BytesIO(export(*parts)), "export.xml"))


def only(*parts: str) -> Summary:
    (summary,) = read(*parts)
    return summary


def test_a_workout_states_what_the_watch_measured() -> None:
    (summary,) = apple_health.read(io.BytesIO(sample()), "export.xml")

    assert summary.stated.sport is Sport.RUN
    assert summary.stated.app == "Apple Watch của Lan"
    assert summary.stated.device == "Apple Watch Watch6,2"
    assert summary.stated.distance_m == pytest.approx(5020)
    assert summary.stated.elapsed_s == 1800
    assert summary.stated.timer_s == 1770
    assert summary.stated.started_at == SIX
    assert summary.zone_known
    assert summary.files == ("workout-routes/route_2026-11-08_6.30am.gpx",)


def test_a_workout_has_the_heart_rates_of_its_time_and_no_others() -> None:
    (summary,) = apple_health.read(io.BytesIO(sample()), "export.xml")

    assert summary.samples is not None
    assert list(summary.samples.time - SIX) == [600, 1200]
    assert list(summary.samples.sensor("heart_rate")) == [152, 158]
    assert not summary.samples.positioned.any()


def test_heart_rates_may_follow_the_workout_and_come_source_by_source() -> None:
    samples = only(
        workout(),
        heart_rate("2026-11-08 06:20:00 +0700", 158),
        heart_rate("2026-11-07 23:10:00 +0000", 152),
    ).samples

    assert samples is not None
    assert list(samples.time - SIX) == [600, 1200]
    assert list(samples.sensor("heart_rate")) == [152, 158]


@pytest.mark.parametrize(
    ("time", "beats", "unit"),
    [
        ("2026-11-08 06:10:00 +0700", 0, "count/min"),
        ("2026-11-08 06:10:00 +0700", "fast", "count/min"),
        ("2026-11-08 06:10:00 +0700", "inf", "count/min"),
        ("2026-11-08 06:10:00 +0700", 2.5, "count/s"),
        ("yesterday", 152, "count/min"),
        ("", 152, "count/min"),
    ],
)
def test_a_heart_rate_that_is_none_is_left_out(time: str, beats: object, unit: str) -> None:
    assert only(heart_rate(time, beats, unit), workout()).samples is None


def test_the_heart_rates_after_a_pause_are_another_segment() -> None:
    samples = only(
        heart_rate("2026-11-08 06:01:00 +0700", 120),
        heart_rate("2026-11-08 06:05:00 +0700", 150),
        heart_rate("2026-11-08 06:09:00 +0700", 151),
        workout(
            event("Pause", "2026-11-08 06:02:00 +0700"),
            event("Resume", "2026-11-08 06:04:00 +0700"),
            event("MotionResumed", "2026-11-08 06:08:00 +0700"),
        ),
    ).samples

    assert samples is not None
    assert list(samples.segment) == [0, 1, 2]


def test_laps_are_those_of_the_runner_not_the_segments_of_the_watch() -> None:
    lap = {"duration": "5.5", "durationUnit": "min"}

    summary = only(
        workout(
            event("Segment", "2026-11-08 06:00:00 +0700", duration="9", durationUnit="min"),
            event("Lap", "2026-11-08 06:00:00 +0700", **lap),
            event("Lap", "2026-11-08 06:05:30 +0700"),
        )
    )

    assert summary.stated.laps == (Lap(elapsed_s=330), Lap())


@pytest.mark.parametrize(
    ("kind", "sport"),
    [
        ("Running", Sport.RUN),
        ("Walking", Sport.WALK),
        ("Hiking", Sport.HIKE),
        ("Cycling", Sport.RIDE),
        ("Swimming", Sport.SWIM),
        ("HighIntensityIntervalTraining", Sport.OTHER),
        ("CoreTraining", Sport.OTHER),
        ("Other", Sport.UNKNOWN),
        ("", Sport.UNKNOWN),
    ],
)
def test_a_sport_is_known_by_apples_name(kind: str, sport: Sport) -> None:
    summary = only(workout(workoutActivityType=f"HKWorkoutActivityType{kind}"))

    assert summary.stated.sport is sport


@pytest.mark.parametrize(
    ("total", "unit", "metres"),
    [
        ("5.02", "km", 5020),
        ("3.1", "mi", 4988.9664),
        ("1500", "m", 1500),
        ("0", "km", None),
        ("-2", "km", None),
        ("nan", "km", None),
        ("5", "parsec", None),
        ("", "", None),
    ],
)
def test_a_distance_is_in_the_unit_of_the_phone(
    total: str, unit: str, metres: float | None
) -> None:
    before_16 = only(workout(totalDistance=total, totalDistanceUnit=unit))
    since_16 = only(workout(distance(total, unit)))

    assert before_16.stated.distance_m == pytest.approx(metres)
    assert since_16.stated.distance_m == pytest.approx(metres)


def test_the_distance_on_foot_counts_before_others_and_parts_do_not_count() -> None:
    part = element("WorkoutActivity", distance("1.5"), uuid="D98A8A68")

    summary = only(workout(distance("9", kind="DistanceCycling"), part, distance("5.02")))

    assert summary.stated.distance_m == pytest.approx(5020)


def test_a_ride_states_its_own_distance() -> None:
    summary = only(workout(distance("20", kind="DistanceCycling")))

    assert summary.stated.distance_m == pytest.approx(20_000)


def test_a_treadmill_is_indoors() -> None:
    assert only(workout(metadata("HKIndoorWorkout", 1))).stated.indoor
    assert not only(workout(metadata("HKIndoorWorkout", 0))).stated.indoor
    assert not only(workout()).stated.indoor


@pytest.mark.parametrize(
    ("text", "device"),
    [
        (WATCH, "Apple Watch Watch6,2"),
        ("<<HKDevice: 0x1>, name:iPhone, manufacturer:Apple, model:iPhone>", "iPhone"),
        ("<<HKDevice: 0x1>, name:HRM, Pro, manufacturer:Garmin>", "HRM, Pro"),
        ("<<HKDevice: 0x1>, model:Watch>", "Watch"),
        ("Polar H10", None),
        ("", None),
    ],
)
def test_a_device_is_its_name_and_its_model(text: str, device: str | None) -> None:
    assert only(workout(device=text)).stated.device == device


def test_a_workout_may_have_many_routes_or_none() -> None:
    first, second = "/workout-routes/a.gpx", "/workout-routes/b.gpx"

    assert only(workout(route(first), route(second))).files == (first[1:], second[1:])
    assert only(workout(route(""))).files == ()
    assert only(workout()).files == ()


def test_a_workout_without_a_sane_time_is_still_one() -> None:
    summary = only(heart_rate("2026-11-08 06:10:00 +0700", 152), workout(startDate="soon"))

    assert summary.stated.started_at is None
    assert summary.stated.elapsed_s is None
    assert summary.samples is None


def test_the_workouts_keep_the_order_of_the_file() -> None:
    later = {"startDate": "2026-11-09 06:00:00 +0700", "endDate": "2026-11-09 06:30:00 +0700"}

    first, second = read(workout(**later), steps(1), workout())

    assert first.stated.started_at == SIX + 86_400
    assert second.stated.started_at == SIX


@pytest.mark.parametrize("doctype", ["", BROKEN_DOCTYPE, "<!DOCTYPE HealthData>\n"])
def test_the_document_type_does_not_matter_not_even_a_broken_one(doctype: str) -> None:
    data = export(workout(), doctype=doctype)

    assert apple_health.sniff(data)
    assert len(list(apple_health.read(io.BytesIO(data), "export.xml"))) == 1


@pytest.mark.parametrize("stray", [b"\x0b", b"\x00", b"\x1f", b"\xff", b"\xe1\xba"])
def test_a_stray_character_in_a_name_does_not_lose_the_workout(stray: bytes) -> None:
    data = export(workout()).replace("của".encode(), b"c" + stray + b"a")

    (summary,) = apple_health.read(io.BytesIO(data), "export.xml")

    assert summary.stated.started_at == SIX


@pytest.mark.skipif(not FILES, reason=f"no Apple Health exports in {CORPUS}")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_export_is_read(path: Path) -> None:
    assert apple_health.sniff(path.read_bytes())
    with path.open("rb") as stream:
        summaries = list(apple_health.read(stream, path.name))

    assert summaries
    for summary in summaries:
        assert summary.stated.started_at is not None
        assert summary.samples is None or np.isfinite(summary.samples.time).all()
