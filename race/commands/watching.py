"""`jobs`: how far long work is, as a bar for each job."""

import argparse
import time
from typing import Final

from race import i18n
from race.commands.command import Command, Usage, World
from race.commands.running import prepared
from race.store import jobs
from race.store.database import Engine, reading
from race.store.jobs import JobRow

#: Jobs that are listed, the newest.
_LISTED: Final = 20
#: Letters of a bar.
_BAR: Final = 30
#: Seconds between two looks at a job that is waited for.
_LOOK_EVERY_S: Final = 1.0


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("job", nargs="?", metavar="JOB", help="one job; else the newest")
    parser.add_argument("--wait", action="store_true", help="watch one job until it is over")


def _jobs(arguments: argparse.Namespace, world: World) -> int:
    if arguments.wait and arguments.job is None:
        raise Usage("--wait watches one job: name it")
    _, engine = prepared(world)
    try:
        if arguments.job is None:
            with reading(engine) as connection:
                found = jobs.latest(connection, limit=_LISTED)
            for row in found:
                world.say(_line(row))
            return 0
        return _watched(engine, arguments.job, world, wait=arguments.wait)
    finally:
        engine.dispose()


def _watched(engine: Engine, job_id: str, world: World, *, wait: bool) -> int:
    """0 when the job is done or goes on, 1 when it failed."""
    said = ""
    while True:
        with reading(engine) as connection:
            row = jobs.get(connection, job_id)
        if row is None:
            raise Usage(f"no job {job_id!r}")
        if (line := _line(row)) != said:
            world.say(line)
            said = line
        if not wait or row.state not in jobs.OPEN:
            return 1 if row.state == "failed" else 0
        time.sleep(_LOOK_EVERY_S)


def _line(row: JobRow) -> str:
    """``k3v…  archive  running  [######........]  120/2431``, and why when it failed."""
    share = row.done / row.total if row.total else float(row.state == "done")
    bar = "#" * round(_BAR * min(share, 1.0))
    count = f"{row.done}/{'?' if row.total is None else row.total}"
    error = (
        "" if row.error is None else f"  {i18n.say(row.error['text'], 'en', row.error['facts'])}"
    )
    return f"{row.id}  {row.kind}  {row.state:7}  [{bar:.<{_BAR}}]  {count}  {error}".rstrip()


JOBS = Command(
    name="jobs",
    help="Show how far long work is.",
    arguments=_arguments,
    run=_jobs,
)
