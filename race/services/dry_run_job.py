"""Rules tried out on more runs than somebody waits for, and on runs that have to be read again.

Nothing but how far the job is, and what came of it, is written.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from race.event import Event
from race.ingest import values
from race.ingest.examine import Measured
from race.rules import Rules, rules_from
from race.services import (
    dry_run,
    events,
    reexamining,
    rejudging,
    rereading,
    trials,
    unpacking,
    work,
)
from race.services.rereading import Found, Reading
from race.services.trials import Part, Remember, Runs, Trial
from race.services.work import Queue, Tools
from race.store import submissions
from race.store.activities import ActivityRow
from race.store.database import Connection, transaction
from race.store.database import reading as looking
from race.store.jobs import JobRow

#: What such a job is called.
KIND: Final = "dry-run"
#: Runners of one piece: about a second of work.
_RUNNERS: Final = 200
#: Files, and members of archives, that one piece reads; those of one runner always together.
_FILES: Final = 20


@dataclass(frozen=True, kw_only=True)
class _SoFar:
    """What came of the first runners: the result of a job that goes on."""

    #: The bib of the last of them; "" before the first.
    after: str = ""
    part: Part = field(default_factory=Part)


def ask(
    connection: Connection, queue: Queue, event: Event, rules: Rules, *, by: str, now: datetime
) -> JobRow:
    """Have `rules` tried out; `by` is an account. The result is what `dry_run.shown` writes."""
    return work.ask(
        connection,
        queue,
        kind=KIND,
        event_id=event.id,
        subject={"rules": rules.to_dict()},
        asked_by=by,
        total=trials.count(connection, event),
        now=now,
    )


def piece(tools: Tools, job: JobRow) -> bool:
    """Try the rules on the next runners; whether there are more.

    1. Their runs are loaded; of those that are not remembered the files are read and measured by
       processes with limits.
    2. They are judged in memory.
    3. In one transaction the piece is counted, unless somebody else has. The last one makes the
       boards, in memory too.
    """
    if job.result is not None and "changed" in job.result:
        return False  # a crash came between the last piece and the end of the job
    before = _SoFar() if job.result is None else values.of(_SoFar, job.result)
    plans = tools.scratch / job.id
    with looking(tools.engine) as connection:
        event = events.by_id(connection, job.event_id or "")
        trial = trials.trial_of(connection, event, rules_from(job.subject["rules"]))
        runs, wanted = _next(connection, event, before.after)
    found = rereading.again(tools, event, wanted, plans)
    rereading.forget(plans)
    with looking(tools.engine) as connection:
        remember = _remembering(trial, found)
        part = trials.judged(connection, trial, runs, remember)
        after = max(runs, default=before.after)
        so_far = _SoFar(after=after, part=trials.together([before.part, part]))
        more = bool(trials.senders(connection, event, after, 1))
        told = values.plain(so_far) if more else _result(connection, event, so_far)
    done = job.done + sum(map(len, runs.values()))
    with transaction(tools.engine) as connection:
        total = max(done, job.total or 0) if more else done
        work.advance(connection, job, done=done, total=total, result=told, now=tools.clock())
    return more


def _result(connection: Connection, event: Event, so_far: _SoFar) -> dict[str, Any]:
    return dry_run.shown(dry_run.told(connection, event, so_far.part))


def _next(connection: Connection, event: Event, after: str) -> tuple[Runs, list[Reading]]:
    """The runs of the next runners, and what of them has to be read again."""
    runs: dict[str, Sequence[ActivityRow]] = {}
    wanted: list[Reading] = []
    bibs = trials.senders(connection, event, after, _RUNNERS)
    loaded = trials.runs_of(connection, event, bibs)
    for bib in bibs:
        runs[bib] = loaded.get(bib, ())
        wanted += _readings(connection, event, bib, runs[bib])
        if len(wanted) >= _FILES:
            break
    return runs, wanted


def _readings(
    connection: Connection, event: Event, bib: str, rows: Sequence[ActivityRow]
) -> list[Reading]:
    """What holds the runs of a runner that are not remembered."""
    unread = {row.submission_id for row in rows if not rejudging.is_remembered(row)}
    if not unread:
        return []
    uploads = submissions.of_entry(connection, event.id, bib)
    return [
        each
        for upload in uploads
        if upload.id in unread
        for each in rereading.readings(upload, [r for r in rows if r.submission_id == upload.id])
    ]


def _remembering(trial: Trial, found: Found) -> Remember:
    """What measures runs that are not remembered by what was read; the others stay."""

    def remember(rows: Sequence[ActivityRow]) -> Sequence[ActivityRow]:
        measured = _by_id(rows, found)
        return [_fresh(trial, row, measured.get(row.id)) for row in rows]

    return remember


def _fresh(trial: Trial, row: ActivityRow, run: Measured | None) -> ActivityRow:
    if run is None or rejudging.is_remembered(row):
        return row
    distances = unpacking.wanted(trial.event).distances
    fresh = reexamining.remeasured(row, run, trial.said, distances)
    return row if fresh is None else fresh


def _by_id(rows: Iterable[ActivityRow], found: Found) -> Mapping[str, Measured]:
    """How runs measure now, by their ids; those that were not found are left out."""
    placed: dict[rereading.Place, list[ActivityRow]] = {}
    for row in rows:
        placed.setdefault((row.submission_id, row.member), []).append(row)
    return {
        row.id: run
        for place, some in placed.items()
        for row, run in rereading.paired(some, found.get(place, ()))
        if run is not None
    }
