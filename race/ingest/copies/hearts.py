"""Whether two runs without satellites have one heart: the same beats at the same moments."""

from typing import Final

import numpy as np

from race.ingest.copies.sliding import best_fits
from race.ingest.copies.steady import LONGEST_S
from race.track import FloatArray, Track

#: s. The shorter one may begin so long before the longer one, or end after it.
_BESIDE_S: Final = 60
#: s. Less than this tells nothing.
_LEAST_S: Final = 180
#: Different values that a heart must show: a strap that hangs writes one for ever.
_LEAST_VALUES: Final = 10


def pulse(a: Track, b: Track) -> float:
    """Share of the moments with the same heart rate, one moved in time as fits best; NaN where one
    has none that tells."""
    long, short = sorted((_beats(a), _beats(b)), key=len, reverse=True)
    if len(short) < _LEAST_S or min(len(np.unique(long)), len(np.unique(short))) < _LEAST_VALUES:
        return float("nan")
    about = (each.astype(np.complex128) - long.mean() for each in (long, short))
    begins = best_fits(*about, beside=_BESIDE_S, count=1)[0]
    first, last = max(begins, 0), min(begins + len(short), len(long))
    return float((long[first:last] == short[first - begins : last - begins]).mean())


def _beats(track: Track) -> FloatArray:
    """Whole beats a minute, second by second: what was last written."""
    told = track.sensor("heart_rate")
    known = np.isfinite(told) & track.timed
    time, beats = track.time[known], np.rint(told[known])
    if len(time) < 2 or (np.diff(time) < 0).any():
        return np.zeros(0)
    seconds = time[0] + np.arange(min(float(time[-1] - time[0]), LONGEST_S))
    written: FloatArray = beats[np.searchsorted(time, seconds, side="right") - 1]
    return written
