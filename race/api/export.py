"""/api/v1/events/{event}/export.csv: the results for a spreadsheet."""

from typing import Literal

from fastapi import APIRouter, Request, Response

from race.api.deps import Asking, Here
from race.api.language import language_of
from race.api.subjects import event_run
from race.services import tables
from race.services.access import Role
from race.store.database import reading

router = APIRouter(prefix="/api/v1/events/{event}", tags=["results"])


@router.get("/export.csv", summary="Every result, for staff", response_class=Response)
def results(
    event: str,
    request: Request,
    here: Here,
    asking: Asking,
    sep: Literal[",", ";"] = ",",
) -> Response:
    """UTF-8 with a byte order mark; `sep=;` for an Excel that writes a decimal comma."""
    with reading(here.engine) as connection:
        found = event_run(connection, asking, event, Role.VIEWER)
        language = language_of(request, found.language)
        text = tables.as_csv(connection, found, language=language, separator=sep)
    name = f'attachment; filename="{found.slug}-results.csv"'
    return Response(
        text, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": name}
    )
