"""Measured runs of one runner judged by what is known at this moment."""

from collections.abc import Sequence
from datetime import datetime

from race.category import Sex
from race.event import Event
from race.ingest.checks.evidence import History, OwnRun
from race.ingest.examine import Circumstances, Examination, Measured, judged
from race.services import overlaps
from race.store import activities, submissions
from race.store.database import Connection
from race.store.entries import EntryRow
from race.store.submissions import SubmissionRow
from race.verdict import Outcome


def judge(
    connection: Connection,
    event: Event,
    entry: EntryRow,
    row: SubmissionRow,
    runs: Sequence[Measured],
) -> list[Examination]:
    """Judge runs of an upload one after the other: each knows those before it."""
    same = submissions.of_bytes(connection, [event.id], row.sha256)
    others = len({other.bib for other in same} - {entry.bib})
    earlier = [overlaps.own(run) for run in activities.of_entry(connection, event.id, entry.bib)]
    own = [run for run in earlier if run is not None]
    found: list[Examination] = []
    for run in runs:
        history = History(own=tuple(own), same_file_of_others=others)
        examination = judged(run, _circumstances(event, entry, row.received_at, history))
        found.append(examination)
        if examination.verdict.outcome is not Outcome.REJECTED:
            own.append(_own_run(run))
    return found


def _circumstances(
    event: Event, entry: EntryRow, received_at: datetime, history: History
) -> Circumstances:
    return Circumstances(
        rules=event.rules,
        received_at=received_at,
        sex=Sex(entry.sex),
        window=event.window,
        history=history,
    )


def _own_run(run: Measured) -> OwnRun:
    return OwnRun(started_at=run.metrics.started_at, ended_at=run.metrics.ended_at)
