"""`/e/{event}/dang-ky`: enter, and see the personal link once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from race.api.deps import Asking, Here, Resources, keep_runner
from race.api.limits import Deed, address_of
from race.api.pages.frame import Scene, page, runner_url, scene
from race.api.pages.views import Said
from race.api.pages.views_public import EnteredPage, EnterForm, EnterPage
from race.category import MASKED_BELOW, Sex
from race.errors import AlreadyEntered, EventClosed, InvalidField
from race.event import ENTERING, UPLOADING
from race.i18n import N_
from race.services import accounts, entries, scoring
from race.services.entries import Entered
from race.services.new_entry import NewEntry
from race.store.database import reading, transaction

router = APIRouter(include_in_schema=False)


class EntryFields(BaseModel):
    """The form as a browser sends it; every field may be missing or wrong."""

    name: Annotated[str, Field(max_length=500)] = ""
    sex: str = ""
    birth_year: Annotated[str, Field(max_length=50)] = ""
    birth_date: Annotated[str, Field(max_length=50)] = ""
    race: list[str] = []
    team: str = ""
    phone: Annotated[str, Field(max_length=500)] = ""
    consent: str = ""

    def shown(self) -> EnterForm:
        """As typed, to be shown again."""
        return EnterForm(
            name=self.name,
            sex=self.sex,
            birth_year=self.birth_year,
            birth_date=self.birth_date,
            race=tuple(self.race),
            team=self.team,
            phone=self.phone,
            consent=bool(self.consent),
        )

    def entry(self) -> NewEntry:
        """The value that the service takes; InvalidField for what no value can be made of."""
        if self.sex not in set(Sex):
            raise InvalidField(field="sex", reason=N_("Choose one."))
        return NewEntry(
            name=self.name,
            sex=Sex(self.sex),
            birth_date=_date(self.birth_date),
            birth_year=_year(self.birth_year),
            races=tuple(self.race),
            team=self.team or None,
            phone=self.phone,
            consent=bool(self.consent),
        )


@router.get("/e/{event}/dang-ky")
def form(event: str, request: Request, here: Here, asking: Asking) -> HTMLResponse:
    """The empty form."""
    with reading(here.engine) as connection:
        seen = scene(connection, request, asking, event)
    return page(request, "enter.html", _view(here, seen), seen=seen, nav="me")


@router.post("/e/{event}/dang-ky")
def enter(
    event: str,
    request: Request,
    here: Here,
    asking: Asking,
    fields: Annotated[EntryFields, Form()],
) -> Response:
    """Enter, remember the runner in this browser, show the link. Whoever is entered already, and
    known to this browser, is entered in one more race under the same bib."""
    here.limits.count(Deed.ENTRY, address_of(request))
    own_page = _entered_also(event, request, here, asking, fields)
    if own_page is not None:
        return RedirectResponse(own_page, status_code=HTTPStatus.SEE_OTHER)
    try:
        entered, secret, seen = _enter(event, request, here, asking, fields)
    except _NotTaken as mistake:
        view = _view(here, mistake.seen, fields.shown(), mistake.errors)
        return page(request, "enter.html", view, seen=mistake.seen, nav="me", status=mistake.status)
    response = page(
        request,
        "entered.html",
        _entered_view(here, seen, entered),
        seen=seen,
        nav="me",
        status=HTTPStatus.CREATED,
        headers={"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"},
    )
    keep_runner(response, here, seen.event.id, secret)
    return response


def _entered_also(
    event: str, request: Request, here: Resources, asking: Asking, fields: EntryFields
) -> str | None:
    """The page of a runner who enters more races; None for anybody else, mistakes included."""
    now = here.clock()
    with transaction(here.engine) as connection:
        seen = scene(connection, request, asking, event)
        try:
            new = fields.entry()
        except InvalidField:
            return None
        if seen.me is None or not entries.same_person(seen.me, new):
            return None
        held = {race.slug for race in entries.races_of(connection, seen.event, seen.me.bib)}
        more = [race for race in new.races if race not in held and seen.event.race(race)]
        for race in more:
            entries.enter_also(connection, seen.event, seen.me, race, now=now)
        if more:
            scoring.rescore(connection, seen.event, seen.me, now=now)
    return runner_url(seen.event, seen.me.bib) if more else None


@dataclass
class _NotTaken(Exception):
    """The form is shown again."""

    seen: Scene
    errors: Mapping[str, Said]
    status: int


def _enter(
    event: str, request: Request, here: Resources, asking: Asking, fields: EntryFields
) -> tuple[Entered, str, Scene]:
    now = here.clock()
    with transaction(here.engine) as connection:
        seen = scene(connection, request, asking, event)
        try:
            entered = entries.enter(connection, seen.event, fields.entry(), now=now)
        except InvalidField as error:
            said = Said(text=error.facts["reason"])
            errors = {error.facts["field"]: said}
            raise _NotTaken(seen, errors, HTTPStatus.UNPROCESSABLE_ENTITY) from None
        except (AlreadyEntered, EventClosed) as error:
            said = Said(text=error.text, facts=error.facts)
            raise _NotTaken(seen, {"": said}, HTTPStatus.CONFLICT) from None
        secret, _ = accounts.open_personal_link(
            connection,
            seen.event.slug,
            entered.entry.bib,
            entered.token,
            now=now,
            lifetimes=here.lifetimes,
        )
    return entered, secret, Scene(event=seen.event, me=entered.entry, lang=seen.lang)


def _view(
    here: Resources,
    seen: Scene,
    typed: EnterForm | None = None,
    errors: Mapping[str, Said] | None = None,
) -> EnterPage:
    phase = seen.event.phase(here.clock())
    return EnterPage(
        open=phase in ENTERING,
        state=phase,
        races=seen.event.races,
        teams=seen.event.teams,
        masked_below=MASKED_BELOW,
        form=typed or EnterForm(),
        errors=errors or {},
    )


def _entered_view(here: Resources, seen: Scene, entered: Entered) -> EnteredPage:
    event, entry = seen.event, entered.entry
    path = accounts.personal_path(event.slug, entry.bib, entered.token)
    return EnteredPage(
        bib=entry.bib,
        name=entry.name,
        team=next((team.name for team in event.teams if team.slug == entry.team), ""),
        races=tuple(race for race in event.races if race.slug in entered.races),
        personal_url=here.settings.public_url + path,
        can_upload=event.phase(here.clock()) in UPLOADING,
        starts_at=event.window.starts_at.astimezone(event.window.zone),
    )


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        reason = N_("Write the date of birth, like 2001-03-26.")
        raise InvalidField(field="birth_date", reason=reason) from None


def _year(text: str) -> int | None:
    year = text.strip()
    return int(year) if year.isascii() and year.isdigit() and len(year) <= 4 else None
