"""Whole exports of phones and of the services behind them: what stands in several files of an
archive becomes one run."""

from pathlib import Path

import numpy as np
import pytest

from race.activity import Sport
from race.errors import Locked
from tests.gpx_writing import one_run, seconds
from tests.ingest.archives.packed import at, refusal, run, zipped
from tests.ingest.archives.test_exports import read
from tests.ingest.writing import (
    apple_health,
    health_auto_export_workouts,
    polar_session,
    runtastic,
    samsung,
    samsung_tracks,
    takeout,
    tcx,
    zepp,
)


class TestAppleHealth:
    """`export.xml`, and the routes beside it, which know neither sport nor heart."""

    ROUTE = "apple_health_export/workout-routes/route_2026-11-08_6.30am.gpx"

    def members(self) -> dict[str, bytes]:
        run_of_six = one_run(*seconds(1500, day="2026-11-08"))
        beat = [
            apple_health.heart_rate(f"2026-11-08 13:{minute:02d}:00 +0700", 150 + minute)
            for minute in range(0, 20, 5)
        ]
        outdoors = apple_health.workout(
            apple_health.distance("5.02"),
            apple_health.route("/workout-routes/route_2026-11-08_6.30am.gpx"),
            startDate="2026-11-08 13:00:00 +0700",
            endDate="2026-11-08 13:30:00 +0700",
        )
        indoors = apple_health.workout(
            apple_health.metadata("HKIndoorWorkout", 1),
            apple_health.distance("3.1"),
            startDate="2026-11-09 18:00:00 +0700",
            endDate="2026-11-09 18:20:00 +0700",
        )
        return {
            "apple_health_export/export.xml": apple_health.export(*beat, outdoors, indoors),
            "apple_health_export/export_cda.xml": b"<ClinicalDocument/>",
            self.ROUTE: run_of_six,
        }

    def test_a_route_gets_its_sport_its_distance_and_its_heart(self, tmp_path: Path) -> None:
        found, skipped = read(tmp_path, self.members())
        outdoors = found[self.ROUTE]
        heart = outdoors.track.sensor("heart_rate")

        assert (outdoors.stated.sport, outdoors.stated.distance_m) == (Sport.RUN, 5020.0)
        assert [heart[minute * 60] for minute in range(0, 20, 5)] == [150, 155, 160, 165]
        assert np.isnan(heart[30])
        assert skipped == {"apple_health_export/export_cda.xml": "UNKNOWN_FORMAT"}

    def test_a_workout_indoors_has_no_positions(self, tmp_path: Path) -> None:
        found, _ = read(tmp_path, self.members())
        indoors = found["apple_health_export/export.xml"]

        assert indoors.stated.indoor
        assert indoors.stated.distance_m == 3100
        assert not indoors.track.positioned.any()


def test_samsung_joins_the_table_the_positions_and_the_sensors(tmp_path: Path) -> None:
    folder, files = "samsunghealth_lan_20261108/", "jsons/com.samsung.shealth.exercise/3/"
    track = f"{folder}{files}{samsung.UUID}.com.samsung.health.exercise.location_data.json"
    live = f"{folder}{files}{samsung.UUID}.com.samsung.health.exercise.live_data.json"
    weather = f"{folder}com.samsung.shealth.exercise.weather.20261108.csv"
    members = {
        f"{folder}com.samsung.shealth.exercise.20261108.csv": samsung.sample(),
        weather: samsung.exercises({}, kind="com.samsung.shealth.exercise.weather"),
        track: samsung_tracks.written([samsung_tracks.place(n) for n in range(60)]),
        live: samsung_tracks.written([samsung_tracks.said(30.4, heart_rate=141.0)]),
    }
    found, skipped = read(tmp_path, members)

    assert list(found) == [track]
    assert (found[track].stated.sport, found[track].stated.distance_m) == (Sport.RUN, 5000.5)
    assert found[track].track.sensor("heart_rate")[30] == 141
    assert skipped == {weather: "UNKNOWN_FORMAT"}


def test_health_auto_export_names_its_route_by_the_minute(tmp_path: Path) -> None:
    route = "Chạy ngoài trời-Route-20261108_060012.gpx"
    found, _ = read(
        tmp_path,
        {"Workouts-2026.csv": health_auto_export_workouts.sample(), route: run(7, hour=23)},
    )

    assert list(found) == [route]
    assert (found[route].stated.sport, found[route].stated.distance_m) == (Sport.RUN, 5020.0)


