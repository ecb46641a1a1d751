"""The same run twice in one archive: as FIT and as GPX, or from the watch and from the phone."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from race.metrics import Metrics

#: Which format says more of the same run, the best first; others come after them, all alike.
_RICHEST: Final = ("fit", "tcx")
#: Time that two recordings share ÷ time that they cover together. Writers of the same recording
#: differ by lost first points; runs on the same day hardly overlap.
_SHARED: Final = 0.8


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A run of an archive that was taken."""

    #: The file it lies in.
    member: str
    #: Seconds since 1970 UTC; NaN without times.
    started_at: float
    ended_at: float
    #: Neither broken off nor without positions.
    whole: bool = True


def richness(format_name: str) -> int:
    """A place in the order in which the files of an archive are read: 0 says most of a run."""
    return _RICHEST.index(format_name) if format_name in _RICHEST else len(_RICHEST)


def twin_of(member: str, metrics: Metrics, taken: Iterable[Taken]) -> Taken | None:
    """The run of another file that was taken already, of which this is one more recording: they
    share their time, or one has no times and both files have one name but for their endings."""
    return next((run for run in taken if _same(member, metrics, run)), None)


def _same(member: str, metrics: Metrics, run: Taken) -> bool:
    if member == run.member:
        return False
    together = min(metrics.ended_at, run.ended_at) - max(metrics.started_at, run.started_at)
    if math.isfinite(together):
        covered = max(metrics.ended_at, run.ended_at) - min(metrics.started_at, run.started_at)
        return covered > 0 and together / covered >= _SHARED
    return _stem(member) == _stem(run.member)


def _stem(member: str) -> str:
    return member.rpartition("/")[2].casefold().removesuffix(".gz").rpartition(".")[0]
