"""`/btc/{event}/vdv`: the runners of an event, searched and page by page."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from race.api.pages.organiser.frame import Asked, Desk, desk_of, notice, organised, page
from race.api.pages.views_entries import Choice, EntriesPage, EntryRow
from race.api.pages.views_runner import Said
from race.event import Event
from race.services import desk
from race.services.access import Role
from race.services.desk import EntryNumbers
from race.store.database import Connection, reading
from race.team import Team

router = APIRouter(include_in_schema=False)


class Search(BaseModel):
    """What is looked for; all of it may be missing or odd."""

    q: str = ""
    #: Slugs.
    race: str = ""
    team: str = ""
    page: str = "1"

    @property
    def number(self) -> int:
        """The page, the first where it is no number."""
        page = self.page
        return int(page) if page.isascii() and page.isdigit() and len(page) <= 6 else 1


@router.get("/btc/{event}/vdv")
def every(event: str, asked: Asked, search: Annotated[Search, Query()]) -> HTMLResponse:
    """Everybody, or those whom a search finds."""
    with reading(asked.here.engine) as connection:
        at = desk_of(connection, asked, event, Role.VIEWER)
        view = _view(connection, at, search, notice(asked.request))
    return page(asked.request, "entries", view, nav="entries", at=at)


def _view(connection: Connection, at: Desk, search: Search, done: Said | None) -> EntriesPage:
    event = at.event
    wanted = desk.wanted(event, search.q, search.race, search.team)
    found = desk.entries_found(connection, event, wanted, page=search.number)
    return EntriesPage(
        event=organised(connection, at),
        q=wanted.text,
        race=wanted.race or "",
        team="" if wanted.teams is None else search.team,
        races=tuple(Choice(value=race.slug, label=race.name) for race in event.races),
        teams=team_choices(event),
        rows=tuple(_row(event, numbers) for numbers in found.rows),
        total=found.total,
        page=found.page,
        pages=found.pages,
        notice=done,
    )


def _row(event: Event, numbers: EntryNumbers) -> EntryRow:
    return EntryRow(
        bib=numbers.entry.bib,
        name=numbers.entry.name,
        team=team_name(event, numbers.entry.team),
        race=race_names(numbers),
        runs=numbers.runs,
        state=numbers.progress,
    )


def race_names(numbers: EntryNumbers) -> str:
    """Every race that a runner is in, in one line."""
    return ", ".join(race.name for race in numbers.races)


def team_name(event: Event, slug: str | None) -> str | None:
    """The name of a unit; None without one."""
    return next((team.name for team in event.teams if team.slug == slug), None)


def team_choices(event: Event) -> tuple[Choice, ...]:
    """The units to choose from: each followed by those below it, in the organiser's order."""
    below: dict[str | None, list[Team]] = {}
    for team in event.teams:
        below.setdefault(team.parent, []).append(team)
    return tuple(_tree(below, None, 0))


def _tree(below: dict[str | None, list[Team]], parent: str | None, depth: int) -> Iterator[Choice]:
    for team in below.get(parent, ()):
        yield Choice(value=team.slug, label=team.name, depth=depth)
        yield from _tree(below, team.slug, depth + 1)
