"""Sensors for the tracks of tests: a runner's heart and steps, as a watch writes them."""

from dataclasses import replace
from typing import Any

import numpy as np

from race.track import FloatArray, Track


def worn(track: Track, **sensors: Any) -> Track:
    """`track` with sensors: a number all the way, or a value for each point."""
    values = {name: np.broadcast_to(value, len(track)) for name, value in sensors.items()}
    return replace(track, sensors={**track.sensors, **values})


def heart(seconds: int, *, seed: int = 1) -> FloatArray:
    """A heart each second: it climbs from 110 to 150 in some minutes and sways by some beats."""
    second = np.arange(seconds + 1)
    climbs = 150 - 40 * np.exp(-second / 180)
    sways = 5 * np.sin(second / 15) + np.random.default_rng(seed).normal(0, 0.4, seconds + 1)
    return np.rint(climbs + sways).astype(np.float64)


def strides(seconds: int, *, about: float = 168, seed: int = 2) -> FloatArray:
    """A watch's steps a minute each second: even numbers around `about`."""
    wander = np.random.default_rng(seed).integers(-2, 3, seconds + 1)
    return (about + 2.0 * wander).astype(np.float64)
