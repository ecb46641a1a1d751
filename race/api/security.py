"""What stands before every route: security headers, same-site writes, bounded bodies.

All are plain ASGI: they see every answer, those of errors, files and streams too.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from fastapi import Request, Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from race.errors import Forbidden, RaceError, TooLarge

#: How an error becomes an answer: `race.api.errors.answer`.
Answer = Callable[[Request, RaceError], Response]

#: Everything comes from here, nothing is framed, nothing inline runs.
CONTENT_POLICY: Final = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    # What a page shows depends on who asks: nobody between may keep it, unless its route says so.
    "Cache-Control": "private, no-cache",
}
_HTTPS_HEADERS: Final[Mapping[str, str]] = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains"
}
_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
#: What a multipart body may need beside its file, bytes.
FORM_SLACK: Final = 64 * 1024


def security_headers(*, https: bool) -> Mapping[str, str]:
    """The headers of every answer; a route that needs another value sets it and keeps it."""
    return {**_HEADERS, **_HTTPS_HEADERS} if https else _HEADERS


def request_id(request: Request) -> str:
    """The number of a request, which its answer and its log lines carry; "" outside of one."""
    return str(request.scope.get("state", {}).get("request_id", ""))


class SecurityHeaders:
    """Numbers each request and puts the headers on its answer."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self.app = app
        self.headers = security_headers(https=https)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        number = secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = number

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = number
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)


class SameSiteWrites:
    """Refuses what another site makes a browser send: 403, before any route is asked.

    A browser says where a request comes from: Sec-Fetch-Site, or Origin when it is old. A request
    with neither is no browser's, and one with a Bearer token does not rely on cookies.
    """

    def __init__(self, app: ASGIApp, *, public_url: str, answer: Answer) -> None:
        self.app = app
        self.public_host = urlsplit(public_url).netloc
        self.answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or self._may_pass(scope["method"], Headers(scope=scope)):
            await self.app(scope, receive, send)
        else:
            await self.answer(Request(scope), Forbidden())(scope, receive, send)

    def _may_pass(self, method: str, headers: Headers) -> bool:
        if method in _SAFE_METHODS or headers.get("authorization", "").lower().startswith(
            "bearer "
        ):
            return True
        if site := headers.get("sec-fetch-site"):
            return site in {"same-origin", "none"}
        if origin := headers.get("origin"):
            return urlsplit(origin).netloc in {headers.get("host"), self.public_host}
        return True


@dataclass(frozen=True, kw_only=True)
class BodySizes:
    """How many bytes of a body are taken."""

    #: Of every request.
    most: int
    #: Where a route takes archives, if the request says how long it is.
    most_of_archives: int
    #: Says by its path whether a route takes archives.
    takes_archives: Callable[[str], bool]
    #: Counts one large body of whoever sends it; the error when it is one too many.
    count: Callable[[Request], RaceError | None]


class BodyLimit:
    """Takes no more bytes of a body than its route wants: 413, at once when its length is known.

    The body of an upload is on the disk before the route is asked who sends it, so large ones are
    counted by address.
    """

    def __init__(self, app: ASGIApp, *, sizes: BodySizes, answer: Answer) -> None:
        self.app = app
        self.sizes = sizes
        self.answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        length = int(announced) if announced.isdecimal() else 0
        limit = self._limit(scope, length)
        error: RaceError | None = None
        if length > limit + FORM_SLACK:
            error = TooLarge(limit=limit)
        elif length > self.sizes.most + FORM_SLACK:
            error = self.sizes.count(Request(scope))
        if error is not None:
            await self.answer(Request(scope), error)(scope, receive, send)
            return
        await self.app(scope, self._counting(receive, limit), send)

    def _limit(self, scope: Scope, length: int) -> int:
        large = length > self.sizes.most and self.sizes.takes_archives(scope["path"])
        return self.sizes.most_of_archives if large else self.sizes.most

    def _counting(self, receive: Receive, limit: int) -> Receive:
        taken = 0

        async def count() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit + FORM_SLACK:
                # The one error that the readers of forms and bodies let through unchanged.
                raise HTTPException(status_code=413)
            return message

        return count


class HeadLikeGet:
    """Answers HEAD as GET without its body: link previews and monitors ask so."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_bare(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, send_bare)
