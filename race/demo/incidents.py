"""What happens to people who run: each function lets one thing happen, and gives its uploads.

Nobody here is a villain: phones count too much, a friend's motorbike is near, two watches are
worn. The last upload is the one that it is about.
"""

import struct
import zlib
from dataclasses import replace
from datetime import timedelta
from typing import Final

from race.demo import gpx_shapes
from race.demo.diary import DAYS, Calendar, Runner, Upload, ended_at, outing, sent
from race.demo.motion import Pacing, Pause, Stop, Surge
from race.demo.recording import DEVICES, Device, Outing, filename, simulate

Runners = tuple[Runner, ...]


def _run(
    calendar: Calendar,
    runner: Runner,
    *,
    distance_m: float,
    latest: int = DAYS - 1,
    device: Device | None = None,
) -> Outing:
    day = calendar.free_day(runner, latest=latest)
    run = outing(runner, calendar, day=day, distance_m=distance_m)
    return run if device is None else replace(run, device=device)


def _one(runners: Runners) -> Runner:
    return runners[0]


def quick_kilometres(
    calendar: Calendar, runners: Runners, s_per_km: float, *, count: int
) -> list[Upload]:
    """A stretch of `count` full kilometres at a pace of its own: a sprint, or a motorbike."""
    run = _run(calendar, _one(runners), distance_m=calendar.rng.uniform(5100, 7400))
    first = int(calendar.rng.integers(1, 4)) * 1000.0
    surge = Surge(from_m=first - 50.0, to_m=first + count * 1000.0 + 60.0, s_per_km=s_per_km)
    # A phone: a watch would have to say what legs do on a motorbike.
    run = replace(
        run,
        device=DEVICES["strava"],
        pacing=replace(run.pacing, surges=(surge,), stops=()),
    )
    return [sent(_one(runners), calendar, run)]


def distance(calendar: Calendar, runners: Runners, metres: float) -> list[Upload]:
    """A plain run of so many metres."""
    run = _run(calendar, _one(runners), distance_m=metres)
    return [sent(_one(runners), calendar, replace(run, pacing=replace(run.pacing, stops=())))]


def pace(
    calendar: Calendar,
    runners: Runners,
    s_per_km: float,
    *,
    distance_m: float,
    sport: str,
    title: str,
) -> list[Upload]:
    """A whole run at one pace, in seconds for a kilometre: a walk, a ride, a race."""
    run = _run(calendar, _one(runners), distance_m=distance_m, device=DEVICES["strava"])
    pacing = Pacing(s_per_km=s_per_km, fade=0.01)
    return [sent(_one(runners), calendar, replace(run, pacing=pacing, sport=sport, title=title))]


def late(calendar: Calendar, runners: Runners, hours: float) -> list[Upload]:
    """A run sent so many hours after its end."""
    run = _run(calendar, _one(runners), distance_m=5080, latest=8)
    received = ended_at(run) + timedelta(hours=hours)
    return [sent(_one(runners), calendar, run, received_at=received)]


def before_start(calendar: Calendar, runners: Runners, metres: float) -> list[Upload]:
    """A run of so many metres on the evening or morning before the first day."""
    run = outing(_one(runners), calendar, day=-1, distance_m=metres)
    received = calendar.starts_at + timedelta(hours=7, seconds=int(metres))
    return [sent(_one(runners), calendar, run, received_at=received)]


def same_file(calendar: Calendar, runners: Runners, minutes: float) -> list[Upload]:
    """A friend sends the file that was shared in the group."""
    owner, friend = runners
    run = _run(calendar, owner, distance_m=5120, latest=9)
    friend.busy.add(calendar.day_of(run.start))
    original = sent(owner, calendar, run)
    later = original.received_at + timedelta(minutes=minutes)
    return [original, replace(original, entry=friend.index, received_at=later)]


def re_dated(calendar: Calendar, runners: Runners, days: float) -> list[Upload]:
    """The same, thinned, re-dated and saved by another program."""
    owner, friend = runners
    run = _run(calendar, owner, distance_m=5210, latest=9)
    friend.busy.add(calendar.day_of(run.start) + int(days))
    track = simulate(run).take(slice(None, None, 2))
    copied = replace(track, time=track.time + days * 86_400.0)
    data = gpx_shapes.write(copied, gpx_shapes.STRAVA_PHONE, title="Chạy bộ")
    at = ended_at(run) + timedelta(days=days, hours=1)
    copy = Upload(entry=friend.index, filename="Chạy_bộ.gpx", data=data, received_at=at)
    return [sent(owner, calendar, run), copy]


