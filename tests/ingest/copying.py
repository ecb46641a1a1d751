"""Honest recordings and what forgers make of them, for the tests of copies; seeds are fixed.

A receiver's error wanders: over minutes by metres, over seconds by decimetres. Errors of two days,
or of two devices, have nothing to do with each other.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from race.ingest.copies import Copied, Kind, Likeness
from race.track import FloatArray, Track, track_of
from tests.tracks import HUU_LUNG, MORNING

Rng = np.random.Generator
#: Metres a degree of latitude, and of longitude in Hữu Lũng; near enough for made-up runs.
NORTH_M: Final = 111_000.0
EAST_M: Final = NORTH_M * float(np.cos(np.radians(HUU_LUNG[0])))
DAY_S: Final = 86_400.0


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """How a device records."""

    #: m a direction: the error that wanders over a minute, and over five seconds.
    slow_m: float = 2.5
    quick_m: float = 0.3
    #: s from point to point: one second, or by chance from 1 to 8 as "smart" recording does.
    smart: bool = False
    decimals: int = 7


@dataclass(frozen=True, kw_only=True)
class Effort:
    """Where somebody was, second by second: m east and north, shapes (n,)."""

    start: float
    east: FloatArray
    north: FloatArray


def wandering(rng: Rng, count: int, minute_s: float) -> FloatArray:
    """A value that forgets itself in `minute_s` seconds; its deviation is 1. Shape (count,)."""
    kept = np.exp(-1.0 / minute_s)
    steps = rng.normal(size=count) * np.sqrt(1 - kept * kept)
    steps[:1] /= np.sqrt(1 - kept * kept)
    # y[i] = kept · y[i-1] + step[i], in blocks short enough for kept**-n to stay a number.
    out, carry, block = np.empty(count), 0.0, max(int(20 * minute_s), 1)
    for at in range(0, count, block):
        part = steps[at : at + block]
        powers = kept ** np.arange(1, len(part) + 1)
        out[at : at + block] = powers * (carry + np.cumsum(part / powers))
        carry = out[min(at + block, count) - 1]
    return out


def road(rng: Rng, metres: float = 6000.0) -> tuple[FloatArray, FloatArray]:
    """A winding road from somewhere near Hữu Lũng: m east and north at each metre."""
    course = np.cumsum(wandering(rng, int(metres), 150.0) * 0.012) + rng.uniform(0, 2 * np.pi)
    east, north = np.cumsum(np.sin(course)), np.cumsum(np.cos(course))
    return east + rng.uniform(-5000, 5000), north + rng.uniform(-5000, 5000)


def stadium(metres: float) -> tuple[FloatArray, FloatArray]:
    """Laps of a 400 m track: straights of 84.39 m, bends of 36.5 m (37.7 m in the middle of the
    lane), as World Athletics measures them."""
    s = np.arange(metres) % 400.0
    straight = 84.39
    bend = (400.0 - 2 * straight) / 2
    radius = bend / np.pi
    leg = np.select([s < straight, s < straight + bend, s < 2 * straight + bend], [0, 1, 2], 3)
    angle = np.where(leg == 1, s - straight, s - 2 * straight - bend) / radius
    east = np.select(
        [leg == 0, leg == 1, leg == 2],
        [s, straight + radius * np.sin(angle), 2 * straight + bend - s],
        -radius * np.sin(angle),
    )
    north = np.select(
        [leg == 0, leg == 1, leg == 2],
        [np.zeros_like(s), radius - radius * np.cos(angle), np.full_like(s, 2 * radius)],
        radius + radius * np.cos(angle),
    )
    return east, north


def effort(
    way: tuple[FloatArray, FloatArray],
    rng: Rng,
    *,
    speed: float = 3.0,
    start: float = MORNING,
    aside_m: float = 0.0,
) -> Effort:
    """Somebody runs a way at about `speed` (m/s), a little aside of its middle, until its end."""
    count = int(len(way[0]) / speed * 1.4)
    pace = speed * (1 + 0.04 * wandering(rng, count, 120.0) + 0.03 * wandering(rng, count, 12.0))
    along = np.concatenate(([0.0], np.cumsum(np.maximum(pace, 0.3))))
    along = along[along < len(way[0]) - 1]
    metres = np.arange(len(way[0]))
    return Effort(
        start=start,
        east=np.interp(along, metres, way[0]) + aside_m,
        north=np.interp(along, metres, way[1]) + aside_m,
    )


def recorded(made: Effort, rng: Rng, receiver: Receiver | None = None) -> Track:
    """The effort as a device writes it."""
    receiver = receiver or Receiver()
    count = len(made.east)
    error = [
        receiver.slow_m * wandering(rng, count, 60.0)
        + receiver.quick_m * wandering(rng, count, 5.0)
        for _ in range(2)
    ]
    kept = np.arange(count)
    if receiver.smart:
        kept = np.cumsum(rng.integers(1, 9, size=count))
        kept = kept[kept < count]
    lat = HUU_LUNG[0] + (made.north + error[1])[kept] / NORTH_M
    lon = HUU_LUNG[1] + (made.east + error[0])[kept] / EAST_M
    return track_of(
        time=made.start + kept,
        lat=np.round(lat, receiver.decimals),
        lon=np.round(lon, receiver.decimals),
    )


def shifted(track: Track, seconds: float = 3 * DAY_S) -> Track:
    return replace(track, time=track.time + seconds)


def trimmed(track: Track, begin: float = 0.15, end: float = 0.1) -> Track:
    """Without a share of its points at both ends."""
    return track.take(slice(int(begin * len(track)), int((1 - end) * len(track))))


def turned(track: Track) -> Track:
    """Run the other way: the last point first, as long after the start as it was before the end."""
    back = track.take(slice(None, None, -1))
    return replace(back, time=track.time[0] + track.time[-1] - back.time)


def thinned(track: Track, every: int = 3) -> Track:
    return track.take(slice(None, None, every))


def rounded(track: Track, decimals: int = 5) -> Track:
    return replace(track, lat=np.round(track.lat, decimals), lon=np.round(track.lon, decimals))


def jittered(track: Track, rng: Rng, metres: float = 1.0) -> Track:
    """Every point moved by chance, `metres` (deviation) in each direction."""
    north, east = rng.normal(scale=metres, size=(2, len(track)))
    return replace(track, lat=track.lat + north / NORTH_M, lon=track.lon + east / EAST_M)


def moved(track: Track, metres: float = 20.0) -> Track:
    """The whole track so far to the north-east."""
    aside = metres / np.sqrt(2)
    return replace(track, lat=track.lat + aside / NORTH_M, lon=track.lon + aside / EAST_M)


def slowed(track: Track, factor: float = 1.25) -> Track:
    """The same places, in more or less time."""
    return replace(track, time=track.time[0] + (track.time - track.time[0]) * factor)


YESTERDAY: Final = MORNING - DAY_S
#: How alike a copy of another day is, by every measure.
ALIKE: Final = Likeness(
    within_15cm=0.98,
    within_1_5m=1.0,
    speed=0.99,
    overlap=0.0,
    apart_m=0.2,
    step_m=0.31,
    drift=0.02,
    pulse=0.95,
)


def earlier(kind: Kind = Kind.VERTICES, **changes: Any) -> Copied:
    """A run of yesterday that a run of `MORNING` is a copy of."""
    usual: dict[str, Any] = {
        "activity": "ACTIVITY-OF-SOMEBODY",
        "bib": "BIB-OF-SOMEBODY",
        "event": "EVENT-OF-SOMEBODY",
        "kind": kind,
        "likeness": ALIKE,
        "own": False,
        "started_at": YESTERDAY,
    }
    return Copied(**usual | changes)
