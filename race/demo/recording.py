"""What a device makes of a run: a Track with its noise, gaps and habits, and the file of it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.random import Generator

from race import geo
from race.demo import gpx_shapes, roads
from race.demo.gpx_shapes import Shape
from race.demo.motion import Motion, Pacing, Pause, move, wander
from race.demo.roads import Road
from race.track import FloatArray, IntArray, Track, track_of


class Sampling(StrEnum):
    """When a device writes a point."""

    #: Every second.
    SECOND = "second"
    #: When something changes: every 2 s in a bend, every 7 s on a straight road.
    SMART = "smart"
    #: Every few seconds, as the phone finds the time.
    TIMER = "timer"


@dataclass(frozen=True, kw_only=True)
class Device:
    """A watch or a phone with its app."""

    shape: Shape
    sampling: Sampling
    #: Seconds between two points of a TIMER.
    every_s: int
    #: Metres of position error (one sigma on each axis).
    error_m: float
    #: Metres of height error.
    height_error_m: float
    #: `strftime` pattern of the file's name, in local time.
    filename: str


@dataclass(frozen=True, kw_only=True)
class Outing:
    """One run to be recorded."""

    road: Road
    #: Metres from the beginning of the road to the lane of the runner's house.
    home_m: float
    #: 1 or -1 along the road.
    direction: int
    #: Metres on the device at which the runner stops.
    distance_m: float
    start: datetime
    pacing: Pacing
    device: Device
    seed: int
    #: Another device on the same run has another seed of its own.
    device_seed: int = 0
    #: Seconds after which the device is stopped, whatever it shows; None to go by distance.
    elapsed_s: int | None = None
    #: (from, to) metres since home in which the receiver sees no satellites.
    lost: tuple[float, float] | None = None
    title: str = "Chạy bộ"
    sport: str = "running"
    #: Metres that the app states where it states any; None for what it measured.
    stated_m: float | None = None


_WATCH: Final = Device(
    shape=gpx_shapes.GARMIN,
    sampling=Sampling.SMART,
    every_s=1,
    error_m=1.7,
    height_error_m=1.2,
    filename="activity_{number}.gpx",
)
#: The devices of the demo by name.
DEVICES: Final = {
    "garmin": _WATCH,
    "garmin-1s": replace(_WATCH, sampling=Sampling.SECOND),
    "coros": replace(
        _WATCH,
        shape=gpx_shapes.COROS,
        sampling=Sampling.TIMER,
        every_s=4,
        filename="Hữu Lũng Chạy %Y%m%d%H%M%S.gpx",
    ),
    "strava-watch": replace(_WATCH, shape=gpx_shapes.STRAVA_WATCH, filename="{title}.gpx"),
    "strava": Device(
        shape=gpx_shapes.STRAVA_PHONE,
        sampling=Sampling.TIMER,
        every_s=4,
        error_m=2.6,
        height_error_m=2.5,
        filename="{title}.gpx",
    ),
    "opentracks": Device(
        shape=gpx_shapes.OPENTRACKS,
        sampling=Sampling.TIMER,
        every_s=6,
        error_m=3.0,
        height_error_m=3.0,
        filename="%Y-%m-%d_%H_%M_%Y-%m-%dT%H_%M+07_00.gpx",
    ),
    "samsung": Device(
        shape=gpx_shapes.SAMSUNG,
        sampling=Sampling.TIMER,
        every_s=4,
        error_m=2.8,
        height_error_m=2.5,
        filename="%Y%m%d_%H%M%S.gpx",
    ),
    "apple": Device(
        shape=gpx_shapes.APPLE,
        sampling=Sampling.TIMER,
        every_s=4,
        error_m=2.0,
        height_error_m=1.5,
        filename="route_%Y-%m-%d_%-I.%M{half}.gpx",
    ),
}


def record(outing: Outing) -> bytes:
    """The file that the device of `outing` exports."""
    track = simulate(outing)
    return gpx_shapes.write(
        track,
        outing.device.shape,
        title=outing.title,
        sport=outing.sport,
        stated_m=outing.stated_m or float(track.sensors["distance"][-1]),
    )


def simulate(outing: Outing) -> Track:
    """The points of `outing` as its device sees them, with every sensor of `race.track.SENSORS`
    but power and temperature."""
    way = roads.path(
        outing.road,
        home_m=outing.home_m,
        direction=outing.direction,
        distance_m=outing.distance_m * 1.03 + 20.0,
    )
    motion = move(
        way,
        outing.pacing,
        distance_m=outing.distance_m,
        rng=np.random.default_rng([outing.seed, 1]),
    )
    rng = np.random.default_rng([outing.seed, 2, outing.device_seed])
    seen = _seen(motion, outing.device, rng)
    kept = _kept(_sampled(motion, outing.device, rng), motion, outing)
    return _cut(_at(kept, seen, motion, outing), outing)


def filename(outing: Outing, number: int) -> str:
    """The name that the app gives the file; `number` is its running number at the maker's."""
    text = outing.start.strftime(outing.device.filename)
    half = "am" if outing.start.hour < 12 else "pm"
    return text.format(number=number, title=outing.title.replace(" ", "_"), half=half)


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """Where the receiver believes to be, a value a second."""

    lat: FloatArray
    lon: FloatArray
    height: FloatArray
    #: Metres, as the receiver rates itself.
    accuracy: FloatArray


