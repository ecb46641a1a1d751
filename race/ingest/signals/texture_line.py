"""Do the places of a track lie in line, and how do they scatter about its way."""

from dataclasses import dataclass
from math import ceil, sqrt
from typing import Final

import numpy as np

from race.ingest.signals.texture_path import Path
from race.track import FloatArray, IntArray, Track

NAN: Final = float("nan")
#: Fewer places, or bends, tell nothing.
FEWEST: Final = 60

#: Degrees of the grids that positions are written in: 4 to 7 decimals; NMEA's minutes with 3, 4 and
#: 5 decimals; the semicircles of FIT.
_GRIDS: Final = (1e-4, 1e-3 / 60, 1e-5, 1e-4 / 60, 1e-6, 1e-5 / 60, 1e-7, 180.0 / 2**31)
#: Share of positions that lie on a grid: an app adds a point of its own here and there.
_ON_GRID: Final = 0.9
#: Degrees. What is converted from a grid is often written with seven decimals.
_WRITTEN: Final = 0.6e-7
_METRES_A_DEGREE: Final = 111_320.0

#: m. A place this far off the line at most lies in it, where positions are exact …
_IN_LINE_M: Final = 0.002
#: … and this share of the grid where they are rounded: both ends and the middle are off by a bit.
_IN_LINE_GRIDS: Final = 0.7
#: m. Straight roads are as straight as a coarser grid can tell.
_COARSEST_M: Final = 0.3
#: The line must be long enough for a bend of 600 m radius to bulge by three times what counts as
#: in line: half of it is √(6 · 600 m · tolerance).
_BULGE: Final = 3600.0
#: A way that turns back is no line: from end to end at least this share of its two halves.
_STRETCHED: Final = 0.7


def position_grid(track: Track) -> float:
    """Metres of the coarsest known grid that latitudes and longitudes are rounded to, 0 if none."""
    fixed = track.take(track.positioned)
    for grid in _GRIDS:
        # Finer grids are looked for as they are: every seventh decimal is near one of them.
        slack = _WRITTEN if grid > 4 * _WRITTEN else grid / 100
        if all(_on_grid(axis, grid, slack) for axis in (fixed.lat, fixed.lon)):
            return grid * _METRES_A_DEGREE
    return 0.0


def _on_grid(degrees: FloatArray, grid: float, slack: float) -> bool:
    off = np.abs(degrees - np.round(degrees / grid) * grid)
    return bool((off <= slack).mean() >= _ON_GRID)


def collinear(path: Path, grid_m: float) -> float:
    """Share of places that lie in line with the one so many steps before and the one as many
    behind: within 2 mm, or 0.7 of the grid where positions are rounded.

    The rougher the grid the longer the line, so that a smooth bend is none: of real tracks 29 %
    lie so at most (a watch that smooths its route), 2 % in the median.
    """
    if grid_m > _COARSEST_M or len(path.step) < FEWEST:
        return NAN
    tolerance = max(_IN_LINE_M, _IN_LINE_GRIDS * grid_m)
    typical = float(np.median(path.step))
    reach = max(1, ceil(sqrt(_BULGE * tolerance) / typical)) if typical > 0 else len(path.time)
    middle = _inner(path, reach)
    if len(middle) < FEWEST:
        return NAN
    before, behind = middle - reach, middle + reach
    along_x, along_y = _way(path, before, behind)
    first_x, first_y = _way(path, before, middle)
    second_x, second_y = along_x - first_x, along_y - first_y
    chord = np.hypot(along_x, along_y)
    halves = np.hypot(first_x, first_y) + np.hypot(second_x, second_y)
    straight = chord > _STRETCHED * halves
    off = np.abs(along_x * first_y - along_y * first_x)[straight] / chord[straight]
    return float((off <= tolerance).mean()) if len(off) >= FEWEST else NAN


def _inner(path: Path, reach: int) -> IntArray:
    """Places with `reach` more on both sides in their segment."""
    middle = np.arange(reach, max(reach, len(path.time) - reach))
    inner: IntArray = middle[path.segment[middle - reach] == path.segment[middle + reach]]
    return inner


