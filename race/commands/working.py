"""`worker`: long work, beside the web server or on machines of its own."""

import argparse
import signal
import threading

from race.commands.command import Command, World
from race.commands.running import prepared, tools_of


def _no_arguments(parser: argparse.ArgumentParser) -> None:
    """This command is told everything by the environment."""


def _worker(arguments: argparse.Namespace, world: World) -> int:
    from race.jobs import engine_for  # noqa: PLC0415 -- half a second that no other command needs

    settings, engine = prepared(world)
    asked_to_stop = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: asked_to_stop.set())
    work = engine_for(settings, place="worker")
    work.start(tools_of(settings, engine, world))
    world.say(f"  Working as {work.executor_id}, {settings.workers} at once. Stop with Ctrl+C.")
    asked_to_stop.wait()
    world.say("  Stopping after what is in hand.")
    work.stop()
    engine.dispose()
    return 0


WORKER = Command(
    name="worker",
    help="Do long work: archives, replays, certificates.",
    arguments=_no_arguments,
    run=_worker,
)
