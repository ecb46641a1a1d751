"""Organisers and runners come in: passwords, set-up links, sessions, tokens, personal links.

A password is the only secret that people make up, so it alone is hashed slowly (argon2id): what
does that takes an Engine, for no transaction may wait for it. All else takes a Connection.
"""

import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from pwdlib import PasswordHash

from race.errors import InvalidField, NotFound, TooOften, WrongPassword
from race.i18n import N_, tidy
from race.services import tokens
from race.services.tokens import digest, new_secret
from race.store import accounts, entries, events, sessions
from race.store.accounts import AccountRow, SetupLinkRow
from race.store.database import Connection, Engine, reading, transaction
from race.store.ids import new_id, random_text
from race.store.sessions import ApiTokenRow, RunnerSessionRow, SessionRow

#: Characters of a password.
SHORTEST_PASSWORD: Final = 10
LONGEST_PASSWORD: Final = 256
#: One hash takes 64 MB and 0.2 s of a core: more at once would only starve everything else.
_HASHING: Final = threading.BoundedSemaphore(2)
#: Seconds that somebody waits for a turn.
_LONGEST_QUEUE_S: Final = 5.0


@dataclass(frozen=True, kw_only=True)
class Lifetimes:
    """How long secrets are good for."""

    #: An organiser's session since it was last used, and since it began.
    idle: timedelta = timedelta(hours=12)
    longest: timedelta = timedelta(days=30)
    #: A runner's session since the personal link was opened.
    runner: timedelta = timedelta(days=180)
    setup: timedelta = timedelta(hours=72)


@dataclass(frozen=True, kw_only=True)
class NewAdmin:
    """An account that was just made, with its secrets: shown now and never again."""

    account_id: str
    name: str
    #: Bearer token of the API.
    token: str
    #: Secret of the link by which a password is chosen.
    setup_secret: str


def setup_path(secret: str) -> str:
    """The page on which a password is chosen."""
    return f"/btc/thiet-lap/{secret}"


def personal_path(event_slug: str, bib: str, secret: str) -> str:
    """The personal link of a runner."""
    return f"/u/{event_slug}/{bib}.{secret}"


def create_admin(
    connection: Connection, name: str, *, now: datetime, lifetimes: Lifetimes
) -> NewAdmin:
    """Make an account with a token and a set-up link; InvalidField when the name is taken."""
    tidied = tidy(name)
    if not 1 <= len(tidied) <= 100:
        raise InvalidField(field=N_("Name"), reason=N_("1 to 100 characters, please."))
    if accounts.by_name(connection, tidied) is not None:
        reason = N_("an organiser of this name exists already.")
        raise InvalidField(field=N_("Name"), reason=reason)
    row = AccountRow(id=new_id(), name=tidied, password_hash=None, created_at=now)
    accounts.add(connection, row)
    return NewAdmin(
        account_id=row.id,
        name=tidied,
        token=new_token(connection, row.id, "create-admin", now=now, expires_at=None),
        setup_secret=renew_setup_link(connection, row.id, now=now, lifetimes=lifetimes),
    )


def renew_setup_link(
    connection: Connection, account_id: str, *, now: datetime, lifetimes: Lifetimes
) -> str:
    """The secret of a fresh set-up link; those before it are worth nothing any more."""
    secret = new_secret()
    row = SetupLinkRow(
        token_sha256=digest(secret),
        account_id=account_id,
        expires_at=now + lifetimes.setup,
        used_at=None,
    )
    accounts.withdraw_setup_links(connection, account_id)
    accounts.add_setup_link(connection, row)
    return secret


def look_at_setup_link(connection: Connection, secret: str, *, now: datetime) -> AccountRow:
    """Whose set-up link it is, using nothing up; NotFound when it is unknown, used or over."""
    link = accounts.setup_link(connection, digest(secret))
    if link is None or link.used_at is not None or link.expires_at <= now:
        raise NotFound
    account = accounts.get(connection, link.account_id)
    if account is None:
        raise NotFound
    return account


def choose_password(engine: Engine, secret: str, password: str, *, now: datetime) -> AccountRow:
    """Use a set-up link up, set the password and end every session of the account.

    InvalidField when the password is too short or too long, NotFound when the link is no good.
    """
    with reading(engine) as connection:
        account = look_at_setup_link(connection, secret, now=now)
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise InvalidField(
            field=N_("Password"), reason=N_("10 to 256 characters, please: a sentence is good.")
        )
    hashed = _hash(password)
    with transaction(engine) as connection:
        if not accounts.use_setup_link(connection, digest(secret), now):
            raise NotFound
        accounts.set_password(connection, account.id, hashed)
        accounts.withdraw_setup_links(connection, account.id)
        sessions.remove_all(connection, account.id)
    return account


