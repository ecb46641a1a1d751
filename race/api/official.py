"""/api/v1/events/{event}: results become official, and can be checked by anybody."""

from typing import Any, Final

from fastapi import APIRouter, Request, Response

from race.api import shapes
from race.api.deps import Asking, Here
from race.api.schemas import FinaliseBody
from race.api.subjects import event_run, event_seen
from race.errors import NotFound
from race.services import access, finalising
from race.services.access import Role
from race.store.database import reading, transaction

router = APIRouter(prefix="/api/v1/events/{event}", tags=["results"])

#: The document never changes, but a proxy asks whether there is one.
_CACHED: Final = "public, no-cache"


@router.post("/finalise", summary="Make provisional results official")
def finalise(
    event: str, here: Here, asking: Asking, body: FinaliseBody | None = None
) -> dict[str, Any]:
    """Its owner may, once the event is closed. While runs or protests wait it needs a reason, and
    says 409 with what is open without one. Before the time for protests is over the boards say that
    it was early. There is no way back."""
    by = access.require_organiser(asking).account_id
    why = "" if body is None else body.reason
    with transaction(here.engine) as connection:
        found = event_run(connection, asking, event, Role.OWNER)
        kept = finalising.finalise(
            connection, found, by=by, now=here.clock(), reason=why, early=True
        )
    return shapes.snapshot(kept)


@router.get("/final.json", summary="What is official, byte for byte", response_class=Response)
def document(event: str, request: Request, here: Here, asking: Asking) -> Response:
    """Every board, every status, every certificate that stands, at the moment in which they became
    official. `sha256sum final.json` is the hash on the boards."""
    with reading(here.engine) as connection:
        found = event_seen(connection, asking, event)
        kept = finalising.standing_snapshot(connection, found)
    if kept is None:
        raise NotFound(event=event)
    headers = {"ETag": f'"{kept.sha256}"', "Cache-Control": _CACHED}
    asked = request.headers.get("if-none-match", "")
    if kept.sha256 in asked:
        return Response(status_code=304, headers=headers)
    name = f'inline; filename="{found.slug}-final.json"'
    return Response(
        kept.document,
        media_type="application/json",
        headers=headers | {"Content-Disposition": name},
    )


@router.get("/late-changes", summary="What changed after the results were official")
def late_changes(event: str, here: Here, asking: Asking) -> list[dict[str, Any]]:
    """Result by result with its reason, the first change first."""
    with reading(here.engine) as connection:
        found = event_seen(connection, asking, event)
        return [shapes.late_change(row) for row in finalising.late_changes(connection, found)]
