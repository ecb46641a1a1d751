"""What a runner sends from the page of a run: an answer, a protest, a report; taking it back, and
another file in its place. Works by plain forms; each is taken once, however often it is sent."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from race.api.deps import Asking, Here, Resources
from race.api.errors import status_of
from race.api.limits import Deed
from race.api.pages import run_page, sent_files
from race.api.pages.frame import Scene, page, runner_url, scene
from race.api.pages.rendering import with_query
from race.api.pages.run_page import Sight
from race.api.pages.talking import ANSWER, PROTEST, REPLACE, REPORT, WITHDRAW, Typed
from race.errors import Conflict, InvalidField, NoFile, NotFound, RaceError, TooLarge, TooOften
from race.i18n import N_, both, tidy
from race.services import access, remarking, replacing, submissions
from race.services.access import Visitor
from race.services.filing import Upload
from race.services.replacing import Replaced
from race.store import activities, remarks, rulings
from race.store.database import Connection, reading, transaction
from race.store.remarks import RemarkRow
from race.verdict import Remark

router = APIRouter(include_in_schema=False)

_RUN: Final = "/e/{event}/vdv/{bib}/{activity}"


@dataclass(frozen=True, kw_only=True)
class Call:
    """A form about a run, with what it takes to answer it."""

    request: Request
    here: Resources
    asking: Visitor
    #: As in the address.
    event: str
    bib: str
    activity: str

    def scene(self, connection: Connection) -> Scene:
        """The event, for a runner of it; NotSignedIn for everybody else."""
        seen = scene(connection, self.request, self.asking, self.event)
        access.require_runner(self.asking, seen.event.id)
        return seen

    def sight(self, connection: Connection) -> Sight:
        """The run as the runner who asks may see it; NotSignedIn, NotFound."""
        seen = self.scene(connection)
        return run_page.sight_of(connection, self.asking, seen, self.bib, self.activity)

    def own(self, connection: Connection) -> Sight:
        """The run, of whoever asks; NotSignedIn, NotFound."""
        sight = self.sight(connection)
        if not sight.mine:
            raise NotFound(activity=self.activity)
        return sight


def call(
    event: str, bib: str, activity: str, request: Request, *, here: Here, asking: Asking
) -> Call:
    """The form that is being answered."""
    return Call(request=request, here=here, asking=asking, event=event, bib=bib, activity=activity)


Asked = Annotated[Call, Depends(call)]


class TextFields(BaseModel):
    """What somebody writes; more than is ever taken, so that the page can say how much that is."""

    text: Annotated[str, Field(max_length=20_000)] = ""


class SureFields(BaseModel):
    """Whether somebody is sure."""

    sure: Annotated[str, Field(max_length=20)] = ""


@router.post(f"{_RUN}/{ANSWER}")
def answer(asked: Asked, fields: Annotated[TextFields, Form()]) -> Response:
    """Answer what the referee asks."""
    return _said(asked, ANSWER, Remark.ANSWER, fields.text)


@router.post(f"{_RUN}/{PROTEST}")
def protest(asked: Asked, fields: Annotated[TextFields, Form()]) -> Response:
    """Protest against what was decided."""
    return _said(asked, PROTEST, Remark.PROTEST, fields.text)


@router.post(f"{_RUN}/{REPORT}")
def report(asked: Asked, fields: Annotated[TextFields, Form()]) -> Response:
    """Tell the organisers of something odd in the run of somebody else."""
    return _said(asked, REPORT, Remark.REPORT, fields.text)


_SAYS: Final[dict[Remark, Callable[..., RemarkRow]]] = {
    Remark.ANSWER: remarking.answer,
    Remark.PROTEST: remarking.protest,
    Remark.REPORT: remarking.report,
}


def _said(asked: Call, form: str, kind: Remark, text: str) -> Response:
    try:
        with transaction(asked.here.engine) as connection:
            sight = asked.sight(connection) if kind is Remark.REPORT else asked.own(connection)
            by = access.require_runner(asked.asking, sight.seen.event.id).bib
            if not _is_said(connection, sight, kind, by, tidy(text)):
                now = asked.here.clock()
                asked.here.limits.count(Deed.REMARK, sight.seen.event.id, by)
                _SAYS[kind](connection, sight.seen.event, sight.run, text, by=by, now=now)
    except (InvalidField, Conflict, TooOften) as error:
        return _again(asked, form, error, text)
    return _after(sight.url, form)


def _is_said(connection: Connection, sight: Sight, kind: Remark, by: str, text: str) -> bool:
    """Whether just this was said, and nothing was decided since: a button was pressed twice."""
    run = sight.run
    decided = rulings.of_run(connection, run.event_id, run.id)
    last = decided[-1].id if decided else 0
    return any(
        (row.kind, row.bib, row.text) == (kind, by, text) and row.id > last
        for row in remarks.of_run(connection, run.event_id, run.id)
    )


@router.post(f"{_RUN}/{WITHDRAW}")
def withdraw(asked: Asked, fields: Annotated[SureFields, Form()]) -> Response:
    """Take the run back with the file in which it came; to do it twice is to do it once."""
    here = asked.here
    try:
        with transaction(here.engine) as connection:
            seen = asked.scene(connection)
            if not _is_gone(connection, asked, seen):
                sight = asked.own(connection)
                _check_sure(fields)
                event, entry = seen.event, sight.entry
                row = submissions.find(connection, event, sight.run.submission_id)
                submissions.withdraw(connection, event, entry, row, now=here.clock(), officer=None)
    except (InvalidField, Conflict) as error:
        return _again(asked, WITHDRAW, error)
    submissions.sweep(here.engine, here.blobs)
    return _after(runner_url(seen.event, asked.bib), WITHDRAW)


def _check_sure(fields: SureFields) -> None:
    if not fields.sure:
        raise InvalidField(field="sure", reason=N_("Tick the box if you are sure."))


def _is_gone(connection: Connection, asked: Call, seen: Scene) -> bool:
    """Whether there is no such run of the runner who asks (any more)."""
    mine = seen.me is not None and seen.me.bib == asked.bib
    return mine and activities.get(connection, seen.event.id, asked.activity) is None


@router.post(f"{_RUN}/{REPLACE}")
def replace(asked: Asked, file: Annotated[UploadFile | None, File()] = None) -> Response:
    """Send another file, which takes the place of the one that the run came in."""
    here = asked.here
    with reading(here.engine) as connection:
        seen = asked.scene(connection)
        if _is_gone(connection, asked, seen):
            return _after(runner_url(seen.event, asked.bib), REPLACE)
        sight = asked.own(connection)
        row = submissions.find(connection, seen.event, sight.run.submission_id)
    try:
        if file is None or not file.filename:
            raise NoFile
        here.limits.count(Deed.UPLOAD, seen.event.id, sight.entry.bib)
        name = tidy(file.filename)[:120]
        upload = Upload(file=file.file, filename=name, sent_by="runner", received_at=here.clock())
        done = replacing.replace(
            here.tools, here.queue, seen.event, sight.entry, upload, earlier=row, officer=None
        )
    except (NoFile, Conflict, TooOften, TooLarge) as error:
        return _again(asked, REPLACE, error)
    return _replaced(asked, sight, done)


def _replaced(asked: Call, sight: Sight, done: Replaced) -> Response:
    """Where the new run is, or why the old one stays."""
    event, runs = sight.seen.event, done.submitted.activities
    if done.why is None:
        here = runner_url(event, sight.entry.bib)
        return _after(f"{here}/{runs[0].id}" if len(runs) == 1 else here, REPLACE)
    typed = Typed(
        form=REPLACE,
        error=both(done.why, done.facts),
        more_url=sent_files.page_of(event, done.submitted.submission),
    )
    return _shown(asked, typed, HTTPStatus.CONFLICT)


def _again(asked: Call, form: str, error: RaceError, text: str = "") -> HTMLResponse:
    """The page with what was typed, and why it was not taken."""
    reason = error.facts.get("reason")
    said = both(error.text, error.facts) if reason is None else both(str(reason))
    return _shown(asked, Typed(form=form, text=text, error=said), status_of(type(error)))


def _shown(asked: Call, typed: Typed, status: HTTPStatus) -> HTMLResponse:
    with reading(asked.here.engine) as connection:
        sight = asked.sight(connection)
        view = run_page.run_view(connection, asked.here, sight, typed=typed)
    nav = "me" if sight.mine else None
    return page(
        asked.request, "run.html", view, seen=sight.seen, nav=nav, status=status, path=sight.url
    )


def _after(path: str, done: str) -> RedirectResponse:
    """Go on to a page that says what was done; a reload does it no second time."""
    return RedirectResponse(with_query(path, xong=done), status_code=HTTPStatus.SEE_OTHER)
