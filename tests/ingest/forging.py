"""Runs that nobody ran, made of lines as a router gives them, and true ones with other times.

Each is the same at any time: what is thrown comes from the number of the forgery.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator

from race.track import FloatArray, Track, track_of
from tests.tracks import HUU_LUNG, MORNING

#: Metres of a degree of latitude on a sphere as large as the earth: near enough to draw a line.
_DEGREE_M = 111_320.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Line:
    """Straight legs between the vertices of a road, metres along, east and north."""

    along: FloatArray
    east: FloatArray
    north: FloatArray

    def at(self, along: FloatArray) -> FloatArray:
        """Metres east and north at so many metres along, shape (n, 2)."""
        axes = [np.interp(along, self.along, axis) for axis in (self.east, self.north)]
        return np.stack(axes, axis=1)


def line(rng: Generator, metres: float) -> Line:
    """A road of straights of some 50 m, and of bends whose vertices are 5 to 14 m apart."""
    legs, turns = [0.0], [rng.uniform(0, 2 * np.pi)]
    while sum(legs) < metres:
        if rng.random() < 0.6:
            legs.append(rng.lognormal(np.log(50), 0.7))
            turns.append(rng.normal(0, 0.15))
        else:
            count = int(rng.integers(3, 9))
            legs += [rng.uniform(5, 14)] * count
            turns += [rng.normal(0, 0.18)] * count
    heading = np.cumsum(turns)
    return Line(
        along=np.cumsum(legs),
        east=np.cumsum(legs * np.cos(heading)),
        north=np.cumsum(legs * np.sin(heading)),
    )


def _track(times: FloatArray, places: FloatArray, *, decimals: int, height: float = 40.0) -> Track:
    lat = HUU_LUNG[0] + places[:, 1] / _DEGREE_M
    lon = HUU_LUNG[1] + places[:, 0] / _DEGREE_M / np.cos(np.radians(HUU_LUNG[0]))
    return track_of(
        time=MORNING + times,
        lat=np.round(lat, decimals),
        lon=np.round(lon, decimals),
        ele=np.full(len(times), height),
    )


def _line_of(number: int, metres: float) -> tuple[Generator, Line, float]:
    """(what is thrown, a road, m/s)."""
    rng = np.random.default_rng(number)
    return rng, line(rng, metres), float(rng.uniform(2.4, 4.0))


def by_pace(number: int, *, decimals: int = 6, uneven: float = 0.15) -> Track:
    """A router's vertices, the pace of each leg thrown about the wanted one, milliseconds."""
    rng, road, speed = _line_of(number, 5000.0)
    pace = (1 + uneven * rng.uniform(-1, 1, len(road.along) - 1)) / speed
    times = np.concatenate([[0.0], np.cumsum(np.diff(road.along) * pace)])
    return _track(np.round(times, 3), road.at(road.along), decimals=decimals)


def evenly(number: int, *, decimals: int = 6) -> Track:
    """A router's vertices at one pace, milliseconds."""
    return by_pace(number, decimals=decimals, uneven=0.0)


def equal_steps(number: int, *, decimals: int = 7) -> Track:
    """As many metres from point to point all the way, now and then a slower one; height 0."""
    rng, road, speed = _line_of(number, 5000.0)
    along = np.arange(0.0, 5000.0, rng.uniform(3, 10))
    slow = np.where(rng.random(len(along) - 1) < 0.05, 1.3, 1.0)
    times = np.concatenate([[0.0], np.cumsum(np.diff(along) / speed * slow)])
    return _track(np.round(times, 3), road.at(along), decimals=decimals, height=0.0)


def every_second(number: int, *, decimals: int = 7, noise_m: float = 0.0) -> Track:
    """A point each second at one speed, each thrown aside anew by `noise_m` (one sigma)."""
    rng, road, speed = _line_of(number, 5000.0)
    times = np.arange(0.0, 5000.0 / speed)
    places = road.at(times * speed)
    thrown = noise_m * rng.standard_normal(places.shape)
    return _track(times, places + thrown, decimals=decimals)


def pressed(track: Track, factor: float) -> Track:
    """The track with its times pressed together, fractions and all."""
    return replace(track, time=track.time[0] + (track.time - track.time[0]) * factor)


def rounded(track: Track, decimals: int) -> Track:
    """The track with its positions rounded."""
    return replace(track, lat=np.round(track.lat, decimals), lon=np.round(track.lon, decimals))


def filled_in(track: Track, every_s: float) -> Track:
    """A fix each `every_s` seconds, and between them a point a second, as programs fill gaps in."""
    kept = np.arange(track.time[0], track.time[-1], every_s)
    seconds = np.arange(kept[0], kept[-1])
    lat, lon = (
        np.interp(seconds, kept, np.interp(kept, track.time, axis))
        for axis in (track.lat, track.lon)
    )
    return track_of(time=seconds, lat=lat, lon=lon)
