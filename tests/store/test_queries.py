"""The queries: what is put comes back, nobody sees the rows of another event, erasing is whole."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, StatementError

from race.store import (
    accounts,
    activities,
    audit,
    certificates,
    entries,
    events,
    fingerprints,
    notices,
    official,
    races,
    remarks,
    results,
    rules_versions,
    rulings,
    sessions,
    submissions,
    tables,
    tracks,
)
from race.store.database import Connection, Engine, reading, transaction
from race.store.rules_versions import RulesRow
from race.store.sessions import RunnerSessionRow
from race.track import track_of
from tests.store import rows


@pytest.fixture
def two_events(engine: Engine) -> tuple[str, str]:
    """An event of Bình and one of Cường, the same bibs and names in both; their ids."""
    with transaction(engine) as connection:
        return rows.fill(connection, "huu-lung", "Bình"), rows.fill(connection, "khac", "Cường")


def test_every_row_comes_back_as_it_was_put(engine: Engine, two_events: tuple[str, str]) -> None:
    here, _ = two_events
    with reading(engine) as connection:
        assert events.by_slug(connection, "huu-lung") == rows.event("huu-lung")
        assert races.of_event(connection, here) == [rows.race(here, "5km")]
        assert entries.get(connection, here, "00001") == rows.entry(
            here, "00001", "Lý Thị Hương", team="chi-doan"
        )
        assert submissions.get(connection, here, "upload-1") == rows.submission(
            here, "00001", "upload-1"
        )
        assert activities.get(connection, here, "run-1") == rows.activity(
            here, "00001", "run-1", "upload-1"
        )
        assert results.get(connection, here, "5km", "00001") == rows.result(here, "5km", "00001")


def test_lists_hold_only_what_belongs_to_their_event(
    engine: Engine, two_events: tuple[str, str]
) -> None:
    with transaction(engine) as connection:
        for event_id in two_events:
            audit.record(
                connection,
                event_id=event_id,
                at=rows.NOW,
                account_id=None,
                action="event.open",
                subject=event_id,
                detail={},
            )
        for event_id in two_events:
            found: list[Any] = [
                *races.of_event(connection, event_id),
                *races.teams_of_event(connection, event_id),
                *entries.of_event(connection, event_id),
                *entries.search(connection, event_id, "huong", limit=9),
                *entries.races_of_event(connection, event_id),
                *submissions.of_event(connection, event_id),
                *submissions.of_bytes(connection, [event_id], rows.BYTES),
                *activities.of_event(connection, event_id),
                *activities.in_state(connection, event_id, "accepted"),
                *activities.begun_between(connection, [event_id], 0.0, 2e9),
                *results.of_race(connection, event_id, "5km"),
                *audit.of_event(connection, event_id, limit=9),
                *events.roles_of_event(connection, event_id),
            ]
            assert {row.event_id for row in found} == {event_id}
            assert len(found) == 14


def test_an_organiser_finds_only_events_with_a_role(
    engine: Engine, two_events: tuple[str, str]
) -> None:
    here, there = two_events
    with reading(engine) as connection:
        mine = events.of_account(connection, "account-Bình")
        assert [row.id for row in mine] == [here]
        assert events.role(connection, here, "account-Bình") == "owner"
        assert events.role(connection, there, "account-Bình") is None


def test_erasing_an_event_leaves_none_of_its_rows_and_all_of_the_other(
    engine: Engine, two_events: tuple[str, str]
) -> None:
    here, there = two_events
    with transaction(engine) as connection:
        for event_id in two_events:
            _add_the_rest(connection, event_id)
        kept = {table: _count(connection, table, there) for table in _tables_of_events()}
        assert events.remove(connection, here)
        for table in _tables_of_events():
            assert _count(connection, table, here) == 0, table
            assert _count(connection, table, there) == kept[table] > 0, table


def test_erasing_a_runner_leaves_the_event_and_no_trace_of_the_runner(
    engine: Engine, two_events: tuple[str, str]
) -> None:
    here, _ = two_events
    with transaction(engine) as connection:
        _add_the_rest(connection, here)
        assert entries.remove(connection, here, "00001")
        left = {table for table in _tables_of_events() if _count(connection, table, here)}
    ours = {"event_roles", "races", "teams", "rules_versions", "snapshots", "audit", "sequences"}
    assert left == ours


def test_bytes_are_named_unused_once_no_upload_points_at_them(
    engine: Engine, two_events: tuple[str, str]
) -> None:
    here, there = two_events
    with transaction(engine) as connection:
        submissions.remove(connection, here, "upload-1")
        assert submissions.unused_blobs(connection) == []
        submissions.remove(connection, there, "upload-1")
        assert submissions.unused_blobs(connection) == [rows.BYTES]
        submissions.remove_blob(connection, rows.BYTES)
        assert submissions.unused_blobs(connection) == []


def test_bytes_that_an_upload_points_at_cannot_be_forgotten(
    engine: Engine, two_events: tuple[str, str]
) -> None:
    assert two_events
    with pytest.raises(IntegrityError), transaction(engine) as connection:
        submissions.remove_blob(connection, rows.BYTES)


def test_the_same_bytes_of_the_same_runner_are_one_upload(
    engine: Engine, two_events: tuple[str, str]
) -> None:
    here, _ = two_events
    with pytest.raises(IntegrityError), transaction(engine) as connection:
        submissions.add(connection, rows.submission(here, "00001", "upload-2"))


def test_the_same_person_enters_a_race_once(engine: Engine, two_events: tuple[str, str]) -> None:
    here, _ = two_events
    with reading(engine) as connection:
        (first,) = entries.races_of(connection, here, "00001")
    with transaction(engine) as connection:
        entries.add(connection, rows.entry(here, "00002", "Ly Thi Huong"))
    with pytest.raises(IntegrityError), transaction(engine) as connection:
        entries.add_race(connection, replace(first, bib="00002"))


def test_a_race_in_which_somebody_is_entered_cannot_be_dropped(
    engine: Engine, two_events: tuple[str, str]
) -> None:
    here, _ = two_events
    with pytest.raises(IntegrityError), transaction(engine) as connection:
        races.remove(connection, here, "5km")


def test_bibs_rise_by_event_and_pass_those_given_by_hand(
    engine: Engine, two_events: tuple[str, str]
) -> None:
    here, there = two_events  # both have 00001
    with transaction(engine) as connection:
        entries.add(connection, rows.entry(here, "00003", "Bế Thị Chi"))
        assert entries.next_bib(connection, here) == "00002"
        assert entries.next_bib(connection, here) == "00004"
        assert entries.next_bib(connection, there) == "00002"


@pytest.mark.parametrize("said", ["huong", "HƯƠNG", "lý thị", "0000", " 00001"])
def test_a_runner_is_found_without_accents_and_by_the_first_digits(
    engine: Engine, two_events: tuple[str, str], said: str
) -> None:
    with reading(engine) as connection:
        found = entries.search(connection, two_events[0], said, limit=5)
    assert [row.bib for row in found] == ["00001"]


@pytest.mark.parametrize("said", ["%", "_", "huong%", "1"])
def test_signs_of_the_query_language_find_nothing(
    engine: Engine, two_events: tuple[str, str], said: str
) -> None:
    with reading(engine) as connection:
        assert entries.search(connection, two_events[0], said, limit=5) == []


def test_a_result_is_written_over_the_one_before(
    engine: Engine, two_events: tuple[str, str]
) -> None:
    here, _ = two_events
    with transaction(engine) as connection:
        better = replace(rows.result(here, "5km", "00001"), score=1900, time_s=1900.0)
        results.put(connection, better)
        assert results.of_event(connection, here) == [better]


def test_an_unknown_number_is_kept_as_unknown(engine: Engine, two_events: tuple[str, str]) -> None:
    here, _ = two_events
    with transaction(engine) as connection:
        unknown = replace(rows.result(here, "5km", "00001"), moving_s=float("nan"))
        results.put(connection, unknown)
        (found,) = results.of_entry(connection, here, "00001")
    assert found.moving_s is None


def test_json_without_a_number_in_it_is_refused(
    engine: Engine, two_events: tuple[str, str]
) -> None:
    here, _ = two_events
    run = rows.activity(here, "00001", "run-1", "upload-1")
    with (
        pytest.raises(StatementError, match="not JSON compliant"),
        transaction(engine) as connection,
    ):
        activities.update(connection, replace(run, metrics={"pace": float("nan")}))


def test_a_track_comes_back_number_by_number(engine: Engine, two_events: tuple[str, str]) -> None:
    here, _ = two_events
    track = track_of(
        time=[1794600000.25, np.nan, 1794600002.0],
        lat=[21.5071, np.nan, 21.5072],
        lon=[106.3421, np.nan, 106.3422],
        segment=[0, 0, 1],
        sensors={"heart_rate": [141.0, np.nan, 143.0]},
    )
    with transaction(engine) as connection:
        assert tracks.get(connection, here, "run-1") is None
        tracks.put(connection, here, "run-1", track.take(slice(0, 1)))
        tracks.put(connection, here, "run-1", track)
        found = tracks.get(connection, here, "run-1")
    assert found is not None
    for name in ("time", "lat", "lon", "ele", "segment"):
        np.testing.assert_array_equal(getattr(found, name), getattr(track, name))
    assert found.sensors.keys() == {"heart_rate"}
    np.testing.assert_array_equal(found.sensor("heart_rate"), track.sensor("heart_rate"))


def test_rulings_and_serials_are_numbered_by_event(
    engine: Engine, two_events: tuple[str, str]
) -> None:
    with transaction(engine) as connection:
        for event_id in two_events:
            for number in (1, 2):
                assert _rule(connection, event_id).id == number
                assert certificates.next_serial(connection, event_id) == number
        decided = rulings.of_run(connection, two_events[0], "run-1")
    assert [row.id for row in decided] == [1, 2]


def test_of_two_who_use_a_setup_link_one_gets_it(engine: Engine) -> None:
    with transaction(engine) as connection:
        accounts.add(connection, rows.account("Bình"))
        link = accounts.SetupLinkRow(
            token_sha256="f" * 64,
            account_id="account-Bình",
            expires_at=rows.NOW + timedelta(hours=1),
            used_at=None,
        )
        accounts.add_setup_link(connection, link)
        used = [accounts.use_setup_link(connection, "f" * 64, rows.NOW) for _ in range(2)]
    assert used == [True, False]


def _add_the_rest(connection: Connection, event_id: str) -> None:
    """One row in each of the tables that `rows.fill` leaves empty."""
    session = RunnerSessionRow(
        token_sha256=event_id,
        event_id=event_id,
        bib="00001",
        created_at=rows.NOW,
        seen_at=rows.NOW,
        expires_at=rows.NOW,
    )
    sessions.add_runner(connection, session)
    track = track_of(time=[0.0], lat=[21.5], lon=[106.3])
    tracks.put(connection, event_id, "run-1", track)
    _rule(connection, event_id)
    _say(connection, event_id)
    for serial, newer in ((2, None), (1, f"{event_id}-2")):
        code = f"{event_id}-{serial}"
        row = rows.certificate(event_id, "5km", "00001", code, serial)
        certificates.add(connection, replace(row, replaced_by=newer))
    submissions.skip(connection, [rows.skipped(event_id)])
    fingerprints.add(connection, rows.fingerprint(event_id, "run-1"), [1, -2])
    fingerprints.add_copies(connection, [rows.copy(event_id, "run-1", of=("event-else", "gone"))])
    audit.record(
        connection,
        event_id=event_id,
        at=rows.NOW,
        account_id=None,
        action="event.open",
        subject=event_id,
        detail={},
    )


def _rule(connection: Connection, event_id: str) -> rulings.RulingRow:
    owner = events.roles_of_event(connection, event_id)[0].account_id
    return rulings.add(
        connection,
        event_id=event_id,
        activity_id="run-1",
        decision="accept",
        reason="Đã xem",
        account_id=owner,
        decided_at=rows.NOW,
        previous="review",
    )


def _say(connection: Connection, event_id: str) -> None:
    """What is said about runs and results."""
    where: dict[str, Any] = {"event_id": event_id, "bib": "00001"}
    run = {"activity_id": "run-1"}
    remarks.add(connection, **where, **run, kind="protest", text="GPS", at=rows.NOW)
    notices.add(connection, **where, **run, at=rows.NOW, kind="rejected", facts={}, mail=None)
    by: dict[str, Any] = {"account_id": None, "reason": "Đã xem"}
    official.add_change(connection, **where, **by, at=rows.NOW, race="5km", before={}, after={})
    official.add_snapshot(
        connection, event_id=event_id, made_at=rows.NOW, **by, sha256="c" * 64, document=b"{}"
    )
    first = RulesRow(event_id=event_id, version=1, rules={}, **by, published_at=rows.NOW)
    rules_versions.add(connection, first)


def _tables_of_events() -> list[str]:
    return [table.name for table in tables.metadata.sorted_tables if "event_id" in table.c]


def _count(connection: Connection, name: str, event_id: str) -> int:
    table = tables.metadata.tables[name]
    wanted = select(func.count()).select_from(table).where(table.c.event_id == event_id)
    return connection.execute(wanted).scalar_one()
