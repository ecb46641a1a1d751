"""Work in processes of its own: what it returns, what stops it, and that it dies with its owner."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from race.errors import NoActivity, ReaderFailed, TooHard, UnreadableFile
from race.processes import Examiner, Here, Processes

MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def pool() -> Iterator[Processes]:
    processes = Processes(count=2, memory=200 * MEGABYTE)
    yield processes
    processes.close()


@pytest.fixture(params=["here", "processes"])
def examiner(request: pytest.FixtureRequest, pool: Processes) -> Examiner:
    return Here() if request.param == "here" else pool


def half(number: int) -> float:
    if number % 2:
        raise NoActivity(format=f"{number} is odd")
    return number / 2


def test_work_returns_its_value(examiner: Examiner) -> None:
    assert examiner.run(half, 84) == 42


def test_an_error_arrives_with_its_facts(examiner: Examiner) -> None:
    with pytest.raises(NoActivity) as refused:
        examiner.run(half, 3)
    assert refused.value.facts == {"format": "3 is odd"}


def test_each_gives_values_and_errors_in_their_order(examiner: Examiner) -> None:
    found = list(examiner.each(half, [(2,), (3,), (4,)]))

    assert [found[0], found[2]] == [1, 2]
    assert isinstance(found[1], NoActivity)


def pid() -> int:
    return os.getpid()


def test_work_is_done_elsewhere(pool: Processes) -> None:
    assert pool.run(pid) != os.getpid()


def for_ever() -> None:
    while True:
        pass


def swallow(count: int) -> int:
    return len(b"x" * count)


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def test_what_takes_too_long_is_stopped(pool: Processes) -> None:
    with pytest.raises(TooHard):
        pool.run(for_ever, seconds=0.5)


def test_what_takes_too_much_memory_is_stopped(pool: Processes) -> None:
    assert pool.run(swallow, 50 * MEGABYTE) == 50 * MEGABYTE
    with pytest.raises(TooHard):
        pool.run(swallow, 400 * MEGABYTE)


def test_a_crash_takes_nobody_else_down(pool: Processes) -> None:
    found = list(pool.each(_crash_at_3, [(n,) for n in range(6)]))

    assert [n for n, each in enumerate(found) if isinstance(each, UnreadableFile)] == [3]


def _crash_at_3(number: int) -> int:
    if number == 3:
        crash()
    return number


def test_a_closed_pool_leaves_no_process_and_begins_anew(pool: Processes) -> None:
    own = Processes(count=2)
    assert own.run(half, 2) == 1
    own.close()
    assert own.run(half, 4) == 2
    own.close()


_OWNER = """
import os, sys, time
from race.processes import Processes
if __name__ == "__main__":
    pool = Processes(count=1)
    print(pool.run(os.getpid), flush=True)
    time.sleep(60)
"""


def test_processes_die_with_an_owner_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "owner.py"
    script.write_text(_OWNER)
    root = str(Path(__file__).resolve().parent.parent)
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": root},
        text=True,
    ) as owner:
        assert owner.stdout is not None
        child = int(owner.stdout.readline())
        owner.kill()
    assert _gone(child, within_s=10)


def _gone(process: int, *, within_s: float) -> bool:
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{process}/stat").read_text().split(") ")[1][0] == "Z":
            return True  # dead, and whoever adopted it has not looked yet
        time.sleep(0.05)
    return False


def stumble() -> None:
    raise KeyError("a reader's mistake")


def test_a_mistake_in_a_reader_stops_one_file_and_is_told_as_ours(pool: Processes) -> None:
    with pytest.raises(ReaderFailed):
        pool.run(stumble)
    found = list(pool.each(_stumble_at_1, [(n,) for n in range(20)]))

    assert [n for n, each in enumerate(found) if isinstance(each, ReaderFailed)] == [1]


def _stumble_at_1(number: int) -> int:
    if number == 1:
        stumble()
    return number
