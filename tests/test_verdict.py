"""What stands about a run, and why it waits: every case by hand."""

from datetime import UTC, datetime
from typing import Final

import pytest

from race.verdict import (
    Amends,
    Decision,
    Flag,
    Outcome,
    Remark,
    Ruling,
    Severity,
    Waits,
    judge,
    standing,
    waits,
)

NOW: Final = datetime(2026, 11, 14, 5, 30, tzinfo=UTC)
ACCEPTED, REVIEW, REJECTED = Outcome.ACCEPTED, Outcome.REVIEW, Outcome.REJECTED

#: What was said, as letters in the order of saying: a referee in capitals, runners in small ones.
SAID: Final[dict[str, Decision | Remark]] = {
    "A": Decision.ACCEPT,
    "R": Decision.REJECT,
    "Q": Decision.ASK,
    "J": Decision.JUDGE,
    "a": Remark.ANSWER,
    "p": Remark.PROTEST,
    "r": Remark.REPORT,
}


@pytest.mark.parametrize(
    ("state", "said", "why"),
    [
        # Nobody has said anything.
        (ACCEPTED, "", None),
        (REVIEW, "", Waits.REVIEW),
        (REJECTED, "", None),
        # A question, and what follows it.
        (REVIEW, "Q", Waits.ASKED),
        (REVIEW, "Qa", Waits.ANSWERED),
        (REVIEW, "Qaa", Waits.ANSWERED),
        (REVIEW, "QaQ", Waits.ASKED),
        (REVIEW, "QaQa", Waits.ANSWERED),
        (ACCEPTED, "QaA", None),
        (REJECTED, "QaR", None),
        # An answer that nobody asked for changes nothing.
        (REVIEW, "a", Waits.REVIEW),
        (ACCEPTED, "a", None),
        # A protest comes before everything, until the next decision.
        (REJECTED, "p", Waits.PROTEST),
        (REJECTED, "Rp", Waits.PROTEST),
        (ACCEPTED, "p", Waits.PROTEST),
        (REVIEW, "p", Waits.PROTEST),
        (REJECTED, "RpR", None),
        (ACCEPTED, "RpA", None),
        (REJECTED, "RpRp", Waits.PROTEST),
        (REVIEW, "pQ", Waits.ASKED),
        (REVIEW, "pQa", Waits.ANSWERED),
        (REVIEW, "pQp", Waits.PROTEST),
        (REVIEW, "Qap", Waits.PROTEST),
        # A report waits where nothing else does.
        (ACCEPTED, "r", Waits.REPORT),
        (REJECTED, "r", Waits.REPORT),
        (REVIEW, "r", Waits.REVIEW),
        (REVIEW, "Qr", Waits.ASKED),
        (REVIEW, "Qra", Waits.ANSWERED),
        (REJECTED, "rp", Waits.PROTEST),
        (REJECTED, "pr", Waits.PROTEST),
        (ACCEPTED, "rA", None),
        (ACCEPTED, "Ar", Waits.REPORT),
        (ACCEPTED, "rAr", Waits.REPORT),
        # Decisions taken back: the rules speak, and an old question is done with.
        (ACCEPTED, "RJ", None),
        (REJECTED, "AJ", None),
        (REVIEW, "AJ", Waits.REVIEW),
        (REVIEW, "QJ", Waits.REVIEW),
        (REVIEW, "QaJ", Waits.REVIEW),
        (ACCEPTED, "pJ", None),
        (REVIEW, "AQ", Waits.ASKED),
    ],
)
def test_why_a_run_waits(state: Outcome, said: str, why: Waits | None) -> None:
    assert waits(state, [SAID[letter] for letter in said]) == why


@pytest.mark.parametrize("verdict", Outcome)
@pytest.mark.parametrize(
    ("decision", "stands"),
    [
        (Decision.ACCEPT, ACCEPTED),
        (Decision.REJECT, REJECTED),
        (Decision.ASK, REVIEW),
        (Decision.JUDGE, None),
        (None, None),
    ],
)
def test_a_decision_stands_over_every_verdict_and_judging_gives_it_back(
    verdict: Outcome, decision: Decision | None, stands: Outcome | None
) -> None:
    ruling = None
    if decision is not None:
        ruling = Ruling(decision=decision, reason="Đã xem.", by="vy", at=NOW)
    assert standing(verdict, ruling) is (verdict if stands is None else stands)


@pytest.mark.parametrize(
    ("severities", "outcome", "shown"),
    [
        ([], ACCEPTED, []),
        ([0], ACCEPTED, []),
        ([1, 0], ACCEPTED, [1]),
        ([1, 2, 0], REVIEW, [2, 1]),
        ([2, 1, 3, 2], REJECTED, [3, 2, 2, 1]),
    ],
)
def test_the_worst_finding_decides_and_stands_first(
    severities: list[int], outcome: Outcome, shown: list[int]
) -> None:
    verdict = judge(Flag(code="TOO_SLOW", severity=Severity(number)) for number in severities)
    assert (verdict.outcome, [flag.severity for flag in verdict.flags]) == (outcome, shown)


@pytest.mark.parametrize(
    ("amends", "cuts"),
    [
        (Amends(), False),
        (Amends(shift_s=3600.0), False),
        (Amends(from_s=0.0), True),
        (Amends(to_s=1800.0), True),
        (Amends(shift_s=-60.0, from_s=10.0, to_s=20.0), True),
    ],
)
def test_a_correction_cuts_where_an_end_is_named(amends: Amends, *, cuts: bool) -> None:
    assert amends.cuts is cuts
