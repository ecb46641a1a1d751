"""By what copies of a recording are found among millions without comparing them all.

Each family of keys outlives other changes:

* `places`: the lowest hashes of all vertices to 1e-6°. They stay in a copy that is shifted in time,
  trimmed, reversed, slowed, exported again; a third of them in one of every third point.
* `rough`: the same to 1e-5°, for exports with five decimals on roads of one's own.
* `whole`: how long it took, and how far places of it lie from each other. They stay in a copy whose
  points were jittered, moved, thinned, rounded.
* `transits`: seconds from one line of a grid to others. They stay in a copy that was jittered or
  rounded, and trimmed as well.
* `heart`: stretches of the heart rate; of a run indoors, that and the whole is all there is.

Of 10,000 runs on one 400 m track a search meets some 400, and the run that was copied is among the
20 that share most of what few others hold.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

import numpy as np

from race.ingest.copies.hashing import hashed, lowest
from race.ingest.copies.steady import Steady, steady
from race.ingest.copies.transits import chains
from race.ingest.copies.whole import whole
from race.track import FloatArray, IntArray, Track

#: Keys of one recording, and keys that are looked for.
MOST_KEYS: Final = 32
MOST_PROBES: Final = 64

#: Names of the families in their hashes; stored keys depend on them.
_PLACES, _ROUGH, _TRANSITS, _HEART = range(1, 5)
#: Keys of each.
_OF_PLACES: Final = 10
_OF_ROUGH: Final = 5
_OF_TRANSITS: Final = 9
_OF_HEART: Final = 3
#: Samples of a stretch of the heart rate, and how often it has to change in one.
_BEATS: Final = 24
_CHANGES: Final = 6


@dataclass(frozen=True, kw_only=True)
class Fingerprint:
    """What is kept of a recording to find its copies."""

    #: Signed 64-bit numbers under which it is kept, each at most once, at most `MOST_KEYS`.
    keys: tuple[int, ...] = ()
    #: Those under which copies are looked for: `keys` and their neighbours.
    probes: tuple[int, ...] = ()
    #: SHA-256 in hex of its UTC seconds and places to 1e-5 degrees in order of time; of a run
    #: indoors of its seconds and metres. "" without points.
    canonical: str = ""


def fingerprint(track: Track) -> Fingerprint:
    """The fingerprint of a clean track."""
    calm = steady(track)
    sampled = (*_places(track), *_transits(calm), *_heart(track))
    told = whole(track, calm)
    keys = (*sampled, *(near[0] for near in told))
    probes = (*sampled, *(key for near in told for key in near))
    return Fingerprint(
        keys=tuple(dict.fromkeys(keys))[:MOST_KEYS],
        probes=tuple(dict.fromkeys(probes))[:MOST_PROBES],
        canonical=_canonical(track),
    )


def _places(track: Track) -> tuple[int, ...]:
    fixed = track.positioned
    lat, lon = track.lat[fixed], track.lon[fixed]
    return (
        *lowest(hashed(_PLACES, _whole_number(lat, 1e-6), _whole_number(lon, 1e-6)), _OF_PLACES),
        *lowest(hashed(_ROUGH, _whole_number(lat, 1e-5), _whole_number(lon, 1e-5)), _OF_ROUGH),
    )


def _transits(calm: Steady | None) -> tuple[int, ...]:
    if calm is None:
        return ()
    there, back = chains(calm)
    # A sum does not know which way round.
    return lowest(hashed(_TRANSITS, *there) + hashed(_TRANSITS, *back), _OF_TRANSITS)


def _heart(track: Track) -> tuple[int, ...]:
    pulse = track.sensor("heart_rate")
    beats = np.rint(pulse[np.isfinite(pulse)]).astype(np.int64)
    if len(beats) < _BEATS:
        return ()
    stretches = np.lib.stride_tricks.sliding_window_view(beats, _BEATS)
    changes = (np.diff(stretches, axis=1) != 0).sum(axis=1)
    told = stretches[changes >= _CHANGES].T
    return lowest(hashed(_HEART, *told) + hashed(_HEART, *told[::-1]), _OF_HEART)


def _canonical(track: Track) -> str:
    """To 1e-5°, so that most exports of one recording are equal; without places, to the metre."""
    fixed = track.positioned
    if fixed.any():
        columns = [track.time[fixed], track.lat[fixed] * 1e5, track.lon[fixed] * 1e5]
    else:
        counted = track.sensor("distance")
        known = np.isfinite(counted)
        columns = [track.time[known], counted[known]]
    if len(columns[0]) == 0:
        return ""
    rows = np.rint(np.nan_to_num(np.stack(columns, axis=1))).astype("<i8")
    return hashlib.sha256(rows[np.lexsort(rows.T[::-1])].tobytes()).hexdigest()


def _whole_number(degrees: FloatArray, step: float) -> IntArray:
    """The nearest multiple of `step`: a place that was rounded to it has the same."""
    return np.rint(degrees / step).astype(np.int64)
