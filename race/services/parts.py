"""Parts of a run: where on its clock a kilometre lies, what a part measures, what is left out."""

import math
from dataclasses import dataclass

import numpy as np

from race.ingest import amending
from race.metrics import distance_along
from race.store import tracks
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.track import FloatArray, Track, track_of
from race.verdict import Amends, Where


@dataclass(frozen=True, kw_only=True)
class Whole:
    """The whole recording of a run, whatever of it counts."""

    track: Track
    #: Metres at each point, shape (n,).
    along: FloatArray

    @property
    def since(self) -> FloatArray:
        """Seconds since the first point, shape (n,)."""
        return self.track.time - self.track.time[:1]

    @property
    def total_m(self) -> float:
        """Metres of all of it; NaN where nothing tells."""
        return float(self.along[-1]) if len(self.along) else math.nan

    @property
    def total_s(self) -> float:
        """Seconds from its first point to its last."""
        return float(self.since[-1]) if len(self.track) else math.nan


def whole(connection: Connection, run: ActivityRow) -> Whole:
    """The recording of a run; without a point where there is none."""
    track = tracks.get(connection, run.event_id, run.id) or track_of(time=[], lat=[], lon=[])
    return Whole(track=track, along=distance_along(track))


def at_metres(recording: Whole, metres: float) -> float:
    """Seconds since the start at which so many metres were run, to a tenth; its end beyond it. NaN
    where the recording does not tell metres."""
    known = np.isfinite(recording.along)
    if not known.any():
        return math.nan
    return round(float(np.interp(metres, recording.along[known], recording.since[known])), 1)


def measured(recording: Whole, amends: Amends) -> tuple[float, float]:
    """(metres, seconds) of the part that counts."""
    track = amending.part(recording.track, amends)
    part = Whole(track=track, along=distance_along(track))
    return part.total_m, part.total_s


def left_out(recording: Whole, amends: Amends) -> tuple[Where, ...]:
    """What lies before and after the part that counts, in the order of the run."""
    if not len(recording.track):
        return ()
    begins = 0.0 if amends.from_s is None else amends.from_s
    ends = recording.total_s if amends.to_s is None else amends.to_s
    before, after = (0.0, begins), (min(ends, recording.total_s), recording.total_s)
    return tuple(_where(recording, *each) for each in (before, after) if each[1] > each[0])


def _where(recording: Whole, from_s: float, to_s: float) -> Where:
    from_m, to_m = np.interp([from_s, to_s], recording.since, recording.along)
    return Where(from_s=from_s, to_s=to_s, from_m=float(from_m), to_m=float(to_m))
