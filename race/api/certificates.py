"""Certificates: the PDF for its runner, and what anybody who holds a code may check."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from race.api import shapes
from race.api.deps import Asking, Here, Resources
from race.api.language import language_of
from race.api.limits import Deed, address_of
from race.api.subjects import entry_owned, event_seen
from race.certificates.code import normal_code
from race.certificates.signature import public_pem
from race.errors import NotFinished, NotFound
from race.event import Event
from race.services import certificates, events, printing
from race.services.certificates import Verified
from race.services.printing import Print
from race.store.certificates import CertificateRow
from race.store.database import Connection, reading

router = APIRouter(tags=["certificates"])


@router.get(
    "/api/v1/events/{event}/entries/{bib}/certificate.pdf",
    summary="The certificate of a runner",
    response_class=Response,
)
def of_runner(
    event: str, bib: str, request: Request, *, here: Here, asking: Asking, race: str | None = None
) -> Response:
    """For the runner and for staff; `race` chooses where somebody has finished in several."""
    with reading(here.engine) as connection:
        found = event_seen(connection, asking, event)
        entry = entry_owned(connection, asking, found, bib)
        for candidate in found.races:
            if race is None or candidate.slug == race:
                row = certificates.standing(connection, found, candidate.slug, entry.bib)
                if row is not None:
                    return _pdf(connection, here, request, found, row)
    raise NotFinished(bib=bib)


@router.get("/c/{code}.pdf", include_in_schema=False, response_class=Response)
def of_code(code: str, request: Request, here: Here) -> Response:
    """The PDF for whoever holds its code, while it stands."""
    with reading(here.engine) as connection:
        found = looked_up(connection, here, request, code)
        if found is None or found.state != "valid":
            raise NotFound(code=code)
        event = events.by_id(connection, found.row.event_id)
        return _pdf(connection, here, request, event, found.row)


@router.get("/api/v1/certificates/{code}.json", summary="The signed result behind a code")
def signed(code: str, request: Request, here: Here) -> JSONResponse:
    """Ed25519 over canonical JSON; `python -m race verify FILE` checks it offline."""
    with reading(here.engine) as connection:
        found = looked_up(connection, here, request, code)
    if found is None or found.state == "revoked":
        raise NotFound(code=code)
    name = f'attachment; filename="{found.row.code}.json"'
    document = printing.signed(found.row, here.signing_key)
    return JSONResponse(document, headers={"Content-Disposition": name})


@router.get("/api/v1/signing-key.pem", summary="The public key that signs results")
def signing_key(here: Here) -> Response:
    """Pin it: `python -m race verify FILE --key signing-key.pem`."""
    pem = public_pem(here.signing_key.public_key())
    return Response(pem, media_type="application/x-pem-file")


@router.get("/api/v1/certificates/{code}", summary="Whether a certificate is valid")
def check(code: str, request: Request, here: Here) -> dict[str, Any]:
    """valid, replaced or revoked; 404 for a code that was never given out."""
    with reading(here.engine) as connection:
        found = looked_up(connection, here, request, code)
    if found is None:
        raise NotFound(code=code)
    return shapes.certificate(found)


def looked_up(
    connection: Connection, here: Resources, request: Request, code: str
) -> Verified | None:
    """What a code leads to, however it was typed; TooOften for somebody who tries many."""
    here.limits.count(Deed.VERIFY, address_of(request))
    normal = normal_code(code)
    return None if normal is None else certificates.verify(connection, normal)


def _pdf(
    connection: Connection, here: Resources, request: Request, event: Event, row: CertificateRow
) -> Response:
    wanted = Print(
        verify_url=f"{here.settings.public_url}/c/{row.code}",
        language=language_of(request, event.language),
        now=here.clock(),
    )
    data = printing.pdf(connection, event, row, wanted)
    name = f'inline; filename="{event.slug}-{row.bib}-{row.race}.pdf"'
    return Response(data, media_type="application/pdf", headers={"Content-Disposition": name})
