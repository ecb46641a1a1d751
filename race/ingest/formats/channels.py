"""Columns of numbers as JSON and tables hold them: what makes them a Track, whatever the app.

Apps keep a stream per sensor, each with its own clock; here they meet without a value invented.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from race.activity import Sport
from race.errors import TooManyPoints
from race.ingest.formats.columns import LARGEST, steps
from race.ingest.formats.gpx_events import MAX_POINTS
from race.track import BoolArray, FloatArray, IntArray

#: s. A sensor's value belongs to the point of the same second: the one not further off than half.
SAME_SECOND_S: Final = 0.5
#: Those whose cadence is in steps; nobody who names no sport sits on a bicycle more often.
_ON_FOOT: Final = frozenset({Sport.RUN, Sport.WALK, Sport.HIKE, Sport.UNKNOWN})

#: A sensor's own moments (s since 1970) and its values, of one length.
Stream = tuple[FloatArray, FloatArray]


def sane(values: ArrayLike) -> FloatArray:
    """The numbers of a column; NaN for what is not finite or not under 1e10 in size."""
    column = np.asarray(values, dtype=np.float64)
    return np.where(np.abs(column) < LARGEST, column, np.nan)


def moments(milliseconds: ArrayLike) -> FloatArray:
    """Seconds since 1970 UTC of milliseconds; NaN for what is no moment, 0 among it."""
    column = sane(np.asarray(milliseconds, dtype=np.float64) / 1000.0)
    return np.where(column > 0, column, np.nan)


def limited(count: int) -> int:
    """`count` points; TooManyPoints for more than a file may have."""
    if count > MAX_POINTS:
        raise TooManyPoints(limit=MAX_POINTS)
    return count


def sensors(columns: Mapping[str, ArrayLike], sport: Sport) -> dict[str, FloatArray]:
    """The channels of a Track, named as in `race.track.SENSORS`: those that have a value.

    Below 0 is unknown, but for temperatures, and so is a heart at 0; the cadence of whoever is on
    foot is brought to steps/min.
    """
    found = {}
    for name, column in columns.items():
        values = sane(column)
        if name != "temperature":
            values[values < 0] = np.nan
        if name == "heart_rate":
            values[values == 0] = np.nan
        if name == "cadence" and sport in _ON_FOOT:
            values = steps(values)
        if np.isfinite(values).any():
            found[name] = values
    return found


def at(time: FloatArray, stream: Stream) -> FloatArray:
    """What a sensor said in the second of each moment of `time`: its nearest value, NaN without."""
    when, values = _known(stream)
    if len(when) == 0:
        return np.full(len(time), np.nan)
    right = np.clip(np.searchsorted(when, time), 0, len(when) - 1)
    left = np.maximum(right - 1, 0)
    nearest = np.where(np.abs(time - when[left]) <= np.abs(when[right] - time), left, right)
    return np.where(np.abs(when[nearest] - time) <= SAME_SECOND_S, values[nearest], np.nan)


def together(streams: Mapping[str, Stream]) -> tuple[FloatArray, dict[str, FloatArray]]:
    """Every moment of any stream once, in order, and what each stream says at exactly that one;
    of two values of one moment the last counts."""
    known = {name: _known(stream) for name, stream in streams.items()}
    time = np.unique(np.concatenate([[], *(when for when, _ in known.values())]))
    columns = {}
    for name, (when, values) in known.items():
        columns[name] = np.full(limited(len(time)), np.nan)
        columns[name][np.searchsorted(time, when)] = values
    return time, columns


def stretches(time: FloatArray, cuts: FloatArray) -> IntArray:
    """Segment numbers from 0 without holes: a new one begins with each of `cuts` (s since 1970)
    that lies between two points, a pause or its end."""
    begun = np.searchsorted(np.sort(cuts[np.isfinite(cuts)]), time, side="right")
    rising = np.maximum.accumulate(np.where(np.isfinite(time), begun, 0))
    return np.unique(rising, return_inverse=True)[1].astype(np.int64)


def _known(stream: Stream) -> Stream:
    when, values = stream
    known: BoolArray = np.isfinite(when) & np.isfinite(values)
    order = np.argsort(when[known], kind="stable")
    return when[known][order], values[known][order]
