"""Runs of one runner that share their time, judged anew when one begins or stops to count."""

from dataclasses import replace

from race import flags
from race.event import Event
from race.ingest.checks.evidence import OwnRun
from race.ingest.checks.history import overlap
from race.services.outcomes import state_of
from race.store import activities, submissions
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.verdict import Decision, Flag, Outcome, Ruling, judge, standing


def own(row: ActivityRow) -> OwnRun | None:
    """What an earlier run is to the next one; None when the program alone rejected it."""
    refused = row.state == Outcome.REJECTED
    by_program = refused and row.verdict == Outcome.REJECTED
    if by_program or row.started_at is None or row.ended_at is None:
        return None
    return OwnRun(started_at=row.started_at, ended_at=row.ended_at, refused=refused)


def rejudge(connection: Connection, event: Event, bib: str) -> None:
    """Look at the overlaps of a runner's runs again, in the order in which they came in."""
    rows = activities.of_entry(connection, event.id, bib)
    earlier: list[OwnRun] = []
    for row in sorted(rows, key=lambda row: (row.examined_at, row.position)):
        seen = _seen_again(connection, event, row, earlier)
        if seen != row:
            activities.update(connection, seen)
            _follow(connection, seen)
        counted = own(seen)
        if counted is not None:
            earlier.append(counted)


def _seen_again(
    connection: Connection, event: Event, row: ActivityRow, earlier: list[OwnRun]
) -> ActivityRow:
    if row.started_at is None or row.ended_at is None:
        return row
    found = [flags.from_dict(flag) for flag in row.flags]
    fresh = overlap(row.started_at, row.ended_at, earlier, event.window.zone)
    if not any(flag.code == fresh.code and _differs(flag, fresh) for flag in found):
        return row
    findings = [fresh if flag.code == fresh.code else flag for flag in found]
    verdict = judge(findings).outcome
    return replace(
        row,
        flags=[flags.to_dict(flag) for flag in findings],
        verdict=verdict.value,
        state=standing(verdict, _ruling(connection, row)).value,
    )


def _differs(flag: Flag, fresh: Flag) -> bool:
    return (flag.severity, flag.measured) != (fresh.severity, fresh.measured)


def _ruling(connection: Connection, row: ActivityRow) -> Ruling | None:
    decided = activities.rulings_of(connection, row.event_id, row.id)
    if not decided:
        return None
    last = decided[-1]
    return Ruling(
        decision=Decision(last.decision), reason=last.reason, by=last.account_id, at=last.decided_at
    )


def _follow(connection: Connection, row: ActivityRow) -> None:
    upload = submissions.get(connection, row.event_id, row.submission_id)
    if upload is not None:
        runs = activities.of_submission(connection, row.event_id, upload.id)
        state = state_of([run.state for run in runs])
        submissions.update(connection, replace(upload, state=state))
