"""The runs that look like one on the desk, for staff."""

import math
from dataclasses import dataclass, fields
from datetime import datetime

from race.event import Event
from race.ingest.copies.likeness import Kind, Likeness
from race.store import entries, events, fingerprints
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.store.fingerprints import Candidate, CopyRow

#: Pages take these from here: they do not reach into `race.ingest`.
__all__ = ["Kind", "Likeness", "Similar", "similar"]


@dataclass(frozen=True, kw_only=True)
class Similar:
    """A run that looks like another one, for staff."""

    #: The event that it is in.
    event_id: str
    event_slug: str
    event_name: str
    activity: str
    bib: str
    #: The runner's full name.
    name: str
    kind: Kind
    #: NaN where a number cannot be told.
    likeness: Likeness
    #: Of the same runner.
    own: bool
    #: It came in after the run that it looks like.
    later: bool
    #: When it was sent; aware.
    sent_at: datetime
    #: Seconds since 1970 UTC; None without times.
    started_at: float | None
    #: What stands: one of `race.verdict.Outcome`.
    state: str


def similar(connection: Connection, event: Event, run: ActivityRow) -> tuple[Similar, ...]:
    """The runs that look like a run of `event`, earlier and later ones, those that came in first
    first; what was taken back since is left out. It takes the event's staff to see them."""
    found = fingerprints.copies_with(connection, event.id, run.id)
    ends = {_other_end(row, run.id): row for row in found}
    shown = (
        _similar(connection, ends[other.event_id, other.activity_id], other)
        for other in fingerprints.candidates(connection, list(ends))
    )
    return tuple(other for other in shown if other is not None)


def _other_end(row: CopyRow, activity_id: str) -> tuple[str, str]:
    if row.activity_id == activity_id:
        return row.of_event_id, row.of_activity_id
    return row.event_id, row.activity_id


def _similar(connection: Connection, row: CopyRow, other: Candidate) -> Similar | None:
    event = events.get(connection, other.event_id)
    entry = entries.get(connection, other.event_id, other.bib)
    if event is None or entry is None:
        return None
    numbers = {field.name: row.likeness.get(field.name) for field in fields(Likeness)}
    return Similar(
        event_id=event.id,
        event_slug=event.slug,
        event_name=event.name,
        activity=other.activity_id,
        bib=other.bib,
        name=entry.name,
        kind=Kind(row.kind),
        likeness=Likeness(**{n: math.nan if v is None else v for n, v in numbers.items()}),
        own=row.own,
        later=other.activity_id == row.activity_id,
        sent_at=other.examined_at,
        started_at=other.started_at,
        state=other.state,
    )
