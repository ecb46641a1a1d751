"""What most tests stand on: an empty installation in a temporary folder, and a clock to turn."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from race.api import create_app
from race.ingest import checks
from race.rules import CheckState
from race.services import accounts
from race.settings import Settings
from race.store.database import Engine, open_engine
from race.store.migrate import migrate

pytest_plugins = ("tests.cast",)


@dataclass
class Clock:
    """Now, until a test says that time went by."""

    now: datetime = datetime(2026, 11, 14, 5, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> datetime:
        """Let time go by, by the names of timedelta: ``clock.pass_by(hours=12)``."""
        self.now += timedelta(**time)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session", autouse=True)
def rulers_run() -> Iterator[None]:
    """Runs of tests are as straight and even as a ruler, so that their numbers are known by hand:
    whether they look drawn is asked only by tests that switch this check on."""
    with pytest.MonkeyPatch.context() as patch:
        off = (replace(c, state=CheckState.OFF) if c.name == "drawn" else c for c in checks.CHECKS)
        patch.setattr(checks, "CHECKS", tuple(off))
        yield


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords as weakly as argon2 can: at full strength one takes 64 MB and 0.2 s."""
    weak = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    monkeypatch.setattr(accounts, "_hasher", lambda: weak)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database without a row, to be copied: made once, for it takes a while."""
    path = tmp_path_factory.mktemp("database") / "race.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture
def settings(tmp_path: Path, empty_database: Path) -> Settings:
    """Those of an installation over http that has its database."""
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    shutil.copy(empty_database, data_dir / "race.db")
    environ = {"RACE_DATA_DIR": str(data_dir), "RACE_PUBLIC_URL": "http://testserver"}
    return Settings.from_env({**environ, "RACE_DEMO": "0"})


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """The database that `app` works with."""
    engine = open_engine(settings.database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def app(settings: Settings, clock: Clock) -> FastAPI:
    return create_app(settings, clock)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """A browser without cookies that follows no redirect by itself."""
    with TestClient(app, follow_redirects=False) as client:
        yield client
