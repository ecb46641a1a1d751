"""What is to be read of a file or an archive, in which order, and what its indexes tell of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import BinaryIO, Final

import numpy as np

from race.activity import Activity
from race.errors import UnreadableFile
from race.ingest import formats
from race.ingest.archives import members, twins
from race.ingest.archives.joining import START_S, Directory, Told, joined, start_of
from race.ingest.archives.members import Limits, Member, Skipped
from race.ingest.archives.opening import Archive
from race.ingest.formats import INDEXES
from race.ingest.formats.format import Index
from race.track import FloatArray

#: s. What a clock somewhere on earth shows less UTC: from Baker Island to Kiritimati, and in steps.
_WEST_S, _EAST_S = -12 * 3600.0, 14 * 3600.0
_ZONE_STEP_S: Final = 900.0
_INDEX: Final[dict[str, Index]] = {index.name: index for index in INDEXES}


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What lies in an archive, found by looking at the beginning of every file in it."""

    #: What holds runs, those first that say most of one.
    runs: tuple[Member, ...]
    #: What indexes tell.
    told: tuple[Told, ...] = ()
    #: What is neither, and why nothing was taken of it.
    skipped: tuple[Skipped, ...] = ()

    @cached_property
    def directory(self) -> Directory:
        """`told`, to be looked up."""
        return Directory(self.told)


def planned(file: BinaryIO, name: str, limits: Limits) -> Plan:
    """The plan of an archive, or of a plain file; UnreadableFile when nothing can come of it."""
    with Archive(file, name, limits) as archive:
        runs, indexes, left = archive.look()
        told: list[Told] = []
        for index in indexes:
            try:
                told += _told(archive, index, name)
            except UnreadableFile as error:
                if index.name is None:
                    raise
                left.append(members.refused(index.name, error))
    return Plan(
        runs=tuple(sorted(runs, key=lambda run: twins.richness(run.format))),
        told=tuple(told),
        skipped=tuple(left),
    )


def activities(archive: Archive, plan: Plan, member: Member, name: str) -> list[Activity]:
    """The activities of a member, joined with what indexes tell of them; UnreadableFile."""
    shown = member.name or name
    found = formats.read(archive.bytes_of(member), shown)
    parts = len(found)
    return [
        replace(joined(activity, _about(plan, activity, shown, parts)), member=member.name)
        for activity in found
    ]


def _about(plan: Plan, activity: Activity, shown: str, parts: int) -> list[Told]:
    """What indexes tell of an activity. The totals of a run that lies in several parts, in one file
    or in several of one format, are those of none of them."""
    about = plan.directory.about(activity, shown)
    return [each if parts == 1 and _is_one(plan, each) else _without_totals(each) for each in about]


def _is_one(plan: Plan, told: Told) -> bool:
    if len(told.summary.files) < 2:
        return True
    named = [run for run in plan.runs if told in plan.directory.naming(run.name or "")]
    return len({run.format for run in named}) == len(named)


def _without_totals(told: Told) -> Told:
    stated = replace(told.summary.stated, distance_m=None, elapsed_s=None, timer_s=None, laps=())
    return replace(told, summary=replace(told.summary, stated=stated))


def alone(plan: Plan, begun: Sequence[float]) -> list[Activity]:
    """The runs of which nothing has come but what an index tells: no file of the archive is the one
    it names, and none of the runs that have come began with it (`begun`, s since 1970)."""
    named = {id(t) for run in plan.runs for t in plan.directory.naming(run.name or "")}
    moments = np.asarray(sorted(begun), dtype=np.float64)
    return [
        _alone(told) for told in plan.told if id(told) not in named and not _has_come(told, moments)
    ]


def span(activity: Activity) -> tuple[float, float]:
    """(begin, end) in seconds since 1970 UTC, by its points or as it states; NaN when unknown."""
    times = activity.track.time[activity.track.timed]
    if len(times):
        return float(times[0]), float(times[-1])
    begins = start_of(activity)
    return begins, begins + (activity.stated.elapsed_s or activity.stated.timer_s or 0.0)


def _has_come(told: Told, begun: FloatArray) -> bool:
    summary = told.summary
    if summary.stated.started_at is None:
        return False
    apart = summary.stated.started_at - begun
    if not summary.zone_known:
        apart = _whatever_zone(apart) if summary.files else np.empty(0)  # else it was typed in
    return bool((np.abs(apart) <= START_S).any())


def _whatever_zone(apart: FloatArray) -> FloatArray:
    """Seconds between a clock without a zone and moments in UTC, less the zone that it may have;
    NaN where no zone is so far off."""
    nearest = np.round(apart / _ZONE_STEP_S) * _ZONE_STEP_S
    return np.where((nearest >= _WEST_S) & (nearest <= _EAST_S), apart - nearest, np.nan)


def _told(archive: Archive, index: Member, name: str) -> Iterable[Told]:
    shown = index.name or name
    with archive.stream_of(index) as stream:
        for summary in _INDEX[index.format].read(stream, shown):
            yield Told(index=index.format, member=index.name, summary=summary)


def _alone(told: Told) -> Activity:
    return replace(formats.trackless(told.summary, told.index), member=told.member)
