"""Every error as an answer: one table of statuses, problem+json for programs, a page for people."""

import logging
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

import jinja2
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException

from race import errors, i18n
from race.api.language import language_of
from race.api.pages.rendering import render
from race.api.pages.views import Said
from race.api.pages.views_public import ErrorPage
from race.api.security import request_id, security_headers
from race.i18n import N_

_LOG: Final = logging.getLogger(__name__)

#: The status of an error is that of its nearest ancestor here.
STATUSES: Final[Mapping[type[errors.RaceError], HTTPStatus]] = {
    errors.UnreadableFile: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.NotSignedIn: HTTPStatus.UNAUTHORIZED,
    errors.Forbidden: HTTPStatus.FORBIDDEN,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.Conflict: HTTPStatus.CONFLICT,
    errors.TooOften: HTTPStatus.TOO_MANY_REQUESTS,
    errors.BadSignature: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.RaceError: HTTPStatus.INTERNAL_SERVER_ERROR,
}
#: What the framework raises by status alone, in our words.
_FRAMEWORK: Final[Mapping[int, type[errors.RaceError]]] = {
    400: errors.Invalid,
    401: errors.NotSignedIn,
    403: errors.Forbidden,
    404: errors.NotFound,
    413: errors.TooLarge,
}
#: What is wrong with a field, by the first words of pydantic's error types.
_REASONS: Final[Mapping[str, str]] = {
    "missing": N_("this is missing."),
    "json": N_("this is no JSON."),
    "date": N_("this is no date; write it like 1998-04-30."),
    "datetime": N_("this is no moment; write it like 2026-11-01T05:00:00+07:00."),
    "int": N_("this is no whole number."),
    "float": N_("this is no number."),
    "enum": N_("this is none of the choices."),
    "literal": N_("this is none of the choices."),
    "extra": N_("this field is unknown here."),
}
_NOT_TAKEN: Final = N_("this cannot be taken.")
_WRONG_METHOD: Final = N_("This address does not take such a request.")


@dataclass(frozen=True, kw_only=True)
class Problem:
    """An error on its way out."""

    status: HTTPStatus
    code: str
    #: A sentence of the catalogue, and what it needs.
    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    #: More keys of the JSON answer.
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


def status_of(kind: type[errors.RaceError]) -> HTTPStatus:
    """The status of an error, resolved by class order."""
    return next(STATUSES[ancestor] for ancestor in kind.__mro__ if ancestor in STATUSES)


def answer(request: Request, error: errors.RaceError) -> Response:
    """An error of ours as an answer to `request`."""
    more = dict(error.facts) if isinstance(error, errors.NotReady) else {}
    return _respond(request, _problem(error, **more))


def install(app: FastAPI) -> None:
    """Let every error that leaves a route of `app` be answered here."""
    app.add_exception_handler(errors.RaceError, _on_race_error)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(Exception, _on_crash)


def wants_json(request: Request) -> bool:
    """Whether a program asks: under /api always, elsewhere when it takes JSON and no page."""
    path, accept = request.url.path, request.headers.get("accept", "")
    asks = "json" in accept and "text/html" not in accept
    return asks or path.startswith(("/api/", "/healthz", "/readyz"))


async def _on_race_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.RaceError)  # noqa: S101 -- registered for this class
    return answer(request, error)


async def _on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 -- registered for this class
    status = HTTPStatus(error.status_code)
    if status < HTTPStatus.BAD_REQUEST:
        return Response(status_code=status, headers=error.headers)
    known = _FRAMEWORK.get(status, errors.RaceError)
    wrong_method = status == HTTPStatus.METHOD_NOT_ALLOWED
    problem = Problem(
        status=status,
        code=known.code if status in _FRAMEWORK else status.name,
        text=_WRONG_METHOD if wrong_method else known.text,
        facts={"limit": request.app.state.resources.settings.upload_max_bytes},
        headers=error.headers or {},
    )
    return _respond(request, problem)


async def _on_invalid_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 -- registered for this class
    found = [
        {
            "field": ".".join(str(part) for part in e["loc"][1:]),
            "type": e["type"],
            "reason": e["msg"],
        }
        for e in error.errors()
    ]
    reason = _REASONS.get(found[0]["type"].split("_")[0], _NOT_TAKEN)
    first = errors.InvalidField(field=found[0]["field"] or N_("Request"), reason=reason)
    return _respond(request, _problem(first, errors=found))


async def _on_crash(request: Request, error: Exception) -> Response:
    """The answer to what nobody foresaw says nothing but its number, under which it is logged."""
    _LOG.error("request %s failed", request_id(request), exc_info=error)
    response = answer(request, errors.RaceError())
    # This handler answers outside of the middlewares, so it brings their headers itself.
    https = request.app.state.resources.settings.https
    response.headers.update({**security_headers(https=https), "X-Request-ID": request_id(request)})
    return response


def _problem(error: errors.RaceError, **more: Any) -> Problem:
    status = status_of(type(error))
    headers = {}
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, errors.TooOften):
        headers["Retry-After"] = str(math.ceil(error.facts["wait_s"]))
    return Problem(
        status=status,
        code=error.code,
        text=error.text,
        facts=error.facts,
        more=more,
        headers=headers,
    )


def _respond(request: Request, problem: Problem) -> Response:
    if wants_json(request):
        return _json(request, problem)
    signs_in = problem.status == HTTPStatus.UNAUTHORIZED and request.method == "GET"
    if signs_in and request.url.path.startswith("/btc"):
        back = quote(request.url.path)
        return RedirectResponse(f"/btc/dang-nhap?next={back}", status_code=HTTPStatus.SEE_OTHER)
    return _page(request, problem)


def _json(request: Request, problem: Problem) -> Response:
    said = i18n.both(problem.text, problem.facts)
    body = {
        "type": f"/api/docs#{problem.code}",
        "title": problem.status.phrase,
        "status": int(problem.status),
        "detail": said[language_of(request)],
        "code": problem.code,
        "message": said,
        "request_id": request_id(request),
        **problem.more,
    }
    return JSONResponse(
        body,
        status_code=int(problem.status),
        headers=dict(problem.headers),
        media_type="application/problem+json",
    )


def _page(request: Request, problem: Problem) -> Response:
    language = language_of(request)
    query = f"?{request.url.query}" if request.url.query else ""
    view = ErrorPage(
        status=problem.status,
        said=Said(text=problem.text, facts=problem.facts),
        request_id=request_id(request),
    )
    try:
        page = render("error.html", language, path=request.url.path + query, v=view)
    except jinja2.TemplateError:  # an error must be told even where its page cannot be drawn
        _LOG.exception("the page of errors cannot be drawn")
        page = f"<!doctype html><p>{i18n.say(problem.text, language, problem.facts)}"
    return HTMLResponse(page, status_code=int(problem.status), headers=dict(problem.headers))
