"""Ways to run on, invented: country roads, streets, parks, tracks, with their hills and skies."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import Generator

from race.track import FloatArray
from tests.fairness.noise import smoothed, wandering

#: WGS84 in metres a degree of latitude and, times the cosine, of longitude: to a part in 300, which
#: is nothing beside an invented road.
_DEGREE_M: Final = 111_195.0


@dataclass(frozen=True, kw_only=True)
class Way:
    """A way on the ground, a place about every metre from its beginning; shape (n,)."""

    #: Metres since its beginning, rising.
    along: FloatArray
    #: Metres from `lat`, `lon`.
    east: FloatArray
    north: FloatArray
    #: Metres above the sea.
    height: FloatArray
    #: How much of the sky walls and trees hide, 0 to 1.
    hidden: FloatArray
    #: Degrees of the place where it begins.
    lat: float
    lon: float
    #: What it is, for the name of a sample.
    kind: str

    def degrees(self, east: FloatArray, north: FloatArray) -> tuple[FloatArray, FloatArray]:
        """(latitude, longitude) of metres from the beginning."""
        lat = self.lat + north / _DEGREE_M
        return lat, self.lon + east / (_DEGREE_M * np.cos(np.radians(self.lat)))

    def at(self, metres: FloatArray, *, right_m: FloatArray) -> tuple[FloatArray, FloatArray]:
        """(metres east, metres north) of places along it, `right_m` beside its middle."""
        heading_east, heading_north = np.gradient(self.east), np.gradient(self.north)
        norm = np.maximum(np.hypot(heading_east, heading_north), 1e-9)
        aside_east = np.interp(metres, self.along, heading_north / norm)
        aside_north = np.interp(metres, self.along, -heading_east / norm)
        return (
            np.interp(metres, self.along, self.east) + right_m * aside_east,
            np.interp(metres, self.along, self.north) + right_m * aside_north,
        )


def way(rng: Generator, kind: str, length_m: float) -> Way:
    """A way of one of `KINDS`, at least so long, somewhere people live."""
    count = int(length_m) + 60
    shape = KINDS[kind](rng, count)
    east, north = shape[0][:count], shape[1][:count]
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(east), np.diff(north)))])
    hills = {"track": 0.0, "street": 0.3, "park": 0.5, "riverside": 0.15}.get(kind, 1.0)
    turn = rng.uniform(0, 2 * np.pi)
    return Way(
        along=along,
        east=east * np.cos(turn) - north * np.sin(turn),
        north=east * np.sin(turn) + north * np.cos(turn),
        height=rng.uniform(3, 400) + _hills(rng, east, north, hills * rng.uniform(0.3, 1.6)),
        hidden=_hidden(rng, count, kind),
        lat=float(
            rng.choice([21.5, 21.0, 16.1, 10.8, 52.4, 39.9, -33.9, 1.3]) + rng.normal(0, 0.1)
        ),
        lon=float(rng.choice([106.3, 105.8, 108.2, 106.7, 13.4, 116.4, 151.2, 103.8])),
        kind=kind,
    )


def _country(rng: Generator, count: int) -> tuple[FloatArray, FloatArray]:
    """A road that winds: its curvature wanders, in bends of 60 m radius and more."""
    bend = wandering(rng, count, tau=rng.uniform(40, 150), smooth=rng.uniform(10, 30))
    curvature = np.clip(bend * rng.uniform(0.001, 0.006), -1 / 25, 1 / 25)
    return _walked(np.cumsum(curvature) + rng.uniform(0.0, 0.2) * wandering(rng, count, tau=600))


def _street(rng: Generator, count: int) -> tuple[FloatArray, FloatArray]:
    """Blocks: straight on, or round a corner."""
    headings: list[FloatArray] = []
    heading, made = 0.0, 0
    while made < count:
        block = int(rng.uniform(50, 320))
        headings.append(np.full(block, heading) + rng.normal(0, 0.01))
        turn = rng.choice([0.0, np.pi / 2, -np.pi / 2, 0.35, -0.3], p=[0.35, 0.22, 0.22, 0.11, 0.1])
        heading, made = heading + turn, made + block
    return _walked(smoothed(np.concatenate(headings)[:count], rng.uniform(2.0, 5.0)))


def _riverside(rng: Generator, count: int) -> tuple[FloatArray, FloatArray]:
    """A dyke: kilometres nearly straight, there and back."""
    half = count // 2 + 5
    bend = wandering(rng, half, tau=400, smooth=60) * rng.uniform(0.02, 0.2)
    east, north = _walked(bend)
    return _there_and_back(east, north, aside=rng.uniform(0.5, 3.0))


def _trail(rng: Generator, count: int) -> tuple[FloatArray, FloatArray]:
    """A path in the woods: bends of 8 m radius, there and back."""
    half = count // 2 + 5
    bend = wandering(rng, half, tau=rng.uniform(12, 30), smooth=rng.uniform(4, 9))
    east, north = _walked(np.cumsum(np.clip(bend * rng.uniform(0.01, 0.03), -1 / 8, 1 / 8)))
    return _there_and_back(east, north, aside=0.3)


def _park(rng: Generator, count: int) -> tuple[FloatArray, FloatArray]:
    """A loop of 600 to 2,500 m round a park or a lake, again and again."""
    loop = int(rng.uniform(600, 2500))
    angle = 2 * np.pi * np.arange(loop) / loop
    radius = 1.0 + sum(
        rng.normal(0, 0.28 / order**1.3) * np.cos(order * angle + rng.uniform(0, 6.3))
        for order in range(2, 7)
    )
    radius = np.maximum(radius, 0.35)
    return _laps(radius * np.cos(angle), radius * np.sin(angle), loop, count)


def _track(rng: Generator, count: int) -> tuple[FloatArray, FloatArray]:
    """A 400 m track: World Athletics' straights of 84.39 m and bends of 36.50 m radius."""
    lane = 0.30 + 1.22 * rng.integers(0, 3)
    straight, radius = 84.39, 36.50 + lane
    bend = np.pi * radius
    lap = 2 * straight + 2 * bend
    metres = np.arange(int(lap)) * lap / int(lap)
    east, north = np.empty(len(metres)), np.empty(len(metres))
    for i, metre in enumerate(metres):
        second, rest = divmod(metre, straight + bend)
        side = -1.0 if second else 1.0
        turned = max(rest - straight, 0.0) / radius
        east[i] = side * (min(rest, straight) - straight / 2 + radius * np.sin(turned))
        north[i] = -side * radius * np.cos(turned)
    return _laps(east, north, int(lap), count)


