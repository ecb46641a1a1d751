"""Results become official; and everything that could change them afterwards has to say why."""

import ast
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest

from race.category import Sex
from race.errors import EventClosed, EventFinal, NotClosed, NotReady
from race.event import Event, EventState
from race.ingest.amending import ByHand
from race.services import (
    archives,
    bulk,
    by_hand,
    cards,
    correcting,
    deciding,
    entries,
    events,
    final_check,
    final_document,
    finalising,
    procedure,
    publishing,
    reexamining,
    reviews,
    scoring,
    submissions,
    work,
)
from race.services.bulk import Picked
from race.services.deciding import Choice
from race.services.entries import Correction
from race.services.filing import Upload
from race.services.new_entry import NewEntry
from race.services.tasks import TASKS
from race.services.work import Tools
from race.settings import Settings
from race.store import audit, official, results, rulings
from race.store import events as event_rows
from race.store import submissions as submission_rows
from race.store.blobs import FileBlobs
from race.store.database import Connection, Engine, reading, transaction
from race.store.entries import EntryRow
from race.store.official import LateChangeRow, SnapshotRow
from race.verdict import Decision
from tests.conftest import Clock
from tests.ingest.archives.packed import zipped
from tests.runs import DAY_S, gpx, steady, with_kilometres
from tests.services.eventful import Eventful
from tests.tracks import MORNING

ROOT = Path(__file__).resolve().parents[2]
BEGIN = MORNING - 2 * DAY_S
FIVE = steady(5050, 1515)
WHY = "Có người làm chứng."

#: Every function that has results made anew. In a final event it refuses, or says why and has
#: `race.services.official` note what changed: a new one is asked about here.
MAKES_RESULTS = {
    "race.api.entries.enter",
    "race.api.pages.entering._entered_also",
    "race.services.archives._keep",
    "race.services.by_hand.enter",
    "race.services.cards.rescore_all",
    "race.services.correcting.correct",
    "race.services.deciding._follow",
    "race.services.reexamining.judge",
    "race.services.submissions._taken",
    "race.services.submissions.withdraw",
}


@pytest.fixture
def tools(engine: Engine, settings: Settings, clock: Clock) -> Tools:
    return Tools(
        engine=engine,
        blobs=FileBlobs(folder=settings.data_dir / "blobs"),
        clock=clock,
        scratch=settings.data_dir / "scratch",
    )


@pytest.fixture
def story(tools: Tools, clock: Clock) -> Eventful:
    """Ánh has run 5 km in 25:00, Thăng in 30:00."""
    opened = Eventful(tools=tools, clock=clock).opens()
    anh = opened.enters("Nguyễn Thị Ngọc Ánh", team="dong-lam")
    thang = opened.enters("Nông Quốc Thăng", sex=Sex.MALE, birth_year=1995)
    opened.sends(anh, gpx(FIVE, start=BEGIN))
    opened.sends(thang, gpx(steady(5050, 1818), start=BEGIN + 1))
    return opened


def closes(story: Eventful) -> None:
    with transaction(story.tools.engine) as connection:
        event = events.by_id(connection, story.id)
        events.set_state(connection, event, EventState.CLOSED, by=None, now=story.clock())


def makes_official(story: Eventful, reason: str = "") -> SnapshotRow:
    with transaction(story.tools.engine) as connection:
        return finalising.finalise(
            connection, story.event, by=story.referee, now=story.clock(), reason=reason
        )


def results_now(story: Eventful) -> list[tuple[object, ...]]:
    with reading(story.tools.engine) as connection:
        rows = results.of_event(connection, story.id)
    return [(row.race, row.bib, row.status, row.time_s, row.distance_m, row.runs) for row in rows]


@pytest.fixture
def final(story: Eventful) -> Eventful:
    closes(story)
    story.clock.pass_by(hours=49)
    makes_official(story)
    story.clock.pass_by(hours=1)
    return story


