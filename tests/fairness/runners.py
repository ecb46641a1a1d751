"""How people run, walk and rest: where they are at every second, what their legs and hearts do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator

from race.track import FloatArray
from tests.fairness.noise import smoothed, wandering
from tests.fairness.ways import Way

#: Metres between two places of a pace curve.
_PLACE_M: Final = 2.0


@dataclass(frozen=True, kw_only=True)
class Motion:
    """Somebody on a way, a value a second from the start; shape (n,)."""

    #: Metres since the beginning of the way, never falling.
    along: FloatArray
    #: Metres east and north of the way's zero, and above the sea.
    east: FloatArray
    north: FloatArray
    height: FloatArray
    #: m/s.
    speed: FloatArray
    #: Steps (or turns of a crank, twice) and beats a minute.
    cadence: FloatArray
    heart_rate: FloatArray
    #: 1, 2, … while standing at a stop, 0 on the move.
    stop: FloatArray


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What somebody sets out to do."""

    #: Seconds for a kilometre in motion.
    s_per_km: float
    #: (metres, seconds) of standing.
    stops: tuple[tuple[float, float], ...] = ()
    #: (from metre, to metre, s/km) of stretches with a pace of their own: repetitions, walks.
    stretches: tuple[tuple[float, float, float], ...] = ()
    #: How uneven the pace is, a share: 0.02 a metronome, 0.08 a beginner.
    uneven: float = 0.04


def plan(rng: Generator, way: Way, distance_m: float, s_per_km: float) -> Plan:
    """A usual outing: some stop at lights or to drink, slow ones walk in between."""
    every_m = {"street": 900.0, "country": 4000.0}.get(way.kind, 2500.0)
    count = rng.poisson(distance_m / every_m) if rng.random() < 0.7 else 0
    places = np.sort(rng.uniform(200, max(distance_m - 100, 201), count))
    stops = tuple((float(at), float(rng.lognormal(np.log(28), 0.8))) for at in places)
    walks = []
    if s_per_km > 400 and rng.random() < 0.5:
        at = rng.uniform(300, 1500)
        while at < distance_m:
            length = rng.uniform(40, 300)
            walks.append((at, at + length, float(rng.uniform(560, 720))))
            at += length + rng.uniform(200, 1500)
    return Plan(
        s_per_km=s_per_km,
        stops=stops,
        stretches=tuple(walks),
        uneven=float(rng.uniform(0.03, 0.10)),
    )


def intervals(rng: Generator, distance_m: float, s_per_km: float) -> Plan:
    """Repetitions with jogs between: 200 to 1,000 m, up to a minute a kilometre faster."""
    length = float(rng.choice([200.0, 300.0, 400.0, 400.0, 800.0, 1000.0]))
    rest = length * rng.uniform(0.4, 1.0)
    fast = max(s_per_km * rng.uniform(0.74, 0.86), 175.0)
    stretches, at = [], rng.uniform(1000, 2000)
    while at + length < distance_m - 800:
        stretches.append((at, at + length, fast * rng.uniform(0.98, 1.02)))
        stretches.append((at + length, at + length + rest, s_per_km * rng.uniform(1.25, 1.7)))
        at += length + rest
    stops = ((distance_m * 0.5, 75.0),) if rng.random() < 0.4 else ()
    return Plan(s_per_km=s_per_km, stops=stops, stretches=tuple(stretches), uneven=0.03)


def run(rng: Generator, way: Way, distance_m: float, intent: Plan) -> Motion:
    """Somebody on foot, over `distance_m` of the way."""
    places = np.arange(0.0, distance_m + _PLACE_M, _PLACE_M)
    pace = _pace(rng, way, places, intent)
    along, stop = timed(places, pace, intent.stops)
    # Nobody runs the middle of a road to the decimetre.
    aside = 0.7 * wandering(rng, len(places), tau=40, smooth=6) + rng.normal(0, 1.0)
    east, north = way.at(along, right_m=np.interp(along, places, aside))
    speed = np.where(stop > 0, 0.0, np.gradient(along))
    return Motion(
        along=along,
        east=east,
        north=north,
        height=np.interp(along, way.along, way.height),
        speed=speed,
        cadence=_cadence(rng, speed),
        heart_rate=heart_rate(rng, speed / max(float(np.median(speed)), 0.5)),
        stop=stop,
    )


