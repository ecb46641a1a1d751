"""A new version of an event's rules: kept with its reason; everything is examined anew by it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from race.errors import Conflict, InvalidField
from race.event import Event
from race.i18n import N_, tidy
from race.rules import Rules
from race.services import work
from race.services.deciding import LONGEST_REASON
from race.services.events import row_to_change
from race.services.work import Queue
from race.store import audit, events, rules_versions, submissions
from race.store.database import Connection
from race.store.jobs import JobRow
from race.store.rules_versions import RulesRow

#: What the job is called that examines everything anew.
KIND: Final = "replay"


@dataclass(frozen=True, kw_only=True)
class Published:
    """What came of a new version."""

    version: int
    #: It examines every run of the event by that version.
    job: JobRow


def publish(
    connection: Connection,
    queue: Queue,
    event: Event,
    rules: Rules,
    reason: str,
    *,
    by: str,
    now: datetime,
) -> Published:
    """Let `rules` be the rules of the event from now on, as the version after the one it has; `by`
    is an account. The same rules again are a version too: everything is examined anew by it.

    InvalidField without a reason, for runners read it; EventFinal once the results are official;
    Conflict when somebody else published since `event` was read.
    """
    kept = row_to_change(connection, event)
    if kept.rules_version != event.rules.version:
        raise Conflict(event=event.slug)
    why = tidy(reason)[:LONGEST_REASON]
    if not why:
        raise InvalidField(field=N_("reason"), reason=N_("Write why: the runners will read it."))
    version = event.rules.version + 1
    job = ask(connection, queue, event, version, by=by, now=now)
    row = RulesRow(
        event_id=event.id,
        version=version,
        rules=replace(rules, version=version).to_dict(),
        reason=why,
        account_id=by,
        published_at=now,
        job_id=job.id,
    )
    rules_versions.add(connection, row)
    events.update(connection, replace(kept, rules=row.rules, rules_version=row.version))
    _record(connection, event, row)
    return Published(version=version, job=job)


def ask(
    connection: Connection, queue: Queue, event: Event, version: int, *, by: str, now: datetime
) -> JobRow:
    """Have everything in an event examined anew by that version of its rules; `by` is an account,
    or whoever asked at a terminal."""
    return work.ask(
        connection,
        queue,
        kind=KIND,
        event_id=event.id,
        subject={"version": version},
        asked_by=by,
        total=submissions.count(connection, event.id),
        now=now,
    )


def reason_of(connection: Connection, event: Event) -> str:
    """Why the rules that an event has were published; "" of the first."""
    for row in rules_versions.of_event(connection, event.id):
        if row.version == event.rules.version:
            return row.reason
    return ""


def _record(connection: Connection, event: Event, row: RulesRow) -> None:
    before: dict[str, Any] = event.rules.to_dict()
    changed = [name for name, value in row.rules.items() if value != before[name]]
    audit.record(
        connection,
        event_id=event.id,
        at=row.published_at,
        account_id=row.account_id,
        action="rules.publish",
        subject=str(row.version),
        detail={
            "rules": sorted(name for name in changed if name != "version"),
            "reason": row.reason,
            "job": row.job_id,
        },
    )