class TestReadiness:
    """What is in the way."""

    def readiness(self, story: Eventful) -> finalising.Readiness:
        with reading(story.tools.engine) as connection:
            return finalising.readiness(connection, story.event, story.clock())

    def test_nothing_once_the_time_for_protests_is_over(self, story: Eventful) -> None:
        closes(story)
        ends = story.clock() + timedelta(hours=48)
        assert self.readiness(story).protests_end_at == ends
        story.clock.pass_by(hours=48)
        assert not self.readiness(story).ready  # the last second is the runners'
        story.clock.pass_by(seconds=1)
        assert self.readiness(story).ready

    def test_runs_that_wait_protests_and_jobs_are_told_apart(self, story: Eventful) -> None:
        anh, _ = story.people
        doubtful = gpx(*with_kilometres(300, 300, 205, 300, 300), start=BEGIN + DAY_S / 2)
        story.sends(anh, doubtful)
        rejected, _, waiting = story.in_order()
        story.decides(rejected, Decision.REJECT)
        closes(story)
        story.protests(rejected)
        for kind in (publishing.KIND, archives.KIND):
            with transaction(story.tools.engine) as connection:
                work.ask(
                    connection,
                    story.queue,
                    kind=kind,
                    event_id=story.id,
                    subject={},
                    asked_by=story.referee,
                    now=story.clock(),
                )
        story.clock.pass_by(hours=49)
        found = self.readiness(story)
        assert story.states()[waiting] == "review"
        assert (found.waiting, found.protests, found.reading, found.replaying) == (1, 1, 1, True)
        with pytest.raises(NotReady) as refused:
            makes_official(story)
        assert refused.value.facts["replaying"] is True
        with pytest.raises(NotReady):  # no reason makes up for verdicts by other rules
            makes_official(story, "Lễ trao giải tối nay.")

    def test_runs_that_wait_are_passed_over_for_a_reason(self, story: Eventful) -> None:
        story.decides(story.in_order()[0], Decision.ASK)
        closes(story)
        story.clock.pass_by(hours=49)
        with pytest.raises(NotReady):
            makes_official(story)
        assert makes_official(story, "Lễ trao giải tối nay.").reason == "Lễ trao giải tối nay."

    def test_a_reason_that_nobody_needs_is_not_kept(self, story: Eventful) -> None:
        closes(story)
        story.clock.pass_by(hours=49)
        assert makes_official(story, "Không cần.").reason == ""


class TestFinalise:
    """Once, from closed, with a line in the trail."""

    def test_an_open_event_is_refused(self, story: Eventful) -> None:
        with pytest.raises(NotClosed):
            makes_official(story, WHY)

    def test_what_is_kept_has_its_hash_and_the_trail_tells(self, final: Eventful) -> None:
        with reading(final.tools.engine) as connection:
            kept = finalising.standing_snapshot(connection, final.event)
            (newest,) = audit.of_event(connection, final.id, limit=1)
        assert kept is not None
        assert hashlib.sha256(kept.document).hexdigest() == kept.sha256
        assert (newest.action, newest.account_id) == ("event.final", final.referee)
        assert newest.detail["sha256"] == kept.sha256

    def test_the_same_results_at_the_same_moment_are_the_same_bytes(self, story: Eventful) -> None:
        closes(story)
        first = makes_official(story, WHY).document
        with transaction(story.tools.engine) as connection:
            again = final_document.results_of(connection, story.event)
        told = final_document.document(again, story.clock())
        assert final_document.written(told) == first
        assert json.loads(first)["event"]["timezone"] == "Asia/Ho_Chi_Minh"

    def test_there_is_no_way_back(self, final: Eventful) -> None:
        for state in (EventState.DRAFT, EventState.OPEN, EventState.CLOSED):
            with pytest.raises(EventFinal), transaction(final.tools.engine) as connection:
                events.set_state(connection, final.event, state, by=None, now=final.clock())


