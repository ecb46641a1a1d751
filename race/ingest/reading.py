"""From a file on a disk to measured runs: what a process with limits does for one upload.

Every function here can be called from another process: what it takes and gives back are values,
and files are named by their path. A process keeps the archive that it read last open, for it will
be asked for the next member of it.
"""

import atexit
import pickle
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import Final

from race.activity import Activity
from race.errors import EmptyFile, NoActivity, NothingInTime, UnknownFormat, UnreadableFile
from race.event import Window
from race.ingest import formats
from race.ingest.archives import members, planning
from race.ingest.archives.members import OF_THE_SYSTEM, OUTSIDE, Limits, Member, Skipped
from race.ingest.archives.opening import Archive
from race.ingest.archives.planning import Plan
from race.ingest.archives.twins import Taken, twin_of
from race.ingest.examine import Measured, measured

#: s by which the time of a run may miss that of the event before it is left in its archive: the
#: zones of the world, for files that name none.
_SLACK_S: Final = 26 * 3600.0
#: A plain file, as the one member that it is.
_WHOLE: Final = Member(name=None, place=(), format="")


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file to be read."""

    path: Path
    #: As its sender named it; for messages only.
    name: str
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to be measured."""

    #: None without an event.
    window: Window | None = None
    #: Metres whose best effort is wanted beside the usual ones.
    distances: tuple[float, ...] = ()
    #: Leave out of archives what lies outside the window: an account holds years of runs.
    only_window: bool = False


@dataclass(frozen=True, kw_only=True)
class Read:
    """What came of a member: its runs in the order of the file, and what was left out of it."""

    runs: tuple[Measured, ...] = ()
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Outline:
    """A stretch of what is to be read of an archive; the whole plan lies in a file."""

    #: How many members hold runs.
    total: int
    #: The number of the first of the stretch.
    first: int
    #: Those of the stretch, in the order in which they are to be read.
    runs: tuple[Member, ...]
    #: What holds none, with the first stretch.
    skipped: tuple[Skipped, ...]


def plain(source: Source, wanted: Wanted) -> Read:
    """The measured runs of a file that is no archive; UnreadableFile."""
    with source.path.open("rb") as file, Archive(file, source.name, source.limits) as archive:
        found = formats.read(archive.bytes_of(_WHOLE), source.name)
    return _measured(found, None, wanted)


def plan(source: Source, keep: Path) -> None:
    """Look at all members of an archive, and keep the plan in a file; UnreadableFile when nothing
    can come of it."""
    with source.path.open("rb") as file:
        laid = planning.planned(file, source.name, source.limits)
    unfinished = keep.with_suffix(".new")
    unfinished.write_bytes(pickle.dumps(laid))
    unfinished.rename(keep)


def outline(kept: Path, first: int, count: int) -> Outline:
    """`count` members of a kept plan from the number `first` on."""
    laid = _plan(kept)
    runs = laid.runs[first : first + count]
    left = laid.skipped if first == 0 else ()
    return Outline(total=len(laid.runs), first=first, runs=runs, skipped=left)


def numbers(kept: Path, names: Iterable[str | None]) -> dict[str | None, int]:
    """The numbers of the members of these names in a kept plan; a name that none has, or several
    have, is left out."""
    runs = _plan(kept).runs
    often = Counter(member.name for member in runs)
    place = {member.name: number for number, member in enumerate(runs)}
    return {name: place[name] for name in names if often[name] == 1}


def member(source: Source, kept: Path, number: int, wanted: Wanted) -> Read:
    """The measured runs of the member of that number in a kept plan; UnreadableFile."""
    laid = _plan(kept)
    one = laid.runs[number]
    found = planning.activities(_LAST.archive(source), laid, one, source.name)
    return _measured(found, one.name, wanted)


def trackless(kept: Path, wanted: Wanted, begun: Sequence[float]) -> Read:
    """The runs that only indexes tell of, but for those that begin when one of `begun` (s since
    1970) did: such a one has come with its track."""
    found = planning.alone(_plan(kept), begun)
    runs = [_measured([activity], activity.member, wanted) for activity in found]
    return Read(runs=tuple(run for read in runs for run in read.runs))


