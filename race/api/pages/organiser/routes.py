"""Every route of the organiser's pages."""

from typing import Final

from fastapi import APIRouter

from race.api.pages.organiser import (
    by_hand,
    correcting,
    entries,
    entry,
    events,
    files,
    official,
    overview,
    procedure,
    queue,
    reviews,
    rules_routes,
    signing_in,
    trail,
)

#: In the order in which they are tried: what has a name of its own before ``/btc/{event}``.
ROUTERS: Final[tuple[APIRouter, ...]] = (
    signing_in.router,
    events.router,
    overview.router,
    entries.router,
    entry.router,
    by_hand.router,
    queue.router,
    reviews.router,
    correcting.router,
    files.router,
    official.router,
    procedure.router,
    rules_routes.router,
    trail.router,
)
