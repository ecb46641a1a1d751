"""The engine: durable settings, one writer, a view that stands still, migrations."""

import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlalchemy.schema import CreateTable

from race.store import accounts, database, migrate, sequences, tables
from race.store.accounts import AccountRow
from race.store.database import Engine, open_engine, reading, transaction
from tests.store import rows


@pytest.mark.parametrize(
    ("pragma", "value"),
    # the numbers are those of https://sqlite.org/pragma.html: FULL is 2
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 30_000)],
)
def test_every_connection_is_durable_and_checks_keys(
    engine: Engine, pragma: str, value: object
) -> None:
    with reading(engine) as connection:
        assert connection.execute(text(f"PRAGMA {pragma}")).scalar_one() == value


def test_what_points_nowhere_is_refused(engine: Engine) -> None:
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), transaction(engine) as connection:
        connection.execute(
            tables.races.insert().values(
                event_id="none", slug="5km", name="5 km", kind="single", distance_m=5e3, position=0
            )
        )


def test_a_transaction_that_raises_leaves_nothing(engine: Engine) -> None:
    def add_and_break() -> None:
        with transaction(engine) as connection:
            accounts.add(connection, rows.account("Bình"))
            raise InterruptedError

    with pytest.raises(InterruptedError):
        add_and_break()
    with reading(engine) as connection:
        assert accounts.count(connection) == 0


def test_a_reader_sees_one_state_and_waits_for_no_writer(engine: Engine) -> None:
    with reading(engine) as reader:
        assert accounts.count(reader) == 0
        with transaction(engine) as writer:
            accounts.add(writer, rows.account("Bình"))
        assert accounts.count(reader) == 0
    with reading(engine) as later:
        assert accounts.count(later) == 1


def test_a_transaction_inside_a_transaction_is_a_mistake_told_at_once(engine: Engine) -> None:
    with (
        transaction(engine),
        pytest.raises(RuntimeError, match="wait for itself"),
        transaction(engine),
    ):
        pass


def test_another_process_that_writes_is_kept_out(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_S", 0.05)
    other = open_engine(str(engine.url))
    with transaction(engine), other.connect() as foreign:
        writing = foreign.execution_options(race_writes=True)
        with pytest.raises(OperationalError, match="locked"):
            writing.begin()
    other.dispose()


def test_threads_that_count_at_once_never_get_the_same_number(engine: Engine) -> None:
    numbers: list[int] = []

    def count() -> None:
        for _ in range(25):
            with transaction(engine) as connection:
                numbers.append(sequences.next_number(connection, "event", "bib"))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(1, 101))


def test_the_migrations_make_exactly_the_tables(engine: Engine) -> None:
    assert migrate.differences(engine) == []


def test_a_migrated_database_is_current_and_an_empty_one_is_not(
    engine: Engine, tmp_path: Path
) -> None:
    assert migrate.is_current(engine)
    empty = open_engine(f"sqlite:///{tmp_path}/empty.db")
    assert not migrate.is_current(empty)
    empty.dispose()


def test_processes_that_start_together_migrate_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/fresh.db"
    program = (
        "import sys; from race.store import database, migrate; "
        "migrate.migrate(database.open_engine(sys.argv[1]))"
    )
    root = Path(__file__).parent.parent.parent
    started = [subprocess.Popen([sys.executable, "-c", program, url], cwd=root) for _ in range(2)]
    assert [process.wait(timeout=60) for process in started] == [0, 0]
    engine = open_engine(url)
    assert migrate.is_current(engine)
    engine.dispose()


def test_a_moment_comes_back_in_utc_whatever_zone_it_had(engine: Engine) -> None:
    in_vietnam = datetime(2026, 11, 14, 12, 30, tzinfo=timezone(timedelta(hours=7)))
    row = AccountRow(id="a", name="Bình", password_hash=None, created_at=in_vietnam)
    with transaction(engine) as connection:
        accounts.add(connection, row)
        found = accounts.get(connection, "a")
    assert found is not None
    assert found.created_at.isoformat() == "2026-11-14T05:30:00+00:00"


def test_a_moment_without_a_zone_is_refused(engine: Engine) -> None:
    naive = datetime(2026, 11, 14, 12, 30, tzinfo=UTC).replace(tzinfo=None)
    row = AccountRow(id="a", name="Bình", password_hash=None, created_at=naive)
    with pytest.raises(StatementError, match="time zone"), transaction(engine) as connection:
        accounts.add(connection, row)


def test_every_table_of_an_event_begins_its_keys_with_the_event() -> None:
    everywhere = {"accounts", "sessions", "api_tokens", "setup_links", "events", "blobs", "jobs"}
    by_secret = {"runner_sessions", "certificates"}  # found by a secret or code from outside
    for table in tables.metadata.sorted_tables:
        if table.name in everywhere | by_secret:
            continue
        assert next(iter(table.primary_key)).name == "event_id", table.name
        for key in table.foreign_key_constraints:
            if key.referred_table.name not in {"accounts", "blobs"}:
                assert key.column_keys[0] == "event_id", (table.name, key.column_keys)


def test_postgresql_can_make_every_table_and_index() -> None:
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # untyped over there
    for table in tables.metadata.sorted_tables:
        assert str(CreateTable(table).compile(dialect=dialect))
        names = [table.name, *(i.name for i in table.indexes), *(c.name for c in table.constraints)]
        # https://www.postgresql.org/docs/current/limits.html: identifiers have 63 bytes
        assert all(len(str(name)) <= 63 for name in names), table.name
