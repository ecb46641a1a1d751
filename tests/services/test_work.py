"""Long work without an engine: asking, one piece after the other, and who sees it."""

from dataclasses import replace

import pytest

from race.errors import MalformedFile, NotFound, NotSignedIn
from race.services import work
from race.services.access import Organiser, Runner, Visitor
from race.services.work import Inline, Overtaken, Task, Tools, advance, ask, run_piece
from race.settings import Settings
from race.store import accounts, audit, jobs
from race.store.blobs import FileBlobs
from race.store.database import Engine, reading, transaction
from race.store.events import RoleRow
from race.store.events import set_role as give_role
from race.store.jobs import JobRow
from tests.conftest import Clock
from tests.store import rows


@pytest.fixture
def tools(engine: Engine, settings: Settings, clock: Clock) -> Tools:
    return Tools(
        engine=engine,
        blobs=FileBlobs(folder=settings.data_dir / "blobs"),
        clock=clock,
        scratch=settings.data_dir,
    )


@pytest.fixture
def queue() -> Inline:
    return Inline()


def _asked(tools: Tools, queue: Inline, kind: str = "count", total: int | None = None) -> JobRow:
    with transaction(tools.engine) as connection:
        return ask(
            connection,
            queue,
            kind=kind,
            event_id=None,
            subject={"of": "something"},
            asked_by="account",
            total=total,
            now=tools.clock(),
        )


def _now(tools: Tools, job: JobRow) -> JobRow:
    with reading(tools.engine) as connection:
        row = jobs.get(connection, job.id)
    assert row is not None
    return row


def _trail(tools: Tools) -> list[str]:
    with reading(tools.engine) as connection:
        return [line.subject for line in audit.of_event(connection, "trail", limit=100)][::-1]


def _count(tools: Tools, job: JobRow) -> bool:
    """The task of these tests: one line in the trail for each piece."""
    with transaction(tools.engine) as connection:
        advance(connection, job, done=job.done + 1, now=tools.clock(), result={"last": job.done})
        audit.record(
            connection,
            event_id="trail",
            at=tools.clock(),
            account_id=None,
            action="count",
            subject=str(job.done),
            detail={},
        )
    return job.total is None or job.done + 1 < job.total


def test_a_job_is_done_piece_by_piece_once_its_transaction_is_committed(
    tools: Tools, queue: Inline
) -> None:
    job = _asked(tools, queue, total=3)
    assert _now(tools, job) == job
    assert (job.state, job.done, job.total, job.subject) == ("queued", 0, 3, {"of": "something"})
    assert run_piece(tools, {"count": _count}, job.id)
    first = _now(tools, job)
    assert (first.state, first.done, first.result) == ("running", 1, {"last": 0})
    queue.run(tools, {"count": _count})
    over = _now(tools, job)
    assert (over.state, over.done, over.result, over.error) == ("done", 3, {"last": 2}, None)
    assert _trail(tools) == ["0", "1", "2"]


def test_a_job_whose_transaction_is_undone_is_never_done(tools: Tools, queue: Inline) -> None:
    def ask_and_break() -> None:
        with transaction(tools.engine) as connection:
            ask(
                connection,
                queue,
                kind="count",
                event_id=None,
                subject={},
                asked_by="account",
                now=tools.clock(),
            )
            raise InterruptedError

    with pytest.raises(InterruptedError):
        ask_and_break()
    queue.run(tools, {"count": _count})
    assert _trail(tools) == []


def test_a_piece_that_somebody_else_has_counted_is_undone(tools: Tools, queue: Inline) -> None:
    job = _asked(tools, queue, total=2)
    assert _count(tools, job)
    with pytest.raises(Overtaken):
        _count(tools, job)
    assert _trail(tools) == ["0"]


def test_an_overtaken_run_goes_on_with_the_next_piece(tools: Tools, queue: Inline) -> None:
    job = _asked(tools, queue, total=3)

    def slow(tools: Tools, row: JobRow) -> bool:
        if row.done == 0:
            _count(tools, row)  # another machine does it meanwhile
        return _count(tools, row)

    queue.run(tools, {"count": slow})
    assert _trail(tools) == ["0", "1", "2"]
    assert _now(tools, job).state == "done"


def test_the_task_may_end_the_job_itself(tools: Tools, queue: Inline) -> None:
    job = _asked(tools, queue)

    def at_once(tools: Tools, row: JobRow) -> bool:
        with transaction(tools.engine) as connection:
            jobs.finish(connection, row.id, result={"kept": 7}, now=tools.clock())
        return False

    queue.run(tools, {"count": at_once})
    assert (_now(tools, job).state, _now(tools, job).result) == ("done", {"kept": 7})


