"""`/huong-dan` and `/huong-dan/{app}`, for everybody.

A guide is the same in every event, so it has one address to pass on; ``?e=`` keeps the event that
a runner comes from: its tabs, its language, and the way back to its upload page. A name that leads
to no event is passed over, for the guide is what was asked for.
"""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from race.api.deps import Asking, Here, Resources
from race.api.pages.frame import Scene, page, scene
from race.api.pages.guides.finding import address, link, links, named
from race.api.pages.guides.views import GuidePage, GuidesPage
from race.errors import NotFound
from race.services.access import Visitor
from race.store.database import reading

router = APIRouter(include_in_schema=False)


@router.get("/huong-dan")
def guides(request: Request, here: Here, asking: Asking, e: str = "") -> HTMLResponse:
    """Every app, and what to do for whoever can still choose one."""
    seen = _scene(here, request, asking, e)
    event = None if seen is None else seen.event.slug
    view = GuidesPage(
        guides=links(event),
        phone_url=address(named("opentracks"), event),
        upload_url=_upload_url(seen),
    )
    return page(request, "guides.html", view, seen=seen, nav=_tab(seen))


@router.get("/huong-dan/{app}")
def guide(app: str, request: Request, here: Here, asking: Asking, e: str = "") -> HTMLResponse:
    """What to press in one app."""
    found = named(app)
    if found is None:
        raise NotFound(guide=app)
    seen = _scene(here, request, asking, e)
    event = None if seen is None else seen.event.slug
    view = GuidePage(
        guide=found,
        list_url=address(None, event),
        upload_url=_upload_url(seen),
        see=tuple(link(other, event) for slug in found.see if (other := named(slug))),
    )
    return page(request, "guide.html", view, seen=seen, nav=_tab(seen))


def _scene(here: Resources, request: Request, asking: Visitor, slug: str) -> Scene | None:
    if not slug:
        return None
    with reading(here.engine) as connection:
        try:
            return scene(connection, request, asking, slug)
        except NotFound:
            return None


def _upload_url(seen: Scene | None) -> str | None:
    return None if seen is None else f"{seen.root}/nop-bai"


def _tab(seen: Scene | None) -> str | None:
    return None if seen is None else "upload"
