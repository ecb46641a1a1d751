"""Another file in the place of one that a runner sent, so that nothing is lost on the way."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from race.errors import AlreadyRuled, Conflict
from race.event import Event
from race.i18n import N_
from race.services import entries, events, ranks, submissions
from race.services.filing import QUEUED, Upload
from race.services.submissions import Submitted
from race.services.work import Queue, Tools
from race.store import activities, audit, rulings
from race.store.database import Connection, reading, transaction
from race.store.entries import EntryRow
from race.store.submissions import SubmissionRow
from race.verdict import Outcome


@dataclass(frozen=True, kw_only=True)
class Replaced:
    """What became of another file, and of the one in whose place it was sent."""

    #: The other file; it is kept in any case.
    submitted: Submitted
    #: Why the earlier one stays, a msgid; None where it is gone.
    why: str | None
    #: What `why` needs.
    facts: Mapping[str, Any] = field(default_factory=dict)


class _Stays(Exception):
    """The earlier upload stays, and why: a msgid."""


_SAME: Final = N_("This is the same file as before, so nothing was changed.")
_UNREADABLE: Final = N_("The new file cannot be read, so the earlier one stays.")
_BEING_READ: Final = N_(
    "The new file takes longer to read, so the earlier one stays. Take it back when you see that "
    "the new one counts."
)
_DOES_NOT_COUNT: Final = N_(
    "The run in the new file does not count, so the earlier one stays. If that one is wrong, take "
    "it back."
)
#: States of a new upload in which it takes nobody's place.
_NO_RUN_YET: Final = {"unreadable": _UNREADABLE, QUEUED: _BEING_READ}


def replace(
    tools: Tools,
    queue: Queue,
    event: Event,
    entry: EntryRow,
    upload: Upload,
    *,
    earlier: SubmissionRow,
    officer: str | None,
) -> Replaced:
    """Take an upload and then, in one transaction, the earlier one back.

    The earlier one stays where the other cannot be read, or where by its going a run that does not
    count would be all that is left. `officer` is the account that does it for the runner.

    EventClosed when the event takes no runs; AlreadyRuled when a referee has decided about the
    earlier one, for officers too; errors of `submissions.submit`. Nothing is kept then.
    """
    submissions.check_open(event, upload.received_at)
    with reading(tools.engine) as connection:
        _check_not_ruled(connection, event, earlier)
        before = ranks.of_entry(connection, event, entry.bib)
    done = submissions.submit(tools, queue, event, entry, upload)
    try:
        _check_is_better(earlier, done.submission)
        with transaction(tools.engine) as connection:
            now = upload.received_at
            done = _in_its_place(connection, done, earlier=earlier, now=now, officer=officer)
            after = ranks.of_entry(connection, event, entry.bib)
    except _Stays as stays:
        return Replaced(submitted=done, why=str(stays))
    except Conflict as error:  # decided, or official, while the file was read
        return Replaced(submitted=done, why=error.text, facts=error.facts)
    submissions.sweep(tools.engine, tools.blobs)
    done = dataclasses.replace(done, changes=ranks.changes(before, after))
    return Replaced(submitted=done, why=None)


def _check_not_ruled(connection: Connection, event: Event, row: SubmissionRow) -> None:
    for run in activities.of_submission(connection, event.id, row.id):
        if rulings.of_run(connection, event.id, run.id):
            raise AlreadyRuled(submission=row.id)


def _check_is_better(earlier: SubmissionRow, new: SubmissionRow) -> None:
    if new.id == earlier.id:
        raise _Stays(_SAME)
    if new.state in _NO_RUN_YET:
        raise _Stays(_NO_RUN_YET[new.state])


def _in_its_place(
    connection: Connection,
    done: Submitted,
    *,
    earlier: SubmissionRow,
    now: datetime,
    officer: str | None,
) -> Submitted:
    """Take the earlier upload back; the other as it stands then. _Stays undoes it."""
    event = events.by_id(connection, earlier.event_id)
    _check_not_ruled(connection, event, earlier)
    entry = entries.find(connection, event, earlier.bib)
    submissions.withdraw(connection, event, entry, earlier, now=now, officer=officer)
    new = submissions.find(connection, event, done.submission.id)
    if new.state == Outcome.REJECTED and earlier.state in {Outcome.ACCEPTED, Outcome.REVIEW}:
        raise _Stays(_DOES_NOT_COUNT)
    audit.record(
        connection,
        event_id=event.id,
        at=now,
        account_id=officer,
        action="submission.replace",
        subject=earlier.id,
        detail={"by": new.id},
    )
    runs, skipped = submissions.content(connection, new)
    return dataclasses.replace(done, submission=new, activities=tuple(runs), skipped=tuple(skipped))
