"""What came of an uploaded file, as its card shows it: right after it came, and ever after."""

from collections.abc import Sequence
from typing import Final, cast

from race import flags, i18n
from race.api.pages import passed_over, showing
from race.api.pages.frame import runner_url
from race.api.pages.guides import finding
from race.api.pages.guides.views import GuideLink
from race.api.pages.views_runner import RunState
from race.api.pages.views_upload import Change, Progress, SentFile, SentRun
from race.course import Kind, Race
from race.errors import RaceError, TooLarge
from race.event import Event
from race.result import Status
from race.services import certificates, ranks
from race.services.filing import QUEUED
from race.services.submissions import Submitted
from race.store import jobs
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.store.jobs import JobRow
from race.store.submissions import SubmissionRow
from race.verdict import Flag, Severity

#: What is found where a better file of the same run may help.
_OF_THE_FILE: Final = frozenset({"NO_POINTS", "NO_TIME", "INDOOR"})
_UNKNOWN: Final = float("nan")


def refused(event: Event, name: str, error: RaceError) -> SentFile:
    """A file that was not kept."""
    guide = _guide(event, name) if isinstance(error, TooLarge) else None
    return SentFile(name=name, error=i18n.both(error.text, error.facts), guide=guide)


def shown(connection: Connection, event: Event, done: Submitted, name: str = "") -> SentFile:
    """A file that was kept, with what it changed when it has just come; `name` is what it is called
    now, which may differ from when it came first."""
    row, runs = done.submission, done.activities
    several = len(runs) > 1
    changes = _changes(connection, event, done.changes, runs)
    job = _job(connection, row)
    error = job.error if job is not None and job.state == "failed" else row.error
    return SentFile(
        name=name or row.filename,
        url=page_of(event, row),
        error=None if error is None else i18n.both(error["text"], error["facts"]),
        guide=None if error is None else _guide(event, error["facts"].get("format"), row.filename),
        runs=tuple(
            _run(event, row, run, () if several else changes) for run in sorted(runs, key=_urgency)
        ),
        changes=changes if several else (),
        passed=passed_over.grouped(done.skipped),
        progress=None if job is None or job.state == "failed" else _progress(job),
        again_at=row.received_at.astimezone(event.window.zone) if done.again else None,
    )


def page_of(event: Event, row: SubmissionRow) -> str:
    """The page of an upload."""
    return f"/e/{event.slug}/nop-bai/{row.id}"


def is_given_up(connection: Connection, row: SubmissionRow) -> bool:
    """Whether the job that was to read an upload has failed."""
    job = _job(connection, row)
    return job is not None and job.state == "failed"


def _guide(event: Event, *hints: str | None) -> GuideLink:
    return finding.link(finding.fitting(*hints), event.slug)


def _job(connection: Connection, row: SubmissionRow) -> JobRow | None:
    """The job that is to read an upload; None when it has been read."""
    if row.state != QUEUED or row.job_id is None:
        return None
    return jobs.get(connection, row.job_id)


def _progress(job: JobRow) -> Progress:
    return Progress(
        url=f"/api/v1/jobs/{job.id}",
        state="queued" if job.state == "queued" else "running",
        done=job.done,
        total=job.total,
        runs=int((job.result or {}).get("runs", 0)),
    )


def _urgency(run: ActivityRow) -> int:
    """What the runner can do something about comes before the rest, which may be folded away."""
    return ("rejected", "review", "accepted").index(run.state)


def _run(
    event: Event, row: SubmissionRow, run: ActivityRow, changes: tuple[Change, ...]
) -> SentRun:
    found = [flag for flag in showing.findings(run) if flag.severity > Severity.PASS]
    grave = [flag for flag in found if flag.severity > Severity.INFO]
    began = None if run.started_at is None else event.window.local(run.started_at)
    return SentRun(
        url=f"{runner_url(event, run.bib)}/{run.id}",
        member=run.member,
        day=None if began is None else began.date(),
        distance_m=showing.known(run.official_distance_m),
        elapsed_s=showing.known(run.elapsed_s),
        state=cast("RunState", run.state),
        findings=tuple(flags.sentence(flag) for flag in found),
        advice=flags.advice(grave[0]) if grave else None,
        changes=changes,
        guide=_better_file(event, row, run, grave),
    )


def _better_file(
    event: Event, row: SubmissionRow, run: ActivityRow, grave: Sequence[Flag]
) -> GuideLink | None:
    if _OF_THE_FILE.isdisjoint(flag.code for flag in grave):
        return None
    stated = run.stated
    return _guide(event, stated["app"], row.filename, stated["format"], stated["device"])


def _changes(
    connection: Connection,
    event: Event,
    changes: Sequence[ranks.Change],
    runs: Sequence[ActivityRow],
) -> tuple[Change, ...]:
    accepted = [run for run in runs if run.state == "accepted"]
    if not accepted:
        return ()
    told = (_change(connection, event, change, accepted) for change in changes)
    return tuple(change for change in told if change is not None)


def _change(
    connection: Connection, event: Event, change: ranks.Change, accepted: Sequence[ActivityRow]
) -> Change | None:
    """What accepted runs changed in a race; None when nothing did."""
    race = event.race(change.race)
    before, after = change.before, change.after
    if race is None or after.result.status is not Status.OK:
        return None
    if before is not None and before.result == after.result:
        return None
    old_m = 0.0 if before is None else before.result.distance_m
    was_finished = before is not None and before.result.finished
    row = certificates.standing(connection, event, race.slug, accepted[0].bib)
    single = race.kind is Kind.SINGLE
    counted_m = max(_counted(race, run) for run in accepted)
    return Change(
        race=race.name,
        kind=race.kind.value,
        goal_m=race.distance_m,
        added_m=counted_m if single else after.result.distance_m - old_m,
        total_m=after.result.distance_m,
        time_s=_UNKNOWN if after.result.time_s is None else float(after.result.time_s),
        best=single and after.result.activity in {run.id for run in accepted},
        rank=after.rank,
        moved=_moved(before, after),
        finished=after.result.finished and not was_finished,
        certificate_url=None if row is None else f"/c/{row.code}",
    )


def _counted(race: Race, run: ActivityRow) -> float:
    return min(run.official_distance_m or 0.0, race.distance_m)


def _moved(before: ranks.Place | None, after: ranks.Place) -> int:
    if before is None or before.rank is None or after.rank is None:
        return 0
    return before.rank - after.rank
