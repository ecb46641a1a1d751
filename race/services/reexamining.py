"""One runner's runs as they measure now, and what follows from that."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from race.event import Event
from race.ingest.examine import Measured
from race.services import (
    filing,
    publishing,
    rejudging,
    rereading,
    scoring,
    standing,
    telling,
    unpacking,
)
from race.services.outcomes import state_of
from race.services.rereading import Found, Place, Reading
from race.services.standing import Said
from race.store import activities, entries, submissions, tracks
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.store.entries import EntryRow


def measure(
    connection: Connection, event: Event, bib: str, readings: Iterable[Reading], found: Found
) -> int:
    """Keep what was measured of some of a runner's uploads, with what referees corrected since;
    nothing is judged by it yet. How many runs could not be read."""
    entries.hold(connection, event.id, bib)
    said = standing.about(connection, event, bib)
    distances = unpacking.wanted(event).distances
    rows = _by_place(activities.of_entry(connection, event.id, bib))
    missing = 0
    for place in [each.place for each in readings if each.gave]:
        for row, run in rereading.paired(rows.get(place, ()), found.get(place, ())):
            fresh = None if run is None else remeasured(row, run, said, distances)
            missing += fresh is None
            if run is not None and fresh is not None:
                _keep(connection, row, fresh, run)
    return missing


def judge(connection: Connection, event: Event, bib: str, *, now: datetime) -> list[ActivityRow]:
    """Judge all runs of a runner by what is remembered of them; uploads and results follow. The
    runs that stand otherwise than before, of which to `tell`; none where the runner is gone."""
    entry = entries.get(connection, event.id, bib)
    if entry is None:
        return []
    entries.hold(connection, event.id, bib)
    before = {row.id: row for row in activities.of_entry(connection, event.id, bib)}
    said = standing.about(connection, event, bib)
    rows = rejudging.of_entry(event, entry, list(before.values()), said)
    for row in rows:
        if row != before[row.id]:
            activities.update(connection, row)
    _follow(connection, entry, rows)
    scoring.rescore(connection, event, entry, now=now)
    return [row for row in rows if row.state != before[row.id].state]


def tell(
    connection: Connection, event: Event, changed: Iterable[ActivityRow], *, now: datetime
) -> None:
    """Tell runners of runs that stand otherwise by the rules of the event, and why these were
    published."""
    version, reason = event.rules.version, publishing.reason_of(connection, event)
    for run in changed:
        entry = entries.get(connection, event.id, run.bib)
        if entry is not None:
            kind = f"rules-{run.state}"
            telling.tell(
                connection, event, entry, kind, run, now=now, version=version, reason=reason
            )


def _by_place(rows: Iterable[ActivityRow]) -> Mapping[Place, Sequence[ActivityRow]]:
    found: dict[Place, list[ActivityRow]] = {}
    for row in rows:
        found.setdefault((row.submission_id, row.member), []).append(row)
    return found


def remeasured(
    row: ActivityRow, run: Measured, said: Said, distances: Iterable[float]
) -> ActivityRow | None:
    """A run as it measures now, with what referees corrected, not judged yet; None where the part
    that one chose is none of it. `distances` (m) are those of the event."""
    whole = replace(row, **filing.measured(run), amended=None)
    amends = said.amends(row.id)
    if amends is None:
        return whole
    try:
        return rejudging.corrected(whole, amends, run.track, distances)
    except ValueError:
        return None


def _keep(connection: Connection, row: ActivityRow, fresh: ActivityRow, run: Measured) -> None:
    if fresh != row:
        activities.update(connection, fresh)
    if len(run.track):
        tracks.renew(connection, row.event_id, row.id, run.track)


def _follow(connection: Connection, entry: EntryRow, rows: Iterable[ActivityRow]) -> None:
    """Give every upload the state that its runs have."""
    states: dict[str, list[str]] = {}
    for row in rows:
        states.setdefault(row.submission_id, []).append(row.state)
    for upload in submissions.of_entry(connection, entry.event_id, entry.bib):
        state = state_of(states.get(upload.id, ()))
        if upload.state not in {filing.QUEUED, state}:
            submissions.update(connection, replace(upload, state=state))
