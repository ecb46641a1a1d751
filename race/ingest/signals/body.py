"""What the sensors on a body say: hearts and steps, and how they follow the speed.

Everything is taken in motion and weighed by time, for some devices write a channel at every point
and others now and then, between the points. A channel is read from the file's own points, so that
what stands beside a lost fix counts too.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from race.ingest.signals.recording import Recording
from race.track import BoolArray, FloatArray, Track

NAN = float("nan")

#: s. A speed is taken over twice this, as `race.metrics` does for standing.
_HALF_WINDOW_S: Final = 5.0
#: m/s. Slower is standing …
STANDING_M_S: Final = 0.5
#: … and from here on people run.
_RUNNING_M_S: Final = 2.5
#: s. A sample speaks for so long before and after itself, or for as long as the median of the times
#: between samples up to the second: Apple Health hands out a heart rate every three minutes.
_SPEAKS_S: Final = 30.0
_SPEAKS_AT_MOST_S: Final = 180.0
#: s. Neighbouring samples further apart say nothing of how a heart jumps.
_NEXT_S: Final = 2.5
#: beats/min or steps/min: more is a broken file, which says nothing of a body.
_MOST: Final = 400.0
#: Fewer samples make no correlation.
_FEWEST: Final = 30


@dataclass(frozen=True, kw_only=True)
class Body:
    """What the sensors on a body say; medians and shares are of time in motion."""

    #: Metres a step: the distance of 10 s by their steps, median and 95th percentile.
    step_m: float = NAN
    step_p95_m: float = NAN
    #: Share of the time in motion with a cadence, with a heart rate.
    cadence_share: float = NAN
    heart_rate_share: float = NAN
    #: Medians, steps/min and beats/min.
    cadence: float = NAN
    heart_rate: float = NAN
    #: Standard deviations, steps/min and beats/min.
    cadence_sd: float = NAN
    heart_rate_sd: float = NAN
    #: Seconds of the longest time in which every sample was the same.
    cadence_same_s: float = NAN
    heart_rate_same_s: float = NAN
    #: beats/min, median change from one sample to the next, where they are 2.5 s apart or less.
    heart_rate_jump: float = NAN
    #: Pearson's correlation with the speed.
    cadence_with_speed: float = NAN
    heart_rate_with_speed: float = NAN
    #: At 2.5 m/s and more: median speed, m/s; seconds with a cadence, with a heart rate, and their
    #: medians in steps/min and beats/min.
    running_m_s: float = NAN
    running_cadence_s: float = 0.0
    running_cadence: float = NAN
    running_heart_rate_s: float = 0.0
    running_heart_rate: float = NAN


def body(recording: Recording) -> Body:
    """What the sensors on a body say; every number NaN where no sensor was worn."""
    moved = _in_motion(recording)
    if not len(moved.took):
        return Body()
    known, cadence = moved.at(moved.cadence)
    step_m = known.speed / cadence * 60
    beating, heart_rate = moved.at(moved.heart_rate)
    running = moved.faster(_RUNNING_M_S)
    stepping_fast, fast_cadence = running.at(running.cadence)
    beating_fast, fast_heart_rate = running.at(running.heart_rate)
    return Body(
        step_m=_quantile(step_m, known.took, 0.5),
        step_p95_m=_quantile(step_m, known.took, 0.95),
        cadence_share=known.seconds / moved.seconds,
        heart_rate_share=beating.seconds / moved.seconds,
        cadence=_quantile(cadence, known.took, 0.5),
        heart_rate=_quantile(heart_rate, beating.took, 0.5),
        cadence_sd=_spread(cadence, known.took),
        heart_rate_sd=_spread(heart_rate, beating.took),
        cadence_same_s=_longest_same_s(*_samples(recording.raw, "cadence")),
        heart_rate_same_s=_longest_same_s(*_samples(recording.raw, "heart_rate")),
        heart_rate_jump=_jump(*_samples(recording.raw, "heart_rate")),
        cadence_with_speed=_correlation(cadence, known),
        heart_rate_with_speed=_correlation(heart_rate, beating),
        running_m_s=_quantile(running.speed, running.took, 0.5),
        running_cadence_s=stepping_fast.seconds,
        running_cadence=_quantile(fast_cadence, stepping_fast.took, 0.5),
        running_heart_rate_s=beating_fast.seconds,
        running_heart_rate=_quantile(fast_heart_rate, beating_fast.took, 0.5),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Moved:
    """Hops from point to point in motion, one value each; NaN where a channel says nothing."""

    #: Seconds.
    took: FloatArray
    #: m/s over the 10 s around its middle.
    speed: FloatArray
    #: steps/min.
    cadence: FloatArray
    #: beats/min.
    heart_rate: FloatArray

    @property
    def seconds(self) -> float:
        return float(self.took.sum())

    def at(self, channel: FloatArray) -> tuple["_Moved", FloatArray]:
        """The hops at which `channel` speaks, and what it says there."""
        known = np.isfinite(channel)
        return self._take(known), channel[known]

    def faster(self, m_s: float) -> "_Moved":
        """The hops of at least this speed."""
        return self._take(self.speed >= m_s)

    def _take(self, which: BoolArray) -> "_Moved":
        return _Moved(
            took=self.took[which],
            speed=self.speed[which],
            cadence=self.cadence[which],
            heart_rate=self.heart_rate[which],
        )


def _in_motion(recording: Recording) -> _Moved:
    time, along = recording.track.time, recording.along
    if len(time) < 2 or not (np.isfinite(time).all() and np.isfinite(along).all()):
        nothing = np.zeros(0)
        return _Moved(took=nothing, speed=nothing, cadence=nothing, heart_rate=nothing)
    speed = speeds(time, along)
    moving = (speed >= STANDING_M_S) & (np.diff(recording.track.segment) == 0)
    middle = ((time[1:] + time[:-1]) / 2)[moving]
    return _Moved(
        took=np.diff(time)[moving],
        speed=speed[moving],
        cadence=_heard(middle, *_samples(recording.raw, "cadence")),
        heart_rate=_heard(middle, *_samples(recording.raw, "heart_rate")),
    )


def speeds(time: FloatArray, along: FloatArray) -> FloatArray:
    """m/s of each hop between two points, shape (n - 1,): over the 10 s around its middle, or over
    itself where it is longer. `time` (s) rises, `along` is metres run."""
    middle, half = (time[1:] + time[:-1]) / 2, np.maximum(np.diff(time) / 2, _HALF_WINDOW_S)
    begins, ends = np.maximum(middle - half, time[:1]), np.minimum(middle + half, time[-1:])
    if not len(middle):
        return middle
    way = np.interp(ends, time, along) - np.interp(begins, time, along)
    found: FloatArray = way / np.maximum(ends - begins, 1e-3)
    return found


def _samples(raw: Track, channel: str) -> tuple[FloatArray, FloatArray]:
    """(times, values) of a channel in order of time; 0 is a sensor that lost its hold, and what no
    body does is none at all."""
    values = raw.sensor(channel)
    known = raw.timed & (values > 0) & (values <= _MOST)
    times, values = raw.time[known], values[known]
    if (np.diff(times) < 0).any():
        order = np.argsort(times, kind="stable")
        times, values = times[order], values[order]
    return times, values


def _heard(moments: FloatArray, times: FloatArray, values: FloatArray) -> FloatArray:
    """A channel between its samples; NaN where none is near enough to speak."""
    if not len(times):
        return np.full(len(moments), np.nan)
    speaks = _SPEAKS_S
    if len(times) > 1:
        speaks = float(np.clip(np.median(np.diff(times)), _SPEAKS_S, _SPEAKS_AT_MOST_S))
    after = np.searchsorted(times, moments)
    to_next = np.abs(times[np.minimum(after, len(times) - 1)] - moments)
    to_last = np.abs(moments - times[np.maximum(after - 1, 0)])
    near = np.minimum(to_next, to_last) <= speaks
    return np.where(near, np.interp(moments, times, values), np.nan)


def _quantile(values: FloatArray, weights: FloatArray, share: float) -> float:
    """The value under which `share` of the weight lies; NaN of nothing."""
    if not len(values):
        return NAN
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    place = int(np.searchsorted(reached, share * reached[-1]))
    return float(values[order[min(place, len(values) - 1)]])


def _spread(values: FloatArray, weights: FloatArray) -> float:
    """Standard deviation by weight; NaN of fewer than two values."""
    if len(values) < 2 or weights.sum() <= 0:
        return NAN
    mean = np.average(values, weights=weights)
    return float(np.sqrt(np.average((values - mean) ** 2, weights=weights)))


def _longest_same_s(times: FloatArray, values: FloatArray) -> float:
    """Seconds of the longest run of equal samples; a silence ends one. NaN of nothing."""
    if not len(times):
        return NAN
    changes = (np.diff(values) != 0) | (np.diff(times) > 2 * _SPEAKS_S)
    begins = np.concatenate(([0], np.flatnonzero(changes) + 1))
    ends = np.concatenate((begins[1:] - 1, [len(times) - 1]))
    return float((times[ends] - times[begins]).max())


def _jump(times: FloatArray, values: FloatArray) -> float:
    """Median change between neighbouring samples, where enough of them are close together."""
    near = np.diff(times) <= _NEXT_S
    return float(np.median(np.abs(np.diff(values)[near]))) if near.sum() >= _FEWEST else NAN


def _correlation(channel: FloatArray, moved: _Moved) -> float:
    """Of a channel with the speed, weighed by time; NaN of a few samples or of a constant."""
    flat = _spread(channel, moved.took) * _spread(moved.speed, moved.took)
    if len(channel) < _FEWEST or not flat > 0:
        return NAN
    away = channel - np.average(channel, weights=moved.took)
    faster = moved.speed - np.average(moved.speed, weights=moved.took)
    return float(np.average(away * faster, weights=moved.took) / flat)
