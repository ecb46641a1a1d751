"""The web: routes, pages and the live stream over the services."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final

from fastapi import APIRouter, FastAPI
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
    personal_link,
    reviews,
    submissions,
)
from race.api.deps import Resources, lifetimes_of
from race.api.language import RememberLanguage
from race.api.limits import limits_of
from race.api.pages import board_page, entering, event_page, runner_pages, sending, verifying
from race.api.pages.assets import STATIC_DIR, fingerprint
from race.api.pages.organiser import routes as organiser_routes
from race.api.security import BodyLimit, HeadLikeGet, SameSiteWrites, SecurityHeaders
from race.settings import Settings
from race.store.blobs import FileBlobs
from race.store.database import open_engine
from race.store.keys import signing_key
from race.store.migrate import migrate

#: Every route of the product but the static files, in the order in which they are tried.
ROUTERS: Final[tuple[APIRouter, ...]] = (
    health.router,
    personal_link.router,
    docs_page.router,
    events.router,
    entries.router,
    submissions.router,
    boards.router,
    reviews.router,
    certificates.router,
    export.router,
    event_page.router,
    board_page.router,
    entering.router,
    sending.router,
    runner_pages.router,
    verifying.router,
    *organiser_routes.ROUTERS,
)


def create_app(settings: Settings, clock: Callable[[], datetime]) -> FastAPI:
    """The application of one installation; it migrates its database when it starts."""
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
    app.state.resources = _resources(settings, clock)
    errors.install(app)
    for router in ROUTERS:
        app.include_router(router)
    app.mount(f"/static/{fingerprint()}", _kept_for_ever(StaticFiles(directory=STATIC_DIR)))
    return app


def _resources(settings: Settings, clock: Callable[[], datetime]) -> Resources:
    return Resources(
        settings=settings,
        clock=clock,
        engine=open_engine(settings.database_url),
        blobs=FileBlobs(folder=settings.data_dir / "blobs"),
        limits=limits_of(settings),
        lifetimes=lifetimes_of(settings),
        signing_key=signing_key(settings.data_dir, settings.signing_key),
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
        Middleware(BodyLimit, limit=settings.upload_max_bytes, answer=errors.answer),
    ]


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    here: Resources = app.state.resources
    here.settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    await run_in_threadpool(migrate, here.engine)
    yield
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
