"""`serve` and `seed`: a database up to date, a first account, the demo event, the web server."""

import argparse
from datetime import UTC, datetime

import uvicorn

from race.api import create_app
from race.api.deps import lifetimes_of
from race.commands.command import Command, World
from race.mailer import post_of
from race.services import backfill, seeding
from race.services.work import Tools
from race.settings import Settings
from race.store.blobs import FileBlobs
from race.store.database import Engine, open_engine
from race.store.migrate import migrate


def _no_arguments(parser: argparse.ArgumentParser) -> None:
    """These commands are told everything by the environment."""


def prepared(world: World) -> tuple[Settings, Engine]:
    """The settings, and the database brought up to date."""
    settings = Settings.from_env(world.environ)
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)  # names and tracks are inside
    engine = open_engine(settings.database_url)
    migrate(engine)
    backfill.index(engine)
    backfill.remember(engine)
    return settings, engine


def tools_of(settings: Settings, engine: Engine, world: World) -> Tools:
    """What a command works on files with."""
    return Tools(
        engine=engine,
        blobs=FileBlobs(folder=settings.data_dir / "blobs"),
        clock=lambda: datetime.now(UTC),
        examiner=world.examiner,
        scratch=settings.data_dir / "scratch",
        most_at_once=settings.upload_max_bytes,
        post=post_of(settings.smtp, settings.mail_from),
        public_url=settings.public_url,
    )


def _serve(arguments: argparse.Namespace, world: World) -> int:
    settings, engine = prepared(world)
    _fill(settings, engine, world)
    _greet(settings, engine, world)
    engine.dispose()
    from race.jobs import engine_for  # noqa: PLC0415 -- half a second that no other command needs

    uvicorn.run(
        create_app(
            settings,
            lambda: datetime.now(UTC),
            engine_for(settings, place="web"),
            world.examiner,
        ),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=5,
        server_header=False,
    )
    return 0


def _seed(arguments: argparse.Namespace, world: World) -> int:
    settings, engine = prepared(world)
    if not _fill(settings, engine, world):
        world.say("There is an event already, or RACE_DEMO=0: nothing was seeded.")
    engine.dispose()
    return 0


def _fill(settings: Settings, engine: Engine, world: World) -> bool:
    """A first account, and the demo event where there is none, if it is wanted; whether it was
    made now."""
    seeding.first_account(engine, now=world.now, lifetimes=lifetimes_of(settings))
    if not settings.demo or not seeding.is_wanted(engine):
        return False
    tools = tools_of(settings, engine, world)
    world.say("Making the demo event; this takes half a minute, once.")
    for done, total in seeding.seed(tools, now=world.now):
        if done % 50 == 0 or done == total:
            world.say(f"  {done} of {total} runs")
    return True


def _greet(settings: Settings, engine: Engine, world: World) -> None:
    world.say(f"\n  Chặng: {settings.public_url}")
    links = seeding.fresh_links(engine, now=world.now, lifetimes=lifetimes_of(settings))
    if links is not None:
        world.say(f"  Organiser, choose a password: {settings.public_url}{links.setup}")
        if links.runner is not None:
            world.say(f"  A runner of the demo:         {settings.public_url}{links.runner}")
    world.say("  Stop with Ctrl+C.\n")


SERVE = Command(
    name="serve",
    help="Bring the database up to date, seed the demo event when there is none, serve.",
    arguments=_no_arguments,
    run=_serve,
)
SEED = Command(
    name="seed",
    help="Fill an empty database with the demo event.",
    arguments=_no_arguments,
    run=_seed,
)
