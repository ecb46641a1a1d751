"""What a bicycle leaves in a recording, slowed down or not: hills carry it, and it rolls.

A bicycle's speed falls by 7 to 12 % for each percent of slope and rises again downhill. A runner's
changes by 1 to 3 %, and by 5.4 % where the power stays the same (Minetti and others, 2002, Energy
cost of walking and running at extreme uphill and downhill slopes). To multiply the times changes
nothing of it. A cyclist lets the pedals rest and rolls on; a runner has no speed without steps.
"""

from typing import Final

import numpy as np

from race.ingest.signals.motion_curve import Curve
from race.track import BoolArray, FloatArray, Track

#: s over which a slope and the speed on it are taken: more is needed than the noise of heights.
_HILL_S: Final = 40.0
#: m/s. Slower is walking: who walks up and runs down follows hills as a bicycle does.
_RUNNING_M_S: Final = 2.2
#: Steeper than this nobody rides evenly, and heights are often wrong.
_STEEPEST: Final = 0.12
#: Standard deviation of the slopes that makes hills, and the correlation that makes a rule.
_HILLY: Final = 0.01
_FOLLOWS: Final = -0.4
#: s. Every other part of a recording must say the same: repetitions on a flat track meet a
#: wandering barometer once, not twice.
_PART_S: Final = 240.0
#: s that half of the parts have at least; share of the points with a height.
_RAN_S: Final = 300.0
_WITH_HEIGHT: Final = 0.8
#: m/s and steps/min: as quick, with fewer steps than this, rolls. Runs have 0 to 2 % of it.
_ROLLING_M_S: Final = 2.5
_ROLLING_STEPS: Final = 60.0
#: s. A longer time without steps is a sensor that was lost; a rider turns the pedals in between.
_LONGEST_ROLL_S: Final = 60.0
#: So often a rider rolls at least; and so many seconds must be known.
_ROLLS: Final = 5
_KNOWN_S: Final = 120.0
#: s. A sample speaks for so long at most.
_SPEAKS_S: Final = 10.0


def hill_response(track: Track, laid: Curve) -> float:
    """How many percent of its speed a recording loses for each percent of slope; NaN without hills,
    and where the speed does not follow them."""
    heights = np.isfinite(track.ele)
    if not len(laid) or heights.sum() < max(2.0, _WITH_HEIGHT * len(track)):
        return float("nan")
    climbed = np.interp(laid.time, track.time[heights], track.ele[heights])
    steps, begins = laid.steps(_HILL_S), laid.windows(_HILL_S)
    metres = laid.along[begins + steps] - laid.along[begins]
    speeds = metres / (steps * laid.step_s)
    running = speeds > _RUNNING_M_S
    slopes = (climbed[begins + steps] - climbed[begins])[running] / metres[running]
    logs, part = np.log(speeds[running]), begins[running] // laid.steps(_PART_S) % 2
    gentle = np.abs(slopes) < _STEEPEST
    parts = (gentle & (part == 0), gentle & (part == 1))
    responses = [_response(slopes[which], logs[which], laid.step_s) for which in parts]
    return float(np.min(responses))


def _response(slopes: FloatArray, logs: FloatArray, step_s: float) -> float:
    if len(slopes) * step_s < _RAN_S or slopes.std() < _HILLY or logs.std() == 0.0:
        return float("nan")
    covariance = float(np.mean((slopes - slopes.mean()) * (logs - logs.mean())))
    follows = covariance / float(slopes.std() * logs.std()) <= _FOLLOWS
    return -covariance / float(slopes.var()) if follows else float("nan")


def coasting_share(track: Track, laid: Curve) -> float:
    """Share of the time at 2.5 m/s and more without steps, in many short rolls; NaN where too
    little is known of steps."""
    cadence = track.sensor("cadence")
    known = np.isfinite(cadence)
    if not len(laid) or not known.any():
        return float("nan")
    speeds = np.interp(track.time, laid.time, laid.around(_SPEAKS_S))
    lasts = np.minimum(np.diff(track.time, prepend=track.time[:1]), _SPEAKS_S)
    quick = known & (speeds > _ROLLING_M_S)
    rolls = _rolls(quick & (cadence < _ROLLING_STEPS), lasts)
    rolls = rolls[rolls <= _LONGEST_ROLL_S]
    whole = float(lasts[quick].sum())
    if whole < _KNOWN_S:
        return float("nan")
    return float(rolls.sum()) / whole if len(rolls) >= _ROLLS else 0.0


def _rolls(rolling: BoolArray, lasts: FloatArray) -> FloatArray:
    """Seconds of each run of points in `rolling`."""
    begins = np.flatnonzero(rolling & ~np.concatenate(([False], rolling[:-1])))
    if not len(begins):
        return np.zeros(0)
    seconds: FloatArray = np.add.reduceat(np.where(rolling, lasts, 0.0), begins)
    return seconds
