"""What most tests stand on: an empty installation in a temporary folder, and a clock to turn."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from race.api import create_app
from race.settings import Settings
from race.store.database import Engine, open_engine
from race.store.migrate import migrate


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


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_env(
        {
            "RACE_DATA_DIR": str(tmp_path / "data"),
            "RACE_DEMO": "0",
            "RACE_PUBLIC_URL": "http://testserver",
        }
    )


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """A migrated, empty database: the one that `app` works with."""
    engine = open_engine(settings.database_url)
    migrate(engine)
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
