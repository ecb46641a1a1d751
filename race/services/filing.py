"""An upload and its examined runs as rows."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from race import flags
from race.errors import UnreadableFile
from race.i18n import tidy
from race.ingest import report
from race.ingest.examine import Examination
from race.services.outcomes import state_of
from race.store import activities
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.store.entries import EntryRow
from race.store.ids import new_id
from race.store.submissions import SubmissionRow


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


def submission(
    entry: EntryRow,
    upload: Upload,
    runs: Sequence[Examination],
    error: UnreadableFile | None,
) -> SubmissionRow:
    """The row of an upload and of what was found in it."""
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


def keep(
    connection: Connection, row: SubmissionRow, runs: Sequence[Examination], version: int
) -> tuple[ActivityRow, ...]:
    """Write the runs of an upload with their tracks."""
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
