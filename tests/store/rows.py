"""Two events of two organisers, row by row, for the tests of the queries."""

from datetime import UTC, date, datetime

from race.store import accounts, activities, entries, events, jobs, races, results, submissions
from race.store.accounts import AccountRow
from race.store.activities import ActivityRow
from race.store.certificates import CertificateRow
from race.store.database import Connection
from race.store.entries import EntryRaceRow, EntryRow
from race.store.events import EventRow, RoleRow
from race.store.fingerprints import CopyRow, FingerprintRow
from race.store.jobs import JobRow
from race.store.races import RaceRow, TeamRow
from race.store.results import ResultRow
from race.store.submissions import SkippedRow, SubmissionRow

NOW = datetime(2026, 11, 14, 5, 30, tzinfo=UTC)
BYTES = "ab" * 32


def account(name: str) -> AccountRow:
    return AccountRow(id=f"account-{name}", name=name, password_hash=None, created_at=NOW)


def event(slug: str) -> EventRow:
    return EventRow(
        id=f"event-{slug}",
        slug=slug,
        name="Hữu Lũng vẻ đẹp thanh bình",
        organiser="Đoàn Thanh niên Hữu Lũng",
        place="Hữu Lũng",
        contact="",
        starts_at=datetime(2026, 10, 31, 22, tzinfo=UTC),
        ends_at=datetime(2026, 11, 22, 16, 59, tzinfo=UTC),
        timezone="Asia/Ho_Chi_Minh",
        language="vi",
        preset="huu-lung",
        rules={"km_review_s": 210.0},
        rules_version=1,
        state="open",
        sights=[],
        signatories=[{"name": "Nguyễn Văn Bình", "title": "Bí thư"}],
        demo=False,
        created_at=NOW,
    )


def race(event_id: str, slug: str) -> RaceRow:
    return RaceRow(
        event_id=event_id, slug=slug, name=slug, kind="single", distance_m=5000.0, position=0
    )


def team(event_id: str, slug: str, parent: str | None = None) -> TeamRow:
    return TeamRow(
        event_id=event_id, slug=slug, name=slug, parent=parent, headcount=None, position=0
    )


def entry(event_id: str, bib: str, name: str, team: str | None = None) -> EntryRow:
    return EntryRow(
        event_id=event_id,
        bib=bib,
        name=name,
        sex="F",
        birth_date=date(1998, 4, 30),
        birth_year=None,
        team=team,
        phone=None,
        email=None,
        token_sha256=f"{event_id}-{bib}",
        privacy_extra_m=61.5,
        consent_at=NOW,
        entered_at=NOW,
        entered_by=None,
    )


def submission(event_id: str, bib: str, submission_id: str) -> SubmissionRow:
    return SubmissionRow(
        event_id=event_id,
        id=submission_id,
        bib=bib,
        sha256=BYTES,
        filename="chạy sáng.gpx",
        received_at=NOW,
        sent_by="runner",
        state="accepted",
        format="gpx",
        error=None,
    )


def activity(event_id: str, bib: str, activity_id: str, submission_id: str) -> ActivityRow:
    return ActivityRow(
        event_id=event_id,
        id=activity_id,
        submission_id=submission_id,
        bib=bib,
        position=0,
        member=None,
        sport="run",
        started_at=1794600000.25,
        ended_at=1794602000.0,
        distance_m=5012.5,
        official_distance_m=5000.0,
        elapsed_s=2000.0,
        stated={},
        metrics={"splits": [400.0]},
        flags=[],
        verdict="accepted",
        rules_version=1,
        examined_at=NOW,
        state="accepted",
    )


def fingerprint(event_id: str, activity_id: str) -> FingerprintRow:
    return FingerprintRow(
        event_id=event_id, activity_id=activity_id, bytes_sha256=BYTES, canonical="cd" * 32
    )


def copy(event_id: str, activity_id: str, *, of: tuple[str, str]) -> CopyRow:
    return CopyRow(
        event_id=event_id,
        activity_id=activity_id,
        of_event_id=of[0],
        of_activity_id=of[1],
        kind="vertices",
        own=False,
        likeness={"within_15cm": 0.875, "apart_m": None},
    )


def result(event_id: str, race: str, bib: str) -> ResultRow:
    return ResultRow(
        event_id=event_id,
        race=race,
        bib=bib,
        status="OK",
        score=2000,
        time_s=2000.0,
        distance_m=5000.0,
        elapsed_s=2000.0,
        moving_s=None,
        activity_id=None,
        achieved_at=1794602000.0,
        finished=True,
        runs=1,
        updated_at=NOW,
    )


def certificate(event_id: str, race: str, bib: str, code: str, serial: int) -> CertificateRow:
    return CertificateRow(
        code=code,
        event_id=event_id,
        race=race,
        bib=bib,
        serial=serial,
        facts={"name": "Lý Thị Hương"},
        issued_at=NOW,
        replaced_by=None,
        revoked_at=None,
        revoked_reason=None,
    )


def skipped(event_id: str) -> SkippedRow:
    return SkippedRow(
        event_id=event_id,
        submission_id="upload-1",
        position=0,
        member="photo.jpg",
        code="UNKNOWN_FORMAT",
        text="This file is {kind:word}, not a recorded run.",
        facts={"kind": "a picture"},
    )


def job(event_id: str | None, bib: str | None, job_id: str) -> JobRow:
    return JobRow(
        id=job_id,
        event_id=event_id,
        kind="archive",
        subject={"submission": "upload-1"},
        state="queued",
        done=0,
        total=None,
        tries=0,
        error=None,
        result=None,
        asked_by="runner",
        bib=bib,
        created_at=NOW,
        updated_at=NOW,
    )


def fill(connection: Connection, slug: str, owner: str) -> str:
    """An event with an owner, a race, two units, and bib 00001 with a run, a result and a job; its
    id."""
    accounts.add(connection, account(owner))
    events.add(connection, event(slug))
    event_id = f"event-{slug}"
    role = RoleRow(event_id=event_id, account_id=f"account-{owner}", role="owner")
    events.set_role(connection, role)
    races.add(connection, race(event_id, "5km"))
    races.add_team(connection, team(event_id, "xa"))
    races.add_team(connection, team(event_id, "chi-doan", parent="xa"))
    entries.add(connection, entry(event_id, "00001", "Lý Thị Hương", team="chi-doan"))
    in_race = EntryRaceRow(
        event_id=event_id,
        bib="00001",
        race="5km",
        identity="ly thi huong|1998-04-30",
        entered_at=NOW,
    )
    entries.add_race(connection, in_race)
    submissions.add_blob(connection, BYTES, 12, NOW)
    submissions.add(connection, submission(event_id, "00001", "upload-1"))
    activities.add(connection, activity(event_id, "00001", "run-1", "upload-1"))
    results.put(connection, result(event_id, "5km", "00001"))
    jobs.add(connection, job(event_id, "00001", f"job-{slug}"))
    return event_id
