"""What a receiver makes of a place: errors that wander, walls that bend them, tunnels, wild fixes.

Position errors of single-frequency receivers are correlated in time: an Ornstein–Uhlenbeck or an
autoregressive process describes them, white noise does not (Comparison of Enhanced Noise Model
Performance Based on Analysis of Civilian GPS Data, Sensors 20, 6050, 2020); neighbouring fixes of
pedestrians share nearly all of their error (Ranacher et al., Why GPS makes distances bigger than
they are, IJGIS 30, 2016); in a handheld's errors a component of about a minute stands beside one of
many minutes (D. L. Wilson, twenty days of a Garmin 12XL). Between walls 5 to 30 m are usual, in
bursts, for the receiver ranges to reflections.
"""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from race.track import BoolArray, FloatArray
from tests.fairness.noise import wandering
from tests.fairness.runners import Motion
from tests.fairness.ways import Way


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """How good a receiver is, and what befalls it on the way."""

    #: Metres, one sigma on each axis under an open sky.
    error_m: float
    #: Seconds over which the error forgets itself.
    tau_s: float
    #: Seconds over which its filter rounds what it sees.
    smooth_s: float
    #: Metres from one fix to the next that no neighbour shares.
    jitter_m: float
    #: Metres by which the first fix is off; it decays.
    first_m: float = 0.0
    #: Seconds of lost sight, each with the share of the run at which it begins.
    tunnels: tuple[tuple[float, float], ...] = ()
    #: Goes on straight while it sees nothing, instead of falling silent.
    coasts: bool = False
    #: Single fixes that are far off.
    spikes: int = 0
    #: Stretches in which the place stands still and then jumps.
    frozen: int = 0
    #: Holds the place while its owner stands still.
    holds: bool = False


@dataclass(frozen=True, kw_only=True)
class Seen:
    """Where a receiver believes to be, a value a second; shape (n,)."""

    east: FloatArray
    north: FloatArray
    #: Metres that it believes to be off.
    accuracy: FloatArray
    #: Where it has no fix.
    lost: BoolArray


def receiver(rng: Generator, way: Way, *, phone: bool) -> Receiver:
    """A watch's or a phone's receiver on a usual day."""
    tunnels = []
    if rng.random() < 0.08:
        tunnels = [(float(rng.uniform(0.1, 0.9)), float(rng.uniform(8, 90)))]
    return Receiver(
        error_m=float(np.clip(rng.lognormal(np.log(2.6 if phone else 2.0), 0.4), 1.0, 6.0)),
        tau_s=float(rng.uniform(25, 120)),
        smooth_s=float(rng.uniform(1.5, 6.0)),
        jitter_m=float(rng.lognormal(np.log(0.08 if phone else 0.04), 0.6)),
        first_m=float(rng.choice([0.0, rng.lognormal(np.log(15), 0.7)], p=[0.6, 0.4])),
        tunnels=tuple(tunnels),
        coasts=bool(rng.random() < 0.4),
        spikes=int(rng.poisson(1.5)) if rng.random() < 0.1 else 0,
        frozen=int(rng.poisson(1.2)) if rng.random() < (0.1 if phone else 0.03) else 0,
        holds=bool(rng.random() < 0.5),
    )


def seen(rng: Generator, way: Way, motion: Motion, device: Receiver) -> Seen:
    """What the receiver makes of every second of a motion."""
    count = len(motion.along)
    hidden = np.interp(motion.along, way.along, way.hidden)
    scale = device.error_m * (1 + 1.2 * hidden)
    errors = []
    for stretch in (1.0, rng.uniform(1.0, 1.4)):  # north is worse than east away from the equator
        wander = 0.8 * wandering(rng, count, tau=device.tau_s, smooth=device.smooth_s)
        wander += 0.5 * wandering(rng, count, tau=700)
        # What is quick comes in gusts: trees, walls, an arm that swings.
        gusts = np.exp(0.7 * wandering(rng, count, tau=30, smooth=3))
        quick = 0.15 * wandering(rng, count, tau=4, smooth=max(1.0, device.smooth_s / 3))
        jitter = device.jitter_m * rng.standard_normal(count)
        errors.append(stretch * scale * (wander + quick * gusts) + jitter * gusts)
    east = motion.east + errors[0]
    north = motion.north + errors[1]
    burst = _reflected(rng, hidden, town=way.kind == "street")
    towards = rng.uniform(0, 2 * np.pi) + wandering(rng, count, tau=60, smooth=5)
    east, north = east + burst * np.cos(towards), north + burst * np.sin(towards)
    if device.first_m:
        angle, decay = rng.uniform(0, 2 * np.pi), rng.uniform(10, 40)
        off = device.first_m * np.exp(-np.arange(count) / decay)
        east, north = east + off * np.cos(angle), north + off * np.sin(angle)
    east, north = _wild(rng, east, north, device, motion)
    lost = _lost(device, count)
    if device.coasts and lost.any():
        there = np.flatnonzero(~lost)
        east, north = (np.interp(np.arange(count), there, axis[there]) for axis in (east, north))
        lost = np.zeros(count, dtype=np.bool_)
    accuracy = np.clip(1.5 * scale + burst + rng.normal(0, 0.3, count), 2.0, 80.0)
    return Seen(east=east, north=north, accuracy=accuracy, lost=lost)


def _reflected(rng: Generator, hidden: FloatArray, *, town: bool) -> FloatArray:
    """Metres of error by reflections: bursts of 15 to 90 s, where walls and trees are thick."""
    count = len(hidden)
    burst = np.zeros(count)
    expected = count / (600.0 if town else 4000.0)
    weights = (hidden + 0.02) / (hidden + 0.02).sum()
    for at in rng.choice(count, size=rng.poisson(expected), p=weights):
        lasts = rng.uniform(15, 90)
        ramp = rng.choice([1.0, 4.0, 10.0])  # a switch to another satellite is sudden
        window = 0.5 + 0.5 * np.tanh((lasts / 2 - np.abs(np.arange(count) - at)) / (2 * ramp))
        size = rng.lognormal(np.log(8.0 if town else 5.0), 0.5)
        burst += size * window * (0.7 + 0.3 * wandering(rng, count, tau=12, smooth=2))
    return np.abs(burst)


def _wild(
    rng: Generator, east: FloatArray, north: FloatArray, device: Receiver, motion: Motion
) -> tuple[FloatArray, FloatArray]:
    """The same with wild single fixes, frozen stretches, and places held while standing."""
    east, north, count = east.copy(), north.copy(), len(east)
    if device.holds:
        for number in np.unique(motion.stop[motion.stop > 0]):
            standing = np.flatnonzero(motion.stop == number)[3:]
            if len(standing):
                east[standing], north[standing] = east[standing[0]], north[standing[0]]
    for _ in range(device.frozen):
        at, lasts = int(rng.uniform(30, max(count - 60, 31))), int(rng.uniform(8, 40))
        east[at : at + lasts], north[at : at + lasts] = east[at], north[at]
    for at in rng.integers(10, max(count - 10, 11), device.spikes):
        angle, far = rng.uniform(0, 2 * np.pi), rng.lognormal(np.log(80), 0.7)
        east[at] += far * np.cos(angle)
        north[at] += far * np.sin(angle)
    return east, north


def _lost(device: Receiver, count: int) -> BoolArray:
    lost = np.zeros(count, dtype=np.bool_)
    for share, lasts in device.tunnels:
        begins = int(share * count)
        lost[begins : begins + int(lasts)] = True
    return lost
