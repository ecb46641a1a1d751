"""`/c` and `/c/{code}`: look a certificate up."""

from datetime import UTC, date, datetime
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from race.api.certificates import looked_up
from race.api.deps import Here, Resources
from race.api.language import language_of
from race.api.pages.frame import page
from race.api.pages.views_public import CertificateView, VerifyPage
from race.certificates.code import normal_code
from race.course import Kind, Race
from race.event import Event, EventState
from race.i18n import translate
from race.services import certificates, events, printing
from race.services.certificates import Verified
from race.store.database import Connection, reading

router = APIRouter(include_in_schema=False)


@router.get("/c")
def search(request: Request, code: str = "") -> Response:
    """The empty form; a code typed into it leads to its own address."""
    typed = code.strip()
    if typed:
        normal = normal_code(typed) or typed
        return RedirectResponse(f"/c/{quote(normal[:60], safe='')}", status_code=303)
    return page(request, "verify.html", VerifyPage(), nav="verify")


@router.get("/c/{code}")
def show(code: str, request: Request, here: Here) -> HTMLResponse:
    """Valid, replaced, revoked or unknown; an unknown code is no error of the reader's."""
    with reading(here.engine) as connection:
        found = looked_up(connection, here, request, code)
        view = _unknown(code, here) if found is None else _view(connection, request, here, found)
    status = 404 if found is None else 200
    return page(request, "verify.html", view, nav="verify", status=status)


def _unknown(code: str, here: Resources) -> VerifyPage:
    meant = normal_code(code) or ""
    return VerifyPage(
        code=code[:60],
        state="unknown",
        checked_at=here.clock().astimezone(UTC),
        meant=meant if meant != code else "",
    )


def _view(connection: Connection, request: Request, here: Resources, found: Verified) -> VerifyPage:
    event = events.by_id(connection, found.row.event_id)
    checked_at = here.clock().astimezone(event.window.zone)
    code = found.row.code
    newest = "" if found.newest is None else found.newest.code
    if found.state == "valid":
        shown = _certificate(connection, event, found)
        return VerifyPage(code=code, state="valid", checked_at=checked_at, certificate=shown)
    if found.state == "revoked":
        return VerifyPage(
            code=code,
            state="revoked",
            checked_at=checked_at,
            changed_on=_day(event, found.row.revoked_at),
            reason=translate(found.row.revoked_reason or "", language_of(request, event.language)),
        )
    return VerifyPage(
        code=code,
        state="replaced",
        checked_at=checked_at,
        changed_on=_day(event, None if found.newest is None else found.newest.issued_at),
        newer_code=newest,
    )


def _day(event: Event, moment: datetime | None) -> date | None:
    return None if moment is None else moment.astimezone(event.window.zone).date()


def _certificate(connection: Connection, event: Event, found: Verified) -> CertificateView:
    facts = found.row.facts
    race = event.race(found.row.race) or _race_of(found)
    standings = {s.kind: s for s in printing.places(connection, event, race, found.row.bib)}
    places = {kind: (standing.rank, standing.total or 0) for kind, standing in standings.items()}
    return CertificateView(
        name=facts["name"],
        bib=facts["bib"],
        team=facts["team"] or "",
        event=facts["event"],
        organiser=facts["organiser"],
        race=race,
        distance_m=facts["covered_m"],
        time_s=float(facts["time_s"]),
        rank=places.get("overall"),
        rank_in_sex=places.get("sex"),
        sex=facts["sex"],
        issued_on=found.row.issued_at.astimezone(event.window.zone).date(),
        revision=certificates.revision(connection, found.row),
        final=event.state is EventState.FINAL,
    )


def _race_of(found: Verified) -> Race:
    facts = found.row.facts
    return Race(
        slug=found.row.race,
        name=facts["race"],
        kind=Kind(facts["kind"]),
        distance_m=facts["distance_m"],
    )
