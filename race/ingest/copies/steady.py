"""A track as one place a second, averaged over ten: what is left when a copy's jitter is gone."""

from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from race.track import FloatArray, Track

Number = TypeVar("Number", np.float64, np.complex128)

#: s. Jitter of 1 m a point shrinks to a third; a runner's own rise and fall of speed stays.
AVERAGED_S: Final = 10
#: s. More of a recording is not looked at: half a day.
LONGEST_S: Final = 43_200


@dataclass(frozen=True, kw_only=True, eq=False)
class Steady:
    """Where somebody was, second by second from 5 s after the first point; degrees, shapes (n,)."""

    lat: FloatArray
    lon: FloatArray

    def __len__(self) -> int:
        return len(self.lat)


def steady(track: Track) -> Steady | None:
    """`track` second by second; None of less than half a minute, or without places or times."""
    known = track.positioned & track.timed
    time, lat, lon = track.time[known], track.lat[known], track.lon[known]
    lasted = min(float(time[-1] - time[0]), LONGEST_S) if len(time) > 1 else 0.0
    if lasted < 3 * AVERAGED_S or (np.diff(time) < 0).any():
        return None
    moments = time[0] + np.arange(np.floor(lasted) + 1)
    # The short way round at the antimeridian.
    lon = lon[0] + (lon - lon[0] + 180.0) % 360.0 - 180.0
    return Steady(
        lat=averaged(np.interp(moments, time, lat)),
        lon=averaged(np.interp(moments, time, lon)),
    )


def averaged(values: NDArray[Number]) -> NDArray[Number]:
    """The mean over every `AVERAGED_S` + 1 neighbours: shape (n,) in, (n - AVERAGED_S,) out."""
    width = AVERAGED_S + 1
    sums = np.concatenate(([0.0], np.cumsum(values - values[0])))
    means: NDArray[Number] = values[0] + (sums[width:] - sums[:-width]) / width
    return means
