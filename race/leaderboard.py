"""Rank results: ties share a place and the next place is skipped (1, 2, 2, 4)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from race.course import Kind, Race
from race.rankings import Line, order
from race.result import Status
from race.team import Team, lineage

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One line of a board."""

    rank: int
    line: Line
    #: How far behind the first: seconds in a race over a distance, metres in a collected one.
    behind: float


@dataclass(frozen=True, kw_only=True)
class TeamStanding:
    """One line of the board of units."""

    #: None for a unit that cards took out.
    rank: int | None
    team: Team
    #: Runners of the unit and of all units below it who have a run that counts.
    active: int
    #: Declared members, or those entered where that is more or nothing is declared.
    size: int
    #: Metres of all of them.
    distance_m: float

    @property
    def out(self) -> bool:
        """Whether cards took it out: it stands last, without a place."""
        return self.rank is None

    @property
    def participation(self) -> float:
        """Active runners by size, 0 to 1."""
        return self.active / self.size if self.size else 0.0


def placed(values: Iterable[T], key: Callable[[T], float]) -> list[tuple[int, T]]:
    """(place, value) from the smallest key on; the order of equal ones is kept."""
    ranked: list[tuple[int, T]] = []
    for position, value in enumerate(sorted(values, key=key), start=1):
        tied = ranked and key(ranked[-1][1]) == key(value)
        ranked.append((ranked[-1][0] if tied else position, value))
    return ranked


def rank(race: Race, lines: Iterable[Line]) -> tuple[Standing, ...]:
    """The board of a race: those whose result is OK; who reached a tie first stands first."""
    ok = [line for line in lines if line.result.status is Status.OK]
    ok.sort(key=lambda line: (line.result.achieved_at or 0.0, line.bib))
    places = placed(ok, lambda line: order(race.kind, line.result))
    return tuple(
        Standing(rank=place, line=line, behind=_behind(race, places[0][1], line))
        for place, line in places
    )


def _behind(race: Race, first: Line, line: Line) -> float:
    behind = order(race.kind, line.result) - order(race.kind, first.result)
    return behind * 10.0 if race.kind is Kind.COLLECTED else behind


def rank_teams(
    teams: Iterable[Team], lines: Iterable[Line], *, out: frozenset[str] = frozenset()
) -> tuple[TeamStanding, ...]:
    """Units by participation, then by metres for each member; a unit counts all units below it.

    Units that are `out`, by their slugs, stand last and have no place.
    """
    by_slug = {team.slug: team for team in teams}
    entered = dict.fromkeys(by_slug, 0)
    active = dict.fromkeys(by_slug, 0)
    metres = dict.fromkeys(by_slug, 0.0)
    for line in lines:
        for slug in line.lineage:
            entered[slug] += 1
            if line.result.status is Status.OK:
                active[slug] += 1
                metres[slug] += line.result.distance_m
    sizes = _sizes(by_slug, entered)
    rows = [
        TeamStanding(
            rank=None, team=team, active=active[slug], size=sizes[slug], distance_m=metres[slug]
        )
        for slug, team in by_slug.items()
    ]
    rows.sort(key=lambda row: -row.distance_m / max(row.size, 1))
    ranked = placed(
        [row for row in rows if row.team.slug not in out],
        lambda row: -round(row.participation, 6),
    )
    return (
        *(replace(row, rank=place) for place, row in ranked),
        *(row for row in rows if row.team.slug in out),
    )


def _sizes(teams: Mapping[str, Team], entered: Mapping[str, int]) -> dict[str, int]:
    """What each unit declares, or what the units below it do; never fewer than are entered."""
    sizes: dict[str, int] = {}
    deepest_first = sorted(teams, key=lambda slug: -len(lineage(slug, teams)))
    below = dict.fromkeys(teams, 0)
    for slug in deepest_first:
        declared, parent = teams[slug].headcount, teams[slug].parent
        sizes[slug] = max(below[slug] if declared is None else declared, entered[slug])
        if parent is not None:
            below[parent] += sizes[slug]
    return sizes
