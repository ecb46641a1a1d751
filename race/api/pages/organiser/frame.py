"""What the organiser's pages share: the event at work on, the frame, notices, small values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from race import flags
from race.api.deps import Asking, Here, Resources
from race.api.language import language_of
from race.api.pages import showing
from race.api.pages.rendering import render, with_query
from race.api.pages.views_entries import RunLine
from race.api.pages.views_organiser import OrganisedEvent
from race.api.pages.views_runner import Said
from race.api.subjects import event_run
from race.errors import RaceError
from race.event import Event
from race.i18n import N_, both
from race.services import access, desk
from race.services.access import Organiser, Role, Visitor
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.units import pace_s_per_km
from race.verdict import Outcome, Severity

#: A page of the organiser is for one pair of eyes.
_HEADERS: Final = {"Cache-Control": "private, no-cache", "Vary": "Cookie, Accept-Language"}
#: An answer that shows a secret: nobody keeps it, and its address goes nowhere.
SECRET: Final = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}

#: What was just done, by the word in ``?xong=``; other words say nothing.
_NOTICES: Final[Mapping[str, str]] = {
    "mat-khau": N_("Your password is saved. Use it from now on to sign in."),
    "tao": N_("The draft is created. Look it over, then open it."),
    "mo": N_("The event is open."),
    "dong": N_("The event is closed; the results are provisional."),
    "chinh-thuc": N_("The results are official."),
    "cach-lam": N_("Saved. It stands in the log."),
    "xoa-giai": N_("The event is deleted."),
    "luu": N_("Saved. Results and certificates follow."),
    "xoa-vdv": N_("The runner is removed."),
    "the-le": N_("The rules are published."),
    "nhap-tay": N_("The result is entered and counts; the runner reads why."),
}


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request, with what it takes to answer it."""

    request: Request
    here: Resources
    asking: Visitor


def call(request: Request, here: Here, asking: Asking) -> Call:
    """The request that is being answered."""
    return Call(request=request, here=here, asking=asking)


Asked = Annotated[Call, Depends(call)]


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One event as one of its staff works on it."""

    event: Event
    organiser: Organiser
    role: Role
    lang: str
    #: When the request came in.
    now: datetime

    @property
    def root(self) -> str:
        """The address of the event's overview."""
        return f"/btc/{self.event.slug}"


def desk_of(connection: Connection, asked: Call, slug: str, least: Role) -> Desk:
    """The event of an address for its staff; NotSignedIn, NotFound, Forbidden."""
    event = event_run(connection, asked.asking, slug, least)
    return Desk(
        event=event,
        organiser=access.require_organiser(asked.asking),
        role=access.role_in(connection, asked.asking, event.id) or least,
        lang=language_of(asked.request, event.language),
        now=asked.here.clock(),
    )


def organised(connection: Connection, at: Desk) -> OrganisedEvent:
    """The event as every page names it, with what waits."""
    event, waits = at.event, desk.todo(connection, at.event)
    return OrganisedEvent(
        slug=event.slug,
        name=event.name,
        organiser=event.organiser,
        state=event.phase(at.now),
        starts_at=event.window.starts_at.astimezone(event.window.zone),
        ends_at=event.window.ends_at.astimezone(event.window.zone),
        waiting=waits.waiting,
        unreadable=waits.unreadable,
    )


def page(
    request: Request,
    template: str,
    view: object,
    *,
    nav: str | None = None,
    at: Desk | None = None,
    path: str | None = None,
    status: int = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """A page in the organiser's language; `path` is its address, where a form was sent to another
    one that cannot be looked at."""
    query = f"?{request.url.query}" if request.url.query else ""
    event: OrganisedEvent | None = getattr(view, "event", None)
    html = render(
        f"organiser/{template}.html",
        language_of(request) if at is None else at.lang,
        path=path or request.url.path + query,
        nav=nav,
        event=event,
        waiting=0 if event is None else event.waiting,
        v=view,
    )
    return HTMLResponse(html, status_code=status, headers={**_HEADERS, **(headers or {})})


def after(path: str, done: str | None = None, **about: str) -> RedirectResponse:
    """Go on to a page that says what was done, and `about` what; a reload does it no second
    time."""
    return RedirectResponse(with_query(path, xong=done, **about), status_code=HTTPStatus.SEE_OTHER)


def notice(request: Request) -> Said | None:
    """What was just done, by the word in the address."""
    sentence = _NOTICES.get(request.query_params.get("xong", ""))
    return None if sentence is None else both(sentence)


def said(error: RaceError) -> Said:
    """An error as a sentence; of a wrong field only what is wrong with it."""
    reason = error.facts.get("reason")
    return both(error.text, error.facts) if reason is None else both(str(reason))


def run_line(event: Event, run: ActivityRow) -> RunLine:
    """One run in a list of runs."""
    official_m, elapsed_s = showing.known(run.official_distance_m), showing.known(run.elapsed_s)
    return RunLine(
        activity=run.id,
        started_at=None if run.started_at is None else event.window.local(run.started_at),
        official_m=official_m,
        elapsed_s=elapsed_s,
        pace_s_per_km=pace_s_per_km(official_m, elapsed_s),
        state=Outcome(run.state),
        finding=None if run.state == Outcome.ACCEPTED else finding(run),
    )


def finding(run: ActivityRow) -> Said:
    """The gravest finding in one sentence; that there is none, where a person decided."""
    grave = [flag for flag in showing.findings(run) if flag.severity > Severity.INFO]
    return flags.sentence(grave[0]) if grave else both(N_("No rule was broken."))
