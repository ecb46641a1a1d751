"""An upload and its examined runs as rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, BinaryIO, Final

from race import flags
from race.errors import RaceError
from race.i18n import tidy
from race.ingest import remembered, report
from race.ingest.archives.members import Skipped
from race.ingest.examine import Examination, Measured
from race.services.outcomes import state_of
from race.store import activities, tracks
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.store.entries import EntryRow
from race.store.ids import new_id
from race.store.sequences import next_number
from race.store.submissions import SkippedRow, SubmissionRow
from race.verdict import Outcome, Waits

#: The state of an upload that waits for a job.
QUEUED: Final = "queued"


@dataclass(frozen=True, kw_only=True)
class Upload:
    """One file as it came in."""

    #: To be read from its beginning; closed by whoever opened it.
    file: BinaryIO
    #: As the sender named it: to be shown, never to be opened.
    filename: str
    #: "runner", or the account of the officer who sent it.
    sent_by: str
    received_at: datetime


def submission(entry: EntryRow, upload: Upload, sha256: str) -> SubmissionRow:
    """The row of an upload before anything came of it."""
    return SubmissionRow(
        event_id=entry.event_id,
        id=new_id(),
        bib=entry.bib,
        sha256=sha256,
        filename=tidy(upload.filename)[:200],
        received_at=upload.received_at,
        sent_by=upload.sent_by,
        state=QUEUED,
        format=None,
        error=None,
    )


def read(row: SubmissionRow, runs: Sequence[ActivityRow], error: RaceError | None) -> SubmissionRow:
    """The row of an upload once everything in it has been read."""
    return replace(
        row,
        state=state_of([run.verdict for run in runs]),
        format=str(runs[0].stated["format"]) if runs else None,
        error=None
        if error is None
        else {"code": error.code, "text": error.text, "facts": error.facts},
    )


def skipped(row: SubmissionRow, left: Iterable[Skipped], first: int) -> list[SkippedRow]:
    """The rows of what was passed over in an archive, numbered from `first` on."""
    return [
        SkippedRow(
            event_id=row.event_id,
            submission_id=row.id,
            position=first + number,
            member=tidy(each.member)[:500],
            code=each.code,
            text=each.text,
            facts=dict(each.facts),
        )
        for number, each in enumerate(left)
    ]


def keep(
    connection: Connection,
    row: SubmissionRow,
    run: Examination,
    *,
    version: int,
    position: int,
    known: Mapping[str, Any] | None = None,
) -> ActivityRow:
    """Write a run of an upload with its track; it is the one of that number there. `known` is what
    was known of others then."""
    kept = ActivityRow(
        event_id=row.event_id,
        id=new_id(),
        submission_id=row.id,
        bib=row.bib,
        position=position,
        member=run.activity.member,
        **measured(run),
        **judged(run, version),
        examined_at=row.received_at,
        state=run.verdict.outcome.value,
        known=known,
        waits=_WAITS.get(run.verdict.outcome),
        number=next_number(connection, row.event_id, "activity"),
    )
    activities.add(connection, kept)
    if len(run.track):
        tracks.put(connection, row.event_id, kept.id, run.track)
    return kept


#: Why a run about which nobody has said anything waits.
_WAITS: Final = {Outcome.REVIEW: Waits.REVIEW.value}


def measured(run: Measured) -> dict[str, Any]:
    """The columns of `ActivityRow` that say what was measured."""
    metrics = run.metrics
    return {
        "sport": run.activity.stated.sport.value,
        "started_at": report.none_if_nan(metrics.started_at),
        "ended_at": report.none_if_nan(metrics.ended_at),
        "distance_m": metrics.distance_m,
        "official_distance_m": run.official_m,
        "elapsed_s": metrics.elapsed_s,
        "stated": report.facts(run),
        "metrics": {**report.measures(run), "remembered": remembered.to_dict(run)},
    }


def judged(run: Examination, version: int) -> dict[str, Any]:
    """The columns of `ActivityRow` that say what was found by that version of the rules."""
    return {
        "flags": [flags.to_dict(finding) for finding in run.findings],
        "verdict": run.verdict.outcome.value,
        "rules_version": version,
    }
