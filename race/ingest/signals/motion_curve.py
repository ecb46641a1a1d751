"""A track as it lies at even times: what its speeds are read from.

Nothing is read across a gap: a new stretch begins where the file begins a new segment, where
cleaning made a cut, and after a silence.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from race import geo
from race.track import BoolArray, FloatArray, IntArray, Track

#: s between two places of a curve …
STEP_S: Final = 1.0
#: … and more where it would have more places than this: 16 hours have as many.
_MOST_PLACES: Final = 60_000
#: s. A longer silence is a gap: nobody knows how it was run …
SILENCE_S: Final = 10.0
#: … but for devices that write so seldom: up to so many of their usual intervals are none.
_USUAL_INTERVALS: Final = 3.0
#: s. A straight line over so long is longer than the noise of satellites, and shorter than a bend.
CHORD_S: Final = 10.0
#: By so much a way may be longer than the straight lines of 10 s along it: on the bends of a track
#: of 400 m, at 6 m/s, by 12 %. What is beyond that is noise.
_WINDING: Final = 1.1


@dataclass(frozen=True, kw_only=True, eq=False)
class Curve:
    """A track at even times; every array has one value a place, shape (k,)."""

    #: s since 1970-01-01 UTC.
    time: FloatArray
    #: Metres of the track; never falls, stands still in gaps.
    measured: FloatArray
    #: The same, or less where `borne_out` found noise: speeds are taken of these.
    along: FloatArray
    #: Metres east and north of the first point; NaN without positions.
    east: FloatArray
    north: FloatArray
    #: Which unbroken stretch a place lies in; never falls.
    stretch: IntArray
    #: s between two places of a stretch.
    step_s: float
    #: s over which straight lines are drawn: `CHORD_S`, more where points are seldom.
    chord_s: float

    def __len__(self) -> int:
        return len(self.time)

    def steps(self, seconds: float) -> int:
        """Steps of the curve in so many seconds, at least one."""
        return max(1, round(seconds / self.step_s))

    def windows(self, seconds: float) -> IntArray:
        """Places at which a window of so long begins that has no gap, shape (windows,)."""
        ahead = self.stretch[self.steps(seconds) :]
        return np.flatnonzero(ahead == self.stretch[: len(ahead)])

    def speeds(self, seconds: float) -> FloatArray:
        """m/s along the way over each of these windows, shape (windows,)."""
        steps, begins = self.steps(seconds), self.windows(seconds)
        metres: FloatArray = self.along[begins + steps] - self.along[begins]
        return metres / (steps * self.step_s)

    def around(self, seconds: float) -> FloatArray:
        """m/s along the way over the window around each place, shorter at the ends of a stretch."""
        before, after = self._around(seconds)
        metres = self.along[after] - self.along[before]
        speeds: FloatArray = metres / (np.maximum(after - before, 1) * self.step_s)
        return speeds

    def straight(self, seconds: float) -> FloatArray:
        """m/s in a straight line over the window around each place, which is shorter at the ends
        of a stretch; NaN without positions. No noise makes it longer than so much in one way."""
        before, after = self._around(seconds)
        metres = np.hypot(
            self.east[after] - self.east[before], self.north[after] - self.north[before]
        )
        speeds: FloatArray = metres / (np.maximum(after - before, 1) * self.step_s)
        return speeds

    def steady(self) -> FloatArray:
        """m/s in straight lines over `chord_s`, as far as the speed a chord before or after is as
        high, shape (k,): one jump is no speed. NaN without positions."""
        speeds = self.straight(self.chord_s)
        steps, here = self.steps(self.chord_s), np.arange(len(self))
        first, last = self._ends()
        before = np.where(here - steps >= first, speeds[np.maximum(here - steps, 0)], 0.0)
        after = np.where(here + steps <= last, speeds[np.minimum(here + steps, last)], 0.0)
        return np.minimum(speeds, np.maximum(before, after))

    def borne_out(self) -> "Curve":
        """The same curve with no more metres than its places bear out: those that noise and jumps
        added are left out."""
        before, after = self._around(self.chord_s)
        ran = self.along[after] - self.along[before]
        straight = _WINDING * self.steady() * (after - before) * self.step_s
        share = np.divide(straight, ran, out=np.ones(len(self)), where=ran > straight)
        metres = np.diff(self.along, prepend=self.along[:1])
        metres[np.diff(self.stretch, prepend=self.stretch[:1]) != 0] = 0.0
        return replace(self, along=np.cumsum(metres * share))

    def _around(self, seconds: float) -> tuple[IntArray, IntArray]:
        """The places half a window before and after each, within its stretch."""
        half, here = max(1, self.steps(seconds) // 2), np.arange(len(self))
        first, last = self._ends()
        return np.maximum(here - half, first), np.minimum(here + half, last)

    def _ends(self) -> tuple[IntArray, IntArray]:
        """The first and the last place of the stretch that each place lies in."""
        begins = np.flatnonzero(np.diff(self.stretch, prepend=-1))
        counts = np.diff(begins, append=len(self))
        return np.repeat(begins, counts), np.repeat(begins + counts - 1, counts)


def curve(track: Track, along: FloatArray) -> Curve:
    """The curve of a track whose times rise; `along` is metres run at each point. Empty where the
    track has no two points in a row, no times or no metres."""
    usual = _usual_interval_s(track)
    chord_s = max(CHORD_S, 1.5 * usual) if np.isfinite(usual) else CHORD_S
    if len(track) < 2 or not (np.isfinite(track.time).all() and np.isfinite(along).all()):
        return _through(track, along, np.zeros(0), np.zeros(0, np.int64), (STEP_S, chord_s))
    begins, ends = _stretches(track)
    lasted = ends - begins
    step = max(STEP_S, float(lasted.sum()) / _MOST_PLACES)
    counts = (lasted / step + 1e-6).astype(np.int64) + 1
    stretch = np.repeat(np.arange(len(counts)), counts)
    since = np.arange(len(stretch)) - np.repeat(np.cumsum(counts) - counts, counts)
    return _through(track, along, begins[stretch] + since * step, stretch, (step, chord_s))


def gaps(track: Track) -> BoolArray:
    """Where two neighbours of a track have a gap between them, shape (n - 1,)."""
    usual_s = _usual_interval_s(track)
    longest = max(SILENCE_S, _USUAL_INTERVALS * usual_s) if np.isfinite(usual_s) else SILENCE_S
    found: BoolArray = (np.diff(track.time) > longest) | (np.diff(track.segment) != 0)
    return found


def _stretches(track: Track) -> tuple[FloatArray, FloatArray]:
    """When each unbroken stretch of two points and more begins and ends."""
    breaks = np.flatnonzero(gaps(track))
    first = np.concatenate(([0], breaks + 1))
    last = np.concatenate((breaks, [len(track) - 1]))
    longer = last > first
    return track.time[first[longer]], track.time[last[longer]]


def _through(
    track: Track, along: FloatArray, at: FloatArray, stretch: IntArray, usual: tuple[float, float]
) -> Curve:
    """The track at the times `at`; `usual` is the step and the chord."""
    known = (along, *geo.plane(track.lat, track.lon)) if len(at) else (np.zeros(0),) * 3
    metres, east, north = (np.interp(at, track.time, a) if len(at) else a for a in known)
    return Curve(
        time=at,
        measured=metres,
        along=metres,
        east=east,
        north=north,
        stretch=stretch,
        step_s=usual[0],
        chord_s=usual[1],
    )


def _usual_interval_s(track: Track) -> float:
    intervals = np.diff(track.time)[np.diff(track.segment) == 0]
    return float(np.median(intervals)) if len(intervals) else float("nan")
