"""How an event deals with doubt: switched by its organisers, within bounds."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from race.errors import InvalidField
from race.event import Event, Procedure
from race.i18n import N_
from race.services import cards, events
from race.store import audit
from race.store import events as event_rows
from race.store.database import Connection

#: The least and the most of each number: hours are kept in seconds.
BOUNDS: Final[Mapping[str, tuple[float, float]]] = {
    "protest_within_s": (3600.0, 336 * 3600.0),
    "runner_out_at": (1, 10),
    "team_out_at": (1, 50),
}
_SAID: Final[Mapping[str, tuple[str, str]]] = {
    "protest_within_s": (N_("Time for protests"), N_("Write 1 to 336 hours.")),
    "runner_out_at": (N_("Cards of a runner"), N_("Write a number from 1 to 10.")),
    "team_out_at": (N_("Cards of a unit"), N_("Write a number from 1 to 50.")),
}
#: What decides which runs of a runner count.
_OF_RESULTS: Final = ("cards", "runner_out_at")


def change(
    connection: Connection, event: Event, changes: Mapping[str, Any], *, by: str, now: datetime
) -> Event:
    """Switch fields of `race.event.Procedure`; results of runners with cards follow.

    InvalidField out of `BOUNDS`; EventFinal once the results are official.
    """
    row = events.row_to_change(connection, event)
    for name in BOUNDS.keys() & changes.keys():
        check(name, changes[name])
    before = Procedure(**row.procedure)
    after = replace(before, **changes)
    if after == before:
        return event
    event_rows.update(connection, replace(row, procedure=after.to_dict()))
    was, becomes = before.to_dict(), after.to_dict()
    changed = [name for name in becomes if becomes[name] != was[name]]
    audit.record(
        connection,
        event_id=event.id,
        at=now,
        account_id=by,
        action="procedure.change",
        subject=event.slug,
        detail={
            "before": {name: was[name] for name in changed},
            "after": {name: becomes[name] for name in changed},
        },
    )
    now_so = events.by_id(connection, event.id)
    if any(name in changed for name in _OF_RESULTS):
        cards.rescore_all(connection, now_so, now)
    return now_so


def check(name: str, value: float) -> None:
    """InvalidField where a number of `BOUNDS` is out of them."""
    least, most = BOUNDS[name]
    if not least <= value <= most:
        field, reason = _SAID[name]
        raise InvalidField(field=field, reason=reason)
