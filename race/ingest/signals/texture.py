"""How the points of a recording lie: in what a track that was drawn differs from one that was run.

A receiver wanders, and what it is off by now it is off by a second later; a runner's speed changes
with every stretch. A drawn track lies on its lines to the last digit, keeps its speed, or was given
errors that do not know of each other. What is measured here was tried on 582 real tracks and on
forgeries of seven kinds; every measure is NaN where rounding, or too few points, hide the answer.
"""

from dataclasses import dataclass

import numpy as np

from race.ingest.signals.recording import Recording
from race.ingest.signals.texture_line import collinear, position_grid, scatter
from race.ingest.signals.texture_pace import (
    even_minutes,
    even_steps,
    speed_spread,
    speed_spread_10s,
)
from race.ingest.signals.texture_path import Path, path_of
from race.ingest.signals.texture_times import intervals, time_grid
from race.track import Track

NAN = float("nan")
#: m. Over less the height of a flat course may well stay the same.
_LEVEL_M = 1000.0


@dataclass(frozen=True, kw_only=True)
class Texture:
    """How the points of a recording lie; NaN where it cannot tell."""

    #: Places in it: points of one place in a row are one.
    places: int = 0
    #: Metres between neighbours of the grid that its positions are rounded to; 0 without one.
    grid_m: float = NAN
    #: Share of places in line with one before and one behind, as exactly as they are written.
    collinear: float = NAN
    #: Share of steps within 2 % of their median speed, and within 0.5 %.
    even_steps: float = NAN
    even_steps_strict: float = NAN
    #: Standard deviation of the speed from place to place, as a share of its mean.
    speed_spread: float = NAN
    #: The same over 10 s.
    speed_spread_10s: float = NAN
    #: Spread of the speed over whole minutes, as a share of its median; by the median deviation.
    even_minutes: float = NAN
    #: Share of the scatter over four steps that is there from one place to the next, across and
    #: along the way, the smaller one: 1 for errors without memory, under 0.5 in real tracks.
    memoryless: float = NAN
    #: Metres, standard deviation of errors without memory that would make such a scatter.
    scatter_m: float = NAN
    #: Correlation of one bend of the track with the next, across and along the way.
    lag_across: float = NAN
    lag_along: float = NAN
    #: Kurtosis of the bends across the way: 3 for noise drawn by lot, 13 in the median run.
    kurtosis: float = NAN
    #: Places a kilometre.
    points_per_km: float = NAN
    #: Seconds from place to place, median.
    interval_s: float = NAN
    #: Share of intervals that are no whole seconds, and the share of the most frequent one (0.1 s).
    fractional: float = NAN
    dominant: float = NAN
    #: Correlation of intervals with steps, both as logarithms: near 1 where time was worked out.
    follows: float = NAN
    #: How many times the shortest interval the longest one is, by their 5th and 95th percentiles.
    interval_range: float = NAN
    #: Seconds of which every interval is a multiple; NaN when there is no such unit.
    time_grid_s: float = NAN
    #: Neither heart rate nor cadence, and a height that is not there or never changes.
    bare: bool = False


def texture(recording: Recording) -> Texture:
    """How the points of a recording lie: of the track that was measured, spikes left out."""
    path = path_of(recording.track)
    if len(path.time) < 3 or len(path.step) == 0:
        return Texture(places=len(path.time))
    grid = position_grid(recording.track)
    noise = scatter(path)
    return Texture(
        places=len(path.time),
        grid_m=grid,
        collinear=collinear(path, grid),
        even_steps=even_steps(path, grid, 0.02),
        even_steps_strict=even_steps(path, grid, 0.005),
        speed_spread=speed_spread(path),
        speed_spread_10s=speed_spread_10s(path),
        even_minutes=even_minutes(path),
        memoryless=noise.memoryless,
        scatter_m=noise.scatter_m,
        lag_across=noise.lag_across,
        lag_along=noise.lag_along,
        kurtosis=noise.kurtosis,
        points_per_km=_points_per_km(path),
        interval_s=float(np.median(path.took)),
        **intervals(path),
        time_grid_s=time_grid(recording.track),
        bare=_bare(recording.track, path),
    )


def _points_per_km(path: Path) -> float:
    metres = float(path.step.sum())
    return len(path.time) / metres * 1000.0 if metres > 0 else NAN


def _bare(track: Track, path: Path) -> bool:
    sensors = ("heart_rate", "cadence")
    if any(np.isfinite(track.sensor(name)).any() for name in sensors):
        return False
    heights = track.ele[np.isfinite(track.ele)]
    same = len(heights) == 0 or bool(np.ptp(heights) == 0)
    return same and float(path.step.sum()) >= _LEVEL_M