#: What a way may be.
KINDS: Final[dict[str, Callable[[Generator, int], tuple[FloatArray, FloatArray]]]] = {
    "country": _country,
    "street": _street,
    "riverside": _riverside,
    "trail": _trail,
    "park": _park,
    "track": _track,
}


def _walked(heading: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The places that steps of a metre lead to."""
    return np.cumsum(np.cos(heading)), np.cumsum(np.sin(heading))


def _there_and_back(
    east: FloatArray, north: FloatArray, *, aside: float
) -> tuple[FloatArray, FloatArray]:
    """Out on one side of the way, home on the other."""
    back_east, back_north = east[::-1].copy(), north[::-1].copy()
    norm = np.maximum(np.hypot(np.gradient(back_east), np.gradient(back_north)), 1e-9)
    shift = smoothed(np.minimum(np.arange(len(east)) / 8.0, 1.0), 3.0) * aside
    back_east += shift * np.gradient(north[::-1]) / norm
    back_north -= shift * np.gradient(east[::-1]) / norm
    return np.concatenate([east, back_east]), np.concatenate([north, back_north])


def _laps(
    east: FloatArray, north: FloatArray, loop_m: int, count: int
) -> tuple[FloatArray, FloatArray]:
    """A closed line of so many metres, walked until `count` metres are made."""
    closed_east, closed_north = np.append(east, east[0]), np.append(north, north[0])
    hops = np.hypot(np.diff(closed_east), np.diff(closed_north))
    length = np.concatenate([[0.0], np.cumsum(hops)])
    scale = loop_m / length[-1]
    metres = np.arange(count, dtype=np.float64) % loop_m / scale
    return (
        np.interp(metres, length, closed_east) * scale,
        np.interp(metres, length, closed_north) * scale,
    )


def _hills(rng: Generator, east: FloatArray, north: FloatArray, size: float) -> FloatArray:
    """Heights of the land: the same place has the same height, however often one comes by."""
    height = np.zeros(len(east))
    for wavelength, metres in ((4000.0, 22.0), (1300.0, 9.0), (500.0, 3.0), (170.0, 0.8)):
        angle, phase = rng.uniform(0, 2 * np.pi, 2)
        wave = 2 * np.pi / (wavelength * rng.uniform(0.7, 1.4))
        height += metres * np.sin(wave * (east * np.cos(angle) + north * np.sin(angle)) + phase)
    return size * height


def _hidden(rng: Generator, count: int, kind: str) -> FloatArray:
    """Trees and houses along the way, thicker in towns and woods."""
    level = {"street": 0.35, "trail": 0.5, "park": 0.2, "country": 0.1}.get(kind, 0.05)
    walls = wandering(rng, count, tau=120, smooth=8) * 0.3 + level + rng.normal(0, 0.1)
    return np.clip(walls, 0.0, 1.0)
