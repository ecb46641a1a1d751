"""What a referee decides about a run: every decision, what follows from it, and every refusal."""

import ast
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

import race.store
from race.errors import Conflict, InvalidField, RaceError
from race.event import EventState
from race.result import Status
from race.services.entries import Entered
from race.store import activities, official, remarks, rulings
from race.store.activities import ActivityRow
from race.store.database import reading, transaction
from race.verdict import Amends, Decision, Remark
from tests.conftest import Clock
from tests.runs import gpx, steady
from tests.services.refereeing import DOUBTFUL, HONEST, TOO_FAST, Court, court, woman
from tests.tracks import MORNING

ACCEPT, REJECT, ASK, JUDGE = Decision.ACCEPT, Decision.REJECT, Decision.ASK, Decision.JUDGE


@pytest.fixture
def here(app: FastAPI, clock: Clock) -> Court:
    return court(app, clock)


@pytest.fixture
def huong(here: Court) -> Entered:
    return woman(here)


def refused(here: Court, run: ActivityRow, decision: Decision, **choice: Any) -> RaceError:
    """Why a decision is not taken; nothing at all changed."""
    before = here.now(run), decided(here, run), len(here.trail("activity.rule"))
    with pytest.raises(RaceError) as refusal:
        here.decides(run, decision, **choice)
    assert (here.now(run), decided(here, run), len(here.trail("activity.rule"))) == before
    return refusal.value


def decided(here: Court, run: ActivityRow) -> list[rulings.RulingRow]:
    with reading(here.binh.here.engine) as connection:
        return rulings.of_run(connection, run.event_id, run.id)


def protests(here: Court, run: ActivityRow) -> None:
    """The runner protests: as `race.services.remarking` leaves it."""
    with transaction(here.binh.here.engine) as connection:
        remarks.add(
            connection,
            event_id=run.event_id,
            activity_id=run.id,
            kind=Remark.PROTEST.value,
            bib=run.bib,
            text="GPS nhảy dưới vách núi.",
            at=here.clock(),
        )
        activities.update(connection, replace(here.now(run), waits="protest"))


class TestWhatBecomesOfARun:
    @pytest.mark.parametrize("data", [HONEST, DOUBTFUL, TOO_FAST], ids=["ok", "doubt", "bad"])
    @pytest.mark.parametrize(
        ("decision", "state", "waits", "status"),
        [
            (ACCEPT, "accepted", None, Status.OK),
            (REJECT, "rejected", None, Status.DNF),
            (ASK, "review", "asked", Status.PENDING),
        ],
    )
    def test_a_decision_stands_whatever_the_checks_said(
        self,
        here: Court,
        huong: Entered,
        *,
        data: bytes,
        decision: Decision,
        state: str,
        waits: str | None,
        status: Status,
    ) -> None:
        run = here.sends(huong, data)
        after = here.decides(run, decision)
        assert (after.state, after.waits) == (state, waits)
        assert (after.verdict, after.flags) == (run.verdict, run.flags)  # nothing is overwritten
        assert here.now(run) == after
        assert here.status(huong) is status

    @pytest.mark.parametrize(
        ("data", "first", "state", "waits", "status"),
        [
            (HONEST, REJECT, "accepted", None, Status.OK),
            (HONEST, ASK, "accepted", None, Status.OK),
            (DOUBTFUL, ACCEPT, "review", "review", Status.PENDING),
            (DOUBTFUL, ASK, "review", "review", Status.PENDING),
            (TOO_FAST, ACCEPT, "rejected", None, Status.DNF),
        ],
    )
    def test_judging_takes_a_decision_back(
        self,
        here: Court,
        huong: Entered,
        *,
        data: bytes,
        first: Decision,
        state: str,
        waits: str | None,
        status: Status,
    ) -> None:
        run = here.sends(huong, data)
        here.decides(run, first)
        after = here.decides(run, JUDGE, reason="Nhầm bài.")
        assert (after.state, after.waits) == (state, waits)
        assert here.status(huong) is status

    def test_every_decision_is_kept_with_what_it_found(self, here: Court, huong: Entered) -> None:
        run = here.sends(huong, DOUBTFUL)
        here.decides(run, ASK, reason="Bạn  có đi xe không?\n")
        here.clock.pass_by(hours=2)
        here.decides(run, REJECT, reason="Không trả lời.")
        first, second = decided(here, run)
        assert (first.decision, first.previous, first.reason) == (
            "ask",
            "review",
            "Bạn có đi xe không?",
        )
        assert (second.decision, second.previous, second.account_id) == (
            "reject",
            "review",
            here.account,
        )
        assert (second.decided_at - first.decided_at).total_seconds() == 7200
        assert second.id > first.id

    def test_the_trail_says_who_decided_what(self, here: Court, huong: Entered) -> None:
        here.deals(cards=True)
        run = here.sends(huong, DOUBTFUL)
        here.decides(run, ACCEPT, amends=Amends(shift_s=60.0))
        here.decides(run, REJECT, card=True)
        accepted, rejected = here.trail("activity.rule")
        assert (accepted.account_id, accepted.subject) == (here.account, run.id)
        assert accepted.detail["decision"] == "accept"
        assert accepted.detail["before"] == "review"
        assert accepted.detail["amends"] == {"shift_s": 60.0, "from_s": None, "to_s": None}
        assert "card" not in accepted.detail
        assert (rejected.detail["before"], rejected.detail["card"]) == ("accepted", True)
        assert "amends" not in rejected.detail


