"""`/btc/{event}/duyet`: the queue of runs to judge, and a decision."""

from http import HTTPStatus
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Form, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from race.api.pages.organiser.frame import (
    Asked,
    Call,
    Desk,
    after,
    desk_of,
    notice,
    organised,
    page,
    said,
)
from race.api.pages.organiser.review_view import Typed, following, queue_rows, review_page
from race.api.pages.views_review import QueuePage
from race.api.pages.views_runner import Said
from race.errors import Conflict, InvalidField
from race.event import EventState
from race.i18n import N_, say
from race.services import deciding, desk, reviews
from race.services.access import Role
from race.services.deciding import Choice
from race.store.activities import ActivityRow
from race.store.database import Connection, reading, transaction
from race.verdict import Decision

router = APIRouter(include_in_schema=False)

#: What the runner reads of an accepted run.
_COUNTS: Final = N_("The run counts.")


class RulingFields(BaseModel):
    """The decision as a browser sends it."""

    decision: str = ""
    #: The reason that drafted the message.
    code: Annotated[str, Field(max_length=50)] = ""
    reason: Annotated[str, Field(max_length=5000)] = ""
    #: How many decisions the page showed.
    seen: Annotated[int, Field(ge=0)]

    def chosen(self) -> Decision:
        """What was decided; InvalidField for nothing."""
        if self.decision not in set(Decision):
            raise InvalidField(field="decision", reason=N_("Choose accept, reject or ask."))
        return Decision(self.decision)


@router.get("/btc/{event}/duyet")
def queue(event: str, asked: Asked, xep: str = "risk") -> HTMLResponse:
    """Everything that waits, by risk or by age."""
    order: Literal["risk", "age"] = "age" if xep == "age" else "risk"
    with reading(asked.here.engine) as connection:
        at = desk_of(connection, asked, event, Role.VIEWER)
        waiting = reviews.queue(connection, at.event)
        if order == "age":
            waiting.sort(key=lambda run: run.examined_at)
        view = QueuePage(
            event=organised(connection, at),
            order=order,
            rows=queue_rows(connection, at, waiting),
            patience_s=desk.PATIENCE_S,
            notice=notice(asked.request),
        )
    return page(asked.request, "queue", view, nav="review", at=at)


@router.get("/btc/{event}/duyet/{activity}")
def show(event: str, activity: str, asked: Asked) -> HTMLResponse:
    """One run with all that is known about it."""
    with reading(asked.here.engine) as connection:
        at = desk_of(connection, asked, event, Role.VIEWER)
        run = reviews.find(connection, at.event, activity)
        view = review_page(connection, at, run, notice=notice(asked.request))
    return page(asked.request, "review", view, nav="review", at=at)


@router.post("/btc/{event}/duyet/{activity}")
def decide(
    event: str, activity: str, asked: Asked, fields: Annotated[RulingFields, Form()]
) -> Response:
    """Write the decision and go on to the next run; the page again when it cannot be taken."""
    try:
        with transaction(asked.here.engine) as connection:
            at = desk_of(connection, asked, event, Role.REFEREE)
            run = reviews.find(connection, at.event, activity)
            onwards = following(reviews.queue(connection, at.event), run)
            _rule(connection, at, run, fields)
    except InvalidField as error:
        return _again(asked, (event, activity), fields, said(error))
    except Conflict as error:
        return _again(asked, (event, activity), fields, said(error), conflict=True)
    desk_path = f"{at.root}/duyet"
    return after(desk_path if onwards is None else f"{desk_path}/{onwards}", fields.decision)


def _rule(connection: Connection, at: Desk, run: ActivityRow, fields: RulingFields) -> None:
    decision = fields.chosen()
    quiet = decision is Decision.ACCEPT and at.event.state is not EventState.FINAL
    message = say(_COUNTS, at.event.language) if quiet else fields.reason
    by = at.organiser.account_id
    choice = Choice(decision=decision, reason=message, seen=fields.seen)
    deciding.decide(connection, at.event, run, choice, by=by, now=at.now)


def _again(
    asked: Call,
    where: tuple[str, str],
    fields: RulingFields,
    error: Said,
    *,
    conflict: bool = False,
) -> HTMLResponse:
    """The page with what was typed, and why it was not taken."""
    event, activity = where
    typed = Typed(code=fields.code, message=fields.reason, seen=fields.seen, error=error)
    with reading(asked.here.engine) as connection:
        at = desk_of(connection, asked, event, Role.VIEWER)
        run = reviews.find(connection, at.event, activity)
        view = review_page(connection, at, run, typed=typed)
    status = HTTPStatus.CONFLICT if conflict else HTTPStatus.UNPROCESSABLE_ENTITY
    return page(asked.request, "review", view, nav="review", at=at, status=status)
