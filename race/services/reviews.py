"""The review desk: what waits, and what a person decides."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from race.errors import Conflict, InvalidField, NotFound
from race.event import Event
from race.i18n import N_, tidy
from race.services import entries, overlaps, scoring, submissions
from race.services.events import check_not_final
from race.services.outcomes import state_of
from race.store import activities, audit
from race.store import submissions as submission_rows
from race.store.activities import ActivityRow, RulingRow
from race.store.database import Connection
from race.verdict import Decision, Outcome, Ruling, standing


def queue(connection: Connection, event: Event) -> list[ActivityRow]:
    """Runs that wait for a decision, the riskiest first, then the longest waiting."""
    waiting = activities.in_state(connection, event.id, Outcome.REVIEW.value)
    return sorted(waiting, key=lambda run: (-risk(run), run.examined_at))


def risk(run: ActivityRow) -> int:
    """0–99: how much speaks against a run; only an order for the desk, never a judgement.

    The gravest finding (50 a rejection, 30 a doubt, 3 a remark), 25 for a copy or a world record,
    and 24 × the suspicion score: it orders runs of one gravity and lifts no doubt over a copy. A
    run without a score counts as not suspicious.
    """
    weights = {"reject": 50, "review": 30, "info": 3}
    gravest = max((weights.get(flag["severity"], 0) for flag in run.flags), default=0)
    grave = any(flag["code"] in _GRAVE for flag in weighty(run))
    score = run.metrics.get("suspicion", {}).get("score") or 0.0
    return gravest + 25 * grave + round(24 * score)


_GRAVE: Final = frozenset({"DUP_SAME_FILE", "DUP_COPY", "TOO_FAST_WR"})


def weighty(run: ActivityRow) -> list[Mapping[str, Any]]:
    """What was found against a run, as it is stored."""
    return [flag for flag in run.flags if flag["severity"] in {"review", "reject"}]


def find(connection: Connection, event: Event, activity_id: str) -> ActivityRow:
    """The run of that id; NotFound."""
    run = activities.get(connection, event.id, activity_id)
    if run is None:
        raise NotFound(activity=activity_id)
    return run


def rulings(connection: Connection, event: Event, activity_id: str) -> list[RulingRow]:
    """What was decided about a run, the first decision first."""
    return activities.rulings_of(connection, event.id, activity_id)


def decide(
    connection: Connection,
    event: Event,
    run: ActivityRow,
    decision: Decision,
    reason: str,
    *,
    by: str,
    now: datetime,
    seen: int | None = None,
) -> ActivityRow:
    """Write a ruling over a run and make its results anew.

    `seen` is how many rulings the referee had on the screen: Conflict when somebody else ruled
    since. InvalidField when a run is rejected or asked about without a reason.
    """
    text = tidy(reason)[:500]
    if not text and decision is not Decision.ACCEPT:
        raise InvalidField(field=N_("reason"), reason=N_("Write why: the runner will read it."))
    check_not_final(event)
    if seen is not None and seen != len(rulings(connection, event, run.id)):
        raise Conflict(activity=run.id)
    activities.add_ruling(
        connection,
        event_id=event.id,
        activity_id=run.id,
        decision=decision.value,
        reason=text,
        account_id=by,
        decided_at=now,
        previous=run.state,
    )
    ruling = Ruling(decision=decision, reason=text, by=by, at=now)
    decided = replace(run, state=standing(Outcome(run.verdict), ruling).value)
    activities.update(connection, decided)
    changed = {row.id: row for row in overlaps.rejudge(connection, event, decided.bib)}
    _follow(connection, event, decided, now)
    audit.record(
        connection,
        event_id=event.id,
        at=now,
        account_id=by,
        action="activity.rule",
        subject=run.id,
        detail={"decision": decision.value, "before": run.state},
    )
    return changed.get(run.id, decided)


def _follow(connection: Connection, event: Event, run: ActivityRow, now: datetime) -> None:
    upload = submissions.find(connection, event, run.submission_id)
    runs = activities.of_submission(connection, event.id, upload.id)
    state = state_of([r.state for r in runs])
    submission_rows.update(connection, replace(upload, state=state))
    entry = entries.find(connection, event, run.bib)
    scoring.rescore(connection, event, entry, now=now)
