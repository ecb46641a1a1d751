"""Facts and judgement: a Flag states a fact with its evidence, one table turns flags to a Verdict,
a person's Ruling stands over a Verdict and never overwrites it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any


class Severity(IntEnum):
    """How much a fact weighs; the order means something."""

    #: The rule was looked at and kept: a line of the evidence sheet, no flag.
    PASS = 0
    #: Worth knowing; decides nothing.
    INFO = 1
    #: A person should look.
    REVIEW = 2
    #: The run does not count.
    REJECT = 3


class Outcome(StrEnum):
    """What becomes of a run."""

    ACCEPTED = "accepted"
    REVIEW = "review"
    REJECTED = "rejected"


class Decision(StrEnum):
    """What a referee can say. To ask leaves the run waiting."""

    ACCEPT = "accept"
    REJECT = "reject"
    ASK = "ask"


@dataclass(frozen=True, kw_only=True)
class Where:
    """The stretch of a run that a fact is about."""

    #: Seconds since the start of the run.
    from_s: float
    to_s: float
    #: Metres since the start of the run.
    from_m: float
    to_m: float


@dataclass(frozen=True, kw_only=True)
class Flag:
    """What one check found, with its evidence."""

    #: One of `race.flags.WORDINGS`.
    code: str
    severity: Severity
    #: The limit that was crossed or kept, SI; None where the rule has no number.
    limit: float | None = None
    #: What was measured, SI; None where nothing was.
    measured: float | None = None
    where: Where | None = None
    #: What the sentence needs beside limit and measured; JSON values only.
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The machine's proposal."""

    outcome: Outcome
    #: Worst first, in the order of the checks; those that passed are left out.
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What a person decided, why and when."""

    decision: Decision
    reason: str
    #: Account that decided.
    by: str
    at: datetime


_OUTCOME = {
    Severity.PASS: Outcome.ACCEPTED,
    Severity.INFO: Outcome.ACCEPTED,
    Severity.REVIEW: Outcome.REVIEW,
    Severity.REJECT: Outcome.REJECTED,
}

_RULED = {
    Decision.ACCEPT: Outcome.ACCEPTED,
    Decision.REJECT: Outcome.REJECTED,
    Decision.ASK: Outcome.REVIEW,
}


def judge(findings: Iterable[Flag]) -> Verdict:
    """The worst severity decides."""
    flags = tuple(f for f in findings if f.severity > Severity.PASS)
    worst = max((f.severity for f in flags), default=Severity.PASS)
    return Verdict(outcome=_OUTCOME[worst], flags=tuple(sorted(flags, key=lambda f: -f.severity)))


def standing(verdict: Outcome, ruling: Ruling | None) -> Outcome:
    """What counts: the ruling where there is one, the verdict otherwise."""
    return verdict if ruling is None else _RULED[ruling.decision]