class TestNothingChangesInSilence:
    """Every way to a result of a final event."""

    def test_every_function_that_makes_results_is_known_here(self) -> None:
        assert set(_callers("scoring.rescore")) == MAKES_RESULTS
        assert set(_callers("results.put")) == {"race.services.scoring._keep"}
        assert set(_callers("results.remove")) == set()
        assert set(_callers("certificates.follow")) == {"race.services.scoring.rescore"}

    @pytest.mark.parametrize("deed", ["reject", "ask", "many", "by_hand", "card"])
    def test_a_decision_is_recorded_with_its_reason(self, final: Eventful, deed: str) -> None:
        anh, _ = final.people
        before = results_now(final)
        _DECISIONS[deed](final, anh)
        assert results_now(final) != before
        changes = _late(final)
        assert {row.bib for row in changes} == {anh.bib}
        assert {row.reason for row in changes} == {WHY}
        assert all(row.account_id == final.referee for row in changes)
        with reading(final.tools.engine) as connection:
            kept = finalising.standing_snapshot(connection, final.event)
            assert kept is not None
            assert final_check.check(connection, final.event, kept).wrong == ()

    def test_everything_else_is_refused(self, final: Eventful) -> None:
        before, runs = results_now(final), final.runs()
        for deed in _REFUSED:
            with pytest.raises((EventFinal, EventClosed)):
                deed(final, final.people[0])
        assert results_now(final) == before
        assert final.runs() == runs
        assert _late(final) == []

    def test_an_archive_that_is_still_being_read_is_waited_for(self, story: Eventful) -> None:
        small = Tools(
            engine=story.tools.engine,
            blobs=story.tools.blobs,
            clock=story.clock,
            scratch=story.tools.scratch,
            most_at_once=1000,
        )
        moment = story.clock.pass_by(seconds=1)
        data = zipped({"run.gpx": gpx(steady(5050, 1400), start=BEGIN + DAY_S / 2)})
        upload = Upload(
            file=BytesIO(data), filename="all.zip", sent_by="runner", received_at=moment
        )
        sent = submissions.submit(small, story.queue, story.event, story.people[0], upload)
        closes(story)
        with pytest.raises(NotReady):
            makes_official(story, WHY)
        story.queue.run(story.tools, TASKS)
        assert story.job(str(sent.submission.job_id)).state == "done"
        makes_official(story, WHY)

    def test_who_read_the_event_before_it_was_final_is_refused_too(self, story: Eventful) -> None:
        """As on PostgreSQL, where a decision may have begun before."""
        closes(story)
        stale = story.event
        makes_official(story, WHY)
        with reading(story.tools.engine) as connection:
            run = reviews.find(connection, stale, story.in_order()[0])
        choice = Choice(decision=Decision.REJECT, reason=WHY)
        with pytest.raises(EventFinal), transaction(story.tools.engine) as connection:
            deciding.decide(connection, stale, run, choice, by=story.referee, now=story.clock())
        assert set(story.states().values()) == {"accepted"}

    def test_a_person_may_be_erased_at_any_time_and_the_trail_has_no_more_than_the_bib(
        self, final: Eventful
    ) -> None:
        anh, thang = final.people
        _reject(final, anh)
        with transaction(final.tools.engine) as connection:
            entries.remove(connection, final.event, anh, now=final.clock(), by=final.referee)
            (newest,) = audit.of_event(connection, final.id, limit=1)
            kept = finalising.standing_snapshot(connection, final.event)
            assert kept is not None
            found = final_check.check(connection, final.event, kept)
        assert (newest.action, newest.subject, newest.detail) == ("entry.remove", anh.bib, {})
        assert _late(final) == []
        assert (found.wrong, found.erased) == ((), 1)
        assert anh.name.encode() not in kept.document
        assert {bib for _, bib, *_ in results_now(final)} == {thang.bib}


