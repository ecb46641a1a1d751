"""Pace and elevation over the distance, one axis under both, and the bars of the kilometres.

Fast is up. Everything is measured on an even grid of the distance, so that a drawing of 100,000
points is as small as one of 200, and a pause is a gap of time, not a slow kilometre.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from race.drawing import axes, marks, paths
from race.drawing.axes import Tick

FloatArray = NDArray[np.float64]

WIDTH: Final = 360.0
TOP: Final = 18.0
#: Heights of the two drawings, and what lies between and below them, in units.
PACE_HIGH: Final = 126.0
ELE_HIGH: Final = 72.0
BETWEEN: Final = 28.0
BELOW: Final = 32.0
#: Height of the row of numbers over the marked stretches, the side of one, and how wide a stretch
#: is drawn at least.
MARKS_HIGH: Final = 20.0
MARK: Final = 16.0
LEAST_SHADE: Final = 2.0

#: Places along the distance at which pace and elevation are read.
PACE_STEPS: Final = 180
ELE_STEPS: Final = 120
#: Pace is the mean over this many metres or seconds, whichever is longer: less is GPS noise.
WINDOW_M: Final = 100.0
WINDOW_S: Final = 30.0
#: Elevation is the mean over this many metres.
ELE_WINDOW_M: Final = 60.0
#: The pace axis shows at least this much (s/km), and what lies within these shares of the median.
LEAST_PACE_SPAN: Final = 80.0
PACE_SHARES: Final = (0.4, 1.6)
#: The elevation axis shows at least this many metres, so that a flat road looks flat.
LEAST_ELE_SPAN_M: Final = 25.0

PACE_TICKS_S: Final = (15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1200.0)
ELE_TICKS_M: Final = (5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0)


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One drawing over the distance; units."""

    top: float
    bottom: float
    ticks: tuple[Tick, ...]
    #: The path of the line.
    line: str
    #: The path of what lies under the line; "" where nothing is filled.
    area: str = ""
    #: The line again inside each marked stretch, "" where the stretch is too short for one.
    parts: tuple[str, ...] = ()
    #: Where the limit stands, units down; None without one.
    limit_y: float | None = None


@dataclass(frozen=True, kw_only=True)
class Band:
    """A marked stretch over the whole height of the chart; units."""

    x: float
    width: float
    #: The middle of the square with its number, across.
    mark_x: float


@dataclass(frozen=True, kw_only=True)
class ChartPicture:
    """What a template needs to draw a chart; units of the view box."""

    width: float
    height: float
    left: float
    right: float
    #: Where the highest drawing begins; numbers of marked stretches stand right above it.
    top: float
    #: Where the lowest drawing ends and the numbers of the distance begin.
    bottom: float
    distance_ticks: tuple[Tick, ...]
    #: The marked stretches, in the order in which they were asked for.
    bands: tuple[Band, ...]
    #: None without times.
    pace: Panel | None
    #: None without elevation.
    elevation: Panel | None


def chart_picture(
    *,
    distance_m: ArrayLike,
    time_s: ArrayLike,
    elevation_m: ArrayLike,
    segment: ArrayLike | None = None,
    marked_m: Sequence[tuple[float, float]] = (),
    limit_s_per_km: float | None = None,
) -> ChartPicture | None:
    """The chart of a track, arrays of shape (n,); None when there is nothing to show.

    `distance_m` is what was run so far and never falls; times are seconds on any clock. Time
    between two segments is a pause and is left out. `marked_m` are stretches from, to.
    """
    metres = np.asarray(distance_m, dtype=np.float64)
    known = np.isfinite(metres)
    metres = metres[known]
    if len(metres) < 2 or metres[-1] <= metres[0]:
        return None
    piece = np.zeros(len(metres)) if segment is None else np.asarray(segment)[known]
    axis = axes.DistanceAxis(first=float(metres[0]), last=float(metres[-1]))
    seconds = _running_time(np.asarray(time_s, dtype=np.float64)[known], piece)
    first = TOP + MARKS_HIGH if marked_m else TOP
    pace = _pace_panel(metres, seconds, axis, top=first, marked_m=marked_m, limit=limit_s_per_km)
    top = first if pace is None else pace.bottom + BETWEEN
    elevation = _elevation_panel(
        metres, np.asarray(elevation_m, dtype=np.float64)[known], axis, top
    )
    lowest = elevation or pace
    if lowest is None:
        return None
    return ChartPicture(
        width=WIDTH,
        height=lowest.bottom + BELOW,
        left=axes.LEFT,
        right=axes.RIGHT,
        top=first,
        bottom=lowest.bottom,
        distance_ticks=axes.distance_ticks(axis),
        bands=_bands(axis, marked_m),
        pace=pace,
        elevation=elevation,
    )


def bar_shares(paces_s_per_km: Sequence[float]) -> tuple[float, ...]:
    """The length of each bar, 0..1: the fastest is 1, twice its time is a half, unknown is 0."""
    known = [pace for pace in paces_s_per_km if math.isfinite(pace) and pace > 0]
    fastest = min(known, default=math.nan)
    shares = (
        fastest / pace if math.isfinite(pace) and pace > 0 else 0.0 for pace in paces_s_per_km
    )
    return tuple(round(share, 3) for share in shares)