class TestWhatTheRunnerIsTold:
    @pytest.mark.parametrize(
        ("decision", "kind"),
        [(ACCEPT, "accepted"), (REJECT, "rejected"), (ASK, "asked"), (JUDGE, "judged")],
    )
    def test_a_notice_says_what_was_decided_and_why(
        self, here: Court, huong: Entered, decision: Decision, kind: str
    ) -> None:
        run = here.sends(huong, DOUBTFUL)
        here.decides(run, decision, reason="Đã xem bản đồ.")
        (notice,) = here.told(huong)
        assert (notice.kind, notice.activity_id) == (kind, run.id)
        assert notice.facts["reason"] == "Đã xem bản đồ."
        assert notice.facts["day"] == "2026-11-13"

    @pytest.mark.parametrize(
        ("decision", "kind"),
        [(ACCEPT, "upheld"), (REJECT, "denied"), (JUDGE, "denied"), (ASK, "asked")],
    )
    def test_a_protest_is_answered(
        self, here: Court, huong: Entered, decision: Decision, kind: str
    ) -> None:
        run = here.sends(huong, TOO_FAST)
        protests(here, run)
        here.decides(run, decision)
        assert here.kinds(huong) == [kind]

    @pytest.mark.parametrize("decision", [ACCEPT, REJECT, JUDGE])
    def test_a_correction_is_told_as_one(
        self, here: Court, huong: Entered, decision: Decision
    ) -> None:
        run = here.sends(huong, HONEST)
        here.decides(run, decision, amends=Amends(shift_s=60.0))
        assert here.kinds(huong) == ["amended"]


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("decision", "choice"),
        [
            (REJECT, {}),
            (ASK, {}),
            (JUDGE, {}),
            (ACCEPT, {"amends": Amends(shift_s=60.0)}),
        ],
    )
    @pytest.mark.parametrize("reason", ["", " \n\t ", "\u200b"])
    def test_a_decision_without_a_reason(
        self, here: Court, huong: Entered, decision: Decision, choice: dict[str, Any], reason: str
    ) -> None:
        run = here.sends(huong, DOUBTFUL)
        error = refused(here, run, decision, reason=reason, **choice)
        assert isinstance(error, InvalidField)
        assert error.facts["field"] == "reason"

    def test_accepting_needs_no_reason_before_results_are_official(
        self, here: Court, huong: Entered
    ) -> None:
        run = here.sends(huong, DOUBTFUL)
        assert here.decides(run, ACCEPT, reason="").state == "accepted"
        here.becomes(state=EventState.FINAL.value)
        error = refused(here, run, ACCEPT, reason="")
        assert error.facts["field"] == "reason"

    def test_a_long_reason_is_cut(self, here: Court, huong: Entered) -> None:
        run = here.sends(huong, DOUBTFUL)
        here.decides(run, REJECT, reason="x" * 600)
        assert decided(here, run)[0].reason == "x" * 500

    @pytest.mark.parametrize("decision", [ACCEPT, ASK, JUDGE])
    def test_a_card_without_a_rejection(
        self, here: Court, huong: Entered, decision: Decision
    ) -> None:
        here.deals(cards=True)
        error = refused(here, here.sends(huong, DOUBTFUL), decision, card=True)
        assert error.facts["field"] == "card"

    def test_a_card_in_an_event_that_has_none(self, here: Court, huong: Entered) -> None:
        error = refused(here, here.sends(huong, DOUBTFUL), REJECT, card=True)
        assert error.facts["field"] == "card"

    @pytest.mark.parametrize(
        ("amends", "field"),
        [
            (Amends(shift_s=366 * 86_400 + 1.0), "clock"),
            (Amends(shift_s=-366 * 86_400 - 1.0), "clock"),
            (Amends(shift_s=math.inf), "clock"),
            (Amends(shift_s=math.nan), "clock"),
            (Amends(from_s=-1.0), "part"),
            (Amends(from_s=math.nan), "part"),
            (Amends(to_s=0.0), "part"),
            (Amends(to_s=math.nan), "part"),
            (Amends(from_s=600.0, to_s=600.0), "part"),
            (Amends(from_s=700.0, to_s=600.0), "part"),
            # The run takes 1,515 s, with a point every 5 s.
            (Amends(from_s=2000.0), "part"),
            (Amends(from_s=601.0, to_s=604.0), "part"),
        ],
    )
    def test_a_correction_that_cannot_be(
        self, here: Court, huong: Entered, amends: Amends, field: str
    ) -> None:
        run = here.sends(huong, HONEST)
        error = refused(here, run, ACCEPT, amends=amends)
        assert isinstance(error, InvalidField)
        assert error.facts["field"] == field

    def test_a_correction_of_a_run_that_is_not_remembered(
        self, here: Court, huong: Entered
    ) -> None:
        run = here.sends(huong, HONEST)
        old = {name: value for name, value in run.metrics.items() if name != "remembered"}
        with transaction(here.binh.here.engine) as connection:
            activities.update(connection, replace(run, metrics=old))
        error = refused(here, run, ACCEPT, amends=Amends(shift_s=60.0))
        assert error.facts["field"] == "part"
        assert here.decides(run, REJECT).state == "rejected"  # all else can be decided

    def test_of_two_referees_the_second_is_told(self, here: Court, huong: Entered) -> None:
        run = here.sends(huong, DOUBTFUL)
        here.decides(run, ASK, seen=0)
        assert isinstance(refused(here, run, REJECT, seen=0), Conflict)
        assert isinstance(refused(here, run, REJECT, seen=2), Conflict)
        assert here.decides(run, REJECT, seen=1).state == "rejected"
        assert here.decides(run, ACCEPT, seen=None).state == "accepted"


