"""One decision about several runs at once, each on its own: what somebody else has decided
meanwhile is left alone, and nothing that one run brings undoes the others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from race.errors import Conflict, NotFound
from race.event import Event
from race.services import deciding, events, reviews
from race.services.deciding import Choice
from race.store.activities import ActivityRow
from race.store.database import Engine, transaction

#: Runs that are decided about at once.
MOST: Final = 100


@dataclass(frozen=True, kw_only=True)
class Picked:
    """One run that was picked."""

    activity: str
    #: How many decisions about it were on the screen.
    seen: int


@dataclass(frozen=True, kw_only=True)
class Left:
    """One run that was left as it is."""

    activity: str
    #: The code of what stood against it: somebody was first, or the run is gone.
    code: str


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What became of all that were picked."""

    #: As they stand now, in the order in which they were picked.
    runs: tuple[ActivityRow, ...]
    left: tuple[Left, ...]


def decide(
    engine: Engine,
    event: Event,
    picked: Sequence[Picked],
    choice: Choice,
    *,
    by: str,
    now: datetime,
) -> Decided:
    """Decide the same about each run in a transaction of its own; InvalidField, before anything is
    decided, where the choice itself cannot be taken (see `race.services.deciding.decide`)."""
    runs: list[ActivityRow] = []
    left: list[Left] = []
    for each in {one.activity: one for one in picked}.values():
        try:
            runs.append(_decide(engine, event, each, choice, by=by, now=now))
        except (Conflict, NotFound) as error:
            left.append(Left(activity=each.activity, code=error.code))
    return Decided(runs=tuple(runs), left=tuple(left))


def _decide(
    engine: Engine, event: Event, each: Picked, choice: Choice, *, by: str, now: datetime
) -> ActivityRow:
    with transaction(engine) as connection:
        there = events.by_id(connection, event.id)
        run = reviews.find(connection, there, each.activity)
        seen = replace(choice, seen=each.seen)
        return deciding.decide(connection, there, run, seen, by=by, now=now)
