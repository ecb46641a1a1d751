"""Uploads, and which bytes they point at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from race.store import rows
from race.store.rows import insert_for
from race.store.tables import blobs, skipped_members, submissions


@dataclass(frozen=True, kw_only=True)
class SubmissionRow:
    """One uploaded file of one runner."""

    event_id: str
    id: str
    bib: str
    #: Of its bytes, in `race.store.blobs`.
    sha256: str
    #: As the sender named it: to be shown, never to be opened.
    filename: str
    received_at: datetime
    #: "runner", or the account of the officer who sent it.
    sent_by: str
    #: "queued", "accepted", "review", "rejected" or "unreadable": the best of its runs.
    state: str
    #: Name of the format; None when it could not be read.
    format: str | None
    #: {"code", "text", "facts"} of the error that kept it from being read.
    error: Mapping[str, Any] | None
    #: The job that reads it; None when it was read at once.
    job_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class SkippedRow:
    """One member of an uploaded archive of which nothing was taken."""

    event_id: str
    submission_id: str
    #: 0, 1, 2, … in the order in which they were passed over.
    position: int
    member: str
    code: str
    #: A sentence in English with fields, and what they are.
    text: str
    facts: Mapping[str, Any]


def add_blob(connection: Connection, sha256: str, size: int, now: datetime) -> None:
    """Note that these bytes are kept; nothing happens when that is known. The bytes first."""
    noted = insert_for(connection, blobs).values(sha256=sha256, bytes=size, created_at=now)
    connection.execute(noted.on_conflict_do_nothing())


def unused_blobs(connection: Connection) -> list[str]:
    """The bytes that no upload points at."""
    used = select(submissions.c.sha256)
    wanted = select(blobs.c.sha256).where(blobs.c.sha256.not_in(used)).order_by(blobs.c.sha256)
    return list(connection.execute(wanted).scalars())


def is_noted(connection: Connection, sha256: str) -> bool:
    """Whether these bytes are noted as kept."""
    wanted = select(blobs.c.sha256).where(blobs.c.sha256 == sha256)
    return connection.execute(wanted).scalar_one_or_none() is not None


def remove_blob(connection: Connection, sha256: str) -> None:
    """Forget bytes; IntegrityError while an upload points at them. The bytes themselves after."""
    connection.execute(blobs.delete().where(blobs.c.sha256 == sha256))


def add(connection: Connection, row: SubmissionRow) -> None:
    """Keep a new upload; IntegrityError when the runner sent these bytes before."""
    rows.add(connection, submissions, row)


def get(connection: Connection, event_id: str, submission_id: str) -> SubmissionRow | None:
    """The upload of that id."""
    wanted = _submissions(event_id).where(submissions.c.id == submission_id)
    return rows.one(connection, wanted, SubmissionRow)


def by_bytes(connection: Connection, event_id: str, bib: str, sha256: str) -> SubmissionRow | None:
    """The upload of these bytes by this runner."""
    mine = (submissions.c.bib == bib, submissions.c.sha256 == sha256)
    return rows.one(connection, _submissions(event_id).where(*mine), SubmissionRow)


def of_bytes(connection: Connection, event_ids: Sequence[str], sha256: str) -> list[SubmissionRow]:
    """The uploads of these bytes by anybody in these events, the earliest first."""
    wanted = rows.pick(submissions, SubmissionRow).where(
        submissions.c.event_id.in_(event_ids), submissions.c.sha256 == sha256
    )
    return rows.many(connection, wanted.order_by(submissions.c.received_at), SubmissionRow)


def of_entry(connection: Connection, event_id: str, bib: str) -> list[SubmissionRow]:
    """The uploads of a runner, the newest first."""
    wanted = _submissions(event_id).where(submissions.c.bib == bib)
    return rows.many(connection, wanted.order_by(submissions.c.received_at.desc()), SubmissionRow)


def of_event(connection: Connection, event_id: str) -> list[SubmissionRow]:
    """Every upload of an event, the earliest first: the order in which a replay examines them."""
    wanted = _submissions(event_id).order_by(submissions.c.received_at, submissions.c.id)
    return rows.many(connection, wanted, SubmissionRow)


def in_state(connection: Connection, event_id: str, state: str) -> list[SubmissionRow]:
    """The uploads of an event in a state, the newest first."""
    wanted = _submissions(event_id).where(submissions.c.state == state)
    newest_first = wanted.order_by(submissions.c.received_at.desc(), submissions.c.id)
    return rows.many(connection, newest_first, SubmissionRow)


def exist(connection: Connection, event_id: str) -> bool:
    """Whether anybody has sent anything to an event."""
    wanted = select(submissions.c.id).where(submissions.c.event_id == event_id).limit(1)
    return connection.execute(wanted).first() is not None


def count(connection: Connection, event_id: str) -> int:
    """How many uploads an event has."""
    counted = select(func.count()).select_from(submissions)
    wanted = counted.where(submissions.c.event_id == event_id)
    return int(connection.execute(wanted).scalar_one())


def senders(connection: Connection, event_id: str, *, after_bib: str, limit: int) -> list[str]:
    """The bibs after `after_bib` of runners who have sent anything, in their order."""
    wanted = select(submissions.c.bib).where(
        submissions.c.event_id == event_id, submissions.c.bib > after_bib
    )
    found = wanted.distinct().order_by(submissions.c.bib).limit(limit)
    return list(connection.execute(found).scalars())


def update(connection: Connection, row: SubmissionRow) -> bool:
    """Write an upload over itself; False when it is gone."""
    return rows.update(connection, submissions, row)


def skip(connection: Connection, passed: Sequence[SkippedRow]) -> None:
    """Keep what was passed over in an archive; once more is as good as once."""
    rows.upsert(connection, skipped_members, passed)


def skipped_of(connection: Connection, event_id: str, submission_id: str) -> list[SkippedRow]:
    """What was passed over in an upload, in that order."""
    of = (
        skipped_members.c.event_id == event_id,
        skipped_members.c.submission_id == submission_id,
    )
    wanted = rows.pick(skipped_members, SkippedRow).where(*of)
    return rows.many(connection, wanted.order_by(skipped_members.c.position), SkippedRow)


def remove(connection: Connection, event_id: str, submission_id: str) -> bool:
    """Erase an upload with its runs."""
    theirs = (submissions.c.event_id == event_id, submissions.c.id == submission_id)
    return connection.execute(submissions.delete().where(*theirs)).rowcount == 1


def _submissions(event_id: str) -> Select[Any]:
    return rows.pick(submissions, SubmissionRow).where(submissions.c.event_id == event_id)


def size(connection: Connection, sha256: str) -> int:
    """How many bytes are kept under a SHA-256; 0 when none are."""
    wanted = select(blobs.c.bytes).where(blobs.c.sha256 == sha256)
    return connection.execute(wanted).scalar_one_or_none() or 0