class TestACorrection:
    def test_a_wrong_clock_is_set_right(self, here: Court, huong: Entered) -> None:
        """Sixty days slow: the run lay before the event."""
        slow = 60 * 86_400.0
        run = here.sends(huong, gpx(steady(5050, 1515), start=MORNING - 86_400 - slow))
        assert run.verdict == "rejected"
        after = here.decides(run, JUDGE, reason="Đồng hồ sai ngày.", amends=Amends(shift_s=slow))
        assert after.started_at == pytest.approx(MORNING - 86_400)
        assert (after.verdict, after.state) == ("accepted", "accepted")
        assert here.status(huong) is Status.OK

    def test_the_part_that_counts_is_measured_anew(self, here: Court, huong: Entered) -> None:
        """2 km by car in four minutes after 5,050 m on foot."""
        run = here.sends(huong, gpx(steady(5050, 1515), steady(2000, 240)))
        assert run.verdict == "rejected"
        after = here.decides(run, JUDGE, reason="Quên tắt đồng hồ.", amends=Amends(to_s=1515.0))
        assert after.elapsed_s == pytest.approx(1515.0, abs=5)
        assert after.official_distance_m == pytest.approx(5050.0, abs=20)
        assert (after.verdict, here.status(huong)) == ("accepted", Status.OK)

    def test_another_correction_takes_the_place_of_the_first(
        self, here: Court, huong: Entered
    ) -> None:
        run = here.sends(huong, HONEST)
        here.decides(run, ACCEPT, amends=Amends(to_s=600.0))
        after = here.decides(run, ACCEPT, amends=Amends(shift_s=-3600.0))
        assert after.started_at == pytest.approx(MORNING - 3600)
        assert after.elapsed_s == pytest.approx(1515.0)

    def test_a_decision_without_a_correction_leaves_it(self, here: Court, huong: Entered) -> None:
        run = here.sends(huong, HONEST)
        here.decides(run, ACCEPT, amends=Amends(shift_s=-3600.0))
        after = here.decides(run, JUDGE)
        assert after.started_at == pytest.approx(MORNING - 3600)

    def test_no_correction_any_more_is_the_run_as_it_was(self, here: Court, huong: Entered) -> None:
        run = here.sends(huong, HONEST)
        here.decides(run, JUDGE, amends=Amends(from_s=60.0, to_s=600.0))
        after = here.decides(run, JUDGE, amends=Amends())
        assert after == run


