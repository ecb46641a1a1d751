"""/api/v1/events/{event}/leaderboards: the boards of an event."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from race.api import shapes
from race.api.deps import Asking, Here
from race.api.subjects import event_seen
from race.category import Sex
from race.event import Event
from race.leaderboard import Standing
from race.rankings import Filter, Line
from race.services import boards, cards, finalising
from race.services.boards import Board
from race.store.database import Connection, reading

router = APIRouter(prefix="/api/v1/events/{event}/leaderboards", tags=["leaderboards"])


@router.get("", summary="The boards of an event")
def every(event: str, here: Here, asking: Asking) -> list[dict[str, Any]]:
    """Race by race; a key names its race first."""
    with reading(here.engine) as connection:
        found = event_seen(connection, asking, event)
    return [shapes.board(board) for board in boards.of_event(found)]


class BoardQuery(BaseModel):
    """What a reader wants of a board."""

    sex: Sex | None = None
    age_group: str | None = None
    team: str | None = None
    q: Annotated[str, Field(max_length=100)] = ""
    around: str | None = None
    after: Annotated[int, Field(ge=0)] = 0
    limit: Annotated[int, Field(ge=1)] = boards.PAGE


@router.get("/{board}", summary="One board, a page at a time")
def show(
    event: str, board: str, here: Here, asking: Asking, query: Annotated[BoardQuery, Query()]
) -> dict[str, Any]:
    """Filters narrow before ranks are given; a search keeps the ranks. `around` gives a bib with
    five neighbours on each side. `next` goes into `after`."""
    with reading(here.engine) as connection:
        found = event_seen(connection, asking, event)
        wanted = boards.find(found, board)
        everybody = boards.lines(connection, found, wanted.race)
        head = _head(connection, found, wanted)
        out = cards.teams_out(connection, found)
        late = finalising.changed(connection, found, wanted.race.slug)
    if wanted.ranking.holds is None:
        ranked = boards.team_standings(everybody, found, out=out)
        rows = [shapes.team_standing(line) for line in ranked]
    else:
        rows = [
            shapes.standing(wanted, line, late.get(line.line.bib))
            for line in _ranked(everybody, wanted, query)
        ]
    return head | _page(rows, query.after, query.limit)


def _ranked(everybody: Sequence[Line], wanted: Board, query: BoardQuery) -> Sequence[Standing]:
    group = (query.age_group or "").replace("–", "-")  # as it is printed, or as it is typed
    narrowed = Filter(sex=query.sex, age_group=group or None, team=query.team or None)
    ranked = boards.standings(everybody, wanted, narrowed)
    if query.around:
        return boards.around(ranked, query.around)
    return boards.searched(ranked, query.q)


def _head(connection: Connection, event: Event, board: Board) -> dict[str, Any]:
    return shapes.board(board) | {"version": boards.version(connection, event, board.race)}


def _page(rows: Sequence[dict[str, Any]], after: int, limit: int) -> dict[str, Any]:
    end = after + min(limit, boards.LARGEST_PAGE)
    return {
        "total": len(rows),
        "standings": rows[after:end],
        "next": str(end) if end < len(rows) else None,
    }
