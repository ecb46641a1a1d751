"""Everything in an event examined anew from the kept bytes, some uploads at a time.

What people said, what was known of others when a run came in, and the order in which runs came in
are the event's own past and stay; what was read, measured, found and reached is made anew of them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from race.errors import RaceError
from race.event import Event
from race.services import events, reexamining, rereading, work
from race.services.rereading import Found, Reading
from race.services.work import Tools
from race.store import activities, entries, submissions
from race.store.activities import ActivityRow
from race.store.database import Connection, transaction
from race.store.database import reading as looking
from race.store.jobs import JobRow
from race.store.submissions import SubmissionRow
from race.verdict import Outcome

#: Files, and members of archives, that one piece reads: a second or two of work.
_PIECE: Final = 20
_STATES: Final = tuple(outcome.value for outcome in Outcome)


@dataclass(frozen=True, kw_only=True)
class _Tally:
    """How far a replay is, and what has come of it: the result of its job."""

    #: The last runner with whom it is done; "" before the first.
    after: str = ""
    #: Of the next runner: the upload that was read last, and how much of it.
    upload: str | None = None
    read: int = 0
    #: Runs that stand otherwise than before, and how.
    changed: int = 0
    to: Mapping[str, int] = field(default_factory=lambda: dict.fromkeys(_STATES, 0))
    #: Runs whose bytes could not be read any more: judged by what is remembered of them.
    missing: int = 0

    @property
    def over(self) -> dict[str, Any]:
        """The result of a job that is over."""
        return {"changed": self.changed, "to": dict(self.to), "missing": self.missing}

    @property
    def so_far(self) -> dict[str, Any]:
        """The result of one that goes on."""
        return {**self.over, "after": self.after, "upload": self.upload, "read": self.read}


@dataclass(frozen=True, kw_only=True)
class _Part:
    """What a piece does of one runner."""

    bib: str
    readings: Sequence[Reading]
    #: After it everything of the runner is read, so that the runs are judged.
    is_last: bool


def piece(tools: Tools, job: JobRow) -> bool:
    """Examine what comes next; whether there is more.

    1. Some uploads, runner by runner, are read and measured by processes with limits, outside any
       transaction.
    2. In one transaction, under the rules of that moment: the piece is counted, unless somebody
       else has; runs are measured anew with what referees corrected; once all of a runner are,
       they are judged, results follow, and the runner is told of what changed.

    Other rules that are published meanwhile end it: they have a job of their own. EventFinal.
    """
    tally = _tally(job)
    if tally is None:
        return False  # a crash came between the last piece and the end of the job
    plans = tools.scratch / job.id
    try:
        more, in_hand = _piece(tools, job, tally, plans)
    except RaceError:
        rereading.forget(plans)
        raise
    rereading.forget(plans, but=in_hand if more else None)
    return more


def _piece(
    tools: Tools, job: JobRow, tally: _Tally, plans: Path
) -> tuple[bool, SubmissionRow | None]:
    """Whether there is more, and the upload of which more may be to be read."""
    with looking(tools.engine) as connection:
        event = events.by_id(connection, job.event_id or "")
        parts = [] if _is_superseded(event, job) else _parts(connection, event, tally)
    events.check_not_final(event)
    wanted = [each for part in parts for each in part.readings]
    found = rereading.again(tools, event, wanted, plans)
    with transaction(tools.engine) as connection:
        more = _keep(connection, job, tally, parts, found, now=tools.clock())
    return more, wanted[-1].upload if wanted and not parts[-1].is_last else None


def _tally(job: JobRow) -> _Tally | None:
    """How far a job is; None when it is over."""
    if job.result is None:
        return _Tally()
    return _Tally(**job.result) if "after" in job.result else None


def _is_superseded(event: Event, job: JobRow) -> bool:
    return event.rules.version > int(job.subject["version"])


def _parts(connection: Connection, event: Event, tally: _Tally) -> list[_Part]:
    """What the next piece reads, runner by runner."""
    parts: list[_Part] = []
    left = _PIECE
    for bib in submissions.senders(connection, event.id, after_bib=tally.after, limit=_PIECE):
        readings = _readings(connection, event, bib)
        if not parts:
            readings = _unread(readings, tally)
        parts.append(_Part(bib=bib, readings=readings[:left], is_last=len(readings) <= left))
        left -= len(parts[-1].readings)
        if left == 0:
            break
    return parts


def _readings(connection: Connection, event: Event, bib: str) -> list[Reading]:
    """Everything that is to be read of one runner, the upload that came first first."""
    runs: dict[str, list[ActivityRow]] = {}
    for run in activities.of_entry(connection, event.id, bib):
        runs.setdefault(run.submission_id, []).append(run)
    uploads = reversed(submissions.of_entry(connection, event.id, bib))
    return [each for row in uploads for each in rereading.readings(row, runs.get(row.id, ()))]


def _unread(readings: list[Reading], tally: _Tally) -> list[Reading]:
    """What is left of a runner of whom something was read; all of it when the upload that was read
    last is gone."""
    for place, each in enumerate(readings):
        if each.upload.id == tally.upload and each.number == tally.read - 1:
            return readings[place + 1 :]
    return readings


def _keep(
    connection: Connection,
    job: JobRow,
    tally: _Tally,
    parts: Sequence[_Part],
    found: Found,
    *,
    now: datetime,
) -> bool:
    """Write a piece; whether there is more."""
    event = events.by_id(connection, job.event_id or "")
    events.check_not_final(event)
    if _is_superseded(event, job):
        result = tally.over | {"superseded": event.rules.version}
        work.advance(connection, job, done=job.done, result=result, now=now)
        return False
    # Who decides about a run holds its runner first, and the numbers of notices last: so do we, or
    # each would wait for the other.
    for part in parts:
        entries.hold(connection, event.id, part.bib)
    changed: list[ActivityRow] = []
    for part in parts:
        tally, turned = _of_runner(connection, event, tally, part, found, now=now)
        changed += turned
    reexamining.tell(connection, event, changed, now=now)
    done = job.done + sum(len(part.readings) for part in parts)
    more = bool(parts) and (
        not parts[-1].is_last
        or bool(submissions.senders(connection, event.id, after_bib=tally.after, limit=1))
    )
    work.advance(
        connection,
        job,
        done=done,
        total=max(done, _total(job, parts)) if more else done,
        result=tally.so_far if more else tally.over,
        now=now,
    )
    return more


def _total(job: JobRow, parts: Iterable[_Part]) -> int:
    """An upload counts as one; one that turns out to be an archive as its members."""
    begun = [each for part in parts for each in part.readings if each.number == 0]
    return (job.total or 0) + sum(each.of - 1 for each in begun)


def _of_runner(
    connection: Connection,
    event: Event,
    tally: _Tally,
    part: _Part,
    found: Found,
    *,
    now: datetime,
) -> tuple[_Tally, list[ActivityRow]]:
    """Write what was read of a runner and, once that is all, what follows from it: the runs that
    stand otherwise."""
    missing = reexamining.measure(connection, event, part.bib, part.readings, found)
    tally = replace(tally, missing=tally.missing + missing)
    if not part.is_last:
        last = part.readings[-1]
        return replace(tally, upload=last.upload.id, read=last.number + 1), []
    changed = reexamining.judge(connection, event, part.bib, now=now)
    to = Counter(tally.to) + Counter(run.state for run in changed)
    tally = replace(
        tally,
        after=part.bib,
        upload=None,
        read=0,
        changed=tally.changed + len(changed),
        to={state: to[state] for state in _STATES},
    )
    return tally, changed
