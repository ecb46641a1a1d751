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
    """What a referee can say. To ask leaves the run waiting; to judge takes decisions back and lets
    the rules speak."""

    ACCEPT = "accept"
    REJECT = "reject"
    ASK = "ask"
    JUDGE = "judge"


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
class Amends:
    """What a person corrected in a run: its clock, and the part that counts."""

    #: Seconds by which its clock was slow: what it recorded at 05:00 was at 06:00 with 3600.
    shift_s: float = 0.0
    #: The part that counts, in seconds since the start of the run; None is an end of the run.
    from_s: float | None = None
    to_s: float | None = None

    @property
    def cuts(self) -> bool:
        """Whether only a part counts."""
        return self.from_s is not None or self.to_s is not None


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
    return verdict if ruling is None else _RULED.get(ruling.decision, verdict)


class Remark(StrEnum):
    """What a runner can say about a run."""

    #: To what a referee asked.
    ANSWER = "answer"
    #: Against a decision about an own run.
    PROTEST = "protest"
    #: About the run of somebody else.
    REPORT = "report"


class Waits(StrEnum):
    """Why a run is on the desk, the most urgent first."""

    #: Its runner protests.
    PROTEST = "protest"
    #: Its runner has answered.
    ANSWERED = "answered"
    #: The checks ask for a person.
    REVIEW = "review"
    #: Somebody else reports it.
    REPORT = "report"
    #: Its runner was asked and has not answered yet.
    ASKED = "asked"


def waits(state: Outcome, said: Iterable[Decision | Remark]) -> Waits | None:
    """Why a run in that state waits, after all that was said about it, the first first; None when
    it does not. What was said before the last decision is done with."""
    since: set[Remark] = set()
    last: Decision | None = None
    for each in said:
        if isinstance(each, Remark):
            since.add(each)
        else:
            last = each
            since.clear()
    if Remark.PROTEST in since:
        return Waits.PROTEST
    if state is Outcome.REVIEW:
        if last is Decision.ASK:
            return Waits.ANSWERED if Remark.ANSWER in since else Waits.ASKED
        return Waits.REVIEW
    return Waits.REPORT if Remark.REPORT in since else None