def timed(
    places: FloatArray, pace: FloatArray, stops: Sequence[tuple[float, float]]
) -> tuple[FloatArray, FloatArray]:
    """(metres along, number of the stop or 0) at every second, of seconds a metre at `places`."""
    clock = np.concatenate([[0.0], np.cumsum(pace[:-1] * np.diff(places))])
    seconds = np.arange(0.0, clock[-1] + sum(lasts for _, lasts in stops) + 1.0)
    moving, stop, earlier = seconds.copy(), np.zeros(len(seconds)), 0.0
    for number, (at, lasts) in enumerate(sorted(stops), start=1):
        begins = float(np.interp(at, places, clock)) + earlier
        moving -= np.clip(seconds - begins, 0.0, lasts)
        stop[(seconds > begins) & (seconds < begins + lasts)] = number
        earlier += lasts
    return np.interp(moving, clock, places), stop


def heart_rate(rng: Generator, effort: FloatArray) -> FloatArray:
    """Beats a minute: follows the effort (1 is usual) within half a minute, and drifts up."""
    rest, usual = rng.uniform(80, 105), rng.uniform(135, 172)
    wanted = rest + (usual - rest) * np.clip(effort, 0.0, 1.2)
    weights = np.exp(-np.arange(180) / rng.uniform(22, 45))
    padded = np.concatenate([np.full(179, rest), wanted])
    followed = np.convolve(padded, weights / weights.sum(), "valid")
    drift = rng.uniform(0, 14) * np.arange(len(effort)) / 3600.0
    beats: FloatArray = followed + drift + 1.5 * wandering(rng, len(effort), tau=20, smooth=2)
    return np.clip(beats, 55.0, 200.0)


def _pace(rng: Generator, way: Way, places: FloatArray, intent: Plan) -> FloatArray:
    """Seconds a metre at each place: hills, bends, moods, fatigue."""
    count, share = len(places), places / places[-1]
    slope = np.interp(places, way.along, np.gradient(way.height, way.along))
    east, north = np.gradient(way.east), np.gradient(way.north)
    turn = np.abs(np.gradient(np.unwrap(np.arctan2(north, east)), way.along))
    turn = np.interp(places, way.along, smoothed(turn, 4.0))
    pace = np.ones(count)
    pace *= 1 + 3.0 * np.maximum(slope, 0) + 1.3 * np.minimum(slope, 0)
    pace *= 1 + np.minimum(1.2 * turn, 0.25)
    pace *= 1 + rng.normal(0.03, 0.05) * (share - 0.5)
    for tau, size in ((3, 0.6), (25, 0.8), (300, 1.0)):
        pace *= np.exp(intent.uneven * size * wandering(rng, count, tau=tau, smooth=tau / 4))
    pace = np.clip(pace / pace.mean(), 0.6, 1.9) * intent.s_per_km / 1000.0
    for start, end, s_per_km in intent.stretches:
        inside = (places >= start) & (places <= end)
        quiver = np.exp(0.4 * intent.uneven * wandering(rng, count, tau=25, smooth=3))
        pace[inside] = (s_per_km / 1000.0 * quiver)[inside]
    # Legs need some metres to change their pace, and to set off.
    pace = np.exp(smoothed(np.log(pace), 2.5))
    near = np.min([np.abs(places - at) for at in (0.0, *(at for at, _ in intent.stops))], axis=0)
    slowed: FloatArray = pace * (1 + 0.9 * np.exp(-near / 3.0))
    return slowed


def _cadence(rng: Generator, speed: FloatArray) -> FloatArray:
    """Steps a minute: runners step 2.65 times a second at 2.5 m/s, three times at 4.5 m/s (Cavanagh
    and Kram, Med Sci Sports Exerc 21, 1989, and later); walkers 1.7 to 2 times at 1.4 m/s."""
    own = rng.normal(0, 6.0)
    even = smoothed(speed, 3.0)
    running = 158.0 + 9.0 * (even - 2.4) + own
    walking = 66.0 + 34.0 * even + 0.5 * own
    # Slow joggers run where others walk.
    changes_at = rng.uniform(1.6, 2.0)
    runs = np.clip((even - changes_at) / 0.25, 0.0, 1.0)
    steps = walking + (running - walking) * runs
    steps = steps + rng.uniform(1.0, 3.0) * wandering(rng, len(speed), tau=8, smooth=1)
    return np.where(speed < 0.4, 0.0, np.clip(steps, 50.0, 215.0))
