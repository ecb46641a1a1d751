"""The table of jobs: each piece counts once, and what is over stays so."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from race.store import jobs
from race.store.database import Engine, reading, transaction
from race.store.jobs import JobRow
from tests.store import rows

SOON = rows.NOW + timedelta(seconds=1)


@pytest.fixture
def job(engine: Engine) -> str:
    """A job on the installation, just asked for."""
    with transaction(engine) as connection:
        jobs.add(connection, rows.job(None, None, "job"))
    return "job"


def _now(engine: Engine, job_id: str) -> JobRow:
    with reading(engine) as connection:
        row = jobs.get(connection, job_id)
    assert row is not None
    return row


def _advance(engine: Engine, job_id: str, before: int) -> bool:
    with transaction(engine) as connection:
        return jobs.advance(
            connection,
            job_id,
            done_before=before,
            done=before + 1,
            total=3,
            result={"kept": before + 1},
            now=SOON,
        )


def test_a_job_comes_back_as_it_was_kept(engine: Engine, job: str) -> None:
    assert _now(engine, job) == rows.job(None, None, "job")


def test_a_piece_that_is_begun_counts_as_a_try_until_it_is_done(engine: Engine, job: str) -> None:
    for tries in (1, 2):
        with transaction(engine) as connection:
            begun = jobs.begin(connection, job, SOON)
        assert begun is not None
        assert (begun.state, begun.tries, begun.done) == ("running", tries, 0)
    assert _advance(engine, job, 0)
    found = _now(engine, job)
    assert (found.done, found.total, found.tries, found.result) == (1, 3, 0, {"kept": 1})


def test_the_same_piece_counts_once(engine: Engine, job: str) -> None:
    assert [_advance(engine, job, 0), _advance(engine, job, 0)] == [True, False]
    assert _now(engine, job).done == 1


def test_of_many_runs_of_one_piece_one_counts(engine: Engine, job: str) -> None:
    for piece in range(10):
        won: list[bool] = []
        threads = [
            threading.Thread(target=lambda: won.append(_advance(engine, job, piece)))  # noqa: B023 -- joined below, before the next piece
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(won) == [False, False, False, True]
    assert _now(engine, job).done == 10


def test_what_is_counted_is_undone_with_its_transaction(engine: Engine, job: str) -> None:
    def count_and_break() -> None:
        with transaction(engine) as connection:
            counted = jobs.advance(
                connection, job, done_before=0, done=1, total=None, result=None, now=SOON
            )
            assert counted
            raise InterruptedError

    with pytest.raises(InterruptedError):
        count_and_break()
    assert _now(engine, job).done == 0


@pytest.mark.parametrize("state", ["done", "failed"])
def test_what_is_over_stays_so(engine: Engine, job: str, state: str) -> None:
    error = {"code": "ERROR", "text": "Something went wrong. Please try again.", "facts": {}}
    with transaction(engine) as connection:
        if state == "done":
            assert jobs.finish(connection, job, result={"kept": 3}, now=SOON)
        else:
            assert jobs.fail(connection, job, error=error, now=SOON)
    over = _now(engine, job)
    assert over.state == state
    with transaction(engine) as connection:
        assert jobs.begin(connection, job, SOON) is None
        assert not jobs.finish(connection, job, result=None, now=SOON)
        assert not jobs.fail(connection, job, error=error, now=SOON)
        assert not jobs.touch(connection, over, SOON)
    assert not _advance(engine, job, 0)
    assert _now(engine, job) == over


def test_the_end_keeps_the_result_that_came_of_the_pieces(engine: Engine, job: str) -> None:
    _advance(engine, job, 0)
    with transaction(engine) as connection:
        assert jobs.finish(connection, job, result=None, now=SOON)
    assert _now(engine, job).result == {"kept": 1}


def test_a_job_that_is_gone_is_nobodys(engine: Engine) -> None:
    with transaction(engine) as connection:
        assert jobs.begin(connection, "gone", SOON) is None
        assert not jobs.finish(connection, "gone", result=None, now=SOON)
    assert not _advance(engine, "gone", 0)


def test_jobs_wait_that_are_open_and_untouched_and_one_of_two_takes_charge(
    engine: Engine, job: str
) -> None:
    with transaction(engine) as connection:
        jobs.add(connection, replace(rows.job(None, None, "fresh"), updated_at=SOON))
        jobs.add(connection, replace(rows.job(None, None, "over"), state="done"))
        found = jobs.waiting(connection, untouched_since=SOON)
        assert [row.id for row in found] == [job]
        assert jobs.touch(connection, found[0], SOON)
        assert not jobs.touch(connection, found[0], SOON)
        assert jobs.waiting(connection, untouched_since=SOON) == []
