"""2,000 files of an account: read by a worker that is killed midway, and by one that is not."""

import io
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from race.jobs import DbosEngine
from race.services import entries, events, submissions
from race.services.filing import Upload
from race.services.work import Tools
from race.settings import Settings
from race.store import jobs, results
from race.store.blobs import FileBlobs
from race.store.database import open_engine, reading
from race.store.jobs import JobRow
from tests.cast import EVENT, Cast
from tests.gpx_writing import document, point, segment, trk

ROOT: Final = Path(__file__).resolve().parent.parent.parent
PATIENCE_S: Final = 300
FILES: Final = 2_000
#: The first morning of the event, and when the archive comes in.
FIRST: Final = datetime(2026, 11, 1, 0, 0, tzinfo=UTC)
SENT: Final = datetime(2026, 11, 14, 5, 30, tzinfo=UTC)


def file(number: int) -> bytes:
    """A run of a kilometre and a half, one each nine minutes; every tenth is a picture, every
    hundredth a run of another year."""
    if number % 10 == 3:
        return b"\x89PNG\r\n\x1a\n" + number.to_bytes(4, "big")
    begin = FIRST + timedelta(minutes=9 * number, days=-365 if number % 100 == 7 else 0)
    points = [
        point(
            f"{21.5 + n * 0.0018:.5f}",
            f"{106.3 + number * 0.0001:.5f}",
            time=(begin + timedelta(seconds=60 * n)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
        for n in range(9)
    ]
    return document(trk(segment(*points), kind="running")).encode()


def account() -> bytes:
    with io.BytesIO() as target:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(FILES):
                archive.writestr(f"activities/{number}.gpx", file(number))
        return target.getvalue()


def reached(pieces: int) -> Callable[[JobRow], bool]:
    """Whether a job is so far."""
    return lambda row: row.done >= pieces


@dataclass(frozen=True, kw_only=True)
class Installation:
    """A data folder in which the archive waits for a worker."""

    folder: Path
    tools: Tools
    event_id: str
    submission_id: str
    job_id: str

    def begins(self) -> subprocess.Popen[bytes]:
        """A worker of this installation, by the name that it always has."""
        environ = {**os.environ, "RACE_DATA_DIR": str(self.folder), "RACE_WORKER_ID": "ridge"}
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
            time.sleep(0.05)

    def outcome(self) -> dict[str, Any]:
        """What came of every file, and what the boards are made of; no ids, no moments."""
        with reading(self.tools.engine) as connection:
            event = events.by_id(connection, self.event_id)
            row = submissions.find(connection, event, self.submission_id)
            runs, skipped = submissions.content(connection, row)
            scored = results.of_event(connection, self.event_id)
        return {
            "state": row.state,
            "runs": sorted((r.member, r.state, r.official_distance_m) for r in runs),
            "skipped": sorted((s.member, s.code) for s in skipped),
            "results": sorted((s.race, s.bib, s.status, s.time_s, s.distance_m) for s in scored),
        }


def sent(folder: Path, archive: bytes, bib: str) -> Installation:
    """The archive, uploaded where nobody works yet."""
    url = f"sqlite:///{folder}/race.db"
    engine = open_engine(url)
    tools = Tools(
        engine=engine,
        blobs=FileBlobs(folder=folder / "blobs"),
        clock=lambda: SENT,
        scratch=folder / "scratch",
        most_at_once=1000,
    )
    queue = DbosEngine(url, executor_id="web", at_once=1, works_here=False)
    queue.start(tools)
    with reading(engine) as connection:
        event = events.find(connection, EVENT)
        entry = entries.find(connection, event, bib)
    upload = Upload(
        file=io.BytesIO(archive), filename="export.zip", sent_by="runner", received_at=SENT
    )
    done = submissions.submit(tools, queue, event, entry, upload)
    queue.stop()
    assert (done.submission.state, done.activities) == ("queued", ())
    return Installation(
        folder=folder,
        tools=tools,
        event_id=event.id,
        submission_id=done.submission.id,
        job_id=str(done.submission.job_id),
    )


@pytest.fixture
def two(tmp_path: Path, settings: Settings, open_event: Cast) -> list[Installation]:
    """The same installation twice, the archive sent to both."""
    assert open_event.here.settings is settings
    bib = open_event.anh.enters("5km", "10km").bib
    archive = account()
    folders = [tmp_path / "whole", tmp_path / "killed"]
    for folder in folders:
        shutil.copytree(settings.data_dir, folder)
    return [sent(folder, archive, bib) for folder in folders]


def test_an_account_whose_worker_is_killed_gives_what_one_undisturbed_gives(
    two: list[Installation],
) -> None:
    whole, killed = two
    for installation, deaths in ((whole, 0), (killed, 2)):
        for death in range(deaths):
            worker = installation.begins()
            installation.waits(reached(300 * (death + 1)))
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            assert installation.waits(lambda _: True).state == "running"
        worker = installation.begins()
        job = installation.waits(lambda row: row.state not in jobs.OPEN)
        worker.send_signal(signal.SIGTERM)
        worker.wait()
        assert (job.state, job.done, job.total) == ("done", FILES - 200, FILES - 200)
    outcome = killed.outcome()

    assert outcome == whole.outcome()
    counted = [member for member, *_ in (*outcome["runs"], *outcome["skipped"])]
    assert sorted(counted) == sorted(f"activities/{n}.gpx" for n in range(FILES))
    assert len(outcome["skipped"]) == 200 + 20
    assert not list((killed.folder / "scratch").glob("*"))
    for installation in two:
        installation.tools.engine.dispose()