class TestOfficialResults:
    def test_a_decision_that_changes_one_is_noted_beside_it(
        self, here: Court, huong: Entered
    ) -> None:
        run = here.sends(huong, HONEST)
        here.becomes(state=EventState.FINAL.value)
        here.decides(run, REJECT, reason="Có người xác nhận là đi xe.")
        with reading(here.binh.here.engine) as connection:
            (change,) = official.changes(connection, here.event.id)
        assert (change.bib, change.race, change.account_id) == (run.bib, "5km", here.account)
        assert change.reason == "Có người xác nhận là đi xe."
        assert (change.before["status"], change.after["status"]) == ("OK", "DNF")

    def test_a_decision_that_changes_none_is_not(self, here: Court, huong: Entered) -> None:
        run = here.sends(huong, HONEST)
        here.becomes(state=EventState.FINAL.value)
        here.decides(run, ACCEPT, reason="Đã xem lại.")
        with reading(here.binh.here.engine) as connection:
            assert official.changes(connection, here.event.id) == []


#: Tables whose rows are added and never changed.
ADDED_ONLY = ("audit", "rulings", "remarks", "snapshots", "late_changes")


def changes_of(source: str) -> Iterator[tuple[str, str]]:
    """(function, table) wherever a row of one of `ADDED_ONLY` is changed or removed."""
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef):
            continue
        for call in ast.walk(function):
            if isinstance(call, ast.Call):
                yield from ((function.name, table) for table in _changed(call))


def _changed(call: ast.Call) -> Iterator[str]:
    text = ast.unparse(call.func)
    whole, _, method = text.rpartition(".")
    if method in {"update", "delete", "upsert", "insert_for"}:
        named = {whole.rpartition(".")[2], *(ast.unparse(argument) for argument in call.args)}
        yield from (table for table in ADDED_ONLY if table in named)


def test_what_is_looked_for_would_be_found() -> None:
    source = """
def a(connection): connection.execute(audit.delete().where(audit.c.id == 1))
def b(connection): connection.execute(tables.rulings.update().values(reason=""))
def c(connection, row): rows.upsert(connection, remarks, [row])
def d(connection, row): rows.add(connection, remarks, row)
"""
    assert set(changes_of(source)) == {("a", "audit"), ("b", "rulings"), ("c", "remarks")}


def test_what_was_decided_and_said_is_never_changed_but_for_erasing_an_event() -> None:
    store = Path(race.store.__file__).parent
    found = {
        (path.name, *change)
        for path in sorted(store.glob("*.py"))
        for change in changes_of(path.read_text())
    }
    assert found == {("audit.py", "forget", "audit")}
