"""/api/v1/events/{event}/submissions: send a file, look at it, take it back."""

from collections.abc import Iterator
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, File, Form, Response, UploadFile
from fastapi.responses import StreamingResponse

from race import i18n
from race.api import shapes
from race.api.deps import Asking, Here, Resources
from race.api.limits import Deed
from race.api.subjects import account_in, entry_owned, event_seen
from race.errors import InvalidField, NoFile, NotFound
from race.event import Event
from race.i18n import N_, tidy
from race.services import access, by_hand, entries, events, replacing, submissions
from race.services.access import Role, Visitor
from race.services.filing import Upload
from race.services.submissions import Submitted
from race.store.blobs import Blobs
from race.store.database import reading, transaction
from race.store.entries import EntryRow, full_bib

router = APIRouter(prefix="/api/v1/events/{event}/submissions", tags=["submissions"])

#: Bytes of an original that leave at a time.
_PIECE: Final = 262_144


@router.post("", status_code=201, summary="Send the file of a run")
def send(
    event: str,
    *,
    here: Here,
    asking: Asking,
    response: Response,
    file: Annotated[list[UploadFile] | None, File()] = None,
    bib: Annotated[str | None, Form()] = None,
) -> dict[str, Any]:
    """201 with the verdict; 202 with a `job` that reads a large archive; 200 when the runner sent
    the same bytes before. An officer names the `bib` of the runner for whom they send."""
    only = _only(file)
    found, entry, sender = who_sends(here, asking, event, tidy(bib or ""))
    done = take(here, found, entry, _upload(here, only, sender))
    response.status_code = _status(done)
    return shapes.submitted(done)


def _only(files: list[UploadFile] | None) -> UploadFile:
    if not files:
        raise NoFile
    if len(files) > 1:
        raise InvalidField(field=N_("file"), reason=N_("Send one file at a time."))
    return files[0]


def _upload(here: Resources, file: UploadFile, sender: str) -> Upload:
    return Upload(
        file=file.file,
        filename=tidy(file.filename or ""),
        sent_by=sender,
        received_at=here.clock(),
    )


def _status(done: Submitted) -> int:
    if done.again:
        return 200
    return 201 if done.submission.job_id is None else 202


def who_sends(
    here: Resources, asking: Visitor, slug: str, bib: str | None
) -> tuple[Event, EntryRow, str]:
    """The event, the runner that a file is of, and who sends it: "runner" or an account."""
    with reading(here.engine) as connection:
        found = event_seen(connection, asking, slug)
        account = account_in(connection, asking, found)
        mine = asking.runner_in(found.id)
        if account is not None and bib:
            entry = entry_owned(connection, asking, found, bib.strip(), Role.EDITOR)
            return found, entry, account
        if mine is None and account is not None:
            raise InvalidField(field=N_("BIB"), reason=N_("Say for whom you send this file."))
        mine = access.require_runner(asking, found.id)
        if bib and full_bib(bib) != mine.bib:
            raise NotFound(bib=bib)
        return found, entries.find(connection, found, mine.bib), "runner"


def take(here: Resources, event: Event, entry: EntryRow, upload: Upload) -> Submitted:
    """Take one file within the runner's rate."""
    here.limits.count(Deed.UPLOAD, event.id, entry.bib)
    return submissions.submit(here.tools, here.queue, event, entry, upload)


@router.post("/{submission}/replacement", status_code=201, summary="Send another file instead")
def replace(
    event: str,
    submission: str,
    *,
    here: Here,
    asking: Asking,
    response: Response,
    file: Annotated[list[UploadFile] | None, File()] = None,
) -> dict[str, Any]:
    """The upload as after `send`, with `replaced`: the id of the one that is gone. Where the other
    file cannot be read or does not count the earlier one stays: `replaced` is null then, and
    `message` says why. 409 once a referee has decided, and when the event takes no runs."""
    only = _only(file)
    with reading(here.engine) as connection:
        found = event_seen(connection, asking, event)
        earlier = submissions.find(connection, found, submission)
        entry = entry_owned(connection, asking, found, earlier.bib, Role.EDITOR)
        officer = account_in(connection, asking, found)
    here.limits.count(Deed.UPLOAD, found.id, entry.bib)
    upload = _upload(here, only, officer or "runner")
    done = replacing.replace(
        here.tools, here.queue, found, entry, upload, earlier=earlier, officer=officer
    )
    response.status_code = _status(done.submitted)
    return shapes.submitted(done.submitted) | {
        "replaced": earlier.id if done.why is None else None,
        "message": None if done.why is None else i18n.both(done.why, done.facts),
    }


@router.get("/{submission}", summary="An upload, for its runner and for staff")
def show(event: str, submission: str, here: Here, asking: Asking) -> dict[str, Any]:
    """The runs as they stand, rulings included."""
    with reading(here.engine) as connection:
        found = event_seen(connection, asking, event)
        row = submissions.find(connection, found, submission)
        entry_owned(connection, asking, found, row.bib)
        runs, skipped = submissions.content(connection, row)
        return shapes.submission(row, runs, skipped)


@router.get("/{submission}/file", summary="The original file, for its runner and for staff")
def original(event: str, submission: str, here: Here, asking: Asking) -> Response:
    """Byte for byte as it was sent; nothing of a result that a referee entered by hand."""
    with reading(here.engine) as connection:
        found = event_seen(connection, asking, event)
        row = submissions.find(connection, found, submission)
        # An export of an account tells of years of a life: no staff but the owner looks into it.
        least = Role.VIEWER if row.job_id is None else Role.OWNER
        entry_owned(connection, asking, found, row.bib, least)
    if not by_hand.has_file(row) or not here.blobs.keeps(row.sha256):
        raise NotFound(submission=submission)
    name = quote(row.filename or "file")
    return StreamingResponse(
        _pieces(here.blobs, row.sha256),
        media_type="application/octet-stream",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


def _pieces(blobs: Blobs, sha256: str) -> Iterator[bytes]:
    with blobs.local(sha256) as path, path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


@router.delete("/{submission}", status_code=204, summary="Take an upload back with its runs")
def withdraw(event: str, submission: str, here: Here, asking: Asking) -> Response:
    """Its runner may until a referee has decided about it, staff until the results are final."""
    with transaction(here.engine) as connection:
        found = event_seen(connection, asking, event)
        row = submissions.find(connection, found, submission)
        entry = entry_owned(connection, asking, found, row.bib, Role.EDITOR)
        events.check_not_final(found)
        officer = account_in(connection, asking, found)
        submissions.withdraw(connection, found, entry, row, now=here.clock(), officer=officer)
    submissions.sweep(here.engine, here.blobs)
    return Response(status_code=204)
