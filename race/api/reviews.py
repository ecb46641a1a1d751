"""/api/v1/events/{event}/reviews, activities and rulings: people look and decide."""

from typing import Any

from fastapi import APIRouter

from race.api import shapes
from race.api.deps import Asking, Here
from race.api.schemas import RulingBody
from race.api.subjects import entry_owned, event_run, event_seen
from race.services import access, deciding, entries, reviews, submissions
from race.services.access import Role
from race.store.database import reading, transaction

router = APIRouter(prefix="/api/v1/events/{event}", tags=["reviews"])


@router.get("/reviews", summary="Runs that wait for a decision, for referees")
def queue(event: str, here: Here, asking: Asking) -> list[dict[str, Any]]:
    """The riskiest first, then the longest waiting."""
    with reading(here.engine) as connection:
        found = event_run(connection, asking, event, Role.REFEREE)
        return [
            shapes.review(run, entries.find(connection, found, run.bib), reviews.risk(run))
            for run in reviews.queue(connection, found)
        ]


@router.get("/activities/{activity}", summary="A run, for its runner and for staff")
def show(event: str, activity: str, here: Here, asking: Asking) -> dict[str, Any]:
    """One run as it stands, with its evidence sheet."""
    with reading(here.engine) as connection:
        found = event_seen(connection, asking, event)
        run = reviews.find(connection, found, activity)
        entry_owned(connection, asking, found, run.bib)
        return submissions.shown(run) | {"bib": run.bib}


@router.post("/activities/{activity}/ruling", summary="Accept, reject or ask")
def rule(event: str, activity: str, body: RulingBody, here: Here, asking: Asking) -> dict[str, Any]:
    """A ruling stands over the verdict; the reason is shown to the runner."""
    by = access.require_organiser(asking).account_id
    with transaction(here.engine) as connection:
        found = event_run(connection, asking, event, Role.REFEREE)
        run = reviews.find(connection, found, activity)
        decided = deciding.decide(connection, found, run, body.choice(), by=by, now=here.clock())
    return submissions.shown(decided)
