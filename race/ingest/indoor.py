"""Runs without satellites, on a treadmill or in a hall: measured along what the device counted.

The distance is self-declared: a watch guesses it from the arm, and its owner corrects it at the
end. Of five runs on treadmills the total of the file lay from 24 % under to 15 % over what its own
samples come to. So the samples are what we measure, the total is what the file states, and both are
shown.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from race.activity import Activity
from race.ingest.clean import Notes, clean
from race.metrics import distance_along
from race.track import BoolArray, FloatArray, IntArray, Track

#: A count that falls to less than this share of itself began anew, as some devices do with each
#: lap; one that falls less was corrected.
_ANEW: Final = 0.5
#: s. Over a longer silence nobody knows how many steps were made, or how the heart beat.
_SILENCE_S: Final = 30.0


@dataclass(frozen=True, kw_only=True)
class Indoor:
    """What bears out a run without satellites."""

    #: Seconds of recording for each sample of distance or cadence.
    interval_s: float
    #: Share of the recording with a heart rate, which some devices write between the other samples.
    heart_rate: float
    #: Metres a step; NaN without cadence.
    step_m: float


def indoors(activity: Activity) -> bool:
    """Recorded without satellites: the file says so, or its samples hold no track. One stray fix
    is none."""
    track = activity.track
    return activity.stated.indoor or bool(track.timed.any() and track.positioned.sum() < 2)


def sampled(activity: Activity) -> tuple[Track, Notes, Indoor] | None:
    """The measurable part of a run indoors, what was done to it, and what bears it out.

    Its positions are left out, be they stray or those of a game, and the channel `distance` never
    falls and stands still in gaps. Positions count only where the device counted no metres. None
    when there is nothing to measure.
    """
    ordered, notes = _in_order(activity.track)
    counted = _counted(ordered)
    if counted is None:
        track, notes = clean(activity.track)
        return None if len(track) < 2 else (track, notes, _borne_out(track, distance_along(track)))
    nowhere = np.full(len(ordered), np.nan)
    sensors = {**ordered.sensors, "distance": counted}
    track = replace(ordered, lat=nowhere, lon=nowhere, sensors=sensors)
    return track, notes, _borne_out(ordered, counted)


def _in_order(track: Track) -> tuple[Track, Notes]:
    """The samples whose clock has not been there before, and what was left out."""
    timed = track.take(track.timed)
    latest = np.maximum.accumulate(timed.time)
    fresh = np.diff(latest, prepend=-np.inf) > 0
    ordered = timed.take(fresh)
    gaps = np.diff(ordered.time)[np.diff(ordered.segment) == 0]
    notes = Notes(
        points=len(track),
        untimed=len(track) - len(timed),
        unpositioned=int((~track.positioned).sum()),
        reversals=int((np.diff(timed.time) < 0).sum()),
        repeated=int((~fresh).sum()),
        spikes=0,
        cuts=0,
        longest_silence_s=float(gaps.max(initial=0.0)),
    )
    return ordered, notes


def _counted(track: Track) -> FloatArray | None:
    """Metres since the start at each sample, from 0 on; None when the device counted none."""
    stated = track.sensor("distance")
    known = np.flatnonzero(np.isfinite(stated))
    if len(known) < 2:
        return None
    along = _rising(stated[known], track.segment[known])
    return np.interp(track.time, track.time[known], along) if along[-1] > 0 else None


def _rising(metres: FloatArray, segment: IntArray) -> FloatArray:
    anew = metres[1:] < _ANEW * metres[:-1]
    before = np.concatenate(([0.0], np.cumsum(np.where(anew, metres[:-1], 0.0))))
    steps = np.diff(np.maximum.accumulate(metres + before))
    steps[np.diff(segment) != 0] = 0.0
    return np.concatenate(([0.0], np.cumsum(steps)))


def _borne_out(track: Track, along: FloatArray) -> Indoor:
    """What the samples tell; `along` is metres at each of them, shape (n,)."""
    telling = np.isfinite(track.sensor("distance")) | np.isfinite(track.sensor("cadence"))
    lasted = float(np.diff(track.time)[np.diff(track.segment) == 0].sum())
    return Indoor(
        interval_s=lasted / max(int(telling.sum()), 1),
        heart_rate=_covered_s(track, np.isfinite(track.sensor("heart_rate"))) / max(lasted, 1.0),
        step_m=_step_m(track, along),
    )


def _covered_s(track: Track, known: BoolArray) -> float:
    """Seconds between neighbours in `known` that follow each other soon enough."""
    gaps = np.diff(track.time[known])
    inside = (np.diff(track.segment[known]) == 0) & (gaps <= _SILENCE_S)
    return float(gaps[inside].sum())


def _step_m(track: Track, along: FloatArray) -> float:
    took, cadence = np.diff(track.time), track.sensor("cadence")[1:]
    told = (np.diff(track.segment) == 0) & (took <= _SILENCE_S) & np.isfinite(cadence)
    steps = float((cadence[told] * took[told]).sum()) / 60
    return float(np.diff(along)[told].sum()) / steps if steps > 0 else float("nan")
