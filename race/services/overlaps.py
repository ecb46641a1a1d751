"""Runs of one runner that share their time or their day, judged anew when one comes or goes."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from race import flags
from race.event import Event
from race.ingest.checks import days, sources, weighed
from race.ingest.checks.evidence import OwnRun
from race.ingest.checks.sources import Recorded
from race.rules import CheckState
from race.services import standing
from race.services.filing import QUEUED
from race.services.outcomes import state_of
from race.services.standing import Said
from race.store import activities, submissions
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.verdict import Decision, Flag, Outcome, Severity, judge

#: What a runner's runs say to each other: code → name of its check.
_OF_OTHERS: Final = {"OVERLAP_OWN": "own_overlap", "PER_DAY": "per_day"}
#: How a rule that was kept is written in a row.
_KEPT: Final = Severity.PASS.name.lower()


def came_in(row: ActivityRow) -> tuple[object, ...]:
    """When a run came in, to sort by: runs of an archive come in at one moment."""
    return row.examined_at, row.number, row.position, row.id


def own(row: ActivityRow) -> OwnRun | None:
    """What an earlier run is to the next one; None when the program alone rejected it."""
    refused = row.state == Outcome.REJECTED
    by_program = refused and row.verdict == Outcome.REJECTED
    if by_program or row.started_at is None or row.ended_at is None:
        return None
    return OwnRun(
        started_at=row.started_at,
        ended_at=row.ended_at,
        refused=refused,
        official_m=math.nan if row.official_distance_m is None else row.official_distance_m,
    )


def rejudge(
    connection: Connection, event: Event, bib: str, rows: Sequence[ActivityRow] | None = None
) -> list[ActivityRow]:
    """Look again at what a runner's runs say to each other, and keep what that changes: the runs
    that changed. `rows` are the runs where they are known, judged alone and not kept yet. Results
    are for the caller."""
    kept = activities.of_entry(connection, event.id, bib)
    now = settled(event, kept if rows is None else rows, standing.about(connection, event, bib))
    before = {row.id: row for row in kept}
    changed = [row for row in now if row != before.get(row.id)]
    for row in changed:
        activities.update(connection, row)
    _follow(connection, event.id, {row.submission_id for row in changed})
    return changed


def settled(event: Event, rows: Sequence[ActivityRow], said: Said) -> list[ActivityRow]:
    """All runs of one runner with what they say to each other, in the order in which they came in,
    and as they stand after all that was said about them."""
    in_order = sorted((standing.settled(row, said) for row in rows), key=came_in)
    of_one_time = _of_one_time(event, in_order, said)
    judged: list[ActivityRow] = []
    earlier: list[OwnRun] = []
    for row in in_order:
        seen = _with(event, row, of_one_time.get(row.id, ()), said)
        seen = _with(event, seen, _of_one_day(event, seen, earlier), said)
        judged.append(seen)
        counted = own(seen)
        if counted is not None:
            earlier.append(counted)
    return judged


def _of_one_time(
    event: Event, rows: Sequence[ActivityRow], said: Said
) -> dict[str, tuple[Flag, ...]]:
    """What OVERLAP_OWN says to each run that it looked at."""
    looked_at = [row for row in rows if _findings(row, "OVERLAP_OWN")]
    recorded = [_recorded(row, said.decision(row.id)) for row in looked_at]
    found = sources.settled(recorded, event.window.zone)
    return {row.id: (finding,) for row, finding in zip(looked_at, found, strict=True)}


def _of_one_day(event: Event, row: ActivityRow, earlier: Sequence[OwnRun]) -> tuple[Flag, ...]:
    """What PER_DAY says to a run, where it looked at it."""
    if not _findings(row, "PER_DAY") or row.started_at is None or row.ended_at is None:
        return ()
    metres = math.nan if row.official_distance_m is None else row.official_distance_m
    this = OwnRun(started_at=row.started_at, ended_at=row.ended_at, official_m=metres)
    zoneless = any(flag.severity is Severity.INFO for flag in _findings(row, "CLOCK"))
    zone = event.window.zone
    return tuple(days.day(this, earlier, event.rules, zone, zone_known=not zoneless))


def _recorded(row: ActivityRow, decision: Decision | None) -> Recorded:
    body = row.metrics.get("signals", {}).get("body", {})
    alone = [flags.from_dict(flag) for flag in row.flags if _speaks_of_the_run(flag)]
    return Recorded(
        started_at=row.started_at or 0.0,
        ended_at=row.ended_at or 0.0,
        source=sources.source(
            row.stated.get("format", ""),
            positions=bool(row.stated.get("points")) and not row.stated.get("indoor"),
            heart=bool(body.get("heart_rate_share")),
            cadence=bool(body.get("cadence_share")),
        ),
        whole=not any(flag.code == "CORRUPT_PARTIAL" for flag in alone),
        outcome=judge(alone).outcome,
        decision=decision,
    )


def _speaks_of_the_run(flag: Mapping[str, Any]) -> bool:
    """Whether a finding says something about a run, and not about others; most were kept."""
    return flag["severity"] != _KEPT and flag["code"] not in _OF_OTHERS


def _findings(row: ActivityRow, code: str) -> list[Flag]:
    """What was found in a run, of that code alone."""
    return [flags.from_dict(flag) for flag in row.flags if flag["code"] == code]


def _with(event: Event, row: ActivityRow, fresh: Sequence[Flag], said: Said) -> ActivityRow:
    """A run with what is found now in the place of what its check found before; as it is where
    nothing is."""
    if not fresh:
        return row
    code = fresh[0].code
    state = event.rules.state_of(_OF_OTHERS[code], CheckState.ON)
    now = [weighed(flag, state) for flag in fresh]
    if now == _findings(row, code):
        return row
    found = standing.found_in(row)
    place = [flag.code for flag in found].index(code)
    rest = [flag for flag in found if flag.code != code]
    return standing.with_findings(row, [*rest[:place], *now, *rest[place:]], said)


def _follow(connection: Connection, event_id: str, submission_ids: Collection[str]) -> None:
    for submission_id in sorted(submission_ids):
        upload = submissions.get(connection, event_id, submission_id)
        runs = activities.of_submission(connection, event_id, submission_id)
        if upload is not None and upload.state != QUEUED:
            state = state_of([run.state for run in runs])
            submissions.update(connection, replace(upload, state=state))
