"""A whole event judged by other rules: tried out at once, and anew by a job that is killed.

``python -m bench.replay`` (``make bench``): an event of 10,000 runs of real bytes is filled in a
temporary folder. A stricter pace limit is tried out there, then published in two copies of it; a
worker examines each anew, one of them killed midway (SIGKILL) and begun again. Both have to end in
the same boards, byte for byte. Exit code 1 when a gate is missed.
"""

import argparse
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from fastapi.testclient import TestClient

from bench.filled_event import NEW, fill
from bench.measuring import missed
from race.api import create_app
from race.jobs import DbosEngine
from race.services import dry_run, events, publishing, rules_change
from race.services.dry_run import DryRun
from race.services.work import Tools
from race.settings import Settings
from race.store import jobs
from race.store.blobs import FileBlobs
from race.store.database import open_engine, reading, transaction
from race.store.jobs import JobRow
from race.store.migrate import migrate

RUNS: Final = 10_000
#: CPU s for trying a pace limit out: a busy moment of the machine is none of ours.
AT_MOST_S: Final = 10.0
#: Slower than 8:00 /km does not count any more.
STRICTER: Final = {"pace_slow_s": 480.0}
ROOT: Final = Path(__file__).resolve().parent.parent
_LOOK_EVERY_S: Final = 0.1


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """What came of one copy of the event."""

    #: Seconds of wall clock in which a worker was there.
    seconds: float
    job: JobRow
    #: SHA-256 over every board as the API gives it, page after page.
    boards: str


def table(folder: Path, runs: int) -> bool:
    """Fill, try out, publish twice, print; whether a gate is missed."""
    begun = time.perf_counter()
    first = folder / "first"
    tools = _tools_in(first)
    migrate(tools.engine)
    owner = fill(tools.engine, first / "blobs", runs)
    print(f"\n{runs:,} runs, filled in {time.perf_counter() - begun:.0f} s\n")
    found, seconds = _tried_out(tools)
    tools.engine.dispose()
    ended = {deaths: _replayed(_copy(first, folder, deaths), owner, deaths) for deaths in (0, 1)}
    print(f"{'':34}{'s':>8}{'runs/s':>8}  changed  boards (SHA-256)")
    print(f"{'tried out, CPU':34}{seconds:8.1f}{runs / seconds:8.0f}{len(found.changed):9,}")
    for deaths, each in ended.items():
        what = "examined anew" if deaths == 0 else "examined anew, killed midway"
        changed = (each.job.result or {}).get("changed", 0)
        rate = runs / each.seconds
        print(f"{what:34}{each.seconds:8.1f}{rate:8.0f}{changed:9,}  {each.boards[:16]}")
    print()
    return any(_gates(found, seconds, ended[0], ended[1]))


def _gates(found: DryRun, seconds: float, whole: Replayed, killed: Replayed) -> Iterator[bool]:
    yield missed("CPU s, a pace limit tried out", seconds, "<=", AT_MOST_S)
    both = [(each.job.result or {}).get("changed", -1) for each in (whole, killed)]
    wrong = sum(changed != len(found.changed) for changed in both)
    yield missed("replays that change what was tried out", 2 - wrong, ">=", 2)
    yield missed("boards that differ after a kill", whole.boards != killed.boards, "<=", 0)


def _tools_in(folder: Path) -> Tools:
    return Tools(
        engine=open_engine(f"sqlite:///{folder}/race.db"),
        blobs=FileBlobs(folder=folder / "blobs"),
        clock=lambda: datetime.now(UTC),
        scratch=folder / "scratch",
    )


def _tried_out(tools: Tools) -> tuple[DryRun, float]:
    with reading(tools.engine) as connection:
        event = events.find(connection, NEW.slug)
        begun = time.process_time()
        found = dry_run.try_out(connection, event, rules_change.merged(event, STRICTER))
        return found, time.process_time() - begun


def _copy(first: Path, folder: Path, deaths: int) -> Path:
    """The same data once more; bytes of uploads never change, so they are linked."""
    copy = folder / f"deaths-{deaths}"
    shutil.copytree(first / "blobs", copy / "blobs", copy_function=os.link)
    for path in first.glob("race.db*"):
        shutil.copy(path, copy)
    return copy


def _replayed(folder: Path, owner: str, deaths: int) -> Replayed:
    """Publish, and let a worker examine everything anew; it is killed so often on the way."""
    tools = _tools_in(folder)
    job = _published(folder, tools, owner)
    half = (job.total or 0) / 2
    seconds = 0.0
    for death in range(deaths + 1):
        last = death == deaths
        begun = time.perf_counter()
        worker = _worker(folder)
        ended = _wait(tools, job, (lambda r: r.state not in jobs.OPEN) if last else _past(half))
        seconds += time.perf_counter() - begun
        worker.send_signal(signal.SIGTERM if last else signal.SIGKILL)
        worker.wait()
    tools.engine.dispose()
    return Replayed(seconds=seconds, job=ended, boards=_boards(folder))


def _published(folder: Path, tools: Tools, owner: str) -> JobRow:
    queue = DbosEngine(
        f"sqlite:///{folder}/race.db", executor_id="web", at_once=1, works_here=False
    )
    queue.start(tools)
    with transaction(tools.engine) as connection:
        event = events.find(connection, NEW.slug)
        rules = rules_change.merged(event, STRICTER)
        published = publishing.publish(
            connection, queue, event, rules, "Nắng quá.", by=owner, now=tools.clock()
        )
    queue.stop()
    return published.job


def _worker(folder: Path) -> subprocess.Popen[bytes]:
    environ = {**os.environ, "RACE_DATA_DIR": str(folder), "RACE_WORKER_ID": "bench"}
    command = [sys.executable, "-m", "race", "worker"]
    quiet = subprocess.DEVNULL  # what is killed complains
    return subprocess.Popen(command, cwd=ROOT, env=environ, stdout=quiet, stderr=quiet)


def _past(done: float) -> Callable[[JobRow], bool]:
    return lambda row: row.done >= done


def _wait(tools: Tools, job: JobRow, until: Callable[[JobRow], bool]) -> JobRow:
    while True:
        with reading(tools.engine) as connection:
            row = jobs.get(connection, job.id)
        assert row is not None, "the job is gone"
        if until(row):
            assert row.state != "failed", row.error
            return row
        time.sleep(_LOOK_EVERY_S)


def _boards(folder: Path) -> str:
    settings = Settings.from_env(
        {"RACE_DATA_DIR": str(folder), "RACE_DEMO": "0", "RACE_WORK": "apart"}
    )
    digest = hashlib.sha256()
    with TestClient(create_app(settings, lambda: datetime.now(UTC))) as client:
        here = f"/api/v1/events/{NEW.slug}/leaderboards"
        for board in client.get(here).json():
            after: str | None = "0"
            while after is not None:
                answer = client.get(f"{here}/{board['board']}?limit=200&after={after}")
                digest.update(answer.content)
                after = answer.json()["next"]
    return digest.hexdigest()


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, hold the gates."""
    options = argparse.ArgumentParser(prog="python -m bench.replay")
    options.add_argument("--runs", type=int, default=RUNS)
    asked = options.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        return int(table(Path(folder), asked.runs))


if __name__ == "__main__":
    sys.exit(main())
