"""`create-admin`, `export` and `verify`: what an organiser does at a terminal."""

import argparse
import json
from pathlib import Path

from race import i18n
from race.api.deps import lifetimes_of
from race.certificates.signature import embedded_key, key_id, public_key, verify
from race.commands import official
from race.commands.command import Command, Usage, World
from race.commands.running import prepared
from race.errors import BadSignature, RaceError
from race.services import accounts, events, tables
from race.store.database import reading, transaction


def _admin_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")


def _create_admin(arguments: argparse.Namespace, world: World) -> int:
    settings, engine = prepared(world)
    try:
        with transaction(engine) as connection:
            admin = accounts.create_admin(
                connection, arguments.name, now=world.now, lifetimes=lifetimes_of(settings)
            )
    except RaceError as error:
        raise Usage(i18n.say(error.text, "en", error.facts)) from None
    finally:
        engine.dispose()
    setup_url = settings.public_url + accounts.setup_path(admin.setup_secret)
    if arguments.json:
        shown = {"name": admin.name, "token": admin.token, "setup_url": setup_url}
        world.say(json.dumps(shown, ensure_ascii=False))
    else:
        world.say(f"{admin.name}\n  choose a password: {setup_url}\n  API token: {admin.token}")
    return 0


def _export_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("event", metavar="EVENT", help="the event's address, like huu-lung")
    parser.add_argument("--lang", choices=i18n.LANGUAGES, default="vi")
    parser.add_argument("--sep", choices=(",", ";"), default=",")
    parser.add_argument("--out", metavar="FILE", help="where to write; stdout without it")


def _export(arguments: argparse.Namespace, world: World) -> int:
    _, engine = prepared(world)
    try:
        with reading(engine) as connection:
            event = events.find(connection, arguments.event)
            text = tables.as_csv(
                connection, event, language=arguments.lang, separator=arguments.sep
            )
    except RaceError as error:
        raise Usage(f"{arguments.event}: {error.code}") from None
    finally:
        engine.dispose()
    if arguments.out:
        Path(arguments.out).write_text(text, encoding="utf-8", newline="")
    else:
        world.out.write(text)
    return 0


def _verify_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", help="the signed JSON of a certificate, or a final.json"
    )
    parser.add_argument("--key", metavar="PEM", help="the published key; else the file's own")


def _verify(arguments: argparse.Namespace, world: World) -> int:
    data = official.read(arguments.file)
    frozen = official.recognised(data)
    if frozen is not None:
        return official.told(data, frozen, world)
    try:
        document = json.loads(data.decode("utf-8"))
        pinned = Path(arguments.key).read_bytes() if arguments.key else None
        trusted = public_key(pinned) if pinned is not None else None
    except OSError as problem:
        raise Usage(f"cannot read {problem.filename}: {problem.strerror}") from None
    except (ValueError, RecursionError) as problem:
        raise Usage(f"this is not what it should be: {problem}") from None
    try:
        key = embedded_key(document) if trusted is None else trusted
        verify(document, [key])
    except BadSignature as error:
        world.say(f"BAD: {error.facts.get('reason', '')}")
        return 2
    certificate = document["certificate"]
    world.say(f"GOOD: {certificate.get('name')} · {certificate.get('race')} · key {key_id(key)}")
    if trusted is None:
        world.say("The key came with the file. To be sure whose it is, get /api/v1/signing-key.pem")
        world.say("from the organiser's site and check again with --key.")
    return 0


CREATE_ADMIN = Command(
    name="create-admin",
    help="Make an organiser's account; its token and link are shown once.",
    arguments=_admin_arguments,
    run=_create_admin,
)
EXPORT = Command(
    name="export",
    help="Write the results of an event as CSV.",
    arguments=_export_arguments,
    run=_export,
)
VERIFY = Command(
    name="verify",
    help="Check the signature of a certificate, or the hash of official results, offline.",
    arguments=_verify_arguments,
    run=_verify,
)
