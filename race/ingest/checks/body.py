"""Do steps and heart bear the run out, and are they there where an event asks for them.

A sensor proves little: optical ones lock to the steps, lose the wrist and start late. So what
looks impossible goes to a person, and never further. Here is told what a sensor says by itself: too
many or too few steps a minute, a stream that stands still. Long steps are BIKE_LIKE (`speed`), and
steps that all grew by one factor TIME_SCALED.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import isfinite

from race.activity import Sport
from race.ingest.checks import thresholds
from race.ingest.checks.evidence import WALKED, Evidence
from race.units import pace_s_per_km
from race.verdict import Flag, Severity

_ON_FOOT = WALKED | {Sport.RUN, Sport.UNKNOWN}


def heart_rate_required(evidence: Evidence) -> Iterator[Flag]:
    """HEART_RATE: the event asks for a heart rate, and the app could have given one."""
    if evidence.rules.heart_rate_required:
        share = evidence.signals.body.heart_rate_share
        gives = _among(thresholds.GIVES_HEART_RATE, evidence)
        missing = Severity.REJECT if gives else Severity.REVIEW
        never = _among(thresholds.NEVER_HEART_RATE, evidence)
        yield from _required(share, Severity.INFO if never else missing, code="HEART_RATE")


def cadence_required(evidence: Evidence) -> Iterator[Flag]:
    """CADENCE: the event asks for a cadence, and the app could have given one."""
    if evidence.rules.cadence_required:
        share = evidence.signals.body.cadence_share
        gives = _among(thresholds.GIVES_CADENCE, evidence)
        missing = Severity.REJECT if gives else Severity.REVIEW
        never = _among(thresholds.NEVER_CADENCE, evidence)
        yield from _required(share, Severity.INFO if never else missing, code="CADENCE")


def _among(files: Iterable[tuple[str, str]], evidence: Evidence) -> bool:
    """Whether the file is one of these: (format, beginning of the app's name)."""
    activity = evidence.activity
    app = (activity.stated.app or "").casefold()
    return any(activity.format == kind and app.startswith(name) for kind, name in files)


def _required(share: float, missing: Severity, *, code: str) -> Iterator[Flag]:
    """What a share weighs, where none at all weighs `missing`."""
    if not isfinite(share):
        return
    severity = missing if share < thresholds.UNWORN_SHARE else min(missing, Severity.REVIEW)
    yield Flag(
        code=code,
        severity=Severity.PASS if share >= thresholds.WORN_SHARE else severity,
        limit=thresholds.WORN_SHARE,
        measured=share,
        facts={"case": "required"},
    )


def heart_rate(evidence: Evidence) -> Iterator[Flag]:
    """HEART_RATE: a heart that beats as none does; the first limit that is broken is named."""
    yield from _first_broken(_heart(evidence))


def _heart(evidence: Evidence) -> Iterator[Flag]:
    body, enough = evidence.signals.body, thresholds.SENSOR_LOOKED_S
    if not body.heart_rate_share * evidence.metrics.moving_s >= enough:
        return
    yield _over("fast", body.heart_rate, thresholds.FASTEST_HEART, code="HEART_RATE")
    if body.running_heart_rate_s >= enough and _on_foot(evidence):
        beats, pace = body.running_heart_rate, pace_s_per_km(body.running_m_s, 1.0)
        yield _under("slow", beats, thresholds.SLOWEST_HEART, pace=pace, code="HEART_RATE")
    same, beats = body.heart_rate_same_s, body.heart_rate
    yield _over("same", same, thresholds.SAME_HEART_S, beats=beats, code="HEART_RATE")
    if isfinite(body.heart_rate_jump):
        yield _over("jumps", body.heart_rate_jump, thresholds.HEART_JUMP, code="HEART_RATE")


def cadence(evidence: Evidence) -> Iterator[Flag]:
    """CADENCE: steps that nobody on foot makes; the first limit that is broken is named."""
    if _on_foot(evidence):
        yield from _first_broken(_steps(evidence))


def _on_foot(evidence: Evidence) -> bool:
    return evidence.activity.stated.sport in _ON_FOOT


def _steps(evidence: Evidence) -> Iterator[Flag]:
    body, enough = evidence.signals.body, thresholds.SENSOR_LOOKED_S
    if body.running_cadence_s >= enough and not evidence.walked:
        steps, pace = body.running_cadence, pace_s_per_km(body.running_m_s, 1.0)
        yield _over("many", steps, thresholds.MOST_STEPS, code="CADENCE")
        if body.step_m <= thresholds.BIKE_STEP_M:
            yield _under("few", steps, thresholds.FEWEST_STEPS, pace=pace, code="CADENCE")
    if body.cadence_share * evidence.metrics.moving_s >= enough:
        same, steps = body.cadence_same_s, body.cadence
        flag = _over("same", same, thresholds.SAME_CADENCE_S, steps=steps, code="CADENCE")
        # Where nobody asks for a cadence, an app that writes the average does no harm.
        harmless = flag.severity is Severity.REVIEW and not evidence.rules.cadence_required
        yield replace(flag, severity=Severity.INFO) if harmless else flag


def _over(case: str, measured: float, limit: float, *, code: str, **facts: float) -> Flag:
    """REVIEW from over the limit on."""
    return Flag(
        code=code,
        severity=Severity.REVIEW if measured > limit else Severity.PASS,
        limit=limit,
        measured=measured,
        facts={"case": case, **facts},
    )


def _under(case: str, measured: float, limit: float, *, code: str, **facts: float) -> Flag:
    """REVIEW under the limit."""
    flag = _over(case, measured, limit, code=code, **facts)
    return replace(flag, severity=Severity.REVIEW if measured < limit else Severity.PASS)


def _first_broken(looked: Iterable[Flag]) -> list[Flag]:
    """The first that weighs something; where all were kept, the first."""
    flags = list(looked)
    return ([flag for flag in flags if flag.severity > Severity.PASS] or flags)[:1]
