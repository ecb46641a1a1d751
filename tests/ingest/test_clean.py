"""What cleaning keeps, drops and says."""

import numpy as np

from race.ingest.clean import clean
from race.metrics import measure
from race.track import Track, track_of
from tests.tracks import joined, run


def with_lat(track: Track, lat: object, *, time: object = None) -> Track:
    return track_of(
        time=track.time if time is None else time,  # type: ignore[arg-type] # arrays, by the callers
        lat=lat,  # type: ignore[arg-type] # the same
        lon=track.lon,
        segment=track.segment,
    )


def test_an_honest_run_stays_as_it_is() -> None:
    track = run((600, 3.0), (100, 0.0), (600, 5.5))
    cleaned, notes = clean(track)
    assert len(cleaned) == len(track)
    assert (notes.spikes, notes.cuts, notes.reversals, notes.repeated) == (0, 0, 0, 0)


def test_a_single_spike_is_refused_and_the_distance_is_the_roads() -> None:
    track = run((1000, 3.0))
    lat = track.lat.copy()
    lat[500] += 0.05  # 5.5 km away for a second
    cleaned, notes = clean(with_lat(track, lat))
    assert (notes.spikes, notes.cuts) == (1, 0)
    assert abs(measure(cleaned).distance_m - 3000) < 1


def test_a_lasting_jump_is_a_cut_and_nothing_is_measured_across_it() -> None:
    track = run((1000, 3.0))
    lat = track.lat.copy()
    lat[500:] += 0.05
    cleaned, notes = clean(with_lat(track, lat))
    assert (notes.spikes, notes.cuts) == (0, 1)
    assert len(np.unique(cleaned.segment)) == 2
    assert abs(measure(cleaned).distance_m - 2997) < 1  # less the one hop that was the jump


def test_a_drive_keeps_its_true_speed() -> None:
    cleaned, notes = clean(run((1800, 25.0), every_s=5))
    assert notes.spikes == 0
    assert abs(measure(cleaned).distance_m - 45_000) < 1


def test_reversed_times_are_put_in_order_and_counted() -> None:
    track = run((600, 3.0))
    cleaned, notes = clean(with_lat(track, track.lat, time=track.time[::-1].copy()))
    assert notes.reversals == 600
    assert (np.diff(cleaned.time) > 0).all()


def test_of_two_points_at_one_moment_the_first_stays() -> None:
    track = run((10, 3.0))
    time = track.time.copy()
    time[5] = time[4]
    cleaned, notes = clean(with_lat(track, track.lat, time=time))
    assert notes.repeated == 1
    assert track.lat[5] not in cleaned.lat


def test_a_segment_recorded_twice_is_counted_once() -> None:
    track = run((1000, 3.0))
    cleaned, notes = clean(joined(track, track))
    assert notes.repeated == len(track)
    assert abs(measure(cleaned).distance_m - 3000) < 1


def test_points_without_time_or_place_are_left_out_and_counted() -> None:
    track = run((100, 3.0))
    lat, time = track.lat.copy(), track.time.copy()
    lat[10], time[20] = np.nan, np.nan
    _, notes = clean(with_lat(track, lat, time=time))
    assert (notes.unpositioned, notes.untimed, notes.points) == (1, 1, 101)


def test_nothing_in_nothing_out() -> None:
    cleaned, notes = clean(track_of(time=[], lat=[], lon=[]))
    assert (len(cleaned), notes.points) == (0, 0)


def test_half_a_million_wild_points_are_cleaned_in_one_pass() -> None:
    rng = np.random.default_rng(1)
    count = 500_000
    wild = track_of(
        time=np.arange(float(count)),
        lat=np.where(rng.random(count) < 0.3, rng.uniform(-80, 80, count), 21.5),
        lon=np.full(count, 106.3),
    )
    cleaned, notes = clean(wild)
    assert notes.spikes + len(cleaned) == count


def test_a_clock_that_was_not_set_yet_does_not_stretch_the_run() -> None:
    track = run((600, 3.0))
    time = track.time.copy()
    time[0] = 1_104_537_600  # 2005
    cleaned, _ = clean(with_lat(track, track.lat, time=time))
    assert measure(cleaned).elapsed_s == 599


def test_a_stale_fix_before_the_first_cut_is_left_out() -> None:
    track = run((600, 3.0))
    lat = track.lat.copy()
    lat[0] += 0.5
    cleaned, notes = clean(with_lat(track, lat))
    assert notes.cuts == 1
    assert len(cleaned) == 600
