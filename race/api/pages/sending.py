"""`/e/{event}/nop-bai`: send a run, see the verdict; by a plain form, or by a script."""

from datetime import datetime
from typing import Annotated, Final, Literal, cast

from fastapi import APIRouter, File, Request, UploadFile
from fastapi.responses import HTMLResponse

from race import flags, i18n
from race.api.deps import Asking, Here, Resources
from race.api.pages import showing
from race.api.pages.frame import Scene, page, runner_url, scene
from race.api.pages.views_runner import Contact, RunState
from race.api.pages.views_upload import Change, SentFile, SentRun, UploadedPage, UploadPage
from race.api.submissions import take
from race.course import Kind, Race
from race.errors import NoFile, NotSignedIn, RaceError, TooManyFiles
from race.event import ENTERING, Event, Phase
from race.result import Status
from race.services import certificates, ranks
from race.services.filing import Upload
from race.services.submissions import Submitted
from race.store.activities import ActivityRow
from race.store.database import Connection, reading
from race.store.entries import EntryRow
from race.verdict import Severity

router = APIRouter(include_in_schema=False)

#: Files of one form; a phone sends one or a few.
_MOST_FILES: Final = 20
_UNKNOWN: Final = float("nan")


@router.get("/e/{event}/nop-bai")
def form(event: str, request: Request, here: Here, asking: Asking) -> HTMLResponse:
    """The form, and how to get a file out of each app."""
    with reading(here.engine) as connection:
        seen = scene(connection, request, asking, event)
    return page(request, "upload.html", _view(here, seen), seen=seen, nav="upload")


@router.post("/e/{event}/nop-bai")
def send(
    event: str,
    request: Request,
    here: Here,
    asking: Asking,
    file: Annotated[list[UploadFile] | None, File()] = None,
) -> HTMLResponse:
    """Every file is taken for itself: one that cannot be read stops no other."""
    with reading(here.engine) as connection:
        seen = scene(connection, request, asking, event)
    fragment = request.headers.get("x-requested-with") == "fetch"
    chosen = [f for f in file or [] if f.filename]
    if seen.me is None or not chosen:
        error = NoFile() if seen.me is not None else NotSignedIn()
        if not fragment:
            raise error
        files: tuple[SentFile, ...] = (_refused("", error),)
    else:
        files = tuple(_sent(here, seen.event, seen.me, f) for f in chosen[:_MOST_FILES])
        files += tuple(_refused(f.filename or "", TooManyFiles()) for f in chosen[_MOST_FILES:])
    view = _uploaded(here, seen, files)
    template = "_uploaded.html" if fragment else "uploaded.html"
    return page(request, template, view, seen=seen, nav="upload")


def _uploaded(here: Resources, seen: Scene, files: tuple[SentFile, ...]) -> UploadedPage:
    me = seen.me
    with reading(here.engine) as connection:
        total_m = _UNKNOWN if me is None else _total_m(connection, seen.event, me)
    return UploadedPage(
        files=files,
        runner_url=seen.root if me is None else runner_url(seen.event, me.bib),
        upload_url=f"{seen.root}/nop-bai",
        total_m=total_m,
        contact=contact(seen.event),
    )


def _refused(name: str, error: RaceError) -> SentFile:
    return SentFile(name=name, error=i18n.both(error.text, error.facts))


def contact(event: Event) -> Contact | None:
    """Where the organiser is reached; None when nothing was given."""
    words = event.contact
    if not words:
        return None
    address = next((word.strip(".,;") for word in words.split() if "@" in word), None)
    return Contact(words=words, href=None if address is None else f"mailto:{address}")


def _view(here: Resources, seen: Scene) -> UploadPage:
    event, zone = seen.event, seen.event.window.zone
    now = here.clock()
    return UploadPage(
        name=None if seen.me is None else seen.me.name,
        bib=None if seen.me is None else seen.me.bib,
        runner_url=None if seen.me is None else runner_url(event, seen.me.bib),
        state=_state(event, now),
        opens_at=event.window.starts_at.astimezone(zone),
        closes_at=event.uploads_end_at.astimezone(zone),
        most_bytes=here.settings.upload_max_bytes,
        contact=contact(event),
        entry_url=f"{seen.root}/dang-ky" if event.phase(now) in ENTERING else None,
    )


def _state(event: Event, now: datetime) -> Literal["before", "open", "closed"]:
    phase = event.phase(now)
    if phase in {Phase.BEFORE, Phase.DRAFT}:
        return "before"
    return "open" if phase in {Phase.RUNNING, Phase.GRACE} else "closed"


def _sent(here: Resources, event: Event, entry: EntryRow, file: UploadFile) -> SentFile:
    name = i18n.tidy(file.filename or "")[:120]
    upload = Upload(
        data=file.file.read(), filename=name, sent_by="runner", received_at=here.clock()
    )
    try:
        done = take(here, event, entry, upload)
    except RaceError as error:
        return _refused(name, error)
    error_said = done.submission.error
    with reading(here.engine) as connection:
        return SentFile(
            name=name,
            error=None
            if error_said is None
            else i18n.both(error_said["text"], error_said["facts"]),
            runs=tuple(_run(connection, event, done, run) for run in done.activities),
            again_at=done.submission.received_at.astimezone(event.window.zone)
            if done.again
            else None,
        )


def _run(connection: Connection, event: Event, done: Submitted, run: ActivityRow) -> SentRun:
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
        changes=tuple(
            change
            for change in (_change(connection, event, c, run) for c in done.changes)
            if change is not None
        ),
    )


def _change(
    connection: Connection, event: Event, change: ranks.Change, run: ActivityRow
) -> Change | None:
    """What this run changed in a race; None when nothing did."""
    race = event.race(change.race)
    before, after = change.before, change.after
    if race is None or after.result.status is not Status.OK or run.state != "accepted":
        return None
    if before is not None and before.result == after.result:
        return None
    old_m = 0.0 if before is None else before.result.distance_m
    was_finished = before is not None and before.result.finished
    row = certificates.standing(connection, event, race.slug, run.bib)
    single = race.kind is Kind.SINGLE
    return Change(
        race=race.name,
        kind=race.kind.value,
        goal_m=race.distance_m,
        added_m=_counted(race, run) if single else after.result.distance_m - old_m,
        total_m=after.result.distance_m,
        time_s=_UNKNOWN if after.result.time_s is None else float(after.result.time_s),
        best=single and after.result.activity == run.id,
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


def _total_m(connection: Connection, event: Event, entry: EntryRow) -> float:
    places = ranks.of_entry(connection, event, entry.bib)
    collected = {race.slug for race in event.races if race.kind is Kind.COLLECTED}
    totals = [p.result.distance_m for race, p in places.items() if race in collected]
    return max(totals, default=_UNKNOWN)
