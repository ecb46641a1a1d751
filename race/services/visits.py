"""What a runner has not seen yet: what they were told since the visit before this one."""

from datetime import datetime, timedelta
from typing import Final

from race.event import Event
from race.store import notices, visits
from race.store.database import Connection, Engine, reading, transaction
from race.store.notices import NoticeRow
from race.store.visits import VisitRow

#: A visit goes on for so long; a page that is opened later begins the next one.
_ONE_VISIT: Final = timedelta(minutes=30)
#: Notices that a page shows as new.
MOST_NEWS: Final = 20


def note_visit(engine: Engine, event_id: str, bib: str, now: datetime) -> None:
    """Note that a runner looks at the own page; to be called before `news` is asked. Most calls
    write nothing."""
    begun_before = now - _ONE_VISIT
    with reading(engine) as connection:
        row = visits.get(connection, event_id, bib)
    if row is None or _goes_on(row, begun_before):
        return
    with transaction(engine) as connection:
        visits.note(connection, event_id, bib, now=now, begun_before=begun_before)


def news(connection: Connection, event: Event, bib: str) -> tuple[NoticeRow, ...]:
    """What a runner was told since the visit before this one, the newest first; everything, when
    this is the first."""
    row = visits.get(connection, event.id, bib)
    since = None if row is None else row.visited_before
    told = notices.of_entry(connection, event.id, bib, limit=MOST_NEWS)
    return tuple(notice for notice in told if since is None or notice.at >= since)


def _goes_on(row: VisitRow, begun_before: datetime) -> bool:
    return row.visited_at is not None and row.visited_at >= begun_before
