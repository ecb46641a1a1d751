"""What organisers did, in their order; rows are added and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Select, func, select

from race.store import rows
from race.store.sequences import next_number
from race.store.tables import audit


@dataclass(frozen=True, kw_only=True)
class AuditRow:
    """One thing that was done."""

    event_id: str
    #: 1, 2, 3, … in its event.
    id: int
    at: datetime
    #: Who; None when the program did it by itself.
    account_id: str | None
    #: Like "event.update" or "entry.erase".
    action: str
    #: What it was done to: a bib, an activity's id, a slug.
    subject: str
    #: Before and after, JSON values; no personal data of a runner.
    detail: Mapping[str, Any]


def record(
    connection: Connection,
    *,
    event_id: str,
    at: datetime,
    account_id: str | None,
    action: str,
    subject: str,
    detail: Mapping[str, Any],
) -> AuditRow:
    """Add one line to the trail of an event."""
    row = AuditRow(
        event_id=event_id,
        id=next_number(connection, event_id, "audit"),
        at=at,
        account_id=account_id,
        action=action,
        subject=subject,
        detail=detail,
    )
    rows.add(connection, audit, row)
    return row


def of_event(connection: Connection, event_id: str, *, limit: int) -> list[AuditRow]:
    """The last lines of an event, the newest first."""
    wanted = rows.pick(audit, AuditRow).where(audit.c.event_id == event_id)
    return rows.many(connection, wanted.order_by(audit.c.id.desc()).limit(limit), AuditRow)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which lines of a trail somebody looks for."""

    #: An account's id, "" for what nobody with an account did; None for all.
    account_id: str | None = None
    #: An action; None for all.
    action: str | None = None


def matching(
    connection: Connection, event_id: str, wanted: Wanted, *, skip: int, limit: int
) -> list[AuditRow]:
    """A page of the lines that are looked for, the newest first."""
    found = _matching(rows.pick(audit, AuditRow), event_id, wanted).order_by(audit.c.id.desc())
    return rows.many(connection, found.offset(skip).limit(limit), AuditRow)


def count_matching(connection: Connection, event_id: str, wanted: Wanted) -> int:
    """How many lines are looked for."""
    counted = _matching(select(func.count()).select_from(audit), event_id, wanted)
    return int(connection.execute(counted).scalar_one())


def subjects(connection: Connection, event_id: str, action: str) -> frozenset[str]:
    """What an action was done to."""
    wanted = _matching(select(audit.c.subject), event_id, Wanted(action=action))
    return frozenset(connection.execute(wanted).scalars())


def accounts_in(connection: Connection, event_id: str) -> frozenset[str | None]:
    """Who has done anything in an event; None is in it where something was done by nobody."""
    return frozenset(connection.execute(_distinct(audit.c.account_id, event_id)).scalars())


def actions_in(connection: Connection, event_id: str) -> frozenset[str]:
    """What was done in an event."""
    return frozenset(connection.execute(_distinct(audit.c.action, event_id)).scalars())


def _distinct(column: Column[Any], event_id: str) -> Select[Any]:
    return select(column).where(audit.c.event_id == event_id).distinct()


def _matching(statement: Select[Any], event_id: str, wanted: Wanted) -> Select[Any]:
    found = statement.where(audit.c.event_id == event_id)
    if wanted.account_id is not None:
        found = found.where(audit.c.account_id.is_not_distinct_from(wanted.account_id or None))
    return found if wanted.action is None else found.where(audit.c.action == wanted.action)


def forget(connection: Connection, event_id: str) -> None:
    """Drop the trail of an event that is being erased."""
    connection.execute(audit.delete().where(audit.c.event_id == event_id))
