"""Results that a referee enters by hand: runs without a record, which count by a ruling alone."""

from dataclasses import asdict, replace
from datetime import datetime
from io import BytesIO
from typing import Any, Final, TypeAlias

from race.errors import EnteredBefore, InvalidField
from race.event import Event
from race.i18n import N_, tidy
from race.ingest import amending
from race.ingest.amending import ByHand
from race.ingest.checks.evidence import History
from race.ingest.examine import judged
from race.services import filing, judging, official, overlaps, scoring, telling
from race.services.deciding import LONGEST_REASON
from race.services.filing import Upload
from race.store import audit, entries, fingerprints, rulings, submissions
from race.store.activities import ActivityRow
from race.store.blobs import Blobs, summed
from race.store.database import Connection
from race.store.entries import EntryRow
from race.store.fingerprints import FingerprintRow
from race.store.submissions import SubmissionRow
from race.verdict import Decision, Outcome

#: What is entered, for those who do not know `race.ingest`.
NewResult: TypeAlias = ByHand

#: Metres and seconds that a result can have.
SHORTEST_M: Final = 100.0
LONGEST_M: Final = 1_000_000.0
BRIEFEST_S: Final = 60.0
LENGTHIEST_S: Final = 14 * 86_400.0
#: m/s. Over what takes a minute nobody has run as fast: the record over 1,000 m has 7.58.
FASTEST_M_S: Final = 8.0
#: What is known of others when nobody sent anything.
_ALONE: Final = {"same_file": 0, "copies": []}


def enter(
    connection: Connection,
    blobs: Blobs,
    event: Event,
    entry: EntryRow,
    result: ByHand,
    *,
    reason: str,
    by: str,
    now: datetime,
) -> ActivityRow:
    """Enter a result for a runner; `by` is the referee's account. The run as it stands then.

    It is kept like a file, byte for byte, and judged like one: the checks refuse it, for there is
    no record, and a ruling with the reason stands over that.
    InvalidField for what cannot be, and without a reason; EnteredBefore for the same once more.
    """
    result, reason = _valid(event, result, now), _given(reason)
    entries.hold(connection, event.id, entry.bib)
    was = official.before(connection, event, entry.bib)
    upload = _kept(connection, blobs, entry, result, by=by, now=now)
    run = _judged(connection, event, entry, upload, result)
    _ruled(connection, run, result, reason=reason, by=by, now=now)
    changed = {row.id: row for row in overlaps.rejudge(connection, event, entry.bib)}
    scoring.rescore(connection, event, entry, now=now, reason=reason)
    official.note(connection, event, entry.bib, was, by=by, reason=reason, now=now)
    entered = changed.get(run.id, run)
    telling.tell(connection, event, entry, "entered", entered, now=now, reason=reason)
    return entered


def is_by_hand(run: ActivityRow) -> bool:
    """Whether a referee entered a run: there is no file of it."""
    return bool(run.stated.get("format") == amending.BY_HAND)


def reason_of(connection: Connection, run: ActivityRow) -> str | None:
    """Why a run was entered by hand; None of one that was recorded."""
    if not is_by_hand(run):
        return None
    decided = rulings.of_run(connection, run.event_id, run.id)
    return decided[0].reason if decided else ""


def has_file(upload: SubmissionRow) -> bool:
    """Whether an upload is a file that somebody sent, and not a result that was entered by hand."""
    return upload.format != amending.BY_HAND


def _valid(event: Event, result: ByHand, now: datetime) -> ByHand:
    """A result to the millimetre and the millisecond; InvalidField where it cannot be one of the
    event."""
    ends_at = result.started_at + result.elapsed_s
    opens, closes = event.window.starts_at.timestamp(), event.window.ends_at.timestamp()
    if not SHORTEST_M <= result.distance_m <= LONGEST_M:
        raise _wrong("distance_m", N_("A distance is between 100 m and 1,000 km."))
    if not BRIEFEST_S <= result.elapsed_s <= LENGTHIEST_S:
        raise _wrong("elapsed_s", N_("A time is between one minute and 14 days."))
    if result.distance_m > FASTEST_M_S * result.elapsed_s:
        raise _wrong("elapsed_s", N_("Nobody runs so fast: look at distance and time again."))
    if not opens <= result.started_at or not ends_at <= closes:
        raise _wrong("started_at", N_("A run begins and ends within the event."))
    if ends_at > now.timestamp():
        raise _wrong("started_at", N_("This run would not have ended yet."))
    if result.sport not in event.rules.sports:
        raise _wrong("sport", N_("This event does not count that sport."))
    return ByHand(
        distance_m=round(float(result.distance_m), 3),
        elapsed_s=round(float(result.elapsed_s), 3),
        started_at=round(float(result.started_at), 3),
        sport=result.sport,
    )


def _wrong(field: str, reason: str) -> InvalidField:
    return InvalidField(field=field, reason=reason)


def _given(reason: str) -> str:
    text = tidy(reason)[:LONGEST_REASON]
    if not text:
        raise _wrong("reason", N_("Write why: the runner will read it."))
    return text


def _kept(
    connection: Connection,
    blobs: Blobs,
    entry: EntryRow,
    result: ByHand,
    *,
    by: str,
    now: datetime,
) -> SubmissionRow:
    """The bytes, durable before there is a row that points at them, and that row."""
    data = amending.to_bytes(result)
    kept = summed(BytesIO(data))
    first = submissions.by_bytes(connection, entry.event_id, entry.bib, kept.sha256)
    if first is not None and not has_file(first):
        raise EnteredBefore
    if first is not None:  # the runner sent the same line as a file, which nobody can read
        submissions.remove(connection, entry.event_id, first.id)
    blobs.put(data)
    submissions.add_blob(connection, kept.sha256, kept.size, now)
    came = Upload(file=BytesIO(data), filename="", sent_by=by, received_at=now)
    row = replace(
        filing.submission(entry, came, kept.sha256),
        state=Outcome.ACCEPTED.value,
        format=amending.BY_HAND,
    )
    submissions.add(connection, row)
    return row


def _judged(
    connection: Connection, event: Event, entry: EntryRow, upload: SubmissionRow, result: ByHand
) -> ActivityRow:
    measured = amending.entered(result, upload.sha256)
    circumstances = judging.circumstances(event, entry, upload.received_at, History())
    run = filing.keep(
        connection,
        upload,
        judged(measured, circumstances),
        version=event.rules.version,
        position=0,
        known=_ALONE,
    )
    # No copy is found by it: two friends may have run the same way at the same time.
    nothing = FingerprintRow(
        event_id=run.event_id, activity_id=run.id, bytes_sha256=None, canonical=None
    )
    fingerprints.add(connection, nothing, ())
    return run


def _ruled(
    connection: Connection,
    run: ActivityRow,
    result: ByHand,
    *,
    reason: str,
    by: str,
    now: datetime,
) -> None:
    ruling = rulings.add(
        connection,
        event_id=run.event_id,
        activity_id=run.id,
        decision=Decision.ACCEPT.value,
        reason=reason,
        account_id=by,
        decided_at=now,
        previous=run.state,
    )
    detail: dict[str, Any] = {**asdict(result), "bib": run.bib, "ruling": ruling.id}
    audit.record(
        connection,
        event_id=run.event_id,
        at=now,
        account_id=by,
        action="result.enter",
        subject=run.id,
        detail=detail,
    )
