"""Every set of rules that an event has had. Rows are added, never changed, but for their job."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from race.store import rows
from race.store.tables import rules_versions


@dataclass(frozen=True, kw_only=True)
class RulesRow:
    """One version of the rules of an event."""

    event_id: str
    #: 1 at first.
    version: int
    #: The whole set, JSON values.
    rules: Mapping[str, Any]
    #: Why they were changed; "" of the first.
    reason: str
    account_id: str | None
    published_at: datetime
    #: The job that examined runs anew; None of the first.
    job_id: str | None = None


def add(connection: Connection, row: RulesRow) -> None:
    """Keep a version; IntegrityError when there is one of that number."""
    rows.add(connection, rules_versions, row)


def of_event(connection: Connection, event_id: str) -> list[RulesRow]:
    """Every version of an event, the newest first."""
    wanted = rows.pick(rules_versions, RulesRow).where(rules_versions.c.event_id == event_id)
    return rows.many(connection, wanted.order_by(rules_versions.c.version.desc()), RulesRow)
