"""`/e/{event}/bxh`: one board, its filters, and my place on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from race.api.deps import Asking, Here
from race.api.pages import stages
from race.api.pages.event_page import team_row
from race.api.pages.frame import Scene, page, runner_url, scene
from race.api.pages.views_board import BoardChoice, BoardPage, BoardRow, MyRank
from race.api.pages.views_said import LateChange, StageView
from race.category import AGE_GROUPS, MASKED_BELOW, Sex
from race.course import Kind
from race.errors import NotFound
from race.event import Event, Phase, Stage
from race.leaderboard import Standing
from race.rankings import OVERALL, Filter, Line
from race.services import boards, cards
from race.services.boards import Board
from race.store.database import reading

router = APIRouter(include_in_schema=False)

_ROWS = 50
_PODIUM = 3
_NEIGHBOURS = 2
#: Boards that are shown as a filter of the overall one.
_SEXES = {"female": Sex.FEMALE.value, "male": Sex.MALE.value}


class BoardQuery(BaseModel):
    """The address of a board; an empty field is no filter."""

    board: str = ""
    sex: str = ""
    age_group: str = ""
    team: str = ""
    q: Annotated[str, Field(max_length=100)] = ""
    page: Annotated[int, Field(ge=1, le=100_000)] = 1


@router.get("/e/{event}/bxh")
def show(
    event: str,
    request: Request,
    here: Here,
    asking: Asking,
    query: Annotated[BoardQuery, Query()],
) -> HTMLResponse:
    """Works by links and a form; a script only makes it livelier."""
    with reading(here.engine) as connection:
        seen = scene(connection, request, asking, event)
        found = boards.of_event(seen.event)
        board, query = _chosen(found, query)
        everybody = boards.lines(connection, seen.event, board.race)
        changed = boards.changed_at(connection, seen.event, board.race)
        out = cards.teams_out(connection, seen.event)
        now = here.clock()
        when = _When(
            phase=seen.event.phase(now),
            changed=changed,
            out=out,
            stage=stages.stage_view(connection, seen.event, now),
            late=stages.late_changes(connection, seen.event, board.race)
            if seen.event.stage(now) is Stage.OFFICIAL
            else (),
        )
    view = _view(seen, board, everybody, query, when)
    return page(request, "leaderboard.html", view, seen=seen, nav="board")


def _chosen(found: Sequence[Board], query: BoardQuery) -> tuple[Board, BoardQuery]:
    """The board of an address; one of women or men is the overall board under a filter."""
    wanted = next((board for board in found if board.key == query.board), None)
    if wanted is None and (query.board or not found):
        raise NotFound(board=query.board)
    board = found[0] if wanted is None else wanted
    sex = _SEXES.get(board.ranking.key)
    if sex is None:
        return board, query
    return Board(race=board.race, ranking=OVERALL), query.model_copy(update={"sex": sex})


@dataclass(frozen=True, kw_only=True)
class _When:
    phase: Phase
    #: When a result of the race changed last.
    changed: datetime | None
    #: Slugs of the units that cards took out by then.
    out: frozenset[str]
    #: How far the results are, and what changed in the race after they were official.
    stage: StageView
    late: tuple[LateChange, ...]


def _view(
    seen: Scene, board: Board, everybody: Sequence[Line], query: BoardQuery, when: _When
) -> BoardPage:
    event, changed = seen.event, when.changed
    ranked = _ranked(board, everybody, query)
    of_teams = board.ranking.holds is None
    teams = boards.team_standings(everybody, event, out=when.out) if of_teams else ()
    found = boards.searched(ranked, query.q)
    first = (query.page - 1) * _ROWS
    plain = query.page == 1 and not query.q.strip()
    late = {change.bib: change for change in when.late}
    return BoardPage(
        boards=tuple(_choice(b) for b in boards.of_event(event) if b.ranking.key not in _SEXES),
        board=_choice(board),
        state=when.phase,
        version=0 if changed is None else int(changed.timestamp() * 1000),
        updated_at=(changed or event.window.starts_at).astimezone(event.window.zone),
        live=False,
        age_groups=_groups(everybody),
        teams=event.teams,
        sex=query.sex,
        age_group=query.age_group,
        team=query.team,
        query=query.q,
        found=len(teams or found),
        total=len(teams or ranked),
        podium=tuple(row(event, board, s) for s in ranked[:_PODIUM]) if plain else (),
        rows=tuple(
            row(event, board, s, late.get(s.line.bib)) for s in found[first : first + _ROWS]
        ),
        team_rows=tuple(team_row(t) for t in teams[first : first + _ROWS]),
        mine=_mine(seen, board, ranked),
        page=query.page,
        pages=max(1, -(-len(teams or found) // _ROWS)),
        stage=when.stage,
        late=when.late,
        unranked=stages.unranked(everybody),
    )


def _ranked(board: Board, everybody: Sequence[Line], query: BoardQuery) -> tuple[Standing, ...]:
    if board.ranking.holds is None:
        return ()
    narrowed = Filter(
        sex=Sex(query.sex) if query.sex in set(Sex) else None,
        age_group=query.age_group or None,
        team=query.team or None,
    )
    return boards.standings(everybody, board, narrowed)


def _choice(board: Board) -> BoardChoice:
    return BoardChoice(key=board.key, race=board.race, teams=board.ranking.holds is None)


def _groups(everybody: Sequence[Line]) -> tuple[str, ...]:
    there = {boards.group_of(line) for line in everybody}
    return tuple(group.name for group in AGE_GROUPS if group.name in there)


def row(event: Event, board: Board, standing: Standing, late: LateChange | None = None) -> BoardRow:
    """A runner as tables show them; `late` is the last change since the results are official."""
    line, result = standing.line, standing.line.result
    masked = line.age < MASKED_BELOW
    return BoardRow(
        rank=standing.rank,
        change=None,
        bib=line.bib,
        name=line.name,
        masked=masked,
        url=None if masked else runner_url(event, line.bib),
        team=line.team_name or "",
        distance_m=result.distance_m,
        time_s=float(result.time_s or 0),
        progress=result.distance_m / board.race.distance_m,
        finished=result.finished,
        late=late,
    )


def _mine(seen: Scene, board: Board, ranked: Sequence[Standing]) -> MyRank | None:
    me = seen.me
    place = next((i for i, s in enumerate(ranked) if me is not None and s.line.bib == me.bib), None)
    if place is None:
        return None
    near = ranked[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS + 1]
    return MyRank(
        row=row(seen.event, board, ranked[place]),
        around=tuple(row(seen.event, board, s) for s in near),
        gap=_gap(board, ranked, place),
        page=place // _ROWS + 1,
    )


def _gap(board: Board, ranked: Sequence[Standing], place: int) -> float | None:
    """Metres or seconds to the next rank; None in front."""
    mine = ranked[place]
    better = [s for s in ranked[:place] if s.rank < mine.rank]
    if not better:
        return None
    ahead, own = better[-1].line.result, mine.line.result
    if board.race.kind is Kind.COLLECTED:
        return ahead.distance_m - own.distance_m
    return float((own.time_s or 0) - (ahead.time_s or 0))
