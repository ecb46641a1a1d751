"""Telling runners what was decided: on their page always, by e-mail where they gave one."""

from datetime import datetime
from typing import Any

from race.event import Event
from race.store import notices
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.store.entries import EntryRow
from race.store.notices import NoticeRow


def tell(
    connection: Connection,
    event: Event,
    entry: EntryRow,
    kind: str,
    run: ActivityRow | None = None,
    *,
    now: datetime,
    **facts: Any,
) -> NoticeRow:
    """Tell a runner something of a kind of `race.notices.WORDS`; `facts` are what its words need
    beside the run's own."""
    return notices.add(
        connection,
        event_id=event.id,
        bib=entry.bib,
        at=now,
        kind=kind,
        activity_id=None if run is None else run.id,
        facts={**({} if run is None else _of_run(event, run)), **facts},
        mail="waiting" if entry.email else None,
    )


def _of_run(event: Event, run: ActivityRow) -> dict[str, Any]:
    zone = event.window.zone
    begun = None if run.started_at is None else event.window.local(run.started_at)
    day = (begun or run.examined_at.astimezone(zone)).date()
    return {"day": day.isoformat(), "distance_m": run.official_distance_m or 0.0}
