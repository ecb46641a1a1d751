"""Copies of honest runs, and honest pairs that look like copies; number n the same at any time."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.random import Generator

from race.activity import Activity
from race.track import Track, track_of
from tests.fairness import devices, honest, runners, ways
from tests.fairness.forgeries import shaken
from tests.fairness.noise import wandering
from tests.fairness.runners import Motion
from tests.fairness.samples import Pair
from tests.fairness.ways import Way

Change = Callable[[Generator, Activity], Activity]

_DEGREE_M: Final = 111_195.0
_SEMICIRCLE: Final = 180.0 / 2**31


def shifted(rng: Generator, activity: Activity) -> Activity:
    """On another day, at another time."""
    return _later(activity, float(np.round(rng.uniform(-20, 20) * 86_400.0)))


def trimmed(rng: Generator, activity: Activity) -> Activity:
    """10 to 50 % cut off, at either end or at both, and on another day."""
    track, share = activity.track, rng.uniform(0.1, 0.5)
    front = int(len(track) * share * rng.choice([0.0, 0.5, 1.0]))
    back = len(track) - (int(len(track) * share) - front)
    return shifted(rng, replace(activity, track=track.take(slice(front, back))))


def reversed_(rng: Generator, activity: Activity) -> Activity:
    """Run the other way round."""
    track, back = activity.track, _backwards(activity.track)
    times = track.time[0] + (track.time[-1] - track.time[::-1])
    return shifted(rng, replace(activity, track=replace(back, time=times)))


def thinned(rng: Generator, activity: Activity) -> Activity:
    """Every second or third point alone."""
    return shifted(rng, _kept(activity, slice(None, None, int(rng.integers(2, 4)))))


def five_decimals(rng: Generator, activity: Activity) -> Activity:
    """Places rounded to 1.1 m."""
    track = activity.track
    rounded = replace(track, lat=np.round(track.lat, 5), lon=np.round(track.lon, 5))
    return shifted(rng, replace(activity, track=rounded))


def jittered(rng: Generator, activity: Activity) -> Activity:
    """Every point thrown aside by 1 m."""
    return shifted(rng, shaken(rng, activity, 1.0))


def moved(rng: Generator, activity: Activity) -> Activity:
    """20 m aside and 30 s later."""
    track, angle = activity.track, rng.uniform(0, 2 * np.pi)
    lat = track.lat + 20 * np.sin(angle) / _DEGREE_M
    lon = track.lon + 20 * np.cos(angle) / (_DEGREE_M * np.cos(np.radians(track.lat)))
    return _later(replace(activity, track=replace(track, lat=lat, lon=lon)), 30.0)


def re_exported(rng: Generator, activity: Activity) -> Activity:
    """The same run by the file of another program, as GPX, TCX, FIT and CSV round it."""
    track, form = activity.track, str(rng.choice(["gpx", "tcx", "fit", "table"]))
    decimals = {"gpx": 6, "tcx": 7, "table": 6}.get(form)
    lat, lon = (
        np.round(axis / _SEMICIRCLE) * _SEMICIRCLE if decimals is None else np.round(axis, decimals)
        for axis in (track.lat, track.lon)
    )
    kept = {"gpx": ("heart_rate",), "tcx": ("heart_rate", "distance"), "table": ()}
    sensors = {k: v for k, v in track.sensors.items() if k in kept.get(form, tuple(track.sensors))}
    fresh = replace(
        track,
        time=np.round(track.time),
        lat=lat,
        lon=lon,
        ele=np.round(track.ele, 1 if form == "gpx" else 0),
        sensors=sensors,
    )
    return replace(activity, track=fresh, format=form)


def combined(rng: Generator, activity: Activity) -> Activity:
    """Two or three of these at once."""
    several = rng.permutation(np.arange(4))[: int(rng.integers(2, 4))]
    for which in sorted(several):
        activity = (trimmed, reversed_, thinned, five_decimals)[int(which)](rng, activity)
    return activity


#: What is done to a copy → how.
CHANGES: Final[Mapping[str, Change]] = {
    "shifted": shifted,
    "trimmed": trimmed,
    "reversed": reversed_,
    "thinned": thinned,
    "5 decimals": five_decimals,
    "jittered": jittered,
    "moved": moved,
    "re-exported": re_exported,
    "combined": combined,
}


def copy_of(change: str, number: int) -> Pair:
    """An honest run, and a copy of it."""
    run = honest.honest(70_000 + number)
    return copied(change, number, run.activity, run.name)


def copied(change: str, number: int, original: Activity, name: str) -> Pair:
    """A run, and a copy of it."""
    rng = np.random.default_rng([41, list(CHANGES).index(change), number])
    later = CHANGES[change](rng, original)
    return Pair(name=f"{change} {number} of {name}", earlier=original, later=later)


def other_day(number: int) -> Pair:
    """The same runner with the same watch on the same way, on two days."""
    rng = np.random.default_rng([51, number])
    way, distance_m, pace, device = _usual(rng)
    pair = []
    for day in range(2):
        plan = runners.plan(rng, way, distance_m, pace * rng.uniform(0.96, 1.04))
        motion = runners.run(rng, way, distance_m * rng.uniform(0.97, 1.0), plan)
        start = honest.SPRING + day * 86_400.0 * int(rng.integers(1, 9)) + rng.uniform(0, 600)
        pair.append(devices.recorded(rng, way, motion, device, start=float(np.round(start))))
    return Pair(name=f"other day {number}, {way.kind}", earlier=pair[0], later=pair[1])


def two_devices(number: int) -> Pair:
    """One runner with two devices, each with an error of its own, started some seconds apart."""
    rng = np.random.default_rng([52, number])
    way, distance_m, pace, device = _usual(rng)
    motion = runners.run(rng, way, distance_m, runners.plan(rng, way, distance_m, pace))
    start = honest.some_morning(rng)
    first = devices.recorded(rng, way, motion, device, start=start)
    skipped = int(rng.integers(0, 20))
    other = honest.any_device(rng)
    second = devices.recorded(rng, way, _without(motion, skipped), other, start=start + skipped)
    return Pair(name=f"two devices {number}, {way.kind}", earlier=first, later=second)


def side_by_side(number: int) -> Pair:
    """Two friends 1 to 2 m apart all the way, each with a device."""
    rng = np.random.default_rng([53, number])
    way, distance_m, pace, device = _usual(rng)
    motion = runners.run(rng, way, distance_m, runners.plan(rng, way, distance_m, pace))
    start = honest.some_morning(rng)
    first = devices.recorded(rng, way, motion, device, start=start)
    friend = _beside(rng, way, motion)
    friend, skipped = _without(friend, int(rng.integers(0, 12))), int(rng.integers(0, 12))
    second = devices.recorded(rng, way, friend, honest.any_device(rng), start=start + skipped)
    return Pair(name=f"side by side {number}, {way.kind}", earlier=first, later=second)


def on_one_track(number: int) -> Pair:
    """Two of many who ran on one 400 m track the same evening."""
    pair = []
    ground = ways.way(np.random.default_rng([54, number // 20]), "track", 9000)
    rng = np.random.default_rng([55, number])
    for _ in range(2):
        distance_m = float(rng.choice([3000, 4000, 5000, 6000, 8000]))
        pace = honest.some_pace(rng)[0]
        plan = honest.some_plan(rng, ground, distance_m, pace, hard=bool(rng.random() < 0.5))
        motion = runners.run(rng, ground, distance_m, plan)
        start = float(np.round(honest.SPRING + 36_000 + rng.uniform(0, 2400)))
        device = honest.any_device(rng)
        pair.append(devices.recorded(rng, ground, motion, device, start=start))
    return Pair(name=f"one track {number}", earlier=pair[0], later=pair[1])


#: Name → an honest pair by its number.
HONEST_PAIRS: Final[Mapping[str, Callable[[int], Pair]]] = {
    "other day": other_day,
    "two devices": two_devices,
    "side by side": side_by_side,
    "one 400 m track": on_one_track,
}


def _usual(rng: Generator) -> tuple[Way, float, float, devices.Device]:
    """(way, metres, s/km, device) of somebody's usual run."""
    kinds = ["country", "street", "riverside", "park", "trail", "track"]
    distance_m = float(np.clip(rng.lognormal(np.log(5000), 0.3), 2500, 10_000))
    way = ways.way(rng, str(rng.choice(kinds)), distance_m + 60)
    return way, distance_m, honest.some_pace(rng)[0], honest.any_device(rng)


