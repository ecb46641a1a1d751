"""One recorded run: its length, its pace, its noise, its pauses, and the shape of its file."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import gpxpy
import numpy as np
import pytest

from race.demo.atlas import ROADS
from race.demo.motion import Pacing, Pause, Stop, Surge
from race.demo.recording import DEVICES, Outing, Sampling, filename, record, simulate
from tests.demo.gpx_files import points, signal

_START = datetime(2026, 11, 8, 5, 40, 12, tzinfo=timezone(timedelta(hours=7)))
_RUN = Outing(
    road=ROADS["bo-song-trung"],
    home_m=1200.0,
    direction=1,
    distance_m=5030.0,
    start=_START,
    pacing=Pacing(s_per_km=380.0),
    device=DEVICES["strava"],
    seed=7,
)


@pytest.mark.parametrize("device", DEVICES)
def test_every_device_writes_a_file_that_gpxpy_reads(device: str) -> None:
    run = replace(_RUN, device=DEVICES[device], road=ROADS["duong-cai-kinh"])
    track = points(record(run))
    assert track.metres == pytest.approx(5030.0, rel=0.02)
    assert track.time[0] == datetime(2026, 11, 7, 22, 40, 12, tzinfo=UTC).timestamp()
    assert (np.diff(track.time) > 0).all()
    assert track.seconds == pytest.approx(5.03 * 380.0, rel=0.03)
    assert (np.abs(track.lat - 21.56) < 0.1).all()
    assert (np.abs(track.lon - 106.33) < 0.1).all()
    assert ((track.ele > 20) & (track.ele < 250)).all()


@pytest.mark.parametrize(("metres", "s_per_km"), [(1200, 300), (3100, 560), (10_020, 260)])
@pytest.mark.parametrize("road", ["pho-huu-lung", "van-nham"])
def test_runs_of_any_length_are_as_long_and_as_fast_as_asked(
    metres: int, s_per_km: int, road: str
) -> None:
    pacing = Pacing(s_per_km=s_per_km)
    track = points(record(replace(_RUN, distance_m=metres, pacing=pacing, road=ROADS[road])))
    assert track.metres == pytest.approx(metres, rel=0.02)
    assert track.seconds * 1000.0 / track.metres == pytest.approx(s_per_km, rel=0.04)


def test_the_same_run_gives_the_same_bytes_and_another_seed_another_run() -> None:
    assert record(_RUN) == record(_RUN)
    assert record(_RUN) != record(replace(_RUN, seed=8))


@pytest.mark.parametrize("device", DEVICES)
def test_noise_is_that_of_honest_files(device: str) -> None:
    """Bands: first to last percentile of 582 real tracks on foot."""
    found = signal(points(record(replace(_RUN, device=DEVICES[device], seed=3))))
    assert 0.005 < found.collinear < 0.26
    assert 0.009 < found.even < 0.225
    assert 0.095 < found.variation < 7
    assert 44 < found.points_per_km < 1760
    assert not (found.across <= -0.5 and found.along <= -0.5)


@pytest.mark.parametrize("s_per_km", [260, 380, 520])
def test_legs_and_heart_fit_the_speed(s_per_km: int) -> None:
    """Plausible running: 130–220 steps a minute of 0.4–2.0 m."""
    pacing = Pacing(s_per_km=s_per_km)
    track = simulate(replace(_RUN, device=DEVICES["garmin"], pacing=pacing))
    cadence = track.sensor("cadence")
    steps = track.sensor("speed") / (cadence / 60.0)
    assert 130 < np.median(cadence) < 200
    assert 0.5 < np.median(steps) < 1.5
    assert 90 < np.median(track.sensor("heart_rate")) < 185


@pytest.mark.parametrize(
    ("pause", "segments", "longest_s"),
    [(Pause.RECORDED, 1, 10), (Pause.GAP, 1, 200), (Pause.SEGMENT, 2, 200)],
)
def test_a_stop_is_recorded_left_out_or_ends_a_segment(
    pause: Pause, segments: int, longest_s: int
) -> None:
    stop = Stop(at_m=2500.0, seconds=180.0, pause=pause)
    pacing = replace(_RUN.pacing, stops=(stop,))
    track = points(record(replace(_RUN, device=DEVICES["samsung"], pacing=pacing)))
    assert len(np.unique(track.segment)) == segments
    assert (np.diff(track.time).max() > 170) == (longest_s == 200)
    assert track.seconds == pytest.approx(5.03 * 380.0 + 180.0, rel=0.03)


def test_a_surge_is_run_at_its_own_pace() -> None:
    surge = Surge(from_m=1950.0, to_m=3060.0, s_per_km=200.0)
    run = replace(_RUN, pacing=replace(_RUN.pacing, surges=(surge,)))
    splits = points(record(run)).split_seconds()
    assert splits[2] == pytest.approx(200.0, rel=0.03)
    assert min(splits[0], splits[3], splits[4 - len(splits)]) > 330.0


def test_a_stopped_watch_writes_its_last_point_at_that_second() -> None:
    track = points(record(replace(_RUN, elapsed_s=1500)))
    assert track.seconds == 1500.0


def test_no_satellites_leave_a_hole() -> None:
    track = points(record(replace(_RUN, lost=(2000.0, 2600.0))))
    assert track.hops.max() > 300.0
    assert np.sort(track.hops)[-2] < 40.0


def test_two_devices_on_one_run_agree_to_a_few_metres_and_share_no_point() -> None:
    """Real pairs: 3.4–8.3 m apart in the median, at most 0.2 % nearer than 0.2 m."""
    phone = simulate(_RUN)
    watch = simulate(replace(_RUN, device=DEVICES["garmin-1s"], device_seed=1))
    lat, lon = (np.interp(phone.time, watch.time, axis) for axis in (watch.lat, watch.lon))
    north = (phone.lat - lat) * 110_700.0
    east = (phone.lon - lon) * 111_320.0 * np.cos(np.radians(21.5))
    apart = np.hypot(north, east)
    assert 1.5 < np.median(apart) < 8.3
    assert (apart < 0.05).mean() < 0.02


def test_what_the_app_states_stands_in_its_file() -> None:
    run = replace(_RUN, device=DEVICES["opentracks"], stated_m=6200.0)
    assert b"<gpxtrkx:Distance>6200.00</gpxtrkx:Distance>" in record(run)


def test_title_and_sport_are_written_and_escaped() -> None:
    run = replace(_RUN, title="Chạy & cười <5 km>", sport="cycling")
    track = gpxpy.parse(record(run).decode()).tracks[0]
    assert track.name == "Chạy & cười <5 km>"
    assert track.type == "cycling"


@pytest.mark.parametrize(
    ("device", "name"),
    [
        ("garmin", "activity_12.gpx"),
        ("strava", "Chạy_bộ.gpx"),
        ("samsung", "20261108_054012.gpx"),
        ("apple", "route_2026-11-08_5.40am.gpx"),
    ],
)
def test_files_are_named_as_the_apps_name_them(device: str, name: str) -> None:
    assert filename(replace(_RUN, device=DEVICES[device]), 12) == name


def test_a_smart_watch_writes_more_points_in_bends() -> None:
    straight = simulate(replace(_RUN, device=DEVICES["garmin"], road=ROADS["quoc-lo-cu"]))
    blocks = simulate(replace(_RUN, device=DEVICES["garmin"], road=ROADS["pho-huu-lung"]))
    assert DEVICES["garmin"].sampling is Sampling.SMART
    assert 2.0 <= np.median(np.diff(straight.time)) <= 8.0
    assert len(blocks) > len(straight)
