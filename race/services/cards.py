"""Cards: a run that was cheated, then the runner, then the unit."""

from collections.abc import Mapping
from datetime import datetime

from race.event import Event
from race.services import scoring
from race.store import entries, rulings
from race.store.database import Connection


def of_event(connection: Connection, event: Event) -> Mapping[str, int]:
    """How many cards each runner has, by bib; none where the event has no cards."""
    return rulings.cards(connection, event.id) if event.procedure.cards else {}


def is_out(connection: Connection, event: Event, bib: str) -> bool:
    """Whether a runner has so many that no run counts."""
    return event.procedure.takes_out(rulings.cards_of(connection, event.id, bib))


def teams_out(connection: Connection, event: Event) -> frozenset[str]:
    """The units whose own runners have so many that the unit is not ranked."""
    shown = of_event(connection, event)
    counted: dict[str, int] = {}
    for entry in entries.of_bibs(connection, event.id, shown.keys()):
        if entry.team is not None:
            counted[entry.team] = counted.get(entry.team, 0) + shown[entry.bib]
    return frozenset(t for t, number in counted.items() if number >= event.procedure.team_out_at)


def rescore_all(connection: Connection, event: Event, now: datetime) -> None:
    """Make the results of every runner with a card anew: what cards do was changed."""
    shown = rulings.cards(connection, event.id)
    for entry in entries.of_bibs(connection, event.id, shown.keys()):
        scoring.rescore(connection, event, entry, now=now)
