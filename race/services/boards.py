"""The boards of an event: load lines, rank them purely, cut a page."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from race.category import Sex, age_group
from race.course import Race
from race.errors import NotFound
from race.event import Event
from race.leaderboard import Standing, TeamStanding, rank, rank_teams
from race.rankings import RANKINGS, Filter, Line, Ranking, found
from race.result import Result, Status
from race.services import entries as entry_service
from race.services import scoring
from race.store import entries, results
from race.store.database import Connection
from race.store.entries import full_bib
from race.team import lineage

#: Lines of one answer: as asked, and at most.
PAGE: Final = 50
LARGEST_PAGE: Final = 200


@dataclass(frozen=True, kw_only=True)
class Board:
    """One board by its key, like "5km-overall"."""

    race: Race
    ranking: Ranking

    @property
    def key(self) -> str:
        """The race first, then the kind."""
        return f"{self.race.slug}-{self.ranking.key}"


def of_event(event: Event) -> list[Board]:
    """Every board of an event, race by race; units only where there are any."""
    return [
        Board(race=race, ranking=ranking)
        for race in event.races
        for ranking in RANKINGS
        if ranking.holds is not None or event.teams
    ]


def find(event: Event, key: str) -> Board:
    """The board of that key; NotFound."""
    for board in of_event(event):
        if board.key == key:
            return board
    raise NotFound(board=key)


def lines(connection: Connection, event: Event, race: Race) -> list[Line]:
    """Everybody entered in a race, with the result as it stands; names as the public sees them."""
    teams = {team.slug: team for team in event.teams}
    reached = {row.bib: row for row in results.of_race(connection, event.id, race.slug)}
    people = {entry.bib: entry for entry in entries.of_event(connection, event.id)}
    held = [
        row.bib for row in entries.races_of_event(connection, event.id) if row.race == race.slug
    ]
    found_lines = []
    for bib in held:
        entry, row = people[bib], reached.get(bib)
        nothing = Result(race=race.slug, bib=bib, status=Status.DNS)
        found_lines.append(
            Line(
                bib=bib,
                name=entry_service.shown_name(event, entry),
                sex=Sex(entry.sex),
                age=max(entry_service.age_in(event, entry), 0),
                team=entry.team,
                team_name=teams[entry.team].name if entry.team in teams else None,
                lineage=lineage(entry.team, teams),
                result=nothing if row is None else scoring.result_of(row),
            )
        )
    return found_lines


def standings(everybody: Sequence[Line], board: Board, narrowed: Filter) -> tuple[Standing, ...]:
    """The ranked lines of a board of runners under a filter."""
    holds = board.ranking.holds
    if holds is None:
        raise NotFound(board=board.key)
    return rank(board.race, [ln for ln in everybody if holds(ln) and narrowed.holds(ln)])


def team_standings(
    everybody: Sequence[Line], event: Event, *, out: frozenset[str]
) -> tuple[TeamStanding, ...]:
    """The ranked units of a race; `out` are those that cards took out."""
    return rank_teams(event.teams, everybody, out=out)


def searched(ranked: Sequence[Standing], query: str) -> tuple[Standing, ...]:
    """The lines that a name or a bib finds; they keep their place."""
    return tuple(
        standing for standing in ranked if not query.strip() or found(standing.line, query)
    )


def around(ranked: Sequence[Standing], bib: str, reach: int = 5) -> tuple[Standing, ...]:
    """The line of a bib with `reach` neighbours on each side; empty when it is not ranked."""
    for position, standing in enumerate(ranked):
        if standing.line.bib == full_bib(bib):
            return tuple(ranked[max(0, position - reach) : position + reach + 1])
    return ()


def changed_at(connection: Connection, event: Event, race: Race) -> datetime | None:
    """When a result of the race changed last; None while there is none."""
    changed = (row.updated_at for row in results.of_race(connection, event.id, race.slug))
    return max(changed, default=None)


def version(connection: Connection, event: Event, race: Race) -> str | None:
    """A short hash over what the results of the race say, whenever they were made: the same results
    have the same version. None while nobody has any."""
    said = [
        [value for name, value in vars(row).items() if name not in _NOT_SAID]
        for row in results.of_race(connection, event.id, race.slug)
        if row.status != Status.DNS
    ]
    digest = hashlib.sha256(json.dumps(said).encode()).hexdigest()
    return digest[:_VERSION_DIGITS] if said else None


#: What does not tell two results apart: an id, and when it was made.
_NOT_SAID: Final = frozenset({"event_id", "updated_at"})
#: Hexadecimal digits of a version: two in a row are the same by chance once in 10^14.
_VERSION_DIGITS: Final = 12


def group_of(line: Line) -> str:
    """Name of a runner's age group."""
    return age_group(line.age).name
