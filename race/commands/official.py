"""`official`: official results checked against what was frozen, with the database alone."""

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

from race import i18n, units
from race.commands.command import Command, Usage, World
from race.commands.running import prepared
from race.errors import RaceError
from race.services import events, final_check, final_document, finalising
from race.store.database import reading


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("event", metavar="EVENT", help="the event's address, like huu-lung")
    parser.add_argument("--file", metavar="FILE", help="a downloaded final.json, to check it too")


def _official(arguments: argparse.Namespace, world: World) -> int:
    copy = None if arguments.file is None else read(arguments.file)
    _, engine = prepared(world)
    try:
        with reading(engine) as connection:
            event = events.find(connection, arguments.event)
            kept = finalising.standing_snapshot(connection, event)
            if kept is None:
                raise Usage(f"the results of {event.slug} are not official")
            if copy is not None and not final_check.is_genuine(copy, kept):
                world.say(f"BAD: this file is not what was frozen; its SHA-256 is {sha256(copy)},")
                world.say(f"     and {kept.sha256} was published.")
                return 2
            found = final_check.check(connection, event, kept)
    except RaceError as error:
        raise Usage(f"{arguments.event}: {error.code}") from None
    finally:
        engine.dispose()
    for change in found.late:
        at = i18n.moment(change.at.astimezone(event.window.zone), "en")
        world.say(f"  {change.race} {change.bib}  {_short(change.before)} → {_short(change.after)}")
        world.say(f"    {at}: {change.reason}")
    for sentence in found.wrong:
        world.say(f"  {sentence}")
    at = i18n.moment(kept.made_at.astimezone(event.window.zone), "en")
    if found.wrong:
        world.say(f"BAD: {event.slug} is not what became official at {at}. SHA-256 {kept.sha256}")
        return 2
    since = _since(len(found.late), found.erased)
    world.say(f"GOOD: {event.slug} as it became official at {at}{since}. SHA-256 {kept.sha256}")
    return 0


def _since(late: int, erased: int) -> str:
    words = [
        *([f"{late} late change{'s' if late > 1 else ''}"] if late else []),
        *([f"{erased} runner{'s' if erased > 1 else ''} erased since"] if erased else []),
    ]
    return f", with {' and '.join(words)}" if words else ""


def _short(told: Any) -> str:
    """A result in a few words."""
    if not told:
        return "nothing"
    time = "" if told["time_s"] is None else f" {units.clock(told['time_s'])}"
    metres = told["distance_m"] or 0.0
    return f"{told['status']}{time}" + (f" {metres / 1000:.2f} km" if metres else "")


def read(name: str) -> bytes:
    """The bytes of a file; Usage when there is none."""
    try:
        return Path(name).read_bytes()
    except OSError as problem:
        raise Usage(f"cannot read {problem.filename}: {problem.strerror}") from None


def sha256(data: bytes) -> str:
    """The hash of some bytes, as it is printed."""
    return hashlib.sha256(data).hexdigest()


def recognised(data: bytes) -> dict[str, Any] | None:
    """The document of final results that these bytes are; None for anything else."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict) or document.get("format") != final_document.FORMAT:
        return None
    return document


def told(data: bytes, document: dict[str, Any], world: World) -> int:
    """Say what a downloaded document is, without the database: its hash is all that tells."""
    try:
        untouched = final_document.written(document) == data
    except ValueError:  # a number that JSON does not have
        untouched = False
    if not untouched:
        world.say("BAD: this file was written anew: it is not, byte for byte, what was published.")
        return 2
    event = document.get("event")
    slug = event.get("slug") if isinstance(event, dict) else None
    world.say(f"Official results of {slug}, {document.get('made_at')}")
    world.say(f"SHA-256 {sha256(data)}")
    world.say("Compare it with the one on the boards, or: python -m race official EVENT --file …")
    return 0


OFFICIAL = Command(
    name="official",
    help="Check official results against what was frozen.",
    arguments=_arguments,
    run=_official,
)