def sign_in(
    engine: Engine,
    name: str,
    password: str,
    *,
    now: datetime,
    lifetimes: Lifetimes,
    user_agent: str = "",
    replaces: str | None = None,
) -> str:
    """The secret of a new session, and the end of the session `replaces`; WrongPassword, which
    takes as long for a name that nobody has."""
    with reading(engine) as connection:
        account = accounts.by_name(connection, tidy(name))
    stored = account.password_hash if account else None
    right, better = _verify(password, stored or _nobodys_hash())
    if account is None or stored is None or not right:
        raise WrongPassword
    secret = new_secret()
    session = SessionRow(
        token_sha256=digest(secret),
        account_id=account.id,
        created_at=now,
        seen_at=now,
        expires_at=now + lifetimes.longest,
        user_agent=tidy(user_agent)[:200],
    )
    with transaction(engine) as connection:
        sessions.remove_over(connection, now, idle_since=now - lifetimes.idle)
        if replaces:
            sessions.remove(connection, digest(replaces))
        if better:
            accounts.set_password(connection, account.id, better)
        sessions.add(connection, session)
    return secret


def sign_out(connection: Connection, secret: str) -> None:
    """End the session of a secret, an organiser's or a runner's."""
    sessions.remove(connection, digest(secret))
    sessions.remove_runner(connection, digest(secret))


def new_token(
    connection: Connection,
    account_id: str,
    label: str,
    *,
    now: datetime,
    expires_at: datetime | None,
) -> str:
    """A token with which a program acts for an organiser, ``rvn_<id>_<secret>``."""
    token_id = random_text(8)
    token = f"{tokens.ORGANISER}{token_id}_{new_secret()}"
    row = ApiTokenRow(
        token_sha256=digest(token),
        id=token_id,
        account_id=account_id,
        label=tidy(label)[:100],
        created_at=now,
        expires_at=expires_at,
        last_used_at=None,
    )
    sessions.add_token(connection, row)
    return token


def withdraw_token(connection: Connection, account_id: str, token_id: str) -> None:
    """Make a token of this organiser worthless; NotFound when they have none of that id."""
    if not sessions.remove_token(connection, account_id, token_id):
        raise NotFound


def open_personal_link(
    connection: Connection,
    event_slug: str,
    bib: str,
    secret: str,
    *,
    now: datetime,
    lifetimes: Lifetimes,
) -> tuple[str, RunnerSessionRow]:
    """A session for whoever holds a personal link, and its secret; the link stays good.

    NotFound when the secret is no runner's, or that of another bib or event.
    """
    entry = entries.by_token(connection, digest(secret))
    event = events.by_slug(connection, event_slug)
    if entry is None or event is None or (entry.event_id, entry.bib) != (event.id, bib):
        raise NotFound
    session_secret = new_secret()
    session = RunnerSessionRow(
        token_sha256=digest(session_secret),
        event_id=entry.event_id,
        bib=entry.bib,
        created_at=now,
        seen_at=now,
        expires_at=now + lifetimes.runner,
    )
    sessions.add_runner(connection, session)
    return session_secret, session


def renew_personal_link(connection: Connection, event_id: str, bib: str) -> str:
    """The secret of a fresh personal link; the one before and its sessions are worth nothing any
    more. NotFound when nobody has this bib."""
    entry = entries.get(connection, event_id, bib)
    if entry is None:
        raise NotFound
    secret = new_secret()
    entries.update(connection, replace(entry, token_sha256=digest(secret)))
    sessions.remove_runner_all(connection, event_id, bib)
    return secret


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _nobodys_hash() -> str:
    """A hash that no password fits, to be checked where a name is unknown."""
    return _hash(new_secret())


def _hash(password: str) -> str:
    with _turn():
        return _hasher().hash(_one_spelling(password))


@contextmanager
def _turn() -> Iterator[None]:
    """A turn to hash; TooOften instead of a queue in which every thread would wait."""
    if not _HASHING.acquire(timeout=_LONGEST_QUEUE_S):
        raise TooOften(wait_s=_LONGEST_QUEUE_S)
    try:
        yield
    finally:
        _HASHING.release()


def _verify(password: str, stored: str) -> tuple[bool, str | None]:
    """Whether the password is right, and a newer hash when the stored one is of old strength."""
    with _turn():
        return _hasher().verify_and_update(_one_spelling(password), stored)


def _one_spelling(password: str) -> str:
    """Keyboards differ in how they compose Vietnamese letters; a password may not. What is longer
    than any password, decomposed into three signs a letter, is cut: it is wrong anyway."""
    return unicodedata.normalize("NFC", password[: 4 * LONGEST_PASSWORD])
