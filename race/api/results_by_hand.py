"""/api/v1/events/{event}/entries/{bib}/results: a referee enters a result by hand."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from race.activity import Sport
from race.api.deps import Asking, Here
from race.api.subjects import event_run
from race.errors import InvalidField
from race.i18n import N_
from race.services import access, by_hand, entries, submissions
from race.services.access import Role
from race.services.by_hand import NewResult
from race.store.database import transaction

router = APIRouter(prefix="/api/v1/events/{event}/entries", tags=["reviews"])

_Number = Annotated[float, Field(allow_inf_nan=False)]


class ResultBody(BaseModel):
    """A result by hand."""

    model_config = ConfigDict(extra="ignore", str_max_length=10_000)

    distance_m: _Number
    elapsed_s: _Number
    started_at: datetime
    sport: Sport = Sport.RUN
    reason: str = ""

    def result(self) -> NewResult:
        """The value that the service takes; InvalidField for a moment without an offset."""
        if self.started_at.tzinfo is None:
            reason = N_("Write the moment with its offset, such as 2026-11-01T05:00:00+07:00.")
            raise InvalidField(field="started_at", reason=reason)
        return NewResult(
            distance_m=self.distance_m,
            elapsed_s=self.elapsed_s,
            started_at=self.started_at.timestamp(),
            sport=self.sport,
        )


@router.post("/{bib}/results", status_code=201, summary="Enter a result by hand, for referees")
def enter(event: str, bib: str, body: ResultBody, here: Here, asking: Asking) -> dict[str, Any]:
    """A run without a record, which counts by the referee's ruling; the reason shows beside it."""
    by = access.require_organiser(asking).account_id
    with transaction(here.engine) as connection:
        found = event_run(connection, asking, event, Role.REFEREE)
        entry = entries.find(connection, found, bib)
        run = by_hand.enter(
            connection,
            here.blobs,
            found,
            entry,
            body.result(),
            reason=body.reason,
            by=by,
            now=here.clock(),
        )
    return submissions.shown(run) | {"bib": run.bib}
