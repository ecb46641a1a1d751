"""`/e/{event}/thu-may`: try a phone out before the race; nothing is kept, nothing counts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, File, Request, UploadFile
from fastapi.responses import HTMLResponse

from race import flags, i18n
from race.api.deps import Asking, Here, Resources
from race.api.limits import Deed
from race.api.pages.frame import Scene, page, runner_url, scene
from race.api.pages.guides import finding
from race.api.pages.guides.views import GuideLink
from race.api.pages.sending import contact
from race.api.pages.showing import known
from race.api.pages.views_runner import Contact, Said, bare
from race.errors import NoFile, NotSignedIn, RaceError
from race.event import ENTERING, Event
from race.services import preflight
from race.services.filing import Upload
from race.services.preflight import Tried, TriedRun
from race.store.database import reading
from race.store.entries import EntryRow
from race.verdict import Severity

router = APIRouter(include_in_schema=False)

_LONGEST_NAME: Final = 120


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing about the recording, and what to do about it."""

    title: Said
    sentence: Said
    advice: Said
    #: A run recorded like this would be looked at by a person, or not count.
    grave: bool


@dataclass(frozen=True, kw_only=True)
class TriedCard:
    """One test run on the page."""

    readiness: str
    started_at: datetime | None
    #: Official metres and seconds, points and median seconds between them; NaN when unknown.
    distance_m: float
    elapsed_s: float
    points: int
    app: str | None
    findings: tuple[Finding, ...]
    too_little: bool
    old: bool


@dataclass(frozen=True, kw_only=True)
class TryOutPage:
    """The form, and below it what the test file says."""

    #: Who tries; None when the browser does not know the runner.
    name: str | None
    runner_url: str | None
    upload_url: str
    entry_url: str | None
    starts_at: datetime
    #: The event has not begun: what is sent there would not count yet.
    before: bool
    guides: tuple[GuideLink, ...]
    guides_url: str
    contact: Contact | None
    #: The file that was tried; None on the empty form.
    file: str | None = None
    runs: tuple[TriedCard, ...] = ()
    #: Why nothing could be read.
    error: Said | None = None


@router.get("/e/{event}/thu-may")
def form(event: str, request: Request, here: Here, asking: Asking) -> HTMLResponse:
    """What to try, and the form."""
    with reading(here.engine) as connection:
        seen = scene(connection, request, asking, event)
    return page(request, "try_out.html", _view(here, seen), seen=seen, nav="upload")


@router.post("/e/{event}/thu-may")
def try_out(
    event: str,
    request: Request,
    here: Here,
    asking: Asking,
    file: Annotated[list[UploadFile] | None, File()] = None,
) -> HTMLResponse:
    """What the first file says."""
    with reading(here.engine) as connection:
        seen = scene(connection, request, asking, event)
    chosen = [f for f in file or [] if f.filename]
    if seen.me is None:
        raise NotSignedIn
    if not chosen:
        raise NoFile
    name = i18n.tidy(chosen[0].filename or "")[:_LONGEST_NAME]
    tried = _tried(here, seen.event, seen.me, chosen[0], name)
    return page(request, "try_out.html", _view(here, seen, name, tried), seen=seen, nav="upload")


def _tried(here: Resources, event: Event, me: EntryRow, file: UploadFile, name: str) -> Tried:
    here.limits.count(Deed.UPLOAD, event.id, me.bib)
    upload = Upload(file=file.file, filename=name, sent_by="runner", received_at=here.clock())
    try:
        return preflight.try_out(here.tools, event, upload)
    except RaceError as error:
        return Tried(error=error)


def _view(
    here: Resources, seen: Scene, file: str | None = None, tried: Tried | None = None
) -> TryOutPage:
    event = seen.event
    now = here.clock()
    error = None if tried is None or tried.error is None else tried.error
    return TryOutPage(
        name=None if seen.me is None else seen.me.name,
        runner_url=None if seen.me is None else runner_url(event, seen.me.bib),
        upload_url=f"{seen.root}/nop-bai",
        entry_url=f"{seen.root}/dang-ky" if event.phase(now) in ENTERING else None,
        starts_at=event.window.starts_at.astimezone(event.window.zone),
        before=now < event.window.starts_at,
        guides=finding.links(event.slug),
        guides_url=finding.address(None, event.slug),
        contact=contact(event),
        file=file,
        runs=() if tried is None else tuple(_run(event, run) for run in tried.runs),
        error=None if error is None else i18n.both(error.text, error.facts),
    )


def _run(event: Event, run: TriedRun) -> TriedCard:
    facts = run.facts
    began = facts["started_at"]
    return TriedCard(
        readiness=run.readiness,
        started_at=None
        if began is None
        else datetime.fromisoformat(began).astimezone(event.window.zone),
        distance_m=known(facts["distance_m"]),
        elapsed_s=known(facts["elapsed_s"]),
        points=int(facts["points"]),
        app=facts["app"],
        findings=tuple(
            Finding(
                title=flags.title(flag),
                sentence=bare(flags.sentence(flag)),
                advice=flags.advice(flag),
                grave=flag.severity > Severity.INFO,
            )
            for flag in run.findings
        ),
        too_little=run.too_little,
        old=run.old,
    )
