"""How even the speed of a track is: from place to place, over 10 s, over whole minutes."""

from math import ceil
from typing import Final

import numpy as np

from race.ingest.signals.texture_line import FEWEST
from race.ingest.signals.texture_path import Path
from race.track import FloatArray

NAN: Final = float("nan")
#: A step says how fast it was only where the grid of its ends is finer than this many times what is
#: looked for: two places on the grid make few lengths, and equal lengths look like one speed.
_FINE: Final = 2.0
#: Who asks for so little difference needs fewer steps: by chance hardly any are as even.
_EXACT: Final = 0.01
_FEWEST_EXACT: Final = 20
#: s. Over a longer step nobody knows how even it was; a pause is one.
_LONGEST_S: Final = 20.0
#: The deviation of a normal distribution, in median deviations.
_DEVIATION: Final = 1.4826
#: Fewer windows of 10 s or of a minute tell nothing.
_FEWEST_WINDOWS: Final = 12


def even_steps(path: Path, grid_m: float, within: float) -> float:
    """Share of steps whose speed is the median one, give or take the share `within`. Where places
    are rounded, as many steps are one as the grid asks for."""
    fewest = FEWEST if within > _EXACT else _FEWEST_EXACT
    if len(path.step) < fewest:
        return NAN
    together = max(1, ceil(grid_m / (_FINE * within * float(np.median(path.step)))))
    starts = np.arange(0, len(path.step) - together + 1, together)
    if len(starts) < fewest:
        return NAN
    ends = starts[-1] + together
    took = np.add.reduceat(path.took[:ends], starts)
    if together > 1 and float(np.median(took)) > _LONGEST_S:
        return NAN
    speed = np.add.reduceat(path.step[:ends], starts) / took
    middle = float(np.median(speed))
    return float((np.abs(speed - middle) <= within * middle).mean())


def speed_spread(path: Path) -> float:
    """Standard deviation of the speed from place to place, as a share of its mean."""
    if len(path.step) < FEWEST:
        return NAN
    return _spread(path.step / path.took)


def speed_spread_10s(path: Path) -> float:
    """The same over 10 s."""
    speed = _windows(path, 10.0)
    return _spread(speed) if len(speed) >= _FEWEST_WINDOWS else NAN


def even_minutes(path: Path) -> float:
    """Spread of the speed over whole minutes, as a share of its median.

    Rounding of times to seconds and of places to metres is gone over a minute: what is left is how
    even the runner was. By the median deviation, so that a stop or a sprint does not matter.
    """
    speed = _windows(path, 60.0)
    middle = float(np.median(speed)) if len(speed) >= _FEWEST_WINDOWS else 0.0
    if middle <= 0:
        return NAN
    return float(_DEVIATION * np.median(np.abs(speed - middle)) / middle)


def _spread(speed: FloatArray) -> float:
    mean = float(speed.mean())
    return float(speed.std()) / mean if mean > 0 else NAN


def _windows(path: Path, seconds: float) -> FloatArray:
    """Speed (m/s) in windows of so many seconds, steps over 20 s left out; the first and the last
    window are a start and a finish."""
    short = path.took <= _LONGEST_S
    if not short.any() or float(np.median(path.took)) > _LONGEST_S:
        return np.zeros(0)
    clock = np.concatenate(([0.0], np.cumsum(path.took[short])))
    metres = np.concatenate(([0.0], np.cumsum(path.step[short])))
    ends = np.arange(0.0, clock[-1], seconds)
    speed: FloatArray = np.diff(np.interp(ends, clock, metres)) / seconds
    return speed[1:-1]
