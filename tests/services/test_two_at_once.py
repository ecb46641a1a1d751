"""Two people at once, on both databases: the second waits, and is told."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from race.api import create_app
from race.errors import Conflict, EventFinal
from race.event import EventState
from race.services import deciding, events, finalising, procedure, reviews
from race.services.deciding import Choice
from race.settings import Settings
from race.store import rulings
from race.store.database import reading, transaction
from race.verdict import Decision
from tests.api.officers import Officer, officer
from tests.conftest import Clock
from tests.runs import gpx, with_kilometres
from tests.tracks import MORNING

pytest_plugins = ("tests.postgres",)

DOUBTFUL = gpx(*with_kilometres(300, 300, 205, 300, 300), start=MORNING)


@pytest.fixture
def on_postgresql(tmp_path: Path, postgresql_url: str, clock: Clock) -> Iterator[FastAPI]:
    """An installation on PostgreSQL."""
    environ = {"RACE_DATA_DIR": str(tmp_path / "data"), "RACE_DATABASE_URL": postgresql_url}
    app = create_app(Settings.from_env({**environ, "RACE_DEMO": "0"}), clock)
    with TestClient(app):
        yield app


@pytest.mark.parametrize("where", ["app", "on_postgresql"])
def test_the_second_of_two_referees_waits_and_is_told(
    where: str, request: pytest.FixtureRequest
) -> None:
    app: FastAPI = request.getfixturevalue(where)
    binh, vy = officer(app, "Bình"), officer(app, "Vỹ")
    event = binh.creates()
    sent = binh.has_sent(event, binh.enters(event, "Lý Thị Hương"), DOUBTFUL)
    (run,) = sent.activities
    decided, told = threading.Event(), list[str]()

    def second() -> None:
        decided.wait(10)
        try:
            _decides(vy, Decision.REJECT)
        except Conflict:
            told.append("somebody else was first")

    def _decides(referee: Officer, decision: Decision) -> None:
        with transaction(referee.here.engine) as connection:
            found = reviews.find(connection, event, run.id)
            choice = Choice(decision=decision, reason="Đã xem.", seen=0)
            by, now = referee.account.account_id, referee.here.clock()
            deciding.decide(connection, event, found, choice, by=by, now=now)
            decided.set()
            thread.join(0.3)  # the other one begins to decide while this is not committed

    thread = threading.Thread(target=second)
    thread.start()
    _decides(binh, Decision.ACCEPT)
    thread.join(10)

    assert told == ["somebody else was first"]
    with reading(binh.here.engine) as connection:
        kept = rulings.of_run(connection, event.id, run.id)
        stands = reviews.find(connection, event, run.id).state
    assert [(row.decision, row.account_id) for row in kept] == [("accept", binh.account.account_id)]
    assert stands == "accepted"


@pytest.mark.parametrize("where", ["app", "on_postgresql"])
def test_what_became_official_is_not_undone_by_who_read_the_event_before(
    where: str, request: pytest.FixtureRequest
) -> None:
    app: FastAPI = request.getfixturevalue(where)
    binh = officer(app, "Bình")
    by, now, engine = binh.account.account_id, binh.here.clock(), binh.here.engine
    opened = binh.creates()
    with transaction(engine) as connection:
        closed = events.set_state(connection, opened, EventState.CLOSED, by=by, now=now)
    frozen, told = threading.Event(), list[str]()

    def other() -> None:
        frozen.wait(10)
        try:
            with transaction(engine) as connection:
                procedure.change(connection, closed, {"reports": False}, by=by, now=now)
        except EventFinal:
            told.append("the results are official")

    thread = threading.Thread(target=other)
    thread.start()
    with transaction(engine) as connection:
        finalising.finalise(connection, closed, by=by, now=now, early=True)
        frozen.set()
        thread.join(0.3)  # the other one begins while this is not committed
    thread.join(10)

    assert told == ["the results are official"]
    with reading(engine) as connection:
        left = events.by_id(connection, opened.id)
    assert (left.state, left.procedure.reports) == (EventState.FINAL, True)
