"""The personal link of a runner: it is exchanged for a cookie and leaves the address at once."""

from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from race.api.deps import Here, keep_runner
from race.api.limits import Deed, address_of
from race.services import accounts
from race.store.database import transaction

router = APIRouter(include_in_schema=False)


@router.get("/u/{event}/{link}")
def open_link(event: str, link: str, request: Request, here: Here) -> Response:
    """``/u/{event}/{bib}.{secret}``: remember the runner, go to their page. The link stays good,
    so a messenger that looks at it first takes nothing away."""
    bib, _, secret = link.rpartition(".")
    here.limits.count(Deed.VERIFY, address_of(request))
    with transaction(here.engine) as connection:
        session_secret, session = accounts.open_personal_link(
            connection, event, bib, secret, now=here.clock(), lifetimes=here.lifetimes
        )
    response = RedirectResponse(f"/e/{quote(event)}/vdv/{quote(bib)}", status_code=303)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store"
    keep_runner(response, here, session.event_id, session_secret)
    return response
