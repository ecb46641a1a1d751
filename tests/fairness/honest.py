"""Honest runs and walks, no two alike: the track of number n is the same at any time."""

from typing import Final

import numpy as np
from numpy.random import Generator

from race.activity import Sport
from tests.fairness import devices, runners, ways
from tests.fairness.devices import Device
from tests.fairness.runners import Motion, Plan
from tests.fairness.samples import Sample
from tests.fairness.ways import Way

#: 2026-03-02 00:00 UTC: all of it happens in the months after.
SPRING: Final = 1_772_409_600.0
_KINDS: Final = ("country", "street", "riverside", "trail", "park", "track")
_SHARES: Final = (0.27, 0.3, 0.13, 0.08, 0.14, 0.08)


def honest(number: int) -> Sample:
    """Somebody's run or walk, as a watch or a phone recorded it."""
    rng = np.random.default_rng([1, number])
    way, motion, walked = outing(rng)
    device = any_device(rng)
    if walked and rng.random() < 0.6:
        device = devices.as_sport(device, Sport.WALK)
    activity = devices.recorded(rng, way, motion, device, start=some_morning(rng))
    pace = round(1000.0 * len(motion.along) / motion.along[-1])
    about = f"{way.kind}, {device.sampling}, {device.format}, {pace // 60}:{pace % 60:02d} /km"
    return Sample(name=f"honest {number}: {about}", activity=activity)


def outing(rng: Generator) -> tuple[Way, Motion, bool]:
    """(where, how, whether walked) of an outing of 2 to 16 km."""
    kind = str(rng.choice(_KINDS, p=_SHARES))
    s_per_km, walked = some_pace(rng)
    distance_m = float(np.clip(rng.lognormal(np.log(5500), 0.45), 2000, 16_000))
    if walked:
        distance_m = min(distance_m, 6000.0)
    where = ways.way(rng, kind, distance_m + 50)
    hard = not walked and rng.random() < (0.6 if kind == "track" else 0.06)
    intent = some_plan(rng, where, distance_m, s_per_km, hard=hard)
    return where, runners.run(rng, where, distance_m, intent), walked


def some_plan(rng: Generator, way: Way, distance_m: float, s_per_km: float, *, hard: bool) -> Plan:
    """A session of repetitions, or a usual outing."""
    if hard and distance_m > 3000:
        return runners.intervals(rng, distance_m, s_per_km)
    return runners.plan(rng, way, distance_m, s_per_km)


def some_pace(rng: Generator) -> tuple[float, bool]:
    """(seconds a kilometre, whether walked): 3:40 to 12:00, most from five to seven minutes."""
    if rng.random() < 0.14:
        return float(rng.uniform(540, 720)), True
    return float(np.clip(rng.lognormal(np.log(342), 0.22), 220, 560)), False


def any_device(rng: Generator) -> Device:
    """A watch or a phone."""
    return devices.watch(rng) if rng.random() < 0.5 else devices.phone(rng)


def some_morning(rng: Generator) -> float:
    """Seconds since 1970 of a start in 2026."""
    day, hour = rng.integers(0, 120), rng.uniform(-3, 14)
    return float(np.round(SPRING + day * 86_400.0 + hour * 3600.0))
