"""Official results: what changes after they are published stands beside them, with its reason."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from race.event import Event, EventState
from race.store import official, results
from race.store.database import Connection
from race.store.results import ResultRow

#: What a late change tells of a result.
_TOLD = ("status", "time_s", "distance_m", "finished", "runs")


def before(connection: Connection, event: Event, bib: str) -> dict[str, ResultRow]:
    """The results of a runner by race, to be handed to `note` after a change; empty where the
    results are not official."""
    if event.state is not EventState.FINAL:
        return {}
    return {row.race: row for row in results.of_entry(connection, event.id, bib)}


def note(
    connection: Connection,
    event: Event,
    bib: str,
    was: Mapping[str, ResultRow],
    *,
    by: str | None,
    reason: str,
    now: datetime,
) -> None:
    """Write down what became of a runner's official results; nothing where they are not official,
    or did not change."""
    if event.state is not EventState.FINAL:
        return
    for row in results.of_entry(connection, event.id, bib):
        earlier = {} if row.race not in was else _told(was[row.race])
        if earlier != _told(row):
            official.add_change(
                connection,
                event_id=event.id,
                at=now,
                account_id=by,
                race=row.race,
                bib=bib,
                reason=reason,
                before=earlier,
                after=_told(row),
            )


def _told(row: ResultRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _TOLD}
