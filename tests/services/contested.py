"""An event in which every rule has something to say, for tests of what other rules would do."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from race.api import create_app
from race.api.deps import Resources
from race.category import Sex
from race.event import Event
from race.rankings import OVERALL, Filter
from race.services import boards, deciding, events, publishing
from race.services.boards import Board
from race.services.deciding import Choice
from race.services.entries import Entered
from race.services.rules_change import merged
from race.services.tasks import TASKS
from race.services.work import Inline
from race.settings import Settings
from race.store import activities
from race.store.activities import ActivityRow
from race.store.database import reading, transaction
from race.store.migrate import migrate
from race.store.tables import metadata
from race.verdict import Decision
from tests.api.officers import Officer, officer
from tests.conftest import Clock
from tests.runs import DAY_S, gpx, steady, with_kilometres
from tests.tracks import MORNING

YESTERDAY: Final = MORNING - DAY_S


@dataclass(frozen=True, kw_only=True)
class Contested:
    """The event, its organiser, and who sent what."""

    binh: Officer
    slug: str
    #: By first name.
    runners: Mapping[str, Entered]
    #: What each sent, by first name; the last of several.
    runs: dict[str, str] = field(default_factory=dict)

    @property
    def event(self) -> Event:
        """As it is now."""
        with reading(self.binh.here.engine) as connection:
            return events.find(connection, self.slug)

    def bib(self, name: str) -> str:
        return self.runners[name].entry.bib

    def sends(self, name: str, data: bytes) -> None:
        sent = self.binh.has_sent(self.event, self.runners[name], data)
        (run,) = sent.activities
        self.runs[name] = run.id

    def run(self, name: str) -> ActivityRow:
        """The run that somebody sent last, as it stands now."""
        with reading(self.binh.here.engine) as connection:
            found = activities.get(connection, self.event.id, self.runs[name])
        assert found is not None
        return found

    def decides(self, name: str, decision: Decision) -> None:
        """Somebody, about the run that was sent last."""
        with transaction(self.binh.here.engine) as connection:
            deciding.decide(
                connection,
                self.event,
                self.run(name),
                Choice(decision=decision, reason="Đã xem"),
                by=self.binh.account.account_id,
                now=self.binh.here.clock(),
            )

    def publishes(self, changes: Mapping[str, Any]) -> None:
        """Other rules, and lets everything be examined by them."""
        here, event = self.binh.here, self.event
        with transaction(here.engine) as connection:
            publishing.publish(
                connection,
                here.queue,
                event,
                merged(event, changes),
                "Ban Tổ chức đổi thể lệ",
                by=self.binh.account.account_id,
                now=here.clock(),
            )
        self.works()

    def works(self) -> None:
        """All jobs that were asked for."""
        queue = self.binh.here.queue
        assert isinstance(queue, Inline)
        queue.run(self.binh.here.tools, TASKS)

    def states(self) -> dict[str, str]:
        """How every run stands, by its id."""
        with reading(self.binh.here.engine) as connection:
            return {run.id: run.state for run in activities.of_event(connection, self.event.id)}

    def places(self) -> dict[tuple[str, str], int]:
        """The place of everybody who has one, by race and bib, as boards say."""
        event, found = self.event, {}
        with reading(self.binh.here.engine) as connection:
            for race in event.races:
                board = Board(race=race, ranking=OVERALL)
                lines = boards.lines(connection, event, race)
                for each in boards.standings(lines, board, Filter()):
                    found[race.slug, each.line.bib] = each.rank
        return found

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of the database."""
        with reading(self.binh.here.engine) as connection:
            return {
                table.name: [tuple(row) for row in connection.execute(table.select())]
                for table in metadata.sorted_tables
            }


def contested(binh: Officer, slug: str = "tranh-cai") -> Contested:
    """Sent at 12:30 on the second day; the paces are of 5,050 m."""
    event = binh.creates(slug=slug)
    names = ["Ánh", "Thăng", "Hương", "Chậm", "Dốc", "Xe", "Ngắn", "Đôi", "Oan", "Gian", "Máy"]
    here = Contested(
        binh=binh,
        slug=slug,
        runners={
            name: binh.enters(
                event, f"Hoàng Văn {name}", sex=Sex.MALE, birth_year=1980, races=("5km", "50km")
            )
            for name in names
        },
    )
    here.sends("Ánh", gpx(steady(5050, 1500)))  # 4:57
    here.sends("Thăng", gpx(steady(5050, 1250)))  # 4:08
    here.sends("Hương", gpx(steady(5050, 3535)))  # 11:40
    here.sends("Chậm", gpx(steady(5050, 4900)))  # 16:10, slower than 15:00
    here.sends("Dốc", gpx(*with_kilometres(300, 300, 205, 300, 300)))  # one of 3:25
    here.sends("Xe", gpx(*with_kilometres(300, 300, 170, 300, 300)))  # one of 2:50
    here.sends("Ngắn", gpx(steady(800, 300)))
    here.sends("Đôi", gpx(steady(5050, 1600), start=YESTERDAY))
    here.sends("Đôi", gpx(steady(3000, 900), start=YESTERDAY + 3 * 3600))
    here.sends("Oan", gpx(steady(5050, 5000)))  # 16:30, and a referee accepts it
    here.decides("Oan", Decision.ACCEPT)
    here.sends("Gian", gpx(steady(5050, 1450)))  # 4:47, and a referee rejects it
    here.decides("Gian", Decision.REJECT)
    # A watch, too slow by its pauses, and the phone beside it: one of them counts at most.
    here.sends("Máy", gpx((900, 3.0), (700, 0.0), (900, 3.0)))
    here.sends("Máy", gpx(steady(5050, 2600), start=MORNING + 60))
    return here


@dataclass(frozen=True, kw_only=True)
class Saved:
    """The event in a folder, to be copied: made once, for it takes a while."""

    folder: Path
    event: Contested

    def again(self, settings: Settings, clock: Clock) -> Contested:
        """The same event in an installation of its own."""
        shutil.copytree(self.folder, settings.data_dir, dirs_exist_ok=True)
        resources: Resources = create_app(settings, clock).state.resources
        binh = replace(self.event.binh, here=resources)
        return replace(self.event, binh=binh, runs=dict(self.event.runs))


def save(folder: Path) -> Saved:
    """Make it in an empty folder."""
    environ = {"RACE_DATA_DIR": str(folder), "RACE_PUBLIC_URL": "http://testserver"}
    app = create_app(Settings.from_env({**environ, "RACE_DEMO": "0"}), Clock())
    here: Resources = app.state.resources
    migrate(here.engine)
    event = contested(officer(app, "Bình"))
    here.engine.dispose()
    return Saved(folder=folder, event=event)
