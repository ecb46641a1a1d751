"""Hundreds of runs examined anew: by a worker that is killed twice, and by one that is not."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from fastapi.testclient import TestClient

from race.api import create_app
from race.jobs import DbosEngine
from race.services import publishing, rules_change
from race.services.work import Tools
from race.settings import Settings
from race.store import jobs, notices
from race.store.blobs import FileBlobs
from race.store.database import open_engine, reading, transaction
from race.store.jobs import JobRow
from tests.api.officers import NEW
from tests.conftest import Clock
from tests.gpx_writing import document, point, segment, trk
from tests.ingest.archives.packed import zipped
from tests.services.eventful import Eventful

ROOT: Final = Path(__file__).resolve().parent.parent.parent
PATIENCE_S: Final = 300
RUNNERS: Final = 90
MEMBERS: Final = 30
#: Each runner sends two files, and the last one an archive.
FILES: Final = 2 * RUNNERS + MEMBERS
#: The morning of the first run, and when the last came in.
FIRST: Final = datetime(2026, 11, 11, 23, 0, tzinfo=UTC)
SENT: Final = datetime(2026, 11, 14, 5, 30, tzinfo=UTC)
#: Half of the runs have 5:00 /km, and are too fast by these.
STRICTER: Final = {"pace_fast_s": 310.0, "runs_per_day": 1}


def file(number: int) -> bytes:
    """5.2 km: of even numbers in 26 minutes, of odd ones in 29."""
    begin = FIRST + timedelta(minutes=number)
    pace_s = 60 if number % 2 == 0 else 67
    points = [
        point(
            f"{21.5 + n * 0.0018:.5f}",
            f"{106.3 + number * 0.001 + n % 3 * 0.00001:.5f}",
            time=(begin + timedelta(seconds=pace_s * n)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
        for n in range(27)
    ]
    return document(trk(segment(*points), kind="running")).encode()


def reached(pieces: int) -> Callable[[JobRow], bool]:
    """Whether a job is so far."""
    return lambda row: row.done >= pieces


@dataclass(frozen=True, kw_only=True)
class Installation:
    """A data folder in which everything waits to be examined anew."""

    settings: Settings
    tools: Tools
    event_id: str
    job_id: str

    def begins(self) -> subprocess.Popen[bytes]:
        """A worker of this installation, by the name that it always has."""
        data_dir = str(self.settings.data_dir)
        environ = {**os.environ, "RACE_DATA_DIR": data_dir, "RACE_WORKER_ID": "ridge"}
        command = [sys.executable, "-m", "race", "worker"]
        return subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL)

    def waits(self, until: Callable[[JobRow], bool]) -> JobRow:
        """The job, once it is as far as that."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            with reading(self.tools.engine) as connection:
                row = jobs.get(connection, self.job_id)
            assert row is not None
            if until(row):
                return row
            assert time.monotonic() < deadline, row
            time.sleep(0.02)

    def boards(self) -> dict[str, bytes]:
        """The boards as the API gives them, byte for byte."""
        with TestClient(create_app(self.settings, Clock())) as client:
            here = f"/api/v1/events/{NEW.slug}/leaderboards"
            keys = [board["board"] for board in client.get(here).json()]
            return {key: client.get(f"{here}/{key}?limit=200").content for key in keys}

    def told(self) -> list[tuple[str, str, str | None]]:
        """What runners were told of which run: once each."""
        with reading(self.tools.engine) as connection:
            found = [
                row
                for n in range(RUNNERS)
                for row in notices.of_entry(connection, self.event_id, f"{n + 1:05d}", limit=99)
            ]
        return sorted((row.bib, row.kind, row.activity_id) for row in found)


def tools_in(folder: Path) -> Tools:
    return Tools(
        engine=open_engine(f"sqlite:///{folder}/race.db"),
        blobs=FileBlobs(folder=folder / "blobs"),
        clock=lambda: SENT,
        scratch=folder / "scratch",
    )


@pytest.fixture
def filled(settings: Settings) -> Eventful:
    """An event with all its runs, judged as they came in."""
    story = Eventful(tools=tools_in(settings.data_dir), clock=Clock(now=SENT)).opens()
    for n in range(RUNNERS):
        entry = story.enters(f"Vận động viên {n}")
        for number in (n, n + 1500):
            story.sends(entry, file(number))
    story.sends(entry, zipped({f"{n}.gpx": file(200 + 40 * n) for n in range(MEMBERS)}))
    story.tools.engine.dispose()
    return story


@pytest.fixture
def two(tmp_path: Path, settings: Settings, filled: Eventful) -> Iterator[list[Installation]]:
    """The same installation twice, in both of which stricter rules were published."""
    made = []
    for name in ("whole", "killed"):
        folder = tmp_path / name
        shutil.copytree(settings.data_dir, folder)
        made.append(published(folder, filled))
    yield made
    for installation in made:
        installation.tools.engine.dispose()


def published(folder: Path, filled: Eventful) -> Installation:
    """Stricter rules, where nobody works yet."""
    tools = tools_in(folder)
    queue = DbosEngine(
        f"sqlite:///{folder}/race.db", executor_id="web", at_once=1, works_here=False
    )
    queue.start(tools)
    event = Eventful(tools=tools, clock=Clock(), id=filled.id).event
    with transaction(tools.engine) as connection:
        new = publishing.publish(
            connection,
            queue,
            event,
            rules_change.merged(event, STRICTER),
            "Đường dốc.",
            by=filled.referee,
            now=SENT,
        )
    queue.stop()
    environ = {"RACE_DATA_DIR": str(folder), "RACE_DEMO": "0", "RACE_WORK": "apart"}
    return Installation(
        settings=Settings.from_env(environ), tools=tools, event_id=event.id, job_id=new.job.id
    )


def test_a_replay_whose_worker_is_killed_ends_in_the_boards_of_one_undisturbed(
    two: list[Installation],
) -> None:
    whole, killed = two
    before = whole.boards()
    for installation, deaths in ((whole, 0), (killed, 2)):
        for death in range(deaths):
            worker = installation.begins()
            installation.waits(reached(80 * (death + 1)))
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            assert installation.waits(lambda _: True).state == "running"
        worker = installation.begins()
        job = installation.waits(lambda row: row.state not in jobs.OPEN)
        worker.send_signal(signal.SIGTERM)
        worker.wait()
        assert (job.state, job.done, job.total) == ("done", FILES, FILES)
        assert job.result is not None
        assert job.result["missing"] == 0
        assert job.result["changed"] > RUNNERS

    assert killed.boards() == whole.boards()
    assert whole.boards() != before
    told = killed.told()
    assert told == whole.told()
    assert len({run for _, _, run in told}) == len(told) > RUNNERS
    assert not list((killed.settings.data_dir / "scratch").glob("*"))
