"""What the times of a track are made of: a clock's ticks, or sums."""

from typing import Final, TypedDict

import numpy as np

from race.ingest.signals.texture_line import FEWEST
from race.ingest.signals.texture_path import Path
from race.track import FloatArray, Track

NAN: Final = float("nan")
#: Fewer intervals tell nothing of a clock: a router's line may have no more.
_FEWEST: Final = 10
#: s. What is nearer to a whole second is one: phones that write milliseconds wait for the fix,
#: which comes by the second, late by some hundredths.
_WHOLE_S: Final = 0.1
#: s. Two times, rounded to a hundredth or late by a few milliseconds.
_ROUNDED_S: Final = 0.01
#: s. Longer intervals are pauses, and shorter units than this are found in anything.
_LONGEST_S: Final = 30.0
_SHORTEST_UNIT_S: Final = 0.3
#: A unit explains this share of the intervals: the rest begins after a pause.
_EXPLAINED: Final = 0.98
#: Intervals up to so many units, and so near to them (s), tell a unit before it is known exactly.
_NEAR: Final = 4
_STRAY_S: Final = 0.02


class Intervals(TypedDict):
    """Fields of `race.ingest.signals.texture.Texture`."""

    fractional: float
    dominant: float
    follows: float
    interval_range: float


def intervals(path: Path) -> Intervals:
    """How intervals look: whole seconds or not, one or many, made by a clock or by the way."""
    took = path.took
    if len(took) < _FEWEST:
        return {"fractional": NAN, "dominant": NAN, "follows": NAN, "interval_range": NAN}
    _, often = np.unique(np.round(took, 1), return_counts=True)
    short, long = (float(each) for each in np.percentile(took, (5, 95)))
    return {
        "fractional": float((np.abs(took - np.round(took)) > _WHOLE_S).mean()),
        "dominant": float(often.max() / len(took)),
        "follows": _correlation(np.log(path.step), np.log(took)),
        "interval_range": long / short,
    }


def _correlation(one: FloatArray, other: FloatArray) -> float:
    one, other = one - one.mean(), other - other.mean()
    power = float(np.sqrt((one @ one) * (other @ other)))
    return float(one @ other) / power if power > 0 else NAN


def time_grid(track: Track) -> float:
    """The longest unit (s, from 0.3) of which all intervals are multiples, to the hundredth.

    1 of a device that records by the second, 2 of one that does every other; NaN where intervals
    have no unit in common. A unit of a single recording, so gaps and a few odd intervals are
    allowed.
    """
    took = np.diff(track.time)[np.diff(track.segment) == 0]
    took = took[(took > 0) & (took <= _LONGEST_S)]
    if len(took) < FEWEST:
        return NAN
    values, often = np.unique(np.round(took, 3), return_counts=True)
    usual = float(values[np.argmax(often)])
    for parts in range(1, int(usual / _SHORTEST_UNIT_S) + 1):
        unit = _refined(took, usual / parts)
        multiples = np.round(took / unit)
        off = np.abs(took - multiples * unit)
        if ((off <= _ROUNDED_S) & (multiples > 0)).mean() >= _EXPLAINED:
            return unit
    return NAN


def _refined(took: FloatArray, unit: float) -> float:
    """A unit, made exact by all intervals that are near multiples of it."""
    multiples = np.round(took / unit)
    near = (multiples > 0) & (multiples <= _NEAR) & (np.abs(took - multiples * unit) <= _STRAY_S)
    counted = float(multiples[near].sum())
    return float(took[near].sum()) / counted if counted > 0 else unit
