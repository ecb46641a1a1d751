"""/api/v1/events: list, create, look at, change, remove."""

from typing import Any

from fastapi import APIRouter, Response

from race.api import shapes
from race.api.deps import Asking, Here
from race.api.schemas import EventBody, EventChanges
from race.api.subjects import event_run, event_seen
from race.event import EventState
from race.services import access, events, finalising, procedure, submissions
from race.services.access import Role
from race.store.database import reading, transaction

router = APIRouter(prefix="/api/v1/events", tags=["events"])


@router.get("", summary="Published events, and the drafts of whoever asks")
def every(here: Here, asking: Asking) -> list[dict[str, Any]]:
    """The latest start first."""
    with reading(here.engine) as connection:
        found = {event.slug: event for event in events.published(connection)}
        if asking.organiser is not None:
            own = events.of_organiser(connection, asking.organiser.account_id)
            found |= {event.slug: event for event in own}
    ordered = sorted(found.values(), key=lambda e: e.window.starts_at, reverse=True)
    return [shapes.event(event) for event in ordered]


@router.post("", status_code=201, summary="A new event, as a draft")
def create(body: EventBody, here: Here, asking: Asking) -> dict[str, Any]:
    """Whoever creates an event owns it."""
    owner = access.require_organiser(asking).account_id
    now = here.clock()
    with transaction(here.engine) as connection:
        event = events.create(connection, body.new_event(), owner=owner, now=now)
        if body.state is not EventState.DRAFT:
            event = events.set_state(connection, event, body.state, by=owner, now=now)
    return shapes.event(event)


@router.get("/{event}", summary="One event")
def show(event: str, here: Here, asking: Asking) -> dict[str, Any]:
    """A draft is there for its staff only."""
    with reading(here.engine) as connection:
        return shapes.event(event_seen(connection, asking, event))


@router.patch("/{event}", summary="Change an event")
def amend(event: str, body: EventChanges, here: Here, asking: Asking) -> dict[str, Any]:
    """Fields that are left out stay as they are; the state `final` is what `POST …/finalise`
    does."""
    by, now = access.require_organiser(asking).account_id, here.clock()
    changes = body.model_dump(exclude_none=True, exclude={"state", "procedure", "reason"})
    if body.signatories is not None:
        changes["signatories"] = [(s.title, s.name) for s in body.signatories]
    with transaction(here.engine) as connection:
        found = event_run(connection, asking, event, Role.EDITOR)
        if changes:
            found = events.amend(connection, found, changes, by=by, now=now)
        if body.procedure is not None:
            switched = body.procedure.model_dump(exclude_none=True)
            found = procedure.change(connection, found, switched, by=by, now=now)
        turns = body.state is not None and body.state is not found.state
        if turns and body.state is EventState.FINAL:
            owned = event_run(connection, asking, event, Role.OWNER)
            finalising.finalise(connection, owned, by=by, now=now, reason=body.reason, early=True)
            found = events.by_id(connection, found.id)
        elif turns and body.state is not None:
            found = events.set_state(connection, found, body.state, by=by, now=now)
    return shapes.event(found)


@router.delete("/{event}", status_code=204, summary="Erase an event with everything in it")
def remove(event: str, here: Here, asking: Asking) -> Response:
    """Its owner may."""
    with transaction(here.engine) as connection:
        events.remove(connection, event_run(connection, asking, event, Role.OWNER))
    submissions.sweep(here.engine, here.blobs)
    return Response(status_code=204)
