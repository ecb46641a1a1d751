"""What runners say about runs: answers, protests, reports. Rows are added and never changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, select

from race.store import rows
from race.store.rulings import SAYING
from race.store.sequences import next_number
from race.store.tables import activities, remarks


@dataclass(frozen=True, kw_only=True)
class RemarkRow:
    """One remark."""

    event_id: str
    #: Rises in its event, in one sequence with the rulings.
    id: int
    activity_id: str
    #: One of `race.verdict.Remark`.
    kind: str
    #: Who said it: the runner or, of a report, another one.
    bib: str
    text: str
    at: datetime


def add(
    connection: Connection,
    *,
    event_id: str,
    activity_id: str,
    kind: str,
    bib: str,
    text: str,
    at: datetime,
) -> RemarkRow:
    """Add what a runner said."""
    row = RemarkRow(
        event_id=event_id,
        id=next_number(connection, event_id, SAYING),
        activity_id=activity_id,
        kind=kind,
        bib=bib,
        text=text,
        at=at,
    )
    rows.add(connection, remarks, row)
    return row


def of_run(connection: Connection, event_id: str, activity_id: str) -> list[RemarkRow]:
    """What was said about a run, the first first."""
    mine = (remarks.c.event_id == event_id, remarks.c.activity_id == activity_id)
    wanted = rows.pick(remarks, RemarkRow).where(*mine).order_by(remarks.c.id)
    return rows.many(connection, wanted, RemarkRow)


def of_entry(connection: Connection, event_id: str, bib: str) -> dict[str, list[RemarkRow]]:
    """What was said about each run of a runner, by whomever, the first first."""
    of_run = and_(
        activities.c.event_id == remarks.c.event_id, activities.c.id == remarks.c.activity_id
    )
    wanted = (
        rows.pick(remarks, RemarkRow)
        .join(activities, of_run)
        .where(remarks.c.event_id == event_id, activities.c.bib == bib)
        .order_by(remarks.c.id)
    )
    return _by_run(rows.many(connection, wanted, RemarkRow))


def of_event(connection: Connection, event_id: str) -> dict[str, list[RemarkRow]]:
    """Everything that was said in an event by the run that it is about, the first first."""
    wanted = rows.pick(remarks, RemarkRow).where(remarks.c.event_id == event_id)
    return _by_run(rows.many(connection, wanted.order_by(remarks.c.id), RemarkRow))


def count_by(connection: Connection, event_id: str, bib: str, kind: str, since: datetime) -> int:
    """How many remarks of a kind somebody has made since a moment."""
    theirs = (
        remarks.c.event_id == event_id,
        remarks.c.bib == bib,
        remarks.c.kind == kind,
        remarks.c.at >= since,
    )
    return int(connection.execute(select(func.count()).where(*theirs)).scalar_one())


def reported_by(connection: Connection, event_id: str, bib: str) -> list[str]:
    """The runs of others about which somebody has said something."""
    wanted = (
        select(remarks.c.activity_id)
        .join(
            activities,
            and_(
                activities.c.event_id == remarks.c.event_id,
                activities.c.id == remarks.c.activity_id,
            ),
        )
        .where(remarks.c.event_id == event_id, remarks.c.bib == bib, activities.c.bib != bib)
        .distinct()
    )
    return list(connection.execute(wanted.order_by(remarks.c.activity_id)).scalars())


def _by_run(found: Iterable[RemarkRow]) -> dict[str, list[RemarkRow]]:
    by_run: dict[str, list[RemarkRow]] = {}
    for row in found:
        by_run.setdefault(row.activity_id, []).append(row)
    return by_run
