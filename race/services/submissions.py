"""Uploads: keep the bytes, read, measure, judge, score; in one transaction after the bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import inf, isfinite
from typing import Any

from race import flags
from race.category import Sex
from race.errors import AlreadyRuled, EventClosed, EventNotOpen, NotFound, UnreadableFile
from race.event import UPLOADING, Event, Phase
from race.ingest import formats
from race.ingest.checks.evidence import History, OwnRun
from race.ingest.examine import Circumstances, Examination, Measured, judged, measured
from race.services import entries, events, filing, overlaps, ranks, scoring
from race.services.filing import Upload
from race.services.ranks import Change
from race.store import activities, audit, submissions
from race.store.activities import ActivityRow
from race.store.blobs import Blobs
from race.store.database import Connection, Engine, transaction
from race.store.entries import EntryRow
from race.store.submissions import SubmissionRow
from race.verdict import Outcome


@dataclass(frozen=True, kw_only=True)
class Submitted:
    """What became of an upload."""

    submission: SubmissionRow
    activities: tuple[ActivityRow, ...]
    #: What it changed on the boards; empty when it had been sent before.
    changes: tuple[Change, ...]
    #: The same runner sent these bytes before.
    again: bool


@dataclass(frozen=True, kw_only=True)
class _Read:
    """What reading a file gave: runs, or the reason why there are none."""

    runs: tuple[Measured, ...] = ()
    error: UnreadableFile | None = None


def submit(
    engine: Engine, blobs: Blobs, event: Event, entry: EntryRow, upload: Upload
) -> Submitted:
    """Take one upload of one runner.

    1. The bytes are kept under their sha-256, durable before anything else happens.
    2. They are read and measured, outside any transaction: that is what costs time.
    3. In one transaction: the same bytes again answer with the first upload; every run is judged
       with what is known by then; runs, tracks and results are written.

    EventClosed when the event takes none; a file that cannot be read is an upload all the same.
    """
    check_open(event, upload.received_at)
    blobs.put(upload.data)
    read = _read(event, upload)
    try:
        with transaction(engine) as connection:
            return _kept(
                connection, blobs, _still_there(connection, event, entry, upload), upload, read
            )
    except (EventClosed, NotFound):
        _forget(engine, blobs, upload.sha256)
        raise


def _kept(
    connection: Connection,
    blobs: Blobs,
    there: tuple[Event, EntryRow],
    upload: Upload,
    read: _Read,
) -> Submitted:
    event, entry = there
    first = submissions.by_bytes(connection, event.id, entry.bib, upload.sha256)
    if first is not None:
        found = activities.of_submission(connection, event.id, first.id)
        return Submitted(submission=first, activities=tuple(found), changes=(), again=True)
    # Once more, now that nobody else writes: `sweep` may have dropped the same bytes meanwhile.
    blobs.put(upload.data)
    submissions.add_blob(connection, upload.sha256, len(upload.data), upload.received_at)
    return _taken(connection, event, entry, upload, read)


def _forget(engine: Engine, blobs: Blobs, sha256: str) -> None:
    """Drop bytes of somebody or something that is gone, unless somebody else sent them too."""
    with transaction(engine) as connection:
        if not submissions.is_noted(connection, sha256):
            blobs.delete(sha256)


def _still_there(
    connection: Connection, event: Event, entry: EntryRow, upload: Upload
) -> tuple[Event, EntryRow]:
    """Event and entry as they are now: either may have changed while the file was read."""
    now = events.by_id(connection, event.id)
    check_open(now, upload.received_at)
    return now, entries.find(connection, now, entry.bib)


def check_open(event: Event, now: datetime) -> None:
    """EventClosed when the event takes no runs at this moment."""
    phase = event.phase(now)
    if phase not in UPLOADING:
        raise (EventNotOpen if phase is Phase.DRAFT else EventClosed)(event=event.name)


def _read(event: Event, upload: Upload) -> _Read:
    distances = tuple(race.distance_m for race in event.races)
    try:
        found = formats.read(upload.data, upload.filename)
    except UnreadableFile as error:
        return _Read(error=error)
    runs = [measured(activity, event.window, distances) for activity in found]
    return _Read(runs=tuple(sorted(runs, key=_begin)))


def _begin(run: Measured) -> float:
    return run.metrics.started_at if isfinite(run.metrics.started_at) else inf


def _taken(
    connection: Connection, event: Event, entry: EntryRow, upload: Upload, read: _Read
) -> Submitted:
    before = ranks.of_entry(connection, event, entry.bib)
    runs = _judged(connection, event, entry, upload, read.runs)
    row = filing.submission(entry, upload, runs, read.error)
    submissions.add(connection, row)
    kept = filing.keep(connection, row, runs, event.rules.version)
    scoring.rescore(connection, event, entry, now=upload.received_at)
    after = ranks.of_entry(connection, event, entry.bib)
    return Submitted(
        submission=row, activities=kept, changes=ranks.changes(before, after), again=False
    )


def _judged(
    connection: Connection,
    event: Event,
    entry: EntryRow,
    upload: Upload,
    runs: Sequence[Measured],
) -> list[Examination]:
    """Judge runs one after the other: each knows those before it in the same file."""
    same = submissions.of_bytes(connection, [event.id], upload.sha256)
    others = len({row.bib for row in same} - {entry.bib})
    earlier = [overlaps.own(row) for row in activities.of_entry(connection, event.id, entry.bib)]
    own = [run for run in earlier if run is not None]
    found: list[Examination] = []
    for run in runs:
        history = History(own=tuple(own), same_file_of_others=others)
        examination = judged(run, _circumstances(event, entry, upload, history))
        found.append(examination)
        if examination.verdict.outcome is not Outcome.REJECTED:
            own.append(_own_run(run))
    return found


def _circumstances(
    event: Event, entry: EntryRow, upload: Upload, history: History
) -> Circumstances:
    return Circumstances(
        rules=event.rules,
        received_at=upload.received_at,
        sex=Sex(entry.sex),
        window=event.window,
        history=history,
    )


def _own_run(run: Measured) -> OwnRun:
    return OwnRun(started_at=run.metrics.started_at, ended_at=run.metrics.ended_at)


def find(connection: Connection, event: Event, submission_id: str) -> SubmissionRow:
    """The upload of that id; NotFound."""
    row = submissions.get(connection, event.id, submission_id)
    if row is None:
        raise NotFound(submission=submission_id)
    return row


def withdraw(
    connection: Connection,
    event: Event,
    entry: EntryRow,
    submission: SubmissionRow,
    *,
    now: datetime,
    officer: str | None,
) -> None:
    """Take an upload back with its runs; the results follow. `officer` is the account that does it
    for the runner. AlreadyRuled for the runner once a referee has decided: sent again, the same run
    would be judged by the program alone."""
    runs = activities.of_submission(connection, event.id, submission.id)
    ruled = [ruling for r in runs for ruling in activities.rulings_of(connection, event.id, r.id)]
    if ruled and officer is None:
        raise AlreadyRuled(submission=submission.id)
    submissions.remove(connection, event.id, submission.id)
    overlaps.rejudge(connection, event, entry.bib)
    scoring.rescore(connection, event, entry, now=now)
    audit.record(
        connection,
        event_id=event.id,
        at=now,
        account_id=officer,
        action="submission.withdraw",
        subject=submission.id,
        detail={"states": [r.state for r in runs], "rulings": [r.decision for r in ruled]},
    )


def sweep(engine: Engine, blobs: Blobs) -> int:
    """Drop the bytes that no upload points at any more; how many files that were."""
    with transaction(engine) as connection:
        unused = submissions.unused_blobs(connection)
        for sha256 in unused:
            submissions.remove_blob(connection, sha256)
            blobs.delete(sha256)
    return len(unused)


def shown(row: ActivityRow, changes: Sequence[Change] = ()) -> dict[str, Any]:
    """One run as `check` shows it, with its id, what stands and what it changed."""
    found = [flags.from_dict(flag) for flag in row.flags]
    return {
        **row.stated,
        "id": row.id,
        "verdict": row.state,
        "proposed": row.verdict,
        "flags": [flags.report(flag) for flag in found if flag.severity > 0],
        "result": [change.shown() for change in changes],
    }
