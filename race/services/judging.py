"""Measured runs of one runner judged by what is known at this moment, and kept one by one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from race.category import Sex
from race.event import Event
from race.ingest.checks.evidence import History, OwnRun
from race.ingest.examine import Circumstances, Measured, judged
from race.services import copying, entries, filing, overlaps
from race.store import activities
from race.store import entries as entry_rows
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.store.entries import EntryRow
from race.store.submissions import SubmissionRow
from race.verdict import Outcome

#: Comparisons point by point for one upload, or for one piece of an archive: two seconds, in which
#: nobody else writes. Who sends more runs that look alike than that is on the desk already.
_COMPARED: Final = 300


def take(
    connection: Connection,
    event: Event,
    entry: EntryRow,
    row: SubmissionRow,
    runs: Sequence[Measured],
    *,
    first: int = 0,
) -> tuple[ActivityRow, ...]:
    """Judge and keep runs of an upload, numbered from `first` on; the upload first.

    One after the other: each knows those before it. Of several recordings of one time the best is
    found at the end, when all have come; results are for the caller.
    """
    entry_rows.hold(connection, event.id, entry.bib)
    where = copying.scope(connection, event, entry)
    earlier = [overlaps.own(run) for run in activities.of_entry(connection, event.id, entry.bib)]
    own = [run for run in earlier if run is not None]
    kept: list[ActivityRow] = []
    left = _COMPARED
    for position, run in enumerate(runs, start=first):
        at_most = min(left, copying.COMPARED)
        found = copying.search(connection, where, run, row.sha256, at_most=at_most)
        left -= found.compared
        history = History(own=tuple(own), same_file_of_others=found.senders, copies=found.copies)
        examination = judged(run, circumstances(event, entry, row.received_at, history))
        known = copying.known(found)
        activity = filing.keep(
            connection,
            row,
            examination,
            version=event.rules.version,
            position=position,
            known=known,
        )
        copying.keep(connection, activity, run, found)
        kept.append(activity)
        if examination.verdict.outcome is not Outcome.REJECTED:
            own.append(_own_run(run))
    changed = {run.id: run for run in overlaps.rejudge(connection, event, entry.bib)}
    return tuple(changed.get(run.id, run) for run in kept)


def circumstances(
    event: Event, entry: EntryRow, received_at: datetime, history: History
) -> Circumstances:
    """By what a runner's run of that moment is judged, beside itself."""
    unknown = entry.birth_date is None and entry.birth_year is None
    return Circumstances(
        rules=event.rules,
        received_at=received_at,
        sex=Sex(entry.sex),
        age=None if unknown else entries.age_in(event, entry),
        window=event.window,
        history=history,
    )


def _own_run(run: Measured) -> OwnRun:
    return OwnRun(
        started_at=run.metrics.started_at,
        ended_at=run.metrics.ended_at,
        official_m=run.official_m,
    )