def _running_time(seconds: FloatArray, piece: NDArray[np.generic]) -> FloatArray:
    """Seconds since the start without the time between segments, never falling; NaN stays NaN."""
    timed = np.isfinite(seconds)
    steps = np.maximum(np.diff(seconds[timed], prepend=seconds[timed][:1]), 0)
    paused = np.diff(piece[timed], prepend=piece[timed][:1]) != 0
    running = np.full(len(seconds), np.nan)
    running[timed] = np.cumsum(np.where(paused, 0, steps))
    return running


def _pace_panel(
    metres: FloatArray,
    seconds: FloatArray,
    axis: axes.DistanceAxis,
    *,
    top: float,
    marked_m: Sequence[tuple[float, float]],
    limit: float | None,
) -> Panel | None:
    grid = axis.grid(PACE_STEPS)
    pace = _smooth_pace(metres, seconds, grid)
    if pace is None:
        return None
    low, high = _pace_range(pace, limit)
    bottom = top + PACE_HIGH
    points = np.column_stack((axis.x(grid), axes.down(pace, low, high, top, bottom)))
    return Panel(
        top=top,
        bottom=bottom,
        ticks=axes.ticks(low, high, PACE_TICKS_S, most=6, top=top, bottom=bottom),
        line=paths.line(points),
        parts=tuple(paths.line(points[(grid >= a) & (grid <= b)]) for a, b in marked_m),
        limit_y=None
        if limit is None
        else float(axes.down(np.array(limit), low, high, top, bottom)),
    )


def _smooth_pace(metres: FloatArray, seconds: FloatArray, grid: FloatArray) -> FloatArray | None:
    """Seconds per km around each place of the grid; None when the track has no times."""
    timed = np.isfinite(seconds)
    if timed.sum() < 2:
        return None
    run, clock = metres[timed], seconds[timed]
    length, duration = run[-1] - run[0], clock[-1] - clock[0]
    if length <= 0 or duration <= 0:
        return None
    half = min(max(WINDOW_M, WINDOW_S * length / duration), length / 4) / 2
    before, after = (np.clip(grid + shift, run[0], run[-1]) for shift in (-half, half))
    spent = np.interp(after, run, clock) - np.interp(before, run, clock)
    # Before the first time and after the last one the window is empty: nothing is known there.
    width = after - before
    pace = np.where(width > 0, spent * 1000 / np.maximum(width, 1e-9), np.nan)
    known = np.isfinite(pace)
    filled: FloatArray = np.interp(grid, grid[known], pace[known])
    return filled


def _pace_range(pace: FloatArray, limit: float | None) -> tuple[float, float]:
    """The fastest and the slowest pace that the axis shows."""
    median = float(np.median(pace))
    low = max(float(pace.min()), PACE_SHARES[0] * median)
    high = min(float(pace.max()), PACE_SHARES[1] * median)
    if limit is not None:
        # Room above the line of the limit for its words.
        low, high = min(low, limit - (high - limit) * 0.1), max(high, limit)
    return axes.widened(low, high, LEAST_PACE_SPAN)


def _elevation_panel(
    metres: FloatArray, height: FloatArray, axis: axes.DistanceAxis, top: float
) -> Panel | None:
    known = np.isfinite(height)
    # One single value all the way is what devices write that measure none.
    if known.sum() < max(2, len(height) / 2) or np.ptp(height[known]) == 0:
        return None
    grid = axis.grid(ELE_STEPS)
    smooth = _smooth_height(metres[known], height[known], grid)
    low, high = axes.widened(float(smooth.min()), float(smooth.max()), LEAST_ELE_SPAN_M)
    bottom = top + ELE_HIGH
    # Elevation grows upwards, pace downwards: the same ruler, turned round.
    points = np.column_stack((axis.x(grid), axes.down(-smooth, -high, -low, top, bottom)))
    ticks = axes.ticks(-high, -low, ELE_TICKS_M, most=4, top=top, bottom=bottom)
    line = paths.line(points)
    return Panel(
        top=top,
        bottom=bottom,
        ticks=tuple(Tick(at=tick.at, value=-tick.value) for tick in reversed(ticks)),
        line=line,
        area=f"{line}V{bottom:g}H{axes.LEFT:g}z",
    )


def _smooth_height(metres: FloatArray, height: FloatArray, grid: FloatArray) -> FloatArray:
    """Mean elevation within half a window on both sides of each place of the grid."""
    dense = np.linspace(grid[0], grid[-1], 8 * len(grid) + 1)
    sums = np.concatenate(([0.0], np.cumsum(np.interp(dense, metres, height))))
    half = max(1, round(ELE_WINDOW_M / 2 / (dense[1] - dense[0])))
    middle = np.arange(len(grid)) * 8 * len(grid) // (len(grid) - 1)
    low = np.maximum(middle - half, 0)
    high = np.minimum(middle + half + 1, len(dense))
    mean: FloatArray = (sums[high] - sums[low]) / (high - low)
    return mean


def _bands(axis: axes.DistanceAxis, marked_m: Sequence[tuple[float, float]]) -> tuple[Band, ...]:
    """The marked stretches; their numbers stand over their middles, side by side where they would
    hide one another."""
    edges = [(float(axis.x(a)), float(axis.x(b))) for a, b in marked_m]
    middles = marks.spread(
        [(left + right) / 2 for left, right in edges],
        apart=MARK + 2,
        low=axes.LEFT + MARK / 2,
        high=axes.RIGHT - MARK / 2,
    )
    return tuple(
        Band(
            x=round(left, 1),
            width=round(max(right - left, LEAST_SHADE), 1),
            mark_x=round(middle, 1),
        )
        for (left, right), middle in zip(edges, middles, strict=True)
    )
