"""What organisers did, in their order; rows are added and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

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


def forget(connection: Connection, event_id: str) -> None:
    """Drop the trail of an event that is being erased."""
    connection.execute(audit.delete().where(audit.c.event_id == event_id))
