"""A large archive, read by a job: some members at a time, and each of them counted once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from race.errors import RaceError, TooHard, UnreadableFile
from race.event import Event
from race.ingest import reading
from race.ingest.archives.members import Skipped, too_late
from race.ingest.archives.twins import Taken
from race.ingest.reading import Gathering, Outline, Read, Source
from race.services import entries, events, filing, judging, scoring, unpacking, work
from race.services.work import Tools
from race.store import activities, submissions
from race.store.activities import ActivityRow
from race.store.database import Connection, transaction
from race.store.database import reading as looking
from race.store.jobs import JobRow
from race.store.submissions import SubmissionRow

#: What such a job is called.
KIND: Final = "archive"
#: Members of one piece: about a second of work, which is lost when its process is killed.
_PIECE: Final = 50
#: s of work for one archive; what was not reached by then is passed over, and said.
_MOST_S: Final = 600.0


@dataclass(frozen=True, kw_only=True)
class _Stretch:
    """What came of some members of an archive."""

    outline: Outline
    #: (name, what came of it), in the order of the outline, and last what only indexes tell.
    read: Sequence[tuple[str, Read | UnreadableFile]] = ()
    #: What was not read for want of time.
    late: Sequence[Skipped] = ()
    #: Why nothing can come of the archive at all.
    error: UnreadableFile | None = None

    @property
    def passed(self) -> int:
        """How many members that was."""
        return len(self.outline.runs)


def piece(tools: Tools, job: JobRow) -> bool:
    """Read the next members of an archive and write what came of them; whether there are more.

    1. The archive is looked at by its first piece, and by the first after a restart.
    2. Some members are read and measured by processes with limits, outside any transaction.
    3. In one transaction: the piece is counted, unless somebody else has; runs are judged with what
       is known by then, and written with the results and with what was passed over. The last piece
       gives the upload its state.
    """
    if job.total is not None and job.done >= job.total:
        return False  # a crash came between the last piece and the end of the job
    try:
        return _piece(tools, job)
    except RaceError as error:
        _give_up(tools, job, error)
        raise


def _piece(tools: Tools, job: JobRow) -> bool:
    begun = tools.clock()
    tools.scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
    plan = tools.scratch / f"{job.id}.plan"
    with looking(tools.engine) as connection:
        row, event, before = _subject(connection, job)
    if row is None or event is None:  # taken back meanwhile
        plan.unlink(missing_ok=True)
        return False
    events.check_not_final(event)
    if job.tries >= work.MOST_TRIES:  # should this be the end of the job, its upload says so
        _give_up(tools, job, TooHard())
    stretch = _read(tools, job, (row, event), before, plan)
    worked_s = _tally(job)["worked_s"] + (tools.clock() - begun).total_seconds()
    with transaction(tools.engine) as connection:
        more = _keep(connection, tools, job, stretch, worked_s)
    if not more:
        plan.unlink(missing_ok=True)
    return more


def _give_up(tools: Tools, job: JobRow, error: RaceError) -> None:
    """Say on the upload why it was not read to its end; what was read of it stands."""
    (tools.scratch / f"{job.id}.plan").unlink(missing_ok=True)
    with transaction(tools.engine) as connection:
        row, _, runs = _subject(connection, job)
        if row is not None:
            submissions.update(connection, filing.read(row, runs, error))


def _subject(
    connection: Connection, job: JobRow
) -> tuple[SubmissionRow | None, Event | None, list[ActivityRow]]:
    """The upload that a job reads, its event, and the runs that came out of it so far."""
    event_id, submission_id = job.event_id or "", str(job.subject["submission"])
    row = submissions.get(connection, event_id, submission_id)
    if row is None:
        return None, None, []
    before = activities.of_submission(connection, event_id, submission_id)
    return row, events.by_id(connection, event_id), before


def _read(
    tools: Tools,
    job: JobRow,
    subject: tuple[SubmissionRow, Event],
    before: Sequence[ActivityRow],
    plan: Path,
) -> _Stretch:
    row, event = subject
    asked, run = unpacking.wanted(event), tools.examiner.run
    with tools.blobs.local(row.sha256) as path:
        source = Source(path=path, name=row.filename, limits=unpacking.BY_JOB)
        try:
            if not plan.exists():
                run(reading.plan, source, plan, seconds=unpacking.LOOK_S)
        except UnreadableFile as error:
            if job.done > 0:
                raise
            return _Stretch(outline=Outline(total=0, first=0, runs=(), skipped=()), error=error)
        if _tally(job)["worked_s"] > _MOST_S:
            left: Outline = run(reading.outline, plan, job.done, source.limits.members)
            late = [too_late(member.name or row.filename) for member in left.runs]
            return _Stretch(outline=left, late=late)
        outline: Outline = run(reading.outline, plan, job.done, _PIECE)
        read = list(unpacking.members(tools.examiner, source, asked, plan, outline))
        if job.done + len(outline.runs) >= outline.total:
            begun = [*_begun(before), *_begun_now(read)]
            told = unpacking.trackless(tools.examiner, plan, asked, begun)
            read.append((row.filename, told))
    return _Stretch(outline=outline, read=read)


def _begun(before: Sequence[ActivityRow]) -> list[float]:
    return [run.started_at for run in before if run.started_at is not None]


def _begun_now(read: Sequence[tuple[str, Read | UnreadableFile]]) -> list[float]:
    return [
        run.metrics.started_at for _, each in read if isinstance(each, Read) for run in each.runs
    ]


def _keep(
    connection: Connection, tools: Tools, job: JobRow, stretch: _Stretch, worked_s: float
) -> bool:
    """Write a stretch; whether there are more."""
    row, event, before = _subject(connection, job)
    done, total = job.done + stretch.passed, stretch.outline.total
    gathering = Gathering(_taken(run) for run in before)
    for name, read in stretch.read:
        gathering.add(name, read)
    first = stretch.outline.skipped if job.done == 0 else ()
    left = (*first, *gathering.skipped, *stretch.late)
    tally = {
        "worked_s": round(worked_s, 3),
        "runs": len(before) + len(gathering.runs),
        "skipped": int(_tally(job)["skipped"]) + len(left),
    }
    now = tools.clock()
    work.advance(connection, job, done=done, total=total, result=tally, now=now)
    if row is None or event is None:
        return False
    submissions.skip(connection, filing.skipped(row, left, int(_tally(job)["skipped"])))
    entry = entries.find(connection, event, row.bib)
    runs = unpacking.by_start(gathering.runs)
    judging.take(connection, event, entry, row, runs, first=len(before))
    scoring.rescore(connection, event, entry, now=now)
    if done < total:
        return True
    _finish(connection, row, stretch.error)
    return False


def _finish(connection: Connection, row: SubmissionRow, error: UnreadableFile | None) -> None:
    """Give an upload its state, now that all of it has been read."""
    runs = activities.of_submission(connection, row.event_id, row.id)
    if not runs and error is None:
        passed = submissions.skipped_of(connection, row.event_id, row.id)
        left = [
            Skipped(member=each.member, code=each.code, text=each.text, facts=each.facts)
            for each in passed
        ]
        error = reading.fruitless(row.filename, left)
    submissions.update(connection, filing.read(row, runs, error))


def _taken(run: ActivityRow) -> Taken:
    unknown = float("nan")
    return Taken(
        member=run.member or "",
        started_at=unknown if run.started_at is None else run.started_at,
        ended_at=unknown if run.ended_at is None else run.ended_at,
    )


def _tally(job: JobRow) -> Mapping[str, Any]:
    """What has come of a job so far: seconds of work, runs, members passed over."""
    return {"worked_s": 0.0, "runs": 0, "skipped": 0, **(job.result or {})}
