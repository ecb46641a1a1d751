"""What an index of an account tells finds the run that a file beside it holds."""

import math
from collections.abc import Sequence

import numpy as np
import pytest

from race.activity import Activity, Sport, Stated, Summary
from race.ingest.archives.joining import Directory, Told, joined
from race.ingest.archives.twins import Taken, twin_of
from race.metrics import measure
from race.track import track_of

SIX: float = 1_762_556_400.0  # 2025-11-07 23:00 UTC


def activity(start: float = SIX, *, count: int = 3, stated: Stated | None = None) -> Activity:
    """A run of one point a second."""
    time = start + np.arange(float(count))
    track = track_of(time=time, lat=21.5 + np.arange(count) * 3e-5, lon=[106.5] * count)
    return Activity(track=track, stated=stated or Stated(), format="gpx")


def told(*files: str, start: float | None = None, **stated: object) -> Told:
    """One line of an index."""
    summary = Summary(stated=Stated(started_at=start, **stated), files=files)  # type: ignore[arg-type] # the fields of Stated
    return Told(index="strava", member="activities.csv", summary=summary)


@pytest.mark.parametrize(
    ("file", "member"),
    [
        ("activities/123.gpx", "export_9/activities/123.gpx"),
        ("activities/123.gpx.gz", "activities/123.gpx"),
        ("activities/123.fit.gz", "activities/123.FIT.GZ"),
        ("123.gpx", "123.tcx"),
        ("workout-routes\\route_2.gpx", "apple_health_export/workout-routes/route_2.gpx"),
        ("0a1b2c3d-4e5f-6789", "jsons/0/0a1b2c3d-4e5f-6789.com.samsung.location_data.json"),
    ],
)
def test_a_file_is_found_by_the_name_that_an_index_gives_it(file: str, member: str) -> None:
    line = told(file)

    assert Directory([line]).naming(member) == [line]


@pytest.mark.parametrize(
    ("file", "member"), [("12.gpx", "123.gpx"), ("2019.gpx", "2019-1.gpx"), ("a", "ab.gpx")]
)
def test_part_of_a_name_is_no_name(file: str, member: str) -> None:
    assert Directory([told(file)]).naming(member) == []


def test_a_line_without_files_is_found_by_its_start_and_the_nearest_counts() -> None:
    lines = [told(start=SIX - 90), told(start=SIX + 20), told(start=SIX + 3600)]

    assert Directory(lines).about(activity(), "1.fit") == [lines[1]]


def test_a_line_that_names_a_file_belongs_to_no_other() -> None:
    assert Directory([told("9.gpx", start=SIX)]).about(activity(), "1.gpx") == []


def test_what_the_file_says_itself_counts_before_what_the_index_says() -> None:
    own = Stated(distance_m=5000.0, device="Watch")
    line = told("1.gpx", distance_m=5100.0, elapsed_s=1800.0, sport=Sport.RUN)
    stated = joined(activity(stated=own), [line]).stated

    assert (stated.distance_m, stated.elapsed_s) == (5000.0, 1800.0)
    assert (stated.sport, stated.device) == (Sport.RUN, "Watch")


def hearts(times: Sequence[float], beats: Sequence[float]) -> Told:
    nowhere = [math.nan] * len(times)
    samples = track_of(time=times, lat=nowhere, lon=nowhere, sensors={"heart_rate": beats})
    return Told(
        index="apple-health",
        member="export.xml",
        summary=Summary(stated=Stated(), samples=samples),
    )


def test_a_sample_goes_to_the_points_within_five_seconds_of_it() -> None:
    run = activity(count=21)
    heart = joined(run, [hearts([SIX + 3, SIX + 15.4], [120.0, 150.0])]).track.sensor("heart_rate")

    assert heart[:9].tolist() == [120.0] * 9
    assert np.isnan(heart[9:11]).all()
    assert heart[11:].tolist() == [150.0] * 10


def test_a_channel_that_the_file_has_is_left_alone() -> None:
    first = joined(activity(), [hearts([SIX], [120.0])])
    second = joined(first, [hearts([SIX], [90.0])])

    assert second.track.sensor("heart_rate").tolist() == [120.0] * 3


def test_a_run_without_track_takes_the_samples_as_its_own() -> None:
    empty = Activity(track=track_of(time=[], lat=[], lon=[]), stated=Stated(), format="gpx")

    assert len(joined(empty, [hearts([SIX, SIX + 1], [120.0, 121.0])]).track) == 2


def taken(member: str, from_s: float, to_s: float) -> Taken:
    return Taken(member=member, started_at=from_s, ended_at=to_s)


@pytest.mark.parametrize(
    ("from_s", "to_s", "same"),
    [
        (SIX, SIX + 99, True),
        (SIX + 12, SIX + 99, True),  # 87 of 99 s are shared
        (SIX + 25, SIX + 99, False),  # 74 of 99
        (SIX + 99, SIX + 198, False),
        (SIX - 7199, SIX - 7100, False),
    ],
)
def test_two_recordings_are_twins_when_they_share_four_fifths_of_their_time(
    from_s: float, to_s: float, same: bool
) -> None:
    metrics = measure(activity(count=100).track)
    found = twin_of("1.gpx", metrics, [taken("1.fit", from_s, to_s)])

    assert (found is not None) is same


def test_without_times_the_name_tells() -> None:
    nothing = measure(track_of(time=[], lat=[], lon=[]))
    indoor = taken("465951470.fit", SIX, SIX + 1800)

    assert twin_of("gpx/465951470.gpx", nothing, [indoor]) == indoor
    assert twin_of("gpx/465951471.gpx", nothing, [indoor]) is None


def test_runs_of_one_file_are_no_twins() -> None:
    metrics = measure(activity(count=100).track)

    assert twin_of("1.gpx", metrics, [taken("1.gpx", SIX, SIX + 99)]) is None
