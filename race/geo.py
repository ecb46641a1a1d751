"""WGS84 distances on whole arrays.

Short hops use the ellipsoid's radii of curvature at the middle latitude (error ≤ 3e-9 on hops of
1–20 m); a hop over one kilometre is measured by `geopy.distance.geodesic`.
"""

from typing import Final, NamedTuple

import numpy as np
from geopy.distance import geodesic
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

#: Metres; semi-major axis and squared first eccentricity of WGS84 (NIMA TR8350.2, 2000).
WGS84_A: Final = 6_378_137.0
WGS84_E2: Final = 6.694_379_990_141_316e-3

#: A hop longer than this (m) is worth the exact geodesic; below it the plane is exact enough.
LONG_HOP_M: Final = 1_000.0
#: More long hops than this are noise, not running: they keep the quick measure. The exact one costs
#: 0.15 ms each, and a hostile file can hold 500,000 of them in 2,000 tracks.
MOST_LONG_HOPS: Final = 10
#: Points ahead among which the next vertex of a thinned line is looked for by whole arrays: at one
#: point a second a runner covers a chord of 5 m in two or three.
_AHEAD: Final = 16
#: Points looked at together where it lies further ahead.
_BLOCK: Final = 256


def hops(lat: FloatArray, lon: FloatArray) -> FloatArray:
    """Metres from each point to the next: shape (n,) degrees in, shape (n - 1,) out; NaN passes."""
    if len(lat) < 2:
        return np.zeros(0)
    lengths = _plane_hops(lat, lon)
    long = np.flatnonzero(lengths > LONG_HOP_M)
    for i in long if len(long) <= MOST_LONG_HOPS else ():
        lengths[i] = geodesic((lat[i], lon[i]), (lat[i + 1], lon[i + 1])).m
    return lengths


def _plane_hops(lat: FloatArray, lon: FloatArray) -> FloatArray:
    phi, lam = np.radians(lat), np.radians(lon)
    north, east = _radii((phi[1:] + phi[:-1]) / 2)
    # The short way round at the antimeridian.
    dlam = (np.diff(lam) + np.pi) % (2 * np.pi) - np.pi
    metres: FloatArray = np.hypot(north * np.diff(phi), east * dlam)
    return metres


def _radii(phi: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Metres per radian northwards and eastwards at latitude `phi` (radians)."""
    w2 = 1.0 - WGS84_E2 * np.sin(phi) ** 2
    return WGS84_A * (1.0 - WGS84_E2) / w2**1.5, WGS84_A * np.cos(phi) / np.sqrt(w2)


def plane(lat: FloatArray, lon: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Metres east and north of the first known point, on a plane at the median latitude: for
    drawings and for telling near from far, not for adding up."""
    phi, lam = np.radians(lat), np.radians(lon)
    known = np.isfinite(phi) & np.isfinite(lam)
    if not known.any():
        return np.full(len(lat), np.nan), np.full(len(lat), np.nan)
    origin = int(np.argmax(known))
    north, east = _radii(np.asarray(np.median(phi[known])))
    dlam = (lam - lam[origin] + np.pi) % (2 * np.pi) - np.pi
    return east * dlam, north * (phi - phi[origin])


def thinned(lat: FloatArray, lon: FloatArray, segment: IntArray, chord_m: float) -> IntArray:
    """Indices of both ends of each segment and, between them, of every point at least a chord away
    from the last one taken; `segment` never falls."""
    line = _Line(*plane(lat, lon), chord_m * chord_m)
    last = np.flatnonzero(np.diff(segment, append=segment[-1:] + 1))
    end = np.repeat(last, np.diff(last, prepend=-1))
    follower, ends = line.followers(end).tolist(), end.tolist()
    taken: list[int] = []
    i = 0
    while i < len(ends):
        taken.append(i)
        i = follower[i] if follower[i] > i else line.search(i, ends[i])
    return np.asarray(taken, dtype=np.int64)


class _Line(NamedTuple):
    """A line in the plane, and the square of the chord it is thinned by."""

    east: FloatArray
    north: FloatArray
    chord2: float

    def followers(self, end: IntArray) -> IntArray:
        """The vertex after each point, were it one: the first point a chord away, or the `end` of
        its segment, or the point behind that for the end itself; 0 where it is not in sight."""
        here = np.arange(len(end))
        found = np.where(end == here, here + 1, 0)
        open_ = np.flatnonzero(found == 0)
        for ahead in range(1, _AHEAD + 1):
            there = open_ + ahead
            hit = (there == end[open_]) | self._far(open_, there)
            found[open_[hit]] = there[hit]
            open_ = open_[~hit]
        return found

    def search(self, i: int, end: int) -> int:
        """The same for one point whose follower is not in sight."""
        for start in range(i + _AHEAD + 1, end, _BLOCK):
            block = np.arange(start, min(start + _BLOCK, end))
            hit = self._far(np.asarray(i), block)
            if hit.any():
                return int(block[np.argmax(hit)])
        return end

    def _far(self, a: IntArray, b: IntArray) -> NDArray[np.bool_]:
        dx, dy = self.east[b] - self.east[a], self.north[b] - self.north[a]
        far: NDArray[np.bool_] = dx * dx + dy * dy >= self.chord2
        return far
