"""What watches, phones and their exports keep of what a receiver has seen.

Formats differ by what they carry: FIT has semicircles (180/2^31 degrees), the device's own distance
and speed, its name and its pauses; TCX a distance and a heart rate; the GPX of phones often places
and times alone, rounded to 5, 6 or 7 decimals. Watches write every second, or by "smart recording"
when direction, speed or heart rate change (Garmin's manuals), phones every few seconds or every 5
to 10 m, and every quarter of a minute to save their battery.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

import numpy as np
from numpy.random import Generator

from race.activity import Activity, Sport, Stated
from race.track import BoolArray, FloatArray, IntArray, Track, track_of
from tests.fairness.noise import smoothed, wandering
from tests.fairness.receivers import Receiver, Seen, receiver, seen
from tests.fairness.runners import Motion
from tests.fairness.ways import Way

_SEMICIRCLE: Final = 180.0 / 2**31


class Sampling(StrEnum):
    """When a point is kept."""

    SECOND = "every second"
    SMART = "smart recording"
    TIMER = "every few seconds"
    METRES = "every few metres"
    SAVER = "battery saver"


class Clock(StrEnum):
    """What times look like."""

    WHOLE = "whole seconds"
    #: All by the same fraction, give or take a millisecond.
    OFFSET = "seconds and a fraction"
    #: When the phone found the time.
    FREE = "milliseconds"


class Pause(StrEnum):
    """What is kept of a stop."""

    RECORDED = "recorded"
    GAP = "gap"
    SEGMENT = "auto-pause"


@dataclass(frozen=True, kw_only=True)
class Device:
    """A watch or a phone, its app, and the file it exports."""

    format: str
    sampling: Sampling
    #: Seconds (TIMER, SAVER) or metres (METRES) between two points.
    every: float = 1.0
    clock: Clock = Clock.WHOLE
    #: Decimals of a degree; None for semicircles.
    decimals: int | None = None
    pause: Pause = Pause.RECORDED
    phone: bool = False
    heart_rate: bool = False
    cadence: bool = False
    #: "barometer", "satellites" or "none".
    heights: str = "satellites"
    #: Seconds in which its owner moved on and had forgotten that it was paused.
    forgotten_s: float = 0.0
    #: Seconds over which the app smooths places before it writes them.
    smooth_s: float = 0.0
    app: str | None = None
    name: str | None = None
    sport: Sport = Sport.RUN


def watch(rng: Generator) -> Device:
    """A watch and its export, most often with heart rate and cadence."""
    form = str(rng.choice(["fit", "tcx", "gpx"], p=[0.5, 0.2, 0.3]))
    smart = rng.random() < 0.3
    pauses = {"fit": Pause.SEGMENT, "tcx": Pause.SEGMENT, "gpx": Pause.GAP}
    return Device(
        format=form,
        sampling=Sampling.SMART if smart else Sampling.SECOND,
        decimals=int(rng.choice([6, 7])) if form == "gpx" and rng.random() < 0.3 else None,
        pause=pauses[form] if rng.random() < 0.6 else Pause.RECORDED,
        heart_rate=bool(rng.random() < 0.85),
        cadence=bool(rng.random() < 0.8),
        heights="barometer" if rng.random() < 0.6 else "satellites",
        app="Garmin Connect" if form == "gpx" else None,
        name="Garmin Forerunner 255" if form != "gpx" else None,
        forgotten_s=float(rng.uniform(20, 300)) if rng.random() < 0.04 else 0.0,
        sport=Sport.RUN,
    )


def phone(rng: Generator) -> Device:
    """A phone and its export: places and times, seldom more."""
    kinds = [Sampling.SECOND, Sampling.TIMER, Sampling.METRES, Sampling.SAVER]
    sampling = kinds[int(rng.choice(4, p=[0.3, 0.4, 0.18, 0.12]))]
    every = {
        Sampling.TIMER: float(rng.integers(2, 11)),
        Sampling.METRES: float(rng.choice([5.0, 8.0, 10.0, 15.0])),
        Sampling.SAVER: float(rng.integers(15, 26)),
    }
    clock = [Clock.WHOLE, Clock.OFFSET, Clock.FREE][int(rng.choice(3, p=[0.76, 0.12, 0.12]))]
    return Device(
        format="gpx" if rng.random() < 0.85 else "tcx",
        sampling=sampling,
        every=every.get(sampling, 1.0),
        clock=clock,
        decimals=int(rng.choice([5, 6, 7], p=[0.2, 0.5, 0.3])),
        pause=[Pause.RECORDED, Pause.GAP, Pause.SEGMENT][int(rng.choice(3, p=[0.5, 0.25, 0.25]))],
        phone=True,
        forgotten_s=float(rng.uniform(20, 300)) if rng.random() < 0.04 else 0.0,
        heart_rate=bool(rng.random() < 0.15),
        cadence=bool(rng.random() < 0.08),
        heights=str(rng.choice(["satellites", "none"], p=[0.85, 0.15])),
        smooth_s=float(rng.choice([0.0, 1.5, 3.0], p=[0.75, 0.15, 0.1])),
        app=str(rng.choice(["StravaGPX Android", "Runkeeper", "OpenTracks", "Keep"])),
        sport=Sport.RUN if rng.random() < 0.6 else Sport.UNKNOWN,
    )


def recorded(
    rng: Generator,
    way: Way,
    motion: Motion,
    device: Device,
    *,
    start: float,
    sky: Receiver | None = None,
) -> Activity:
    """The activity that a device makes of a motion which began at `start` (s since 1970)."""
    sky = sky or receiver(rng, way, phone=device.phone)
    fixes = _rounded_off(seen(rng, way, motion, sky), device.smooth_s)
    moments = _moments(rng, fixes, motion, device)
    whole = np.round(moments).astype(np.int64).clip(0, len(motion.along) - 1)
    shown = ~_hidden(fixes, motion, device)[whole]
    moments, whole = moments[shown], whole[shown]
    seconds = np.arange(len(motion.along), dtype=np.float64)
    east = np.interp(moments, seconds, fixes.east)
    lat, lon = _rounded(way.degrees(east, np.interp(moments, seconds, fixes.north)), device)
    counted = np.cumsum(motion.speed) * rng.normal(1.0, 0.012)
    sensors = _sensors(motion, device, whole, counted)
    written = moments if device.clock is not Clock.WHOLE else np.round(moments)
    track = track_of(
        time=start + written,
        lat=lat,
        lon=lon,
        ele=_heights(rng, motion, device)[whole],
        segment=_stretches(motion, device)[whole] if device.pause is Pause.SEGMENT else None,
        sensors=sensors,
    )
    return Activity(track=track, stated=_stated(track, motion, device), format=device.format)


def _hidden(fixes: Seen, motion: Motion, device: Device) -> BoolArray:
    """Seconds of which nothing is kept: no fix, a stop, or a pause that was forgotten."""
    forgot_at = 0.4 * len(motion.along)
    seconds = np.arange(len(motion.along))
    hidden = fixes.lost | ((seconds > forgot_at) & (seconds < forgot_at + device.forgotten_s))
    return hidden if device.pause is Pause.RECORDED else hidden | (motion.stop > 0)


def _stretches(motion: Motion, device: Device) -> FloatArray:
    """Number of the segment at every second: a stop, or what was forgotten, ends one."""
    stops = np.maximum.accumulate(motion.stop)
    forgot = np.arange(len(stops)) > 0.4 * len(stops)
    stretches: FloatArray = stops + forgot if device.forgotten_s else stops
    return stretches


def _stated(track: Track, motion: Motion, device: Device) -> Stated:
    """What the file says of itself: GPX has no sums."""
    told: dict[str, Any] = {}
    if device.format != "gpx":
        lasted = float(track.time[-1] - track.time[0])
        stood = float((motion.stop > 0).sum()) if device.pause is Pause.SEGMENT else 0.0
        told = {
            "distance_m": float(track.sensors["distance"][-1]),
            "elapsed_s": lasted,
            "timer_s": max(lasted - stood, 1.0),
        }
    return Stated(sport=device.sport, app=device.app, device=device.name, **told)


def as_sport(device: Device, sport: Sport) -> Device:
    """The same device with another sport chosen."""
    return replace(device, sport=sport)


def _rounded_off(fixes: Seen, smooth_s: float) -> Seen:
    return replace(
        fixes, east=smoothed(fixes.east, smooth_s), north=smoothed(fixes.north, smooth_s)
    )


def _moments(rng: Generator, fixes: Seen, motion: Motion, device: Device) -> FloatArray:
    """Seconds since the start at which points are kept, rising."""
    count = len(motion.along)
    if device.sampling is Sampling.SECOND:
        kept = np.arange(count, dtype=np.float64)
    elif device.sampling is Sampling.SMART:
        kept = _smart(rng, fixes, motion).astype(np.float64)
    elif device.sampling is Sampling.METRES:
        kept = _every_metres(fixes, device.every).astype(np.float64)
    else:
        late = rng.choice([0.0, 1.0, 2.0, -1.0], p=[0.8, 0.1, 0.04, 0.06], size=count)
        steps = np.maximum(device.every + late, 1.0)
        kept = np.concatenate([[0.0], np.cumsum(steps)])
        kept = kept[kept < count - 1]
    if device.clock is Clock.OFFSET:
        kept = kept + rng.uniform(0.05, 0.95) + np.round(rng.normal(0, 0.0015, len(kept)), 3)
    elif device.clock is Clock.FREE:
        kept = np.round(kept + rng.uniform(0, 1) + np.abs(rng.normal(0, 0.04, len(kept))), 3)
    return np.maximum.accumulate(np.clip(kept, 0.0, count - 1.0))


def _smart(rng: Generator, fixes: Seen, motion: Motion) -> IntArray:
    """Seconds at which direction or speed have changed enough since the last point, or 8 s went."""
    heading = np.unwrap(np.arctan2(np.gradient(fixes.north), np.gradient(fixes.east)))
    heading = smoothed(heading, 1.5)
    turn, change = rng.uniform(0.2, 0.4), rng.uniform(0.3, 0.6)
    kept, last = [0], 0
    directions, speeds = heading.tolist(), smoothed(motion.speed, 1.5).tolist()
    for second in range(1, len(directions)):
        turned = abs(directions[second] - directions[last]) > turn
        changed = abs(speeds[second] - speeds[last]) > change
        if second - last >= 8 or ((turned or changed) and second - last >= 2):
            kept.append(second)
            last = second
    return np.array(kept)


def _every_metres(fixes: Seen, metres: float) -> IntArray:
    """Seconds at which the place lies so far from the last point kept."""
    east, north = fixes.east.tolist(), fixes.north.tolist()
    kept, last = [0], 0
    for second in range(1, len(east)):
        if np.hypot(east[second] - east[last], north[second] - north[last]) >= metres:
            kept.append(second)
            last = second
    return np.array(kept)


def _rounded(places: tuple[FloatArray, FloatArray], device: Device) -> tuple[FloatArray, ...]:
    if device.decimals is not None:
        return tuple(np.round(axis, device.decimals) for axis in places)
    return tuple(np.round(axis / _SEMICIRCLE) * _SEMICIRCLE for axis in places)


def _heights(rng: Generator, motion: Motion, device: Device) -> FloatArray:
    """Metres above the sea as the device knows them, a value a second."""
    count = len(motion.along)
    if device.heights == "none":
        return np.full(count, np.nan)
    if device.heights == "barometer":
        off = rng.normal(0, 10) + 4 * wandering(rng, count, tau=1500)
        return np.round((motion.height + off + rng.normal(0, 0.1, count)) * 5) / 5
    off = rng.normal(0, 8) + 4.5 * wandering(rng, count, tau=90, smooth=4)
    return np.round(motion.height + off, 1)


def _sensors(
    motion: Motion, device: Device, kept: IntArray, counted: FloatArray
) -> dict[str, FloatArray]:
    sensors = {}
    if device.heart_rate:
        sensors["heart_rate"] = np.round(motion.heart_rate[kept])
    if device.cadence:
        # Watches count strides.
        sensors["cadence"] = 2 * np.round(motion.cadence[kept] / 2)
    if device.format != "gpx":
        sensors["distance"] = np.round(counted[kept], 2)
    if device.format == "fit":
        sensors["speed"] = np.round(smoothed(motion.speed, 2.0)[kept], 3)
    return sensors
