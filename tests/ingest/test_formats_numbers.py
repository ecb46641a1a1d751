"""Numbers out of all bounds in single files, each of which once did harm."""

import io
import tracemalloc

import pytest

from race.ingest.formats import gpx, polar_session, samsung, strava_export
from tests.gpx_writing import one_run, seconds
from tests.ingest.writing import polar_session as sessions
from tests.ingest.writing import samsung as exercises
from tests.ingest.writing.strava_export import Run, export


@pytest.mark.parametrize("minutes", [1441, -1441, 2**31, 1e300])
def test_a_zone_that_is_more_than_a_day_off_is_none(minutes: float) -> None:
    exercise = sessions.exercise([sessions.place(0)], timezoneOffset=minutes)
    (found,) = polar_session.read(sessions.session(exercise))

    assert not found.zone_known
    assert found.track.time[0] == 1_794_117_600 + 7 * 3600  # 13:00 read as UTC


@pytest.mark.parametrize("offset", ["99999999999999", "-1e300"])
def test_a_start_that_is_no_time_of_this_world_is_not_stated(offset: str) -> None:
    table = exercises.exercises({"time_offset": offset})
    (found,) = samsung.read(io.BytesIO(table), "exercise.csv")

    assert found.stated.started_at is None


@pytest.mark.parametrize("what", [b"5021.4", b"1800", b"5.02"])
@pytest.mark.parametrize("other", [b"1e-300", b"1e308"])
def test_a_distance_or_time_that_nobody_runs_breaks_no_list(what: bytes, other: bytes) -> None:
    before, after = export([Run(), Run(), Run()]).rsplit(what, 1)
    table = io.BytesIO(before + other + after)
    first, second, _ = strava_export.read(table, "activities.csv")

    assert first.stated.distance_m == second.stated.distance_m == 5021.4


def test_a_declaration_of_a_megabyte_costs_a_few() -> None:
    declaration = b'<?xml version="1.0"' + b" " * 1_000_000 + b"?>"
    data = b" " + declaration + one_run(*seconds(3))
    tracemalloc.start()
    try:
        (found,) = gpx.read(data)
        assert tracemalloc.get_traced_memory()[1] < 10 * len(data)
    finally:
        tracemalloc.stop()
    assert len(found.track) == 3
