"""The queue as its page shows it, and the list of what was decided."""

import math
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from race.api.pages.organiser.frame import Desk, finding, organised
from race.api.pages.organiser.queue_filters import Filter, Queue, filters
from race.api.pages.views_queue import DecidedPage, DecidedRow, QueuePage, QueueRow
from race.api.pages.views_reasons import choices
from race.event import EventState
from race.services import desk
from race.services.access import Role
from race.services.reviews import Line
from race.store import accounts, activities, rulings
from race.store import entries as entry_rows
from race.store.database import Connection
from race.store.rulings import RulingRow
from race.verdict import Decision, Waits

#: Runs, or decisions, on a page.
PAGE: Final = 50


def queue_page(connection: Connection, at: Desk, queue: Queue, page: int) -> QueuePage:
    """One page of the queue."""
    root, pages = f"{at.root}/duyet", _pages(len(queue.lines))
    shown = min(page, pages)
    rows = queue.lines[(shown - 1) * PAGE : shown * PAGE]
    may = at.role.reaches(Role.REFEREE)
    return QueuePage(
        event=organised(connection, at),
        rows=queue_rows(connection, at, rows, queue.filter),
        total=len(queue.lines),
        waiting=len(queue.everything),
        late=sum(_is_late(line, at.now) for line in queue.lines),
        patience_s=desk.PATIENCE_S,
        filters=filters(connection, queue, at.event, root),
        before=queue.filter.url(root, page=shown - 1) if shown > 1 else "",
        after=queue.filter.url(root, page=shown + 1) if shown < pages else "",
        page=shown,
        pages=pages,
        action=queue.filter.url(root) if may else "",
        decided_url=f"{root}?xem=da-duyet",
        reasons=choices(at.event.language),
        is_late=at.event.state is EventState.FINAL,
    )


def queue_rows(
    connection: Connection, at: Desk, lines: Sequence[Line], chosen: Filter
) -> tuple[QueueRow, ...]:
    """Runs that wait, as lines of the queue."""
    found = activities.of_ids(connection, at.event.id, [line.activity for line in lines])
    runs = {run.id: run for run in found}
    return tuple(
        QueueRow(
            activity=line.activity,
            url=chosen.url(f"{at.root}/duyet/{line.activity}"),
            bib=line.bib,
            name=line.name,
            waits=line.waits,
            finding=finding(runs[line.activity]),
            risk=line.risk,
            waited_s=waited_s(line, at.now),
            official_m=line.official_m,
            decisions=line.decisions,
        )
        for line in lines
    )


def waited_s(line: Line, now: datetime) -> float:
    """How long a run has waited, seconds."""
    return max(0.0, (now - line.since).total_seconds())


def _is_late(line: Line, now: datetime) -> bool:
    return line.waits is not Waits.ASKED and waited_s(line, now) > desk.PATIENCE_S


def decided_page(connection: Connection, at: Desk, page: int) -> DecidedPage:
    """One page of what referees decided, the newest first."""
    root, total = f"{at.root}/duyet", rulings.count(connection, at.event.id)
    pages = _pages(total)
    shown = min(page, pages)
    found = rulings.newest(connection, at.event.id, skip=(shown - 1) * PAGE, limit=PAGE)
    here = f"{root}?xem=da-duyet"
    return DecidedPage(
        event=organised(connection, at),
        rows=_decided(connection, at, found),
        total=total,
        before=f"{here}&page={shown - 1}" if shown > 1 else "",
        after=f"{here}&page={shown + 1}" if shown < pages else "",
        page=shown,
        pages=pages,
        queue_url=root,
    )


def _decided(
    connection: Connection, at: Desk, found: Sequence[RulingRow]
) -> tuple[DecidedRow, ...]:
    runs = activities.of_ids(connection, at.event.id, {row.activity_id for row in found})
    bibs = {run.id: run.bib for run in runs}
    people = entry_rows.of_bibs(connection, at.event.id, set(bibs.values()))
    names = {entry.bib: entry.name for entry in people}
    referees = names_of(connection, (row.account_id for row in found))
    return tuple(
        DecidedRow(
            at=row.decided_at.astimezone(at.event.window.zone),
            by=referees[row.account_id],
            decision=Decision(row.decision),
            reason=row.reason,
            url=f"{at.root}/duyet/{row.activity_id}",
            name=names[bibs[row.activity_id]],
            bib=bibs[row.activity_id],
            corrects=row.amends is not None,
            card=row.card,
        )
        for row in found
    )


def names_of(connection: Connection, account_ids: Iterable[str]) -> dict[str, str]:
    """The names of referees, by account; "" for one that is gone."""
    found = {each: accounts.get(connection, each) for each in set(account_ids)}
    return {each: "" if account is None else account.name for each, account in found.items()}


def _pages(rows: int) -> int:
    return max(1, math.ceil(rows / PAGE))
