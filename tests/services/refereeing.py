"""One event with runners, and somebody who decides about their runs, without the web."""

from dataclasses import dataclass, replace
from typing import Any

from fastapi import FastAPI

from race.category import Sex
from race.event import Event, Procedure
from race.rankings import Filter
from race.result import Status
from race.services import boards, deciding, entries, events
from race.services.deciding import Choice
from race.services.entries import Entered
from race.store import activities, notices, results
from race.store import events as event_rows
from race.store.activities import ActivityRow
from race.store.audit import AuditRow, of_event
from race.store.database import reading, transaction
from race.store.entries import EntryRow
from race.store.notices import NoticeRow
from race.store.results import ResultRow
from race.verdict import Decision
from tests.api.officers import Officer, officer
from tests.conftest import Clock
from tests.runs import gpx, steady, with_kilometres
from tests.tracks import MORNING

#: 5,050 m at 5:00 /km: nothing speaks against it.
HONEST = gpx(steady(5050, 1515))
#: The first of five kilometres in 3:20: the checks ask for a person.
DOUBTFUL = gpx(*with_kilometres(200.0, 300.0, 300.0, 300.0, 300.0), start=MORNING - 86_400)
#: The first of five kilometres in 2:50: rejected.
TOO_FAST = gpx(*with_kilometres(170.0, 300.0, 300.0, 300.0, 300.0), start=MORNING - 2 * 86_400)


@dataclass(kw_only=True)
class Court:
    """An event as those who decide in it see it."""

    binh: Officer
    event: Event
    clock: Clock

    @property
    def account(self) -> str:
        return self.binh.account.account_id

    def enters(self, name: str, **about: Any) -> Entered:
        return self.binh.enters(self.event, name, **about)

    def sends(self, who: Entered, data: bytes) -> ActivityRow:
        """The only run of a file."""
        (run,) = self.binh.has_sent(self.event, who, data).activities
        return run

    def decides(
        self, run: ActivityRow, decision: Decision, reason: str = "Đã xem.", **choice: Any
    ) -> ActivityRow:
        """The run as it stands then."""
        with transaction(self.binh.here.engine) as connection:
            return deciding.decide(
                connection,
                events.by_id(connection, self.event.id),
                self.now(run),
                Choice(decision=decision, reason=reason, **choice),
                by=self.account,
                now=self.clock(),
            )

    def becomes(self, **changes: Any) -> None:
        """Columns of the event, as its settings and its closing change them."""
        with transaction(self.binh.here.engine) as connection:
            row = event_rows.get(connection, self.event.id)
            assert row is not None
            event_rows.update(connection, replace(row, **changes))
            self.event = events.by_id(connection, self.event.id)

    def deals(self, **procedure: Any) -> None:
        """The event deals with doubt in that manner."""
        self.becomes(procedure=Procedure(**procedure).to_dict())

    def now(self, run: ActivityRow) -> ActivityRow:
        """A run as it stands now."""
        with reading(self.binh.here.engine) as connection:
            found = activities.get(connection, run.event_id, run.id)
        assert found is not None
        return found

    def entry(self, who: Entered) -> EntryRow:
        with reading(self.binh.here.engine) as connection:
            return entries.find(connection, self.event, who.entry.bib)

    def result(self, who: Entered, race: str = "5km") -> ResultRow:
        with reading(self.binh.here.engine) as connection:
            found = results.get(connection, self.event.id, race, who.entry.bib)
        assert found is not None
        return found

    def status(self, who: Entered, race: str = "5km") -> Status:
        return Status(self.result(who, race).status)

    def ranked(self, board: str = "5km-overall") -> list[tuple[int, str]]:
        """(rank, bib) down a board."""
        with reading(self.binh.here.engine) as connection:
            this = boards.find(self.event, board)
            everybody = boards.lines(connection, self.event, this.race)
        found = boards.standings(everybody, this, Filter())
        return [(standing.rank, standing.line.bib) for standing in found]

    def told(self, who: Entered) -> list[NoticeRow]:
        """What a runner was told, the first first."""
        with reading(self.binh.here.engine) as connection:
            found = notices.of_entry(connection, self.event.id, who.entry.bib, limit=100)
        return list(reversed(found))

    def kinds(self, who: Entered) -> list[str]:
        return [notice.kind for notice in self.told(who)]

    def trail(self, action: str) -> list[AuditRow]:
        """The lines of the trail about one kind of deed, the first first."""
        with reading(self.binh.here.engine) as connection:
            found = of_event(connection, self.event.id, limit=1000)
        return [row for row in reversed(found) if row.action == action]


def court(app: FastAPI, clock: Clock, **changes: Any) -> Court:
    """An open event of an organiser who decides."""
    binh = officer(app, "Nguyễn Văn Bình")
    return Court(binh=binh, event=binh.creates(**changes), clock=clock)


def woman(here: Court, name: str = "Lý Thị Hương", **about: Any) -> Entered:
    """A runner."""
    return here.enters(name, sex=Sex.FEMALE, birth_year=1990, **about)
