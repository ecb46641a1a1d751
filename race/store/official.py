"""Official results: what was frozen when, and what changed after. Rows are added, never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from race.store import rows
from race.store.sequences import next_number
from race.store.tables import late_changes, snapshots


@dataclass(frozen=True, kw_only=True)
class SnapshotRow:
    """The boards and certificates of an event at the moment in which they became official."""

    event_id: str
    #: 1, 2, 3, … in its event; the highest stands.
    id: int
    made_at: datetime
    account_id: str | None
    #: Why it was made although something was open; "" else.
    reason: str
    #: Of the document, in hexadecimal.
    sha256: str
    #: JSON in UTF-8, as it is handed out.
    document: bytes


@dataclass(frozen=True, kw_only=True)
class SnapshotHead:
    """A snapshot without its document, which may have megabytes."""

    made_at: datetime
    sha256: str


@dataclass(frozen=True, kw_only=True)
class LateChangeRow:
    """One result that changed after it was official."""

    event_id: str
    #: 1, 2, 3, … in its event.
    id: int
    at: datetime
    account_id: str | None
    race: str
    bib: str
    reason: str
    #: The result before and after, JSON values.
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    @property
    def shows(self) -> bool:
        """Whether the result itself changed, and not only how many runs bear it out."""
        return any(self.before.get(name) != self.after.get(name) for name in _SHOWN)


#: What a board shows of a result.
_SHOWN: Final = ("status", "time_s", "distance_m", "finished")


def add_snapshot(
    connection: Connection,
    *,
    event_id: str,
    made_at: datetime,
    account_id: str | None,
    reason: str,
    sha256: str,
    document: bytes,
) -> SnapshotRow:
    """Keep what is official from now on."""
    row = SnapshotRow(
        event_id=event_id,
        id=next_number(connection, event_id, "snapshot"),
        made_at=made_at,
        account_id=account_id,
        reason=reason,
        sha256=sha256,
        document=document,
    )
    rows.add(connection, snapshots, row)
    return row


def snapshot(connection: Connection, event_id: str) -> SnapshotRow | None:
    """What is official; None before anything is."""
    wanted = rows.pick(snapshots, SnapshotRow).where(snapshots.c.event_id == event_id)
    newest = wanted.order_by(snapshots.c.id.desc()).limit(1)
    return rows.one(connection, newest, SnapshotRow)


def head(connection: Connection, event_id: str) -> SnapshotHead | None:
    """When what is official was frozen, and its hash; None before anything is."""
    wanted = rows.pick(snapshots, SnapshotHead).where(snapshots.c.event_id == event_id)
    newest = wanted.order_by(snapshots.c.id.desc()).limit(1)
    return rows.one(connection, newest, SnapshotHead)


def add_change(
    connection: Connection,
    *,
    event_id: str,
    at: datetime,
    account_id: str | None,
    race: str,
    bib: str,
    reason: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> LateChangeRow:
    """Keep what became of an official result."""
    row = LateChangeRow(
        event_id=event_id,
        id=next_number(connection, event_id, "late change"),
        at=at,
        account_id=account_id,
        race=race,
        bib=bib,
        reason=reason,
        before=before,
        after=after,
    )
    rows.add(connection, late_changes, row)
    return row


def changes(connection: Connection, event_id: str) -> list[LateChangeRow]:
    """Every late change of an event, the first first."""
    wanted = rows.pick(late_changes, LateChangeRow).where(late_changes.c.event_id == event_id)
    return rows.many(connection, wanted.order_by(late_changes.c.id), LateChangeRow)
