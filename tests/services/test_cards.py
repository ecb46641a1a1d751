"""Cards: one takes the run, two the runner, three the unit; and each can be taken back."""

import pytest
from fastapi import FastAPI

from race.result import Status
from race.services import cards
from race.services.entries import Entered
from race.store import certificates
from race.store.activities import ActivityRow
from race.store.certificates import CertificateRow
from race.store.database import reading, transaction
from race.verdict import Decision
from tests.conftest import Clock
from tests.runs import DAY_S, gpx, steady
from tests.services.refereeing import Court, court, woman
from tests.tracks import MORNING

ACCEPT, REJECT, ASK, JUDGE = Decision.ACCEPT, Decision.REJECT, Decision.ASK, Decision.JUDGE


@pytest.fixture
def here(app: FastAPI, clock: Clock) -> Court:
    """An event with cards: two take a runner out, three a unit."""
    found = court(app, clock)
    found.deals(cards=True)
    return found


@pytest.fixture
def huong(here: Court) -> Entered:
    return woman(here, races=("5km", "50km"), team="dong-lam")


@pytest.fixture
def anh(here: Court) -> Entered:
    return woman(here, "Nguyễn Thị Ngọc Ánh", team="dong-lam")


def run_of(here: Court, who: Entered, days_ago: int) -> ActivityRow:
    """5,050 m at 5:00 /km, of a day and a minute of its own."""
    start = MORNING - days_ago * DAY_S + 60 * int(who.entry.bib)
    return here.sends(who, gpx(steady(5050, 1515 + days_ago), start=start))


def runs_of(here: Court, who: Entered, count: int = 3) -> list[ActivityRow]:
    return [run_of(here, who, days_ago) for days_ago in range(count)]


def shows_a_card(here: Court, run: ActivityRow, reason: str = "Đi nhờ xe.") -> None:
    here.decides(run, REJECT, reason=reason, card=True)


def papers(here: Court, who: Entered, race: str = "5km") -> list[CertificateRow]:
    with reading(here.binh.here.engine) as connection:
        return certificates.of_entry(connection, here.event.id, race, who.entry.bib)


def teams_out(here: Court) -> frozenset[str]:
    with reading(here.binh.here.engine) as connection:
        return cards.teams_out(connection, here.event)


def shown(here: Court) -> dict[str, int]:
    with reading(here.binh.here.engine) as connection:
        return dict(cards.of_event(connection, here.event))


class TestOneCard:
    def test_takes_the_run_and_nothing_else(self, here: Court, huong: Entered) -> None:
        first, *_ = runs_of(here, huong)
        shows_a_card(here, first)
        assert here.now(first).state == "rejected"
        assert here.status(huong) is Status.OK  # the next best run counts
        assert here.result(huong, "50km").runs == 2
        assert shown(here) == {huong.entry.bib: 1}
        assert here.kinds(huong) == ["rejected"]

    def test_twice_over_one_run_is_one_card(self, here: Court, huong: Entered) -> None:
        first, *_ = runs_of(here, huong)
        shows_a_card(here, first)
        shows_a_card(here, first, "Đi nhờ xe, đã xem lại.")
        assert shown(here) == {huong.entry.bib: 1}
        assert here.status(huong) is Status.OK


