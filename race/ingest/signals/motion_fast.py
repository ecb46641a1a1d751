"""The fastest stretches of a recording, and where nobody knows how it moved."""

import math
from typing import Final

import numpy as np

from race.ingest.signals.motion_curve import Curve
from race.metrics import Effort
from race.track import FloatArray, IntArray

#: m. Short stretches whose fastest one is looked for.
BURSTS_M: Final = (300.0, 350.0, 400.0, 450.0, 500.0)
#: m. Satellites are too rough for a record over less.
_SHORTEST_M: Final = 1000.0
#: s. How long the windows are in which most metres are looked for: 100 s, a seventh more each time.
_FIRST_WINDOW_S: Final = 100.0
_NEXT_WINDOW: Final = 1.15
#: Speeds of world records fall with the distance to the power of −0.068 (men) and −0.058 (women)
#: between 1 km and the marathon: by this, windows of different lengths are compared.
_FALLS_BY: Final = 0.063
#: So many of the fastest windows are kept.
_WINDOWS: Final = 5
#: m. Rounding may miss a distance by as much.
_EPSILON_M: Final = 1e-6


def bursts(curve: Curve, started_at: float) -> tuple[Effort, ...]:
    """The fastest unbroken stretch of each of `BURSTS_M` that was run; `started_at` is s since
    1970."""
    found = (_burst(curve, metres, started_at) for metres in BURSTS_M)
    return tuple(effort for effort in found if effort is not None)


def _burst(curve: Curve, metres: float, started_at: float) -> Effort | None:
    along = curve.along
    ends = np.searchsorted(along, along + metres - _EPSILON_M)
    begins = np.flatnonzero(ends < len(along))
    begins = begins[curve.stretch[ends[begins]] == curve.stretch[begins]]
    if not len(begins):
        return None
    took = _crossed(curve, along[begins] + metres, ends[begins]) - curve.time[begins]
    best = int(np.argmin(took))
    return _effort(curve, int(begins[best]), metres, float(took[best]), started_at)


def _crossed(curve: Curve, metres: FloatArray, ends: IntArray) -> FloatArray:
    """When `metres` had just been run; `ends` are the first places with as many."""
    before = ends - 1
    step = curve.along[ends] - curve.along[before]
    share = np.divide(metres - curve.along[before], step, out=np.ones(len(ends)), where=step > 0)
    return curve.time[before] + np.clip(share, 0, 1) * curve.step_s


def windows(curve: Curve, started_at: float) -> tuple[Effort, ...]:
    """The fastest unbroken windows of 1 km and more, as world records fall with the distance, best
    first; whole stretches are among them."""
    found = [
        effort
        for seconds in _window_lengths(curve)
        for effort in _most_metres(curve, seconds, started_at)
    ]
    found.sort(key=_graded, reverse=True)
    return tuple(found[:_WINDOWS])


def _window_lengths(curve: Curve) -> list[float]:
    if not len(curve):
        return []
    longest = (int(np.bincount(curve.stretch).max()) - 1) * curve.step_s
    lengths = [_FIRST_WINDOW_S]
    while lengths[-1] * _NEXT_WINDOW < longest:
        lengths.append(lengths[-1] * _NEXT_WINDOW)
    return [seconds for seconds in (*lengths, longest) if curve.step_s <= seconds <= longest]


def _most_metres(curve: Curve, seconds: float, started_at: float) -> list[Effort]:
    """The window of so long in which most was run, where that is 1 km."""
    begins, steps = curve.windows(seconds), curve.steps(seconds)
    metres = curve.along[begins + steps] - curve.along[begins]
    if not len(metres) or metres.max() < _SHORTEST_M:
        return []
    best = int(np.argmax(metres))
    took = steps * curve.step_s
    return [_effort(curve, int(begins[best]), float(metres[best]), took, started_at)]


def _graded(effort: Effort) -> float:
    """Speed of an effort as if it had been over 1 km, m/s."""
    return effort.distance_m / effort.elapsed_s * math.pow(effort.distance_m / 1000.0, _FALLS_BY)


def _effort(curve: Curve, begin: int, metres: float, took_s: float, started_at: float) -> Effort:
    return Effort(
        distance_m=metres,
        elapsed_s=took_s,
        start_s=float(curve.time[begin]) - started_at,
        start_m=float(curve.measured[begin]),
    )
