"""What an account's index says of a run, joined with the run that a file beside it holds."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

import numpy as np

from race.activity import Activity, Sport, Stated, Summary
from race.track import FloatArray, Track

#: s. The first point of a file may come some time before or after the moment that the index names:
#: the watch was still looking for satellites.
START_S: Final = 120.0
#: s. A sample belongs to the point that it lies nearest to; further away it says nothing of it.
#: Watches note the heart every 1 to 7 s in a workout.
_SAMPLE_S: Final = 5.0
#: Letters of a word that names one run alone: an identity, with which its files begin.
_WORD: Final = 16

_Value = TypeVar("_Value")


@dataclass(frozen=True, kw_only=True)
class Told:
    """One run of an index."""

    #: What `INDEXES` calls it.
    index: str
    #: The name of the index in the archive; None when it came alone.
    member: str | None
    summary: Summary


class Directory:
    """The runs of all indexes of an archive, found by the names of their files or by start."""

    def __init__(self, told: Sequence[Told]) -> None:
        self._named: dict[str, list[Told]] = {}
        self._nameless: list[Told] = []
        for each in told:
            keys = {key for file in each.summary.files for key in _keys(file)}
            for key in keys:
                self._named.setdefault(key, []).append(each)
            if not keys and _begins_surely(each.summary):
                self._nameless.append(each)
        self._nameless.sort(key=_begin)
        self._starts = [_begin(each) for each in self._nameless]
        self._lengths = sorted({len(key) for key in self._named if len(key) >= _WORD})

    def about(self, activity: Activity, member: str) -> list[Told]:
        """What is told of a run: by those that name its file, else by the one that names no file
        at all and began with it, the nearest."""
        return self.naming(member) or self._beginning_with(activity)

    def naming(self, member: str) -> list[Told]:
        """The runs whose track is to be in this file."""
        base = _base(member)
        keys = dict.fromkeys((*_keys(member), *(base[:length] for length in self._lengths)))
        found = (each for key in keys for each in self._named.get(key, ()))
        return list({id(each): each for each in found}.values())

    def _beginning_with(self, activity: Activity) -> list[Told]:
        begins = start_of(activity)
        if not math.isfinite(begins):
            return []
        first = bisect_left(self._starts, begins - START_S)
        last = bisect_right(self._starts, begins + START_S)
        near = self._nameless[first:last]
        return sorted(near, key=lambda each: abs(_begin(each) - begins))[:1]


def start_of(activity: Activity) -> float:
    """When it began, in seconds since 1970 UTC; NaN when nothing tells."""
    timed = activity.track.time[activity.track.timed]
    if len(timed):
        return float(timed[0])
    return math.nan if activity.stated.started_at is None else activity.stated.started_at


def joined(activity: Activity, told: Iterable[Told]) -> Activity:
    """`activity` with what indexes say of it where it says nothing itself."""
    for each in told:
        activity = replace(
            activity,
            stated=_filled(activity.stated, each.summary.stated),
            track=_with_samples(activity.track, each.summary.samples),
        )
    return activity


def _begins_surely(summary: Summary) -> bool:
    return summary.zone_known and summary.stated.started_at is not None


def _begin(told: Told) -> float:
    return told.summary.stated.started_at or 0.0


def _keys(file: str) -> tuple[str, ...]:
    """By what a file name is known: itself, and without its endings."""
    base = _base(file)
    return tuple(dict.fromkeys(key for key in (base, _stem(base)) if key))


def _base(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2].strip().casefold()


def _stem(base: str) -> str:
    return base.removesuffix(".gz").rpartition(".")[0] or base


def _filled(own: Stated, other: Stated) -> Stated:
    """Every field of `own`, and of `other` where `own` has none."""
    return Stated(
        sport=other.sport if own.sport is Sport.UNKNOWN else own.sport,
        app=_first(own.app, other.app),
        device=_first(own.device, other.device),
        distance_m=_first(own.distance_m, other.distance_m),
        elapsed_s=_first(own.elapsed_s, other.elapsed_s),
        timer_s=_first(own.timer_s, other.timer_s),
        indoor=own.indoor or other.indoor,
        started_at=_first(own.started_at, other.started_at),
        laps=own.laps or other.laps,
    )


def _first(own: _Value | None, other: _Value | None) -> _Value | None:
    return other if own is None else own


def _with_samples(track: Track, samples: Track | None) -> Track:
    """`track` with the channels that `samples` has and it lacks, each value at the nearest time."""
    if samples is None or len(samples) == 0:
        return track
    if len(track) == 0:
        return samples
    missing = {n: v for n, v in samples.sensors.items() if n not in track.sensors}
    added = {name: _nearest(track.time, samples.time, values) for name, values in missing.items()}
    some = {name: values for name, values in added.items() if np.isfinite(values).any()}
    return replace(track, sensors={**track.sensors, **some})


def _nearest(at: FloatArray, time: FloatArray, values: FloatArray) -> FloatArray:
    known = np.isfinite(time) & np.isfinite(values)
    if not known.any():
        return np.full(len(at), np.nan)
    order = np.argsort(time[known], kind="stable")
    when, what = time[known][order], values[known][order]
    right = np.clip(np.searchsorted(when, at), 0, len(when) - 1)
    left = np.maximum(right - 1, 0)
    nearest = np.where(np.abs(when[left] - at) <= np.abs(when[right] - at), left, right)
    near = np.abs(when[nearest] - at) <= _SAMPLE_S
    return np.where(near, what[nearest], np.nan)