def _seen(motion: Motion, device: Device, rng: Generator) -> _Seen:
    """Slow errors of position that grow and shrink with the sky, and a little jitter."""
    count = len(motion.along)
    # The first fixes are poor; below a cliff the sky is half gone.
    sky = np.exp(0.45 * wander(rng, count, slow=80, fast=8))
    sky *= 1 + 1.3 * np.exp(-np.arange(count) / 22.0)
    error = device.error_m * sky
    jitter = 0.22 * np.minimum(sky, 2.0) ** 1.5
    east = motion.east + error * wander(rng, count, slow=50, fast=4)
    north = motion.north + error * wander(rng, count, slow=50, fast=4)
    lat, lon = roads.degrees(
        east + jitter * wander(rng, count, slow=2, fast=0.7),
        north + jitter * wander(rng, count, slow=2, fast=0.7),
    )
    height = motion.height + device.height_error_m * wander(rng, count, slow=240, fast=12)
    return _Seen(lat=lat, lon=lon, height=height, accuracy=2.4 + 1.1 * error)


def _sampled(motion: Motion, device: Device, rng: Generator) -> IntArray:
    """The seconds at which the device writes a point, the first always."""
    count = len(motion.along)
    if device.sampling is Sampling.SECOND:
        return np.arange(count)
    if device.sampling is Sampling.TIMER:
        steps = device.every_s + rng.choice([0, 0, 0, 0, 0, 0, 0, 1, -1, 2], size=count)
        return _below(np.cumsum(np.maximum(steps, 1)), count)
    heading = np.arctan2(np.gradient(motion.north), np.gradient(motion.east))
    turn = np.abs(np.gradient(np.unwrap(heading)))
    change = np.abs(np.gradient(motion.speed))
    interest = 0.13 + np.minimum(1.6 * turn + 0.8 * change, 0.35) + rng.uniform(0, 0.05, count)
    return _below(np.flatnonzero(np.diff(np.floor(np.cumsum(interest)))) + 1, count)


def _below(seconds: IntArray, count: int) -> IntArray:
    return np.concatenate([[0], seconds[seconds < count]])


def _kept(sampled: IntArray, motion: Motion, outing: Outing) -> IntArray:
    """The sampled seconds less those in a pause or without satellites."""
    hidden = np.zeros(len(motion.along), dtype=np.bool_)
    stops = sorted(outing.pacing.stops, key=lambda stop: stop.at_m)
    for number, stop in enumerate(stops, start=1):
        if stop.pause is not Pause.RECORDED:
            hidden |= motion.standing == number
    if outing.lost is not None:
        hidden |= (motion.along > outing.lost[0]) & (motion.along < outing.lost[1])
    return sampled[~hidden[sampled]]


def _at(kept: IntArray, seen: _Seen, motion: Motion, outing: Outing) -> Track:
    """The track of the seconds `kept`, with the distance that the device counts."""
    segment = _segments(kept, motion, outing)
    lat, lon = np.round(seen.lat[kept], 8), np.round(seen.lon[kept], 8)
    # Second by second noise would add a percent: such devices count every other point.
    stride = 2 if outing.device.sampling is Sampling.SECOND else 1
    counted = np.unique(np.append(np.arange(0, len(kept), stride), len(kept) - 1))
    hops = geo.hops(lat[counted], lon[counted]) * (np.diff(segment[counted]) == 0)
    distance = np.interp(np.arange(len(kept)), counted, np.concatenate([[0.0], np.cumsum(hops)]))
    return track_of(
        time=outing.start.timestamp() + kept,
        lat=lat,
        lon=lon,
        ele=np.round(seen.height[kept], 2),
        segment=segment,
        sensors={
            "heart_rate": motion.heart_rate[kept],
            "cadence": motion.cadence[kept],
            "speed": motion.speed[kept],
            "accuracy": seen.accuracy[kept],
            "distance": distance,
        },
    )


def _segments(kept: IntArray, motion: Motion, outing: Outing) -> IntArray:
    """The segment of each kept second: one more after every stop at which the device pauses."""
    segment = np.zeros(len(kept), dtype=np.int64)
    stops = sorted(outing.pacing.stops, key=lambda stop: stop.at_m)
    for number, stop in enumerate(stops, start=1):
        begins = np.flatnonzero(motion.standing == number)
        if stop.pause is Pause.SEGMENT and len(begins):
            segment += kept > begins[-1]
    return segment


def _cut(track: Track, outing: Outing) -> Track:
    """The track up to the moment at which its owner stops the device."""
    if outing.elapsed_s is not None:
        return _stopped_at(track, outing.start.timestamp() + outing.elapsed_s)
    reached = int(np.searchsorted(track.sensors["distance"], outing.distance_m))
    return track.take(slice(0, min(reached + 1, len(track))))


def _stopped_at(track: Track, moment: float) -> Track:
    """The track to `moment` (s since 1970), its last point then: watches write one when stopped."""
    last = int(np.searchsorted(track.time, moment))
    part = track.take(slice(0, min(last + 1, len(track))))
    return replace(part, time=np.append(part.time[:-1], moment))
