"""A recording as a whole, told by a few numbers that no jitter changes: how long it took, and how
far places of it lie from each other.

A number that lies close to the edge of its bucket is looked for in the next one too.
"""

from itertools import product
from typing import Final

import numpy as np

from race import geo
from race.ingest.copies.hashing import hashed, signed
from race.ingest.copies.steady import Steady
from race.track import FloatArray, Track

#: Names of the families in their hashes; stored keys depend on them.
_ENDS, _QUARTERS, _MIDDLE, _INDOORS, _BEGUN, _BEGUN_FURTHER = range(11, 17)
#: s: the time it took, for a copy of the same length, and for one of every third point, which ends
#: earlier.
_LASTED_S: Final = 4.0
_ABOUT_S: Final = 32.0
#: m, a quarter of which the next bucket is looked for: between places; what a device counted.
_APART_M: Final = 30.0
_COUNTED_M: Final = 20.0
#: s from one place to the next, of those that are told from the start on.
_LEG_S: Final = 150.0

#: A bucket, and the next one where the number is close to it.
Near = tuple[int, ...]


def whole(track: Track, calm: Steady | None) -> list[tuple[int, ...]]:
    """Keys of a clean track, each followed by its neighbours; `calm` is None without places."""
    if calm is None:
        return _counted(track)
    moments = track.time[track.positioned & track.timed]
    lasted = float(moments[-1] - moments[0])
    places = np.stack(geo.plane(calm.lat, calm.lon))
    return [*_either_way(lasted, places), *_from_the_start(lasted, places)]


def _either_way(lasted_s: float, places: FloatArray) -> list[tuple[int, ...]]:
    """Of places as long after the start as others before the end: no matter which way round."""
    lasted = _near(lasted_s, _LASTED_S, _LASTED_S / 2)
    moments: FloatArray = np.linspace(0.0, places.shape[1] - 1.0, 9)
    eighths = _at(places, moments)
    apart = np.hypot(*(eighths[:, :4] - eighths[:, :4:-1]))
    out = np.hypot(*(eighths - places.mean(axis=1, keepdims=True)))
    middle = (_apart(out[4]), _apart(out[2] + out[6]))
    return [
        _keys(_ENDS, lasted, _apart(apart[0]), _apart(apart[1])),
        _keys(_QUARTERS, lasted, _apart(apart[2]), _apart(apart[3])),
        _keys(_MIDDLE, lasted, *middle),
    ]


def _from_the_start(lasted_s: float, places: FloatArray) -> list[tuple[int, ...]]:
    """Of places so long after the start; looked for before the end too."""
    legs: FloatArray = np.arange(4.0) * _LEG_S
    if places.shape[1] <= legs[-1]:
        return []
    lasted = _near(lasted_s, _ABOUT_S, _ABOUT_S / 2)
    found: list[tuple[int, ...]] = [(), ()]
    for way in (places, places[:, ::-1]):
        at = _at(way, legs)
        first, second, both, third = (
            _apart(np.hypot(*(at[:, b] - at[:, a]))) for a, b in ((0, 1), (1, 2), (0, 2), (2, 3))
        )
        found[0] += _keys(_BEGUN, lasted, first, second)
        found[1] += _keys(_BEGUN_FURTHER, lasted, both, third)
    return found


def _counted(track: Track) -> list[tuple[int, ...]]:
    """Of a run without places: how long it took and what the device counted."""
    metres = track.sensor("distance")
    known = np.isfinite(metres) & track.timed
    if known.sum() < 2:
        return []
    lasted = _near(float(np.ptp(track.time[known])), _LASTED_S, _LASTED_S / 2)
    counted = _near(float(np.ptp(metres[known])), _COUNTED_M, _COUNTED_M / 4)
    return [_keys(_INDOORS, lasted, counted)]


def _at(places: FloatArray, moments: FloatArray) -> FloatArray:
    """Shape (2, n) in, one value a second; shape (2, m) out, one value a moment."""
    seconds = np.arange(places.shape[1])
    return np.stack([np.interp(moments, seconds, axis) for axis in places])


def _apart(metres: float) -> Near:
    return _near(metres, _APART_M, _APART_M / 4)


def _near(value: float, step: float, margin: float) -> Near:
    own = int(np.floor(value / step))
    into = value - own * step
    if into < margin:
        return own, own - 1
    return (own, own + 1) if step - into < margin else (own,)


def _keys(family: int, *buckets: Near) -> tuple[int, ...]:
    """One key for each choice of buckets, that of their own ones first."""
    choices = np.array(list(product(*buckets)), dtype=np.int64)
    return signed(hashed(family, *choices.T))
