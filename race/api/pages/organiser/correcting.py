"""`/btc/{event}/duyet/{activity}/sua`: shift a wrong clock, choose the part that counts, undo that,
or let the rules speak again; each is a decision with its reason."""

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Form, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from race.api.pages.organiser import typed as typed_words
from race.api.pages.organiser.correcting_view import Typed, amends_of, part_of
from race.api.pages.organiser.frame import Asked, Call, Desk, after, desk_of, page, said
from race.api.pages.organiser.queue_filters import Filter, Filtered, queue_of
from race.api.pages.organiser.review_view import review_page
from race.api.pages.views_correcting import ClockForm, PartForm
from race.errors import Conflict, InvalidField, RaceError
from race.i18n import N_
from race.services import deciding, parts, reviews
from race.services.access import Role
from race.services.deciding import Choice
from race.store.activities import ActivityRow
from race.store.database import Connection, reading, transaction
from race.verdict import Amends, Decision

router = APIRouter(include_in_schema=False)

Short = Annotated[str, Field(max_length=40)]

#: What may stand after a correction.
_THEN: Final = {"judge": Decision.JUDGE, "accept": Decision.ACCEPT}


class CorrectionFields(BaseModel):
    """A correction as a browser sends it; of the fields of its form those that it has."""

    form: Short = ""
    seen: Annotated[int, Field(ge=0)] = 0
    way: Short = "+"
    hours: Short = ""
    minutes: Short = ""
    seconds: Short = ""
    start: Short = ""
    begin: Short = ""
    end: Short = ""
    then: Short = "judge"
    reason: Annotated[str, Field(max_length=5000)] = ""

    def typed(self, error: RaceError | None = None, *, is_preview: bool = False) -> Typed:
        """The form as it is shown again."""
        return Typed(
            form=self.form,
            clock=ClockForm(
                way=self.way,
                hours=self.hours,
                minutes=self.minutes,
                seconds=self.seconds,
                start=self.start,
            ),
            part=PartForm(begin=self.begin, end=self.end),
            then=self.then,
            reason=self.reason,
            error=None if error is None else said(error),
            is_preview=is_preview,
        )


@router.post("/btc/{event}/duyet/{activity}/sua")
def correct(
    event: str,
    activity: str,
    asked: Asked,
    chosen: Filtered,
    fields: Annotated[CorrectionFields, Form()],
) -> Response:
    """Write the decision with its correction, and show the run as it stands then."""
    try:
        with transaction(asked.here.engine) as connection:
            at = desk_of(connection, asked, event, Role.REFEREE)
            run = reviews.find(connection, at.event, activity)
            choice = _choice(connection, at, run, fields)
            deciding.decide(
                connection, at.event, run, choice, by=at.organiser.account_id, now=at.now
            )
    except (InvalidField, Conflict) as error:
        return _again(asked, (event, activity), chosen, fields, error)
    here = f"{at.root}/duyet/{run.id}"
    done = "judge" if fields.form == "judge" else "amend"
    return after(chosen.url(here), done, bai=run.id)


def _choice(connection: Connection, at: Desk, run: ActivityRow, fields: CorrectionFields) -> Choice:
    decision = Decision.JUDGE if fields.form in {"undo", "judge"} else _THEN.get(fields.then)
    if decision is None:
        raise InvalidField(field="then", reason=N_("Choose one."))
    return Choice(
        decision=decision,
        reason=fields.reason,
        amends=_amends(connection, at, run, fields),
        seen=fields.seen,
    )


def _amends(
    connection: Connection, at: Desk, run: ActivityRow, fields: CorrectionFields
) -> Amends | None:
    now = amends_of(run)
    if fields.form == "judge":
        return None
    if fields.form == "undo":
        return Amends()
    if fields.form == "clock":
        shift_s = _shift_s(at, run, fields, now)
        return Amends(shift_s=shift_s, from_s=now.from_s, to_s=now.to_s)
    if fields.form == "part":
        form = PartForm(begin=fields.begin, end=fields.end)
        return part_of(parts.whole(connection, run), form, now)
    raise InvalidField(field="form", reason=N_("Choose one."))


def _shift_s(at: Desk, run: ActivityRow, fields: CorrectionFields, now: Amends) -> float:
    """Seconds against what was recorded; a start time is the right one for the one shown."""
    if not fields.start.strip():
        return typed_words.shift_s(fields.way, fields.hours, fields.minutes, fields.seconds)
    begins = typed_words.moment(fields.start, at.event.window.zone)
    if run.started_at is None:
        raise InvalidField(field=N_("clock"), reason=N_("This recording tells no time."))
    return now.shift_s + begins.timestamp() - run.started_at


def _again(
    asked: Call,
    where: tuple[str, str],
    chosen: Filter,
    fields: CorrectionFields,
    error: InvalidField | Conflict,
) -> HTMLResponse:
    """The page with what was typed, and why it was not taken."""
    event, activity = where
    conflict = isinstance(error, Conflict)
    with reading(asked.here.engine) as connection:
        at = desk_of(connection, asked, event, Role.VIEWER)
        run = reviews.find(connection, at.event, activity)
        queue = queue_of(connection, at.event, chosen)
        view = review_page(
            connection,
            at,
            run,
            queue,
            correction=fields.typed(None if conflict else error),
            overtaken=fields.seen if conflict else None,
        )
    status = HTTPStatus.CONFLICT if conflict else HTTPStatus.UNPROCESSABLE_ENTITY
    path = chosen.url(f"{at.root}/duyet/{run.id}")
    return page(asked.request, "review", view, nav="review", at=at, path=path, status=status)
