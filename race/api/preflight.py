"""/api/v1/events/{event}/preflight: try a phone out before the race."""

from typing import Annotated, Any

from fastapi import APIRouter, File, Form, UploadFile

from race import flags, i18n
from race.api.deps import Asking, Here
from race.api.limits import Deed
from race.api.submissions import who_sends
from race.errors import InvalidField, NoFile
from race.i18n import N_, tidy
from race.services import preflight
from race.services.filing import Upload
from race.services.preflight import TriedRun

router = APIRouter(prefix="/api/v1/events/{event}/preflight", tags=["submissions"])


@router.post("", summary="Try a phone out: nothing is kept, nothing counts")
def try_out(
    event: str,
    *,
    here: Here,
    asking: Asking,
    file: Annotated[list[UploadFile] | None, File()] = None,
    bib: Annotated[str | None, Form()] = None,
) -> dict[str, Any]:
    """What is wrong with the recording of a test run, before the event and during it. An officer
    names the `bib` of the runner whose phone it is."""
    if not file:
        raise NoFile
    if len(file) > 1:
        raise InvalidField(field=N_("file"), reason=N_("Send one file at a time."))
    found, entry, sender = who_sends(here, asking, event, tidy(bib or ""))
    here.limits.count(Deed.UPLOAD, found.id, entry.bib)
    upload = Upload(
        file=file[0].file,
        filename=tidy(file[0].filename or ""),
        sent_by=sender,
        received_at=here.clock(),
    )
    tried = preflight.try_out(here.tools, found, upload)
    error = tried.error
    return {
        "error": None
        if error is None
        else {"code": error.code, "message": i18n.both(error.text, error.facts)},
        "activities": [_shown(run) for run in tried.runs],
    }


def _shown(run: TriedRun) -> dict[str, Any]:
    """One test run; its flags are those about the recording."""
    return {
        **run.facts,
        "readiness": run.readiness,
        "too_little": run.too_little,
        "old": run.old,
        "flags": [flags.report(f) | {"advice": flags.advice(f)} for f in run.findings],
    }
