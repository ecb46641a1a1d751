"""GPX read by gpxpy, measured by geographiclib: the eyes of these tests, none of our own code."""

from dataclasses import dataclass

import gpxpy
import numpy as np
from geographiclib.geodesic import Geodesic
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Points:
    """The points of a file, segment after segment."""

    lat: Floats
    lon: Floats
    ele: Floats
    #: Seconds since 1970; NaN without a time.
    time: Floats
    segment: Floats
    #: Metres to the next point; 0 between two segments.
    hops: Floats

    @property
    def metres(self) -> float:
        return float(self.hops.sum())

    @property
    def seconds(self) -> float:
        return float(self.time[-1] - self.time[0])

    def split_seconds(self) -> list[float]:
        """Seconds for each full kilometre."""
        along = np.concatenate([[0.0], np.cumsum(self.hops)])
        marks = np.arange(0.0, along[-1], 1000.0)
        splits: list[float] = np.diff(np.interp(marks, along, self.time)).tolist()
        return splits


def points(data: bytes) -> Points:
    """Every track point of a GPX file."""
    gpx = gpxpy.parse(data.decode())
    segments = [segment for track in gpx.tracks for segment in track.segments]
    found = [(p, number) for number, part in enumerate(segments) for p in part.points]
    segment = np.array([number for _, number in found], dtype=np.float64)
    lat = np.array([p.latitude for p, _ in found])
    lon = np.array([p.longitude for p, _ in found])
    hops = np.array(
        [
            Geodesic.WGS84.Inverse(lat[i], lon[i], lat[i + 1], lon[i + 1])["s12"]
            for i in range(len(found) - 1)
        ]
    )
    return Points(
        lat=lat,
        lon=lon,
        ele=np.array([np.nan if p.elevation is None else p.elevation for p, _ in found]),
        time=np.array([np.nan if p.time is None else p.time.timestamp() for p, _ in found]),
        segment=segment,
        hops=hops * (np.diff(segment) == 0),
    )


@dataclass(frozen=True, kw_only=True)
class Signal:
    """What tells a recorded track from a drawn one."""

    #: Share of middle points less than 2 cm beside the line through their neighbours.
    collinear: float
    #: Share of steps within 2 % of the median speed.
    even: float
    #: Standard deviation of the speed of steps over their mean.
    variation: float
    #: Lag-1 autocorrelation of the residual across and along the way.
    across: float
    along: float
    points_per_km: float


def signal(track: Points) -> Signal:
    """The statistics of a track by the definitions for honest and forged files."""
    inside = np.diff(track.segment) == 0
    speed = (track.hops / np.diff(track.time))[inside]
    east = np.radians(track.lon - track.lon[0]) * 6_378_137.0 * np.cos(np.radians(track.lat[0]))
    north = np.radians(track.lat - track.lat[0]) * 6_378_137.0
    chord_east, chord_north = east[2:] - east[:-2], north[2:] - north[:-2]
    length = np.maximum(np.hypot(chord_east, chord_north), 1e-9)
    share = (track.time[1:-1] - track.time[:-2]) / (track.time[2:] - track.time[:-2])
    off_east = east[1:-1] - east[:-2] - share * chord_east
    off_north = north[1:-1] - north[:-2] - share * chord_north
    whole = inside[1:] & inside[:-1]
    across = ((off_east * chord_north - off_north * chord_east) / length)[whole]
    along = ((off_east * chord_east + off_north * chord_north) / length)[whole]
    middle = float(np.median(speed))
    return Signal(
        collinear=float((np.abs(across) < 0.02).mean()),
        even=float((np.abs(speed - middle) < 0.02 * middle).mean()),
        variation=float(speed.std() / speed.mean()),
        across=_autocorrelation(across),
        along=_autocorrelation(along),
        points_per_km=len(track.lat) / (track.metres / 1000.0),
    )


def _autocorrelation(values: Floats) -> float:
    centred = values - values.mean()
    return float((centred[1:] * centred[:-1]).sum() / (centred**2).sum())
