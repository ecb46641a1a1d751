"""Stretches that look like wheels, and hops of which nobody knows how they were made.

A stretch is looked for among the points of the file, for cleaning refuses what is faster than
12.5 m/s. Speeds are those of straight lines, which noise cannot add up, and a jump is none: the
lines before or after must be as fast, many points must share the way, and their speeds must change
as speeds do.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from race import geo
from race.ingest.signals.motion_curve import Curve, curve, gaps
from race.track import BoolArray, FloatArray, IntArray, Track
from race.verdict import Where

#: (m/s, s): as fast for as long is looked at. 400 m in 57 s is a race of the best of a country;
#: 240 m in 30 s is the pace of a 200 m race in 25 s.
PACES: Final = ((7.0, 60.0), (8.0, 30.0))
#: s over which the speed that was held is taken.
_HELD_S: Final = 60.0
#: Points that a stretch must have, and the share of its way that one hop may have at most.
_POINTS: Final = 6
_LARGEST_HOP: Final = 0.25
#: m/s²: cars brake with less; 99 % of the changes of a motorcycle over 5 s are under 1.8.
_CHANGE_M_S2: Final = 6.0
#: Share of the way that a straight line over three chords has at least: wheels go somewhere.
_FORWARD: Final = 0.6
#: So many are kept, those with most metres.
_KEPT: Final = 5
_LEAPS: Final = 20
#: m and m/s: shorter or slower hops make no record; the share of the way that must be borne out.
_LEAP_M: Final = 50.0
_LEAP_M_S: Final = 4.0
_BORNE_OUT: Final = 0.7


@dataclass(frozen=True, kw_only=True)
class Wheels:
    """A stretch that nobody is likely to have run."""

    where: Where
    #: Metres from one end to the other along straight lines of 10 s.
    way_m: float
    #: m/s, the mean and the highest over 10 s.
    speed_m_s: float
    top_m_s: float
    #: m/s that were never fallen below for a minute; 0 where it is shorter.
    held_m_s: float


def wheels(raw: Track, track: Track, along: FloatArray) -> tuple[Wheels, ...]:
    """What looks like wheels in the points `raw` of a file whose cleaned `track` has `along`
    metres, the longest first."""
    points = raw.take(raw.timed & raw.positioned)
    if not len(track) or not (np.diff(points.time) > 0).all():
        points = track
    laid = curve(points, np.zeros(len(points)))
    speeds, found = laid.steady(), []
    for first, last in _fast(laid, speeds):
        reach = laid.time[[first, last]] + np.asarray([-0.5, 0.5]) * laid.chord_s
        inside = np.searchsorted(points.time, reach)
        if _moves(points.take(slice(*inside.tolist()))):
            found.append(_wheels(laid, speeds, slice(first, last + 1), track, along))
    found.sort(key=lambda each: -each.way_m)
    return tuple(found[:_KEPT])


def _fast(laid: Curve, speeds: FloatArray) -> list[tuple[int, int]]:
    """First and last place of each part that is as fast for as long as `PACES` say."""
    forward = laid.straight(3 * laid.chord_s) >= _FORWARD * speeds
    fast = np.zeros(len(laid), dtype=np.bool_)
    for pace, lasts_s in PACES:
        for first, last in _parts((speeds >= pace) & forward, laid.stretch):
            if (last - first) * laid.step_s + laid.chord_s >= lasts_s:
                fast[first : last + 1] = True
    return _parts(fast, laid.stretch)


def _parts(mask: BoolArray, stretch: IntArray) -> list[tuple[int, int]]:
    """First and last index of each run of True that lies in one stretch."""
    at = np.flatnonzero(mask)
    if not len(at):
        return []
    breaks = np.flatnonzero((np.diff(at) > 1) | (np.diff(stretch[at]) != 0))
    firsts, lasts = np.concatenate(([0], breaks + 1)), np.concatenate((breaks, [len(at) - 1]))
    return list(zip(at[firsts].tolist(), at[lasts].tolist(), strict=True))


def _moves(points: Track) -> bool:
    """Whether the points of a part share its way, and their speeds change as speeds do."""
    if len(points) < _POINTS:
        return False
    hops, took = geo.hops(points.lat, points.lon), np.diff(points.time)
    changes = np.abs(np.diff(hops / took)) / np.maximum((took[1:] + took[:-1]) / 2, 1.0)
    share = float(hops.max()) / max(float(hops.sum()), 1e-9)
    return share <= _LARGEST_HOP and float(np.median(changes)) <= _CHANGE_M_S2


def _wheels(
    laid: Curve, speeds: FloatArray, part: slice, track: Track, along: FloatArray
) -> Wheels:
    there, at = speeds[part], laid.time[part]
    metres = np.interp(at[[0, -1]], track.time, along)
    started = float(track.time[0])
    return Wheels(
        where=Where(
            from_s=float(at[0]) - started,
            to_s=float(at[-1]) - started,
            from_m=float(metres[0]),
            to_m=float(metres[-1]),
        ),
        way_m=float(there.sum()) * laid.step_s,
        speed_m_s=float(there.mean()),
        top_m_s=float(there.max()),
        held_m_s=_held(there, laid.steps(_HELD_S - laid.chord_s)),
    )


def _held(speeds: FloatArray, steps: int) -> float:
    """The highest speed that so many steps never fall below; 0 where there are fewer."""
    if len(speeds) <= steps:
        return 0.0
    lowest = np.lib.stride_tricks.sliding_window_view(speeds, steps + 1).min(axis=1)
    return float(lowest.max())


def leaps(track: Track, along: FloatArray, laid: Curve) -> tuple[Where, ...]:
    """Quick stretches that nothing bears out, most metres first: hops over a silence inside a
    segment and jumps between places; a lost fix, a tunnel or a ride, nobody can tell. `laid` is the
    borne out curve of the track."""
    started = float(track.time[0])
    found = [*_silent(track, along), *_rough(laid)]
    quick = (
        Where(from_s=a - started, to_s=b - started, from_m=from_m, to_m=to_m)
        for a, b, from_m, to_m in found
        if to_m - from_m >= max(_LEAP_M, _LEAP_M_S * (b - a))
    )
    return tuple(sorted(quick, key=lambda leap: leap.from_m - leap.to_m)[:_LEAPS])


def _silent(track: Track, along: FloatArray) -> list[tuple[float, ...]]:
    """(begin, end, metres at begin, at end) of each hop over a silence inside a segment."""
    silent = gaps(track) & (np.diff(track.segment) == 0)
    at = np.flatnonzero(silent & (np.diff(along) >= _LEAP_M))
    ends = (track.time[at], track.time[at + 1], along[at], along[at + 1])
    return list(zip(*(end.tolist() for end in ends), strict=True))


def _rough(laid: Curve) -> list[tuple[float, ...]]:
    """The same of each part of which less than `_BORNE_OUT` of the metres is borne out."""
    measured, sure = np.diff(laid.measured), np.diff(laid.along)
    rough = (measured > 0) & (sure < _BORNE_OUT * measured) & (np.diff(laid.stretch) == 0)
    return [
        tuple(float(a[i]) for a in (laid.time, laid.measured) for i in (first, last + 1))
        for first, last in _parts(rough, laid.stretch[1:])
    ]
