"""What referees decided about runs: rows are added and never changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, and_, func, select

from race.store import rows
from race.store.sequences import next_number
from race.store.tables import activities, rulings

#: The sequence that numbers what people say about runs, decisions and remarks alike: of two the
#: higher number came later.
SAYING: Final = "ruling"


@dataclass(frozen=True, kw_only=True)
class RulingRow:
    """What a referee decided; it stands over the verdict and is never changed."""

    event_id: str
    #: Rises in its event; the highest of an activity stands.
    id: int
    activity_id: str
    #: One of `race.verdict.Decision`.
    decision: str
    reason: str
    account_id: str
    decided_at: datetime
    #: The state of the activity before.
    previous: str
    #: What was corrected with it, JSON values of `race.verdict.Amends`: instead of what was
    #: corrected before. None leaves that as it is.
    amends: Mapping[str, Any] | None = None
    #: It came with a card.
    card: bool = False


def add(
    connection: Connection,
    *,
    event_id: str,
    activity_id: str,
    decision: str,
    reason: str,
    account_id: str,
    decided_at: datetime,
    previous: str,
    amends: Mapping[str, Any] | None = None,
    card: bool = False,
) -> RulingRow:
    """Add what a referee decided."""
    row = RulingRow(
        event_id=event_id,
        id=next_number(connection, event_id, SAYING),
        activity_id=activity_id,
        decision=decision,
        reason=reason,
        account_id=account_id,
        decided_at=decided_at,
        previous=previous,
        amends=amends,
        card=card,
    )
    rows.add(connection, rulings, row)
    return row


def of_run(connection: Connection, event_id: str, activity_id: str) -> list[RulingRow]:
    """What was decided about a run, the first decision first."""
    mine = (rulings.c.event_id == event_id, rulings.c.activity_id == activity_id)
    wanted = rows.pick(rulings, RulingRow).where(*mine).order_by(rulings.c.id)
    return rows.many(connection, wanted, RulingRow)


def of_entry(connection: Connection, event_id: str, bib: str) -> dict[str, list[RulingRow]]:
    """What was decided about each run of a runner about which anything was decided, the first
    decision first."""
    wanted = (
        rows.pick(rulings, RulingRow)
        .join(
            activities,
            and_(
                activities.c.event_id == rulings.c.event_id,
                activities.c.id == rulings.c.activity_id,
            ),
        )
        .where(rulings.c.event_id == event_id, activities.c.bib == bib)
        .order_by(rulings.c.id)
    )
    return _by_run(rows.many(connection, wanted, RulingRow))


def of_event(connection: Connection, event_id: str) -> dict[str, list[RulingRow]]:
    """Every decision of an event by the run that it is about, the first decision first."""
    wanted = rows.pick(rulings, RulingRow).where(rulings.c.event_id == event_id)
    return _by_run(rows.many(connection, wanted.order_by(rulings.c.id), RulingRow))


def newest(connection: Connection, event_id: str, *, skip: int, limit: int) -> list[RulingRow]:
    """A page of the decisions of an event, the last decision first."""
    wanted = rows.pick(rulings, RulingRow).where(rulings.c.event_id == event_id)
    found = wanted.order_by(rulings.c.id.desc()).offset(skip).limit(limit)
    return rows.many(connection, found, RulingRow)


def count(connection: Connection, event_id: str) -> int:
    """How many decisions an event has."""
    wanted = select(func.count()).select_from(rulings).where(rulings.c.event_id == event_id)
    return int(connection.execute(wanted).scalar_one())


def cards(connection: Connection, event_id: str) -> dict[str, int]:
    """How many runs of each runner stand under a card, by bib: their last decision came with one.
    Runners without any are left out."""
    last = (
        select(rulings.c.activity_id, func.max(rulings.c.id).label("id"))
        .where(rulings.c.event_id == event_id)
        .group_by(rulings.c.activity_id)
        .subquery()
    )
    wanted = (
        select(activities.c.bib, func.count().label("cards"))
        .join(rulings, rulings.c.activity_id == activities.c.id)
        .join(last, last.c.id == rulings.c.id)
        .where(rulings.c.event_id == event_id, activities.c.event_id == event_id)
        .where(rulings.c.card.is_(True))
        .group_by(activities.c.bib)
    )
    return {row["bib"]: row["cards"] for row in connection.execute(wanted).mappings()}


def cards_of(connection: Connection, event_id: str, bib: str) -> int:
    """How many runs of one runner stand under a card."""
    decided = of_entry(connection, event_id, bib).values()
    return sum(said[-1].card for said in decided)


def _by_run(found: Iterable[RulingRow]) -> dict[str, list[RulingRow]]:
    by_run: dict[str, list[RulingRow]] = {}
    for row in found:
        by_run.setdefault(row.activity_id, []).append(row)
    return by_run
