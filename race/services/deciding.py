"""What a person decides about a run: it stands over the verdict, with who, when and why."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from race.errors import Conflict, InvalidField
from race.event import Event, EventState
from race.i18n import N_, tidy
from race.services import (
    cards,
    entries,
    official,
    overlaps,
    rejudging,
    reviews,
    scoring,
    standing,
    telling,
    unpacking,
)
from race.store import activities, audit, rulings, tracks
from race.store import entries as entry_rows
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.store.entries import EntryRow
from race.track import track_of
from race.verdict import Amends, Decision, Outcome, Waits

#: A clock is wrong by a year and a day at most, seconds: a battery that was out.
MOST_SHIFT_S: Final = 366 * 86_400.0
#: Letters of a reason.
LONGEST_REASON: Final = 500


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What a referee decides."""

    decision: Decision
    #: The runner reads it; may be empty where a run is accepted.
    reason: str = ""
    #: What is corrected from now on, instead of what was before; None leaves that as it is.
    amends: Amends | None = None
    #: It is shown a card: only where a run is rejected, in an event that has cards.
    card: bool = False
    #: How many decisions the referee had on the screen; None where that is not known.
    seen: int | None = None


def decide(
    connection: Connection,
    event: Event,
    run: ActivityRow,
    choice: Choice,
    *,
    by: str,
    now: datetime,
) -> ActivityRow:
    """Write a ruling over a run, judge the runner's runs again and make the results anew; the run
    as it stands then.

    InvalidField without a reason where one is needed: always, but for accepting a run before the
    results are official, without a correction. Conflict when somebody else ruled since `seen`.
    """
    choice = _valid(event, choice)
    entry_rows.hold(connection, event.id, run.bib)
    run = reviews.find(connection, event, run.id)
    before = rulings.of_run(connection, event.id, run.id)
    if choice.seen is not None and choice.seen != len(before):
        raise Conflict(activity=run.id)
    entry = entries.find(connection, event, run.bib)
    official_before = official.before(connection, event, run.bib)
    was_out = cards.is_out(connection, event, run.bib)
    amended = _amended(connection, event, entry, run, choice.amends)
    row = rulings.add(
        connection,
        event_id=event.id,
        activity_id=run.id,
        decision=choice.decision.value,
        reason=choice.reason,
        account_id=by,
        decided_at=now,
        previous=run.state,
        amends=standing.amends_dict(choice.amends),
        card=choice.card,
    )
    _record(connection, row, now)
    decided = _follow(connection, event, entry, amended, choice.reason, now=now)
    official.note(connection, event, run.bib, official_before, by=by, reason=choice.reason, now=now)
    kind = _kind(run, choice, decided)
    telling.tell(connection, event, entry, kind, decided, now=now, reason=choice.reason)
    if cards.is_out(connection, event, run.bib) and not was_out:
        telling.tell(connection, event, entry, "out", now=now, reason=choice.reason)
    return decided


def _valid(event: Event, choice: Choice) -> Choice:
    text = tidy(choice.reason)[:LONGEST_REASON]
    late = event.state is EventState.FINAL
    quiet = choice.decision is Decision.ACCEPT and choice.amends is None and not late
    if not text and not quiet:
        raise InvalidField(field=N_("reason"), reason=N_("Write why: the runner will read it."))
    if choice.card and (not event.procedure.cards or choice.decision is not Decision.REJECT):
        raise InvalidField(
            field=N_("card"), reason=N_("A card goes with a rejection, where the event has cards.")
        )
    if choice.amends is not None:
        _check(choice.amends)
    return replace(choice, reason=text)


def _check(amends: Amends) -> None:
    if not abs(amends.shift_s) <= MOST_SHIFT_S:
        raise InvalidField(field=N_("clock"), reason=N_("A clock is wrong by a year at most."))
    begins = 0.0 if amends.from_s is None else amends.from_s
    if not begins >= 0 or (amends.to_s is not None and not amends.to_s > begins):
        raise InvalidField(field=N_("part"), reason=N_("The part ends after it begins."))


def _amended(
    connection: Connection,
    event: Event,
    entry: EntryRow,
    run: ActivityRow,
    amends: Amends | None,
) -> ActivityRow:
    """A run as it is corrected from now on; as it is where nothing is."""
    if amends is None:
        return run
    if not rejudging.is_remembered(run):
        raise InvalidField(
            field=N_("part"), reason=N_("Publish the rules once more first: this run is too old.")
        )
    track = tracks.get(connection, run.event_id, run.id) or track_of(time=[], lat=[], lon=[])
    distances = unpacking.wanted(event).distances
    try:
        amended = rejudging.corrected(run, amends, track, distances)
    except ValueError:
        raise InvalidField(
            field=N_("part"), reason=N_("This part holds no two points of the track.")
        ) from None
    return rejudging.alone(event, entry, amended)


def _follow(
    connection: Connection,
    event: Event,
    entry: EntryRow,
    run: ActivityRow,
    reason: str,
    *,
    now: datetime,
) -> ActivityRow:
    """Let what was decided reach the runner's other runs, the upload and the results."""
    rows = [
        run if row.id == run.id else row
        for row in activities.of_entry(connection, event.id, entry.bib)
    ]
    changed = {row.id: row for row in overlaps.rejudge(connection, event, entry.bib, rows)}
    scoring.rescore(connection, event, entry, now=now, reason=reason)
    return changed.get(run.id, run)


def _record(connection: Connection, row: rulings.RulingRow, now: datetime) -> None:
    detail: dict[str, Any] = {
        "decision": row.decision,
        "before": row.previous,
        "ruling": row.id,
        "reason": row.reason,
    }
    if row.amends is not None:
        detail["amends"] = dict(row.amends)
    if row.card:
        detail["card"] = True
    audit.record(
        connection,
        event_id=row.event_id,
        at=now,
        account_id=row.account_id,
        action="activity.rule",
        subject=row.activity_id,
        detail=detail,
    )


def _kind(before: ActivityRow, choice: Choice, after: ActivityRow) -> str:
    """Which notice tells of it."""
    if choice.decision is Decision.ASK:
        return "asked"
    counts = after.state == Outcome.ACCEPTED
    if before.waits == Waits.PROTEST:
        return "upheld" if counts else "denied"
    if choice.amends is not None:
        return "amended"
    if choice.decision is Decision.JUDGE:
        return "judged"
    return "accepted" if counts else "rejected"
