"""What runners say about runs: when they can, how often, and what it does to the run."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from race.errors import (
    AlreadyProtested,
    AlreadyReported,
    AnsweredEnough,
    EventFinal,
    InvalidField,
    NoReports,
    NotFound,
    NothingAsked,
    NothingToProtest,
    OwnRun,
    ProtestDecided,
    RaceError,
    TooLateToProtest,
    TooManyReports,
)
from race.event import EventState, Procedure
from race.i18n import both
from race.services import entries, events, remarking, reviews
from race.services.remarking import Possible
from race.services.work import Tools
from race.settings import Settings
from race.store import activities, audit
from race.store import events as event_rows
from race.store.activities import ActivityRow
from race.store.blobs import FileBlobs
from race.store.database import Engine, reading, transaction
from race.store.entries import EntryRow
from race.store.remarks import RemarkRow
from race.verdict import Amends, Decision, Waits
from tests.conftest import Clock
from tests.runs import DAY_S, Leg, gpx, steady, with_kilometres
from tests.services.eventful import Eventful
from tests.tracks import MORNING

#: A run that counts, one at which a referee is to look, and one that does not count.
GOOD = (steady(5050, 1515),)
DOUBTFUL = tuple(with_kilometres(300, 300, 205, 300, 300))
BAD = (steady(5050, 4900),)
WHY = "Đồng hồ mất sóng dưới vách núi."


@dataclass(kw_only=True)
class Talk:
    """An event whose runners speak."""

    all: Eventful
    anh: EntryRow
    huong: EntryRow
    sent: int = 0

    def run(self, of: EntryRow, *legs: Leg) -> str:
        """A run of another morning; its id."""
        self.sent += 1
        data = gpx(*legs, start=MORNING - (self.sent % 3) * DAY_S + self.sent)
        return self.all.sends(of, data).activities[0].id

    def now(self, run_id: str) -> ActivityRow:
        """A run as it stands."""
        with reading(self.all.tools.engine) as connection:
            return reviews.find(connection, self.all.event, run_id)

    def possible(self, run_id: str) -> Possible:
        with reading(self.all.tools.engine) as connection:
            run = reviews.find(connection, self.all.event, run_id)
            return remarking.possible(connection, self.all.event, run, self.all.clock())

    def says(
        self,
        how: Callable[..., RemarkRow],
        run_id: str,
        by: EntryRow,
        text: str = WHY,
    ) -> RemarkRow:
        """Whatever can be said, a second after what was said before."""
        now = self.all.clock.pass_by(seconds=1)
        with transaction(self.all.tools.engine) as connection:
            run = reviews.find(connection, self.all.event, run_id)
            return how(connection, self.all.event, run, text, by=by.bib, now=now)

    def answers(self, run_id: str) -> RemarkRow:
        return self.says(remarking.answer, run_id, self.anh)

    def protests(self, run_id: str) -> RemarkRow:
        return self.says(remarking.protest, run_id, self.anh)

    def reports(self, run_id: str, by: EntryRow | None = None) -> RemarkRow:
        return self.says(remarking.report, run_id, by or self.huong)

    def closes(self) -> None:
        """The results are provisional from now on."""
        now = self.all.clock.pass_by(seconds=1)
        with transaction(self.all.tools.engine) as connection:
            events.set_state(connection, self.all.event, EventState.CLOSED, by=None, now=now)

    def is_otherwise(self, **columns: Any) -> None:
        """The event itself, as it is kept."""
        with transaction(self.all.tools.engine) as connection:
            row = event_rows.get(connection, self.all.id)
            assert row is not None
            event_rows.update(connection, replace(row, **columns))


@pytest.fixture
def talk(engine: Engine, settings: Settings, clock: Clock) -> Talk:
    tools = Tools(
        engine=engine,
        blobs=FileBlobs(folder=settings.data_dir / "blobs"),
        clock=clock,
        scratch=settings.data_dir / "scratch",
    )
    everything = Eventful(tools=tools, clock=clock).opens()
    anh, huong = everything.enters("Nguyễn Thị Ngọc Ánh"), everything.enters("Lý Thị Hương")
    return Talk(all=everything, anh=anh, huong=huong)


class TestAnswers:
    """Only while a referee asks."""

    def test_an_answer_puts_the_run_on_the_desk_again(self, talk: Talk) -> None:
        run = talk.run(talk.anh, *DOUBTFUL)
        assert not talk.possible(run).answer
        talk.all.decides(run, Decision.ASK)
        assert (talk.now(run).waits, talk.possible(run).answer) == (Waits.ASKED, True)
        said = talk.answers(run)
        assert (said.kind, said.bib, said.text) == ("answer", talk.anh.bib, WHY)
        assert (talk.now(run).state, talk.now(run).waits) == ("review", Waits.ANSWERED)

    def test_where_nobody_asks_there_is_nothing_to_answer(self, talk: Talk) -> None:
        run = talk.run(talk.anh, *DOUBTFUL)
        with pytest.raises(NothingAsked):
            talk.answers(run)
        talk.all.decides(run, Decision.ASK)
        talk.all.decides(run, Decision.ACCEPT)
        with pytest.raises(NothingAsked):
            talk.answers(run)

    def test_a_question_has_three_answers_and_the_next_one_three_more(self, talk: Talk) -> None:
        run = talk.run(talk.anh, *DOUBTFUL)
        talk.all.decides(run, Decision.ASK)
        for _ in range(3):
            talk.answers(run)
        assert not talk.possible(run).answer
        with pytest.raises(AnsweredEnough):
            talk.answers(run)
        talk.all.decides(run, Decision.ASK)
        assert talk.answers(run).kind == "answer"

    def test_nobody_answers_for_somebody_else(self, talk: Talk) -> None:
        run = talk.run(talk.anh, *DOUBTFUL)
        talk.all.decides(run, Decision.ASK)
        with pytest.raises(NotFound):
            talk.says(remarking.answer, run, talk.huong)

    @pytest.mark.parametrize("text", ["", " \n\t ", "\u200b", "x" * 1001])
    def test_an_answer_has_1_to_1000_letters(self, talk: Talk, text: str) -> None:
        run = talk.run(talk.anh, *DOUBTFUL)
        talk.all.decides(run, Decision.ASK)
        with pytest.raises(InvalidField):
            talk.says(remarking.answer, run, talk.anh, text)
        assert talk.now(run).waits == Waits.ASKED

    def test_it_is_kept_in_one_line_of_plain_letters(self, talk: Talk) -> None:
        run = talk.run(talk.anh, *DOUBTFUL)
        talk.all.decides(run, Decision.ASK)
        said = talk.says(remarking.answer, run, talk.anh, "  Đoạn đó\r\n dốc\u202e xuống. ")
        assert said.text == "Đoạn đó dốc xuống."


class TestProtests:
    """Against a decision, in time, once."""

    def test_a_protest_leaves_the_state_and_waits(self, talk: Talk) -> None:
        run = talk.run(talk.anh, *BAD)
        assert (talk.now(run).state, talk.possible(run).protest) == ("rejected", True)
        talk.protests(run)
        assert (talk.now(run).state, talk.now(run).waits) == ("rejected", Waits.PROTEST)
        assert not talk.possible(run).protest
        with pytest.raises(AlreadyProtested):
            talk.protests(run)

    @pytest.mark.parametrize("legs", [GOOD, DOUBTFUL])
    def test_a_run_that_counts_or_waits_gives_no_reason_for_one(
        self, talk: Talk, legs: tuple[Leg, ...]
    ) -> None:
        run = talk.run(talk.anh, *legs)
        assert talk.possible(run) == Possible(
            answer=False, protest=False, protest_until=None, withdraw=True
        )
        with pytest.raises(NothingToProtest):
            talk.protests(run)

    def test_a_run_that_was_corrected_gives_one_although_it_counts(self, talk: Talk) -> None:
        run = talk.run(talk.anh, *GOOD)
        talk.all.decides(run, Decision.ACCEPT, Amends(from_s=0.0, to_s=900.0))
        assert talk.now(run).state == "accepted"
        talk.protests(run)
        assert (talk.now(run).state, talk.now(run).waits) == ("accepted", Waits.PROTEST)

    @pytest.mark.parametrize("decision", [Decision.REJECT, Decision.JUDGE])
    def test_the_decision_about_a_protest_is_final(self, talk: Talk, decision: Decision) -> None:
        run = talk.run(talk.anh, *BAD)
        talk.protests(run)
        talk.all.decides(run, decision)
        assert talk.now(run).waits is None
        with pytest.raises(ProtestDecided):
            talk.protests(run)

    def test_a_question_in_between_decides_nothing(self, talk: Talk) -> None:
        run = talk.run(talk.anh, *BAD)
        talk.protests(run)
        talk.all.decides(run, Decision.ASK)
        with pytest.raises(NothingToProtest):
            talk.protests(run)
        talk.answers(run)
        talk.all.decides(run, Decision.REJECT)
        with pytest.raises(ProtestDecided):
            talk.protests(run)

    def test_a_run_that_is_taken_up_once_more_after_it_may_be_protested_again(
        self, talk: Talk
    ) -> None:
        run = talk.run(talk.anh, *BAD)
        talk.protests(run)
        talk.all.decides(run, Decision.ACCEPT)
        talk.all.decides(run, Decision.REJECT)
        assert talk.protests(run).kind == "protest"

    def test_nobody_protests_for_somebody_else(self, talk: Talk) -> None:
        run = talk.run(talk.anh, *BAD)
        with pytest.raises(NotFound):
            talk.says(remarking.protest, run, talk.huong)

    def test_official_results_hear_one_for_as_long_as_was_promised(self, talk: Talk) -> None:
        run = talk.run(talk.anh, *BAD)
        talk.is_otherwise(state="final", closed_at=talk.all.clock())
        talk.all.clock.pass_by(hours=47)
        assert talk.possible(run).protest
        assert talk.protests(run).kind == "protest"
        assert talk.now(run).waits == Waits.PROTEST

    def test_after_that_official_results_hear_none(self, talk: Talk) -> None:
        run = talk.run(talk.anh, *BAD)
        talk.is_otherwise(state="final", closed_at=talk.all.clock())
        talk.all.clock.pass_by(hours=49)
        assert not talk.possible(run).protest
        assert not talk.possible(run).withdraw
        with pytest.raises(EventFinal):
            talk.protests(run)


class TestTheTimeForProtests:
    """48 hours after the results were published, or after a later decision."""

    def test_it_has_no_end_before_the_results_are_published(self, talk: Talk) -> None:
        run = talk.run(talk.anh, *BAD)
        talk.all.clock.pass_by(days=30)
        assert talk.possible(run).protest_until is None
        assert talk.protests(run).kind == "protest"

    def test_it_ends_48_hours_after_they_are(self, talk: Talk) -> None:
        run = talk.run(talk.anh, *BAD)
        talk.closes()
        ends = talk.all.clock() + timedelta(hours=48)
        assert talk.possible(run).protest_until == ends
        talk.all.clock.now = ends + timedelta(microseconds=1)
        assert talk.possible(run).protest_until == ends
        assert not talk.possible(run).protest
        with pytest.raises(TooLateToProtest) as late:
            talk.protests(run)
        # 05:30 UTC is 12:30 in Hữu Lũng; a second for the upload, one for closing.
        assert late.value.facts["until"] == "2026-11-16T12:30:02+07:00"

    def test_the_last_moment_belongs_to_it(self, talk: Talk) -> None:
        run = talk.run(talk.anh, *BAD)
        talk.closes()
        talk.all.clock.now = _later(talk.all.clock(), hours=48, seconds=-1)
        assert talk.protests(run).kind == "protest"

    def test_a_later_decision_gives_its_own_48_hours(self, talk: Talk) -> None:
        run = talk.run(talk.anh, *GOOD)
        talk.closes()
        talk.all.clock.pass_by(hours=47)
        talk.all.decides(run, Decision.REJECT)
        decided = talk.all.clock()
        assert talk.possible(run).protest_until == decided + timedelta(hours=48)
        talk.all.clock.pass_by(hours=20)
        assert talk.protests(run).kind == "protest"

    def test_so_do_rules_that_are_changed_later(self, talk: Talk) -> None:
        run = talk.run(talk.anh, steady(5050, 4000))
        talk.closes()
        talk.all.clock.pass_by(hours=40)
        talk.all.publishes(pace_slow_s=600.0)
        assert talk.now(run).state == "rejected"
        talk.all.clock.pass_by(hours=40)
        assert talk.protests(run).kind == "protest"


class TestReports:
    """By another runner, of what everybody sees; they change no state."""

    def test_a_report_puts_the_run_on_the_desk_and_changes_nothing_else(self, talk: Talk) -> None:
        run = talk.run(talk.anh, *GOOD)
        before = talk.now(run)
        talk.reports(run)
        assert talk.now(run) == replace(before, waits=Waits.REPORT.value)
        talk.all.decides(run, Decision.ACCEPT)
        assert talk.now(run).waits is None

    def test_everybody_reports_a_run_once(self, talk: Talk) -> None:
        run = talk.run(talk.anh, *GOOD)
        talk.reports(run)
        talk.all.decides(run, Decision.ACCEPT)
        with pytest.raises(AlreadyReported):
            talk.reports(run)
        other = talk.all.enters("Nông Quốc Thăng")
        assert talk.reports(run, other).bib == other.bib

    def test_who_is_erased_takes_a_report_along(self, talk: Talk) -> None:
        run = talk.run(talk.anh, *GOOD)
        talk.reports(run)
        with transaction(talk.all.tools.engine) as connection:
            now = talk.all.clock()
            entries.remove(connection, talk.all.event, talk.huong, now=now, by=None)
        assert talk.now(run).waits is None

    @pytest.mark.parametrize("legs", [BAD, DOUBTFUL])
    def test_a_run_that_the_public_does_not_see_is_not_there(
        self, talk: Talk, legs: tuple[Leg, ...]
    ) -> None:
        run = talk.run(talk.anh, *legs)
        with pytest.raises(NotFound):
            talk.reports(run)

    def test_nor_is_the_run_of_a_child(self, talk: Talk) -> None:
        child = talk.all.enters("Hoàng Bé Na", birth_year=2013)
        with pytest.raises(NotFound):
            talk.reports(talk.run(child, *GOOD))

    def test_nobody_reports_an_own_run(self, talk: Talk) -> None:
        run = talk.run(talk.huong, *GOOD)
        with pytest.raises(OwnRun):
            talk.reports(run)

    def test_an_event_may_have_none(self, talk: Talk) -> None:
        run = talk.run(talk.anh, *GOOD)
        talk.is_otherwise(procedure=Procedure(reports=False).to_dict())
        assert not _may_report(talk, run)
        with pytest.raises(NoReports):
            talk.reports(run)

    def test_official_results_take_none(self, talk: Talk) -> None:
        run = talk.run(talk.anh, *GOOD)
        assert _may_report(talk, run)
        talk.is_otherwise(state="final", closed_at=talk.all.clock())
        with pytest.raises(EventFinal):
            talk.reports(run)

    def test_one_runner_sends_five_a_day_and_goes_on_the_next_day(self, talk: Talk) -> None:
        others = [talk.all.enters(f"Hoàng Văn {name}") for name in "ABCDEF"]
        runs = [talk.run(other, steady(5050 + 10 * n, 1515)) for n, other in enumerate(others)]
        for run in runs[:5]:
            talk.reports(run)
        with pytest.raises(TooManyReports) as too_many:
            talk.reports(runs[5])
        # 12:30 in Hữu Lũng, and some seconds: the day has eleven and a half hours left.
        assert too_many.value.facts["wait_s"] == pytest.approx(11.5 * 3600, abs=60)
        talk.all.clock.pass_by(hours=12)
        assert talk.reports(runs[5]).kind == "report"

    def test_nobody_finds_the_reporter_in_the_trail(self, talk: Talk) -> None:
        run = talk.run(talk.anh, *GOOD)
        said = talk.reports(run)
        with reading(talk.all.tools.engine) as connection:
            line = audit.of_event(connection, talk.all.id, limit=1)[0]
        assert (line.action, line.subject) == ("activity.report", run)
        assert (line.account_id, line.detail) == (None, {"remark": said.id})

    def test_the_runner_is_not_told_of_it_either(self, talk: Talk) -> None:
        run = talk.run(talk.anh, *GOOD)
        talk.reports(run)
        with reading(talk.all.tools.engine) as connection:
            found = reviews.find(connection, talk.all.event, run)
            assert remarking.heard(connection, talk.all.event, found) == []
        assert talk.all.told(talk.anh) == []


class TestWithdrawing:
    """Until a referee has decided about anything that came in the same file."""

    def test_a_decision_ends_it(self, talk: Talk) -> None:
        run = talk.run(talk.anh, *GOOD)
        assert talk.possible(run).withdraw
        talk.all.decides(run, Decision.ACCEPT)
        assert not talk.possible(run).withdraw


def test_every_refusal_says_in_both_languages_what_is_the_matter(talk: Talk) -> None:
    event = talk.all.event
    refusals: list[RaceError] = [
        NothingAsked(),
        AnsweredEnough(most=3),
        NothingToProtest(),
        AlreadyProtested(),
        ProtestDecided(event=event.name),
        TooLateToProtest(until="2026-11-16T12:30:02+07:00"),
        NoReports(event=event.name),
        OwnRun(),
        AlreadyReported(),
        TooManyReports(most=5, wait_s=60.0),
    ]
    for refusal in refusals:
        said = both(refusal.text, refusal.facts)
        assert said["vi"] != said["en"]
    assert "12:30 ngày 16/11/2026" in both(refusals[5].text, refusals[5].facts)["vi"]


def _may_report(talk: Talk, run_id: str) -> bool:
    with reading(talk.all.tools.engine) as connection:
        run = activities.get(connection, talk.all.id, run_id)
        assert run is not None
        now = talk.all.clock()
        return remarking.may_report(connection, talk.all.event, run, by=talk.huong.bib, now=now)


def _later(moment: datetime, **time: float) -> datetime:
    return moment + timedelta(**time)
