"""Who is signed in: organisers by session or token, runners by the session of their link.

Only the SHA-256 of a secret is ever kept. Whether a session is over is judged by `race.services`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Table, or_

from race.store import rows
from race.store.tables import api_tokens, runner_sessions, sessions


@dataclass(frozen=True, kw_only=True)
class SessionRow:
    """An organiser signed in with one browser."""

    token_sha256: str
    account_id: str
    created_at: datetime
    #: When it was last used, to some minutes.
    seen_at: datetime
    #: The end that no use puts off.
    expires_at: datetime
    #: The browser as it names itself, cut.
    user_agent: str


@dataclass(frozen=True, kw_only=True)
class RunnerSessionRow:
    """A browser in which a personal link was opened."""

    token_sha256: str
    event_id: str
    bib: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class ApiTokenRow:
    """A token with which a program acts for an organiser."""

    token_sha256: str
    #: The part of the token that may be shown again.
    id: str
    account_id: str
    label: str
    created_at: datetime
    #: None never ends.
    expires_at: datetime | None
    last_used_at: datetime | None


def add(connection: Connection, row: SessionRow) -> None:
    """Keep the session of an organiser."""
    rows.add(connection, sessions, row)


def find(connection: Connection, token_sha256: str) -> SessionRow | None:
    """The session of a secret."""
    wanted = rows.pick(sessions, SessionRow).where(sessions.c.token_sha256 == token_sha256)
    return rows.one(connection, wanted, SessionRow)


def of_account(connection: Connection, account_id: str) -> list[SessionRow]:
    """The sessions of an organiser, the last used first."""
    wanted = rows.pick(sessions, SessionRow).where(sessions.c.account_id == account_id)
    return rows.many(connection, wanted.order_by(sessions.c.seen_at.desc()), SessionRow)


def touch(connection: Connection, token_sha256: str, now: datetime) -> None:
    """Note that a session was used."""
    _touch(connection, sessions, token_sha256, now)


def remove(connection: Connection, token_sha256: str) -> None:
    """End one session."""
    connection.execute(sessions.delete().where(sessions.c.token_sha256 == token_sha256))


def remove_all(connection: Connection, account_id: str) -> None:
    """End every session of an organiser."""
    connection.execute(sessions.delete().where(sessions.c.account_id == account_id))


def add_runner(connection: Connection, row: RunnerSessionRow) -> None:
    """Keep the session of a runner."""
    rows.add(connection, runner_sessions, row)


def find_runners(connection: Connection, tokens_sha256: Collection[str]) -> list[RunnerSessionRow]:
    """The sessions of several secrets: one browser may serve a family."""
    kept = runner_sessions.c.token_sha256.in_(tokens_sha256)
    wanted = rows.pick(runner_sessions, RunnerSessionRow).where(kept)
    return rows.many(connection, wanted, RunnerSessionRow)


def touch_runner(connection: Connection, token_sha256: str, now: datetime) -> None:
    """Note that a runner's session was used."""
    _touch(connection, runner_sessions, token_sha256, now)


def remove_runner(connection: Connection, token_sha256: str) -> None:
    """End one session of a runner."""
    over = runner_sessions.c.token_sha256 == token_sha256
    connection.execute(runner_sessions.delete().where(over))


def remove_runner_all(connection: Connection, event_id: str, bib: str) -> None:
    """End every session of a runner, as when the personal link is issued anew."""
    theirs = (runner_sessions.c.event_id == event_id, runner_sessions.c.bib == bib)
    connection.execute(runner_sessions.delete().where(*theirs))


def remove_over(connection: Connection, now: datetime, idle_since: datetime) -> None:
    """Drop organisers' sessions that ended by `now` or were last used before `idle_since`, and
    runners' sessions that ended by `now`."""
    over = or_(sessions.c.expires_at <= now, sessions.c.seen_at <= idle_since)
    connection.execute(sessions.delete().where(over))
    connection.execute(runner_sessions.delete().where(runner_sessions.c.expires_at <= now))


def add_token(connection: Connection, row: ApiTokenRow) -> None:
    """Keep a token."""
    rows.add(connection, api_tokens, row)


def find_token(connection: Connection, token_sha256: str) -> ApiTokenRow | None:
    """The token of a secret."""
    wanted = rows.pick(api_tokens, ApiTokenRow).where(api_tokens.c.token_sha256 == token_sha256)
    return rows.one(connection, wanted, ApiTokenRow)


def tokens_of(connection: Connection, account_id: str) -> list[ApiTokenRow]:
    """The tokens of an organiser, the newest first."""
    wanted = rows.pick(api_tokens, ApiTokenRow).where(api_tokens.c.account_id == account_id)
    return rows.many(connection, wanted.order_by(api_tokens.c.created_at.desc()), ApiTokenRow)


def touch_token(connection: Connection, token_sha256: str, now: datetime) -> None:
    """Note that a token was used."""
    used = api_tokens.update().where(api_tokens.c.token_sha256 == token_sha256)
    connection.execute(used.values(last_used_at=now))


def remove_token(connection: Connection, account_id: str, token_id: str) -> bool:
    """Withdraw a token of this organiser; False when they have none of that id."""
    theirs = (api_tokens.c.account_id == account_id, api_tokens.c.id == token_id)
    return connection.execute(api_tokens.delete().where(*theirs)).rowcount == 1


def _touch(connection: Connection, table: Table, token_sha256: str, now: datetime) -> None:
    used = table.update().where(table.c.token_sha256 == token_sha256)
    connection.execute(used.values(seen_at=now))
