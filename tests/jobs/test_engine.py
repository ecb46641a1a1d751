"""The engine of long work on both databases: programs are killed, and nothing is lost or doubled.

Each test is of real programs (`tests.jobs.counting`); what came of them is read from the trail
that the task writes, not from the job's own count.
"""

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
from dbos import DBOSClient

from race.jobs import APPLICATION, DbosEngine
from race.services.work import Tools, ask
from race.store import audit, jobs, migrate
from race.store.database import reading, transaction
from race.store.jobs import JobRow
from race.store.tables import metadata
from tests.jobs.counting import TRAIL, engine_of, now, tools_for

pytest_plugins = ("tests.postgres",)

ROOT: Final = Path(__file__).resolve().parent.parent.parent
#: Longer than anything here takes on a busy machine.
PATIENCE_S: Final = 60


@dataclass(kw_only=True)
class Installation:
    """One database, whoever asks for work there, and the programs that do it."""

    url: str
    folder: Path
    tools: Tools
    queue: DbosEngine
    programs: list[subprocess.Popen[str]] = field(default_factory=list)

    def starts(self, name: str) -> subprocess.Popen[str]:
        """A program that works, once it is ready."""
        command = [sys.executable, "-m", "tests.jobs.counting", self.url, str(self.folder), name]
        program = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        self.programs.append(program)
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        return program

    def asks(self, kind: str, total: int | None = None, **subject: Any) -> str:
        """A job is asked for."""
        with transaction(self.tools.engine) as connection:
            return ask(
                connection,
                self.queue,
                kind=kind,
                event_id=None,
                subject=subject,
                asked_by="runner",
                total=total,
                now=now(),
            ).id

    def job(self, job_id: str) -> JobRow:
        """A job as it is now."""
        with reading(self.tools.engine) as connection:
            row = jobs.get(connection, job_id)
        assert row is not None
        return row

    def reaches(self, job_id: str, pieces: int) -> None:
        """So many pieces of a job are done."""
        self._waits(job_id, lambda row: row.done >= pieces)

    def ends(self, job_id: str) -> JobRow:
        """A job once it is over."""
        return self._waits(job_id, lambda row: row.state not in jobs.OPEN)

    def _waits(self, job_id: str, until: Callable[[JobRow], bool]) -> JobRow:
        deadline = time.monotonic() + PATIENCE_S
        while not until(row := self.job(job_id)):
            assert time.monotonic() < deadline, row
            time.sleep(0.02)
        return row

    def pieces(self, job_id: str) -> Mapping[int, int]:
        """How often each piece was done, by its number."""
        with reading(self.tools.engine) as connection:
            trail = audit.of_event(connection, TRAIL, limit=10_000)
        return Counter(int(line.subject) for line in trail if line.action == job_id)

    def workers(self) -> set[str | None]:
        """Who has done a piece."""
        with reading(self.tools.engine) as connection:
            return {line.account_id for line in audit.of_event(connection, TRAIL, limit=10_000)}

    def legs(self) -> set[str]:
        """What the library knows of."""
        library = DBOSClient(system_database_url=self.url, application_name=APPLICATION)
        found = {leg.workflow_id for leg in library.list_workflows()}
        library.destroy()
        return found

    def begun(self, name: str) -> list[str]:
        """What a program began, done or not."""
        return (self.folder / f"begun-{name}").read_text().splitlines()


#: For what is the same on both.
on_sqlite = pytest.mark.parametrize("here", ["sqlite"], indirect=True)


def _once(total: int) -> Mapping[int, int]:
    return Counter(range(total))