def _beside(rng: Generator, way: Way, motion: Motion) -> Motion:
    """Somebody who keeps beside the runner, half a step ahead or behind."""
    count = len(motion.along)
    lead = 0.8 * wandering(rng, count, tau=30, smooth=5)
    along = np.maximum.accumulate(np.clip(motion.along + lead, 0, None))
    aside = rng.choice([-1, 1]) * rng.uniform(1.0, 2.0)
    aside = aside + 0.3 * wandering(rng, count, tau=20, smooth=4)
    east, north = way.at(along, right_m=aside)
    base_east, base_north = way.at(motion.along, right_m=np.zeros(count))
    # The first one's own wandering across the road is shared: they keep beside each other.
    east, north = east + motion.east - base_east, north + motion.north - base_north
    speed = np.maximum(np.gradient(along), 0.0)
    return replace(motion, along=along, east=east, north=north, speed=speed)


def _without(motion: Motion, seconds: int) -> Motion:
    """The motion but for its first seconds."""
    return Motion(**{name: values[seconds:] for name, values in vars(motion).items()})


def _later(activity: Activity, seconds: float) -> Activity:
    track = activity.track
    return replace(activity, track=replace(track, time=track.time + seconds))


def _kept(activity: Activity, which: slice) -> Activity:
    return replace(activity, track=activity.track.take(which))


def _backwards(track: Track) -> Track:
    """The points in the other order, segments numbered anew."""
    return track_of(
        time=track.time[::-1],
        lat=track.lat[::-1],
        lon=track.lon[::-1],
        ele=track.ele[::-1],
        segment=track.segment[-1] - track.segment[::-1],
        sensors={name: values[::-1] for name, values in track.sensors.items()},
    )
