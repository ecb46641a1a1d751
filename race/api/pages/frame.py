"""What every page of an event needs: its event, its language, who looks at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse

from race.api.language import language_of
from race.api.pages.rendering import render
from race.api.pages.views import EventHead, MeView
from race.api.subjects import event_seen
from race.event import Event
from race.services.access import Visitor
from race.store import entries
from race.store.database import Connection
from race.store.entries import EntryRow

#: A page may show who looks at it, so no shared cache keeps it.
_HEADERS: Final = {"Cache-Control": "private, no-cache", "Vary": "Cookie, Accept-Language"}


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One event as one visitor sees it."""

    event: Event
    #: The visitor's own entry; None for everybody else.
    me: EntryRow | None
    lang: str

    @property
    def root(self) -> str:
        """The address of the event."""
        return f"/e/{self.event.slug}"


def scene(connection: Connection, request: Request, asking: Visitor, slug: str) -> Scene:
    """The event of an address as whoever asks may see it; NotFound."""
    event = event_seen(connection, asking, slug)
    runner = asking.runner_in(event.id)
    me = None if runner is None else entries.get(connection, event.id, runner.bib)
    return Scene(event=event, me=me, lang=language_of(request, event.language))


def page(
    request: Request,
    template: str,
    view: object,
    *,
    seen: Scene | None = None,
    nav: str | None = None,
    lang: str | None = None,
    status: int = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
    path: str | None = None,
    **more: Any,
) -> HTMLResponse:
    """A page of HTML in the visitor's language; `path` is its address, where a form was sent to
    another one that cannot be looked at."""
    query = f"?{request.url.query}" if request.url.query else ""
    spoken = lang or (language_of(request) if seen is None else seen.lang)
    html = render(
        template,
        spoken,
        path=path or request.url.path + query,
        nav=nav,
        event=None if seen is None else head(seen.event),
        me=None if seen is None or seen.me is None else me_view(seen.event, seen.me),
        v=view,
        **more,
    )
    return HTMLResponse(html, status_code=status, headers={**_HEADERS, **(headers or {})})


def head(event: Event) -> EventHead:
    """The event as the frame names it."""
    return EventHead(
        slug=event.slug, name=event.name, organiser=event.organiser, contact=event.contact
    )


def me_view(event: Event, entry: EntryRow) -> MeView:
    """Whose browser this is."""
    return MeView(bib=entry.bib, name=entry.name, url=runner_url(event, entry.bib))


def runner_url(event: Event, bib: str) -> str:
    """The page of a runner."""
    return f"/e/{event.slug}/vdv/{bib}"