@pytest.fixture(params=["sqlite", "postgresql"])
def here(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    """An installation whose web server asks for work and does none."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/race.db"
    else:
        url = request.getfixturevalue("postgresql_url")
    tools = tools_for(url, tmp_path)
    migrate.migrate(tools.engine)
    queue = engine_of(url, "web", works_here=False, tasks={})
    queue.start(tools)
    made = Installation(url=url, folder=tmp_path, tools=tools, queue=queue)
    yield made
    for program in made.programs:
        if program.poll() is None:
            program.kill()
        program.wait()
        assert program.stdout is not None
        program.stdout.close()
    queue.stop()
    tools.engine.dispose()


def test_a_program_killed_in_the_middle_goes_on_and_each_piece_counts_once(
    here: Installation,
) -> None:
    first = here.starts("a")
    job = here.asks("count", total=200, piece_s=0.003)
    for pieces in (40, 120):
        here.reaches(job, pieces)
        first.send_signal(signal.SIGKILL)
        first.wait()
        assert here.job(job).state == "running"
        first = here.starts("a")
    assert here.ends(job).state == "done"
    assert here.job(job).done == 200
    assert here.pieces(job) == _once(200)
    assert len(here.begun("a")) <= 202  # at most the piece in hand was begun twice at each kill


def test_what_a_dead_machine_had_begun_is_taken_up_by_another(here: Installation) -> None:
    lost = here.starts("lost")
    job = here.asks("count", total=60, piece_s=0.003)
    here.reaches(job, 20)
    lost.send_signal(signal.SIGKILL)
    lost.wait()
    here.starts("other")
    assert here.ends(job).state == "done"
    assert here.pieces(job) == _once(60)
    assert here.workers() == {"lost", "other"}


@on_sqlite
def test_a_program_that_is_told_to_stop_hands_its_job_on_at_once(here: Installation) -> None:
    first = here.starts("first")
    job = here.asks("count", total=100, piece_s=0.01)
    here.reaches(job, 10)
    first.terminate()
    assert first.wait(timeout=PATIENCE_S) == 0
    left = here.job(job)
    assert 10 <= left.done < 100
    second = here.starts("second")
    assert here.ends(job).state == "done"
    assert here.pieces(job) == _once(100)
    assert here.workers() == {"first", "second"}
    second.terminate()
    assert second.wait(timeout=PATIENCE_S) == 0


def test_two_programs_share_the_work(here: Installation) -> None:
    here.starts("a")
    here.starts("b")
    asked = [here.asks("count", total=40, piece_s=0.003) for _ in range(6)]
    for job in asked:
        assert here.ends(job).state == "done"
        assert here.pieces(job) == _once(40)
    assert here.workers() == {"a", "b"}


@on_sqlite
def test_two_programs_of_one_name_do_some_pieces_twice_and_count_them_once(
    here: Installation,
) -> None:
    here.starts("twin")
    job = here.asks("count", total=100, piece_s=0.01)
    here.reaches(job, 10)
    here.starts("twin")
    assert here.ends(job).state == "done"
    assert here.pieces(job) == _once(100)


@on_sqlite
def test_a_fault_passes_or_is_given_up_and_a_bad_file_says_why(here: Installation) -> None:
    passing = here.asks("stumble", stumbles=2)
    lasting = here.asks("stumble", stumbles=99)
    broken = here.asks("break")
    here.starts("a")
    assert here.ends(passing).state == "done"
    given_up, refused = here.ends(lasting), here.ends(broken)
    assert given_up.state == refused.state == "failed"
    assert given_up.error is not None
    assert refused.error is not None
    assert (given_up.error["code"], given_up.error["facts"]) == ("ERROR", {"tries": 5})
    assert refused.error["code"] == "MALFORMED_FILE"
    assert refused.error["facts"] == {"line": 7, "reason": "mismatched tag"}
    begun = Counter(line.split()[0] for line in here.begun("a"))
    assert begun == {passing: 3, lasting: 5}


def test_what_is_asked_in_a_transaction_that_is_undone_was_never_asked(
    here: Installation,
) -> None:
    asked = []

    def ask_and_break() -> None:
        with transaction(here.tools.engine) as connection:
            asked.append(
                ask(
                    connection,
                    here.queue,
                    kind="count",
                    event_id=None,
                    subject={},
                    asked_by="runner",
                    now=now(),
                )
            )
            raise InterruptedError

    with pytest.raises(InterruptedError):
        ask_and_break()
    with reading(here.tools.engine) as connection:
        assert jobs.get(connection, asked[0].id) is None
    kept = here.asks("count", total=1, piece_s=0)
    assert here.legs() == {kept}


@on_sqlite
def test_the_notes_of_the_library_about_old_work_are_dropped_and_the_job_stays(
    here: Installation,
) -> None:
    here.starts("a")
    job = here.asks("count", total=90, piece_s=0)
    assert here.ends(job).state == "done"
    assert here.legs() <= {job, f"{job}.1", f"{job}.2"}  # the first may be gone already
    deadline = time.monotonic() + PATIENCE_S
    while here.legs():
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert here.job(job).done == 90


def test_the_tables_of_the_library_are_known_and_are_none_of_ours(here: Installation) -> None:
    assert migrate.differences(here.tools.engine) == []
    assert not migrate.OTHERS & set(metadata.tables)