def _measured(found: Sequence[Activity], name: str | None, wanted: Wanted) -> Read:
    runs: list[Measured] = []
    left: list[Skipped] = []
    for activity in found:
        day = _outside(activity, wanted)
        if day is None or name is None:
            runs.append(measured(activity, wanted.window, wanted.distances))
        else:
            left.append(members.outside(name, day))
    return Read(runs=tuple(runs), skipped=tuple(left))


def _outside(activity: Activity, wanted: Wanted) -> str | None:
    """The day of a run that lies outside of the window; None for others."""
    window = wanted.window
    if window is None or not wanted.only_window:
        return None
    begins, ends = planning.span(activity)
    if not isfinite(begins):
        return None
    slack = 0.0 if activity.zone_known else _SLACK_S
    opens, closes = window.starts_at.timestamp() - slack, window.ends_at.timestamp() + slack
    if ends >= opens and begins <= closes:
        return None
    return datetime.fromtimestamp(begins, UTC).astimezone(window.zone).date().isoformat()


#: What may be said of any file that is no run, and says nothing of the archive it lies in.
_OF_ANYTHING: Final = {EmptyFile.code, UnknownFormat.code}


class Gathering:
    """What comes of an archive, member by member: each run once."""

    def __init__(self, taken: Iterable[Taken] = ()) -> None:
        """`taken` are the runs that came out of the same archive before."""
        self.runs: list[Measured] = []
        self.skipped: list[Skipped] = []
        self._taken = list(taken)

    def add(self, name: str, read: Read | UnreadableFile) -> None:
        """Take in what came of the member of that name."""
        if isinstance(read, UnreadableFile):
            self.skipped.append(members.refused(name, read))
            return
        self.skipped += read.skipped
        for run in read.runs:
            self._add(name, run)

    def _add(self, name: str, run: Measured) -> None:
        """Take a run, unless it was taken; a whole recording takes the place of one that is not."""
        taken = _taken(name, run)
        twin = twin_of(name, run.metrics, self._taken)
        if twin is not None and not (taken.whole and not twin.whole):
            self.skipped.append(members.twin(name, twin.member))
            return
        if twin is not None:
            self._taken.remove(twin)
            self.runs = [each for each in self.runs if each.activity.member != twin.member]
            self.skipped.append(members.twin(twin.member, name))
        self._taken.append(taken)
        self.runs.append(run)


def fruitless(file: str, skipped: Sequence[Skipped]) -> UnreadableFile:
    """Why nothing came of an archive: of what was passed over in it."""
    elsewhere = sum(each.code == OUTSIDE for each in skipped)
    if elsewhere > 0:
        return NothingInTime(count=elsewhere)
    told = [each for each in skipped if each.code != OF_THE_SYSTEM]
    known = {kind.code: kind for kind in _kinds(UnreadableFile)}
    if len(told) == 1 and told[0].code in known.keys() - _OF_ANYTHING:
        return known[told[0].code](**told[0].facts)
    return NoActivity(format="ZIP")


def _kinds(error: type[UnreadableFile]) -> Iterator[type[UnreadableFile]]:
    yield error
    for kind in error.__subclasses__():
        yield from _kinds(kind)


def _taken(name: str, run: Measured) -> Taken:
    return Taken(
        member=name,
        started_at=run.metrics.started_at,
        ended_at=run.metrics.ended_at,
        whole=run.activity.damage is None and bool(run.track.positioned.any()),
    )


class _LastRead:
    """The archive that this process read last, open: a directory of 50,000 members is read once."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._key: tuple[Source, int, int, int] | None = None
        self._archive: Archive | None = None

    def archive(self, source: Source) -> Archive:
        """The archive of a source; the one before is closed."""
        state = source.path.stat()
        key = (source, state.st_ino, state.st_mtime_ns, state.st_size)
        if self._archive is None or self._key != key:
            self.close()
            file = self._open.enter_context(source.path.open("rb"))
            archive = Archive(file, source.name, source.limits)
            self._key, self._archive = key, self._open.enter_context(archive)
        return self._archive

    def close(self) -> None:
        """Let go of it."""
        self._key = self._archive = None
        self._open.close()


_LAST: Final = _LastRead()
atexit.register(_LAST.close)


@lru_cache(maxsize=1)
def _plan(kept: Path) -> Plan:
    laid: Plan = pickle.loads(kept.read_bytes())  # noqa: S301 -- written by `plan`, in a folder of ours
    return laid
