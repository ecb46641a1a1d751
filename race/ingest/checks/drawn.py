"""Was it recorded at all: do its points lie, and its times tick, as those of a device."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan
from typing import Final

from race.i18n import N_
from race.ingest.checks import thresholds
from race.ingest.checks.evidence import Evidence
from race.ingest.signals.texture import Texture
from race.verdict import Flag, Severity

#: What a sign of LOOKS_DRAWN is called, by its case in `race.flags`.
SIGNS: Final = {
    "line": N_("points in line to the last digit"),
    "steps": N_("one speed from point to point"),
    "spread": N_("hardly any change of speed from point to point"),
    "minutes": N_("hardly any change of speed by the minute"),
    "scatter": N_("errors that do not drift as those of GPS do"),
    "clock": N_("times that follow from the distance"),
}
_WEIGHS: Final = (Severity.PASS, Severity.REVIEW, Severity.REJECT)


@dataclass(frozen=True, kw_only=True)
class Sign:
    """One thing in which drawn tracks differ from recorded ones."""

    #: One of `SIGNS`.
    name: str
    #: Shares of 1.
    measured: float
    limit: float
    #: How near it comes to its limit: 1 at the limit, more beyond; NaN when it cannot tell.
    weight: float


def drawn(evidence: Evidence) -> Iterator[Flag]:
    """LOOKS_DRAWN: a track that lies on its lines, keeps its speed, strays without memory, or whose
    times were worked out. One sign is looked at by a person, two of them nobody records.

    Few points (POOR_GPS) and a file without heart rate, cadence and heights are no signs: old
    phones, and phones that save power, have both. They stand in the facts and weigh nothing.
    """
    texture = evidence.signals.texture
    looked = sorted(_signs(texture), key=lambda sign: -sign.weight)
    if not looked:
        return
    sprung = [sign for sign in looked if sign.weight >= 1.0]
    facts: dict[str, object] = {
        "case": looked[0].name,
        "signs": [{"name": s.name, "measured": s.measured, "limit": s.limit} for s in looked],
        "sprung": [sign.name for sign in sprung],
        "points_per_km": _or_none(texture.points_per_km),
        "bare": texture.bare,
    }
    if len(sprung) > 1:
        facts |= {
            "first": SIGNS[sprung[0].name],
            "second": SIGNS[sprung[1].name],
            "second_measured": sprung[1].measured,
        }
    yield Flag(
        code="LOOKS_DRAWN",
        severity=_WEIGHS[min(len(sprung), 2)],
        limit=looked[0].limit,
        measured=looked[0].measured,
        facts=facts,
    )


def _or_none(value: float) -> float | None:
    return None if isnan(value) else value


def _signs(texture: Texture) -> Iterator[Sign]:
    """Every sign that could be looked at."""
    line = _at_least("line", texture.collinear, thresholds.IN_LINE_SHARE)
    # Fixes that lie far apart even out whoever ran between them, and so do points that a program
    # filled in: there a speed counts as even only when it is kept four times as exactly.
    exact = texture.interval_s > thresholds.EVEN_INTERVAL_S or line.weight >= 1.0
    steps = texture.even_steps_strict if exact else texture.even_steps
    found = (
        line,
        _at_least("steps", steps, thresholds.EVEN_STEPS_SHARE),
        _even(texture, exact=exact),
        _without_memory(texture),
        _worked_out(texture),
    )
    yield from (sign for sign in found if sign is not None and not isnan(sign.weight))


def _at_least(name: str, measured: float, limit: float) -> Sign:
    return Sign(name=name, measured=measured, limit=limit, weight=measured / limit)


def _at_most(name: str, measured: float, limit: float) -> Sign:
    weight = measured if isnan(measured) else limit / max(measured, limit / 1000.0)
    return Sign(name=name, measured=measured, limit=limit, weight=weight)


def _even(texture: Texture, *, exact: bool) -> Sign:
    """A speed that hardly varies, from minute to minute or from point to point: one sign."""
    minutes = _at_most("minutes", texture.even_minutes, thresholds.EVEN_MINUTES)
    spread = _at_most("spread", texture.speed_spread, thresholds.SPEED_SPREAD)
    if exact or isnan(spread.weight) or spread.weight < minutes.weight:
        return minutes
    return spread


def _without_memory(texture: Texture) -> Sign | None:
    """Rounding strays without memory too: nothing is said of scatter that it may have made."""
    rounding = thresholds.SCATTER_GRIDS * texture.grid_m
    if not texture.scatter_m >= max(thresholds.SCATTER_M, rounding):
        return None
    return _at_least("scatter", texture.memoryless, thresholds.MEMORYLESS_SHARE)


def _worked_out(texture: Texture) -> Sign | None:
    """Only of times that are no whole seconds and have no usual interval: others have a clock."""
    if (
        texture.fractional >= thresholds.FRACTIONAL_SHARE
        and texture.dominant < thresholds.DOMINANT_SHARE
    ):
        few = (
            texture.points_per_km < thresholds.FEW_PER_KM
            and texture.interval_range >= thresholds.FEW_RANGE
        )
        limit = thresholds.FOLLOWS_OF_FEW if few else thresholds.FOLLOWS_CORRELATION
        return _at_least("clock", texture.follows, limit)
    return None


def time_scaled(evidence: Evidence) -> Iterator[Flag]:
    """TIME_SCALED: a run made faster by pressing its times together, seen by the ticks of the clock
    or by steps that grew with the speed."""
    yield from _pressed_clock(evidence)
    yield from _grown_steps(evidence)


def _pressed_clock(evidence: Evidence) -> Iterator[Flag]:
    """Clocks tick in whole seconds, or in halves, fourths and tenths of one. One that keeps time in
    units of 0.83 s, to the millisecond, was made from one that did in seconds; when the times were
    rounded to seconds again nobody can see it. Clocks that are off by less than 0.03 s are left
    alone.
    """
    unit = evidence.signals.texture.time_grid_s
    if isnan(unit):
        return
    low, high = thresholds.PRESSED_UNIT_S
    off = abs(unit - round(unit * 2) / 2)
    pressed = low <= unit <= high and off >= thresholds.CLOCK_OFF_S
    yield Flag(
        code="TIME_SCALED",
        severity=Severity.REVIEW if pressed else Severity.PASS,
        limit=1.0,
        measured=unit,
        facts={"unit_ms": unit * 1000.0},
    )


def _grown_steps(evidence: Evidence) -> Iterator[Flag]:
    """Steps too long for their cadence: who makes 150 of them a minute runs no faster than 4 m/s,
    and each 10 more are worth 1 m/s.

    Cautious: it finds only runners of few steps whose times were pressed hard. Steps of more than
    1.5 m are BIKE_LIKE's, whatever the cadence; a cadence under 140 was not that of a runner.
    """
    body = evidence.signals.body
    low, high = thresholds.SCALED_CADENCE
    if not low <= body.cadence <= high or isnan(body.step_m):
        return
    if body.cadence_share < thresholds.BIKE_CADENCE_SHARE or evidence.indoor is not None:
        return
    limit = longest_step(body.cadence)
    grown = limit < body.step_m <= thresholds.BIKE_STEP_M
    yield Flag(
        code="TIME_SCALED",
        severity=Severity.REVIEW if grown else Severity.PASS,
        limit=limit,
        measured=body.step_m,
        facts={
            "case": "steps",
            "cadence": body.cadence,
            "step_cm": body.step_m * 100.0,
            "limit_cm": limit * 100.0,
        },
    )


def longest_step(cadence: float) -> float:
    """Metres that a step may have at a cadence (steps/min)."""
    low, _ = thresholds.SCALED_CADENCE
    fastest = thresholds.SPEED_AT_FEW_STEPS_M_S + (cadence - low) * thresholds.SPEED_A_STEP_M_S
    return max(thresholds.LONG_STEP_M, fastest * 60.0 / cadence)
