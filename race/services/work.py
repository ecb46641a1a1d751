"""Long work: asked for in a transaction, done piece by piece, seen by whoever may.

The truth about a job is its row; an engine (`race.jobs`) only calls `run_piece` until there is no
more, perhaps twice, perhaps on another machine after a crash. A task is a plain function that does
one piece in one transaction and counts it there with `advance`, so that each piece counts once:

    def task(tools: Tools, job: JobRow) -> bool:
        with transaction(tools.engine) as connection:
            advance(connection, job, done=job.done + 1, now=tools.clock())
            ...                                    # the piece number job.done
        return job.done + 1 < how_many
"""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol, TypeAlias

from race import i18n
from race.errors import NotFound, NotSignedIn, RaceError
from race.i18n import N_
from race.mailer import Post
from race.processes import Examiner, Here
from race.services import access
from race.services.access import Runner, Visitor
from race.store import jobs
from race.store.blobs import Blobs
from race.store.database import Connection, Engine, transaction
from race.store.ids import new_id
from race.store.jobs import JobRow

#: So often a piece is begun before its job is given up: after errors, and after the deaths of the
#: process that did it.
MOST_TRIES: Final = 5
_GIVEN_UP: Final = N_(
    "This was tried {tries:number} times and failed. Ask for it again; if it fails again, tell "
    "whoever runs this site."
)


@dataclass(frozen=True, kw_only=True)
class Tools:
    """What a task works with."""

    engine: Engine
    blobs: Blobs
    #: Now, aware.
    clock: Callable[[], datetime]
    #: A folder of this program alone, for what need not outlive it; made when it is missing.
    scratch: Path
    #: Reads and measures files.
    examiner: Examiner = field(default_factory=Here)
    #: Bytes of a file that are read while its sender waits.
    most_at_once: int = 32_000_000
    #: The way to the mail server; None sends no e-mail.
    post: Post | None = None
    #: Scheme and host of links, without a slash at the end.
    public_url: str = ""


#: Does the next piece of a job in its own transaction; whether there is more. A RaceError ends the
#: job with its sentence; any other exception is a try that failed.
Task: TypeAlias = Callable[[Tools, JobRow], bool]


class Queue(Protocol):
    """Where work is asked for."""

    def enqueue(self, connection: Connection, job_id: str) -> None:
        """Have a job done once the caller's transaction is committed; never when it is undone."""


class JobEngine(Protocol):
    """The queue of a whole program, which starts and stops with it."""

    def enqueue(self, connection: Connection, job_id: str) -> None:
        """As `Queue`."""

    def start(self, tools: Tools) -> None:
        """Be ready to take jobs and, where this program is to do them, begin to. The database is
        up to date by then."""

    def stop(self) -> None:
        """Do no more: what has not ended goes on where another program takes it up."""


class Inline:
    """A queue in memory, for tests and for work that its caller does at once: what is asked is
    done when `run` is called, after the transaction."""

    def __init__(self) -> None:
        #: Ids of the jobs that were asked for.
        self.asked: deque[str] = deque()

    def enqueue(self, connection: Connection, job_id: str) -> None:
        """As `Queue`."""
        self.asked.append(job_id)

    def start(self, tools: Tools) -> None:
        """As `JobEngine`; nothing is done before `run`."""

    def stop(self) -> None:
        """As `JobEngine`."""

    def run(self, tools: Tools, tasks: Mapping[str, Task]) -> None:
        """Do all that was asked, the first first; a task's exception ends it."""
        while self.asked:
            job_id = self.asked.popleft()
            while run_piece(tools, tasks, job_id):
                pass


class Overtaken(Exception):
    """Another run of the same piece has counted it: this one undoes its transaction."""


