"""Values as the JSON of the API; keys are a promise (docs/api.md)."""

from collections.abc import Sequence
from typing import Any

from race import i18n, notices
from race.course import Kind
from race.event import Event
from race.leaderboard import Standing, TeamStanding
from race.services import boards, entries, submissions
from race.services.boards import Board
from race.services.certificates import Verified
from race.services.ranks import Change
from race.services.remarking import Possible
from race.services.reviews import Line
from race.services.submissions import Submitted
from race.store.activities import ActivityRow
from race.store.entries import EntryRow
from race.store.notices import NoticeRow
from race.store.official import LateChangeRow, SnapshotRow
from race.store.remarks import RemarkRow
from race.store.rulings import RulingRow
from race.store.submissions import SkippedRow, SubmissionRow


def event(value: Event) -> dict[str, Any]:
    """An event with its races and units."""
    zone = value.window.zone
    return {
        "slug": value.slug,
        "name": value.name,
        "organiser": value.organiser,
        "place": value.place,
        "contact": value.contact,
        "starts_at": value.window.starts_at.astimezone(zone).isoformat(),
        "ends_at": value.window.ends_at.astimezone(zone).isoformat(),
        "timezone": value.window.timezone,
        "language": value.language,
        "preset": value.preset,
        "rules": value.rules.to_dict(),
        "races": [
            {"slug": r.slug, "name": r.name, "kind": r.kind.value, "distance_m": r.distance_m}
            for r in value.races
        ],
        "teams": [vars(team) for team in value.teams],
        "sights": [{"km": s.at_m / 1000, "name": s.name} for s in value.sights],
        "signatories": [{"title": title, "name": name} for title, name in value.signatories],
        "state": value.state.value,
        "closed_at": None
        if value.closed_at is None
        else value.closed_at.astimezone(zone).isoformat(),
        "procedure": value.procedure.to_dict(),
    }


def entry(value: Event, row: EntryRow, races: Sequence[str]) -> dict[str, Any]:
    """An entry for its runner and for staff."""
    return {
        "bib": row.bib,
        "name": row.name,
        "sex": row.sex,
        "birth_date": None if row.birth_date is None else row.birth_date.isoformat(),
        "birth_year": row.birth_year,
        "age_group": entries.group_in(value, row),
        "team": row.team,
        "races": list(races),
        "phone": row.phone,
        "email": row.email,
        "entered_at": row.entered_at.isoformat(),
    }


def submitted(done: Submitted) -> dict[str, Any]:
    """The answer to an upload."""
    return submission(done.submission, done.activities, done.skipped, done.changes)


def submission(
    row: SubmissionRow,
    runs: Sequence[ActivityRow],
    skipped: Sequence[SkippedRow],
    changes: Sequence[Change] = (),
) -> dict[str, Any]:
    """An upload with its runs as they stand, and what was passed over in it."""
    error = row.error
    return {
        "id": row.id,
        "bib": row.bib,
        "state": row.state,
        "job": row.job_id,
        "filename": row.filename,
        "sha256": row.sha256,
        "received_at": row.received_at.isoformat(),
        "format": row.format,
        "error": None
        if error is None
        else {"code": error["code"], "message": i18n.both(error["text"], error["facts"])},
        "skipped": [_skipped(each) for each in skipped],
        "activities": [submissions.shown(run, changes) for run in runs],
    }


def _skipped(each: SkippedRow) -> dict[str, Any]:
    return {"member": each.member, "code": each.code, "message": i18n.both(each.text, each.facts)}


def board(value: Board) -> dict[str, Any]:
    """A board by its key."""
    return {
        "board": value.key,
        "race": value.race.slug,
        "kind": value.race.kind.value,
        "title": f"{value.race.name} · {i18n.translate(value.ranking.title, 'vi')}",
        "titles": {
            language: f"{value.race.name} · {i18n.translate(value.ranking.title, language)}"
            for language in i18n.LANGUAGES
        },
    }


