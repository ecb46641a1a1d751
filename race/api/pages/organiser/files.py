"""`/btc/{event}/tep`: the files in which no run could be read; every original, to be downloaded."""

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from race.api.pages.organiser.frame import Asked, Desk, desk_of, organised, page
from race.api.pages.views_review import FilesPage, UnreadableFile
from race.i18n import both
from race.services import entries, reviews, submissions
from race.services.access import Role
from race.store import submissions as rows
from race.store.database import Connection, reading
from race.store.submissions import SubmissionRow

router = APIRouter(include_in_schema=False)


@router.get("/btc/{event}/tep")
def every(event: str, asked: Asked) -> HTMLResponse:
    """The files, the newest first, each with the reason that its runner was told."""
    with reading(asked.here.engine) as connection:
        at = desk_of(connection, asked, event, Role.VIEWER)
        found = rows.in_state(connection, at.event.id, "unreadable")
        view = FilesPage(
            event=organised(connection, at),
            files=tuple(_file(connection, at, upload) for upload in found),
        )
    return page(asked.request, "files", view, nav="review", at=at)


@router.get("/btc/{event}/tep/{submission}")
def original(event: str, submission: str, asked: Asked) -> Response:
    """The file of an upload as it was sent."""
    with reading(asked.here.engine) as connection:
        at = desk_of(connection, asked, event, Role.VIEWER)
        upload = submissions.find(connection, at.event, submission)
    return _download(at, upload.id)


@router.get("/btc/{event}/duyet/{activity}/tep")
def original_of_run(event: str, activity: str, asked: Asked) -> Response:
    """The file that a run came from."""
    with reading(asked.here.engine) as connection:
        at = desk_of(connection, asked, event, Role.VIEWER)
        run = reviews.find(connection, at.event, activity)
    return _download(at, run.submission_id)


def _download(at: Desk, submission: str) -> Response:
    return RedirectResponse(f"/api/v1/events/{at.event.slug}/submissions/{submission}/file")


def _file(connection: Connection, at: Desk, upload: SubmissionRow) -> UnreadableFile:
    error = upload.error or {"text": "", "facts": {}}
    return UnreadableFile(
        submission=upload.id,
        at=upload.received_at.astimezone(at.event.window.zone),
        bib=upload.bib,
        name=entries.find(connection, at.event, upload.bib).name,
        file_name=upload.filename,
        size=rows.size(connection, upload.sha256),
        why=both(error["text"], error["facts"]),
    )
