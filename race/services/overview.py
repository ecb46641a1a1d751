"""The numbers of a whole event: totals, races, units, the latest runs."""

from collections.abc import Sequence
from dataclasses import dataclass

from race.course import Kind, Race
from race.event import Event
from race.leaderboard import TeamStanding, rank_teams
from race.rankings import Line
from race.result import Status
from race.services import boards, cards
from race.store import activities, entries
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.store.entries import EntryRow
from race.verdict import Outcome


@dataclass(frozen=True, kw_only=True)
class RaceNumbers:
    """One race of an event with everybody in it."""

    race: Race
    lines: Sequence[Line]

    @property
    def finished(self) -> int:
        """Runners who have reached it."""
        return sum(line.result.finished for line in self.lines)


@dataclass(frozen=True, kw_only=True)
class Overview:
    """One event as it stands."""

    entries: int
    #: Metres of all accepted runs.
    accepted_m: float
    races: tuple[RaceNumbers, ...]
    #: Units that nobody is below, by participation.
    teams: tuple[TeamStanding, ...]
    #: The race whose board of units they are; None without units.
    teams_race: Race | None

    @property
    def finishes(self) -> int:
        """Finishes in all races together."""
        return sum(numbers.finished for numbers in self.races)


def overview(connection: Connection, event: Event) -> Overview:
    """Every number of the event page in one go."""
    races = tuple(
        RaceNumbers(race=race, lines=boards.lines(connection, event, race)) for race in event.races
    )
    return Overview(
        entries=entries.count(connection, event.id),
        accepted_m=activities.total_m(connection, event.id, Outcome.ACCEPTED.value),
        races=races,
        teams=_leaf_teams(event, races, cards.teams_out(connection, event)),
        teams_race=_teams_race(event),
    )


def latest(connection: Connection, event: Event, limit: int) -> list[tuple[ActivityRow, EntryRow]]:
    """The runs that were accepted last, with who ran them."""
    runs = activities.newest(connection, event.id, Outcome.ACCEPTED.value, limit)
    rows = entries.of_bibs(connection, event.id, [run.bib for run in runs])
    people = {entry.bib: entry for entry in rows}
    return [(run, people[run.bib]) for run in runs]


def _teams_race(event: Event) -> Race | None:
    if not event.teams:
        return None
    collected = [race for race in event.races if race.kind is Kind.COLLECTED]
    return (collected or list(event.races))[0]


def _leaf_teams(
    event: Event, races: Sequence[RaceNumbers], out: frozenset[str]
) -> tuple[TeamStanding, ...]:
    """Units without units below them: a runner counts once, whatever races they are in."""
    best: dict[str, Line] = {}
    for numbers in races:
        for line in numbers.lines:
            known = best.get(line.bib)
            if known is None or _counts_more(line, known):
                best[line.bib] = line
    parents = {team.parent for team in event.teams}
    ranked = rank_teams(event.teams, best.values(), out=out)
    return tuple(row for row in ranked if row.team.slug not in parents)


def _counts_more(line: Line, known: Line) -> bool:
    ok = line.result.status is Status.OK
    return ok and line.result.distance_m > known.result.distance_m
