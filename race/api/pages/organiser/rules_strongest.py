"""The looser limit by which most rejected runs would be accepted, for a page that is open all day.

To find it every rejected run is judged again, which takes a second or two in a large event, so one
answer is given for ten minutes. Its link leads to numbers of that moment.
"""

from datetime import datetime, timedelta
from typing import Final

from race.api.pages.organiser.rules_view import replay, why_rejected
from race.api.pages.views_organiser import LooserLine
from race.event import Event
from race.store import jobs
from race.store.database import Connection

_GOOD_FOR: Final = timedelta(minutes=10)
#: Answers that are kept at most.
_MOST: Final = 500
#: When it was found, and what, by the event and the version of its rules.
_found: dict[tuple[str, int], tuple[datetime, LooserLine | None]] = {}


def strongest(connection: Connection, event: Event, now: datetime) -> LooserLine | None:
    """The line about that limit, up to ten minutes old; None where no looser limit accepts any,
    and while runs are still examined by the rules in force."""
    key = (event.id, event.rules.version)
    at, line = _found.get(key, (None, None))
    if at is not None and timedelta(0) <= now - at < _GOOD_FOR:
        return line
    job = replay(connection, event)
    if job is not None and job.state in jobs.OPEN:
        return None
    rows = why_rejected(connection, event)
    lines = [each for row in rows for each in row.looser if each.rejects]
    line = max(lines, key=lambda each: each.runs, default=None)
    if len(_found) >= _MOST:
        _found.clear()
    _found[key] = (now, line)
    return line
