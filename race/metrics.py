"""What a clean Track measures: distance, times, climb, kilometre splits, best efforts.

Distances are ours (WGS84) and adaptive: at one point a second the position noise alone adds 1 % to
a run, so vertices closer than a chord are passed over (5 m at ≤ 1.5 s between points, 3 m at
≤ 3.5 s, none beyond); over 372 real runs the median error against the device is +0.04 %, 19 % are
off by more than 1 % and 4 % by more than 5 %. Two segments are never joined: in a gap time runs on
and distance stands still. Where no point has a position, what the device counted is the distance.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from race import geo
from race.track import FloatArray, IntArray, Track
from race.units import HALF_MARATHON_M, MARATHON_M, pace_s_per_km

#: Metres of the best efforts that are always looked for.
EFFORT_DISTANCES: Final = (1000.0, 3000.0, 5000.0, 10_000.0, HALF_MARATHON_M, MARATHON_M)

#: (longest median interval in s, chord in m), first match.
_CHORDS: Final = ((1.5, 5.0), (3.5, 3.0))
#: Slower than this (m/s) over twice this long (s) is standing.
_STANDING_M_S: Final = 0.5
_HALF_WINDOW_S: Final = 5.0
#: Metres that a climb must reach before it counts: under it barometers and satellites only wander.
_CLIMB_STEP_M: Final = 3.0
#: Seconds over which elevation is averaged before climbing is counted.
_CLIMB_WINDOW_S: Final = 15.0
#: Nobody runs 1,000 km in one activity; a broken file may hold a billion of them.
_MOST_SPLITS: Final = 1000
#: Metres by which rounding may miss a distance that was run.
_EPSILON_M: Final = 1e-6


@dataclass(frozen=True, kw_only=True)
class Split:
    """One full kilometre, counted from the start."""

    #: 1 for the first kilometre.
    km: int
    #: Seconds of wall clock, pauses included.
    elapsed_s: float
    #: Seconds since the start of the run at which it begins.
    start_s: float


@dataclass(frozen=True, kw_only=True)
class Effort:
    """The fastest stretch of a distance inside a run, interpolated between points."""

    distance_m: float
    #: Seconds of wall clock.
    elapsed_s: float
    #: Seconds since the start of the run.
    start_s: float
    #: Metres since the start of the run.
    start_m: float


@dataclass(frozen=True, kw_only=True)
class Metrics:
    """The numbers of one run; NaN where the record cannot tell."""

    #: Points that were measured (samples, where none has a position), and their segments.
    points: int
    segments: int
    #: Seconds since 1970-01-01 UTC of the first and the last point.
    started_at: float
    ended_at: float
    #: Our distance in metres.
    distance_m: float
    #: Metres over every point in each segment, nothing passed over.
    raw_distance_m: float
    #: Seconds from the first to the last point, pauses included.
    elapsed_s: float
    #: Seconds in which the runner moved.
    moving_s: float
    #: Metres climbed.
    ascent_m: float
    #: Median seconds between two points.
    interval_s: float
    splits: tuple[Split, ...] = ()
    #: They span no gap: only such are held against records.
    efforts: tuple[Effort, ...] = ()

    def effort(self, distance_m: float) -> Effort | None:
        """The best unbroken effort over a distance that was looked for."""
        return next((e for e in self.efforts if e.distance_m == distance_m), None)

    @property
    def pace_s_per_km(self) -> float:
        """Seconds for one kilometre by elapsed time."""
        return pace_s_per_km(self.distance_m, self.elapsed_s)


def measure(track: Track, distances: Iterable[float] = ()) -> Metrics:
    """The numbers of a clean track; `distances` (m) are looked for beside `EFFORT_DISTANCES`."""
    along = distance_along(track)
    time = track.time
    known = len(track) > 0 and bool(np.isfinite(time).all())
    total = float(along[-1]) if len(along) else math.nan
    return Metrics(
        points=len(track),
        segments=len(np.unique(track.segment)),
        started_at=float(time[0]) if known else math.nan,
        ended_at=float(time[-1]) if known else math.nan,
        distance_m=total,
        raw_distance_m=raw_distance(track) if track.positioned.any() else total,
        elapsed_s=float(time[-1] - time[0]) if known else math.nan,
        moving_s=_moving_s(time, along, track.segment) if known else math.nan,
        ascent_m=ascent(time, track.ele) if known else math.nan,
        interval_s=_median_interval(track),
        splits=_splits(time, along) if known else (),
        efforts=_efforts(time, along, track.segment, distances) if known else (),
    )


def raw_distance(track: Track) -> float:
    """Metres over every positioned point, segments never joined."""
    fixed = track.take(track.positioned)
    inside = np.diff(fixed.segment) == 0
    return float(geo.hops(fixed.lat, fixed.lon)[inside].sum())


def distance_along(track: Track) -> FloatArray:
    """Metres run at each point of a clean track, shape (n,): never falls, stands still in gaps.
    Without any position it is what `race.ingest.indoor` made of the device's own count."""
    if not track.positioned.any():
        return track.sensor("distance")
    kept = _vertices(track)
    hops = geo.hops(track.lat[kept], track.lon[kept])
    hops[np.diff(track.segment[kept]) != 0] = 0.0
    at_kept = np.concatenate(([0.0], np.cumsum(hops))) if len(kept) else np.zeros(0)
    if len(kept) in (0, len(track)):
        return at_kept
    clock = track.time if np.isfinite(track.time).all() else np.arange(float(len(track)))
    return np.interp(clock, clock[kept], at_kept)


