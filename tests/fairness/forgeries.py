"""Runs that nobody ran, as forgers make them: F1 to F9, number n the same at any time.

F1 to F3 do what public generators do (fake-my-run, StravaGPXGenerator, Fake Run), in code of our
own: lines of a router, times by arithmetic. F4 to F6 are what a programmer makes of such a line. F7
to F9 begin with a true recording.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.random import Generator

from race.activity import Activity, Sport, Stated
from race.track import FloatArray, track_of
from tests.fairness import devices, honest, vehicles, ways
from tests.fairness.noise import smoothed, wandering
from tests.fairness.samples import Sample
from tests.fairness.ways import Way


def drawn_by_pace(number: int) -> Sample:
    """F1: a router's vertices, each leg at a pace thrown around the wanted one, milliseconds."""
    rng = np.random.default_rng([11, number])
    way, metres, s_per_km = _line(rng)
    vertices = _vertices(rng, way, metres)
    uneven = rng.choice([0.0, 0.05, 0.1, 0.15, 0.2, 0.3])
    legs = np.diff(vertices)
    pace = s_per_km / 1000.0 * (1 + uneven * rng.uniform(-1, 1, len(legs)))
    times = np.round(np.concatenate([[0.0], np.cumsum(legs * pace)]), 3)
    return _drawn(rng, f"F1 {number}", way, vertices, times, decimals=6)


def drawn_evenly(number: int) -> Sample:
    """F2: a router's vertices at one pace, milliseconds."""
    rng = np.random.default_rng([12, number])
    way, metres, s_per_km = _line(rng)
    vertices = _vertices(rng, way, metres)
    times = np.round(vertices * s_per_km / 1000.0, 3)
    return _drawn(rng, f"F2 {number}", way, vertices, times, decimals=int(rng.choice([5, 6])))


def drawn_equal_steps(number: int) -> Sample:
    """F3: about ten metres from point to point on straight legs, whole seconds, height 0."""
    rng = np.random.default_rng([13, number])
    way, metres, s_per_km = _line(rng)
    vertices = _vertices(rng, way, metres)
    between = rng.uniform(8, 12)
    places = np.concatenate(
        [
            np.linspace(a, b, max(1, round((b - a) / between)), endpoint=False)
            for a, b in pairwise(vertices)
        ]
    )
    times = np.round(places * s_per_km / 1000.0)
    return _drawn(
        rng, f"F3 {number}", way, places, times, decimals=6, corners=vertices, heights="zero"
    )


def every_second(number: int) -> Sample:
    """F4: a point every second at one speed along a router's line."""
    rng = np.random.default_rng([14, number])
    way, metres, s_per_km = _line(rng)
    corners = _vertices(rng, way, metres)
    times = np.arange(0.0, metres * s_per_km / 1000.0)
    return _drawn(
        rng, f"F4 {number}", way, times / s_per_km * 1000.0, times, decimals=7, corners=corners
    )


def white_noise(number: int) -> Sample:
    """F5: F4, every point thrown aside anew by 0.5 to 3 m."""
    rng = np.random.default_rng([15, number])
    way, metres, s_per_km = _line(rng)
    corners = _vertices(rng, way, metres)
    times = np.arange(0.0, metres * s_per_km / 1000.0)
    sigma = rng.uniform(0.5, 3.0)
    return _drawn(
        rng,
        f"F5 {number}: {sigma:.1f} m",
        way,
        times / s_per_km * 1000.0,
        times,
        decimals=7,
        corners=corners,
        noise=sigma * rng.standard_normal((2, len(times))),
    )


def careful(number: int) -> Sample:
    """F6: a speed that drifts and errors that wander, as somebody does who knows receivers."""
    rng = np.random.default_rng([16, number])
    way, metres, s_per_km = _line(rng)
    corners = _vertices(rng, way, metres)
    count = int(metres * s_per_km / 1000.0 * 1.5)
    speed = 1000.0 / s_per_km * (1 + 0.08 * wandering(rng, count, tau=60))
    places = np.cumsum(np.maximum(speed, 0.5))
    places = places[places < metres]
    tau, size = rng.uniform(8, 40), rng.uniform(1.0, 3.0)
    noise = np.stack([size * wandering(rng, len(places), tau=tau) for _ in range(2)])
    noise += rng.uniform(0.0, 0.15) * rng.standard_normal(noise.shape)
    times = np.arange(len(places), dtype=np.float64)
    return _drawn(rng, f"F6 {number}", way, places, times, decimals=7, corners=corners, noise=noise)


def faster_clock(number: int) -> Sample:
    """F7: a true run, its times shrunk to 70 to 90 %, fractions and all."""
    activity, factor = _true_run(17, number)
    return Sample(name=f"F7 {number}: x {factor:.2f}", activity=_shrunk(activity, factor))


def faster_clock_rounded(number: int) -> Sample:
    """F7 again, its times rounded to whole seconds."""
    activity, factor = _true_run(18, number)
    shrunk = _shrunk(activity, factor)
    track = replace(shrunk.track, time=np.round(shrunk.track.time))
    return Sample(name=f"F7r {number}: x {factor:.2f}", activity=replace(shrunk, track=track))


def slowed_ride(number: int) -> Sample:
    """F8: a ride whose times are stretched to a runner's pace, to whole seconds."""
    rng = np.random.default_rng([19, number])
    ride = vehicles.ride(number + 1000).activity
    track = ride.track
    speed = vehicles.middle_speed(ride)
    factor = speed / (1000.0 / rng.uniform(260, 420))
    times = track.time[0] + np.round((track.time - track.time[0]) * factor)
    sensors = {k: v for k, v in track.sensors.items() if k not in ("speed", "cadence")}
    slowed = replace(track, time=times, sensors=sensors)
    stated = replace(ride.stated, elapsed_s=None, timer_s=None)
    activity = replace(ride, track=slowed, stated=stated)
    return Sample(name=f"F8 {number}: x {factor:.2f}", activity=activity)


