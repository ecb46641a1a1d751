"""Which notices wait to go out by e-mail, and whether somebody sends them already."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from race.store import rows
from race.store.jobs import OPEN
from race.store.notices import NoticeRow
from race.store.tables import jobs, notices

#: What a notice is that waits.
_WAITING = "waiting"


def newest(connection: Connection, event_id: str | None = None) -> dict[str, datetime]:
    """The events in which notices wait, or that one if any do, and when the last was told."""
    wanted = select(notices.c.event_id, func.max(notices.c.at).label("at"))
    wanted = wanted.where(notices.c.mail == _WAITING).group_by(notices.c.event_id)
    if event_id is not None:
        wanted = wanted.where(notices.c.event_id == event_id)
    return {row["event_id"]: row["at"] for row in connection.execute(wanted).mappings()}


def after(
    connection: Connection, event_id: str, notice_id: int, *, limit: int
) -> Sequence[NoticeRow]:
    """The notices after that one that wait, the first first."""
    wanted = rows.pick(notices, NoticeRow).where(
        notices.c.event_id == event_id, notices.c.mail == _WAITING, notices.c.id > notice_id
    )
    return rows.many(connection, wanted.order_by(notices.c.id).limit(limit), NoticeRow)


def is_being_sent(connection: Connection, event_id: str, kind: str) -> bool:
    """Whether a job of that kind of an event is not over."""
    wanted = select(jobs.c.id).where(
        jobs.c.event_id == event_id, jobs.c.kind == kind, jobs.c.state.in_(OPEN)
    )
    return connection.execute(wanted.limit(1)).first() is not None


def last_try(connection: Connection, event_id: str, kind: str) -> datetime | None:
    """When a job of that kind of an event did anything the last time; None when there was none."""
    wanted = select(func.max(jobs.c.updated_at)).where(
        jobs.c.event_id == event_id, jobs.c.kind == kind
    )
    last: datetime | None = connection.execute(wanted).scalar_one()
    return last
