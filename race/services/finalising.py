"""Provisional results become official: what is in the way, the frozen document, late changes."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from race.errors import NotClosed, NotFound, NotReady
from race.event import Event, EventState
from race.i18n import tidy
from race.services import archives, events, final_document, publishing
from race.services.deciding import LONGEST_REASON
from race.store import audit, jobs, official, waiting
from race.store import events as event_rows
from race.store.database import Connection
from race.store.official import LateChangeRow, SnapshotHead, SnapshotRow
from race.verdict import Waits


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """What is in the way of official results."""

    #: Runs on the desk for anything but a protest.
    waiting: int
    #: Runs whose runner protests.
    protests: int
    #: Uploads that are being read.
    reading: int
    #: All runs are being judged again.
    replaying: bool
    #: Until when runners may protest; None while the results are not provisional.
    protests_end_at: datetime | None
    #: That moment has come.
    heard: bool

    @property
    def decided(self) -> bool:
        """Whether nothing waits for a decision, or to be read."""
        return not (self.waiting or self.protests or self.reading or self.replaying)

    @property
    def ready(self) -> bool:
        """Whether nothing is."""
        return self.heard and self.decided


def readiness(connection: Connection, event: Event, now: datetime) -> Readiness:
    """What is in the way at this moment."""
    counted = dict(waiting.count(connection, event.id))
    protests = counted.pop(Waits.PROTEST.value, 0)
    kinds = jobs.open_kinds(connection, event.id)
    ends = event.protests_end_at()
    return Readiness(
        waiting=sum(counted.values()),
        protests=protests,
        reading=kinds.get(archives.KIND, 0),
        replaying=publishing.KIND in kinds,
        protests_end_at=ends,
        heard=ends is not None and now > ends,
    )


def finalise(
    connection: Connection,
    event: Event,
    *,
    by: str,
    now: datetime,
    reason: str = "",
    early: bool = False,
) -> SnapshotRow:
    """Make provisional results official, for its owner: freeze them, with the hash of what was
    frozen. With `early` the time for protests may still run: whoever reads the results is told.

    NotClosed, EventFinal; NotReady while files are being read or runs judged again, and while a
    person has something to decide and no reason is given: a reason stands with the document and in
    the trail.
    """
    event_rows.hold(connection, event.id, alone=True)
    event = events.by_id(connection, event.id)
    events.check_not_final(event)
    if event.state is not EventState.CLOSED:
        raise NotClosed(event=event.name)
    open_still = readiness(connection, event, now)
    why = tidy(reason)[:LONGEST_REASON]
    if open_still.reading or open_still.replaying:
        raise _not_ready(event, open_still, now)
    if not (open_still.ready or (early and open_still.decided)) and not why:
        raise _not_ready(event, open_still, now)
    kept = _frozen(connection, event, by=by, now=now, reason="" if open_still.ready else why)
    _turn(connection, event, kept)
    return kept


def standing_snapshot(connection: Connection, event: Event) -> SnapshotRow | None:
    """What was frozen; None before the results are official."""
    return official.snapshot(connection, event.id)


def frozen(connection: Connection, event: Event) -> SnapshotHead | None:
    """When that was, and its hash; None before."""
    return official.head(connection, event.id)


def late_changes(connection: Connection, event: Event) -> list[LateChangeRow]:
    """Every result that changed after it was official, the first change first."""
    return official.changes(connection, event.id)


def changed(connection: Connection, event: Event, race: str) -> dict[str, LateChangeRow]:
    """The last late change of each result of a race that has one, by bib; a result that is what it
    was, of fewer or more runs, has none."""
    late = late_changes(connection, event)
    return {row.bib: row for row in late if row.race == race and row.shows}


def _not_ready(event: Event, found: Readiness, now: datetime) -> NotReady:
    ends = (found.protests_end_at or now).astimezone(event.window.zone)
    return NotReady(
        waiting=found.waiting,
        protests=found.protests,
        reading=found.reading,
        replaying=found.replaying,
        protests_end_at=ends.isoformat(timespec="seconds"),
    )


def _frozen(
    connection: Connection, event: Event, *, by: str, now: datetime, reason: str
) -> SnapshotRow:
    found = final_document.results_of(connection, event)
    data = final_document.written(final_document.document(found, now))
    return official.add_snapshot(
        connection,
        event_id=event.id,
        made_at=now,
        account_id=by,
        reason=reason,
        sha256=hashlib.sha256(data).hexdigest(),
        document=data,
    )


def _turn(connection: Connection, event: Event, kept: SnapshotRow) -> None:
    row = event_rows.get(connection, event.id)
    if row is None:
        raise NotFound(event=event.slug)
    event_rows.update(connection, replace(row, state=EventState.FINAL.value))
    audit.record(
        connection,
        event_id=event.id,
        at=kept.made_at,
        account_id=kept.account_id,
        action="event.final",
        subject=event.slug,
        detail={"from": event.state.value, "sha256": kept.sha256, "reason": kept.reason},
    )
