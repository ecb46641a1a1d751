"""`rescore`: every run of an event examined anew by the rules that it has."""

import argparse
from typing import Any, Final

from race import i18n
from race.commands.command import Command, Usage, World
from race.commands.running import prepared, tools_of
from race.errors import RaceError
from race.event import Event
from race.services import dry_run, events, publishing, work
from race.services.dry_run import DryRun
from race.services.tasks import TASKS
from race.services.work import Inline, Tools
from race.store import jobs
from race.store.database import reading, transaction
from race.store.jobs import JobRow

#: Who asked for such a job: nobody with an account.
_ASKED_BY: Final = "terminal"
#: How often it is said how far it is: after this share of everything.
_SAY_EVERY: Final = 0.05


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("event", metavar="EVENT", help="the event's address, like huu-lung")
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="only show who would stand otherwise, by what is remembered of the runs",
    )


def _rescore(arguments: argparse.Namespace, world: World) -> int:
    settings, engine = prepared(world)
    try:
        with reading(engine) as connection:
            event = events.find(connection, arguments.event)
            tried = None
            if arguments.dry_run:
                tried = dry_run.try_out(connection, event, event.rules)
        if tried is not None:
            return _shown(tried, world)
        return _done(tools_of(settings, engine, world), event, world)
    except RaceError as error:
        raise Usage(f"{arguments.event}: {i18n.say(error.text, 'en', error.facts)}") from None
    finally:
        engine.dispose()


def _done(tools: Tools, event: Event, world: World) -> int:
    """0 when everything was examined, 1 when that failed."""
    events.check_not_final(event)
    with transaction(tools.engine) as connection:
        version = event.rules.version
        job = publishing.ask(connection, Inline(), event, version, by=_ASKED_BY, now=tools.clock())
    world.say(f"Uploads to be examined by rules no. {version}: {job.total or 0:,}")
    said = 0.0
    while work.run_piece(tools, TASKS, job.id):
        job = _now(tools, job)
        share = job.done / (job.total or 1)
        if share >= said + _SAY_EVERY:
            said = share
            world.say(f"  {job.done:,} of {job.total:,}")
    return _over(_now(tools, job), world)


def _now(tools: Tools, job: JobRow) -> JobRow:
    with reading(tools.engine) as connection:
        return jobs.get(connection, job.id) or job


def _over(job: JobRow, world: World) -> int:
    if job.error is not None:
        world.say(f"Failed: {i18n.say(job.error['text'], 'en', job.error['facts'])}")
        return 1
    result: dict[str, Any] = dict(job.result or {})
    if "superseded" in result:
        world.say(f"Stopped: rules no. {result['superseded']} were published meanwhile.")
        return 1
    world.say(f"Runs that stand otherwise than before: {result['changed']:,}")
    for state, count in result["to"].items():
        if count:
            world.say(f"  {state}: {count:,}")
    if result["missing"]:
        world.say(f"  judged by what is remembered, for the bytes are gone: {result['missing']:,}")
    return 0


def _shown(found: DryRun, world: World) -> int:
    for run in found.changed:
        codes = ", ".join(run.codes)
        world.say(f"  {run.bib}  {run.name}: {run.before} → {run.after}  {codes}".rstrip())
    world.say(f"Runs that would stand otherwise: {len(found.changed):,}. Nothing was changed.")
    if found.unread:
        world.say(f"Runs that have to be read again before they can be judged: {found.unread:,}")
    return 0


RESCORE = Command(
    name="rescore",
    help="Examine every run of an event anew by its rules.",
    arguments=_arguments,
    run=_rescore,
)