def _callers(what: str) -> Iterator[str]:
    """The functions of the program that call something by this name."""
    for path in sorted((ROOT / "race").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                calls = (n for n in ast.walk(node) if isinstance(n, ast.Call))
                if any(ast.unparse(call.func) == what for call in calls):
                    yield f"{module}.{node.name}"


def _late(story: Eventful) -> list[LateChangeRow]:
    with reading(story.tools.engine) as connection:
        return official.changes(connection, story.id)


def _decide(story: Eventful, choice: Choice) -> None:
    run_id = story.in_order()[0]
    with transaction(story.tools.engine) as connection:
        run = reviews.find(connection, story.event, run_id)
        deciding.decide(connection, story.event, run, choice, by=story.referee, now=story.clock())


def _reject(story: Eventful, _: EntryRow) -> None:
    _decide(story, Choice(decision=Decision.REJECT, reason=WHY))


def _ask(story: Eventful, _: EntryRow) -> None:
    _decide(story, Choice(decision=Decision.ASK, reason=WHY))


def _many(story: Eventful, _: EntryRow) -> None:
    picked = [Picked(activity=story.in_order()[0], seen=0)]
    choice = Choice(decision=Decision.REJECT, reason=WHY)
    bulk.decide(
        story.tools.engine, story.event, picked, choice, by=story.referee, now=story.clock()
    )


def _by_hand(story: Eventful, anh: EntryRow) -> None:
    result = ByHand(started_at=BEGIN + 3 * 3600, distance_m=5000.0, elapsed_s=1450.0)
    with transaction(story.tools.engine) as connection:
        by_hand.enter(
            connection,
            story.tools.blobs,
            story.event,
            anh,
            result,
            reason=WHY,
            by=story.referee,
            now=story.clock(),
        )


def _card(story: Eventful, _: EntryRow) -> None:
    """In an event that had cards from the beginning."""
    with transaction(story.tools.engine) as connection:
        row = event_rows.get(connection, story.id)
        assert row is not None
        event_rows.update(connection, replace(row, procedure={"cards": True}))
    _decide(story, Choice(decision=Decision.REJECT, reason=WHY, card=True))


_DECISIONS: dict[str, Callable[[Eventful, EntryRow], None]] = {
    "reject": _reject,
    "ask": _ask,
    "many": _many,
    "by_hand": _by_hand,
    "card": _card,
}

Deed = Callable[[Connection, Eventful, Event, EntryRow], object]


def _refused(deed: Deed) -> Callable[[Eventful, EntryRow], None]:
    def does(story: Eventful, entry: EntryRow) -> None:
        event = story.event
        with transaction(story.tools.engine) as connection:
            deed(connection, story, event, entry)

    return does


def _withdraw(c: Connection, s: Eventful, e: Event, entry: EntryRow) -> None:
    (row,) = submission_rows.of_entry(c, e.id, entry.bib)
    submissions.withdraw(c, e, entry, row, now=s.clock(), officer=s.referee)


def _withdraw_by_runner(c: Connection, s: Eventful, e: Event, entry: EntryRow) -> None:
    (row,) = submission_rows.of_entry(c, e.id, entry.bib)
    submissions.withdraw(c, e, entry, row, now=s.clock(), officer=None)


def _submit(story: Eventful, entry: EntryRow) -> None:
    upload = Upload(
        file=BytesIO(gpx(steady(5050, 1400), start=BEGIN + DAY_S / 2)),
        filename="x.gpx",
        sent_by=story.referee,
        received_at=story.clock(),
    )
    submissions.submit(story.tools, story.queue, story.event, entry, upload)


def _enter(c: Connection, s: Eventful, e: Event, _: EntryRow) -> None:
    new = NewEntry(
        name="Hoàng Mới",
        sex=Sex.MALE,
        birth_date=None,
        birth_year=1999,
        races=("5km",),
        consent=True,
    )
    entries.enter(c, e, new, now=s.clock(), by=s.referee)


def _correction(**changes: object) -> Deed:
    correction = Correction(**changes)  # type: ignore[arg-type]  # one field of it at a time
    return lambda c, s, e, entry: correcting.correct(
        c, e, entry, correction, now=s.clock(), by=s.referee
    )


def _card_rows(c: Connection, s: Eventful, e: Event, entry: EntryRow) -> None:
    """Cards of a runner, counted anew: there is one to count."""
    rulings.add(
        c,
        event_id=e.id,
        activity_id=s.in_order()[0],
        decision="reject",
        reason=WHY,
        account_id=s.referee,
        decided_at=s.clock(),
        previous="accepted",
        card=True,
    )
    cards.rescore_all(c, e, s.clock())


_REFUSED: list[Callable[[Eventful, EntryRow], None]] = [
    _refused(_correction(sex=Sex.MALE)),
    _refused(_correction(races=("50km",))),
    _refused(_correction(team="")),
    _refused(_correction(name="Tên Khác")),
    _refused(_withdraw),
    _refused(_withdraw_by_runner),
    _submit,
    _refused(_enter),
    _refused(lambda c, s, e, n: entries.enter_also(c, e, n, "5km", now=s.clock())),
    _refused(_card_rows),
    _refused(lambda c, s, e, n: procedure.change(c, e, {"cards": True}, by="x", now=s.clock())),
    _refused(
        lambda c, s, e, n: publishing.publish(
            c, s.queue, e, e.rules, WHY, by=s.referee, now=s.clock()
        )
    ),
    _refused(lambda c, s, e, n: reexamining.judge(c, e, n.bib, now=s.clock())),
    _refused(lambda c, s, e, n: scoring.rescore(c, e, n, now=s.clock())),
]
