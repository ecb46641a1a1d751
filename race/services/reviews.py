"""The review desk: what waits, how much speaks against it, and what was decided."""

from collections.abc import Mapping
from typing import Any, Final

from race.errors import NotFound
from race.event import Event
from race.store import activities
from race.store import rulings as rulings_rows
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.store.rulings import RulingRow
from race.verdict import Outcome


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
    return rulings_rows.of_run(connection, event.id, activity_id)
