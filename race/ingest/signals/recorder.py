"""How well a recording was recorded: how often, with which gaps, how sure of the place.

All of it tells of satellites, phones and watches, and nothing of the runner.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from race.ingest.signals.body import STANDING_M_S, speeds
from race.ingest.signals.recording import Recording
from race.track import BoolArray, FloatArray, Track
from race.verdict import Where

NAN = float("nan")

#: s. Longer without a point, while the runner goes on, is a gap.
_GAP_S: Final = 30.0
#: A record whose first seconds (s) are run at this share of its usual speed did not begin with the
#: runner standing at a start.
_FIRST_S: Final = 20.0
_AT_PACE: Final = 0.7
#: Share of the median interval by which a timer's interval may be off.
_REGULAR: Final = 0.1


@dataclass(frozen=True, kw_only=True)
class Recorder:
    """How well a recording was recorded."""

    #: Median seconds between two points of one segment.
    interval_s: float = NAN
    #: Share of these times that lie within 10 % of the median: a timer's are alike, those between
    #: the corners of a drawn line are not.
    regular_share: float = NAN
    #: Points for each kilometre.
    points_per_km: float = NAN
    #: Share of the elapsed time, and of the distance, in gaps: more than 30 s without a point and
    #: without a pause that the file marks, in which the runner went on.
    gap_time_share: float = NAN
    gap_distance_share: float = NAN
    longest_gap: Where | None = None
    #: The longest time without going on, be it marked as a pause or not.
    longest_pause: Where | None = None
    #: Share of the points with time and position that were refused as spikes.
    spike_share: float = NAN
    #: Bridges over which nothing is measured.
    cuts: int = 0
    #: Share of the points that have no time.
    untimed_share: float = NAN
    #: Share of the steps in motion that lead to exactly the same place.
    repeated_share: float = NAN
    #: m, median of what the device says of its error.
    accuracy_m: float = NAN
    #: Seconds from the first time in the file to the first position.
    late_fix_s: float = NAN
    #: Metres run before the first position: by the count beside the points, or what the totals of
    #: the file have more in way and time where the record begins at full pace.
    hidden_m: float = NAN
    #: Seconds of the longest step of the clock back inside one segment, in the order of the file …
    back_s: float = NAN
    #: … and on, in order of time, wherever it is.
    leap_s: float = NAN


def recorder(recording: Recording) -> Recorder:
    """How well a recording was recorded; NaN where it cannot tell."""
    raw, notes, track, along = recording.raw, recording.notes, recording.track, recording.along
    known = len(track) > 1 and bool(np.isfinite(track.time).all() and np.isfinite(along).all())
    if not known:
        track, along = track.take(slice(0)), along[:0]
    walk = _Walk(track=track, along=along)
    gap, standing = walk.gaps(), walk.standing()
    return Recorder(
        interval_s=_median(walk.took[walk.joined]),
        regular_share=walk.regular(),
        points_per_km=_share(len(track), walk.metres / 1000),
        gap_time_share=_share(walk.took[gap].sum(), walk.seconds),
        gap_distance_share=_share(walk.way[gap].sum(), walk.metres),
        longest_gap=walk.longest(gap),
        longest_pause=walk.longest(standing),
        spike_share=_share(notes.spikes, len(track) + notes.spikes),
        cuts=notes.cuts,
        untimed_share=_share(notes.untimed, notes.points),
        repeated_share=walk.repeated(),
        accuracy_m=_median(raw.sensor("accuracy")),
        late_fix_s=_late_fix_s(raw, track),
        hidden_m=_hidden_m(recording, walk),
        back_s=_back_s(raw),
        leap_s=float(walk.took.max()) if len(walk.took) else NAN,
    )


class _Walk:
    """The hops between the points of a clean track, and what becomes of them."""

    def __init__(self, *, track: Track, along: FloatArray) -> None:
        self.track, self.along = track, along
        self.took, self.way = np.diff(track.time), np.diff(along)
        self.joined: BoolArray = np.diff(track.segment) == 0
        self.seconds, self.metres = float(self.took.sum()), float(self.way.sum())

    def regular(self) -> float:
        """Share of the intervals that are nearly the median one."""
        took = self.took[self.joined]
        usual = _median(took)
        return _share((np.abs(took - usual) <= _REGULAR * usual).sum(), len(took))

    def gaps(self) -> BoolArray:
        """Where the runner went on for longer than `_GAP_S` without a point."""
        went_on = self.way >= STANDING_M_S * self.took
        return self.joined & (self.took > _GAP_S) & went_on

    def standing(self) -> BoolArray:
        """Where the runner did not go on."""
        return ~self.joined | (speeds(self.track.time, self.along) < STANDING_M_S)

    def longest(self, which: BoolArray) -> Where | None:
        """The longest stretch of neighbouring hops in `which`."""
        edges = np.diff(which.astype(np.int8), prepend=0, append=0)
        begins, ends = np.flatnonzero(edges > 0), np.flatnonzero(edges < 0)
        if not len(begins):
            return None
        time = self.track.time - self.track.time[0]
        at = int(np.argmax(time[ends] - time[begins]))
        first, last = begins[at], ends[at]
        return Where(
            from_s=float(time[first]),
            to_s=float(time[last]),
            from_m=float(self.along[first]),
            to_m=float(self.along[last]),
        )

    def begins_at_pace(self) -> bool:
        """Whether the first seconds are run nearly as fast as the rest."""
        speed = speeds(self.track.time, self.along)
        going = speed[speed >= STANDING_M_S]
        first = float(np.interp(self.track.time[0] + _FIRST_S, self.track.time, self.along))
        return len(going) > 0 and first >= _AT_PACE * float(np.median(going)) * _FIRST_S

    def repeated(self) -> float:
        """Share of the hops in motion that lead nowhere."""
        moving = self.joined & ~self.standing()
        same = (np.diff(self.track.lat) == 0) & (np.diff(self.track.lon) == 0)
        return _share((moving & same).sum(), moving.sum())


def _share(part: float, whole: float) -> float:
    return float(part) / float(whole) if whole > 0 else NAN


def _median(values: FloatArray) -> float:
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else NAN


def _late_fix_s(raw: Track, track: Track) -> float:
    times = raw.time[raw.timed]
    if not len(track) or not track.positioned.any():
        return NAN
    return max(0.0, float(track.time[0] - times[0]))


def _hidden_m(recording: Recording, walk: "_Walk") -> float:
    """Metres missing at the start. The totals of the file say that some are missing at all: a
    count alone may go on from another sport, or from the day before."""
    stated, track = recording.stated, walk.track
    if not track.positioned.any() or stated.distance_m is None:
        return NAN
    missing = max(0.0, stated.distance_m - walk.metres)
    raw, counts = recording.raw, recording.raw.sensor("distance")
    known = raw.timed & np.isfinite(counts)
    if known.any():
        first = int(np.argmin(np.abs(raw.time[known] - track.time[0])))
        return min(missing, max(0.0, float(counts[known][first])))
    longer = (stated.elapsed_s or 0.0) - walk.seconds
    return missing if longer >= _FIRST_S and walk.begins_at_pace() else 0.0


def _back_s(raw: Track) -> float:
    timed = raw.take(raw.timed)
    steps = np.diff(timed.time)[np.diff(timed.segment) == 0]
    return float(max(0.0, -steps.min())) if len(steps) else NAN
