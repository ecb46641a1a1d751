"""`/btc/{event}/duyet/{activity}`: one run with all that is known about it, and a decision."""

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from race.api.pages.organiser.correcting import CorrectionFields
from race.api.pages.organiser.frame import Asked, Call, Desk, after, desk_of, page, said
from race.api.pages.organiser.queue import decision_of
from race.api.pages.organiser.queue_filters import Filter, Filtered, queue_of
from race.api.pages.organiser.review_view import Typed, following, reasons_for, review_page
from race.api.pages.organiser.told import told
from race.api.pages.views_reasons import drafted
from race.errors import Conflict, InvalidField
from race.services import deciding, reviews
from race.services.access import Role
from race.services.deciding import Choice
from race.store.activities import ActivityRow
from race.store.database import Connection, reading, transaction

router = APIRouter(include_in_schema=False)


class RulingFields(BaseModel):
    """The decision as a browser sends it."""

    decision: str = ""
    #: The reason that was chosen; its draft is sent where no message is typed.
    code: Annotated[str, Field(max_length=50)] = ""
    reason: Annotated[str, Field(max_length=5000)] = ""
    card: bool = False
    #: How many decisions the page showed.
    seen: Annotated[int, Field(ge=0)]


@router.get("/btc/{event}/duyet/{activity}")
def show(
    event: str,
    activity: str,
    asked: Asked,
    chosen: Filtered,
    correction: Annotated[CorrectionFields, Query()],
) -> HTMLResponse:
    """One run; with a part of it that is looked at before it is chosen, where the address has
    one."""
    with reading(asked.here.engine) as connection:
        at = desk_of(connection, asked, event, Role.VIEWER)
        run = reviews.find(connection, at.event, activity)
        looked_at = correction.typed(is_preview=True) if correction.form == "part" else None
        queue = queue_of(connection, at.event, chosen)
        view = review_page(connection, at, run, queue, correction=looked_at)
        view = replace(view, told=told(connection, asked, at))
    return page(asked.request, "review", view, nav="review", at=at)


@router.post("/btc/{event}/duyet/{activity}")
def decide(
    event: str,
    activity: str,
    asked: Asked,
    chosen: Filtered,
    fields: Annotated[RulingFields, Form()],
) -> Response:
    """Write the decision and go on to the next run; the page again when it cannot be taken."""
    try:
        with transaction(asked.here.engine) as connection:
            at = desk_of(connection, asked, event, Role.REFEREE)
            run = reviews.find(connection, at.event, activity)
            queue = queue_of(connection, at.event, chosen)
            onwards = following(queue.lines, run.id)
            _rule(connection, at, run, fields)
    except InvalidField as error:
        return _again(asked, (event, activity), chosen, fields, error)
    except Conflict:
        return _again(asked, (event, activity), chosen, fields, None)
    desk_path = f"{at.root}/duyet"
    path = desk_path if onwards is None else f"{desk_path}/{onwards}"
    return after(chosen.url(path), fields.decision, bai=run.id)


def _rule(connection: Connection, at: Desk, run: ActivityRow, fields: RulingFields) -> None:
    reason = drafted(reasons_for(at.event, run), fields.code, fields.reason)
    choice = Choice(
        decision=decision_of(fields.decision), reason=reason, card=fields.card, seen=fields.seen
    )
    deciding.decide(connection, at.event, run, choice, by=at.organiser.account_id, now=at.now)


def _again(
    asked: Call,
    where: tuple[str, str],
    chosen: Filter,
    fields: RulingFields,
    error: InvalidField | None,
) -> HTMLResponse:
    """The page with what was typed, and why it was not taken: `error`, or somebody was first."""
    event, activity = where
    typed = Typed(
        decision=fields.decision,
        code=fields.code,
        message=fields.reason,
        card=fields.card,
        error=None if error is None else said(error),
    )
    with reading(asked.here.engine) as connection:
        at = desk_of(connection, asked, event, Role.VIEWER)
        run = reviews.find(connection, at.event, activity)
        queue = queue_of(connection, at.event, chosen)
        overtaken = fields.seen if error is None else None
        view = review_page(connection, at, run, queue, typed=typed, overtaken=overtaken)
    status = HTTPStatus.CONFLICT if error is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return page(asked.request, "review", view, nav="review", at=at, status=status)
