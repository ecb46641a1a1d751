"""`/btc/{event}/duyet`: the queue of runs to judge, several at once, and who decided what."""

from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from race.api.pages.organiser.frame import Asked, Call, Desk, desk_of, page, said
from race.api.pages.organiser.queue_filters import Filter, Filtered, queue_of
from race.api.pages.organiser.queue_view import decided_page, names_of, queue_page
from race.api.pages.organiser.told import told
from race.api.pages.views_queue import BulkDone, LeftRow, QueuePage
from race.api.pages.views_reasons import choices, drafted
from race.errors import InvalidField
from race.i18n import N_
from race.services import bulk, reviews
from race.services.access import Role
from race.services.bulk import Decided, Left, Picked
from race.services.deciding import Choice
from race.store import activities, entries
from race.store.database import Connection, reading
from race.verdict import Decision

router = APIRouter(include_in_schema=False)

#: The list of decisions, in ``?xem=``.
_DECIDED: Final = "da-duyet"

#: Which page of a list, from 1.
PageNumber = Annotated[int, Query(alias="page", ge=1, le=1_000_000)]


class BulkFields(BaseModel):
    """A decision about several runs as a browser sends it."""

    #: The runs that are ticked.
    run: Annotated[list[str], Field(max_length=bulk.MOST)] = []
    #: Of each run on the page "id n": how many decisions the page showed.
    seen: Annotated[list[str], Field(max_length=bulk.MOST)] = []
    decision: str = ""
    code: Annotated[str, Field(max_length=50)] = ""
    reason: Annotated[str, Field(max_length=5000)] = ""

    def picked(self) -> list[Picked]:
        """The runs with what was seen of them; InvalidField for none."""
        seen = dict(line.partition(" ")[::2] for line in self.seen)
        if not self.run:
            raise InvalidField(field="run", reason=N_("Tick at least one run."))
        return [Picked(activity=each, seen=_number(seen.get(each, ""))) for each in self.run]

    def choice(self, language: str) -> Choice:
        """What was decided; InvalidField for nothing."""
        reason = drafted(choices(language), self.code, self.reason)
        return Choice(decision=decision_of(self.decision), reason=reason)


def decision_of(text: str) -> Decision:
    """The decision of a button; InvalidField for none."""
    if text not in set(Decision):
        raise InvalidField(field="decision", reason=N_("Choose accept, reject or ask."))
    return Decision(text)


def _number(text: str) -> int:
    """A number of decisions; one that nobody has seen where the page was changed."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1


@router.get("/btc/{event}/duyet")
def show(
    event: str, asked: Asked, chosen: Filtered, xem: str = "", number: PageNumber = 1
) -> HTMLResponse:
    """Everything that waits, or what was decided."""
    if xem == _DECIDED:
        return _decisions(event, asked, number)
    with reading(asked.here.engine) as connection:
        at = desk_of(connection, asked, event, Role.VIEWER)
        view = queue_page(connection, at, queue_of(connection, at.event, chosen), number)
        view = replace(view, told=told(connection, asked, at))
    return page(asked.request, "queue", view, nav="review", at=at)


def _decisions(event: str, asked: Call, number: int) -> HTMLResponse:
    with reading(asked.here.engine) as connection:
        at = desk_of(connection, asked, event, Role.VIEWER)
        view = decided_page(connection, at, number)
    return page(asked.request, "decided", view, nav="review", at=at)


@router.post("/btc/{event}/duyet")
def decide(
    event: str, asked: Asked, chosen: Filtered, fields: Annotated[BulkFields, Form()]
) -> HTMLResponse:
    """Decide the same about all that are ticked; the queue again, and what was left alone."""
    with reading(asked.here.engine) as connection:
        at = desk_of(connection, asked, event, Role.REFEREE)
    try:
        choice, picked = fields.choice(at.event.language), fields.picked()
        by = at.organiser.account_id
        done = bulk.decide(asked.here.engine, at.event, picked, choice, by=by, now=at.now)
    except InvalidField as error:
        return _again(asked, at, chosen, fields, error)
    with reading(asked.here.engine) as connection:
        view = queue_page(connection, at, queue_of(connection, at.event, chosen), 1)
        view = replace(view, bulk=_done(connection, at, choice.decision, done))
    return _answer(asked, at, view, HTTPStatus.OK)


def _again(
    asked: Call, at: Desk, chosen: Filter, fields: BulkFields, error: InvalidField
) -> HTMLResponse:
    """The page with what was typed, and why nothing was decided."""
    with reading(asked.here.engine) as connection:
        view = queue_page(connection, at, queue_of(connection, at.event, chosen), 1)
    view = replace(
        view,
        error=said(error),
        ticked=frozenset(fields.run),
        reason=fields.code,
        message=fields.reason,
    )
    return _answer(asked, at, view, HTTPStatus.UNPROCESSABLE_ENTITY)


def _answer(asked: Call, at: Desk, view: QueuePage, status: HTTPStatus) -> HTMLResponse:
    path = view.action
    return page(asked.request, "queue", view, nav="review", at=at, path=path, status=status)


def _done(connection: Connection, at: Desk, decision: Decision, done: Decided) -> BulkDone:
    return BulkDone(
        decision=decision, decided=len(done.runs), left=_left(connection, at, done.left)
    )


def _left(connection: Connection, at: Desk, left: Sequence[Left]) -> tuple[LeftRow, ...]:
    """Runs that were left alone; of one that is gone only that."""
    found = activities.of_ids(connection, at.event.id, [each.activity for each in left])
    runs = {run.id: run for run in found}
    people = entries.of_bibs(connection, at.event.id, {run.bib for run in found})
    names = {entry.bib: entry.name for entry in people}
    rows = []
    for each in left:
        run = runs.get(each.activity)
        rulings = reviews.rulings(connection, at.event, each.activity)
        first = rulings[-1] if rulings else None
        rows.append(
            LeftRow(
                name="" if run is None else names[run.bib],
                bib="" if run is None else run.bib,
                url="" if run is None else f"{at.root}/duyet/{run.id}",
                by="" if first is None else names_of(connection, [first.account_id]).popitem()[1],
                decision=None if first is None else Decision(first.decision),
            )
        )
    return tuple(rows)
