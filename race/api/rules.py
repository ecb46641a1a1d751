"""/api/v1/events/{event}/rules: read them, try others, publish others, see what each does."""

from typing import Any

from fastapi import APIRouter, Response

from race.api.deps import Asking, Here
from race.api.schemas import RulesBody, TriedRulesBody
from race.api.subjects import event_run, event_seen
from race.errors import Conflict
from race.services import access, dry_run, dry_run_job, publishing, rule_statistics
from race.services.access import Role
from race.services.rules_change import merged
from race.store import rules_versions
from race.store.database import reading, transaction
from race.store.rules_versions import RulesRow

router = APIRouter(prefix="/api/v1/events/{event}/rules", tags=["rules"])


@router.get("", summary="The rules of an event, and every version it has had")
def show(event: str, here: Here, asking: Asking) -> dict[str, Any]:
    """For everybody: nobody is judged by rules that are not published. The newest first."""
    with reading(here.engine) as connection:
        found = event_seen(connection, asking, event)
        versions = rules_versions.of_event(connection, found.id)
    return {
        "version": found.rules.version,
        "rules": found.rules.to_dict(),
        "versions": [_version(row) for row in versions],
    }


@router.put("", status_code=202, summary="Publish other rules")
def publish(event: str, body: RulesBody, here: Here, asking: Asking) -> dict[str, Any]:
    """Rules that are not named stay as they are. From now on runs are judged by the new ones, and
    a job examines those that are there."""
    by = access.require_organiser(asking).account_id
    with transaction(here.engine) as connection:
        found = event_run(connection, asking, event, Role.EDITOR)
        if body.version not in {None, found.rules.version}:
            raise Conflict(event=event)
        rules = merged(found, body.rules)
        done = publishing.publish(
            connection, here.queue, found, rules, body.reason, by=by, now=here.clock()
        )
    return {"version": done.version, "job": done.job.id}


@router.post("/dry-run", summary="Which runs and places other rules would change")
def try_out(
    event: str, body: TriedRulesBody, response: Response, here: Here, asking: Asking
) -> dict[str, Any]:
    """Nothing is changed. Rules that are not named are as they are. 202 with a `job`, whose result
    is the same answer, where that takes longer than anybody waits."""
    by = access.require_organiser(asking).account_id
    with reading(here.engine) as connection:
        found = event_run(connection, asking, event, Role.EDITOR)
        rules = merged(found, body.rules)
        done = dry_run.at_once(connection, found, rules)
    if done is not None:
        return dry_run.shown(done)
    with transaction(here.engine) as connection:
        now = here.clock()
        job = dry_run_job.ask(connection, here.queue, found, rules, by=by, now=now)
    response.status_code = 202
    return {"job": job.id}


@router.get("/statistics", summary="What each rule does, and what a looser one would let in")
def statistics(event: str, here: Here, asking: Asking) -> list[dict[str, Any]]:
    """For staff; what rejects most first."""
    with reading(here.engine) as connection:
        found = event_run(connection, asking, event, Role.VIEWER)
        return rule_statistics.shown(rule_statistics.of_event(connection, found))


def _version(row: RulesRow) -> dict[str, Any]:
    """Without who it was: that is in the log of the staff."""
    return {
        "version": row.version,
        "reason": row.reason,
        "published_at": row.published_at.isoformat(),
        "rules": dict(row.rules),
    }