class TestTwoCards:
    def test_take_the_runner_out_of_every_race(self, here: Court, huong: Entered) -> None:
        first, second, third = runs_of(here, huong)
        assert here.ranked() == [(1, huong.entry.bib)]
        shows_a_card(here, first)
        shows_a_card(here, second)
        assert [here.status(huong, race) for race in ("5km", "50km")] == [Status.DQ, Status.DQ]
        assert here.now(third).state == "accepted"  # the run is as good as it was
        assert (here.ranked(), here.ranked("50km-overall")) == ([], [])

    def test_revoke_the_certificate(self, here: Court, huong: Entered) -> None:
        first, second, _ = runs_of(here, huong)
        assert [paper.revoked_at for paper in papers(here, huong)] == [None]
        shows_a_card(here, first)  # the next best run takes its place, and so its certificate
        shows_a_card(here, second)
        standing = [p for p in papers(here, huong) if not p.replaced_by and not p.revoked_at]
        assert standing == []

    def test_are_told_once_with_the_reason(self, here: Court, huong: Entered) -> None:
        first, second, third = runs_of(here, huong)
        shows_a_card(here, first)
        shows_a_card(here, second, "Lần thứ hai.")
        shows_a_card(here, third, "Lần thứ ba.")
        assert here.kinds(huong) == ["rejected", "rejected", "out", "rejected"]
        out = here.told(huong)[2]
        assert (out.facts["reason"], out.activity_id) == ("Lần thứ hai.", None)

    @pytest.mark.parametrize("decision", [ACCEPT, REJECT, ASK, JUDGE])
    def test_a_later_decision_without_a_card_takes_one_back(
        self, here: Court, huong: Entered, decision: Decision
    ) -> None:
        first, second, third = runs_of(here, huong)
        shows_a_card(here, first)
        shows_a_card(here, second)
        here.decides(second, decision, reason="Thẻ này nhầm.")
        assert shown(here) == {huong.entry.bib: 1}
        assert here.status(huong) is Status.OK
        assert here.ranked() == [(1, huong.entry.bib)]
        assert here.now(third).state == "accepted"
        assert [p for p in papers(here, huong) if not p.replaced_by and not p.revoked_at]

    def test_whose_second_comes_back_is_told_again(self, here: Court, huong: Entered) -> None:
        first, second, _ = runs_of(here, huong)
        for run in (first, second):
            shows_a_card(here, run)
        here.decides(second, JUDGE)
        shows_a_card(here, second)
        assert here.kinds(huong).count("out") == 2

    def test_of_two_runners_are_one_each(self, here: Court, huong: Entered, anh: Entered) -> None:
        for who in (huong, anh):
            shows_a_card(here, runs_of(here, who, 2)[0])
        assert [here.status(who) for who in (huong, anh)] == [Status.OK, Status.OK]

    def test_what_is_sent_after_does_not_bring_the_runner_back(
        self, here: Court, huong: Entered
    ) -> None:
        first, second = runs_of(here, huong, 2)
        for run in (first, second):
            shows_a_card(here, run)
        assert run_of(here, huong, 2).state == "accepted"
        assert here.status(huong) is Status.DQ


class TestThreeCardsInAUnit:
    def test_take_the_unit_out(self, here: Court, huong: Entered, anh: Entered) -> None:
        first, second = runs_of(here, huong, 2)
        for run in (first, second):
            shows_a_card(here, run)
        assert teams_out(here) == frozenset()
        shows_a_card(here, run_of(here, anh, 0))
        assert teams_out(here) == {"dong-lam"}

    def test_of_runners_of_other_units_count_there(self, here: Court, huong: Entered) -> None:
        other = woman(here, "Hoàng Thị Mai", team="thpt")
        nobody = woman(here, "Vi Thị Lan")
        for run in runs_of(here, huong, 2):
            shows_a_card(here, run)
        for who in (other, nobody):
            shows_a_card(here, run_of(here, who, 0))
        assert teams_out(here) == frozenset()

    def test_and_back_in_when_one_is_taken_back(
        self, here: Court, huong: Entered, anh: Entered
    ) -> None:
        carded = [*runs_of(here, huong, 2), run_of(here, anh, 0)]
        for run in carded:
            shows_a_card(here, run)
        here.decides(carded[0], ACCEPT, reason="Đã có người làm chứng.")
        assert teams_out(here) == frozenset()


class TestAnEventThatChangesItsMind:
    def test_switched_off_cards_do_nothing(self, here: Court, huong: Entered, anh: Entered) -> None:
        for run in (*runs_of(here, huong, 2), run_of(here, anh, 0)):
            shows_a_card(here, run)
        run_of(here, huong, 2)
        here.deals(cards=False)
        self.rescores(here)
        assert here.status(huong) is Status.OK
        assert here.ranked() == [(1, huong.entry.bib)]
        assert (shown(here), teams_out(here)) == ({}, frozenset())

    def test_switched_on_again_they_do_what_they_did(self, here: Court, huong: Entered) -> None:
        for run in runs_of(here, huong, 2):
            shows_a_card(here, run)
        here.deals(cards=False)
        self.rescores(here)
        here.deals(cards=True)
        self.rescores(here)
        assert here.status(huong) is Status.DQ

    def test_a_stricter_number_takes_out_who_has_as_many(
        self, here: Court, huong: Entered, anh: Entered
    ) -> None:
        shows_a_card(here, runs_of(here, huong, 2)[0])
        run_of(here, anh, 0)
        here.deals(cards=True, runner_out_at=1)
        self.rescores(here)
        assert (here.status(huong), here.status(anh)) == (Status.DQ, Status.OK)

    def rescores(self, here: Court) -> None:
        with transaction(here.binh.here.engine) as connection:
            cards.rescore_all(connection, here.event, here.clock())
