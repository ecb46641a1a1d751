"""The points of a file while it is read: growing columns of doubles, eight bytes a value."""

from array import array
from collections.abc import Callable
from math import nan
from typing import Final

import numpy as np

from race.track import FloatArray, IntArray

#: Every number of a run is smaller than this, seconds since 1970 too; 1e308 would overflow in sums.
LARGEST: Final = 1e10
#: Strides/min stay below this, steps/min above, from a slow walk to a sprint.
MOST_STRIDES: Final = 120.0


def number(text: str) -> float:
    """What `float` makes of `text`, a decimal comma allowed; NaN where it is no number."""
    try:
        return float(text)
    except ValueError:
        pass
    try:
        return float(text.replace(",", ".", 1))
    except ValueError:
        return nan


class Column:
    """One optional field: its values and the rows they stand in; the last of a row counts."""

    __slots__ = ("convert", "rows", "values")

    def __init__(self, convert: Callable[[str], float] = float) -> None:
        #: Makes a value of a text; `number` has the last word where it raises ValueError.
        self.convert = convert
        self.rows = array("q")
        self.values = array("d")

    def put(self, rows: IntArray, values: FloatArray) -> None:
        """Many values at once; NaN is none."""
        there = ~np.isnan(values)
        self.rows.frombytes(rows[there].tobytes())
        self.values.frombytes(values[there].tobytes())

    def dense(self, count: int) -> FloatArray:
        """The values of rows 0 to `count` - 1: NaN where none was put, or none that is sane."""
        rows, values = np.asarray(self.rows), np.asarray(self.values)
        inside = rows < count
        column = np.full(count, nan)
        column[rows[inside]] = values[inside]
        column[~(np.abs(column) < LARGEST)] = nan
        return column


def positions(lat: FloatArray, lon: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Both NaN where either is no number or out of range, or both are exactly 0.

    0° N 0° E lies in the Gulf of Guinea: it is what devices write before they have a fix.
    """
    there = (np.abs(lat) <= 90.0) & (np.abs(lon) <= 180.0) & ((lat != 0.0) | (lon != 0.0))
    return np.where(there, lat, nan), np.where(there, lon, nan)


def steps(cadence: FloatArray) -> FloatArray:
    """A runner's cadence in steps/min, whether it was written in steps or in strides.

    Watches write strides (turns, the unit of a bicycle), some phones steps. Doubled when the
    median of the values above 0 is under `MOST_STRIDES`.
    """
    moving = cadence[cadence > 0]
    return cadence * 2 if len(moving) > 0 and np.median(moving) < MOST_STRIDES else cadence
