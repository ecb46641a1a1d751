"""What the queue is sorted and found by comes out of both engines the same."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from race.store import activities, remarks, rulings, waiting
from race.store.database import Connection, Engine, open_engine, transaction
from race.store.migrate import migrate
from tests.store import rows

pytest_plugins = ("tests.postgres",)

HERE, THERE = "event-huu-lung", "event-khac"
PASSED = {"code": "TOO_SHORT", "severity": "pass"}
DOUBT = {"code": "KM_TOO_FAST", "severity": "review"}
COPY = {"code": "DUP_COPY", "severity": "review", "facts": {"note": "“reject”, là lời"}}
NOTED = {"code": "CLOCK", "severity": "info"}


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of each engine."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/race.db"
    else:
        url = request.getfixturevalue("postgresql_url")
    engine = open_engine(url)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """Two events with the same run, which waits in both."""
    with transaction(engine) as connection:
        for slug, owner in (("huu-lung", "Bình"), ("khac", "Cường")):
            event_id = rows.fill(connection, slug, owner)
            run = rows.activity(event_id, "00001", "run-1", "upload-1")
            waits = replace(
                run,
                waits="review",
                flags=[DOUBT, PASSED, COPY, NOTED],
                metrics={"suspicion": {"score": 0.25}},
            )
            assert activities.update(connection, waits)
        yield connection


def decide(connection: Connection, minutes: int) -> int:
    """A question about the run here; its number."""
    row = rulings.add(
        connection,
        event_id=HERE,
        activity_id="run-1",
        decision="ask",
        reason="Bạn có đi xe không?",
        account_id="account-Bình",
        decided_at=rows.NOW + timedelta(minutes=minutes),
        previous="review",
    )
    return row.id


def test_a_run_that_waits_is_told_with_its_runner_and_its_score(connection: Connection) -> None:
    (row,) = waiting.of_event(connection, HERE)
    assert (row.id, row.bib, row.name, row.waits) == ("run-1", "00001", "Lý Thị Hương", "review")
    assert (row.examined_at, row.official_distance_m) == (rows.NOW, 5000.0)
    assert row.suspicion == 0.25


@pytest.mark.parametrize("metrics", [{}, {"suspicion": {"score": None}}, {"suspicion": {}}])
def test_a_run_without_a_score_has_none(connection: Connection, metrics: dict[str, object]) -> None:
    run = activities.get(connection, HERE, "run-1")
    assert run is not None
    activities.update(connection, replace(run, metrics=metrics))
    assert [row.suspicion for row in waiting.of_event(connection, HERE)] == [None]


def test_what_was_found_in_it_comes_in_the_order_of_the_checks(connection: Connection) -> None:
    found = [(row.code, row.severity) for row in waiting.findings(connection, HERE)]
    assert found == [("KM_TOO_FAST", "review"), ("DUP_COPY", "review"), ("CLOCK", "info")]


def test_the_last_of_several_decisions_is_told_with_how_many_there_are(
    connection: Connection,
) -> None:
    decide(connection, 5)
    last = decide(connection, 50)
    (row,) = waiting.decided(connection, HERE)
    assert (row.id, row.count, row.at) == (last, 2, rows.NOW + timedelta(minutes=50))
    assert waiting.decided(connection, THERE) == []


def test_what_was_said_comes_in_order(connection: Connection) -> None:
    for minutes, kind in enumerate(("report", "answer")):
        remarks.add(
            connection,
            event_id=HERE,
            activity_id="run-1",
            kind=kind,
            bib="00001",
            text="Em chạy thật.",
            at=rows.NOW + timedelta(minutes=minutes),
        )
    assert [row.kind for row in waiting.remarked(connection, HERE)] == ["report", "answer"]
    assert waiting.remarked(connection, THERE) == []


def test_a_run_that_does_not_wait_is_nowhere(connection: Connection) -> None:
    decide(connection, 5)
    run = activities.get(connection, HERE, "run-1")
    assert run is not None
    activities.update(connection, replace(run, waits=None))
    for asked in (waiting.of_event, waiting.findings, waiting.decided, waiting.remarked):
        assert asked(connection, HERE) == []
    assert waiting.count(connection, HERE) == {}
    assert waiting.count(connection, THERE) == {"review": 1}
