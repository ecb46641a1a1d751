"""Where a shorter series fits best along a longer one."""

import numpy as np
from numpy.typing import NDArray

from race.track import FloatArray, IntArray

Series = NDArray[np.complex128]


def best_fits(long: Series, short: Series, *, beside: int, count: int) -> list[int]:
    """Indices of `long` at which `short` begins when both are most alike, best first; it may stand
    out by `beside` values at either end.

    Alike is the real part of the correlation of what they have in common.
    """
    n, m = len(long), len(short)
    lags = np.arange(-beside, n - m + beside + 1)
    size = 1 << int(n + m).bit_length()
    product = np.fft.ifft(np.fft.fft(long, size) * np.fft.fft(short, size).conj())
    common = product[lags % size].real
    first, last = np.maximum(lags, 0), np.minimum(lags + m, n)
    energy = _between(long, first, last) * _between(short, first - lags, last - lags)
    alike = common / np.sqrt(np.maximum(energy, 1e-12))
    inner = np.concatenate(([-np.inf], alike, [-np.inf]))
    peaks = np.flatnonzero((alike >= inner[:-2]) & (alike >= inner[2:]))
    best = peaks[np.argsort(-alike[peaks], kind="stable")][:count]
    return [int(lag) for lag in lags[best]]


def _between(series: Series, first: IntArray, last: IntArray) -> FloatArray:
    """The energy of each stretch; none where it is empty."""
    sums = np.concatenate(([0.0], np.cumsum(np.abs(series) ** 2)))
    energy: FloatArray = sums[np.maximum(last, first)] - sums[first]
    return energy
