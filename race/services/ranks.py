"""Where one runner stands in each race, and what a new run or a ruling changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from race.event import Event
from race.result import Result, Status
from race.services import scoring
from race.store import results
from race.store.database import Connection


@dataclass(frozen=True, kw_only=True)
class Place:
    """One runner in one race at one moment."""

    result: Result
    #: None while nothing is ranked.
    rank: int | None


@dataclass(frozen=True, kw_only=True)
class Change:
    """One race before and after."""

    race: str
    before: Place | None
    after: Place

    def shown(self) -> dict[str, Any]:
        """JSON values for the API."""
        result = self.after.result
        return {
            "race": self.race,
            "status": result.status.value,
            "time_s": result.time_s,
            "distance_m": round(result.distance_m, 1),
            "finished": result.finished,
            "rank": self.after.rank,
            "rank_before": None if self.before is None else self.before.rank,
        }


def of_entry(connection: Connection, event: Event, bib: str) -> dict[str, Place]:
    """Where a runner stands, by race."""
    places = {}
    for row in results.of_entry(connection, event.id, bib):
        result = scoring.result_of(row)
        rank = None
        if result.status is Status.OK and row.score is not None:
            rank = results.ahead(connection, event.id, row.race, row.score) + 1
        places[row.race] = Place(result=result, rank=rank)
    return places


def changes(before: Mapping[str, Place], after: Mapping[str, Place]) -> tuple[Change, ...]:
    """Every race of the runner, what was and what is."""
    return tuple(
        Change(race=race, before=before.get(race), after=place) for race, place in after.items()
    )
