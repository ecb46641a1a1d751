"""The rulers of a chart: round numbers on an axis, and values as places on it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

#: Where the distance begins and ends in a chart, in units.
LEFT: Final = 30.0
RIGHT: Final = 352.0
#: Steps of the distance, and how many of them are shown at most.
KM_TICKS_M: Final = tuple(n * 10.0**power for power in range(1, 7) for n in (1, 2, 5))
MOST_KM_TICKS: Final = 10


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A number on an axis."""

    #: Units, across or down.
    at: float
    #: Metres of distance, s/km of pace, or metres of elevation.
    value: float


@dataclass(frozen=True, kw_only=True)
class DistanceAxis:
    """The distance along the chart, in metres."""

    #: Where the track begins and ends.
    first: float
    last: float

    def x(self, metres: FloatArray | float) -> FloatArray:
        """Units across."""
        share = (np.asarray(metres, dtype=np.float64) - self.first) / (self.last - self.first)
        return LEFT + np.clip(share, 0, 1) * (RIGHT - LEFT)

    def grid(self, steps: int) -> FloatArray:
        """So many places at even distances."""
        return np.linspace(self.first, self.last, steps)


def down(values: FloatArray, low: float, high: float, top: float, bottom: float) -> FloatArray:
    """Units down for values, the lowest at the top; what lies beyond stops at the edge."""
    share = np.clip((values - low) / (high - low), 0, 1)
    places: FloatArray = np.round(top + share * (bottom - top), 1)
    return places


def widened(low: float, high: float, least: float) -> tuple[float, float]:
    """A range with a twentieth of air at both ends, and at least `least` wide."""
    spare = max((high - low) * 0.05, (least - (high - low)) / 2)
    return low - spare, high + spare


def ticks(
    low: float, high: float, steps: Sequence[float], *, most: int, top: float, bottom: float
) -> tuple[Tick, ...]:
    """Round numbers between `low` (at the top) and `high` (at the bottom)."""
    values = _round_numbers(low, high, steps, most)
    return _as_ticks(values, down(values, low, high, top, bottom))


def distance_ticks(axis: DistanceAxis) -> tuple[Tick, ...]:
    """Round numbers of metres from the first to the last of the chart."""
    values = _round_numbers(axis.first, axis.last, KM_TICKS_M, MOST_KM_TICKS)
    return _as_ticks(values, np.round(axis.x(values), 1))


def _round_numbers(low: float, high: float, steps: Sequence[float], most: int) -> FloatArray:
    """Multiples of the smallest of `steps` that needs at most about `most` of them; where none
    does (a file may claim any height), of a power of ten that does."""
    power = 10.0 ** math.ceil(math.log10(max((high - low) / most, 1.0)))
    step = next((s for s in steps if (high - low) / s <= most), power)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return np.arange(first, last + 1, dtype=np.float64) * step


def _as_ticks(values: FloatArray, places: FloatArray) -> tuple[Tick, ...]:
    both = zip(places.tolist(), values.tolist(), strict=True)
    return tuple(Tick(at=at, value=value) for at, value in both)
