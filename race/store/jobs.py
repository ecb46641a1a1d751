"""Long work: what is asked, how far it is, what came of it.

This table is the truth about a job; the engine that drives it (`race.jobs`) may run a piece twice
or begin one that another process has just done. `advance` is what counts each piece once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Update, func, select

from race.store import rows
from race.store.tables import jobs

#: The states of a job that is not over.
OPEN: Final = ("queued", "running")


@dataclass(frozen=True, kw_only=True)
class JobRow:
    """One piece of long work as it is kept."""

    id: str
    #: The event that it belongs to, and goes with; None for work on the installation.
    event_id: str | None
    #: Which task does it: a name in `race.services.tasks`.
    kind: str
    #: What it is about, JSON values; no personal data of a runner.
    subject: Mapping[str, Any]
    #: "queued", "running", "done" or "failed".
    state: str
    #: Pieces that are done.
    done: int
    #: Pieces altogether; None while nobody knows.
    total: int | None
    #: How often a piece has been begun since the last one was done.
    tries: int
    #: {"code", "text", "facts"} of the error that ended it.
    error: Mapping[str, Any] | None
    #: What has come of it, JSON values.
    result: Mapping[str, Any] | None
    #: "runner", or the account that asked.
    asked_by: str
    #: The runner whom it is about, and with whose entry it goes; None when it is about many.
    bib: str | None
    created_at: datetime
    updated_at: datetime


def add(connection: Connection, row: JobRow) -> None:
    """Keep a new job."""
    rows.add(connection, jobs, row)


def get(connection: Connection, job_id: str) -> JobRow | None:
    """The job of that id."""
    return rows.one(connection, rows.pick(jobs, JobRow).where(jobs.c.id == job_id), JobRow)


def begin(connection: Connection, job_id: str, now: datetime) -> JobRow | None:
    """Note that a piece is begun; the job as it is then. None when it is over or gone."""
    begun = _open(job_id).values(state="running", tries=jobs.c.tries + 1, updated_at=now)
    if connection.execute(begun).rowcount == 0:
        return None
    return get(connection, job_id)


def advance(
    connection: Connection,
    job_id: str,
    *,
    done_before: int,
    done: int,
    total: int | None,
    result: Mapping[str, Any] | None,
    now: datetime,
) -> bool:
    """Count pieces, in the transaction that does them; of several runs of one piece one gets True.

    False when another run has counted since `done_before` was read, or when the job is over or
    gone: whoever gets it undoes the transaction.
    """
    counted = _open(job_id, jobs.c.done == done_before).values(
        state="running", done=done, total=total, result=result, tries=0, updated_at=now
    )
    return connection.execute(counted).rowcount == 1


def finish(
    connection: Connection, job_id: str, *, result: Mapping[str, Any] | None, now: datetime
) -> bool:
    """Say that a job is done; a `result` of None keeps the one that it has. False when it was
    over or gone."""
    values: dict[str, Any] = {"state": "done", "tries": 0, "updated_at": now}
    if result is not None:
        values["result"] = result
    return connection.execute(_open(job_id).values(values)).rowcount == 1


def fail(connection: Connection, job_id: str, *, error: Mapping[str, Any], now: datetime) -> bool:
    """Say that a job is given up, and why; False when it was over or gone."""
    failed = _open(job_id).values(state="failed", error=error, updated_at=now)
    return connection.execute(failed).rowcount == 1


def waiting(connection: Connection, *, untouched_since: datetime) -> list[JobRow]:
    """The jobs that are not over and that nobody has touched since a moment, the oldest first."""
    wanted = rows.pick(jobs, JobRow).where(
        jobs.c.state.in_(OPEN), jobs.c.updated_at < untouched_since
    )
    return rows.many(connection, wanted.order_by(jobs.c.updated_at, jobs.c.id), JobRow)


def touch(connection: Connection, row: JobRow, now: datetime) -> bool:
    """Take charge of a job that waits; of several who saw it so, one gets True."""
    taken = _open(row.id, jobs.c.updated_at == row.updated_at).values(updated_at=now)
    return connection.execute(taken).rowcount == 1


def latest(connection: Connection, *, limit: int) -> list[JobRow]:
    """The jobs of the installation that were asked for last, the newest first."""
    newest_first = rows.pick(jobs, JobRow).order_by(jobs.c.created_at.desc(), jobs.c.id)
    return rows.many(connection, newest_first.limit(limit), JobRow)


def is_open(connection: Connection, event_id: str, bib: str, kind: str) -> bool:
    """Whether a job of that kind about a runner is not over."""
    wanted = rows.pick(jobs, JobRow).where(
        jobs.c.event_id == event_id,
        jobs.c.bib == bib,
        jobs.c.kind == kind,
        jobs.c.state.in_(OPEN),
    )
    return connection.execute(wanted.limit(1)).first() is not None


def open_kinds(connection: Connection, event_id: str) -> dict[str, int]:
    """How many jobs of each kind of an event are not over; kinds of none are left out."""
    counted = select(jobs.c.kind, func.count()).where(
        jobs.c.event_id == event_id, jobs.c.state.in_(OPEN)
    )
    return dict(tuple(row) for row in connection.execute(counted.group_by(jobs.c.kind)))


def _open(job_id: str, *more: ColumnElement[bool]) -> Update:
    """An UPDATE of a job that is not over."""
    return jobs.update().where(jobs.c.id == job_id, jobs.c.state.in_(OPEN), *more)
