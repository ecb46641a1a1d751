"""`/btc`: my events, and `/btc/giai-moi`: a new one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from race.api.deps import Asking, Here
from race.api.language import language_of
from race.api.pages.organiser.event_form import Draft, EventFields, read
from race.api.pages.organiser.frame import after, notice, page, said
from race.api.pages.views_organiser import EventCard, EventForm, EventsPage, NewEventPage
from race.api.pages.views_runner import Said
from race.errors import InvalidField, SlugTaken, UnknownPreset
from race.event import Event
from race.presets import DEFAULT, PRESETS
from race.services import access, desk, events
from race.services.new_event import NewEvent
from race.store import entries
from race.store.database import Connection, Engine, reading, transaction

router = APIRouter(include_in_schema=False)

_NEW: Final = "/btc/giai-moi"


@router.get("/btc")
def mine(request: Request, here: Here, asking: Asking) -> HTMLResponse:
    """The events in which somebody has a role, the one that ends last first."""
    organiser, now = access.require_organiser(asking), here.clock()
    with reading(here.engine) as connection:
        found = events.of_organiser(connection, organiser.account_id)
        found.sort(key=lambda event: event.window.ends_at, reverse=True)
        cards = tuple(_card(connection, event, now) for event in found)
    view = EventsPage(account=organiser.name, events=cards, notice=notice(request))
    return page(request, "events", view, nav="home")


@router.get(_NEW)
def empty(request: Request, asking: Asking) -> HTMLResponse:
    """The empty form."""
    access.require_organiser(asking)
    return _shown(request, EventForm())


@router.post(_NEW)
def create(
    request: Request, here: Here, asking: Asking, fields: Annotated[EventFields, Form()]
) -> Response:
    """A draft that only whoever made it sees; or the form again with all that is wrong."""
    owner = access.require_organiser(asking).account_id
    draft = read(fields.shown(), language_of(request))
    if draft.new is not None:
        draft = _created(here.engine, draft, draft.new, owner=owner, now=here.clock())
    if draft.new is None:
        return _shown(request, draft.form, draft.errors)
    return after(f"/btc/{draft.new.slug}", "tao")


def _created(engine: Engine, draft: Draft, new: NewEvent, *, owner: str, now: datetime) -> Draft:
    """The same draft when its event is kept; what is wrong with it otherwise."""
    try:
        with transaction(engine) as connection:
            events.create(connection, new, owner=owner, now=now)
    except InvalidField as error:
        return replace(draft, new=None, errors={error.facts["field"]: said(error)})
    except SlugTaken as error:
        return replace(draft, new=None, errors={"slug": said(error)})
    except UnknownPreset as error:
        return replace(draft, new=None, errors={"preset": said(error)})
    return draft


def _shown(
    request: Request, form: EventForm, errors: Mapping[str, Said] | None = None
) -> HTMLResponse:
    recommended_first = sorted(PRESETS.values(), key=lambda preset: preset.name != DEFAULT)
    view = NewEventPage(form=form, presets=tuple(recommended_first), errors=errors or {})
    status = HTTPStatus.OK if errors is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return page(request, "event_new", view, nav="home", status=status)


def _card(connection: Connection, event: Event, now: datetime) -> EventCard:
    return EventCard(
        slug=event.slug,
        name=event.name,
        state=event.phase(now),
        starts_at=event.window.starts_at.astimezone(event.window.zone),
        ends_at=event.window.ends_at.astimezone(event.window.zone),
        entries=entries.count(connection, event.id),
        waiting=desk.todo(connection, event).waiting,
    )
