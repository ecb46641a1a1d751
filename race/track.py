"""A Track: what a device recorded, as frozen arrays. The first type of the house.

Every reader makes one, every measure takes one, and nothing between them is a list of dicts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

#: The sensor channels a point may carry, and their units.
SENSORS: Final[Mapping[str, str]] = {
    "heart_rate": "beats/min",
    "cadence": "steps/min",
    "power": "W",
    "temperature": "°C",
    "speed": "m/s, as the device states it",
    "accuracy": "m, horizontal, as the device states it",
    "distance": "m since the start, as the device states it",
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Track:
    """One recording, point by point; every array has one value a point, NaN where unknown.

    Invariants, checked at birth: equal lengths, one dimension, read-only; latitude within ±90,
    longitude within ±180; segment numbers never fall. ValueError otherwise.
    """

    #: Seconds since 1970-01-01 UTC.
    time: FloatArray
    #: Degrees north, WGS84.
    lat: FloatArray
    #: Degrees east, WGS84.
    lon: FloatArray
    #: Metres above sea level.
    ele: FloatArray
    #: Which unbroken stretch a point belongs to; two stretches are never joined.
    segment: IntArray
    #: The channels of `SENSORS` that the file carries, and no others.
    sensors: Mapping[str, FloatArray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("time", "lat", "lon", "ele"):
            object.__setattr__(self, name, _frozen(getattr(self, name), np.float64))
        object.__setattr__(self, "segment", _frozen(self.segment, np.int64))
        sensors = {name: _frozen(values, np.float64) for name, values in self.sensors.items()}
        object.__setattr__(self, "sensors", sensors)
        self._check()

    def _check(self) -> None:
        arrays = (self.time, self.lat, self.lon, self.ele, self.segment, *self.sensors.values())
        if any(a.shape != (len(self.time),) for a in arrays):
            raise ValueError("the arrays of a track have one dimension and one length")
        if not SENSORS.keys() >= self.sensors.keys():
            raise ValueError(f"unknown sensors: {sorted(self.sensors.keys() - SENSORS.keys())}")
        if not _within(self.lat, 90.0) or not _within(self.lon, 180.0):
            raise ValueError("a latitude is within ±90°, a longitude within ±180°")
        if (np.diff(self.segment) < 0).any():
            raise ValueError("segment numbers never fall")

    def __len__(self) -> int:
        return len(self.time)

    def sensor(self, name: str) -> FloatArray:
        """The channel `name` of `SENSORS`, all NaN when the file has none; KeyError for others."""
        SENSORS[name]
        return self.sensors.get(name, np.full(len(self), np.nan))

    def take(self, which: BoolArray | IntArray | slice) -> "Track":
        """The points that an index, a mask or a slice picks, in its order."""
        return Track(
            time=self.time[which],
            lat=self.lat[which],
            lon=self.lon[which],
            ele=self.ele[which],
            segment=self.segment[which],
            sensors={name: values[which] for name, values in self.sensors.items()},
        )

    def between(self, from_s: float, to_s: float) -> "Track":
        """The points recorded from `from_s` to `to_s` (s since 1970, both included)."""
        return self.take((self.time >= from_s) & (self.time <= to_s))

    def resample(self, every_s: float) -> "Track":
        """At most one point per `every_s` seconds in each segment, its first; none is invented."""
        slot = np.floor(np.nan_to_num(self.time) / every_s)
        fresh = np.ones(len(self), dtype=np.bool_)
        fresh[1:] = (np.diff(slot) != 0) | (np.diff(self.segment) != 0)
        return self.take(fresh)

    @property
    def positioned(self) -> BoolArray:
        """Where a point has a position."""
        return np.isfinite(self.lat) & np.isfinite(self.lon)

    @property
    def timed(self) -> BoolArray:
        """Where a point has a time."""
        return np.isfinite(self.time)


def track_of(
    *,
    time: ArrayLike,
    lat: ArrayLike,
    lon: ArrayLike,
    ele: ArrayLike | None = None,
    segment: ArrayLike | None = None,
    sensors: Mapping[str, ArrayLike] | None = None,
) -> Track:
    """A Track of anything array-like: no elevation is all NaN, no segments is one."""
    count = len(np.asarray(time))
    return Track(
        time=np.asarray(time, dtype=np.float64),
        lat=np.asarray(lat, dtype=np.float64),
        lon=np.asarray(lon, dtype=np.float64),
        ele=np.full(count, np.nan) if ele is None else np.asarray(ele, dtype=np.float64),
        segment=np.asarray(np.zeros(count) if segment is None else segment, dtype=np.int64),
        sensors={k: np.asarray(v, dtype=np.float64) for k, v in (sensors or {}).items()},
    )


def _frozen(values: NDArray[np.generic], dtype: type[np.generic]) -> NDArray[np.generic]:
    copy = np.array(values, dtype=dtype)
    copy.setflags(write=False)
    return copy


def _within(degrees: FloatArray, limit: float) -> bool:
    return not (np.abs(degrees[np.isfinite(degrees)]) > limit).any() and not np.isinf(degrees).any()
