"""Every route of the organiser's pages."""

from typing import Final

from fastapi import APIRouter

from race.api.pages.organiser import entries, entry, events, files, overview, reviews, signing_in

#: In the order in which they are tried: what has a name of its own before ``/btc/{event}``.
ROUTERS: Final[tuple[APIRouter, ...]] = (
    signing_in.router,
    events.router,
    overview.router,
    entries.router,
    entry.router,
    reviews.router,
    files.router,
)
