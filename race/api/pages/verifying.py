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
        if found is None:
            view = _unknown(code, here)
            return page(request, "verify.html", view, nav="verify", status=404)
        event = events.by_id(connection, found.row.event_id)
        lang = language_of(request, event.language)
        view = _view(connection, event, found, lang, here.clock())
    return page(request, "verify.html", view, nav="verify", lang=lang)


def _unknown(code: str, here: Resources) -> VerifyPage:
    meant = normal_code(code) or ""
    return VerifyPage(
        code=code[:60],
        state="unknown",
        checked_at=here.clock().astimezone(UTC),
        meant=meant if meant != code else "",
    )


def _view(
    connection: Connection, event: Event, found: Verified, lang: str, now: datetime
) -> VerifyPage:
    checked_at = now.astimezone(event.window.zone)
    row, newest = found.row, found.newest
    if found.state == "valid":
        shown = _certificate(connection, event, found)
        return VerifyPage(code=row.code, state="valid", checked_at=checked_at, certificate=shown)
    if found.state == "revoked":
        return VerifyPage(
            code=row.code,
            state="revoked",
            checked_at=checked_at,
            changed_on=_day(event, row.revoked_at),
            reason=translate(row.revoked_reason or "", lang),
        )
    return VerifyPage(
        code=row.code,
        state="replaced",
        checked_at=checked_at,
        changed_on=_day(event, None if newest is None else newest.issued_at),
        newer_code="" if newest is None else newest.code,
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
