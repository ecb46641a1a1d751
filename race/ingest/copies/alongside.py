"""How two recordings move beside each other in time.

Two people, or one on two days, never keep in step: they drift apart by tens of metres. A copy does
keep in step with its original, once it is moved in time (and turned round) as fits best; and what
was done to it point by point averages out over ten seconds. Two devices on one runner keep in step
as well, but for the errors of their receivers, which wander by metres over minutes.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from race.ingest.copies.sliding import best_fits
from race.ingest.copies.steady import LONGEST_S, averaged
from race.track import BoolArray, FloatArray, Track

#: Metres east of somewhere, and north of it as the imaginary part.
Places = NDArray[np.complex128]

#: s. So often places are compared, and over so long speeds are taken.
_EVERY_S: Final = 5
_SPEED_S: Final = 10
#: s, and share of the shorter one: so long it may begin before the longer one, or end after it.
_BESIDE_S: Final = 60
_BESIDE_SHARE: Final = 0.1
#: s, m, vertices. Less than this tells nothing: over a few straight lines everybody keeps in step.
_LEAST_S: Final = 180
_LEAST_M: Final = 500
_FEWEST: Final = 20
#: Speeds that vary by less than this share of their mean are one: of real runs the evenest vary by
#: 8 % over 10 s.
_EVEN: Final = 0.01
#: Share of the moments at which they are nearer than what is told.
_MOSTLY: Final = 0.8
#: Logarithms of what somebody may have slowed a run down by: 1 % to half.
_SLOWED: Final = (0.01, 0.7)
#: Begins that are tried, each way round: laps of one pace look alike.
_TRIED: Final = 3
#: Times that one is moved, each time nearer to where it fits.
_MOVES: Final = 3
_METRES_A_DEGREE: Final = 111_195.0


@dataclass(frozen=True, kw_only=True)
class Step:
    """How well one keeps in step with another, moved as fits best; NaN where it cannot be told."""

    #: Correlation of their speeds over 10 s, -1..1.
    speed: float
    #: Metres: most of the time they are nearer to each other, averaged over 10 s.
    off_m: float
    #: How much of what they are off at one vertex is left at the next: 0 of jitter, 1 of drifting.
    drift: float


#: Nothing can be told.
UNTOLD: Final = Step(speed=np.nan, off_m=np.nan, drift=np.nan)


@dataclass(frozen=True, kw_only=True, eq=False)
class Path:
    """One recording on a plane; shapes (n,)."""

    #: Seconds since its own start, rising.
    time: FloatArray
    at: Places

    def turned(self) -> "Path":
        """Run the other way."""
        return Path(time=self.time[-1] - self.time[::-1], at=self.at[::-1])

    def every_second(self) -> Places:
        """Second by second and averaged (see `steady`): the first is of 5 s after the start."""
        seconds = np.arange(np.floor(self.time[-1]) + 1)
        return averaged(np.interp(seconds, self.time, self.at))


def paths(a: Track, b: Track) -> tuple[Path, Path] | None:
    """Both on the plane of the first place of `b`; None where they are too short to tell."""
    fixed = [each.take(_told(each)) for each in (a, b)]
    if any(len(each) < 2 or np.ptp(each.time) < _LEAST_S for each in fixed):
        return None
    lat, lon = float(fixed[1].lat[0]), float(fixed[1].lon[0])
    east = _METRES_A_DEGREE * np.cos(np.radians(lat))
    first, second = (
        Path(
            time=each.time - each.time[0],
            # The short way round at the antimeridian.
            at=((each.lon - lon + 180.0) % 360.0 - 180.0) * east
            + 1j * (each.lat - lat) * _METRES_A_DEGREE,
        )
        for each in fixed
    )
    return first, second


def step(a: Path, b: Path) -> Step:
    """How well they keep in step, the better of both ways round; slowed down as well."""
    sparse, dense = sorted((a, b), key=lambda path: len(path.at) / path.time[-1])
    whole, tried = dense.every_second(), []
    for way in _ways(dense, sparse):
        seconds = way.every_second()
        tried += [(_off(whole, seconds, at), at, way) for at in _begins(whole, seconds)]
    off, begins, way = min(tried, key=lambda each: each[0])
    return _in_step(dense, way, begins) if np.isfinite(off) else UNTOLD


def _ways(dense: Path, sparse: Path) -> list[Path]:
    """`sparse` in both directions, and slowed down or sped up to take as long as `dense`."""
    slower = float(dense.time[-1] / sparse.time[-1])
    ways = [sparse]
    if _SLOWED[0] < abs(np.log(slower)) < _SLOWED[1]:
        ways.append(Path(time=sparse.time * slower, at=sparse.at))
    return [*ways, *(way.turned() for way in ways)]


def apart_m(a: Track, b: Track, both: tuple[Path, Path]) -> float:
    """Metres between them at the same moment, median; NaN when they share no time."""
    later = float(b.time[_told(b)][0] - a.time[_told(a)][0])
    first, second = both
    moments = np.arange(max(0.0, later), min(first.time[-1], later + second.time[-1]), _EVERY_S)
    if len(moments) == 0:
        return float("nan")
    return float(np.median(np.abs(_at(first, moments) - _at(second, moments - later))))


def _told(track: Track) -> BoolArray:
    """Points with a place and a time, of the first half day."""
    known = track.positioned & track.timed
    if known.any():
        known &= track.time - track.time[int(np.argmax(known))] <= LONGEST_S
    return known


def _begins(dense: Places, sparse: Places) -> list[float]:
    """Seconds of `dense` at which `sparse` may begin."""
    steps = [(at[_SPEED_S:] - at[:-_SPEED_S])[::_EVERY_S] for at in (dense, sparse)]
    if len(steps[0]) < len(steps[1]):
        return [-begin for begin in _begins(sparse, dense)]
    beside = int(min(_BESIDE_S / _EVERY_S, _BESIDE_SHARE * len(steps[1])))
    fits = best_fits(steps[0], steps[1], beside=beside, count=_TRIED)
    return [float(_EVERY_S * fit) for fit in fits]


def _off(dense: Places, sparse: Places, begins: float) -> float:
    """Roughly how far they are off each other when `sparse` begins at that second of `dense`."""
    moments = np.arange(_SPEED_S, len(sparse) - _SPEED_S, _EVERY_S)
    moments = moments[(moments + begins >= 0) & (moments + begins <= len(dense) - 1)]
    if len(moments) * _EVERY_S < _LEAST_S / 2:
        return np.inf
    way = np.interp(moments + begins, np.arange(len(dense)), dense) - sparse[moments]
    velocity = (sparse[moments + _EVERY_S] - sparse[moments - _EVERY_S]) / (2 * _EVERY_S)
    return _mostly(_fitted(way, velocity)[1])


def _in_step(dense: Path, sparse: Path, begins: float) -> Step:
    """At the vertices of `sparse`: between those of a thinned copy its original turns corners."""
    for _ in range(_MOVES):
        inside = (sparse.time + begins >= 0) & (sparse.time + begins <= dense.time[-1])
        time = sparse.time[inside]
        if len(time) < _FEWEST or np.ptp(time) < _LEAST_S / 2:
            return UNTOLD
        here, there = sparse.at[inside], _at(dense, time + begins)
        a, b = (Path(time=time - time[0], at=at).every_second() for at in (there, here))
        velocities = [(at[_SPEED_S:] - at[:-_SPEED_S]) / _SPEED_S for at in (a, b)]
        half = _SPEED_S // 2
        late, off = _fitted((a - b)[half:-half], velocities[1])
        begins -= late
    if np.abs(velocities[1]).sum() < _LEAST_M:
        return UNTOLD
    return Step(
        speed=_correlation(*(np.abs(v[::_EVERY_S]) for v in velocities)),
        off_m=_mostly(off),
        drift=_drift(there - here),
    )


def _fitted(way: Places, velocity: Places) -> tuple[float, FloatArray]:
    """By how many seconds one is late, and how far off (m) it is at each moment when it is moved by
    them and aside: least squares of ``way = aside + late * velocity``."""
    aside, mean = way.mean(), velocity.mean()
    turning = velocity - mean
    weight = float((np.abs(turning) ** 2).sum())
    late = float((turning.conj() * (way - aside)).real.sum()) / max(weight, 1e-9)
    late = float(np.clip(late, -_EVERY_S, _EVERY_S))
    return late, np.abs(way - aside - late * turning)


def _drift(way: Places) -> float:
    """The correlation of neighbours in `way`."""
    off = way - way.mean()
    weight = float((np.abs(off) ** 2).sum())
    return float((off[1:].conj() * off[:-1]).real.sum()) / weight if weight > 1e-9 else 0.0


def _at(path: Path, moments: FloatArray) -> Places:
    return np.interp(moments, path.time, path.at)


def _correlation(a: FloatArray, b: FloatArray) -> float:
    """Of two speeds; NaN where one hardly changes, for all even runs are alike."""
    if min(float(each.std()) / max(float(each.mean()), 1e-9) for each in (a, b)) < _EVEN:
        return np.nan
    a, b = a - a.mean(), b - b.mean()
    spread = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / spread if spread > 1e-9 else np.nan


def _mostly(off: FloatArray) -> float:
    """What the share `_MOSTLY` of the distances (m) does not exceed."""
    place = int(_MOSTLY * (len(off) - 1))
    return float(np.partition(off, place)[place])
