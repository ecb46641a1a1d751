"""`/e/{event}/nop-bai`: send runs, see the verdicts; by a plain form, or by a script."""

from datetime import datetime
from typing import Annotated, Final, Literal

from fastapi import APIRouter, File, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from race import i18n
from race.api.deps import Asking, Here, Resources
from race.api.pages import sent_files
from race.api.pages.frame import Scene, page, runner_url, scene
from race.api.pages.guides import finding
from race.api.pages.views_runner import Contact
from race.api.pages.views_upload import SentFile, UploadedPage, UploadPage
from race.api.submissions import take
from race.course import Kind
from race.errors import NoFile, NotFound, NotSignedIn, RaceError, TooLarge, TooManyFiles
from race.event import ENTERING, Event, Phase
from race.services import access, ranks, submissions
from race.services.filing import Upload
from race.services.submissions import Submitted
from race.store.database import Connection, reading
from race.store.entries import EntryRow

router = APIRouter(include_in_schema=False)

#: Files of one form; a phone sends one or a few.
_MOST_FILES: Final = 20
_UNKNOWN: Final = float("nan")


@router.get("/e/{event}/nop-bai")
def form(event: str, request: Request, here: Here, asking: Asking) -> HTMLResponse:
    """The form, and the way to a guide for each app."""
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
) -> Response:
    """Every file is taken for itself: one that cannot be read stops no other."""
    with reading(here.engine) as connection:
        seen = scene(connection, request, asking, event)
    chosen = [f for f in file or [] if f.filename]
    if seen.me is None or not chosen:
        error = NoFile() if seen.me is not None else NotSignedIn()
        if not _is_script(request):
            raise error
        files: tuple[SentFile, ...] = (sent_files.refused(seen.event, "", error),)
    else:
        files = tuple(
            _sent(here, seen.event, seen.me, f, alone=len(chosen) == 1)
            for f in chosen[:_MOST_FILES]
        )
        files += tuple(
            sent_files.refused(seen.event, f.filename or "", TooManyFiles())
            for f in chosen[_MOST_FILES:]
        )
    view = _uploaded(here, seen, files)
    if len(files) == 1 and files[0].url and view.is_waiting and not _is_script(request):
        return RedirectResponse(files[0].url, status_code=303)
    return _answer(request, seen, view)


@router.get("/e/{event}/nop-bai/{submission}")
def show(event: str, submission: str, request: Request, here: Here, asking: Asking) -> HTMLResponse:
    """What came of an upload, for its runner and for staff; while it is read, how far that is."""
    with reading(here.engine) as connection:
        seen = scene(connection, request, asking, event)
        row = submissions.find(connection, seen.event, submission)
        own = seen.me is not None and seen.me.bib == row.bib
        if not own and access.role_in(connection, asking, seen.event.id) is None:
            raise NotFound(submission=submission)
        runs, skipped = submissions.content(connection, row)
        stands = Submitted(
            submission=row,
            activities=tuple(runs),
            skipped=tuple(skipped),
            changes=(),
            again=False,
        )
        view = UploadedPage(
            files=(sent_files.shown(connection, seen.event, stands),),
            runner_url=runner_url(seen.event, row.bib),
            upload_url=f"{seen.root}/nop-bai" if own else None,
            total_m=_total_m(connection, seen.event, row.bib),
            contact=contact(seen.event) if own else None,
            received_at=row.received_at.astimezone(seen.event.window.zone),
        )
    return _answer(request, seen, view)


def contact(event: Event) -> Contact | None:
    """Where the organiser is reached; None when nothing was given."""
    words = event.contact
    if not words:
        return None
    address = next((word.strip(".,;") for word in words.split() if "@" in word), None)
    return Contact(words=words, href=None if address is None else f"mailto:{address}")


def _is_script(request: Request) -> bool:
    """Whether our own script asks, which wants the cards alone."""
    return request.headers.get("x-requested-with") == "fetch"


def _answer(request: Request, seen: Scene, view: UploadedPage) -> HTMLResponse:
    template = "_uploaded.html" if _is_script(request) else "uploaded.html"
    return page(request, template, view, seen=seen, nav="upload")


def _uploaded(here: Resources, seen: Scene, files: tuple[SentFile, ...]) -> UploadedPage:
    me = seen.me
    with reading(here.engine) as connection:
        total_m = _UNKNOWN if me is None else _total_m(connection, seen.event, me.bib)
    return UploadedPage(
        files=files,
        runner_url=seen.root if me is None else runner_url(seen.event, me.bib),
        upload_url=f"{seen.root}/nop-bai",
        total_m=total_m,
        contact=contact(seen.event),
    )


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
        most_of_archives=here.settings.archive_max_bytes,
        guides=finding.links(event.slug),
        guides_url=finding.address(None, event.slug),
        contact=contact(event),
        entry_url=f"{seen.root}/dang-ky" if event.phase(now) in ENTERING else None,
    )


def _state(event: Event, now: datetime) -> Literal["before", "open", "closed"]:
    phase = event.phase(now)
    if phase in {Phase.BEFORE, Phase.DRAFT}:
        return "before"
    return "open" if phase in {Phase.RUNNING, Phase.GRACE} else "closed"


def _sent(
    here: Resources, event: Event, entry: EntryRow, file: UploadFile, *, alone: bool
) -> SentFile:
    name = i18n.tidy(file.filename or "")[:120]
    upload = Upload(file=file.file, filename=name, sent_by="runner", received_at=here.clock())
    try:
        done = take(here, event, entry, upload)
    except RaceError as error:
        if isinstance(error, TooLarge) and alone:  # 413, as where a body is cut off
            raise
        return sent_files.refused(event, name, error)
    with reading(here.engine) as connection:
        return sent_files.shown(connection, event, done, name)


def _total_m(connection: Connection, event: Event, bib: str) -> float:
    places = ranks.of_entry(connection, event, bib)
    collected = {race.slug for race in event.races if race.kind is Kind.COLLECTED}
    totals = [p.result.distance_m for race, p in places.items() if race in collected]
    return max(totals, default=_UNKNOWN)
