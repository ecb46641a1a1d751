"""How a recording moves.

Speeds are taken of the cleaned track as far as its places bear them out (`motion_curve`): no window
lies across a gap, and neither noise nor a single jump makes one fast. The limits that they are
held against were measured on 612 recordings on foot, 448 rides and 48 of motors.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from race.ingest.signals.motion_curve import Curve, curve
from race.ingest.signals.motion_cycling import coasting_share, hill_response
from race.ingest.signals.motion_fast import bursts, windows
from race.ingest.signals.motion_wheels import Wheels, leaps, wheels
from race.ingest.signals.recording import Recording
from race.metrics import Effort
from race.track import FloatArray
from race.verdict import Where

NAN: Final = float("nan")
#: m/s. Slower is standing.
_STANDING_M_S: Final = 0.5
#: m/s. Speeds of which the share of windows is taken: over 60 s, over 30 s.
_FAST_60_M_S: Final = 6.5
_FAST_30_M_S: Final = 5.5
_MOTOR_30_M_S: Final = 8.0
#: A curve with steps longer than this (s) has no windows of 30 s to speak of.
_LONGEST_STEP_S: Final = 5.0
#: Windows of 10 s that a correlation needs.
_PAIRS: Final = 20


@dataclass(frozen=True, kw_only=True)
class Motion:
    """How a recording moves; NaN where it cannot tell."""

    #: m/s, 98th percentile of the speed over 60 s.
    p98_60_m_s: float = NAN
    #: m/s, median of the speed over 30 s in motion.
    median_m_s: float = NAN
    #: Share of the 60 s in motion that are faster than 6.5 m/s.
    over_6_5_share: float = NAN
    #: Share of the 30 s in motion that are faster than 5.5 and than 8 m/s.
    over_5_5_share: float = NAN
    over_8_share: float = NAN
    #: m/s², 99th percentile of how much the speed over 5 s changes in 5 s.
    a99_m_s2: float = NAN
    #: Deviation of the speed over 10 s in motion by its mean.
    cv_10: float = NAN
    #: Correlation of the speed over 10 s with that of the next 10 s.
    autocorrelation_10: float = NAN
    #: Share of its speed that is lost for each 1 of slope; NaN where speed does not follow hills.
    hill_response: float = NAN
    #: Share of the time at 2.5 m/s and more without steps, in many short rolls.
    coasting_share: float = NAN
    #: m/s, metres by seconds of the whole file, pauses included.
    average_m_s: float = NAN
    #: The fastest unbroken stretch of 300, 350, 400, 450 and 500 m, as far as run.
    bursts: tuple[Effort, ...] = ()
    #: The fastest unbroken windows of 1 km and more, best first as world records go.
    windows: tuple[Effort, ...] = ()
    #: Stretches that look like wheels, the longest first.
    wheels: tuple[Wheels, ...] = ()
    #: Quick hops and jumps that nothing bears out, the longest first.
    leaps: tuple[Where, ...] = ()


def motion(recording: Recording) -> Motion:
    """How a recording moves; what a garbled one holds is passed over."""
    track, along = recording.track, recording.along
    if len(track) < 2 or not (np.isfinite(track.time).all() and np.isfinite(along).all()):
        return Motion()
    laid = curve(track, along).borne_out()
    started_at = float(track.time[0])
    lasted = float(track.time[-1]) - started_at
    slow, changes = _speeds(laid), _changes(laid)
    return Motion(
        **slow,
        **changes,
        hill_response=hill_response(track, laid),
        coasting_share=coasting_share(track, laid),
        average_m_s=float(along[-1]) / lasted if lasted > 0 else NAN,
        bursts=bursts(laid, started_at),
        windows=windows(laid, started_at),
        wheels=wheels(recording.raw, track, along) if track.positioned.all() else (),
        leaps=leaps(track, along, laid),
    )


def _speeds(laid: Curve) -> dict[str, float]:
    """What windows of 30 and 60 s say of speed."""
    if laid.step_s > _LONGEST_STEP_S:
        return {}
    over_30, over_60 = laid.speeds(30.0), laid.speeds(60.0)
    moving_30, moving_60 = over_30[over_30 > _STANDING_M_S], over_60[over_60 > _STANDING_M_S]
    return {
        "p98_60_m_s": float(np.percentile(over_60, 98)) if len(over_60) else NAN,
        "median_m_s": float(np.median(moving_30)) if len(moving_30) else NAN,
        "over_6_5_share": _share(moving_60 > _FAST_60_M_S),
        "over_5_5_share": _share(moving_30 > _FAST_30_M_S),
        "over_8_share": _share(moving_30 > _MOTOR_30_M_S),
    }


def _changes(laid: Curve) -> dict[str, float]:
    """What windows of 5 and 10 s say of how speed changes."""
    if laid.step_s > _LONGEST_STEP_S:
        return {}
    now, later = _neighbours(laid, 5.0)
    first, second = _neighbours(laid, 10.0)
    moving = (first > _STANDING_M_S) & (second > _STANDING_M_S)
    speeds = first[first > _STANDING_M_S]
    return {
        "a99_m_s2": float(np.percentile(np.abs(later - now), 99)) / 5.0 if len(now) else NAN,
        "cv_10": float(speeds.std() / speeds.mean()) if len(speeds) else NAN,
        "autocorrelation_10": _correlation(first[moving], second[moving]),
    }


def _neighbours(laid: Curve, seconds: float) -> tuple[FloatArray, FloatArray]:
    """m/s over each window and over the next as long, without a gap; shape (pairs,) both."""
    steps, begins = laid.steps(seconds), laid.windows(2 * seconds)
    middles, ends = begins + steps, np.minimum(begins + 2 * steps, len(laid) - 1)
    long = steps * laid.step_s
    now: FloatArray = (laid.along[middles] - laid.along[begins]) / long
    later: FloatArray = (laid.along[ends] - laid.along[middles]) / long
    return now, later


def _correlation(a: FloatArray, b: FloatArray) -> float:
    if len(a) < _PAIRS or min(float(a.std()), float(b.std())) < 1e-6:
        return NAN
    return float(np.mean((a - a.mean()) * (b - b.mean())) / (a.std() * b.std()))


def _share(which: np.ndarray) -> float:
    return float(which.mean()) if len(which) else NAN
