"""What runners say about runs: they answer a referee, protest, and report the runs of others.

What somebody says decides nothing: it puts the run on the desk. Who reported a run is kept, so
that nobody does it twice, and told to nobody: not to the runner, not to referees, and it does not
stand in the audit trail.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from race.errors import (
    AlreadyProtested,
    AlreadyReported,
    AnsweredEnough,
    EventFinal,
    InvalidField,
    NoReports,
    NotFound,
    NothingAsked,
    NothingToProtest,
    OwnRun,
    ProtestDecided,
    RaceError,
    TooLateToProtest,
    TooManyReports,
)
from race.event import Event, EventState
from race.i18n import N_, tidy
from race.services import entries, reviews, standing
from race.store import activities, audit, notices, remarks, rulings
from race.store import entries as entry_rows
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.store.remarks import RemarkRow
from race.store.rulings import RulingRow
from race.verdict import Decision, Outcome, Remark

#: Letters of what is said.
LONGEST: Final = 1000
#: Answers to one question.
MOST_ANSWERS: Final = 3
#: Reports by one runner on one day of the event.
MOST_REPORTS: Final = 5


@dataclass(frozen=True, kw_only=True)
class Possible:
    """What a runner can do about an own run."""

    answer: bool
    protest: bool
    #: Until when a protest is heard, also when that is over; None where there is nothing to protest
    #: against, or no end yet.
    protest_until: datetime | None
    #: Take it back with the upload in which it came, or replace that.
    withdraw: bool


@dataclass(frozen=True, kw_only=True)
class _Past:
    """What has been said about a run, the first first."""

    decided: Sequence[RulingRow]
    said: Sequence[RemarkRow]
    #: When it was decided about the last time, by a referee or by other rules; None before that.
    decided_at: datetime | None

    def since(self, kind: Remark, ruling_id: int) -> int:
        """How many remarks of a kind came after a decision."""
        return sum(row.kind == kind and row.id > ruling_id for row in self.said)

    @property
    def last(self) -> int:
        """The number of the last decision; 0 before any."""
        return self.decided[-1].id if self.decided else 0


def possible(connection: Connection, event: Event, run: ActivityRow, now: datetime) -> Possible:
    """What the runner of a run can do about it now."""
    past = _past(connection, event, run)
    return Possible(
        answer=_against_answer(run, past) is None,
        protest=_against_protest(event, run, past, now) is None,
        protest_until=_until(event, past) if _is_against(run) else None,
        withdraw=event.state is not EventState.FINAL and not _is_ruled(connection, event, run),
    )


def answer(
    connection: Connection, event: Event, run: ActivityRow, text: str, *, by: str, now: datetime
) -> RemarkRow:
    """Answer what a referee asks about an own run; the run is on the desk again.

    NotFound for the run of somebody else, NothingAsked, AnsweredEnough, InvalidField.
    """
    run = _held(connection, event, run)
    _check_own(run, by)
    _refuse(_against_answer(run, _past(connection, event, run)))
    return _say(connection, event, run, Remark.ANSWER, text, by=by, now=now)


def protest(
    connection: Connection, event: Event, run: ActivityRow, text: str, *, by: str, now: datetime
) -> RemarkRow:
    """Protest against what was decided about an own run; it stands until a referee decides again.

    NotFound for the run of somebody else, EventFinal, NothingToProtest, AlreadyProtested,
    ProtestDecided, TooLateToProtest, InvalidField.
    """
    run = _held(connection, event, run)
    _check_own(run, by)
    _refuse(_against_protest(event, run, _past(connection, event, run), now))
    return _say(connection, event, run, Remark.PROTEST, text, by=by, now=now)


def report(
    connection: Connection, event: Event, run: ActivityRow, text: str, *, by: str, now: datetime
) -> RemarkRow:
    """Tell the referees of something odd in a run of somebody else; its state stays.

    NotFound for a run that the public does not see, OwnRun, EventFinal, NoReports, AlreadyReported,
    TooManyReports, InvalidField.
    """
    run = _held(connection, event, run)
    _refuse(_against_report(connection, event, run, by, now))
    return _say(connection, event, run, Remark.REPORT, text, by=by, now=now)


def may_report(
    connection: Connection, event: Event, run: ActivityRow, *, by: str, now: datetime
) -> bool:
    """Whether the runner of the bib `by` can report a run now."""
    return _against_report(connection, event, run, by, now) is None


def heard(connection: Connection, event: Event, run: ActivityRow) -> list[RemarkRow]:
    """What its own runner said about a run, the first first."""
    return [r for r in remarks.of_run(connection, event.id, run.id) if r.kind != Remark.REPORT]


def _held(connection: Connection, event: Event, run: ActivityRow) -> ActivityRow:
    """A run as it is at this moment, which nobody else judges until the transaction ends."""
    entry_rows.hold(connection, event.id, run.bib)
    return reviews.find(connection, event, run.id)


def _check_own(run: ActivityRow, by: str) -> None:
    if run.bib != by:
        raise NotFound(activity=run.id)


def _refuse(error: RaceError | None) -> None:
    if error is not None:
        raise error


def _against_answer(run: ActivityRow, past: _Past) -> RaceError | None:
    """Why an answer cannot be given; None when it can."""
    asked = bool(past.decided) and past.decided[-1].decision == Decision.ASK
    if not asked or run.state != Outcome.REVIEW:
        return NothingAsked()
    if past.since(Remark.ANSWER, past.last) >= MOST_ANSWERS:
        return AnsweredEnough(most=MOST_ANSWERS)
    return None


def _against_protest(
    event: Event, run: ActivityRow, past: _Past, now: datetime
) -> RaceError | None:
    """Why a protest cannot be made; None when it can."""
    until = _until(event, past)
    over = until is not None and now > until
    if over and event.state is EventState.FINAL:
        return EventFinal(event=event.name)
    if past.since(Remark.PROTEST, past.last):
        return AlreadyProtested()
    if not _is_against(run):
        return NothingToProtest()
    if _answers_protest(past):
        return ProtestDecided(event=event.name)
    if until is not None and over:
        return TooLateToProtest(until=until.astimezone(event.window.zone).isoformat())
    return None


def _is_against(run: ActivityRow) -> bool:
    """Whether there is something to protest against: it does not count, or not as it was sent."""
    corrected = run.state == Outcome.ACCEPTED and run.amended is not None
    return run.state == Outcome.REJECTED or corrected


def _answers_protest(past: _Past) -> bool:
    """Whether the last decision is the one about a protest: that one is final, unless a referee
    takes the run up once more. A question in between decides nothing."""
    decisions = [row.id for row in past.decided if row.decision != Decision.ASK]
    if not decisions:
        return False
    before = decisions[-2] if len(decisions) > 1 else 0
    return any(row.kind == Remark.PROTEST and before < row.id < decisions[-1] for row in past.said)


def _until(event: Event, past: _Past) -> datetime | None:
    return event.protests_end_at(past.decided_at)


def _against_report(
    connection: Connection, event: Event, run: ActivityRow, by: str, now: datetime
) -> RaceError | None:
    """Why a report cannot be taken; None when it can."""
    if run.bib == by:
        return OwnRun()
    masked = entries.is_masked(event, entries.find(connection, event, run.bib))
    if run.state != Outcome.ACCEPTED or masked:
        return NotFound(activity=run.id)
    if event.state is EventState.FINAL:
        return EventFinal(event=event.name)
    if not event.procedure.reports:
        return NoReports(event=event.name)
    said = remarks.of_run(connection, event.id, run.id)
    if any(row.kind == Remark.REPORT and row.bib == by for row in said):
        return AlreadyReported()
    return _against_another_report(connection, event, by, now)


def _against_another_report(
    connection: Connection, event: Event, by: str, now: datetime
) -> RaceError | None:
    zone = event.window.zone
    today = datetime.combine(now.astimezone(zone).date(), time(), zone)
    if remarks.count_by(connection, event.id, by, Remark.REPORT, today) < MOST_REPORTS:
        return None
    left = today + timedelta(days=1) - now
    return TooManyReports(most=MOST_REPORTS, wait_s=max(1.0, left.total_seconds()))


def _is_ruled(connection: Connection, event: Event, run: ActivityRow) -> bool:
    """Whether a referee decided about a run, or about another one of the same upload."""
    together = activities.of_submission(connection, event.id, run.submission_id)
    return any(rulings.of_run(connection, event.id, each.id) for each in together)


def _past(connection: Connection, event: Event, run: ActivityRow) -> _Past:
    decided = rulings.of_run(connection, event.id, run.id)
    # Other rules leave no ruling behind, but the runner is told of what they change.
    told = notices.of_runs(connection, event.id, [run.id])
    moments = [*(row.decided_at for row in decided), *(notice.at for notice in told)]
    return _Past(
        decided=decided,
        said=remarks.of_run(connection, event.id, run.id),
        decided_at=max(moments, default=None),
    )


def _say(
    connection: Connection,
    event: Event,
    run: ActivityRow,
    kind: Remark,
    text: str,
    *,
    by: str,
    now: datetime,
) -> RemarkRow:
    """Write down what was said, and why the run waits from now on."""
    row = remarks.add(
        connection,
        event_id=event.id,
        activity_id=run.id,
        kind=kind.value,
        bib=by,
        text=_valid(text),
        at=now,
    )
    said = standing.about(connection, event, run.bib)
    activities.update(connection, standing.settled(run, said))
    audit.record(
        connection,
        event_id=event.id,
        at=now,
        account_id=None,
        action=f"activity.{kind.value}",
        subject=run.id,
        detail={"remark": row.id},
    )
    return row


def _valid(text: str) -> str:
    tidied = tidy(text)
    if not 1 <= len(tidied) <= LONGEST:
        raise InvalidField(field=N_("text"), reason=N_("Write 1 to 1,000 letters."))
    return tidied
