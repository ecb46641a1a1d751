"""An event without the web: what its people do, what is known of it then, and what can be lost."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any

from sqlalchemy import update

from race.category import Sex
from race.errors import RaceError
from race.event import Event, EventState
from race.ingest.amending import ByHand
from race.rankings import Filter
from race.services import (
    accounts,
    boards,
    by_hand,
    cards,
    deciding,
    entries,
    events,
    publishing,
    remarking,
    reviews,
    rules_change,
    submissions,
    work,
)
from race.services.accounts import Lifetimes
from race.services.deciding import Choice
from race.services.filing import Upload
from race.services.new_entry import NewEntry
from race.services.publishing import Published
from race.services.submissions import Submitted
from race.services.tasks import TASKS
from race.services.work import Inline, Tools
from race.store import activities, jobs, notices, results, tables, tracks
from race.store import submissions as submission_rows
from race.store.activities import ActivityRow
from race.store.database import reading, transaction
from race.store.entries import EntryRow
from race.store.jobs import JobRow
from race.verdict import Amends, Decision
from tests.api.officers import NEW
from tests.conftest import Clock

#: What every run of an event is to be again once it was lost, and the columns that are lost.
_LOST: Mapping[str, Any] = {
    "sport": "unknown",
    "started_at": None,
    "ended_at": None,
    "distance_m": None,
    "official_distance_m": None,
    "elapsed_s": None,
    "stated": {},
    "metrics": {},
    "flags": [],
    "verdict": "rejected",
    "state": "rejected",
    "waits": None,
    "amended": None,
    "rules_version": 0,
}


@dataclass(kw_only=True)
class Eventful:
    """One event, open, and everybody's deeds in it."""

    tools: Tools
    clock: Clock
    queue: Inline = field(default_factory=Inline)
    referee: str = ""
    id: str = ""
    #: Who has entered, the first first.
    people: list[EntryRow] = field(default_factory=list)

    def opens(self) -> "Eventful":
        """The event, by an account that owns it."""
        now = self.clock()
        with transaction(self.tools.engine) as connection:
            admin = accounts.create_admin(connection, "Bình", now=now, lifetimes=Lifetimes())
            self.referee = admin.account_id
            draft = events.create(connection, NEW, owner=self.referee, now=now)
            event = events.set_state(connection, draft, EventState.OPEN, by=None, now=now)
        self.id = event.id
        return self

    @property
    def event(self) -> Event:
        with reading(self.tools.engine) as connection:
            return events.by_id(connection, self.id)

    def enters(self, name: str, **about: Any) -> EntryRow:
        """A runner, in every race."""
        new = NewEntry(
            name=name,
            sex=about.pop("sex", Sex.FEMALE),
            birth_date=None,
            birth_year=about.pop("birth_year", 2001),
            races=tuple(race.slug for race in self.event.races),
            consent=True,
            **about,
        )
        with transaction(self.tools.engine) as connection:
            entry = entries.enter(connection, self.event, new, now=self.clock()).entry
        self.people.append(entry)
        return entry

    def sends(self, entry: EntryRow, data: bytes, name: str = "run.gpx") -> Submitted:
        """An upload, a second after the one before."""
        moment = self.clock.pass_by(seconds=1)
        upload = Upload(file=BytesIO(data), filename=name, sent_by="runner", received_at=moment)
        done = submissions.submit(self.tools, self.queue, self.event, entry, upload)
        self.works()
        return done

    def enters_by_hand(self, entry: EntryRow, result: ByHand) -> ActivityRow:
        with transaction(self.tools.engine) as connection:
            return by_hand.enter(
                connection,
                self.tools.blobs,
                self.event,
                entry,
                result,
                reason="Đồng hồ hỏng, trọng tài bấm giờ.",
                by=self.referee,
                now=self.clock.pass_by(seconds=1),
            )

    def decides(self, run_id: str, decision: Decision, amends: Amends | None = None) -> ActivityRow:
        now = self.clock.pass_by(seconds=1)
        with transaction(self.tools.engine) as connection:
            run = reviews.find(connection, self.event, run_id)
            choice = Choice(decision=decision, reason="Đã xem kỹ.", amends=amends)
            return deciding.decide(connection, self.event, run, choice, by=self.referee, now=now)

    def protests(self, run_id: str) -> None:
        """The runner says that a decision is wrong, where that can be said."""
        now = self.clock.pass_by(seconds=1)
        with suppress(RaceError), transaction(self.tools.engine) as connection:
            run = reviews.find(connection, self.event, run_id)
            text = "Em chạy thật, có bạn chạy cùng."
            remarking.protest(connection, self.event, run, text, by=run.bib, now=now)

    def withdraws(self, submission_id: str) -> None:
        """An upload, by an officer."""
        now = self.clock.pass_by(seconds=1)
        with transaction(self.tools.engine) as connection:
            row = submissions.find(connection, self.event, submission_id)
            entry = entries.find(connection, self.event, row.bib)
            submissions.withdraw(connection, self.event, entry, row, now=now, officer=self.referee)

    def asks_to_publish(self, changes: Mapping[str, Any]) -> Published:
        """Other rules; their job waits."""
        now = self.clock.pass_by(seconds=1)
        with transaction(self.tools.engine) as connection:
            rules = rules_change.merged(self.event, changes)
            return publishing.publish(
                connection, self.queue, self.event, rules, "Nắng quá.", by=self.referee, now=now
            )

    def publishes(self, **changes: Any) -> JobRow:
        """Other rules, by which everything is examined anew; that job, once it is over."""
        published = self.asks_to_publish(changes)
        self.works()
        return self.job(published.job.id)

    def works(self) -> None:
        self.queue.run(self.tools, TASKS)

    def does_a_piece(self, job_id: str) -> bool:
        return work.run_piece(self.tools, TASKS, job_id)

    def job(self, job_id: str) -> JobRow:
        with reading(self.tools.engine) as connection:
            row = jobs.get(connection, job_id)
        assert row is not None
        return row

    def runs(self) -> dict[str, ActivityRow]:
        """Every run by its id, as kept but for the version of the rules."""
        with reading(self.tools.engine) as connection:
            rows = activities.of_event(connection, self.id)
        return {row.id: replace(row, rules_version=0) for row in rows}

    def in_order(self) -> list[str]:
        """The ids of all runs, those that came in first first."""
        return sorted(found := self.runs(), key=lambda run: found[run].number)

    def states(self) -> dict[str, str]:
        return {run.id: run.state for run in self.runs().values()}

    def told(self, entry: EntryRow) -> list[str]:
        """The kinds of what a runner was told, the first first."""
        with reading(self.tools.engine) as connection:
            found = notices.of_entry(connection, self.id, entry.bib, limit=100)
        return [row.kind for row in sorted(found, key=lambda row: row.id)]

    def boards(self) -> dict[str, Any]:
        """Every board with its version, and whoever is not ranked."""
        event = self.event
        shown: dict[str, Any] = {}
        with reading(self.tools.engine) as connection:
            out = cards.teams_out(connection, event)
            for board in boards.of_event(event):
                lines = boards.lines(connection, event, board.race)
                ranked: Any = (
                    boards.team_standings(lines, event, out=out)
                    if board.ranking.holds is None
                    else boards.standings(lines, board, Filter())
                )
                version = boards.version(connection, event, board.race)
                shown[board.key] = (version, ranked, lines)
        return shown

    def everything(self) -> dict[str, Any]:
        """What is to be the same again: runs, their tracks, uploads, results, boards, notices."""
        with reading(self.tools.engine) as connection:
            uploads = submission_rows.of_event(connection, self.id)
            scored = results.of_event(connection, self.id)
            ways = {run: tracks.get(connection, self.id, run) for run in self.runs()}
            told = connection.execute(tables.notices.select()).all()
            issued = connection.execute(tables.certificates.select()).all()
        return {
            "runs": self.runs(),
            "tracks": {run: None if t is None else _numbers(t) for run, t in ways.items()},
            "uploads": [vars(upload) for upload in uploads],
            "results": [vars(row) for row in scored],
            "boards": self.boards(),
            "notices": [tuple(row) for row in told],
            "certificates": [tuple(row) for row in issued],
        }

    def loses_what_was_derived(self) -> None:
        """Everything that is not an upload, or said, or decided: measures, tracks, findings,
        states, results."""
        with transaction(self.tools.engine) as connection:
            connection.execute(update(tables.activities).values(**_LOST))
            connection.execute(
                update(tables.submissions)
                .where(tables.submissions.c.state != "queued")
                .values(state="rejected")
            )
            connection.execute(tables.tracks.delete())
            connection.execute(tables.results.delete())


def _numbers(track: Any) -> dict[str, bytes]:
    core = {name: getattr(track, name) for name in ("time", "lat", "lon", "ele", "segment")}
    return {name: values.tobytes() for name, values in {**core, **track.sensors}.items()}
