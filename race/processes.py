"""Work that costs time or memory, in processes of its own, with limits that hold.

Reading a file from a stranger may loop, swell or crash whatever we do; here it takes down one
process of a pool and nobody else, and its caller is told TooHard. Threads would not do: a parser
holds the interpreter, and cannot be stopped.
"""

import logging
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import TimeoutError as OutOfTime
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import wait
from typing import Any, Final, Protocol, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from race.errors import ReaderFailed, TooHard, UnreadableFile

try:
    import resource
except ImportError:  # Windows has no such limits; time still counts there
    resource = None  # type: ignore[assignment] # the module or nothing

#: What one activity may take to be examined: seconds, and bytes beyond what the process has.
SECONDS: Final = 30.0
MEMORY: Final = 1_000_000_000
#: Tasks after which a process makes room for a fresh one: fragments of memory pile up.
_TASKS: Final = 500

#: What a mistake of ours in a reader raises: it is to stop one file and no other.
_MISTAKES: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
_LOG: Final = logging.getLogger(__name__)

Given = TypeVar("Given")


class Interrupted(Exception):
    """Work was stopped from outside, and can be done again."""


class Examiner(Protocol):
    """Where work that costs is done."""

    def run(self, work: Callable[..., Given], *given: Any, seconds: float = SECONDS) -> Given:
        """What `work` returns; the UnreadableFile that it raises, and TooHard when it takes more
        than these seconds, or more memory than there is for it."""

    def each(
        self, work: Callable[..., Given], given: Iterable[Sequence[Any]]
    ) -> Iterator[Given | UnreadableFile]:
        """What `work` returns or raises for each of `given`, in their order, each within its own
        limits."""

    def close(self) -> None:
        """Do no more for now; a later use begins anew."""


@dataclass(frozen=True)
class Here:
    """No other process and no limits: for tests, and for files of one's own."""

    def run(self, work: Callable[..., Given], *given: Any, seconds: float = SECONDS) -> Given:
        """What `work` returns or raises."""
        return work(*given)

    def each(
        self, work: Callable[..., Given], given: Iterable[Sequence[Any]]
    ) -> Iterator[Given | UnreadableFile]:
        """What `work` returns or raises for each of `given`."""
        for arguments in given:
            try:
                yield work(*arguments)
            except UnreadableFile as error:
                yield error

    def close(self) -> None:
        """Nothing to end."""


class Processes:
    """A pool of processes, begun when it is first used. `close` it; should its owner die without
    that, they notice and go too."""

    def __init__(self, *, count: int, memory: int = MEMORY) -> None:
        """`count` work at a time, each with `memory` bytes beyond what it starts with."""
        self._count = count
        self._memory = memory
        self._pool: ProcessPool | None = None
        self._lock = threading.Lock()

    def run(self, work: Callable[..., Given], *given: Any, seconds: float = SECONDS) -> Given:
        """See `Examiner`. `work` and what it is given must be known by their module's name."""
        result: Given = _result(self._begun(work, given, seconds))
        return result

    def each(
        self, work: Callable[..., Given], given: Iterable[Sequence[Any]]
    ) -> Iterator[Given | UnreadableFile]:
        """See `Examiner`."""
        # Few at a time: who comes with one file does not wait for all of somebody's archive.
        waiting = iter(given)
        begun = deque(
            self._begun(work, tuple(each), SECONDS) for each in islice(waiting, 2 * self._count)
        )
        while begun:
            future = begun.popleft()
            try:
                yield _result(future)
            except UnreadableFile as error:
                yield error
            begun.extend(self._begun(work, tuple(each), SECONDS) for each in islice(waiting, 1))

    def close(self) -> None:
        """End the processes; a later use begins new ones."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call] # pebble leaves these two out
            pool.join()

    def _begun(
        self, work: Callable[..., Any], given: Sequence[Any], seconds: float
    ) -> "ProcessFuture[Any]":
        with self._lock:
            if self._pool is not None and not self._pool.active:  # it broke
                self._pool = None
            if self._pool is None:
                self._pool = ProcessPool(
                    max_workers=self._count,
                    max_tasks=_TASKS,
                    initializer=_begin,
                    initargs=(self._memory,),
                    context=multiprocessing.get_context("spawn"),
                )
            return self._pool.schedule(_within_memory, (work, given), timeout=seconds)


def _result(future: "ProcessFuture[Any]") -> Any:
    try:
        return future.result()
    except ProcessExpired as end:
        # Whoever stops the whole program says so to its processes too: no fault of the file.
        raise (Interrupted if end.exitcode == -signal.SIGTERM else TooHard) from None
    except BrokenProcessPool:
        raise Interrupted from None
    except (OutOfTime, MemoryError):
        raise TooHard from None


def _within_memory(work: Callable[..., Given], given: Sequence[Any]) -> Given:
    try:
        return work(*given)
    except MemoryError:
        raise TooHard from None
    except _MISTAKES as mistake:
        _LOG.exception("%s failed", work.__name__)
        raise ReaderFailed from mistake


def _begin(memory: int) -> None:
    """What a new process does first. Ctrl+C goes to a whole group of processes, and their owner is
    to end them: what they have in hand would be taken for a file that cannot be read."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    if resource is not None and hasattr(resource, "RLIMIT_DATA"):
        most = _held() + memory
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)  # the interpreter may be deep inside a parser


def _held() -> int:
    """Bytes of data that this process holds already; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as pages:
            return int(pages.read().split()[5]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
