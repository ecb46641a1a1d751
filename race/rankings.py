"""Every kind of board, one value each: who is on it. A new one is a line in RANKINGS."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from race.category import Sex, age_group
from race.course import Kind
from race.i18n import N_, fold
from race.result import Result


@dataclass(frozen=True, kw_only=True)
class Line:
    """A runner's result with what boards filter by."""

    bib: str
    name: str
    sex: Sex
    #: Whole years on race day.
    age: int
    #: Slug and name of the own unit; None without one.
    team: str | None
    team_name: str | None
    #: The own unit and all above it.
    lineage: tuple[str, ...]
    result: Result


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """One kind of board."""

    #: The part of the key behind the race: "overall" in "5km-overall".
    key: str
    title: str
    #: Whether a runner is on it; None for the board of units.
    holds: Callable[[Line], bool] | None


OVERALL: Final = Ranking(key="overall", title=N_("Overall"), holds=lambda line: True)

RANKINGS: Final = (
    OVERALL,
    Ranking(key="female", title=N_("Women"), holds=lambda line: line.sex is Sex.FEMALE),
    Ranking(key="male", title=N_("Men"), holds=lambda line: line.sex is Sex.MALE),
    Ranking(key="teams", title=N_("Units"), holds=None),
)


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What a reader narrows a board to; None is everybody."""

    sex: Sex | None = None
    #: Name of an age group.
    age_group: str | None = None
    #: Slug of a unit: its whole subtree.
    team: str | None = None

    def holds(self, line: Line) -> bool:
        """Whether a runner stays. Sex X stands in overall only, so never under a filter of sex."""
        return (
            (self.sex is None or (line.sex is self.sex and line.sex is not Sex.OPEN))
            and (self.age_group is None or age_group(line.age).name == self.age_group)
            and (self.team is None or self.team in line.lineage)
        )


def found(line: Line, query: str) -> bool:
    """Whether a search for a name or a bib finds a runner; diacritics do not matter."""
    wanted = fold(query)
    return wanted in fold(line.name) or wanted == line.bib.lstrip("0") or wanted == line.bib


def order(kind: Kind, result: Result) -> float:
    """What a board sorts by, smallest first, as it is shown: whole seconds, or 10 m."""
    if kind is Kind.SINGLE:
        return float("inf") if result.time_s is None else result.time_s
    return -int(result.distance_m / 10 + 1e-6)
