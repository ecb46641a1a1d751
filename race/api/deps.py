"""What a route may ask for: the resources of the installation, and who is asking."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import Depends, Request, Response
from fastapi.concurrency import run_in_threadpool

from race.api.limits import Limits
from race.services import access
from race.services.access import Visitor
from race.services.accounts import Lifetimes
from race.services.work import JobEngine, Tools
from race.settings import Settings
from race.store.blobs import Blobs
from race.store.database import Engine

#: Names of the cookies. On https they get the prefix ``__Host-``, by which browsers refuse them
#: from other hosts and over http; on plain http no browser takes that prefix.
_SESSION: Final = "session"
_RUNNER: Final = "runner-"
#: Events whose personal links one browser remembers.
_MOST_RUNNERS: Final = 20


@dataclass(frozen=True, kw_only=True)
class Resources:
    """What one running application works with."""

    settings: Settings
    #: Now, aware.
    clock: Callable[[], datetime]
    engine: Engine
    blobs: Blobs
    limits: Limits
    lifetimes: Lifetimes
    #: Signs results.
    signing_key: Ed25519PrivateKey
    #: What work on files is done with, at once or by a job.
    tools: Tools
    #: Where long work is asked for: `work.ask(connection, here.queue, …)`.
    queue: JobEngine


def lifetimes_of(settings: Settings) -> Lifetimes:
    """How long secrets are good for in an installation."""
    return Lifetimes(
        idle=timedelta(hours=settings.session_idle_h),
        longest=timedelta(days=settings.session_days),
        runner=timedelta(days=settings.runner_session_days),
        setup=timedelta(hours=settings.setup_link_h),
    )


def resources(request: Request) -> Resources:
    """The resources of the application that answers."""
    found: Resources = request.app.state.resources
    return found


Here = Annotated[Resources, Depends(resources)]


async def visitor(request: Request, here: Here) -> Visitor:
    """Who is asking: by Bearer token alone when there is one (NotSignedIn when it is no good),
    else by cookies. Somebody without either costs no query."""
    now = here.clock()
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return await run_in_threadpool(access.by_bearer, here.engine, token.strip(), now=now)
    session, runners = session_secret(request), _runner_secrets(request, here.settings)
    if session is None and not runners:
        return Visitor()
    return await run_in_threadpool(
        access.by_cookies, here.engine, session, runners, now=now, lifetimes=here.lifetimes
    )


Asking = Annotated[Visitor, Depends(visitor)]


def session_secret(request: Request) -> str | None:
    """The secret of the organiser's session that a browser sent."""
    return request.cookies.get(_name(_SESSION, resources(request).settings))


def keep_session(response: Response, here: Resources, secret: str) -> None:
    """Have the browser remember an organiser's session."""
    _keep(response, here, _SESSION, secret, here.lifetimes.longest)


def forget_session(response: Response, here: Resources) -> None:
    """Have the browser forget an organiser's session."""
    _keep(response, here, _SESSION, "", timedelta(0))


def keep_runner(response: Response, here: Resources, event_id: str, secret: str) -> None:
    """Have the browser remember who it is in an event."""
    _keep(response, here, _RUNNER + event_id, secret, here.lifetimes.runner)


def forget_runner(response: Response, here: Resources, event_id: str) -> None:
    """Have the browser forget who it is in an event."""
    _keep(response, here, _RUNNER + event_id, "", timedelta(0))


def _runner_secrets(request: Request, settings: Settings) -> list[str]:
    prefix = _name(_RUNNER, settings)
    found = [value for name, value in request.cookies.items() if name.startswith(prefix)]
    return found[:_MOST_RUNNERS]


def _keep(response: Response, here: Resources, name: str, value: str, age: timedelta) -> None:
    response.set_cookie(
        _name(name, here.settings),
        value,
        max_age=int(age.total_seconds()),
        path="/",
        secure=here.settings.https,
        httponly=True,
        samesite="lax",
    )


def _name(name: str, settings: Settings) -> str:
    return f"__Host-{name}" if settings.https else name
