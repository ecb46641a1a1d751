"""Copies are found among all runs by what they share, on both engines."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from race.store import (
    accounts,
    activities,
    entries,
    events,
    fingerprints,
    rulings,
    submissions,
    tracks,
)
from race.store.database import Connection, Engine, open_engine, transaction
from race.store.events import RoleRow
from race.store.fingerprints import CROWD
from race.store.migrate import differences, migrate
from race.track import track_of
from tests.store import rows

pytest_plugins = ("tests.postgres",)

#: Signed numbers of 64 bits at both ends of what there is.
LOWEST, HIGHEST = -(2**63), 2**63 - 1


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
    """An event of Bình and one of Cường, with a run each."""
    with transaction(engine) as connection:
        rows.fill(connection, "huu-lung", "Bình")
        rows.fill(connection, "khac", "Cường")
        yield connection


HERE, THERE = "event-huu-lung", "event-khac"


def add(connection: Connection, name: str, *keys: int, event_id: str = HERE, late: int = 0) -> None:
    """A run that came in `late` minutes after the first, under these keys."""
    if name != "run-1":
        upload = replace(rows.submission(event_id, "00001", name), sha256=f"{name:->64}")
        submissions.add_blob(connection, upload.sha256, 1, rows.NOW)
        submissions.add(connection, upload)
        at = rows.NOW + timedelta(minutes=late)
        activity = replace(rows.activity(event_id, "00001", name, name), examined_at=at)
        activities.add(connection, activity)
    fingerprints.add(connection, rows.fingerprint(event_id, name), keys)


def near(connection: Connection, *probes: int, events: tuple[str, ...] = (HERE,)) -> list[str]:
    """The runs that share most, by their names."""
    found = fingerprints.near(connection, events, probes, at_most=20)
    return [activity_id for _, activity_id in found.runs]


def test_a_database_of_either_engine_has_exactly_the_tables(engine: Engine) -> None:
    assert differences(engine) == []


def test_runs_are_found_by_what_they_share_those_that_share_most_first(
    connection: Connection,
) -> None:
    add(connection, "run-1", LOWEST, -1, 0, 1, HIGHEST)
    add(connection, "two", 0, 1)
    add(connection, "none", 77)
    assert near(connection, LOWEST, 0, 1, HIGHEST, 5) == ["run-1", "two"]
    assert near(connection, 6) == []
    assert near(connection) == []


def test_a_key_that_few_hold_tells_more_than_those_of_a_stadium(connection: Connection) -> None:
    for n in range(10):
        add(connection, f"lap-{n}", 1, 2)
    add(connection, "run-1", 4)
    assert near(connection, 1, 2, 4)[0] == "run-1"


def test_at_most_so_many_are_named(connection: Connection) -> None:
    for n in range(10):
        add(connection, f"run-{n + 1}", 5)
    found = fingerprints.near(connection, [HERE], [5], at_most=3)
    assert len(found.runs) == 3


def test_a_key_that_a_crowd_holds_is_told(connection: Connection) -> None:
    for n in range(CROWD):
        assert fingerprints.near(connection, [HERE], [5, 6], at_most=1).crowded == frozenset()
        add(connection, f"run-{n + 1}", 5)
    assert fingerprints.near(connection, [HERE], [5, 6], at_most=1).crowded == {(HERE, 5)}


def test_only_the_events_that_are_named_are_searched(connection: Connection) -> None:
    add(connection, "run-1", 5)
    add(connection, "run-1", 5, event_id=THERE)
    assert [*fingerprints.near(connection, [HERE], [5], at_most=9).runs] == [(HERE, "run-1")]
    both = fingerprints.near(connection, [HERE, THERE], [5], at_most=9)
    assert set(both.runs) == {(HERE, "run-1"), (THERE, "run-1")}
    (candidate,) = fingerprints.candidates(connection, [(THERE, "run-1")])
    assert (candidate.event_id, candidate.bib, candidate.state) == (THERE, "00001", "accepted")


def test_more_probes_than_a_statement_takes_are_looked_for_in_several(
    connection: Connection,
) -> None:
    add(connection, "run-1", 40_000)
    assert near(connection, *range(50_000)) == ["run-1"]


def test_equal_bytes_and_equal_places_are_found_the_first_first(connection: Connection) -> None:
    add(connection, "later", late=9)
    add(connection, "run-1")
    for found in (
        fingerprints.of_bytes(connection, [HERE, THERE], rows.BYTES),
        fingerprints.of_canonical(connection, [HERE, THERE], "cd" * 32),
    ):
        assert [run.activity_id for run in found] == ["run-1", "later"]
    assert fingerprints.of_bytes(connection, [THERE], rows.BYTES) == []
    assert fingerprints.of_canonical(connection, [HERE], rows.BYTES) == []


def test_a_run_that_is_taken_back_is_found_no_more(connection: Connection) -> None:
    add(connection, "run-1", 5)
    assert submissions.remove(connection, HERE, "upload-1")
    assert near(connection, 5) == []
    assert fingerprints.of_bytes(connection, [HERE], rows.BYTES) == []


def test_what_was_found_is_told_to_both_ends(connection: Connection) -> None:
    add(connection, "later")
    found = rows.copy(HERE, "later", of=(HERE, "run-1"))
    fingerprints.add_copies(connection, [found])
    fingerprints.add_copies(connection, [found])
    assert fingerprints.copies_with(connection, HERE, "later") == [found]
    assert fingerprints.copies_with(connection, HERE, "run-1") == [found]
    assert fingerprints.copies_with(connection, THERE, "run-1") == []


def test_it_outlives_the_earlier_run_and_goes_with_the_later(connection: Connection) -> None:
    add(connection, "later")
    fingerprints.add_copies(connection, [rows.copy(HERE, "later", of=(HERE, "run-1"))])
    submissions.remove(connection, HERE, "upload-1")
    assert len(fingerprints.copies_with(connection, HERE, "later")) == 1
    submissions.remove(connection, HERE, "later")
    assert fingerprints.copies_with(connection, HERE, "run-1") == []


def test_runs_without_a_fingerprint_are_named(connection: Connection) -> None:
    assert fingerprints.missing(connection, HERE) == ["run-1"]
    add(connection, "run-1")
    assert fingerprints.missing(connection, HERE) == []
    assert fingerprints.missing(connection, THERE) == ["run-1"]


def test_events_of_one_owner_are_an_event_and_the_others_of_that_account(
    connection: Connection,
) -> None:
    for n in range(3):
        starts = rows.NOW + timedelta(days=n)
        events.add(connection, replace(rows.event(f"more-{n}"), starts_at=starts))
        role = "owner" if n else "referee"
        row = RoleRow(event_id=f"event-more-{n}", account_id="account-Bình", role=role)
        events.set_role(connection, row)
    owned = events.of_one_owner(connection, HERE, at_most=9)
    assert [row.id for row in owned] == [HERE, "event-more-2", "event-more-1"]
    owned = events.of_one_owner(connection, HERE, at_most=1)
    assert [row.id for row in owned] == [HERE, "event-more-2"]
    assert [row.id for row in events.of_one_owner(connection, THERE, at_most=9)] == [THERE]


def test_namesakes_are_found_whatever_accents_they_wear(connection: Connection) -> None:
    found = entries.of_name(connection, [HERE, THERE], "lý thị HƯƠNG")
    assert [(row.event_id, row.bib) for row in found] == [(HERE, "00001"), (THERE, "00001")]
    assert entries.of_name(connection, [], "Lý Thị Hương") == []


def test_the_last_decision_about_a_run_is_the_one_that_is_told(connection: Connection) -> None:
    assert _decisions(connection, HERE) == {}
    account = accounts.by_name(connection, "Bình")
    assert account is not None
    for decision in ("reject", "accept"):
        rulings.add(
            connection,
            event_id=HERE,
            activity_id="run-1",
            decision=decision,
            reason="Đã xem",
            account_id=account.id,
            decided_at=rows.NOW,
            previous="review",
        )
    assert _decisions(connection, HERE) == {"run-1": "accept"}
    assert _decisions(connection, THERE) == {}


@pytest.mark.parametrize("lat", [[21.5, 21.6], [np.nan, np.nan]], ids=["outdoors", "indoors"])
def test_a_path_is_times_and_places_and_indoors_the_heart(
    connection: Connection, lat: list[float]
) -> None:
    track = track_of(
        time=[0.0, 1.5],
        lat=lat,
        lon=[106.3, 106.4],
        ele=[10.0, 11.0],
        segment=[0, 1],
        sensors={"heart_rate": [140.0, 141.0], "cadence": [170.0, 171.0]},
    )
    tracks.put(connection, HERE, "run-1", track)
    path = tracks.path(connection, HERE, "run-1")
    assert path is not None
    for name in ("time", "lat", "lon"):
        np.testing.assert_array_equal(getattr(path, name), getattr(track, name))
    assert set(path.sensors) == (set() if np.isfinite(lat).all() else {"heart_rate"})
    assert tracks.path(connection, THERE, "run-1") is None


def _decisions(connection: Connection, event_id: str) -> dict[str, str]:
    """What was decided last about the runs of a runner."""
    said = rulings.of_entry(connection, event_id, "00001")
    return {run: decided[-1].decision for run, decided in said.items()}
