"""What lies in an upload: read and measured by processes with limits."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Final

from race.errors import TooHard, TooManyMembers, TooMuchInside, UnreadableFile
from race.event import Event
from race.ingest import reading
from race.ingest.archives import packing
from race.ingest.archives.members import Limits, Skipped
from race.ingest.examine import Measured
from race.ingest.reading import Gathering, Outline, Read, Source, Wanted
from race.processes import Examiner

#: What is read while its sender waits …
AT_ONCE: Final = Limits(members=2_000, unpacked=256_000_000)
#: … and what by a job.
BY_JOB: Final = Limits(members=50_000, unpacked=8_000_000_000)
#: s for an archive whose sender waits; a job begins anew.
_AT_ONCE_S: Final = 20.0
#: s for looking at every member and reading the indexes, one of which may have a gigabyte.
LOOK_S: Final = 300.0


class _TooSlow(Exception):
    """An archive that takes too long to be waited for."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """What came of an upload: runs by their start, what was passed over, or why nothing came."""

    runs: tuple[Measured, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    error: UnreadableFile | None = None


def wanted(event: Event) -> Wanted:
    """What is to be measured for an event."""
    distances = tuple(race.distance_m for race in event.races)
    return Wanted(window=event.window, distances=distances, only_window=True)


def is_archive(path: Path) -> bool:
    """Whether a file may hold others: a zip, or a gzip around anything."""
    with path.open("rb") as file:
        start = file.read(4)
    return packing.is_zip(start) or packing.is_gzip(start)


def at_once(examiner: Examiner, source: Source, asked: Wanted) -> Found | None:
    """Everything in a file; None for an archive that is too large to be waited for."""
    try:
        return _found(examiner, source, asked, _AT_ONCE_S)
    except (TooManyMembers, TooMuchInside, _TooSlow):
        return None
    except UnreadableFile as error:
        return Found(error=error)


def patiently(examiner: Examiner, source: Source, asked: Wanted) -> Found:
    """Everything in a file, however long that takes."""
    try:
        return _found(examiner, source, asked, math.inf)
    except UnreadableFile as error:
        return Found(error=error)


def _found(examiner: Examiner, source: Source, asked: Wanted, seconds: float) -> Found:
    if not is_archive(source.path):
        return Found(runs=by_start(examiner.run(reading.plain, source, asked).runs))
    with TemporaryDirectory() as folder:
        return _archive(examiner, source, asked, Path(folder) / "plan", seconds)


def _archive(
    examiner: Examiner, source: Source, asked: Wanted, kept: Path, seconds: float
) -> Found:
    until = monotonic() + seconds
    try:
        examiner.run(reading.plan, source, kept, seconds=min(seconds, LOOK_S))
    except TooHard:
        if seconds < LOOK_S:
            raise _TooSlow from None
        raise
    outline: Outline = examiner.run(reading.outline, kept, 0, source.limits.members)
    gathering = Gathering()
    for name, read in members(examiner, source, asked, kept, outline):
        gathering.add(name, read)
        if monotonic() > until:
            raise _TooSlow
    begun = [run.metrics.started_at for run in gathering.runs]
    gathering.add(source.name, trackless(examiner, kept, asked, begun))
    left = (*outline.skipped, *gathering.skipped)
    error = None if gathering.runs else reading.fruitless(source.name, left)
    return Found(runs=by_start(gathering.runs), skipped=left, error=error)


def members(
    examiner: Examiner, source: Source, asked: Wanted, kept: Path, outline: Outline
) -> Iterable[tuple[str, Read | UnreadableFile]]:
    """(name, what came of it) of the members of an outline."""
    numbers = range(outline.first, outline.first + len(outline.runs))
    read = examiner.each(reading.member, [(source, kept, n, asked) for n in numbers])
    return zip([member.name or source.name for member in outline.runs], read, strict=True)


def trackless(
    examiner: Examiner, kept: Path, asked: Wanted, begun: Sequence[float]
) -> Read | UnreadableFile:
    """The runs that only indexes tell of; the error that keeps them from being told."""
    try:
        read: Read = examiner.run(reading.trackless, kept, asked, begun)
    except UnreadableFile as error:
        return error
    return read


def by_start(runs: Sequence[Measured]) -> tuple[Measured, ...]:
    """The earliest first, those without times last."""
    return tuple(sorted(runs, key=_begin))


def _begin(run: Measured) -> float:
    return run.metrics.started_at if math.isfinite(run.metrics.started_at) else math.inf
