"""Pauses that a file does not mark, on roads laid by geographiclib."""

from dataclasses import replace

import numpy as np
import pytest

from race.ingest.pauses import with_pauses
from race.track import Track, track_of
from tests.ingest.examining import activity, examined
from tests.tracks import run


def walked_on(*, silence_s: float, way_m: float, counted_m: float) -> Track:
    """900 m, a silence in which the runner gets `way_m` further and the device counts `counted_m`,
    and 900 m more; one unbroken segment, as the file has it."""
    road = run((300, 3.0), (silence_s, way_m / silence_s), (300, 3.0))
    seconds = road.time - road.time[0]
    told = (seconds <= 300) | (seconds >= 300 + silence_s)
    counted = np.interp(
        seconds, [0, 300, 300 + silence_s, 600 + silence_s], np.cumsum([0, 900, counted_m, 900])
    )
    return replace(road, sensors={"distance": counted}).take(told)


@pytest.mark.parametrize(
    ("silence_s", "way_m", "counted_m", "metres"),
    [
        (280, 450, 0, 1800),  # a pause, and a walk to the bus
        (280, 450, 440, 2250),  # a lost fix: the device counts on
        (280, 450, 230, 2250),  # half of it counted: who knows
        (280, 450, 220, 1800),
        (29, 80, 0, 1880),  # too short for a pause
        (30, 80, 0, 1800),
        (280, 14, 0, 1814),  # a fix that was off, not a way
    ],
)
def test_a_silence_is_a_pause_where_the_device_counted_nothing(
    silence_s: float, way_m: float, counted_m: float, metres: float
) -> None:
    seen = examined(
        activity(walked_on(silence_s=silence_s, way_m=way_m, counted_m=counted_m), written="tcx")
    )
    assert seen.metrics.distance_m == pytest.approx(metres, abs=1)
    assert seen.metrics.segments == (2 if metres == 1800 else 1)
    assert seen.metrics.elapsed_s == 600 + silence_s


def test_a_count_that_stands_still_all_the_way_tells_nothing() -> None:
    """A phone that writes a point a minute, and 0 beside each."""
    track = run((3000, 3.0), every_s=60)
    silent = replace(track, sensors={"distance": np.zeros(len(track))})
    assert with_pauses(silent) is silent


def test_a_lap_that_counts_from_zero_again_is_no_pause() -> None:
    track = run((3000, 3.0), every_s=50)
    metres = 3.0 * (track.time - track.time[0])
    by_lap = np.where(metres < 6000, metres, metres - 6000)
    told = replace(track, sensors={"distance": by_lap})
    assert with_pauses(told) is told


def test_pauses_that_the_file_marks_and_tracks_without_a_count_stay_as_they_are() -> None:
    track = walked_on(silence_s=280, way_m=450, counted_m=0)
    marked = replace(track, segment=(track.time > track.time[300]).astype(np.int64))
    assert with_pauses(marked) is marked
    bare = replace(track, sensors={})
    assert with_pauses(bare) is bare
    nothing = track_of(time=[], lat=[], lon=[])
    assert with_pauses(nothing) is nothing
