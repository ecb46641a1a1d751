"""What the checks say to one sample, and what the search for copies says to one pair.

Only here does this package touch what it measures, and by the front door: `examine`, `fingerprint`
and `compare`.
"""

import math
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from race.ingest.checks import CHECKS
from race.ingest.copies import compare
from race.ingest.examine import Circumstances, Measured, judged, measured
from race.ingest.signals import to_dict
from race.ingest.suspicion import suspicion
from race.presets import PRESETS
from race.rules import CheckState
from race.verdict import Outcome, Severity
from tests.fairness.samples import Pair, Sample

#: Checks that look at what an event allows and at the file, not at how a recording was made.
NOT_OF_SIGNALS: Final = (
    "positions",
    "times",
    "indoor",
    "whole_file",
    "sport",
    "clock",
    "event_window",
    "upload_deadline",
    "forbidden_hours",
    "geofence",
    "own_overlap",
    "per_day",
    "same_file",
    "shortest",
    "longest",
    "pauses",
    "device_difference",
    "average_pace",
    "every_kilometre",
    "burst",
    "heart_rate_required",
    "cadence_required",
)
#: Every check in the state that it is published in: tests of other things switch one off.
_FREE: Final = replace(
    PRESETS["free"].rules,
    checks={check.name: check.state for check in CHECKS} | {**PRESETS["free"].rules.checks},
)
_SIGNALS: Final = replace(
    _FREE, checks={**_FREE.checks, **dict.fromkeys(NOT_OF_SIGNALS, CheckState.OFF)}
)
#: Everything that is made here happened before.
_RECEIVED: Final = datetime(2026, 8, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of one sample or pair."""

    name: str
    #: "rejected", "reviewed" or "" (a pair that is called a copy is reviewed).
    outcome: str
    #: Codes of the flags from REVIEW on; of a pair the kind of copy.
    codes: tuple[str, ...]
    #: What each of them measured and allows: "BIKE_LIKE 1.52 > 1.5".
    why: str
    #: The score of suspicion, which decides nothing; NaN of pairs, and where it cannot tell.
    score: float
    #: Every number of the signals by its name; empty for pairs.
    signals: dict[str, float]


def of_sample(sample: Sample) -> Result:
    """What the checks of signals say under the preset `free`."""
    return of_run(sample.name, measured(sample.activity, None))


def of_run(name: str, run: Measured, *, every_check: bool = False) -> Result:
    """The same of a run that is measured already; `every_check` leaves none out."""
    rules = _FREE if every_check else _SIGNALS
    received = datetime.now(UTC) if every_check else _RECEIVED
    verdict = judged(run, Circumstances(rules=rules, received_at=received)).verdict
    flags = [flag for flag in verdict.flags if flag.severity >= Severity.REVIEW]
    outcome = {Outcome.REJECTED: "rejected", Outcome.REVIEW: "reviewed"}.get(verdict.outcome, "")
    return Result(
        name=name,
        outcome=outcome,
        codes=tuple(sorted({flag.code for flag in flags})),
        why="; ".join(
            " ".join(
                [flag.code, f"{flag.measured} / {flag.limit}", str(flag.facts.get("case") or "")]
            ).strip()
            for flag in flags
        ),
        score=suspicion(run.signals).score,
        signals=_numbers(to_dict(run.signals)),
    )


def of_pair(pair: Pair, *, found_first: bool) -> Result:
    """Whether the later one is called a copy; `found_first`: only if its fingerprint leads to the
    earlier one, as an upload would."""
    later, earlier = (measured(each, None) for each in (pair.later, pair.earlier))
    return of_two(pair.name, later, earlier, found_first=found_first)


def of_two(name: str, later: Measured, earlier: Measured, *, found_first: bool) -> Result:
    """The same of two runs that are measured already."""
    met = not {*earlier.fingerprint.keys}.isdisjoint(later.fingerprint.probes)
    likeness = compare(later.track, earlier.track)
    kind = likeness.kind
    called = kind is not None and (met or not found_first)
    missing = "" if met else " (no key in common)"
    return Result(
        name=name,
        outcome="reviewed" if called else "",
        codes=(str(kind),) if called and kind is not None else (),
        why=f"{likeness}{missing}",
        score=math.nan,
        signals={},
    )


def _numbers(values: dict[str, Any], within: str = "") -> dict[str, float]:
    found: dict[str, float] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            found |= _numbers(value, f"{within}{name}.")
        elif isinstance(value, int | float):
            found[within + name] = float(value)
    return found