def test_an_error_that_a_person_can_be_told_ends_the_job_with_it(
    tools: Tools, queue: Inline
) -> None:
    job = _asked(tools, queue)

    def broken(tools: Tools, row: JobRow) -> bool:
        raise MalformedFile(line=7, reason="mismatched tag")

    assert not run_piece(tools, {"count": broken}, job.id)
    shown = work.shown(_now(tools, job))
    assert shown["state"] == "failed"
    assert shown["error"]["code"] == "MALFORMED_FILE"
    assert "line 7" in shown["error"]["message"]["en"]
    assert "dòng 7" in shown["error"]["message"]["vi"]


def _struck(tools: Tools, row: JobRow) -> bool:
    raise OSError("the disk is on strike")


def test_any_other_error_is_a_try_and_after_the_fifth_the_job_is_given_up(
    tools: Tools, queue: Inline
) -> None:
    job = _asked(tools, queue)
    for tries in range(1, 6):
        with pytest.raises(OSError, match="strike"):
            run_piece(tools, {"count": _struck}, job.id)
        assert (_now(tools, job).state, _now(tools, job).tries) == ("running", tries)
    assert not run_piece(tools, {"count": _struck}, job.id)
    shown = work.shown(_now(tools, job))
    assert (shown["state"], shown["error"]["code"]) == ("failed", "ERROR")
    assert "5" in shown["error"]["message"]["vi"]


def test_a_piece_that_is_done_clears_the_tries(tools: Tools, queue: Inline) -> None:
    job = _asked(tools, queue)
    for _ in range(4):
        with pytest.raises(OSError, match="strike"):
            run_piece(tools, {"count": _struck}, job.id)
    assert run_piece(tools, {"count": _count}, job.id)
    assert _now(tools, job).tries == 0


def test_a_job_of_a_kind_that_nobody_knows_here_waits(tools: Tools, queue: Inline) -> None:
    job = _asked(tools, queue, kind="of next year")
    with pytest.raises(LookupError):
        run_piece(tools, {"count": _count}, job.id)
    assert _now(tools, job).state == "running"


@pytest.mark.parametrize("state", ["done", "failed"])
def test_what_is_over_is_not_done_again(tools: Tools, queue: Inline, state: str) -> None:
    with transaction(tools.engine) as connection:
        jobs.add(connection, replace(rows.job(None, None, "over"), kind="count", state=state))
    assert not run_piece(tools, {"count": _count}, "over")
    assert not run_piece(tools, {"count": _count}, "gone")
    assert _trail(tools) == []


RUNNER = Visitor(runners=(Runner(event_id="event-a", bib="00001"),))
OTHER_RUNNER = Visitor(runners=(Runner(event_id="event-a", bib="00002"),))
NAMESAKE = Visitor(runners=(Runner(event_id="event-b", bib="00001"),))
BINH = Visitor(organiser=Organiser(account_id="account-Bình", name="Bình"))
VY = Visitor(organiser=Organiser(account_id="account-Vỹ", name="Vỹ"))
CUONG = Visitor(organiser=Organiser(account_id="account-Cường", name="Cường"))


@pytest.fixture
def two_events(engine: Engine) -> None:
    """Bình owns a and Cường owns b; Vỹ looks at a. Cường asked for a job of no event."""
    with transaction(engine) as connection:
        here, there = rows.fill(connection, "a", "Bình"), rows.fill(connection, "b", "Cường")
        assert (here, there) == ("event-a", "event-b")
        accounts.add(connection, rows.account("Vỹ"))
        give_role(connection, RoleRow(event_id=here, account_id="account-Vỹ", role="viewer"))
        jobs.add(connection, rows.job(here, None, "of-many"))
        jobs.add(connection, replace(rows.job(None, None, "global"), asked_by="account-Cường"))


@pytest.mark.usefixtures("two_events")
@pytest.mark.parametrize(
    ("job", "who_sees"),
    [
        ("job-a", [RUNNER, BINH, VY]),
        ("of-many", [BINH, VY]),
        ("job-b", [NAMESAKE, CUONG]),
        ("global", [CUONG]),
        ("gone", []),
    ],
)
def test_a_job_is_seen_by_whom_it_concerns(
    engine: Engine, job: str, who_sees: list[Visitor]
) -> None:
    with reading(engine) as connection:
        for asking in (RUNNER, OTHER_RUNNER, NAMESAKE, BINH, VY, CUONG):
            if asking in who_sees:
                assert work.find(connection, asking, job).id == job
            else:
                with pytest.raises(NotFound):
                    work.find(connection, asking, job)
        with pytest.raises(NotSignedIn):
            work.find(connection, Visitor(), job)


def test_a_task_is_what_it_says() -> None:
    task: Task = _count
    assert callable(task)
