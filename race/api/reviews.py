"""/api/v1/events/{event}/reviews, activities and rulings: people look and decide."""

import re
from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from race.api import remarks, shapes
from race.api.deps import Asking, Here
from race.api.schemas import RulingBody, RulingsBody
from race.api.subjects import entry_owned, event_run, event_seen
from race.errors import InvalidField
from race.event import Event
from race.i18n import N_
from race.services import access, bulk, deciding, desk, mailing, reviews, submissions
from race.services.access import Role
from race.services.reviews import Line, Wanted
from race.store import activities
from race.store.database import reading, transaction
from race.verdict import Waits

router = APIRouter(prefix="/api/v1/events/{event}", tags=["reviews"])


class QueueQuery(BaseModel):
    """What a referee looks for."""

    waits: Waits | None = None
    code: Annotated[str, Field(max_length=40)] | None = None
    race: Annotated[str, Field(max_length=60)] = ""
    team: Annotated[str, Field(max_length=60)] = ""
    q: Annotated[str, Field(max_length=100)] = ""
    after: Annotated[str, Field(max_length=100)] = ""
    limit: Annotated[int, Field(ge=1)] = 50

    def wanted(self, event: Event) -> Wanted:
        """The value that the service takes."""
        narrows = self.q or self.race or self.team
        runner = desk.wanted(event, self.q, self.race, self.team) if narrows else None
        return Wanted(waits=self.waits, code=self.code, runner=runner)


@router.get("/reviews", summary="Runs that wait for a decision, for referees")
def queue(
    event: str,
    here: Here,
    asking: Asking,
    query: Annotated[QueueQuery, Query()],
    *,
    request: Request,
    response: Response,
) -> list[dict[str, Any]]:
    """What runners have said first, then the riskiest, then the longest waiting; at most 200. Where
    there are more, the header Link has the address of the next page."""
    with reading(here.engine) as connection:
        found = event_run(connection, asking, event, Role.REFEREE)
        everything = reviews.lines(connection, found)
        lines = reviews.matching(connection, found, everything, query.wanted(found))
        rest = _after(reviews.in_order(lines), query.after)
        page = rest[: min(query.limit, _MOST)]
        rows = activities.of_ids(connection, found.id, [line.activity for line in page])
    if len(rest) > len(page):
        onwards = request.url.include_query_params(after=_cursor(page[-1]))
        response.headers["Link"] = f'<{onwards.path}?{onwards.query}>; rel="next"'
    runs = {run.id: run for run in rows}
    return [shapes.review(runs[line.activity], line) for line in page]


#: Runs in one answer at most.
_MOST: Final = 200


def _cursor(line: Line) -> str:
    """The place of a run in the queue: it holds when the run itself is decided meanwhile."""
    group, risk, since, activity = reviews.place(line)
    return f"{group}.{risk}.{since.isoformat()}.{activity}"


def _after(lines: list[Line], cursor: str) -> list[Line]:
    """The part of the queue behind a place; InvalidField for what is none."""
    if not cursor:
        return lines
    match = _PLACE.fullmatch(cursor)
    if match is None:
        raise InvalidField(field="after", reason=N_("this cannot be taken."))
    try:
        since = datetime.fromisoformat(match[3])
    except ValueError:  # the 99th of a month
        raise InvalidField(field="after", reason=N_("this cannot be taken.")) from None
    place = int(match[1]), int(match[2]), since, match[4]
    return [line for line in lines if reviews.place(line) > place]


_PLACE: Final = re.compile(
    r"(\d)\.(-?\d{1,3})\.(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?\+00:00)\.([\w-]+)"
)


@router.get("/activities/{activity}", summary="A run, for its runner and for staff")
def show(event: str, activity: str, here: Here, asking: Asking) -> dict[str, Any]:
    """One run as it stands, with its evidence sheet, what was said about it, and what its runner
    can do."""
    with reading(here.engine) as connection:
        found = event_seen(connection, asking, event)
        run = reviews.find(connection, found, activity)
        entry_owned(connection, asking, found, run.bib)
        said = remarks.about(connection, asking, found, run, here.clock())
        return submissions.shown(run) | {"bib": run.bib} | said


@router.post("/activities/{activity}/ruling", summary="Accept, reject or ask")
def rule(event: str, activity: str, body: RulingBody, here: Here, asking: Asking) -> dict[str, Any]:
    """A ruling stands over the verdict; the reason is shown to the runner."""
    by = access.require_organiser(asking).account_id
    with transaction(here.engine) as connection:
        found = event_run(connection, asking, event, Role.REFEREE)
        run = reviews.find(connection, found, activity)
        decided = deciding.decide(connection, found, run, body.choice(), by=by, now=here.clock())
    mailing.ask_where_waiting(here.tools, here.queue, found.id)
    return submissions.shown(decided)


@router.post("/rulings", summary="The same decision about several runs")
def rule_many(
    event: str, body: RulingsBody, here: Here, asking: Asking
) -> dict[str, list[dict[str, str]] | list[str]]:
    """Each run is decided on its own. Runs about which somebody else has decided since they were
    seen are left as they are, and named with a code."""
    by = access.require_organiser(asking).account_id
    with reading(here.engine) as connection:
        found = event_run(connection, asking, event, Role.REFEREE)
    done = bulk.decide(here.engine, found, body.picked(), body.choice(), by=by, now=here.clock())
    mailing.ask_where_waiting(here.tools, here.queue, found.id)
    return {
        "decided": [run.id for run in done.runs],
        "left": [{"id": each.activity, "code": each.code} for each in done.left],
    }
