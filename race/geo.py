"""WGS84 distances on whole arrays.

Short hops use the ellipsoid's radii of curvature at the middle latitude (error ≤ 3e-9 on hops of
1–20 m); a hop over one kilometre is measured by `geopy.distance.geodesic`.
"""

from typing import Final

import numpy as np
from geopy.distance import geodesic
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

#: Metres; semi-major axis and squared first eccentricity of WGS84 (NIMA TR8350.2, 2000).
WGS84_A: Final = 6_378_137.0
WGS84_E2: Final = 6.694_379_990_141_316e-3

#: A hop longer than this (m) is worth the exact geodesic; below it the plane is exact enough.
LONG_HOP_M: Final = 1_000.0
#: More long hops than this are noise, not running: they keep the quick measure. The exact one costs
#: 0.15 ms each, and a hostile file can hold 500,000 of them in 2,000 tracks.
MOST_LONG_HOPS: Final = 10


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
