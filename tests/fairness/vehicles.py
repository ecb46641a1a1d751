"""Rides and drives that call themselves runs: number n is the same at any time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.random import Generator

from race.activity import Activity, Sport
from race.track import FloatArray
from tests.fairness import devices, honest, runners, ways
from tests.fairness.devices import Device
from tests.fairness.noise import smoothed, wandering
from tests.fairness.runners import Motion
from tests.fairness.samples import Sample
from tests.fairness.ways import Way


@dataclass(frozen=True, kw_only=True)
class Traffic:
    """How something with wheels moves."""

    #: m/s on the open road.
    cruise: float
    #: m/s² off and to a halt.
    pull: float
    brake: float
    #: Metres from one halt to the next, in the mean; seconds that each lasts.
    every_m: float
    halt_s: tuple[float, float]
    #: How much the speed wanders on the open road, a share.
    uneven: float
    #: How much a hill slows it: a share for a slope of 1.
    hills: float = 0.0


def bicycle(rng: Generator, cruise: float | None = None) -> Traffic:
    """A bicycle: 20 km/h in the median; a quarter of real rides are slower than 16.5."""
    return Traffic(
        cruise=cruise or float(np.clip(rng.lognormal(np.log(6.0), 0.27), 3.2, 11.0)),
        pull=float(rng.uniform(0.4, 0.8)),
        brake=float(rng.uniform(0.7, 1.5)),
        every_m=float(rng.uniform(600, 4000)),
        halt_s=(3.0, 45.0),
        uneven=float(rng.uniform(0.06, 0.16)),
        hills=6.0,
    )


def motorbike(rng: Generator) -> Traffic:
    """A motorbike through towns and villages: 30 to 60 km/h."""
    return Traffic(
        cruise=float(rng.uniform(30, 60)) / 3.6,
        pull=float(rng.uniform(1.2, 2.5)),
        brake=float(rng.uniform(1.5, 3.0)),
        every_m=float(rng.uniform(500, 2500)),
        halt_s=(3.0, 50.0),
        uneven=0.12,
    )


def car(rng: Generator) -> Traffic:
    """A car between traffic lights: 30 to 60 km/h."""
    return Traffic(
        cruise=float(rng.uniform(30, 60)) / 3.6,
        pull=float(rng.uniform(1.0, 2.0)),
        brake=float(rng.uniform(1.2, 2.5)),
        every_m=float(rng.uniform(350, 1500)),
        halt_s=(5.0, 60.0),
        uneven=0.1,
    )


def tram(rng: Generator) -> Traffic:
    """A tram or a bus: a stop every few hundred metres."""
    return Traffic(
        cruise=float(rng.uniform(32, 55)) / 3.6,
        pull=float(rng.uniform(0.8, 1.2)),
        brake=float(rng.uniform(0.9, 1.4)),
        every_m=float(rng.uniform(350, 800)),
        halt_s=(12.0, 45.0),
        uneven=0.05,
    )


def ride(number: int) -> Sample:
    """A bicycle ride called a run, without cadence."""
    rng = np.random.default_rng([31, number])
    return _whole(rng, f"ride {number}", bicycle(rng), (5000, 20_000), cadence=False)


def ride_with_cadence(number: int) -> Sample:
    """A bicycle ride called a run: turns of the crank read as steps, doubled or as they are."""
    rng = np.random.default_rng([32, number])
    return _whole(rng, f"ride+cadence {number}", bicycle(rng), (5000, 20_000), cadence=True)


def e_bike(number: int) -> Sample:
    """A slow, even ride: an e-bike or a scooter at 15 to 22 km/h."""
    rng = np.random.default_rng([33, number])
    traffic = replace(bicycle(rng, float(rng.uniform(15, 22)) / 3.6), uneven=0.05, hills=0.5)
    return _whole(rng, f"e-bike {number}", traffic, (4000, 12_000), cadence=False)


def motor(number: int) -> Sample:
    """A motorbike, called a run."""
    rng = np.random.default_rng([34, number])
    return _whole(rng, f"motorbike {number}", motorbike(rng), (4000, 20_000), cadence=False)


def public(number: int) -> Sample:
    """A tram or a bus, called a run."""
    rng = np.random.default_rng([35, number])
    return _whole(rng, f"tram {number}", tram(rng), (3000, 12_000), cadence=False)


def lift(number: int) -> Sample:
    """An honest run with 1 to 5 km by car in its middle."""
    rng = np.random.default_rng([36, number])
    before, by_car, after = rng.uniform(1000, 4000), rng.uniform(1000, 5000), rng.uniform(800, 4000)
    way = ways.way(
        rng, str(rng.choice(["country", "street", "riverside"])), before + by_car + after + 60
    )
    pace = honest.some_pace(rng)[0]
    run = runners.run(rng, way, before, runners.plan(rng, way, before, pace))
    drive = _moved(rng, way, before, by_car, car(rng))
    rest = runners.run(rng, way, after, runners.plan(rng, way, after, pace * 1.05))
    pieces = [run, drive, _further(rest, way, before + by_car)]
    motion = _joined(pieces)
    device = replace(honest.any_device(rng), pause=devices.Pause.RECORDED)
    activity = devices.recorded(rng, way, motion, device, start=honest.some_morning(rng))
    about = f"lift {number}: {by_car / 1000:.1f} km, {device.sampling}"
    return Sample(name=about, activity=activity)


#: Name → one ride or drive by its number.
VEHICLES: Final[Mapping[str, Callable[[int], Sample]]] = {
    "ride with cadence": ride_with_cadence,
    "ride": ride,
    "e-bike, slow": e_bike,
    "motorbike": motor,
    "tram, bus": public,
    "car in the middle": lift,
}


def middle_speed(activity: Activity) -> float:
    """m/s over the whole of it, the median of minutes."""
    track = activity.track
    metres = np.concatenate(
        [
            [0.0],
            np.cumsum(
                111_195.0
                * np.hypot(
                    np.diff(track.lat), np.diff(track.lon) * np.cos(np.radians(track.lat[1:]))
                )
            ),
        ]
    )
    minutes = np.arange(track.time[0], track.time[-1], 60.0)
    return float(np.median(np.diff(np.interp(minutes, track.time, metres)))) / 60.0


def _whole(
    rng: Generator, name: str, traffic: Traffic, metres: tuple[float, float], *, cadence: bool
) -> Sample:
    distance = float(rng.uniform(*metres))
    way = ways.way(rng, str(rng.choice(["country", "street", "riverside"])), distance + 60)
    motion = _moved(rng, way, 0.0, distance, traffic)
    device = replace(honest.any_device(rng), cadence=False)
    if cadence:
        motion = replace(motion, cadence=_cranks(rng, motion))
        watch = devices.watch(rng)
        device = replace(watch, cadence=True)
    device = _as_a_run(device)
    activity = devices.recorded(rng, way, motion, device, start=honest.some_morning(rng))
    speed = 3.6 * traffic.cruise
    return Sample(name=f"{name}: {speed:.0f} km/h, {device.sampling}", activity=activity)


def _as_a_run(device: Device) -> Device:
    return devices.as_sport(device, Sport.RUN)


def _moved(rng: Generator, way: Way, from_m: float, metres: float, traffic: Traffic) -> Motion:
    """Wheels over a stretch of the way: off, along, to a halt, wait, and again."""
    halts = [0.0]
    while halts[-1] < metres:
        halts.append(halts[-1] + max(80.0, float(rng.exponential(traffic.every_m))))
    halts = [*halts[:-1], metres] if len(halts) > 1 else [0.0, metres]
    places = np.arange(0.0, metres + 1.0, 1.0)
    slope = np.interp(places + from_m, way.along, np.gradient(way.height, way.along))
    wanted = traffic.cruise * np.exp(
        traffic.uneven * wandering(rng, len(places), tau=150, smooth=8)
    )
    wanted = wanted * np.clip(1 - traffic.hills * slope, 0.45, 1.5)
    since = places - np.array(halts)[np.searchsorted(halts, places, side="right") - 1]
    until = np.array([*halts, np.inf])[np.searchsorted(halts, places, side="left")] - places
    off = np.sqrt(2 * traffic.pull * np.maximum(since, 0.3))
    to = np.sqrt(2 * traffic.brake * np.maximum(np.minimum(until, 1e9), 0.3))
    speed = np.maximum(np.min([wanted, off, to], axis=0), 0.5)
    stops = tuple((at, float(rng.uniform(*traffic.halt_s))) for at in halts[1:-1])
    along, stop = runners.timed(places, 1.0 / speed, stops)
    return _on(way, along + from_m, stop, rng)


def _on(way: Way, along: FloatArray, stop: FloatArray, rng: Generator) -> Motion:
    """A motion on wheels: no steps, an easy heart."""
    aside = 1.5 + 0.5 * wandering(rng, len(along), tau=30, smooth=4)
    east, north = way.at(along, right_m=aside)
    speed = np.gradient(along)
    return Motion(
        along=along,
        east=east,
        north=north,
        height=np.interp(along, way.along, way.height),
        speed=np.maximum(speed, 0.0),
        cadence=np.zeros(len(along)),
        heart_rate=runners.heart_rate(rng, 0.55 + 0.05 * speed),
        stop=stop,
    )


def _cranks(rng: Generator, motion: Motion) -> FloatArray:
    """What a sensor of turns gives where steps are expected: twice the turns of the crank, none
    when it rolls; some apps write the turns themselves."""
    turns = 52.0 + 3.6 * smoothed(motion.speed, 4.0) + rng.normal(0, 6)
    turns = turns + 4 * wandering(rng, len(turns), tau=15, smooth=2)
    rolls = wandering(rng, len(turns), tau=20, smooth=3) > 1.1
    turns = np.where(rolls | (motion.speed < 0.5), 0.0, np.clip(turns, 35, 110))
    return turns * (2.0 if rng.random() < 0.8 else 1.0)


def _further(motion: Motion, way: Way, metres: float) -> Motion:
    """The same motion further along the way."""
    along = motion.along + metres
    east, north = way.at(along, right_m=np.full(len(along), 1.0))
    height = np.interp(along, way.along, way.height)
    return replace(motion, along=along, east=east, north=north, height=height)


def _joined(pieces: list[Motion]) -> Motion:
    """One motion after the other; numbers of stops go on counting."""
    stops, counted = [], 0.0
    for piece in pieces:
        stops.append(np.where(piece.stop > 0, piece.stop + counted, 0.0))
        counted = max(counted, float(stops[-1].max(initial=counted)))
    return Motion(
        stop=np.concatenate(stops),
        **{
            name: np.concatenate([getattr(piece, name) for piece in pieces])
            for name in ("along", "east", "north", "height", "speed", "cadence", "heart_rate")
        },
    )
