"""A database of the release before this one: what stood stands, and what is missing is made up for.

It is made by taking a database of today back to the migration of that time, so that everything
which was known is there to be compared with.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from fastapi import FastAPI
from sqlalchemy import text

from race.event import EventState, Procedure
from race.services import backfill, entries, events, overlaps, rejudging
from race.services.entries import Entered
from race.store import activities, fingerprints, migrate, results, rules_versions, rulings
from race.store.activities import ActivityRow
from race.store.database import Engine, reading, transaction
from race.verdict import Decision
from tests.conftest import Clock
from tests.ingest import copying as forged
from tests.runs import DAY_S
from tests.services.refereeing import DOUBTFUL, HONEST, TOO_FAST, Court, court, woman
from tests.services.test_copying import gpx, run_of
from tests.tracks import MORNING

ROOT = Path(__file__).parent.parent.parent


@dataclass(kw_only=True)
class Story:
    """An event in which copies were sent and referees decided."""

    here: Court
    engine: Engine
    #: Everything as it was before the database was taken back.
    runs: dict[str, ActivityRow]

    def now(self) -> dict[str, ActivityRow]:
        with reading(self.engine) as connection:
            return {run.id: run for run in activities.of_event(connection, self.here.event.id)}

    def is_taken_back(self) -> None:
        """To the migration of the release before, with all that lives in later tables lost."""
        self.runs = self.now()
        config = Config()
        config.set_main_option("script_location", str(ROOT / "migrations"))
        with transaction(self.engine) as connection:
            config.attributes["connection"] = connection
            command.downgrade(config, "0004")
        assert migrate.version(self.engine) == "0004"

    def comes_back(self) -> None:
        migrate.migrate(self.engine)
        assert migrate.differences(self.engine) == []


@pytest.fixture
def huong(here: Court) -> Entered:
    return woman(here)


@pytest.fixture
def here(app: FastAPI, clock: Clock) -> Court:
    return court(app, clock)


@pytest.fixture
def story(here: Court, huong: Entered, clock: Clock) -> Story:
    """Ánh runs; Thăng sends her file, Mai the same run an hour later, Hương what is doubtful."""
    anh, thang, mai = (here.enters(name) for name in ("Ngọc Ánh", "Nông Thăng", "Hoàng Mai"))
    track = run_of(1, start=MORNING - DAY_S)
    here.sends(anh, gpx(track))
    for who, data in (
        (thang, gpx(track)),
        (mai, gpx(forged.shifted(track, 3600.0))),
        (huong, HONEST),
    ):
        clock.pass_by(minutes=1)
        here.sends(who, data)
    doubtful, bad = (here.sends(huong, data) for data in (DOUBTFUL, TOO_FAST))
    here.decides(doubtful, Decision.ASK)
    here.decides(bad, Decision.ACCEPT)
    return Story(here=here, engine=here.binh.here.engine, runs={})


def codes(run: ActivityRow) -> set[str]:
    return {flag["code"] for flag in run.flags if flag["severity"] in {"review", "reject"}}


def test_the_story_holds_what_it_is_told_for(story: Story) -> None:
    found = [codes(run) for run in story.now().values()]
    assert {"DUP_SAME_FILE"} in found
    assert {"DUP_COPY"} in found
    kinds = {run.waits for run in story.now().values()}
    assert kinds == {None, "review", "asked"}


def test_what_stood_stands(story: Story) -> None:
    with reading(story.engine) as connection:
        decided = rulings.of_event(connection, story.here.event.id)
        reached = results.of_race(connection, story.here.event.id, "5km")
    story.is_taken_back()
    story.comes_back()
    # A run has no number and nothing is known of others; all else is as it was, waiting included.
    of_before = {run.id: replace(run, known=None, number=0) for run in story.runs.values()}
    assert story.now() == of_before
    with reading(story.engine) as connection:
        assert rulings.of_event(connection, story.here.event.id) == decided
        assert results.of_race(connection, story.here.event.id, "5km") == reached
        (version,) = rules_versions.of_event(connection, story.here.event.id)
        event = events.by_id(connection, story.here.event.id)
    assert (version.version, version.reason, version.account_id) == (1, "", None)
    assert version.rules == story.here.event.rules.to_dict()
    assert (event.procedure, event.closed_at, event.rules) == (
        Procedure(),
        None,
        story.here.event.rules,
    )


def test_the_days_of_protest_of_a_closed_event_begin_with_the_new_release(story: Story) -> None:
    """When it was closed nobody had written down."""
    story.here.becomes(state=EventState.CLOSED.value)
    story.is_taken_back()
    story.comes_back()
    with reading(story.engine) as connection:
        event = events.by_id(connection, story.here.event.id)
        today = connection.execute(text("SELECT CURRENT_TIMESTAMP")).scalar_one()
    assert event.closed_at is not None
    assert event.closed_at.tzinfo is not None
    assert f"{event.closed_at:%Y-%m-%d %H}" == str(today)[:13]


def test_what_was_known_is_known_again(story: Story) -> None:
    story.is_taken_back()
    story.comes_back()
    assert [backfill.remember(story.engine) for _ in range(2)] == [6, 0]
    assert {run.id: run.known for run in story.now().values()} == {
        run.id: run.known for run in story.runs.values()
    }


def test_a_run_of_before_is_judged_again_as_it_was(story: Story) -> None:
    """Copies too: they would be forgiven if nobody knew of what."""
    story.is_taken_back()
    story.comes_back()
    backfill.remember(story.engine)
    assert rejudged(story) == []


def test_without_it_a_copy_would_be_forgiven(story: Story) -> None:
    """What the tests above prove would not hold by itself."""
    story.is_taken_back()
    story.comes_back()
    changed = rejudged(story)
    assert sorted((run.state, story.runs[run.id].state) for run in changed) == [
        ("accepted", "review"),
        ("accepted", "review"),
    ]


def rejudged(story: Story) -> list[ActivityRow]:
    """What judging every run once more changes in states."""
    changed: list[ActivityRow] = []
    with transaction(story.engine) as connection:
        event = events.by_id(connection, story.here.event.id)
        for bib in {run.bib for run in story.runs.values()}:
            entry = entries.find(connection, event, bib)
            runs = activities.of_entry(connection, event.id, bib)
            fresh = [rejudging.alone(event, entry, run) for run in runs]
            changed += overlaps.rejudge(connection, event, bib, fresh)
    return [run for run in changed if run.state != story.runs[run.id].state]


def test_an_original_that_was_taken_back_still_speaks(story: Story) -> None:
    """The copy is on the desk, and stays there."""
    copy = next(run for run in story.now().values() if codes(run) == {"DUP_COPY"})
    assert copy.known is not None
    (original,) = [each["activity"] for each in copy.known["copies"]][:1]
    with transaction(story.engine) as connection:
        gone = activities.get(connection, copy.event_id, original)
        assert gone is not None
        connection.execute(
            text("DELETE FROM submissions WHERE id = :id"), {"id": gone.submission_id}
        )
    story.is_taken_back()
    story.comes_back()
    backfill.remember(story.engine)
    known = story.now()[copy.id].known
    assert known is not None
    told = {each["activity"]: (each["bib"], each["started_at"]) for each in known["copies"]}
    assert told[original] == ("", None)
    assert rejudged(story) == []


def test_interrupted_it_goes_on_where_it_stopped(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.is_taken_back()
    story.comes_back()
    monkeypatch.setattr(backfill, "_LOOKED_UP_AT_A_TIME", 2)
    monkeypatch.setattr(activities, "set_known", breaking_at(4, activities.set_known))
    with pytest.raises(InterruptedError):
        backfill.remember(story.engine)
    monkeypatch.undo()
    done = [run for run in story.now().values() if run.known is not None]
    assert len(done) == 2  # of the second piece nothing
    assert backfill.remember(story.engine) == 4
    assert {run.id: run.known for run in story.now().values()} == {
        run.id: run.known for run in story.runs.values()
    }


def breaking_at(call: int, function: Callable[..., None]) -> Callable[..., None]:
    """A function that breaks off at its so-manieth call."""
    calls = 0

    def broken(*values: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == call:
            raise InterruptedError
        function(*values)

    return broken


def test_where_nothing_is_left_nothing_but_an_empty_index_is_read(story: Story) -> None:
    with reading(story.engine) as connection:
        assert activities.without_known(connection, story.here.event.id) == []
        plan = connection.execute(
            text(
                "EXPLAIN QUERY PLAN SELECT id FROM activities "
                "WHERE event_id = 'x' AND known IS NULL ORDER BY id"
            )
        )
        (step,) = [row.detail for row in plan]
    assert "USING INDEX ix_activities_known_missing" in step


def test_runs_of_before_fingerprints_are_known_too(story: Story) -> None:
    """Older still: nothing was compared then."""
    story.is_taken_back()
    with transaction(story.engine) as connection:
        for table in ("copies", "fingerprint_keys", "fingerprints"):
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 -- names of ours
    story.comes_back()
    assert (backfill.index(story.engine), backfill.remember(story.engine)) == (6, 6)
    known = [run.known for run in story.now().values()]
    assert all(each is not None and each["copies"] == [] for each in known)
    with reading(story.engine) as connection:
        assert fingerprints.missing(connection, story.here.event.id) == []