def ask(
    connection: Connection,
    queue: Queue,
    *,
    kind: str,
    event_id: str | None,
    subject: Mapping[str, Any],
    asked_by: str,
    now: datetime,
    bib: str | None = None,
    total: int | None = None,
) -> JobRow:
    """Ask for a job, in the transaction of what it is about.

    `asked_by` is "runner" or an account; `bib` is whose job it is where it is one runner's;
    `subject` and `total` are as in `JobRow`.
    """
    row = JobRow(
        id=new_id(),
        event_id=event_id,
        kind=kind,
        subject=subject,
        state="queued",
        done=0,
        total=total,
        tries=0,
        error=None,
        result=None,
        asked_by=asked_by,
        bib=bib,
        created_at=now,
        updated_at=now,
    )
    jobs.add(connection, row)
    queue.enqueue(connection, row.id)
    return row


def advance(
    connection: Connection,
    job: JobRow,
    *,
    done: int,
    now: datetime,
    total: int | None = None,
    result: Mapping[str, Any] | None = None,
) -> None:
    """Count the piece that this transaction does; Overtaken when somebody else has.

    `total` and `result` of None stay as they were. Called first, it spares the work of a piece
    that is done already.
    """
    counted = jobs.advance(
        connection,
        job.id,
        done_before=job.done,
        done=done,
        total=job.total if total is None else total,
        result=job.result if result is None else result,
        now=now,
    )
    if not counted:
        raise Overtaken


def run_piece(tools: Tools, tasks: Mapping[str, Task], job_id: str) -> bool:
    """Do the next piece of a job; whether there is more.

    A RaceError of the task, or the last of `MOST_TRIES`, ends the job as failed. Whatever else the
    task raises goes to the caller, who is to call again after a while; LookupError for a kind that
    is not in `tasks`.
    """
    with transaction(tools.engine) as connection:
        job = jobs.begin(connection, job_id, tools.clock())
    if job is None:
        return False
    if job.tries > MOST_TRIES:
        return _failed(tools, job_id, "ERROR", _GIVEN_UP, {"tries": MOST_TRIES})
    try:
        more = tasks[job.kind](tools, job)
    except Overtaken:
        return True
    except RaceError as error:
        return _failed(tools, job_id, error.code, error.text, error.facts)
    if not more:
        with transaction(tools.engine) as connection:
            jobs.finish(connection, job_id, result=None, now=tools.clock())
    return more


def find(connection: Connection, asking: Visitor, job_id: str) -> JobRow:
    """A job, for the runner it is of, for the staff of its event, or, where it is of no event, for
    the account that asked.

    NotSignedIn for who is neither runner nor organiser, NotFound for all others.
    """
    if asking.organiser is None and not asking.runners:
        raise NotSignedIn
    row = jobs.get(connection, job_id)
    if row is None or not _may_see(connection, asking, row):
        raise NotFound(job=job_id)
    return row


def shown(job: JobRow) -> dict[str, Any]:
    """A job as JSON; the keys are a promise (docs/api.md)."""
    error = job.error
    return {
        "id": job.id,
        "kind": job.kind,
        "state": job.state,
        "done": job.done,
        "total": job.total,
        "created_at": job.created_at.isoformat(),
        "updated_at": job.updated_at.isoformat(),
        "error": None
        if error is None
        else {"code": error["code"], "message": i18n.both(error["text"], error["facts"])},
        "result": job.result,
    }


def _failed(tools: Tools, job_id: str, code: str, text: str, facts: Mapping[str, Any]) -> bool:
    """End a job as failed; False, for there is no more."""
    error = {"code": code, "text": text, "facts": facts}
    with transaction(tools.engine) as connection:
        jobs.fail(connection, job_id, error=error, now=tools.clock())
    return False


def _may_see(connection: Connection, asking: Visitor, job: JobRow) -> bool:
    if job.event_id is None:
        organiser = asking.organiser
        return organiser is not None and organiser.account_id == job.asked_by
    if job.bib is not None and Runner(event_id=job.event_id, bib=job.bib) in asking.runners:
        return True
    return access.role_in(connection, asking, job.event_id) is not None
