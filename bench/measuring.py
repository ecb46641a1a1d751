"""Time and memory of a way to read a file."""

import math
import multiprocessing
import re
import time
import tracemalloc
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

#: CPU seconds.
_TURN_S: Final = 0.25
_STATUS: Final = Path("/proc/self/status")

Way = Callable[[bytes], object]


@dataclass(frozen=True, kw_only=True)
class Alone:
    """What a way took in a process of its own, in its only round."""

    #: CPU seconds.
    seconds: float
    #: Bytes by which the process grew, at most, libraries in C among them; None where the system
    #: does not tell.
    grew: int | None
    #: What it found, where that is a length: metres.
    metres: float | None


def quickest(ways: Mapping[str, Way], data: bytes, rounds: int) -> dict[str, float]:
    """CPU seconds of the quickest try of each way. The ways take turns, so that a busy moment of
    the machine hits all alike; in its turn a quick one is tried for `_TURN_S`."""
    best = dict.fromkeys(ways, math.inf)
    for _ in range(rounds):
        for name, way in ways.items():
            turn = time.process_time()
            while (begun := time.process_time()) - turn < _TURN_S:
                way(data)
                best[name] = min(best[name], time.process_time() - begun)
    return best


def alone(way: Way, path: Path) -> Alone:
    """One round in a fresh process; `way` is a function of a module."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=spawn) as pool:
        return pool.submit(_round, way, path).result()


def traced(way: Way, data: bytes) -> int:
    """Bytes that Python held at most beyond what it held before."""
    tracemalloc.start()
    way(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def _round(way: Way, path: Path) -> Alone:
    data = path.read_bytes()
    _forget_peak()
    before, begun = _peak(), time.process_time()
    found = way(data)
    seconds, after = time.process_time() - begun, _peak()
    return Alone(
        seconds=seconds,
        grew=None if before is None or after is None else after - before,
        metres=found if isinstance(found, float) else None,
    )


def _forget_peak() -> None:
    """From here on `_peak` counts anew; it would count the imports otherwise."""
    if _STATUS.exists():
        _STATUS.with_name("clear_refs").write_text("5")


def _peak() -> int | None:
    """The most bytes that this process has held at a time."""
    found = re.search(r"VmHWM:\s*(\d+) kB", _STATUS.read_text()) if _STATUS.exists() else None
    return None if found is None else int(found[1]) * 1024


def missed(what: str, measured: float, sign: str, limit: float) -> bool:
    """Print a gate; whether it is missed."""
    is_missed = measured < limit if sign == ">=" else measured > limit
    print(f"{'MISSED' if is_missed else 'held':8}{what:44}{measured:10.3g} {sign} {limit:g}")
    return is_missed