def _way(path: Path, from_: IntArray, to: IntArray) -> tuple[FloatArray, FloatArray]:
    return path.east[to] - path.east[from_], path.north[to] - path.north[from_]


@dataclass(frozen=True, kw_only=True)
class Scatter:
    """How places scatter about their way; NaN where steps are too few or too uneven in time."""

    memoryless: float = NAN
    scatter_m: float = NAN
    lag_across: float = NAN
    lag_along: float = NAN
    kurtosis: float = NAN


#: Steps over which the memory of errors is looked for.
_LONG: Final = 4
#: Steps are even when each takes the median time, give or take this share.
_EVEN: Final = 0.2
#: The median of |x| of a normal distribution, and the deviation of x₋ − 2x₀ + x₊ when each is off
#: by 1.
_MEDIAN_OF_NORMAL: Final = 0.6745
_BEND_OF_NOISE: Final = sqrt(6.0)


def scatter(path: Path) -> Scatter:
    """How bends (x₋ − 2x₀ + x₊) over one step compare with those over four.

    Errors without memory bend a track as much over one step as over four. In real tracks, with
    their drifting errors and changing speeds, the bends of four steps are 2.1 to 17 times as large
    (one of both axes at least, 83 foot tracks), so that the share is 0.48 or less.
    """
    if len(path.time) <= 2 * _LONG + FEWEST:
        return Scatter()
    middle = _evenly_spaced(path)
    if len(middle) < FEWEST:
        return Scatter()
    across, along = _bends(path, middle, 1)
    far_across, far_along = _bends(path, middle, _LONG)
    near = np.array([np.median(np.abs(across)), np.median(np.abs(along))])
    far = np.array([np.median(np.abs(far_across)), np.median(np.abs(far_along))])
    if not (near > 0).all() or not (far > 0).all():
        return Scatter()
    return Scatter(
        memoryless=float((near / far).min()),
        scatter_m=float(near.min() / _MEDIAN_OF_NORMAL / _BEND_OF_NOISE),
        lag_across=_lag(middle, across),
        lag_along=_lag(middle, along),
        kurtosis=_kurtosis(across),
    )


def _evenly_spaced(path: Path) -> IntArray:
    """Places whose four steps before and four behind all take the usual time."""
    took = np.diff(path.time)
    usual = float(np.median(path.took))
    even = (np.abs(took - usual) <= _EVEN * usual) & (np.diff(path.segment) == 0)
    counted = np.concatenate(([0], np.cumsum(even)))
    middle = np.arange(_LONG, len(path.time) - _LONG)
    spaced: IntArray = middle[counted[middle + _LONG] - counted[middle - _LONG] == 2 * _LONG]
    return spaced


def _bends(path: Path, middle: IntArray, reach: int) -> tuple[FloatArray, FloatArray]:
    """Bends over `reach` steps, across and along the way (m)."""
    after_x, after_y = _way(path, middle, middle + reach)
    before_x, before_y = _way(path, middle - reach, middle)
    bend_x, bend_y = after_x - before_x, after_y - before_y
    way_x, way_y = _way(path, middle - _LONG, middle + _LONG)
    length = np.hypot(way_x, way_y)
    length[length == 0] = np.inf
    across = (way_x * bend_y - way_y * bend_x) / length
    along = (way_x * bend_x + way_y * bend_y) / length
    return across, along


def _lag(middle: IntArray, bends: FloatArray) -> float:
    """Correlation of each bend with the next: −2/3 for errors without memory. The largest 5 % are
    corners and jumps, and are left out."""
    small = np.abs(bends) <= np.quantile(np.abs(bends), 0.95)
    pairs = (np.diff(middle) == 1) & small[1:] & small[:-1]
    one, next_ = bends[:-1][pairs], bends[1:][pairs]
    power = sqrt(float(one @ one) * float(next_ @ next_))
    return float(one @ next_) / power if power > 0 else NAN


def _kurtosis(values: FloatArray) -> float:
    centred = values - values.mean()
    variance = float((centred**2).mean())
    return float((centred**4).mean()) / variance**2 if variance > 0 else NAN
