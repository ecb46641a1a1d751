"""`/btc/{event}/vdv/{bib}`: one runner; correct, renew the link, take out."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from http import HTTPStatus
from typing import Annotated, Final, TypedDict

from fastapi import APIRouter, Form, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from race.api.pages.organiser.entries import race_names, team_choices, team_name
from race.api.pages.organiser.frame import (
    SECRET,
    Asked,
    Call,
    Desk,
    after,
    desk_of,
    notice,
    organised,
    page,
    run_line,
    said,
)
from race.api.pages.views_entries import EntryForm, EntryPage
from race.api.pages.views_runner import Said
from race.category import Sex
from race.errors import AlreadyEntered, InvalidField
from race.event import EventState
from race.i18n import N_, both
from race.services import accounts, correcting, desk, entries, submissions
from race.services.access import Role
from race.services.entries import Correction
from race.store import activities
from race.store.database import Connection, reading, transaction
from race.store.entries import EntryRow
from race.verdict import Outcome

router = APIRouter(include_in_schema=False)

_Text = Annotated[str, Field(max_length=500)]

_DAY: Final = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_YEAR: Final = re.compile(r"[0-9]{4}")
#: Fields of the service that have another name on the page.
_FIELDS: Final = {"birth_date": "birth", "birth_year": "birth"}


class EntryFields(BaseModel):
    """The correction as a browser sends it; every field may be missing or wrong."""

    name: _Text = ""
    sex: _Text = ""
    birth: _Text = ""
    team: _Text = ""

    def shown(self) -> EntryForm:
        """As typed, to be shown again."""
        return EntryForm(name=self.name, sex=self.sex, birth=self.birth, team=self.team)

    def correction(self) -> Correction:
        """The value that the service takes; InvalidField for what no value can be made of."""
        if self.sex not in set(Sex):
            raise InvalidField(field="sex", reason=N_("Choose one."))
        return Correction(name=self.name, sex=Sex(self.sex), team=self.team, **_birth(self.birth))


class _Birth(TypedDict, total=False):
    birth_date: date
    birth_year: int


@router.get("/btc/{event}/vdv/{bib}")
def show(event: str, bib: str, asked: Asked) -> HTMLResponse:
    """The runner with all runs, and the form."""
    with reading(asked.here.engine) as connection:
        at = desk_of(connection, asked, event, Role.VIEWER)
        row = entries.find(connection, at.event, bib)
        view = replace(_view(connection, at, row), notice=notice(asked.request))
    return page(asked.request, "entry", view, nav="entries", at=at)


@router.post("/btc/{event}/vdv/{bib}")
def correct(event: str, bib: str, asked: Asked, fields: Annotated[EntryFields, Form()]) -> Response:
    """Write the correction; results and certificates follow in the same step."""
    try:
        with transaction(asked.here.engine) as connection:
            at = desk_of(connection, asked, event, Role.EDITOR)
            row = entries.find(connection, at.event, bib)
            correcting.correct(
                connection,
                at.event,
                row,
                fields.correction(),
                now=at.now,
                by=at.organiser.account_id,
            )
    except InvalidField as error:
        field = str(error.facts["field"])
        wrong = {_FIELDS.get(field, field): said(error)}
    except AlreadyEntered:
        wrong = {"name": both(N_("Somebody of this name and birth is entered already."))}
    else:
        return after(f"{at.root}/vdv/{row.bib}", "luu")
    return _again(asked, (event, bib), wrong, fields.shown())


@router.post("/btc/{event}/vdv/{bib}/lien-ket")
def renew(event: str, bib: str, asked: Asked) -> HTMLResponse:
    """A new personal link, shown in this answer only; the old one ends."""
    with transaction(asked.here.engine) as connection:
        at = desk_of(connection, asked, event, Role.EDITOR)
        row = entries.find(connection, at.event, bib)
        token = accounts.renew_personal_link(connection, at.event.id, row.bib)
        view = _view(connection, at, entries.find(connection, at.event, bib))
    link = asked.here.settings.public_url + accounts.personal_path(at.event.slug, row.bib, token)
    view = replace(view, new_link=link)
    path = f"{at.root}/vdv/{row.bib}"
    return page(asked.request, "entry", view, nav="entries", at=at, path=path, headers=SECRET)


@router.post("/btc/{event}/vdv/{bib}/xoa")
def remove(event: str, bib: str, asked: Asked, confirm: Annotated[str, Form()] = "") -> Response:
    """Take the runner out with all runs, once the box is ticked."""
    with transaction(asked.here.engine) as connection:
        at = desk_of(connection, asked, event, Role.EDITOR)
        if at.event.state is EventState.FINAL:
            at = desk_of(connection, asked, event, Role.OWNER)
        row = entries.find(connection, at.event, bib)
        meant = confirm == row.bib
        if meant:
            by = at.organiser.account_id
            entries.remove(connection, at.event, row, now=at.now, by=by)
    if meant:
        submissions.sweep(asked.here.engine, asked.here.blobs)
        return after(f"{at.root}/vdv", "xoa-vdv")
    wrong = {"confirm": both(N_("Tick the box first."))}
    return _again(asked, (event, bib), wrong)


def _again(
    asked: Call, where: tuple[str, str], errors: Mapping[str, Said], form: EntryForm | None = None
) -> HTMLResponse:
    """The page with what was typed and what is wrong with it."""
    event, bib = where
    with reading(asked.here.engine) as connection:
        at = desk_of(connection, asked, event, Role.VIEWER)
        view = _view(connection, at, entries.find(connection, at.event, bib))
    view = replace(view, errors=errors, form=form or view.form)
    path, status = f"{at.root}/vdv/{view.bib}", HTTPStatus.UNPROCESSABLE_ENTITY
    return page(asked.request, "entry", view, nav="entries", at=at, path=path, status=status)


def _view(connection: Connection, at: Desk, entry: EntryRow) -> EntryPage:
    event = at.event
    standing = desk.standing_of(connection, event, entry)
    runs = activities.of_entry(connection, event.id, entry.bib)
    return EntryPage(
        event=organised(connection, at),
        bib=entry.bib,
        name=entry.name,
        team=team_name(event, entry.team),
        race=race_names(standing),
        state=standing.progress,
        entered_at=entry.entered_at.astimezone(event.window.zone),
        phone=entry.phone,
        email=entry.email,
        valid_m=sum(r.official_distance_m or 0.0 for r in runs if r.state == Outcome.ACCEPTED),
        runs=tuple(run_line(event, run) for run in reversed(runs)),
        form=EntryForm(
            name=entry.name, sex=entry.sex, birth=_birth_words(entry), team=entry.team or ""
        ),
        teams=team_choices(event),
    )


def _birth_words(entry: EntryRow) -> str:
    """As the form takes it: a day as 26/03/2001, or a year."""
    if entry.birth_date is not None:
        return f"{entry.birth_date:%d/%m/%Y}"
    return str(entry.birth_year or "")


def _birth(typed: str) -> _Birth:
    """A day or a year of birth; InvalidField for anything else."""
    text = "".join(typed.split())
    if _YEAR.fullmatch(text):
        return {"birth_year": int(text)}
    found = _DAY.fullmatch(text)
    if found is None:
        reason = N_("Write a year or a day, such as 2001 or 26/03/2001.")
        raise InvalidField(field="birth", reason=reason)
    day, month, year = map(int, found.groups())
    try:
        return {"birth_date": date(year, month, day)}
    except ValueError:
        raise InvalidField(field="birth", reason=N_("There is no such day.")) from None
