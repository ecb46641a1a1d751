"""Uploads: keep the bytes, read, measure, judge, score; in one transaction after the bytes."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from math import inf, isfinite
from typing import Any

from race import flags
from race.category import Sex
from race.errors import AlreadyRuled, EventClosed, EventNotOpen, NotFound, UnreadableFile
from race.event import UPLOADING, Event, Phase
from race.i18n import tidy
from race.ingest import formats, report
from race.ingest.checks.evidence import History, OwnRun
from race.ingest.examine import Circumstances, Examination, Measured, judged, measured
from race.services import ranks, scoring
from race.services.ranks import Change
from race.store import activities, submissions
from race.store.activities import ActivityRow
from race.store.blobs import Blobs
from race.store.database import Connection, Engine, transaction
from race.store.entries import EntryRow
from race.store.ids import new_id
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
class Upload:
    """One file as it came in."""

    data: bytes
    #: As the sender named it: to be shown, never to be opened.
    filename: str
    #: "runner", or the account of the officer who sent it.
    sent_by: str
    received_at: datetime

    @cached_property
    def sha256(self) -> str:
        """Of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


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
    with transaction(engine) as connection:
        first = submissions.by_bytes(connection, event.id, entry.bib, upload.sha256)
        if first is not None:
            found = activities.of_submission(connection, event.id, first.id)
            return Submitted(submission=first, activities=tuple(found), changes=(), again=True)
        # Once more, now that nobody else writes: `sweep` may have dropped the same bytes meanwhile.
        blobs.put(upload.data)
        submissions.add_blob(connection, upload.sha256, len(upload.data), upload.received_at)
        return _taken(connection, event, entry, upload, read)


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
    row = _submission(entry, upload, runs, read.error)
    submissions.add(connection, row)
    kept = _keep(connection, row, runs, event.rules.version)
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
    earlier = [_own(row) for row in activities.of_entry(connection, event.id, entry.bib)]
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


def _own(row: ActivityRow) -> OwnRun | None:
    refused = row.state == Outcome.REJECTED
    by_program = refused and row.verdict == Outcome.REJECTED
    if by_program or row.started_at is None or row.ended_at is None:
        return None
    return OwnRun(started_at=row.started_at, ended_at=row.ended_at, refused=refused)


def _own_run(run: Measured) -> OwnRun:
    return OwnRun(started_at=run.metrics.started_at, ended_at=run.metrics.ended_at)


def _submission(
    entry: EntryRow,
    upload: Upload,
    runs: Sequence[Examination],
    error: UnreadableFile | None,
) -> SubmissionRow:
    return SubmissionRow(
        event_id=entry.event_id,
        id=new_id(),
        bib=entry.bib,
        sha256=upload.sha256,
        filename=tidy(upload.filename)[:200],
        received_at=upload.received_at,
        sent_by=upload.sent_by,
        state=state_of([run.verdict.outcome for run in runs]),
        format=runs[0].activity.format if runs else None,
        error=None
        if error is None
        else {"code": error.code, "text": error.text, "facts": error.facts},
        skipped=[],
    )


def state_of(outcomes: Sequence[Outcome | str]) -> str:
    """What an upload is: the best of its runs; "unreadable" without any."""
    for best in (Outcome.ACCEPTED, Outcome.REVIEW, Outcome.REJECTED):
        if best in outcomes:
            return best.value
    return "unreadable"


def _keep(
    connection: Connection, row: SubmissionRow, runs: Sequence[Examination], version: int
) -> tuple[ActivityRow, ...]:
    kept = []
    for position, run in enumerate(runs):
        activity = _activity(row, position, run, version)
        activities.add(connection, activity)
        if len(run.track):
            activities.put_track(connection, row.event_id, activity.id, run.track)
        kept.append(activity)
    return tuple(kept)


def _activity(row: SubmissionRow, position: int, run: Examination, version: int) -> ActivityRow:
    metrics = run.metrics
    return ActivityRow(
        event_id=row.event_id,
        id=new_id(),
        submission_id=row.id,
        bib=row.bib,
        position=position,
        member=run.activity.member,
        sport=run.activity.stated.sport.value,
        started_at=report.none_if_nan(metrics.started_at),
        ended_at=report.none_if_nan(metrics.ended_at),
        distance_m=metrics.distance_m,
        official_distance_m=run.official_m,
        elapsed_s=metrics.elapsed_s,
        stated=report.facts(run),
        metrics=report.measures(run),
        flags=[flags.to_dict(finding) for finding in run.findings],
        verdict=run.verdict.outcome.value,
        rules_version=version,
        examined_at=row.received_at,
        state=run.verdict.outcome.value,
    )


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
    officer: bool,
) -> None:
    """Take an upload back with its runs; the results follow. AlreadyRuled for its runner once a
    referee has decided: sent again, the same run would be judged by the program alone."""
    runs = activities.of_submission(connection, event.id, submission.id)
    if not officer and any(activities.rulings_of(connection, event.id, r.id) for r in runs):
        raise AlreadyRuled(submission=submission.id)
    submissions.remove(connection, event.id, submission.id)
    scoring.rescore(connection, event, entry, now=now)


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