def _median_interval(track: Track) -> float:
    gaps = np.diff(track.time)[np.diff(track.segment) == 0]
    return float(np.median(gaps)) if len(gaps) else math.nan


def _vertices(track: Track) -> IntArray:
    """Indices of the points that distance is measured over: both ends of each segment and, between
    them, every point at least a chord away from the last one taken."""
    interval = _median_interval(track)
    chord = next((metres for longest, metres in _CHORDS if interval <= longest), 0.0)
    if chord == 0.0:
        return np.arange(len(track))
    return geo.thinned(track.lat, track.lon, track.segment, chord)


def _moving_s(time: FloatArray, along: FloatArray, segment: IntArray) -> float:
    middle = (time[1:] + time[:-1]) / 2
    before, after = middle - _HALF_WINDOW_S, middle + _HALF_WINDOW_S
    ahead, behind = np.interp(after, time, along), np.interp(before, time, along)
    span = np.minimum(after, time[-1]) - np.maximum(before, time[0])
    moving = (ahead - behind >= _STANDING_M_S * span) & (np.diff(segment) == 0)
    return float(np.diff(time)[moving].sum())


def ascent(time: FloatArray, ele: FloatArray) -> float:
    """Metres climbed, with hysteresis: a rise counts once it has reached 3 m from the last low.

    The threshold is the usual one for barometers (GoldenCheetah's default hysteresis); satellite
    heights are averaged over 15 s first. NaN without elevation.
    """
    known = np.isfinite(ele)
    if known.sum() < 2:
        return math.nan
    slots = np.floor((time[known] - time[known][0]) / _CLIMB_WINDOW_S).astype(np.int64)
    _, slot = np.unique(slots, return_inverse=True)
    heights = np.bincount(slot, weights=ele[known]) / np.bincount(slot)
    return _climbed(heights.tolist())


def _climbed(heights: Sequence[float]) -> float:
    climbed, anchor = 0.0, heights[0]
    for height in heights:
        if height - anchor >= _CLIMB_STEP_M:
            climbed += height - anchor
            anchor = height
        elif anchor - height >= _CLIMB_STEP_M:
            anchor = height
    return climbed


