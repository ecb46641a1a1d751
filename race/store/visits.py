"""When runners looked at their own pages: columns of the entries that belong to no `EntryRow`."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_

from race.store import rows
from race.store.tables import entries


@dataclass(frozen=True, kw_only=True)
class VisitRow:
    """The last two visits of a runner."""

    #: When the last one began; None before the first.
    visited_at: datetime | None
    #: When the one before it began; None before the second.
    visited_before: datetime | None


def get(connection: Connection, event_id: str, bib: str) -> VisitRow | None:
    """The visits of a runner; None where there is no such runner."""
    mine = (entries.c.event_id == event_id, entries.c.bib == bib)
    return rows.one(connection, rows.pick(entries, VisitRow).where(*mine), VisitRow)


def note(
    connection: Connection, event_id: str, bib: str, *, now: datetime, begun_before: datetime
) -> bool:
    """Begin a new visit, unless the last one began at `begun_before` or later; whether it did. Of
    several at once one gets True."""
    last = entries.c.visited_at
    due = (
        entries.c.event_id == event_id,
        entries.c.bib == bib,
        or_(last.is_(None), last < begun_before),
    )
    begun = entries.update().where(*due).values(visited_before=last, visited_at=now)
    return connection.execute(begun).rowcount == 1
