"""Uploads: keep the bytes, read, measure, judge, score; in one transaction after the bytes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from race import flags
from race.errors import (
    AlreadyRuled,
    EventClosed,
    EventNotOpen,
    NotFound,
    ReaderFailed,
    TooHard,
    TooLarge,
    TooOften,
)
from race.event import UPLOADING, Event, Phase
from race.flags import sheet
from race.i18n import tidy
from race.ingest.reading import Source
from race.services import (
    archives,
    entries,
    events,
    filing,
    judging,
    overlaps,
    ranks,
    scoring,
    unpacking,
    work,
)
from race.services.filing import Upload
from race.services.ranks import Change
from race.services.unpacking import Found
from race.services.work import Queue, Tools
from race.store import activities, audit, jobs, remarks, rulings, submissions
from race.store import entries as entry_rows
from race.store.activities import ActivityRow
from race.store.blobs import Blobs, Kept
from race.store.database import Connection, Engine, transaction
from race.store.entries import EntryRow
from race.store.submissions import SkippedRow, SubmissionRow
from race.verdict import Flag, Severity

#: s after which a runner whose archive is being read may send another.
_ARCHIVE_WAIT_S: Final = 60


@dataclass(frozen=True, kw_only=True)
class Submitted:
    """What became of an upload."""

    submission: SubmissionRow
    activities: tuple[ActivityRow, ...]
    #: What was passed over in an archive.
    skipped: tuple[SkippedRow, ...]
    #: What it changed on the boards; empty when it had been sent before.
    changes: tuple[Change, ...]
    #: The same runner sent these bytes before.
    again: bool


def submit(tools: Tools, queue: Queue, event: Event, entry: EntryRow, upload: Upload) -> Submitted:
    """Take one upload of one runner.

    1. The bytes are kept under their sha-256, durable before anything else happens.
    2. They are read and measured by processes with limits, outside any transaction: that is what
       costs time. An archive that would take too long is left to a job.
    3. In one transaction: the same bytes again answer with the first upload; every run is judged
       with what is known by then; runs, tracks and results are written, or the job is asked for.

    EventClosed when the event takes none; TooLarge; a file that cannot be read is an upload all the
    same.
    """
    check_open(event, upload.received_at)
    kept = tools.blobs.put_file(upload.file)
    try:
        found = _found(tools, event, upload, kept)
        with transaction(tools.engine) as connection:
            there = _still_there(connection, event, entry, upload)
            return _kept(connection, tools, queue, there, (upload, kept, found))
    except (EventClosed, NotFound, TooLarge, TooOften):
        _forget(tools.engine, tools.blobs, kept.sha256)
        raise


def _found(tools: Tools, event: Event, upload: Upload, kept: Kept) -> Found | None:
    """What lies in the bytes; None where a job has to look."""
    with tools.blobs.local(kept.sha256) as path:
        archive = unpacking.is_archive(path)
        if kept.size > tools.most_at_once and not archive:
            raise TooLarge(limit=tools.most_at_once)
        if kept.size > tools.most_at_once:
            return None
        source = Source(path=path, name=tidy(upload.filename)[:200], limits=unpacking.AT_ONCE)
        return unpacking.at_once(tools.examiner, source, unpacking.wanted(event))


def _kept(
    connection: Connection,
    tools: Tools,
    queue: Queue,
    there: tuple[Event, EntryRow],
    came: tuple[Upload, Kept, Found | None],
) -> Submitted:
    event, entry = there
    upload, kept, found = came
    first = submissions.by_bytes(connection, event.id, entry.bib, kept.sha256)
    if first is not None and _is_worth_another_try(first):
        submissions.remove(connection, event.id, first.id)
    elif first is not None:
        runs, skipped = content(connection, first)
        return Submitted(
            submission=first,
            activities=tuple(runs),
            skipped=tuple(skipped),
            changes=(),
            again=True,
        )
    # Once more, now that nobody else writes: `sweep` may have dropped the same bytes meanwhile.
    if not tools.blobs.keeps(kept.sha256):
        tools.blobs.put_file(upload.file)
    submissions.add_blob(connection, kept.sha256, kept.size, upload.received_at)
    row = filing.submission(entry, upload, kept.sha256)
    if found is None:
        return _left_to_a_job(connection, queue, row, now=upload.received_at)
    return _taken(connection, event, entry, row, found)


def _is_worth_another_try(row: SubmissionRow) -> bool:
    """Whether an upload was not read for a reason that may be gone: a busy machine, our mistake."""
    return row.error is not None and row.error["code"] in {TooHard.code, ReaderFailed.code}


def _left_to_a_job(
    connection: Connection, queue: Queue, row: SubmissionRow, *, now: datetime
) -> Submitted:
    if jobs.is_open(connection, row.event_id, row.bib, archives.KIND):
        raise TooOften(wait_s=_ARCHIVE_WAIT_S)
    job = work.ask(
        connection,
        queue,
        kind=archives.KIND,
        event_id=row.event_id,
        subject={"submission": row.id},
        asked_by=row.sent_by,
        bib=row.bib,
        now=now,
    )
    row = replace(row, job_id=job.id)
    submissions.add(connection, row)
    return Submitted(submission=row, activities=(), skipped=(), changes=(), again=False)


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


def _taken(
    connection: Connection, event: Event, entry: EntryRow, row: SubmissionRow, found: Found
) -> Submitted:
    before = ranks.of_entry(connection, event, entry.bib)
    submissions.add(connection, row)
    kept = judging.take(connection, event, entry, row, found.runs)
    skipped = filing.skipped(row, found.skipped, 0)
    submissions.skip(connection, skipped)
    row = filing.read(row, kept, found.error)
    submissions.update(connection, row)
    scoring.rescore(connection, event, entry, now=row.received_at)
    after = ranks.of_entry(connection, event, entry.bib)
    return Submitted(
        submission=row,
        activities=kept,
        skipped=tuple(skipped),
        changes=ranks.changes(before, after),
        again=False,
    )


def find(connection: Connection, event: Event, submission_id: str) -> SubmissionRow:
    """The upload of that id; NotFound."""
    row = submissions.get(connection, event.id, submission_id)
    if row is None:
        raise NotFound(submission=submission_id)
    return row


def content(
    connection: Connection, row: SubmissionRow
) -> tuple[list[ActivityRow], list[SkippedRow]]:
    """The runs of an upload as they stand, and what was passed over in it."""
    runs = activities.of_submission(connection, row.event_id, row.id)
    return runs, submissions.skipped_of(connection, row.event_id, row.id)


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
    would be judged by the program alone. EventFinal."""
    events.check_not_final(event)
    entry_rows.hold(connection, event.id, entry.bib)
    runs = activities.of_submission(connection, event.id, submission.id)
    ruled = [ruling for r in runs for ruling in rulings.of_run(connection, event.id, r.id)]
    if ruled and officer is None:
        raise AlreadyRuled(submission=submission.id)
    said = [r.kind for run in runs for r in remarks.of_run(connection, event.id, run.id)]
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
        # Decisions go with the runs: the trail keeps them.
        detail={
            "states": [run.state for run in runs],
            "rulings": [ruling.decision for ruling in ruled],
            "reasons": [ruling.reason for ruling in ruled],
            "remarks": said,
        },
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
    """One run with its evidence sheet and what it changed."""
    return listed(row) | {
        "evidence": sheet.report(_findings(row)),
        "result": [change.shown() for change in changes],
    }


def listed(row: ActivityRow) -> dict[str, Any]:
    """One run as `check` shows it, with its id and what stands; without the whole sheet."""
    return {
        **row.stated,
        "id": row.id,
        "verdict": row.state,
        "proposed": row.verdict,
        "flags": [flags.report(flag) for flag in _findings(row) if flag.severity > Severity.PASS],
        "result": [],
    }


def _findings(row: ActivityRow) -> list[Flag]:
    return [flags.from_dict(flag) for flag in row.flags]