def _splits(time: FloatArray, along: FloatArray) -> tuple[Split, ...]:
    full = min(int((along[-1] + _EPSILON_M) // 1000), _MOST_SPLITS)
    crossed = _first_at(np.arange(1.0, full + 1) * 1000.0, time, along)
    starts = np.concatenate((time[:1], crossed[:-1]))
    return tuple(
        Split(km=k + 1, elapsed_s=float(crossed[k] - starts[k]), start_s=float(starts[k] - time[0]))
        for k in range(full)
    )


def _first_at(metres: FloatArray, time: FloatArray, along: FloatArray) -> FloatArray:
    """The moment at which `metres` had just been run."""
    right = np.clip(np.searchsorted(along, metres - _EPSILON_M, side="left"), 1, len(along) - 1)
    return _between(metres, right - 1, time, along)


def _last_at(metres: FloatArray, time: FloatArray, along: FloatArray) -> FloatArray:
    """The last moment at which no more than `metres` had been run."""
    left = np.searchsorted(along, metres + _EPSILON_M, side="right") - 1
    return _between(metres, np.clip(left, 0, len(along) - 2), time, along)


def _between(metres: FloatArray, left: IntArray, time: FloatArray, along: FloatArray) -> FloatArray:
    base, since = along[left], time[left]
    step = along[left + 1] - base
    share = np.divide(metres - base, step, out=np.zeros(len(left)), where=step > 0)
    found: FloatArray = since + np.clip(share, 0, 1) * (time[left + 1] - since)
    return found


def _efforts(
    time: FloatArray, along: FloatArray, segment: IntArray, distances: Iterable[float]
) -> tuple[Effort, ...]:
    wanted = sorted({*EFFORT_DISTANCES, *distances})
    bounds = [0, *(np.flatnonzero(np.diff(segment)) + 1).tolist(), len(time)]
    # Only stretches that can hold the shortest effort: a broken file may have 100,000 others.
    stretches = [
        slice(a, b)
        for a, b in pairwise(bounds)
        if along[b - 1] - along[a] + _EPSILON_M >= wanted[0]
    ]
    found: list[Effort] = []
    for metres in wanted:
        inside = [_fastest(metres, time[s], along[s]) for s in stretches]
        best = min((w for w in inside if w is not None), default=None)
        if best is not None:
            found.append(_effort(metres, best, time, along))
    return tuple(found)


def fastest(track: Track, metres: float) -> Effort | None:
    """The fastest stretch of a clean track that results are made of; None when it is shorter.

    It may span gaps: in them time runs on and distance stands still, so nobody gains by one.
    """
    if len(track) < 2:
        return None
    along = distance_along(track)
    window = _fastest(metres, track.time, along)
    return None if window is None else _effort(metres, window, track.time, along)


def _effort(
    metres: float, window: tuple[float, float], time: FloatArray, along: FloatArray
) -> Effort:
    elapsed, start = window
    return Effort(
        distance_m=metres,
        elapsed_s=elapsed,
        start_s=start - float(time[0]),
        start_m=float(np.interp(start, time, along)),
    )


def _fastest(metres: float, time: FloatArray, along: FloatArray) -> tuple[float, float] | None:
    """(elapsed, start) of the fastest window of `metres`; None when the stretch is shorter.

    On a piecewise linear curve the fastest window begins or ends at a vertex, so two passes over
    the vertices find it.
    """
    if along[-1] - along[0] + _EPSILON_M < metres:
        return None
    last = np.count_nonzero(along + metres <= along[-1] + _EPSILON_M)  # to start a window at
    first = len(along) - np.count_nonzero(along - metres >= along[0] - _EPSILON_M)  # to end one at
    starts = np.concatenate((time[:last], _last_at(along[first:] - metres, time, along)))
    ends = np.concatenate((_first_at(along[:last] + metres, time, along), time[first:]))
    best = int(np.argmin(ends - starts))
    return float(ends[best] - starts[best]), float(starts[best])
