"""Every route of the organiser's pages."""

from typing import Final

from fastapi import APIRouter

from race.api.pages.organiser import entries, entry, events, files, overview, reviews, signing_in

#: In the order in which they are tried: what has a name of its own before ``/btc/{event}``.
_PARTS: Final = (signing_in, events, overview, entries, entry, reviews, files)

router = APIRouter(include_in_schema=False)
for _part in _PARTS:
    router.include_router(_part.router)