def two_devices(calendar: Calendar, runners: Runners, seed: float) -> list[Upload]:
    """A watch and a phone on one run."""
    watch = _run(calendar, _one(runners), distance_m=5300, latest=9, device=DEVICES["garmin"])
    watch = replace(watch, pacing=replace(watch.pacing, stops=()))
    phone = replace(watch, device=DEVICES["samsung"], device_seed=int(seed), distance_m=5310)
    first = sent(_one(runners), calendar, watch)
    later = first.received_at + timedelta(minutes=6)
    return [first, sent(_one(runners), calendar, phone, received_at=later)]


def overlapping(calendar: Calendar, runners: Runners, share: float) -> list[Upload]:
    """The watch stops half-way, and the phone was switched on a little before that."""
    run = _run(calendar, _one(runners), distance_m=8200, device=DEVICES["samsung"])
    run = replace(run, pacing=replace(run.pacing, stops=()))
    whole = simulate(run)
    start, end = whole.time[0], whole.time[-1]
    watch = replace(run, device=DEVICES["garmin"], elapsed_s=int((end - start) * 0.55))
    part = whole.between(start + (end - start) * (0.55 - share), end)
    data = gpx_shapes.write(part, run.device.shape, title=run.title)
    received = ended_at(run) + timedelta(minutes=20)
    first = sent(_one(runners), calendar, watch, received_at=received)
    later = received + timedelta(minutes=3)
    second = Upload(entry=first.entry, filename=filename(run, 0), data=data, received_at=later)
    return [first, second]


def counts_too_much(calendar: Calendar, runners: Runners, times: float) -> list[Upload]:
    """A phone that counted the jumps of its position."""
    run = _run(calendar, _one(runners), distance_m=4700, device=DEVICES["opentracks"])
    return [sent(_one(runners), calendar, replace(run, stated_m=4700 * times))]


def planned(calendar: Calendar, runners: Runners, metres: float) -> list[Upload]:
    """The way as it was planned, not the run."""
    run = _run(calendar, _one(runners), distance_m=metres, device=DEVICES["coros"])
    data = gpx_shapes.write(simulate(run), gpx_shapes.PLANNER, title="Đường chạy Chủ Nhật")
    return [replace(sent(_one(runners), calendar, run), filename="tuyen_duong.gpx", data=data)]


def cut(calendar: Calendar, runners: Runners, share: float) -> list[Upload]:
    """A file whose sending broke off."""
    run = _run(calendar, _one(runners), distance_m=6900, device=DEVICES["samsung"])
    upload = sent(_one(runners), calendar, run)
    return [replace(upload, data=upload.data[: int(len(upload.data) * share)])]


def not_a_run(
    calendar: Calendar, runners: Runners, number: float, *, name: str, data: bytes
) -> list[Upload]:
    """A file of another kind, sent on that day."""
    at = calendar.moment(int(number)) + timedelta(hours=1)
    return [Upload(entry=_one(runners).index, filename=name, data=data, received_at=at)]


def equal_times(calendar: Calendar, runners: Runners, seconds: float) -> list[Upload]:
    """Two people stop their watches just short of 5 km after the same number of seconds."""
    uploads: list[Upload] = []
    for runner in runners:
        run = _run(calendar, runner, distance_m=4966, device=DEVICES["samsung"])
        run = replace(run, pacing=Pacing(s_per_km=seconds / 4.966, fade=0.03))
        tried = simulate(run).time
        s_per_km = run.pacing.s_per_km * seconds / (tried[-1] - tried[0])
        run = replace(run, pacing=replace(run.pacing, s_per_km=s_per_km), elapsed_s=int(seconds))
        uploads.append(sent(runner, calendar, run))
    return uploads


def coffee(calendar: Calendar, runners: Runners, minutes: float) -> list[Upload]:
    """So many minutes at a table half-way, the phone paused."""
    run = _run(calendar, _one(runners), distance_m=9100, device=DEVICES["strava"])
    stop = Stop(at_m=4700.0, seconds=minutes * 60.0, pause=Pause.GAP)
    return [sent(_one(runners), calendar, replace(run, pacing=replace(run.pacing, stops=(stop,))))]


def picture() -> bytes:
    """A small PNG: the sky over a rice field, as somebody photographed it instead of the run."""
    width, height = 24, 16
    sky, field = bytes((158, 204, 222)), bytes((126, 158, 68))
    rows = b"".join(b"\0" + (sky if y < height * 0.6 else field) * width for y in range(height))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


LOGIN_PAGE: Final = (
    "<!DOCTYPE html>\n<html lang='vi'><head><title>Đăng nhập</title></head>"
    "<body><h1>Hãy đăng nhập để tải tệp</h1></body></html>\n"
).encode()
TREADMILL: Final = (
    gpx_shapes.GARMIN.head.split("    <trkseg>")[0]
    .format(title="Chạy trên máy", sport="treadmill_running", utc="{utc}")
    .replace("    <time>{utc}.000Z</time>\n", "")
    + "    <trkseg/>\n  </trk>\n</gpx>\n"
).encode()
