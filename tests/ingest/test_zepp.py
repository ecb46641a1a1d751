"""What the table of workouts of Zepp becomes. Expected values are worked out by hand."""

import io
from datetime import UTC, datetime

import pytest

from race.activity import Sport, Summary
from race.errors import NoActivity
from race.ingest.formats import zepp
from tests.ingest.writing.zepp import NAMES, RUN, sample, workouts

SIX = datetime(2026, 11, 8, 6, tzinfo=UTC).timestamp()


def listed(data: bytes) -> list[Summary]:
    return list(zepp.read(io.BytesIO(data), "SPORT_1.csv"))


def test_a_workout_states_its_run_and_has_no_track() -> None:
    (found,) = listed(sample())

    assert (found.stated.sport, found.stated.app) == (Sport.RUN, "Zepp")
    assert (found.stated.distance_m, found.stated.timer_s) == (5000.5, 1800)
    assert (found.stated.started_at, found.zone_known) == (SIX, True)
    assert (found.files, found.samples) == ((), None)


def test_columns_are_known_by_their_names() -> None:
    shuffled = "startTime,avgHeartRate,distance(m),sportTime(s),type"
    (found,) = listed(workouts("2026-11-08T06:00:00Z,151.4,5000.5,1800,1", names=shuffled))

    assert (found.stated.started_at, found.stated.distance_m) == (SIX, 5000.5)
    assert found.stated.sport is Sport.RUN


def test_a_start_without_a_zone_says_so() -> None:
    (found,) = listed(workouts(RUN.replace("+0000", "")))

    assert (found.stated.started_at, found.zone_known) == (SIX, False)


@pytest.mark.parametrize(
    ("number", "sport"),
    [("1", Sport.RUN), ("9", Sport.RIDE), ("6", Sport.UNKNOWN), ("x", Sport.UNKNOWN)],
)
def test_only_sure_numbers_name_a_sport(number: str, sport: Sport) -> None:
    (found,) = listed(workouts(number + RUN[1:]))

    assert found.stated.sport is sport


def test_what_is_0_was_not_measured() -> None:
    (found,) = listed(workouts("1,2026-11-08 06:00:00+0000,0,0,0,0,0,0"))

    assert (found.stated.distance_m, found.stated.timer_s) == (None, None)


def test_a_row_that_breaks_off_states_what_it_has() -> None:
    (found,) = listed(workouts("1,2026-11-08 06:00:00+0000"))

    assert (found.stated.started_at, found.stated.distance_m) == (SIX, None)


@pytest.mark.parametrize(
    "other",
    [b"", b"date,steps,distance,runDistance,calories\n", b"type,startTime\n", b"type startTime"],
)
def test_other_tables_of_the_export_are_none(other: bytes) -> None:
    assert zepp.sniff(sample())
    assert zepp.sniff(NAMES.encode())
    assert not zepp.sniff(other)
    with pytest.raises(NoActivity):
        listed(other)
