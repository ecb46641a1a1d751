"""`/btc/{event}/cach-lam`: how the event deals with doubt."""

import re
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Any, Final

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
from race.api.pages.views_official import ProcedureForm, ProcedurePage
from race.api.pages.views_runner import Said
from race.errors import InvalidField
from race.event import EventState, Procedure
from race.services import procedure
from race.services.access import Role
from race.store.database import Connection, reading, transaction

router = APIRouter(include_in_schema=False)

_Text = Annotated[str, Field(max_length=50)]
_HOUR_S: Final = 3600.0
_HOURS: Final = re.compile(r"\d{1,4}(?:\.\d{1,2})?", re.ASCII)
_COUNT: Final = re.compile(r"\d{1,4}", re.ASCII)
#: Numbers of the form, and what each is kept as.
_NUMBERS: Final[Mapping[str, tuple[str, float]]] = {
    "protest_hours": ("protest_within_s", _HOUR_S),
    "runner_out_at": ("runner_out_at", 1),
    "team_out_at": ("team_out_at", 1),
}


class ProcedureFields(BaseModel):
    """The form as a browser sends it; every field may be missing or wrong."""

    protest_hours: _Text = ""
    reports: _Text = ""
    cards: _Text = ""
    runner_out_at: _Text = ""
    team_out_at: _Text = ""

    def shown(self) -> ProcedureForm:
        """As typed, to be shown again."""
        return ProcedureForm(
            protest_hours=self.protest_hours,
            reports=bool(self.reports),
            cards=bool(self.cards),
            runner_out_at=self.runner_out_at,
            team_out_at=self.team_out_at,
        )


@router.get("/btc/{event}/cach-lam")
def show(event: str, asked: Asked) -> HTMLResponse:
    """The form, filled in as it stands."""
    return _shown(event, asked)


@router.post("/btc/{event}/cach-lam")
def change(event: str, asked: Asked, fields: Annotated[ProcedureFields, Form()]) -> Response:
    """Switch what was changed; everything that is wrong is said at once."""
    form = fields.shown()
    changes, errors = _read(form)
    with transaction(asked.here.engine) as connection:
        at = desk_of(connection, asked, event, Role.EDITOR)
        if not errors:
            by = at.organiser.account_id
            procedure.change(connection, at.event, changes, by=by, now=at.now)
    if errors:
        return _shown(event, asked, form, errors)
    return after(f"{at.root}/cach-lam", "cach-lam")


def _read(form: ProcedureForm) -> tuple[dict[str, Any], dict[str, Said]]:
    """The values of a form, and what is wrong with it by field."""
    changes: dict[str, Any] = {"reports": form.reports, "cards": form.cards}
    errors: dict[str, Said] = {}
    for name, (kept_as, unit) in _NUMBERS.items():
        number = _number(getattr(form, name), unit)
        try:
            procedure.check(kept_as, number)
        except InvalidField as error:
            errors[name] = said(error)
        else:
            changes[kept_as] = number
    return changes, errors


def _number(typed: str, unit: float) -> float:
    """What was typed, in SI: parts of hours, and whole cards; 0 for what is no such number."""
    text = typed.strip().replace(",", ".")
    if unit > 1 and _HOURS.fullmatch(text):
        return float(text) * unit
    return int(text) if _COUNT.fullmatch(text) else 0


def _shown(
    event: str,
    asked: Call,
    form: ProcedureForm | None = None,
    errors: Mapping[str, Said] | None = None,
) -> HTMLResponse:
    with reading(asked.here.engine) as connection:
        at = desk_of(connection, asked, event, Role.VIEWER)
        view = _view(connection, at)
    status = HTTPStatus.OK
    if errors:
        view = replace(view, form=form or view.form, errors=errors)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    else:
        view = replace(view, notice=notice(asked.request))
    return page(asked.request, "procedure", view, nav="results", at=at, status=status)


def _view(connection: Connection, at: Desk) -> ProcedurePage:
    final = at.event.state is EventState.FINAL
    return ProcedurePage(
        event=organised(connection, at),
        form=_form(at.event.procedure),
        may_edit=at.role.reaches(Role.EDITOR) and not final,
    )


def _form(value: Procedure) -> ProcedureForm:
    return ProcedureForm(
        protest_hours=f"{value.protest_within_s / _HOUR_S:g}",
        reports=value.reports,
        cards=value.cards,
        runner_out_at=str(value.runner_out_at),
        team_out_at=str(value.team_out_at),
    )