def standing(value: Board, line: Standing, changed: LateChangeRow | None = None) -> dict[str, Any]:
    """One runner on a board; `changed` is the last change of the result since it was official."""
    result = line.line.result
    single = value.race.kind is Kind.SINGLE
    return {
        "rank": line.rank,
        "bib": line.line.bib,
        "name": line.line.name,
        "team": line.line.team,
        "team_name": line.line.team_name,
        "sex": line.line.sex.value,
        "age_group": boards.group_of(line.line),
        "score": result.time_s if single else round(result.distance_m, 1),
        "time_s": result.time_s,
        "distance_m": round(result.distance_m, 1),
        "behind": round(line.behind, 1),
        "finished": result.finished,
        "runs": result.runs,
        "changed": None
        if changed is None
        else {"at": changed.at.isoformat(), "reason": changed.reason},
    }


def snapshot(row: SnapshotRow) -> dict[str, Any]:
    """What was frozen; the document itself is final.json."""
    return {"id": row.id, "made_at": row.made_at.isoformat(), "sha256": row.sha256}


def late_change(row: LateChangeRow) -> dict[str, Any]:
    """A result that changed after it was official."""
    return {
        "race": row.race,
        "bib": row.bib,
        "at": row.at.isoformat(),
        "reason": row.reason,
        "before": dict(row.before),
        "after": dict(row.after),
    }


def team_standing(line: TeamStanding) -> dict[str, Any]:
    """One unit on a board."""
    return {
        "rank": line.rank,
        "team": line.team.slug,
        "name": line.team.name,
        "active": line.active,
        "size": line.size,
        "score": round(line.participation, 4),
        "participation": round(line.participation, 4),
        "distance_m": round(line.distance_m, 1),
        "out": line.out,
    }


def review(run: ActivityRow, line: Line) -> dict[str, Any]:
    """A run that waits for a decision; its evidence sheet is told with the run alone."""
    return submissions.listed(run) | {
        "bib": line.bib,
        "name": line.name,
        "risk": line.risk,
        "waits": line.waits.value,
        "since": line.since.isoformat(),
        "decisions": line.decisions,
    }


def certificate(found: Verified) -> dict[str, Any]:
    """What a code leads to; a revoked certificate tells no name."""
    row = found.row
    newest = None if found.newest is None else found.newest.code
    shown: dict[str, Any] = {
        "code": row.code,
        "state": found.state,
        "serial": row.serial,
        "issued_at": row.issued_at.isoformat(),
        "newest": newest,
    }
    if found.state == "revoked":
        return shown | {
            "revoked_at": row.revoked_at.isoformat() if row.revoked_at else None,
            "reason": i18n.both(row.revoked_reason or ""),
        }
    return shown | {"certificate": dict(row.facts)}


def remark(row: RemarkRow) -> dict[str, Any]:
    """What somebody said about a run, without who: a report is told of nobody."""
    return {"id": row.id, "kind": row.kind, "text": row.text, "at": row.at.isoformat()}


def ruling(row: RulingRow, by: str | None) -> dict[str, Any]:
    """What a referee decided; `by` is their name, for staff alone."""
    return {
        "decision": row.decision,
        "reason": row.reason,
        "at": row.decided_at.isoformat(),
        "by": by,
        "amends": None if row.amends is None else dict(row.amends),
        "card": row.card,
    }


def possible(value: Possible) -> dict[str, Any]:
    """What the runner of a run can do about it."""
    until = value.protest_until
    return {
        "answer": value.answer,
        "protest": value.protest,
        "protest_until": None if until is None else until.isoformat(),
        "withdraw": value.withdraw,
    }


def notice(row: NoticeRow) -> dict[str, Any]:
    """What a runner was told."""
    return {
        "id": row.id,
        "at": row.at.isoformat(),
        "kind": row.kind,
        "activity": row.activity_id,
        "subject": notices.subject(row.kind),
        "message": notices.sentence(row.kind, row.facts),
        "mail": row.mail,
    }
