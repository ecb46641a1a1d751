"""How somebody runs a path: where they are at every second, and what legs and heart do."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.random import Generator

from race.demo.roads import Path
from race.track import FloatArray

#: Metres between two places of the pace curve.
_PLACE_M: Final = 4.0


class Pause(StrEnum):
    """What a device does while its owner stands."""

    #: It goes on recording.
    RECORDED = "recorded"
    #: It stops writing points, and goes on in the same segment.
    GAP = "gap"
    #: It pauses, and begins a new segment.
    SEGMENT = "segment"


@dataclass(frozen=True, kw_only=True)
class Stop:
    """Standing still."""

    #: Metres since home.
    at_m: float
    seconds: float
    pause: Pause = Pause.RECORDED


@dataclass(frozen=True, kw_only=True)
class Surge:
    """A stretch at a pace of its own, faster or slower than the rest."""

    #: Metres since home.
    from_m: float
    to_m: float
    s_per_km: float


@dataclass(frozen=True, kw_only=True)
class Pacing:
    """How a run is run."""

    #: Seconds for a kilometre, stops and surges left out.
    s_per_km: float
    #: By how much (a share) the end is slower than the beginning.
    fade: float = 0.05
    surges: tuple[Surge, ...] = ()
    stops: tuple[Stop, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Motion:
    """One run, a value a second from the start; shape (seconds,)."""

    #: Metres since home.
    along: FloatArray
    #: Metres east and north of the centre, metres above the sea.
    east: FloatArray
    north: FloatArray
    height: FloatArray
    #: m/s.
    speed: FloatArray
    #: Beats and steps a minute.
    heart_rate: FloatArray
    cadence: FloatArray
    #: Number of the stop in which the runner stands, counted from 1; 0 in motion.
    standing: FloatArray


def move(way: Path, pacing: Pacing, *, distance_m: float, rng: Generator) -> Motion:
    """The motion over the whole of `way`, its mean pace kept over the first `distance_m`."""
    places = np.arange(0.0, way.along[-1], _PLACE_M)
    pace = _pace(places, way, pacing, distance_m, rng)
    clock = np.concatenate([[0.0], np.cumsum(pace[:-1] * _PLACE_M)])
    standing, moving_s = _stand(clock, places, pacing.stops)
    along = np.interp(moving_s, clock, places)
    speed = np.gradient(along)
    slope = np.interp(along, way.along, np.gradient(way.height, way.along))
    return Motion(
        along=along,
        east=np.interp(along, way.along, way.east),
        north=np.interp(along, way.along, way.north),
        height=np.interp(along, way.along, way.height),
        speed=speed,
        heart_rate=_heart_rate(speed, slope, pacing, rng),
        cadence=_cadence(speed, rng),
        standing=standing,
    )


def wander(rng: Generator, count: int, *, slow: float, fast: float) -> FloatArray:
    """Noise of variance 1 that forgets itself over `slow` samples and is round over `fast`.

    A first-order process (power 1/(1 + ω²τ²)) passed through a second one, made in the spectrum.
    """
    size = 1 << int(np.ceil(np.log2(count + 4 * slow + 16)))
    omega = 2 * np.pi * np.fft.rfftfreq(size)
    gain = 1.0 / np.sqrt((1 + (omega * slow) ** 2) * (1 + (omega * fast) ** 2))
    gain[0] = 0.0
    power = (2 * (gain[1:-1] ** 2).sum() + gain[-1] ** 2) / size
    shaped = np.fft.irfft(np.fft.rfft(rng.standard_normal(size)) * gain, size)
    noise: FloatArray = shaped[:count] / np.sqrt(power)
    return noise


def _pace(
    places: FloatArray, way: Path, pacing: Pacing, distance_m: float, rng: Generator
) -> FloatArray:
    """Seconds a metre at each place."""
    share = np.minimum(places / distance_m, 1.0)
    slope = np.interp(places, way.along, np.gradient(way.height, way.along))
    uphill, downhill = np.maximum(slope, 0), np.minimum(slope, 0)
    pace = (1 + pacing.fade * (share**1.4 - 0.5)) * (1 + 3.2 * uphill + 1.5 * downhill)
    # Quick out of the door, and once more at the end.
    pace *= 1 - 0.04 * np.exp(-places / 350.0) - 0.05 * np.exp((places - distance_m) / 120.0)
    pace *= np.exp(0.085 * wander(rng, len(places), slow=18, fast=3))
    # The faster, the more even from one kilometre to the next.
    uneven = min(1.0, pacing.s_per_km / 360.0) ** 2
    pace *= np.exp(0.06 * uneven * wander(rng, len(places), slow=110, fast=20))
    pace = _with_walking(pace, places, pacing.s_per_km, rng)
    pace *= pacing.s_per_km / 1000.0 / pace[places <= distance_m].mean()
    for surge in pacing.surges:
        inside = (places >= surge.from_m) & (places <= surge.to_m)
        quiver = np.exp(0.02 * wander(rng, len(places), slow=20, fast=4))
        pace[inside] = (surge.s_per_km / 1000.0 * quiver)[inside]
    padded = np.pad(pace, 2, mode="edge")
    return np.convolve(padded, np.array([1, 4, 6, 4, 1]) / 16.0, "valid")


def _with_walking(
    pace: FloatArray, places: FloatArray, s_per_km: float, rng: Generator
) -> FloatArray:
    """The same with the short walks that people slower than 7:00 /km take, here and there."""
    expected = max(0.0, (s_per_km - 420.0) / 60.0) * places[-1] / 1000.0 * 0.3
    for start in rng.uniform(400.0, max(places[-1] - 200.0, 401.0), rng.poisson(expected)):
        pace[(places >= start) & (places <= start + rng.uniform(50.0, 140.0))] *= 1.55
    return pace


def _stand(
    clock: FloatArray, places: FloatArray, stops: tuple[Stop, ...]
) -> tuple[FloatArray, FloatArray]:
    """(number of the stop at each second, seconds in motion at each second)."""
    total = clock[-1] + sum(stop.seconds for stop in stops)
    seconds = np.arange(0.0, np.floor(total) + 1)
    moving, standing = seconds.copy(), np.zeros(len(seconds))
    earlier = 0.0
    for number, stop in enumerate(sorted(stops, key=lambda stop: stop.at_m), start=1):
        begins = float(np.interp(stop.at_m, places, clock)) + earlier
        moving -= np.clip(seconds - begins, 0.0, stop.seconds)
        standing[(seconds > begins) & (seconds < begins + stop.seconds)] = number
        earlier += stop.seconds
    return standing, moving


def _heart_rate(speed: FloatArray, slope: FloatArray, pacing: Pacing, rng: Generator) -> FloatArray:
    """Follows the effort within half a minute, and drifts upwards."""
    usual = 1000.0 / pacing.s_per_km
    effort = np.clip(speed / usual * (1 + 3.0 * slope), 0.0, 1.35)
    wanted = 92.0 + rng.uniform(52.0, 66.0) * effort
    weights = np.exp(-np.arange(150) / 32.0)
    padded = np.concatenate([np.full(149, 98.0), wanted])
    followed = np.convolve(padded, weights / weights.sum(), "valid")
    drift = 9.0 * np.arange(len(speed)) / 3000.0
    beats: FloatArray = followed + drift + 1.6 * wander(rng, len(speed), slow=25, fast=2)
    return np.clip(beats, 60.0, 198.0)


def _cadence(speed: FloatArray, rng: Generator) -> FloatArray:
    """Steps a minute: running from 2 m/s on, walking below, none when standing."""
    own = rng.normal(0.0, 4.0)
    running = 157.0 + own + 7.5 * (speed - 1.8)
    walking = 62.0 + 34.0 * speed
    blend = np.clip((speed - 1.45) / 0.3, 0.0, 1.0)
    steps = walking + (running - walking) * blend + 2.0 * wander(rng, len(speed), slow=8, fast=1)
    return np.where(speed < 0.3, 0.0, np.clip(steps, 40.0, 215.0))
