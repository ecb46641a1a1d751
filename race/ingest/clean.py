"""Make a Track fit for measuring: order, repeats, spikes, cuts. Says what it did, invents nothing.

1. Points without a time or a position are left out.
2. The rest is put in order of time (a stable sort); of equal times the first stays.
3. A few points before or after a silence of a day are left out, as are a few before the first cut:
   a stale fix, or a clock that was not set yet.
4. In each segment a point is refused when it lies further from the last accepted one than
   12.5 m/s × Δt + 15 m. After four refused points that agree with each other the track goes on
   from them: the bridge is a cut, a new segment begins, and nothing is measured across it.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from race import geo
from race.track import BoolArray, FloatArray, IntArray, Track

#: Nobody runs faster over a whole hop (m/s; the peak of a 100 m world record is 12.3) …
SPIKE_SPEED_M_S: Final = 12.5
#: … and a good fix may still be this far off (m).
SPIKE_SLACK_M: Final = 15.0
#: So many refused points that agree with each other are the truth.
REANCHOR_POINTS: Final = 4
#: s. Nobody rests a day inside a run: points on the far side of such a silence are of a clock that
#: was not set yet, or of another day.
STRAY_S: Final = 86_400.0


@dataclass(frozen=True, kw_only=True)
class Notes:
    """What cleaning found and did."""

    #: Points in the file.
    points: int
    #: Left out for want of a time, or of a position.
    untimed: int
    unpositioned: int
    #: Steps back in time, before ordering.
    reversals: int
    #: Left out because the moment was there already.
    repeated: int
    #: Refused as spikes, or left out as strays before the first cut.
    spikes: int
    #: Bridges over which nothing is measured.
    cuts: int
    #: The longest silence in seconds between two points of one segment; 0 when there is none.
    longest_silence_s: float


def clean(track: Track) -> tuple[Track, Notes]:
    """The measurable part of `track`, its times rising and finite, and what was done to it."""
    timed, positioned = track.timed, track.positioned
    usable = track.take(timed & positioned)
    ordered, reversals, repeated = _in_order(usable)
    ordered = _without_strays(ordered)
    kept, segment, cuts = _despiked(ordered)
    result = replace(ordered.take(kept), segment=segment[kept])
    gaps = np.diff(result.time)[np.diff(result.segment) == 0]
    notes = Notes(
        points=len(track),
        untimed=int((~timed).sum()),
        unpositioned=int((~positioned).sum()),
        reversals=reversals,
        repeated=repeated,
        spikes=int((~kept).sum()),
        cuts=cuts,
        longest_silence_s=float(gaps.max(initial=0.0)),
    )
    return result, notes


def _in_order(track: Track) -> tuple[Track, int, int]:
    steps = np.diff(track.time)
    reversals = int((steps < 0).sum())
    repeated = 0
    if (steps <= 0).any():
        order = np.argsort(track.time, kind="stable")
        fresh = np.concatenate(([True], np.diff(track.time[order]) > 0))
        order = order[fresh]
        repeated = len(track) - len(order)
        segment = track.segment[order]
        # Stretches that overlap in time interleave when sorted: each change begins a new one.
        changes = np.cumsum(np.concatenate(([0], np.diff(segment) != 0)))
        track = replace(
            replace(track, segment=np.zeros(len(track), dtype=np.int64)).take(order),
            segment=changes,
        )
    return track, reversals, repeated


def _without_strays(track: Track) -> Track:
    silences = np.flatnonzero(np.diff(track.time) > STRAY_S)
    first, last = 0, len(track)
    for after in silences.tolist():
        if after + 1 < REANCHOR_POINTS:
            first = after + 1
        elif len(track) - after - 1 < REANCHOR_POINTS:
            last = min(last, after + 1)
    return track if (first, last) == (0, len(track)) else track.take(slice(first, last))


def _despiked(track: Track) -> tuple[BoolArray, IntArray, int]:
    """(which points stay, their new segments, number of cuts)."""
    kept = np.ones(len(track), dtype=np.bool_)
    begins = np.concatenate(([0], np.diff(track.segment) != 0)).astype(np.int64)
    suspicious = _suspicious(track)
    # A record that breaks the rule at every second point was not made on foot: its true speed is
    # the evidence, so it stays as it is.
    if not suspicious.any() or suspicious.sum() * 2 > len(track):
        return kept, np.cumsum(begins), 0
    east, north = (axis.tolist() for axis in geo.plane(track.lat, track.lon))
    walk = _Walk(east=east, north=north, time=track.time.tolist())
    refused, anchors = walk.refused(suspicious, np.flatnonzero(begins))
    kept[refused] = False
    begins[anchors] = 1
    # A stale fix before the first cut is no place where the run was.
    stray = anchors[0] if anchors and kept[: anchors[0]].sum() < REANCHOR_POINTS else 0
    kept[:stray] = False
    return kept, np.cumsum(begins), len(anchors)


def _suspicious(track: Track) -> BoolArray:
    """Where a point lies too far from its neighbour in the same segment, shape (n,)."""
    far: FloatArray = geo.hops(track.lat, track.lon)
    reach = SPIKE_SPEED_M_S * np.diff(track.time) + SPIKE_SLACK_M
    bad = np.zeros(len(track), dtype=np.bool_)
    bad[1:] = (far > reach) & (np.diff(track.segment) == 0)
    return bad


@dataclass(frozen=True, kw_only=True)
class _Walk:
    """One pass over the points, in plain lists: a loop over numpy scalars is ten times slower."""

    east: list[float]
    north: list[float]
    time: list[float]

    def reachable(self, a: int, b: int) -> bool:
        dx, dy = self.east[b] - self.east[a], self.north[b] - self.north[a]
        reach = SPIKE_SPEED_M_S * (self.time[b] - self.time[a]) + SPIKE_SLACK_M
        return dx * dx + dy * dy <= reach * reach

    def refused(self, suspicious: BoolArray, begins: IntArray) -> tuple[list[int], list[int]]:
        """Indices of refused points, and of points at which the track goes on after a cut."""
        refused: list[int] = []
        anchors: list[int] = []
        next_bad = _next_true(suspicious)
        ends = [*begins.tolist(), len(self.time)]
        i, part = int(next_bad[0]) if len(next_bad) else len(self.time), 0
        while i < len(self.time):
            while ends[part] <= i:
                part += 1
            i = self._settle(i, ends[part], refused, anchors)
            i = int(next_bad[i]) if i < len(self.time) else i
        return refused, anchors

    def _settle(self, first: int, end: int, refused: list[int], anchors: list[int]) -> int:
        """Refuse from `first` on until the track is itself again; the index to go on from."""
        last_good, agreeing = first - 1, 0
        for i in range(first, end):
            if self.reachable(last_good, i):
                return i + 1
            refused.append(i)
            agreeing = agreeing + 1 if i > first and self.reachable(i - 1, i) else 1
            if agreeing == REANCHOR_POINTS:
                del refused[-REANCHOR_POINTS:]
                anchors.append(i - REANCHOR_POINTS + 1)
                return i + 1
        return end


def _next_true(mask: BoolArray) -> IntArray:
    """For each index the first index at or after it where `mask` holds, n where none does."""
    places = np.where(mask, np.arange(len(mask)), len(mask))
    return np.minimum.accumulate(places[::-1])[::-1]
