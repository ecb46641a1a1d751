"""What waits on the desk of an event: of every run only what the queue is sorted and found by."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, Table, and_, column, func, select

from race.store import rows
from race.store.tables import activities, entries, remarks, rulings
from race.store.types import Json

#: The severities of findings that count for something.
_SPEAKING: Final = ("info", "review", "reject")


@dataclass(frozen=True, kw_only=True)
class WaitingRow:
    """One run that waits."""

    id: str
    bib: str
    #: Of its runner.
    name: str
    #: One of `race.verdict.Waits`.
    waits: str
    #: When it came in.
    examined_at: datetime
    #: Metres that count; None when unknown.
    official_distance_m: float | None
    #: 0..1, how much it differs from what people run; None when unknown.
    suspicion: float | None


@dataclass(frozen=True, kw_only=True)
class FindingRow:
    """What was found in a run that waits."""

    activity_id: str
    #: One of `race.flags.WORDINGS`.
    code: str
    #: "info", "review" or "reject".
    severity: str


@dataclass(frozen=True, kw_only=True)
class DecidedRow:
    """What was decided about a run that waits all the same."""

    activity_id: str
    #: The number of the last decision, and when it was made.
    id: int
    at: datetime
    #: How many decisions there are.
    count: int


@dataclass(frozen=True, kw_only=True)
class RemarkedRow:
    """What was said about a run that waits."""

    activity_id: str
    #: Its number among decisions and remarks.
    id: int
    #: One of `race.verdict.Remark`.
    kind: str
    at: datetime


def of_event(connection: Connection, event_id: str) -> list[WaitingRow]:
    """Every run that waits, in no order."""
    runner = and_(entries.c.event_id == activities.c.event_id, entries.c.bib == activities.c.bib)
    wanted = (
        select(
            activities.c.id,
            activities.c.bib,
            entries.c.name,
            activities.c.waits,
            activities.c.examined_at,
            activities.c.official_distance_m,
            activities.c.metrics["suspicion", "score"].as_float().label("suspicion"),
        )
        .join(entries, runner)
        .where(activities.c.event_id == event_id, activities.c.waits.is_not(None))
    )
    return rows.many(connection, wanted, WaitingRow)


def findings(connection: Connection, event_id: str) -> list[FindingRow]:
    """What was found in the runs that wait, in the order of the checks for each of them."""
    name = "jsonb_array_elements" if connection.dialect.name == "postgresql" else "json_each"
    each = getattr(func, name)(activities.c.flags)
    value = each.table_valued(column("value", Json), joins_implicitly=True).c.value
    severity = value["severity"].as_string()
    wanted = select(
        activities.c.id.label("activity_id"),
        value["code"].as_string().label("code"),
        severity.label("severity"),
    ).where(
        activities.c.event_id == event_id,
        activities.c.waits.is_not(None),
        severity.in_(_SPEAKING),
    )
    return rows.many(connection, wanted, FindingRow)


def decided(connection: Connection, event_id: str) -> list[DecidedRow]:
    """What was decided about the runs that wait; one line for each about which anything was."""
    wanted = (
        select(
            rulings.c.activity_id,
            func.max(rulings.c.id).label("id"),
            func.max(rulings.c.decided_at).label("at"),
            func.count().label("count"),
        )
        .join(activities, _about(rulings))
        .where(rulings.c.event_id == event_id, activities.c.waits.is_not(None))
        .group_by(rulings.c.activity_id)
    )
    return rows.many(connection, wanted, DecidedRow)


def remarked(connection: Connection, event_id: str) -> list[RemarkedRow]:
    """What was said about the runs that wait, the first first."""
    wanted = (
        select(remarks.c.activity_id, remarks.c.id, remarks.c.kind, remarks.c.at)
        .join(activities, _about(remarks))
        .where(remarks.c.event_id == event_id, activities.c.waits.is_not(None))
        .order_by(remarks.c.id)
    )
    return rows.many(connection, wanted, RemarkedRow)


def count(connection: Connection, event_id: str) -> dict[str, int]:
    """How many runs wait for each reason of `race.verdict.Waits`; reasons of none are left out."""
    counted = select(activities.c.waits, func.count()).where(
        activities.c.event_id == event_id, activities.c.waits.is_not(None)
    )
    return dict(tuple(row) for row in connection.execute(counted.group_by(activities.c.waits)))


def _about(said: Table) -> ColumnElement[bool]:
    """Which run a decision or remark is about."""
    return and_(activities.c.event_id == said.c.event_id, activities.c.id == said.c.activity_id)