@pytest.mark.parametrize("recorded", [("json",), ("gpx",), ("json", "gpx")], ids="+".join)
def test_adidas_joins_up_to_four_files_of_one_name(
    tmp_path: Path, recorded: tuple[str, ...]
) -> None:
    name = "2026-11-08_06-00-00-UTC_5b8a0c1d-2e3f-4a5b-8c6d-7e8f9a0b1c2d"
    points = [runtastic.point(n) for n in range(600)]
    tracks = {"json": runtastic.written(points), "gpx": one_run(*seconds(600))}
    members = {f"Sport-sessions/GPS-data/{name}.{kind}": tracks[kind] for kind in recorded}
    found, skipped = read(
        tmp_path,
        {
            f"Sport-sessions/{name}.json": runtastic.sample_session(),
            f"Sport-sessions/Heart-rate-data/{name}.json": runtastic.sample_heart(),
            "Photos/Images-meta-data/1.json": b'{"latitude": 21.5, "longitude": 106.5}',
            **members,
        },
    )
    (activity,) = found.values()

    assert activity.stated.distance_m == 10_000
    assert activity.stated.sport is Sport.RUN
    assert activity.track.sensor("heart_rate")[0] == 141
    assert sorted(skipped.values()) == ["TWIN"] * (len(recorded) - 1) + ["UNKNOWN_FORMAT"]


def test_zepp_has_no_tracks(tmp_path: Path) -> None:
    found, skipped = read(
        tmp_path,
        {
            "SPORT/SPORT_1794117600000.csv": zepp.sample(),
            "ACTIVITY/ACTIVITY_1.csv": b"date,steps,distance\n2026-11-08,9000,6000\n",
        },
    )
    (activity,) = found.values()

    assert (len(activity.track), activity.stated.distance_m) == (0, 5000.5)
    assert skipped == {"ACTIVITY/ACTIVITY_1.csv": "UNKNOWN_FORMAT"}


def test_huawei_asks_for_its_password(tmp_path: Path) -> None:
    folder = "Motion path detail data & description/"
    members = {f"{folder}motion path detail data.json": b"[]", f"{folder}readme.html": b"<html>"}
    data = bytearray(zipped(members))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            data[place + flags] |= 1
            place = data.find(signature, place + 1)

    assert refusal(at(tmp_path, bytes(data))) is Locked


def test_takeout_has_runs_of_google_fit_and_the_ways_of_the_phone(tmp_path: Path) -> None:
    recording = "Takeout/Fit/Activities/2026-11-08T06_00_00Z_PT30M_Running.tcx"
    month = "Takeout/Location History/Semantic Location History/2026/2026_NOVEMBER.json"
    same = takeout.segment("RUNNING", *(takeout.raw_point(n, 21.5 + n * 3e-5) for n in (0, 1799)))
    found, skipped = read(
        tmp_path,
        {
            month: takeout.month(same),
            recording: tcx.recording(1800),
            "Takeout/Fit/Daily activity metrics/2026-11-08.csv": b"Start time,Calories (kcal)\n",
            "Takeout/archive_browser.html": b"<!DOCTYPE html><html>",
        },
    )

    assert list(found) == [recording]
    assert skipped[month] == "TWIN"
    assert sorted(skipped.values()) == ["TWIN", "UNKNOWN_FORMAT", "UNKNOWN_FORMAT"]


def test_polar_has_one_file_a_session_and_many_of_daily_life(tmp_path: Path) -> None:
    session = "training-session-2026-11-08-1234567-0a1b2c3d.json"
    found, skipped = read(
        tmp_path,
        {
            session: polar_session.sample(),
            "activity-2026-11-08-0a1b.json": b'{"date": "2026-11-08", "summary": {"stepCount": 9}}',
            "sleep_result_0a1b.json": b'[{"night": "2026-11-08"}]',
        },
    )

    assert list(found) == [session]
    assert found[session].stated.distance_m == 2500.0
    assert sorted(skipped.values()) == ["UNKNOWN_FORMAT", "UNKNOWN_FORMAT"]
