"""Who is asking, and what they may do. Where somebody may not look, there is nothing: 404."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from race.errors import Forbidden, NotFound, NotSignedIn
from race.event import EventState
from race.services import tokens
from race.services.accounts import Lifetimes
from race.services.tokens import digest
from race.store import accounts, entries, events, sessions
from race.store.database import Connection, Engine, reading, transaction
from race.store.entries import EntryRow
from race.store.events import EventRow
from race.store.sessions import ApiTokenRow, RunnerSessionRow, SessionRow

#: How exactly it is noted when a session was last used; most requests write nothing.
_NOTED_EVERY: Final = timedelta(minutes=5)


class Role(StrEnum):
    """What somebody may do in an event, the least first; each may all that those before may."""

    VIEWER = "viewer"
    REFEREE = "referee"
    EDITOR = "editor"
    OWNER = "owner"

    def reaches(self, least: "Role") -> bool:
        """Whether this role may what `least` may."""
        order = list(Role)
        return order.index(self) >= order.index(least)


@dataclass(frozen=True, kw_only=True)
class Runner:
    """Somebody who came by a personal link."""

    event_id: str
    bib: str


@dataclass(frozen=True, kw_only=True)
class Organiser:
    """Somebody who signed in, or a program with their token."""

    account_id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Whoever asks: anybody, and perhaps an organiser, and perhaps a runner in some events."""

    organiser: Organiser | None = None
    runners: tuple[Runner, ...] = ()

    def runner_in(self, event_id: str) -> Runner | None:
        """Who they are in an event."""
        return next((runner for runner in self.runners if runner.event_id == event_id), None)


def by_bearer(engine: Engine, token: str, *, now: datetime) -> Visitor:
    """Who a bearer token is: an organiser's, or the secret of an entry; NotSignedIn else."""
    if not token.startswith(tokens.ORGANISER):
        return _by_entry_token(engine, token)
    with reading(engine) as connection:
        row = sessions.find_token(connection, digest(token))
        account = accounts.get(connection, row.account_id) if row else None
    if row is None or account is None or (row.expires_at is not None and row.expires_at <= now):
        raise NotSignedIn
    _note_token(engine, row, now)
    return Visitor(organiser=Organiser(account_id=account.id, name=account.name))


def by_cookies(
    engine: Engine,
    session: str | None,
    runner_sessions: Sequence[str],
    *,
    now: datetime,
    lifetimes: Lifetimes,
) -> Visitor:
    """Who the secrets in a browser's cookies are; those that are over count for nothing."""
    if session is None and not runner_sessions:
        return Visitor()
    with reading(engine) as connection:
        row = sessions.find(connection, digest(session)) if session else None
        mine = row if row and is_alive(row, now=now, idle=lifetimes.idle) else None
        account = accounts.get(connection, mine.account_id) if mine else None
        found = sessions.find_runners(connection, [digest(s) for s in runner_sessions])
    runners = [row for row in found if row.expires_at > now]
    _note_sessions(engine, mine, runners, now)
    return Visitor(
        organiser=Organiser(account_id=account.id, name=account.name) if account else None,
        runners=tuple(Runner(event_id=row.event_id, bib=row.bib) for row in runners),
    )


def is_alive(row: SessionRow, *, now: datetime, idle: timedelta) -> bool:
    """Whether a session is neither at its end nor forgotten for longer than `idle`."""
    return now < row.expires_at and now - row.seen_at < idle


def role_in(connection: Connection, visitor: Visitor, event_id: str) -> Role | None:
    """The role of whoever asks in an event; None when they have none."""
    if visitor.organiser is None:
        return None
    role = events.role(connection, event_id, visitor.organiser.account_id)
    return None if role is None else Role(role)


def event_for(connection: Connection, visitor: Visitor, slug: str) -> EventRow:
    """The event of that address; NotFound, also for a draft of somebody else."""
    event = events.by_slug(connection, slug)
    if event is None:
        raise NotFound
    if event.state == EventState.DRAFT and role_in(connection, visitor, event.id) is None:
        raise NotFound
    return event


def event_as(connection: Connection, visitor: Visitor, slug: str, least: Role) -> EventRow:
    """The event of that address for its staff.

    NotSignedIn for who is no organiser, NotFound for the organiser of another event, Forbidden
    for whose role does not reach `least`.
    """
    if visitor.organiser is None:
        raise NotSignedIn
    event = events.by_slug(connection, slug)
    role = role_in(connection, visitor, event.id) if event else None
    if event is None or role is None:
        raise NotFound
    if not role.reaches(least):
        raise Forbidden
    return event


def require_organiser(visitor: Visitor) -> Organiser:
    """The organiser who asks; NotSignedIn for anybody else."""
    if visitor.organiser is None:
        raise NotSignedIn
    return visitor.organiser


def require_runner(visitor: Visitor, event_id: str) -> Runner:
    """Who asks as the runner of an event; NotSignedIn for anybody else."""
    runner = visitor.runner_in(event_id)
    if runner is None:
        raise NotSignedIn
    return runner


def entry_for(
    connection: Connection, visitor: Visitor, event_id: str, bib: str, least: Role
) -> EntryRow:
    """An entry for the runner it is of, or for staff whose role reaches `least`.

    NotSignedIn for who is neither runner nor organiser, NotFound for all others.
    """
    if visitor.organiser is None and not visitor.runners:
        raise NotSignedIn
    role = role_in(connection, visitor, event_id)
    is_mine = Runner(event_id=event_id, bib=entries.full_bib(bib)) in visitor.runners
    if not is_mine and (role is None or not role.reaches(least)):
        raise NotFound
    entry = entries.get(connection, event_id, bib)
    if entry is None:
        raise NotFound
    return entry


def _by_entry_token(engine: Engine, token: str) -> Visitor:
    with reading(engine) as connection:
        entry = entries.by_token(connection, digest(token))
    if entry is None:
        raise NotSignedIn
    return Visitor(runners=(Runner(event_id=entry.event_id, bib=entry.bib),))


def _note_token(engine: Engine, row: ApiTokenRow, now: datetime) -> None:
    if row.last_used_at is None or now - row.last_used_at >= _NOTED_EVERY:
        with transaction(engine) as connection:
            sessions.touch_token(connection, row.token_sha256, now)


def _note_sessions(
    engine: Engine, mine: SessionRow | None, runners: Sequence[RunnerSessionRow], now: datetime
) -> None:
    """Note that sessions are used, where that was not noted lately."""
    stale = mine is not None and now - mine.seen_at >= _NOTED_EVERY
    stale_runners = [row for row in runners if now - row.seen_at >= _NOTED_EVERY]
    if not stale and not stale_runners:
        return
    with transaction(engine) as connection:
        if mine is not None and stale:
            sessions.touch(connection, mine.token_sha256, now)
        for row in stale_runners:
            sessions.touch_runner(connection, row.token_sha256, now)
