"""`/btc/{event}/vdv/{bib}/nhap-tay`: a referee enters a result by hand."""

import re
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from race.activity import Sport
from race.api.pages.organiser.entries import race_names
from race.api.pages.organiser.frame import (
    Asked,
    Call,
    Desk,
    after,
    desk_of,
    organised,
    page,
    said,
)
from race.api.pages.views_by_hand import ByHandForm, ByHandPage
from race.api.pages.views_runner import Said
from race.errors import EnteredBefore, InvalidField
from race.i18n import N_
from race.services import by_hand, desk, entries
from race.services.access import Role
from race.services.by_hand import NewResult
from race.store.database import Connection, reading, transaction
from race.store.entries import EntryRow
from race.units import parse_distance

router = APIRouter(include_in_schema=False)

_Text = Annotated[str, Field(max_length=5000)]

#: "1:58:42", "49:12"; hours as many as there are.
_TIME: Final = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,3}):([0-5][0-9])")
#: As browsers send ``datetime-local``, and as people write it where a browser has no such field.
_BROWSER: Final = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d(?::\d\d)?", re.ASCII)
_PEOPLE: Final = re.compile(r"(\d\d?)/(\d\d?)/(20\d\d) (\d\d?):(\d\d(?::\d\d)?)", re.ASCII)
#: The fields of the service as the page names them.
_FIELDS: Final = {"distance_m": "km", "elapsed_s": "time"}


class ResultFields(BaseModel):
    """The form as a browser sends it; every field may be missing or wrong."""

    km: _Text = ""
    time: _Text = ""
    started_at: _Text = ""
    sport: _Text = Sport.RUN.value
    reason: _Text = ""

    def shown(self) -> ByHandForm:
        """As typed, to be shown again."""
        return ByHandForm(**vars(self))

    def result(self, zone: ZoneInfo) -> NewResult:
        """The value that the service takes; InvalidField for what no value can be made of."""
        if self.sport not in set(Sport):
            raise InvalidField(field="sport", reason=N_("Choose one."))
        return NewResult(
            distance_m=_metres(self.km),
            elapsed_s=_seconds(self.time),
            started_at=_moment(self.started_at, zone).timestamp(),
            sport=Sport(self.sport),
        )


@router.get("/btc/{event}/vdv/{bib}/nhap-tay")
def show(event: str, bib: str, asked: Asked) -> HTMLResponse:
    """The empty form."""
    return _form(asked, (event, bib))


@router.post("/btc/{event}/vdv/{bib}/nhap-tay")
def enter(event: str, bib: str, asked: Asked, fields: Annotated[ResultFields, Form()]) -> Response:
    """Enter the result; the form again, with what was typed, when it cannot be taken."""
    try:
        with transaction(asked.here.engine) as connection:
            at = desk_of(connection, asked, event, Role.REFEREE)
            entry = entries.find(connection, at.event, bib)
            by_hand.enter(
                connection,
                asked.here.blobs,
                at.event,
                entry,
                fields.result(at.event.window.zone),
                reason=fields.reason,
                by=at.organiser.account_id,
                now=at.now,
            )
    except InvalidField as error:
        field = str(error.facts["field"])
        wrong = {_FIELDS.get(field, field): said(error)}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _form(asked, (event, bib), fields.shown(), wrong, status=status)
    except EnteredBefore as error:
        wrong = {"": said(error)}
        return _form(asked, (event, bib), fields.shown(), wrong, status=HTTPStatus.CONFLICT)
    return after(f"{at.root}/vdv/{entry.bib}", "nhap-tay")


def _form(
    asked: Call,
    where: tuple[str, str],
    form: ByHandForm | None = None,
    errors: Mapping[str, Said] | None = None,
    *,
    status: int = HTTPStatus.OK,
) -> HTMLResponse:
    event, bib = where
    with reading(asked.here.engine) as connection:
        at = desk_of(connection, asked, event, Role.REFEREE)
        entry = entries.find(connection, at.event, bib)
        view = _view(connection, at, entry, form or ByHandForm(), errors or {})
    return page(asked.request, "by_hand", view, nav="entries", at=at, status=status)


def _view(
    connection: Connection, at: Desk, entry: EntryRow, form: ByHandForm, errors: Mapping[str, Said]
) -> ByHandPage:
    return ByHandPage(
        event=organised(connection, at),
        bib=entry.bib,
        name=entry.name,
        race=race_names(desk.standing_of(connection, at.event, entry)),
        sports=tuple(at.event.rules.sports),
        form=form,
        errors=errors,
    )


def _metres(typed: str) -> float:
    """ "5,05", "5.05" or "5 km" in metres."""
    km = typed.strip()
    try:
        return parse_distance(km if km[-1:].isalpha() else f"{km} km")
    except ValueError:
        reason = N_("Write the kilometres, such as 5.05 or 21.0975.")
        raise InvalidField(field="distance_m", reason=reason) from None


def _seconds(typed: str) -> float:
    found = _TIME.fullmatch(typed.strip())
    if found is None:
        reason = N_("Write hours, minutes and seconds, such as 1:58:42, or 49:12.")
        raise InvalidField(field="elapsed_s", reason=reason)
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600.0 + minutes * 60.0 + seconds


def _moment(typed: str, zone: ZoneInfo) -> datetime:
    text = " ".join(typed.split())
    people = _PEOPLE.fullmatch(text)
    if people is not None:
        day, month, year, hour, rest = people.groups()
        text = f"{year}-{month:0>2}-{day:0>2}T{hour:0>2}:{rest}"
    if not _BROWSER.fullmatch(text):
        reason = N_("Choose a day and a time, such as 14/11/2026 05:30.")
        raise InvalidField(field="started_at", reason=reason)
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone)
    except ValueError:
        raise InvalidField(field="started_at", reason=N_("There is no such moment.")) from None
