"""Many decimal numbers at once, each as true as `float` makes it, three times as fast.

A recording writes a number in thousands of points, ``21.506012345678901`` and its like, with the
point in one column. So the figures of a column are added up for all numbers at once, to whole
numbers m, and what is left is m / 10^k, rounded right: the quotient q of two doubles is off by a
remainder r = m − q·10^k, which is found without rounding (T. J. Dekker, A floating-point technique
for extending the available precision, 1971), and q + r / 10^k, rounded, is the nearest double. But
where the true value lies so near the middle of two that figures left out could tip it, `float` is
asked.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from race.track import FloatArray

#: Figures of a number that are looked at, in two halves: nine are exact in a double, and so is
#: their product with a power of ten up to 10^9.
_HALF: Final = 9
#: Splits a double into two of 26 bits (Dekker).
_SPLIT: Final = 2.0**27 + 1
#: Of half the gap between two doubles: what is nearer to the middle is left to `float`.
_SURE: Final = 0.999


def floats(texts: Sequence[bytes]) -> FloatArray:
    """What `float` makes of each text, none with zero bytes; ValueError where one is no number."""
    point, minus = texts[0].find(b"."), texts[0].startswith(b"-")
    if texts[-1].find(b".") != point:
        return np.array(texts, dtype=np.float64)
    signs = np.asarray(texts, dtype=np.bytes_).view(np.uint8).reshape(len(texts), -1)
    values = _alike(np.ascontiguousarray(signs.T), point, minus)
    if values is None:
        return np.array(texts, dtype=np.float64)
    for k in np.flatnonzero(np.isnan(values)).tolist():
        values[k] = float(texts[k])
    return values


def _alike(columns: NDArray[np.uint8], point: int, minus: bool) -> FloatArray | None:
    """The values of texts, one sign a row, shape (longest, n), zeros behind the end; NaN for what
    `float` must tell. None where they do not all have their point and their minus in one place."""
    first = int(minus)
    if not first < point <= _HALF or (columns[point] != ord(".")).any():
        return None
    if minus and (columns[0] != ord("-")).any():
        return None
    figures = (columns - np.uint8(ord("0"))) * (columns != 0)
    whole, part = figures[first:point], figures[point + 1 :]
    if (whole > 9).any() or (part > 9).any():
        return None
    used = np.concatenate((whole, part[: 2 * _HALF - len(whole)]))
    values = _quotient(
        _added_up(used[:_HALF]) * 10.0 ** max(len(used) - _HALF, 0),
        _added_up(used[_HALF:]),
        places=len(used) - len(whole),
        left_out=len(whole) + len(part) > len(used),
    )
    return -values if minus else values


def _added_up(figures: NDArray[np.uint8]) -> FloatArray:
    total = np.zeros(figures.shape[1])
    for figure in figures:
        total *= 10.0
        total += figure
    return total


def _quotient(high: FloatArray, low: FloatArray, *, places: int, left_out: bool) -> FloatArray:
    """(high + low) / 10^places, rounded right; NaN where figures left out could change it."""
    unit = 10.0**places
    quotient = (high + low) / unit
    product, off = _product(quotient, unit)
    correction = (((high - product) + low) - off) / unit
    values: FloatArray = quotient + correction
    error = (quotient - values) + correction
    half = np.spacing(np.nextafter(values, 0.0)) / 2
    sure = np.abs(error) + (1 / unit if left_out else 0.0) <= half * _SURE
    return np.where(sure, values, np.nan)


def _product(a: FloatArray, b: float) -> tuple[FloatArray, FloatArray]:
    """The product as a double, and what it is off: the sum of both is exact (Dekker)."""
    a_high = _SPLIT * a - (_SPLIT * a - a)
    b_high = _SPLIT * b - (_SPLIT * b - b)
    a_low, b_low = a - a_high, b - b_high
    product = a * b
    off = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low
    return product, off
