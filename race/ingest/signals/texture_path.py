"""The way of a recording: its places on a plane, and the steps between them."""

from dataclasses import dataclass

import numpy as np

from race import geo
from race.track import FloatArray, IntArray, Track


@dataclass(frozen=True, kw_only=True, eq=False)
class Path:
    """Places one after the other, and the steps between two of one segment."""

    #: Seconds since 1970, metres east and north, segment of each place; shape (n,).
    time: FloatArray
    east: FloatArray
    north: FloatArray
    segment: IntArray
    #: Metres and seconds of each step in which time passed; shape (m,), m < n.
    step: FloatArray
    took: FloatArray


def path_of(track: Track) -> Path:
    """The way of a clean track. Of points of one place in a row the first stands for all: who
    stands still, or records faster than the receiver answers, draws nothing."""
    fixed = track.take(track.positioned & track.timed)
    east, north = geo.plane(fixed.lat, fixed.lon)
    fresh = np.ones(len(fixed), dtype=np.bool_)
    fresh[1:] = (np.diff(east) != 0) | (np.diff(north) != 0) | (np.diff(fixed.segment) != 0)
    time, segment = fixed.time[fresh], fixed.segment[fresh]
    east, north = east[fresh], north[fresh]
    took, step = np.diff(time), np.hypot(np.diff(east), np.diff(north))
    inside = (np.diff(segment) == 0) & (took > 0)
    return Path(
        time=time,
        east=east,
        north=north,
        segment=segment,
        step=step[inside],
        took=took[inside],
    )
