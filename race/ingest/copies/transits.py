"""How long a runner took between lines of a grid of 1e-3 degrees (about 110 m): a chain of three
times, each over three lines, of which honest days share next to none.

One line after another would tell less: over 30 s two runners of one pace differ by a second or two,
while what jitter does to a time does not grow with it.
"""

from itertools import pairwise
from typing import Final

import numpy as np

from race.ingest.copies.steady import Steady
from race.track import FloatArray, IntArray

#: Lines a degree.
_LINES: Final = 1000
#: s. Who comes back over a line so soon runs along it: noise decides how often it is crossed.
_ALONG_S: Final = 20.0
#: Lines from one time of a chain to the next, and times in a chain.
_APART: Final = 3
_TIMES: Final = 3
#: s. To so much a time is told.
_TOLD_S: Final = 2.0


def chains(calm: Steady) -> tuple[list[IntArray], list[IntArray]]:
    """Every chain as columns of whole numbers, and the same run the other way; shapes (n,)."""
    moment, line = _crossings(calm)
    span = _APART * _TIMES
    count = max(len(moment) - span, 0)
    stations = [slice(i, i + count) for i in range(0, span + 1, _APART)]
    lines = [line[at] for at in stations]
    took = [
        np.floor((moment[later] - moment[at]) / _TOLD_S).astype(np.int64)
        for at, later in pairwise(stations)
    ]
    return [*lines, *took], [*lines[::-1], *took[::-1]]


def _crossings(calm: Steady) -> tuple[FloatArray, IntArray]:
    """Seconds since the start and a number for the line, of each crossing in order of time."""
    moments, lines = [], []
    for axis, degrees in enumerate((calm.lat, calm.lon)):
        moment, line = _of_axis(degrees * _LINES)
        moments.append(moment)
        lines.append(2 * line + axis)
    moment, line = np.concatenate(moments), np.concatenate(lines)
    order = np.argsort(moment, kind="stable")
    return moment[order], line[order]


def _of_axis(scaled: FloatArray) -> tuple[FloatArray, IntArray]:
    cell = np.floor(scaled).astype(np.int64)
    at = np.flatnonzero(np.diff(cell))
    line = np.maximum(cell[at], cell[at + 1])
    moment = at + (line - scaled[at]) / (scaled[at + 1] - scaled[at])
    back = (np.diff(line) == 0) & (np.diff(moment) < _ALONG_S)
    along = np.zeros(len(at), dtype=np.bool_)
    along[1:] |= back
    along[:-1] |= back
    return moment[~along], line[~along]
