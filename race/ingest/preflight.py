"""A test run before the race: is the phone fit to record one, and is the right file sent.

It is judged by the same checks as every run; of what they find only that is told which is about the
recording and not about the running, for a few minutes around the house are neither long nor fast.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from math import isfinite
from typing import Final

from race.ingest.examine import Circumstances, Examination, Measured, judged
from race.rules import Rules
from race.verdict import Flag, Severity

#: Codes about the recording, in `race.flags.WORDINGS`.
ABOUT_THE_RECORDING: Final = frozenset(
    {
        "NO_POINTS",
        "NO_TIME",
        "INDOOR",
        "CORRUPT_PARTIAL",
        "CLOCK",
        "WRONG_SPORT",
        "MISMATCH_DISTANCE",
        "POOR_GPS",
        "TELEPORTS",
        "HEART_RATE",
        "CADENCE",
        "LOOKS_DRAWN",
        "TIME_SCALED",
    }
)
#: s and points under which a test tells too little: a receiver needs a minute to settle, and gaps
#: of a phone that saves its battery begin some minutes after its screen went dark.
ENOUGH_S: Final = 300.0
ENOUGH_POINTS: Final = 20
#: s. Longer after its end a test run is an old file, or of a clock that is behind.
FRESH_S: Final = 86_400.0


class Readiness(StrEnum):
    """What a test run says of a phone."""

    READY = "ready"
    #: It would count, but something could be better, or the test was too short to tell.
    NEARLY = "nearly"
    #: A run recorded like this would be looked at by a person, or not count.
    NOT_READY = "not_ready"


@dataclass(frozen=True, kw_only=True)
class Preflight:
    """What one test run says."""

    examination: Examination
    readiness: Readiness
    #: What was found about the recording, the gravest first; what is in order is left out.
    findings: tuple[Flag, ...]
    #: It was too short to tell of gaps and of the battery saver.
    too_little: bool
    #: It ended longer ago than `FRESH_S`.
    old: bool


def preflight(run: Measured, rules: Rules, now: datetime) -> Preflight:
    """Look at a measured test run by the rules of an event; `now` is when it came in, aware."""
    examination = judged(run, Circumstances(rules=rules, received_at=now))
    found = [f for f in examination.verdict.flags if f.code in ABOUT_THE_RECORDING]
    # Without an event's window the zone is named UTC: whether one is missing is all that is told.
    findings = tuple(sorted((_milder(f) for f in found), key=lambda f: -f.severity))
    ended = run.metrics.ended_at
    old = isfinite(ended) and now.timestamp() - ended > FRESH_S
    too_little = run.metrics.points < ENOUGH_POINTS or not run.metrics.elapsed_s >= ENOUGH_S
    return Preflight(
        examination=examination,
        readiness=_readiness(findings, unsure=old or too_little),
        findings=findings,
        too_little=too_little,
        old=old,
    )


def _milder(flag: Flag) -> Flag:
    """Nothing is counted here, so the two distances are worth knowing at most."""
    if flag.code == "MISMATCH_DISTANCE":
        return replace(flag, severity=Severity.INFO)
    return flag


def _readiness(findings: tuple[Flag, ...], *, unsure: bool) -> Readiness:
    worst = max((flag.severity for flag in findings), default=Severity.PASS)
    if worst > Severity.INFO:
        return Readiness.NOT_READY
    return Readiness.NEARLY if unsure or worst > Severity.PASS else Readiness.READY
