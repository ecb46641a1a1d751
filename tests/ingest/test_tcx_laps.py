"""Where a TCX file is one run over its laps, and where it stood still in between."""

import pytest

from race.ingest.formats import tcx
from tests.ingest.writing.tcx import activity, document, lap, one_run, points


def segments(*laps: str) -> list[int]:
    """The segments of a run of these laps."""
    (run,) = tcx.read(document(activity(*laps)).encode())
    return [int(number) for number in run.track.segment]


def test_laps_that_follow_each_other_are_one_segment() -> None:
    assert (
        segments(
            lap(points(0, 5, 9), start=0, timer=10), lap(points(10, 15, 19), start=10, timer=10)
        )
        == [0] * 6
    )


def test_a_second_track_in_a_lap_follows_a_pause_however_short() -> None:
    assert segments(lap(points(0, 1), points(2, 3), timer=4)) == [0, 0, 1, 1]


def test_a_pause_is_one_though_a_track_has_no_points() -> None:
    assert segments(lap(points(0, 1), "", points(2, 3), timer=4)) == [0, 0, 1, 1]


def test_the_first_track_of_a_lap_follows_no_pause() -> None:
    laps = [lap(points(0, 1), start=0, timer=2), lap("", start=2, timer=3)]

    assert segments(*laps, lap(points(5, 6), start=5, timer=2)) == [0, 0, 0, 0]


def test_a_watch_that_writes_a_point_now_and_then_runs_on_over_a_long_gap() -> None:
    """The gap at the change is 21 s; wall clock and timer of both laps are the same."""
    assert (
        segments(
            lap(points(0, 40, 79), start=0, timer=80), lap(points(100, 150), start=80, timer=70)
        )
        == [0] * 5
    )


def test_a_lost_fix_over_laps_without_points_is_no_pause_while_the_timer_runs() -> None:
    assert (
        segments(
            lap(points(0, 30), start=0, timer=60),
            lap("", start=60, timer=10.5),
            lap("", start=70, timer=4.5),
            lap(points(75, 90), start=75, timer=15),
        )
        == [0] * 4
    )


@pytest.mark.parametrize(
    ("first", "second", "starts"),
    [
        # The lap ends at second 10, the watch stands still till 85 and begins the next lap …
        ({"timer": 10}, {"timer": 15}, 85),
        # … or has begun it at once and stands still in it, …
        ({"timer": 10}, {"timer": 15}, 10),
        # … or it was of two minds.
        ({"timer": 10}, {"timer": 15}, 50),
    ],
)
def test_a_stop_at_a_change_of_laps_begins_a_segment(
    first: dict[str, float], second: dict[str, float], starts: float
) -> None:
    before = lap(points(0, 10), start=0, **first)
    after = lap(points(85, 100), start=starts, **second)

    assert segments(before, after) == [0, 0, 1, 1]


def test_a_stop_inside_a_lap_is_not_one_at_its_end() -> None:
    """70 s of the first lap and 40 s of the second were paused, but the points are 2 s apart."""
    assert (
        segments(
            lap(points(0, 10, 80, 99), start=0, timer=30),
            lap(points(101, 150), start=100, timer=10),
        )
        == [0] * 6
    )


@pytest.mark.parametrize(("stop_s", "last"), [(tcx.PAUSE_S, 0), (tcx.PAUSE_S + 1, 1)])
def test_a_stop_of_moments_stays_in_the_segment(stop_s: float, last: int) -> None:
    later = lap(points(10 + stop_s, 20 + stop_s), start=10, timer=10)

    assert segments(lap(points(0, 10), start=0, timer=10), later) == [0, 0, last, last]


@pytest.mark.parametrize(("gap_s", "last"), [(3, 0), (30, 1)])
@pytest.mark.parametrize(
    ("start", "timer"), [(None, None), (None, 10), (10_000, 10), (-10_000, 10)]
)
def test_without_the_clocks_of_the_laps_the_gap_decides(
    gap_s: float, last: int, start: float | None, timer: float | None
) -> None:
    later = lap(points(10 + gap_s, 20 + gap_s), start=start, timer=timer)

    assert segments(lap(points(0, 10), start=0, timer=timer), later) == [0, 0, last, last]


def test_a_lap_that_runs_back_begins_a_segment() -> None:
    assert segments(
        lap(points(1000, 1010), start=1000, timer=10), lap(points(0, 10), start=0, timer=10)
    ) == [0, 0, 1, 1]


def test_a_lap_that_breaks_off_has_no_clock_yet() -> None:
    """The second lap ran 60 s by its timer; of these the file has 5, after 30 s of silence."""
    whole = document(
        activity(lap(points(0, 10), start=0, timer=10), lap(points(40, 45, 70), start=10, timer=60))
    )

    (run,) = tcx.read(whole[: whole.index("</Lap></Activity>")].encode())

    assert list(run.track.segment) == [0, 0, 1, 1, 1]


def test_laps_without_times_are_one_segment() -> None:
    timeless = points(0, 1).replace("<Time>", "<When>").replace("</Time>", "</When>")

    assert segments(lap(timeless), lap(timeless)) == [0] * 4


def test_segments_are_counted_from_zero_in_each_activity() -> None:
    paused = activity(lap(points(0, 1), points(90, 91), timer=4))
    runs = tcx.read(document(paused, paused).encode())

    assert [list(run.track.segment) for run in runs] == [[0, 0, 1, 1]] * 2


def test_one_lap_of_one_track_is_one_segment_however_long_its_silences() -> None:
    (run,) = tcx.read(one_run(points(0, 1, 600, 601)).encode())

    assert list(run.track.segment) == [0, 0, 0, 0]
