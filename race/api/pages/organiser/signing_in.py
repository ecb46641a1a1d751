"""`/btc/dang-nhap`, `/btc/dang-xuat` and `/btc/thiet-lap/{token}`: an organiser comes and goes."""

import re
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from race.api.deps import Asking, Here, Resources, forget_session, keep_session, session_secret
from race.api.errors import status_of
from race.api.limits import Deed, address_of
from race.api.pages.organiser.frame import SECRET, after, page, said
from race.api.pages.views_organiser import SetupPage, SignInPage
from race.api.pages.views_runner import Said
from race.errors import InvalidField, NotFound, TooOften, WrongPassword
from race.i18n import N_, both, fold, tidy
from race.services import accounts
from race.store.accounts import AccountRow
from race.store.database import reading, transaction

router = APIRouter(include_in_schema=False)

HOME: Final = "/btc"
SIGN_IN: Final = "/btc/dang-nhap"
#: Where somebody may be sent after signing in: a page of ours for organisers, written plainly, so
#: that no browser reads another site or another page into it.
_OURS: Final = re.compile(r"/btc(?:/[A-Za-z0-9_-]+)*(?:\?[A-Za-z0-9_=&%+.-]*)?")


class SignInFields(BaseModel):
    """The form as a browser sends it; every field may be missing."""

    name: Annotated[str, Field(max_length=500)] = ""
    password: str = ""
    back: Annotated[str, Field(alias="next")] = ""


class PasswordFields(BaseModel):
    """The new password, typed twice."""

    password: str = ""
    repeat: str = ""


def safe_path(path: str) -> str:
    """`path` when it is one of the organiser's pages; empty when it is anything else."""
    return path if len(path) <= 500 and _OURS.fullmatch(path) else ""


@router.get(SIGN_IN)
def form(
    request: Request, asking: Asking, back: Annotated[str, Query(alias="next")] = ""
) -> Response:
    """The empty form; who is signed in already goes on."""
    if asking.organiser is not None:
        return after(safe_path(back) or HOME)
    return page(request, "sign_in", SignInPage(next=safe_path(back)))


@router.post(SIGN_IN)
def sign_in(request: Request, here: Here, fields: Annotated[SignInFields, Form()]) -> Response:
    """A new session, and the end of the one before; what is wrong is not told."""
    back = safe_path(fields.back)
    try:
        here.limits.count(Deed.LOGIN, fold(tidy(fields.name)), address_of(request))
        # Whoever tries many names is slowed down, too: every try costs a slow hash.
        here.limits.count(Deed.ENTRY, "login", address_of(request))
        return _let_in(request, here, fields.name, fields.password, back or HOME)
    except (WrongPassword, TooOften) as error:
        view = SignInPage(name=fields.name, next=back, error=said(error))
        wait = error.facts.get("wait_s")
        headers = {} if wait is None else {"Retry-After": str(wait)}
        return page(request, "sign_in", view, status=status_of(type(error)), headers=headers)


@router.post("/btc/dang-xuat")
def sign_out(request: Request, here: Here) -> Response:
    """The session ends here and on the server."""
    secret = session_secret(request)
    if secret is not None:
        with transaction(here.engine) as connection:
            accounts.sign_out(connection, secret)
    response = after(SIGN_IN)
    forget_session(response, here)
    return response


@router.get("/btc/thiet-lap/{token}")
def choose(token: str, request: Request, here: Here) -> HTMLResponse:
    """The form for a password; a messenger that looks at the link first takes nothing away."""
    return _setup(request, token, _account(here, token))


@router.post("/btc/thiet-lap/{token}")
def chosen(
    token: str, request: Request, here: Here, fields: Annotated[PasswordFields, Form()]
) -> Response:
    """The link is used up, the password kept, the organiser signed in."""
    if fields.password != fields.repeat:
        error = both(N_("The two passwords differ. Type both again."))
        return _setup(request, token, _account(here, token), error)
    try:
        account = accounts.choose_password(here.engine, token, fields.password, now=here.clock())
    except InvalidField as mistake:
        return _setup(request, token, _account(here, token), said(mistake))
    except NotFound:
        return _setup(request, token, None)
    return _let_in(request, here, account.name, fields.password, HOME, done="mat-khau")


def _account(here: Resources, token: str) -> AccountRow | None:
    with reading(here.engine) as connection:
        try:
            return accounts.look_at_setup_link(connection, token, now=here.clock())
        except NotFound:
            return None


def _setup(
    request: Request, token: str, account: AccountRow | None, error: Said | None = None
) -> HTMLResponse:
    view = SetupPage(
        token=token,
        name=None if account is None else account.name,
        shortest=accounts.SHORTEST_PASSWORD,
        error=error,
    )
    status = 404 if account is None else 200 if error is None else 422
    return page(request, "setup", view, status=status, headers=SECRET)


def _let_in(
    request: Request,
    here: Resources,
    name: str,
    password: str,
    onwards: str,
    *,
    done: str | None = None,
) -> Response:
    secret = accounts.sign_in(
        here.engine,
        name,
        password,
        now=here.clock(),
        lifetimes=here.lifetimes,
        user_agent=request.headers.get("user-agent", ""),
        replaces=session_secret(request),
    )
    response = after(onwards, done)
    keep_session(response, here, secret)
    return response
