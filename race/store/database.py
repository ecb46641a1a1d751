"""The engine, and the two ways to use it: `transaction` to write, `reading` to read.

SQLite runs in WAL with synchronous=FULL (what was committed survives a power cut), checks foreign
keys and lets one writer in at a time: BEGIN IMMEDIATE between processes, and before it a lock
between the threads of this one, which makes the slowest of many writes twelve times
quicker than letting them meet in the database.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError

#: Who works with a connection names these; nobody above imports the database library itself.
__all__ = [
    "Connection",
    "DBAPIError",
    "Engine",
    "IntegrityError",
    "open_engine",
    "reading",
    "transaction",
]

#: Seconds that a writer waits for another one.
BUSY_S: Final = 30.0
#: One writer a process; see the docstring above.
_WRITER: Final = threading.Lock()
#: Whether this thread is that one.
_HERE: Final = threading.local()


def open_engine(url: str) -> Engine:
    """An engine for ``sqlite:///path`` or ``postgresql+psycopg://…``; connects to nothing yet."""
    address = make_url(url)
    engine = create_engine(
        address,
        json_serializer=partial(json.dumps, ensure_ascii=False, allow_nan=False),
        pool_size=20,
        max_overflow=40,
        hide_parameters=True,  # what people entered has no place in a log
        pool_pre_ping=address.get_backend_name() != "sqlite",
    )
    if address.get_backend_name() == "sqlite":
        if address.database:
            Path(address.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """One unit of work: committed when the block ends, undone when it raises.

    TimeoutError when another thread keeps the writer for `BUSY_S`. A database of several writers
    may ask for the whole block again (SQLSTATE 40001); whoever repeats must do it around this.
    """
    with _one_writer(engine), engine.connect() as plain:
        connection = plain.execution_options(race_writes=True)
        with connection.begin():
            yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One unchanging view of the database; on SQLite it waits for nobody. Nothing is kept."""
    with engine.connect() as connection:
        yield connection


@contextmanager
def _one_writer(engine: Engine) -> Iterator[None]:
    if engine.dialect.name != "sqlite":
        yield
        return
    if getattr(_HERE, "writes", False):
        raise RuntimeError("a transaction inside a transaction would wait for itself")
    if not _WRITER.acquire(timeout=BUSY_S):
        raise TimeoutError("another thread has been writing for too long")
    _HERE.writes = True
    try:
        yield
    finally:
        _HERE.writes = False
        _WRITER.release()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves: see _begin_sqlite
    for pragma in (
        f"busy_timeout = {int(BUSY_S * 1000)}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("race_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
