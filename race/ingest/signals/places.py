"""Where a run was: a few places along it, for events that are held somewhere."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from race.ingest.signals.recording import Recording

NAN = float("nan")
#: Places of one run at most, and metres between two of them at least.
MOST_PLACES: Final = 200
NEAREST_M: Final = 50.0
#: Places are kept in units of this many to a degree, about one metre.
PER_DEGREE: Final = 100_000


@dataclass(frozen=True, kw_only=True)
class Places:
    """A thinned outline of a run, at equal metres along it; empty without positions.

    For staff only, as the track itself: what the public sees goes through `race.privacy`.
    """

    #: 1e-5 degrees north and east.
    lat_e5: tuple[int, ...] = ()
    lon_e5: tuple[int, ...] = ()
    #: Whole seconds since the start of the run at each place.
    at_s: tuple[int, ...] = ()
    #: Metres run from each place to the next; NaN when there is no other.
    every_m: float = NAN


def places(recording: Recording) -> Places:
    """Where a run was. Metres stand still in gaps, so no place lies on a way that nobody saw."""
    fixed = np.flatnonzero(recording.track.positioned & np.isfinite(recording.along))
    if not len(fixed):
        return Places()
    track, along = recording.track.take(fixed), recording.along[fixed]
    count = int(min(MOST_PLACES, 1 + max(along[-1], 0.0) // NEAREST_M))
    at_m = np.linspace(along[0], along[-1], count)
    lat = np.interp(at_m, along, track.lat)
    # A run over the antimeridian goes on from 180 to 181.
    lon = np.interp(at_m, along, np.unwrap(track.lon, period=360.0))
    return Places(
        lat_e5=_whole(lat * PER_DEGREE),
        lon_e5=_whole(((lon + 180.0) % 360.0 - 180.0) * PER_DEGREE),
        at_s=_whole(np.interp(at_m, along, track.time - track.time[0])),
        every_m=float(at_m[1] - at_m[0]) if count > 1 else NAN,
    )


def _whole(values: np.ndarray) -> tuple[int, ...]:
    return tuple(np.rint(values).astype(np.int64).tolist())
