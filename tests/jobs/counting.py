"""A program that works jobs, to be killed: ``python -m tests.jobs.counting URL FOLDER NAME``.

The task of kind "count" writes one line of the audit trail for each piece, in the transaction that
counts it, and so tells which pieces were done, how often, and by whom. What it begins it also notes
in a file, which no transaction takes back. It says "ready" and works until it is told to stop.
"""

import signal
import sys
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from race import jobs as engine
from race.errors import MalformedFile
from race.jobs import DbosEngine
from race.services.work import Task, Tools, advance
from race.store import audit
from race.store.blobs import FileBlobs
from race.store.database import open_engine, transaction
from race.store.jobs import JobRow

#: The trail in which the pieces stand; there need be no such event.
TRAIL: Final = "trail"


def now() -> datetime:
    """The clock of an entry point."""
    return datetime.now(UTC)


def tools_for(url: str, folder: Path) -> Tools:
    """What the tasks work with."""
    return Tools(engine=open_engine(url), blobs=FileBlobs(folder=folder), clock=now, scratch=folder)


def engine_of(url: str, name: str, *, works_here: bool, tasks: Mapping[str, Task]) -> DbosEngine:
    """An engine of that name that does one job at once."""
    return DbosEngine(url, executor_id=name, at_once=1, works_here=works_here, tasks=tasks)


def main(url: str, folder: Path, name: str) -> None:
    """Work until SIGTERM."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    begun = (folder / f"begun-{name}").open("a", encoding="utf-8", buffering=1)

    def count(tools: Tools, job: JobRow) -> bool:
        begun.write(f"{job.id} {job.done}\n")
        last = job.done + 1 == job.total
        with transaction(tools.engine) as connection:
            advance(connection, job, done=job.done + 1, now=now())
            audit.record(
                connection,
                event_id=TRAIL,
                at=now(),
                account_id=name,
                action=job.id,
                subject=str(job.done),
                detail={},
            )
            time.sleep(job.subject["piece_s"])
        return not last

    def break_off(tools: Tools, job: JobRow) -> bool:
        raise MalformedFile(line=7, reason="mismatched tag")

    def stumble(tools: Tools, job: JobRow) -> bool:
        begun.write(f"{job.id} {job.done}\n")
        if job.tries <= job.subject["stumbles"]:
            raise OSError("the disk is on strike")
        return False

    tools = tools_for(url, folder)
    tasks = {"count": count, "break": break_off, "stumble": stumble}
    worker = engine_of(url, name, works_here=True, tasks=tasks)
    worker.start(tools)
    print("ready", flush=True)  # noqa: T201 -- this is a program
    stop.wait()
    worker.stop()
    tools.engine.dispose()


if __name__ == "__main__":
    # What takes minutes and days between machines, in seconds.
    vars(engine).update(
        LOOK_EVERY_S=0.5,
        LEFT_BEHIND=timedelta(seconds=3),
        KEPT=timedelta(seconds=3),
        PAUSES_S=(0.1,),
        POLL_EVERY_S=0.1,
        PIECES=40,
    )
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
