"""What runners are told, and whether it went out by e-mail."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from race.store import rows
from race.store.sequences import next_number
from race.store.tables import notices


@dataclass(frozen=True, kw_only=True)
class NoticeRow:
    """One thing that a runner is told."""

    event_id: str
    #: 1, 2, 3, … in its event.
    id: int
    bib: str
    at: datetime
    #: One of `race.notices.WORDS`.
    kind: str
    #: The run that it is about; it may be gone.
    activity_id: str | None
    #: What its words need, JSON values.
    facts: Mapping[str, Any]
    #: "waiting", "sent", "failed"; None where it goes to no e-mail.
    mail: str | None


def add(
    connection: Connection,
    *,
    event_id: str,
    bib: str,
    at: datetime,
    kind: str,
    activity_id: str | None,
    facts: Mapping[str, Any],
    mail: str | None,
) -> NoticeRow:
    """Tell a runner something."""
    row = NoticeRow(
        event_id=event_id,
        id=next_number(connection, event_id, "notice"),
        bib=bib,
        at=at,
        kind=kind,
        activity_id=activity_id,
        facts=facts,
        mail=mail,
    )
    rows.add(connection, notices, row)
    return row


def of_entry(connection: Connection, event_id: str, bib: str, *, limit: int) -> list[NoticeRow]:
    """What a runner was told, the newest first."""
    wanted = rows.pick(notices, NoticeRow).where(
        notices.c.event_id == event_id, notices.c.bib == bib
    )
    return rows.many(connection, wanted.order_by(notices.c.id.desc()).limit(limit), NoticeRow)


def of_event(
    connection: Connection, event_id: str, *, limit: int, skip: int = 0
) -> list[NoticeRow]:
    """What the runners of an event were told, the newest first."""
    wanted = rows.pick(notices, NoticeRow).where(notices.c.event_id == event_id)
    newest = wanted.order_by(notices.c.id.desc()).limit(limit).offset(skip)
    return rows.many(connection, newest, NoticeRow)


def count(connection: Connection, event_id: str) -> int:
    """How many notices an event has."""
    wanted = select(func.count()).where(notices.c.event_id == event_id)
    return int(connection.execute(wanted).scalar_one())


def to_mail(connection: Connection, event_id: str, *, limit: int) -> list[NoticeRow]:
    """The notices that wait to go out by e-mail, the first first."""
    wanted = rows.pick(notices, NoticeRow).where(
        notices.c.event_id == event_id, notices.c.mail == "waiting"
    )
    return rows.many(connection, wanted.order_by(notices.c.id).limit(limit), NoticeRow)


def mailed(connection: Connection, event_id: str, ids: Sequence[int], how: str) -> None:
    """Note how it went with the e-mail of notices: "sent" or "failed"."""
    theirs = (notices.c.event_id == event_id, notices.c.id.in_(ids))
    connection.execute(notices.update().where(*theirs).values(mail=how))


def of_runs(connection: Connection, event_id: str, activity_ids: Iterable[str]) -> list[NoticeRow]:
    """What was told about these runs, the first first."""
    wanted = rows.pick(notices, NoticeRow).where(
        notices.c.event_id == event_id, notices.c.activity_id.in_(list(activity_ids))
    )
    return rows.many(connection, wanted.order_by(notices.c.id), NoticeRow)