def jittered(number: int) -> Sample:
    """F9: a true run, each point thrown aside by 1 m; its original is not in the event."""
    rng = np.random.default_rng([20, number])
    run = honest.honest(60_000 + number).activity
    return Sample(name=f"F9 {number}", activity=shaken(rng, run, 1.0))


def shaken(rng: Generator, activity: Activity, metres: float) -> Activity:
    """The activity with every point thrown aside by so much (one sigma on each axis)."""
    track = activity.track
    north, east = metres * rng.standard_normal((2, len(track))) / 111_195.0
    lon = track.lon + east / np.cos(np.radians(track.lat))
    return replace(activity, track=replace(track, lat=track.lat + north, lon=lon))


#: Name → one forgery by its number.
FORGERIES: Final[Mapping[str, Callable[[int], Sample]]] = {
    "F1": drawn_by_pace,
    "F2": drawn_evenly,
    "F3": drawn_equal_steps,
    "F4": every_second,
    "F5": white_noise,
    "F6": careful,
    "F7": faster_clock,
    "F7 rounded": faster_clock_rounded,
    "F8": slowed_ride,
    "F9": jittered,
}


def _line(rng: Generator) -> tuple[Way, float, float]:
    """(a way on roads, metres of it, s/km) that a forger asks for."""
    metres = float(rng.choice([3000.0, 5000.0, 5000.0, 8000.0, 10_000.0]) + rng.uniform(5, 400))
    kind = str(rng.choice(["country", "street", "riverside", "park"], p=[0.35, 0.4, 0.1, 0.15]))
    return ways.way(rng, kind, metres + 60), metres, float(rng.uniform(250, 450))


def _vertices(rng: Generator, way: Way, metres: float) -> FloatArray:
    """Metres along the way at which a router's line has a vertex: where straight legs from one to
    the next stay within a metre or two of the road (Ramer, Douglas and Peucker)."""
    count = int(np.searchsorted(way.along, metres)) + 1
    tolerance = float(rng.choice([0.5, 1.0, 2.0, 5.0]))
    east, north = way.east[:count], way.north[:count]
    kept, work = {0, count - 1}, [(0, count - 1)]
    while work:
        a, b = work.pop()
        if b - a < 2:
            continue
        across = np.hypot(east[b] - east[a], north[b] - north[a])
        inside = slice(a + 1, b)
        de, dn = east[inside] - east[a], north[inside] - north[a]
        cross = np.abs(de * (north[b] - north[a]) - dn * (east[b] - east[a]))
        away = cross / across if across > 1.0 else np.hypot(de, dn)
        far = int(np.argmax(away))
        if away[far] > tolerance:
            kept.add(a + 1 + far)
            work += [(a, a + 1 + far), (a + 1 + far, b)]
    found: FloatArray = way.along[np.array(sorted(kept))]
    return found


def _drawn(
    rng: Generator,
    name: str,
    way: Way,
    places: FloatArray,
    times: FloatArray,
    *,
    decimals: int,
    corners: FloatArray | None = None,
    noise: FloatArray | None = None,
    heights: str | None = None,
) -> Sample:
    """A GPX file of points on straight legs between corners (the points themselves by default)."""
    corners = places if corners is None else corners
    east = np.interp(places, corners, np.interp(corners, way.along, way.east))
    north = np.interp(places, corners, np.interp(corners, way.along, way.north))
    if noise is not None:
        east, north = east + noise[0], north + noise[1]
    lat, lon = way.degrees(east, north)
    heights = heights or str(rng.choice(["terrain", "zero", "none"], p=[0.6, 0.2, 0.2]))
    ele = {
        "terrain": np.round(smoothed(np.interp(places, way.along, way.height), 5.0), 1),
        "zero": np.zeros(len(places)),
        "none": None,
    }[heights]
    invented = rng.random() < 0.25 and name[:2] in ("F4", "F5", "F6")
    track = track_of(
        time=honest.some_morning(rng) + times,
        lat=np.round(lat, decimals),
        lon=np.round(lon, decimals),
        ele=ele,
        sensors=_invented(rng, len(places)) if invented else None,
    )
    app = str(rng.choice(["StravaGPX", "Garmin Connect", "fake"]))
    stated = Stated(sport=Sport.RUN, app=app)
    return Sample(name=name, activity=Activity(track=track, stated=stated, format="gpx"))


def _invented(rng: Generator, count: int) -> dict[str, FloatArray]:
    """A heart rate and a cadence such as generators sell: a mean and some noise."""
    return {
        "heart_rate": np.round(rng.uniform(135, 165) + 4 * wandering(rng, count, tau=30)),
        "cadence": np.round(rng.uniform(160, 176) + 2 * rng.standard_normal(count)),
    }


def _true_run(seed: int, number: int) -> tuple[Activity, float]:
    """(somebody's true run, by how much the forger shrinks its times)."""
    rng = np.random.default_rng([seed, number])
    way, motion, walked = honest.outing(rng)
    while walked:
        way, motion, walked = honest.outing(rng)
    device = honest.any_device(rng)
    # What is altered and sent again is GPX: an editor of text is enough.
    device = replace(device, format="gpx", cadence=bool(number % 2))
    activity = devices.recorded(rng, way, motion, device, start=honest.some_morning(rng))
    return activity, float(rng.uniform(0.7, 0.9))


def _shrunk(activity: Activity, factor: float) -> Activity:
    track = activity.track
    begun = track.time[0]
    return replace(activity, track=replace(track, time=begun + (track.time - begun) * factor))
