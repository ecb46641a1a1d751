"""Tracks in the words of the domain, for tests: straight lines whose numbers are known by hand."""

from collections.abc import Sequence

import numpy as np
from geographiclib.geodesic import Geodesic

from race.track import Track, track_of

#: 2026-11-14 06:00 in Việt Nam, a Saturday: s since 1970.
MORNING = 1_794_610_800.0
HUU_LUNG = (21.5, 106.3)


def run(
    *legs: tuple[float, float],
    every_s: float = 1.0,
    start: float = MORNING,
    heights: Sequence[float] | None = None,
    place: tuple[float, float] = HUU_LUNG,
) -> Track:
    """A run due north from `place` in legs of (seconds, m/s), one point each `every_s` seconds.

    The way north is laid out by geographiclib, so that a leg of 1000 s at 3 m/s is 3,000 m long by
    a ruler that is not ours.
    """
    moments, metres = [0.0], [0.0]
    for seconds, speed in legs:
        steps = round(seconds / every_s)
        for _ in range(steps):
            moments.append(moments[-1] + every_s)
            metres.append(metres[-1] + speed * every_s)
    lat, lon = north_of(place, metres)
    ele = (
        None
        if heights is None
        else np.interp(moments, np.linspace(0, moments[-1], len(heights)), heights)
    )
    return track_of(time=start + np.asarray(moments), lat=lat, lon=lon, ele=ele)


def north_of(
    start: tuple[float, float], metres: Sequence[float]
) -> tuple[list[float], list[float]]:
    """Points so many metres due north of `start`, by geographiclib."""
    line = Geodesic.WGS84.Line(*start, 0.0)
    places = [line.Position(m) for m in metres]
    return [p["lat2"] for p in places], [p["lon2"] for p in places]


def joined(*tracks: Track) -> Track:
    """Several recordings as the segments of one."""
    return track_of(
        time=np.concatenate([t.time for t in tracks]),
        lat=np.concatenate([t.lat for t in tracks]),
        lon=np.concatenate([t.lon for t in tracks]),
        ele=np.concatenate([t.ele for t in tracks]),
        segment=np.concatenate([np.full(len(t), i) for i, t in enumerate(tracks)]),
    )


def treadmill(
    *legs: tuple[float, float],
    every_s: float = 1.0,
    cadence: float = 170.0,
    pulse: float = 150.0,
) -> Track:
    """A run without positions in legs of (seconds, m/s), as a watch counts it; 5,100 m at 5:00 /km
    where no legs are given. `cadence` in steps/min, `pulse` in beats/min; NaN is not recorded."""
    moments, metres = [0.0], [0.0]
    for seconds, speed in legs or ((1530, 10 / 3),):
        for _ in range(round(seconds / every_s)):
            moments.append(moments[-1] + every_s)
            metres.append(metres[-1] + speed * every_s)
    nowhere = np.full(len(moments), np.nan)
    counted = {"cadence": cadence, "heart_rate": pulse}
    channels = {name: np.full(len(moments), value) for name, value in counted.items()}
    # A heart that never changes is one that nobody has.
    channels["heart_rate"] = channels["heart_rate"] + np.arange(len(moments)) % 2
    sensors = {name: values for name, values in channels.items() if np.isfinite(values).all()}
    return track_of(
        time=MORNING + np.asarray(moments),
        lat=nowhere,
        lon=nowhere,
        sensors={"distance": np.asarray(metres), **sensors},
    )
