"""Kept uploads read once more: the files, and of archives the members that gave runs.

What was passed over at first is passed over again without a look, so an account of ten years costs
no more than the runs that were taken of it. Nothing is added and nothing goes: a reading says only
how the runs that are there measure now.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, TypeAlias

from race.errors import UnreadableFile
from race.event import Event
from race.ingest import amending, reading
from race.ingest.examine import Measured
from race.ingest.reading import Read, Source, Wanted
from race.services import unpacking
from race.services.work import Tools
from race.store.activities import ActivityRow
from race.store.blobs import Blobs
from race.store.submissions import SubmissionRow

#: An upload, and a member of it; None for a file.
Place: TypeAlias = tuple[str, str | None]
#: What was read, by its place; what cannot be read any more is left out.
Found: TypeAlias = Mapping[Place, Sequence[Measured]]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One thing that is to be read again."""

    upload: SubmissionRow
    #: Its number among those of its upload, and how many these are.
    number: int
    of: int
    #: The member of an archive; None for a file.
    member: str | None
    #: Whether any run came out of it: there is nothing to be read where none did.
    gave: bool

    @property
    def place(self) -> Place:
        """By what it is found."""
        return self.upload.id, self.member


def readings(upload: SubmissionRow, runs: Iterable[ActivityRow]) -> list[Reading]:
    """What is to be read of an upload, out of which these runs came, in the order of the runs; one
    empty reading where none did."""
    members = list(dict.fromkeys(run.member for run in sorted(runs, key=_position)))
    return [
        Reading(upload=upload, number=n, of=max(len(members), 1), member=member, gave=bool(members))
        for n, member in enumerate(members or [None])
    ]


def again(tools: Tools, event: Event, wanted: Iterable[Reading], plans: Path) -> Found:
    """Read and measure, by processes with limits. What an archive holds is kept in files that begin
    with `plans`, for whoever reads more of it later: `forget` drops them."""
    found: dict[Place, Sequence[Measured]] = {}
    files: list[tuple[Place, Source]] = []
    asked = unpacking.wanted(event)
    with ExitStack() as opened:
        to_read = (each for each in wanted if each.gave)
        for upload, some in _by_upload(to_read):
            if upload.format == amending.BY_HAND:
                found |= _by_hand(tools.blobs, upload)
                continue
            path = _local(opened, tools.blobs, upload.sha256)
            if path is None:
                continue
            source = Source(path=path, name=upload.filename, limits=unpacking.BY_JOB)
            if unpacking.is_archive(path):
                found |= _members(tools, source, asked, _plan(plans, upload), some)
            else:
                files += [(each.place, source) for each in some]
        found |= _files(tools, files, asked)
    return found


def forget(plans: Path, *, but: SubmissionRow | None = None) -> None:
    """Drop what `again` kept beside `plans`, but for one upload."""
    for path in plans.parent.glob(f"{plans.name}*"):
        if but is None or path != _plan(plans, but):
            path.unlink(missing_ok=True)


def paired(
    rows: Iterable[ActivityRow], runs: Sequence[Measured]
) -> Iterator[tuple[ActivityRow, Measured | None]]:
    """Each of the runs of one place with how it measures now: in their order, or, where more or
    fewer are found there than were taken, by their start. None for a run that is not found."""
    in_order = sorted(rows, key=_position)
    if len(in_order) == len(runs):
        yield from zip(in_order, unpacking.by_start(runs), strict=True)
        return
    begun = {run.metrics.started_at: run for run in runs if math.isfinite(run.metrics.started_at)}
    for row in in_order:
        start = _start(row)
        yield row, None if start is None else begun.get(start)


def _position(row: ActivityRow) -> int:
    return row.position


def _start(row: ActivityRow) -> float | None:
    """When a run began by its file, whatever was corrected since."""
    if row.amended is None:
        return row.started_at
    whole: Mapping[str, Any] = row.metrics.get("unamended", row.metrics)
    start: float | None = whole["remembered"]["metrics"]["started_at"]
    return start


def _by_upload(
    wanted: Iterable[Reading],
) -> Iterator[tuple[SubmissionRow, Sequence[Reading]]]:
    for _, some in groupby(wanted, key=lambda each: each.upload.id):
        together = list(some)
        yield together[0].upload, together


def _local(opened: ExitStack, blobs: Blobs, sha256: str) -> Path | None:
    """The bytes as a file; None where they are lost."""
    try:
        return opened.enter_context(blobs.local(sha256))
    except KeyError:
        return None


def _by_hand(blobs: Blobs, upload: SubmissionRow) -> Found:
    try:
        data = blobs.get(upload.sha256)
    except KeyError:
        return {}
    return {(upload.id, None): [amending.entered(amending.from_bytes(data), upload.sha256)]}


def _files(tools: Tools, files: Sequence[tuple[Place, Source]], asked: Wanted) -> Found:
    """Several at a time."""
    read = tools.examiner.each(reading.plain, [(source, asked) for _, source in files])
    return _readable(zip([place for place, _ in files], read, strict=True))


def _members(
    tools: Tools, source: Source, asked: Wanted, kept: Path, some: Sequence[Reading]
) -> Found:
    """Those of one archive; runs that only its indexes tell of have the name of an index."""
    tools.scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
    run = tools.examiner.run
    try:
        if not kept.exists():
            run(reading.plan, source, kept, seconds=unpacking.LOOK_S)
        numbers: Mapping[str | None, int] = run(reading.numbers, kept, [r.member for r in some])
        alone = [each.place for each in some if each.member not in numbers]
        told: Read = run(reading.trackless, kept, asked, ()) if alone else Read()
    except UnreadableFile:
        return {}
    places = [each.place for each in some if each.member in numbers]
    given = [(source, kept, numbers[name], asked) for _, name in places]
    read = tools.examiner.each(reading.member, given)
    found = {place: _of_member(told.runs, place[1]) for place in alone}
    return found | _readable(zip(places, read, strict=True))


def _of_member(runs: Iterable[Measured], name: str | None) -> list[Measured]:
    return [run for run in runs if run.activity.member == name]


def _readable(read: Iterable[tuple[Place, Read | UnreadableFile]]) -> dict[Place, Any]:
    return {place: each.runs for place, each in read if isinstance(each, Read)}


def _plan(plans: Path, upload: SubmissionRow) -> Path:
    return plans.with_name(f"{plans.name}.{upload.id}.plan")
