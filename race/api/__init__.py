"""The web: routes, pages and the live stream over the services."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final

from fastapi import APIRouter, FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from race.api import (
    boards,
    certificates,
    docs_page,
    entries,
    errors,
    events,
    export,
    health,
    jobs,
    official,
    personal_link,
    preflight,
    remarks,
    results_by_hand,
    reviews,
    rules,
    submissions,
)
from race.api.deps import Resources, lifetimes_of
from race.api.language import RememberLanguage
from race.api.limits import Deed, address_of, limits_of
from race.api.pages import (
    board_page,
    entering,
    event_page,
    run_page,
    runner_pages,
    saying,
    sending,
    trying_out,
    verifying,
)
from race.api.pages.assets import STATIC_DIR, fingerprint
from race.api.pages.guides import routes as guide_routes
from race.api.pages.organiser import routes as organiser_routes
from race.api.security import BodyLimit, BodySizes, HeadLikeGet, SameSiteWrites, SecurityHeaders
from race.errors import RaceError, TooOften
from race.mailer import post_of
from race.processes import Examiner, Here
from race.services.work import Inline, JobEngine, Tools
from race.settings import Settings
from race.store.blobs import FileBlobs
from race.store.database import open_engine
from race.store.keys import signing_key
from race.store.migrate import migrate

#: The addresses to which files are sent.
_TAKES_ARCHIVES: Final = re.compile(r"/api/v1/events/[^/]+/submissions|/e/[^/]+/nop-bai")
#: Every route of the product but the static files, in the order in which they are tried.
ROUTERS: Final[tuple[APIRouter, ...]] = (
    health.router,
    personal_link.router,
    docs_page.router,
    events.router,
    entries.router,
    results_by_hand.router,
    submissions.router,
    preflight.router,
    jobs.router,
    boards.router,
    reviews.router,
    rules.router,
    remarks.router,
    official.router,
    certificates.router,
    export.router,
    event_page.router,
    board_page.router,
    entering.router,
    sending.router,
    trying_out.router,
    guide_routes.router,
    runner_pages.router,
    run_page.router,
    saying.router,
    verifying.router,
    *organiser_routes.ROUTERS,
)


def create_app(
    settings: Settings,
    clock: Callable[[], datetime],
    work: JobEngine | None = None,
    examiner: Examiner | None = None,
) -> FastAPI:
    """The application of one installation; it migrates its database when it starts.

    `work` takes the jobs that are asked for, and starts and stops with the application; without
    one they stay in memory until somebody runs them, as in tests. `examiner` reads files; without
    one they are read here.
    """
    app = FastAPI(
        title="Chặng",
        summary="Virtual running events: entries, uploads, leaderboards, certificates.",
        version="1",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # it would answer with the host that a request claims
        lifespan=_lifespan,
        middleware=_middleware(settings),
    )
    app.state.resources = _resources(settings, clock, work or Inline(), examiner or Here())
    errors.install(app)
    for router in ROUTERS:
        app.include_router(router)
    app.mount(f"/static/{fingerprint()}", _kept_for_ever(StaticFiles(directory=STATIC_DIR)))
    return app


def _resources(
    settings: Settings, clock: Callable[[], datetime], queue: JobEngine, examiner: Examiner
) -> Resources:
    engine = open_engine(settings.database_url)
    blobs = FileBlobs(folder=settings.data_dir / "blobs")
    return Resources(
        settings=settings,
        clock=clock,
        engine=engine,
        blobs=blobs,
        limits=limits_of(settings),
        lifetimes=lifetimes_of(settings),
        signing_key=signing_key(settings.data_dir, settings.signing_key),
        tools=Tools(
            engine=engine,
            blobs=blobs,
            clock=clock,
            examiner=examiner,
            scratch=settings.data_dir / "scratch",
            most_at_once=settings.upload_max_bytes,
            post=post_of(settings.smtp, settings.mail_from),
            public_url=settings.public_url,
        ),
        queue=queue,
    )


def _middleware(settings: Settings) -> list[Middleware]:
    """What stands before the routes, the outermost first."""
    https = settings.https
    return [
        Middleware(SecurityHeaders, https=https),
        Middleware(HeadLikeGet),
        Middleware(GZipMiddleware, minimum_size=1000),
        Middleware(RememberLanguage, https=https),
        Middleware(SameSiteWrites, public_url=settings.public_url, answer=errors.answer),
        Middleware(BodyLimit, sizes=_body_sizes(settings), answer=errors.answer),
    ]


def _body_sizes(settings: Settings) -> BodySizes:
    return BodySizes(
        most=settings.upload_max_bytes,
        most_of_archives=settings.archive_max_bytes,
        takes_archives=lambda path: _TAKES_ARCHIVES.fullmatch(path) is not None,
        count=_one_archive_more,
    )


def _one_archive_more(request: Request) -> RaceError | None:
    here: Resources = request.app.state.resources
    try:
        here.limits.count(Deed.ARCHIVE, address_of(request))
    except TooOften as error:
        return error
    return None


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    here: Resources = app.state.resources
    here.settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    await run_in_threadpool(migrate, here.engine)
    await run_in_threadpool(here.queue.start, here.tools)
    yield
    await run_in_threadpool(here.queue.stop)
    await run_in_threadpool(here.tools.examiner.close)
    here.engine.dispose()


def _kept_for_ever(files: ASGIApp) -> ASGIApp:
    """Static files under an address that names their content: browsers never ask twice."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_age(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in {200, 206, 304}:
                headers = MutableHeaders(scope=message)
                headers["Cache-Control"] = "public, max-age=31536000, immutable"
            await send(message)

        await files(scope, receive, send_with_age)

    return serve
