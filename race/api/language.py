"""Which language a visitor reads: ``?lang=``, then cookie, event, Accept-Language, Vietnamese."""

from typing import Final
from urllib.parse import parse_qs

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from race.i18n import LANGUAGES, preferred

COOKIE: Final = "lang"
_YEAR_S: Final = 365 * 24 * 3600


def language_of(request: Request, event_language: str | None = None) -> str:
    """The language of an answer; `event_language` is that of the event it is about."""
    asked = (request.query_params.get("lang"), request.cookies.get(COOKIE), event_language)
    chosen = next((language for language in asked if language in LANGUAGES), None)
    return chosen or preferred(request.headers.get("accept-language", "")) or LANGUAGES[0]


class RememberLanguage:
    """Keeps what ``?lang=`` asks for in a cookie, so that the next page speaks it too."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self.app = app
        self.attributes = "; Path=/; SameSite=Lax" + ("; Secure" if https else "")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        query = scope.get("query_string", b"").decode("latin-1")
        asked = parse_qs(query).get("lang", [""])[-1] if "lang=" in query else ""
        if scope["type"] != "http" or asked not in LANGUAGES:
            await self.app(scope, receive, send)
            return

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                cookie = f"{COOKIE}={asked}; Max-Age={_YEAR_S}{self.attributes}"
                MutableHeaders(scope=message).append("Set-Cookie", cookie)
            await send(message)

        await self.app(scope, receive, send_with_cookie)
