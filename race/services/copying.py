"""Runs that look like the same recording, found among all runs of an organiser."""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from race.event import Event
from race.ingest import values
from race.ingest.checks import thresholds
from race.ingest.checks.evidence import History
from race.ingest.copies import Copied, Likeness, compare
from race.ingest.copies.likeness import Kind
from race.ingest.examine import Measured
from race.ingest.report import none_if_nan
from race.services.entries import birth_of
from race.store import entries, events, fingerprints, submissions, tracks
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.store.entries import EntryRow
from race.store.fingerprints import Candidate, CopyRow, FingerprintRow, Near

#: Other events of an organiser that are searched: those of the latest start.
_OTHER_EVENTS: Final = 15
#: Runs that share keys and are looked up; so many of them, those that share most, are compared
#: point by point. Of 10,000 runs in one stadium a copy's original is among the first three in 99
#: of 100 cases.
_NEAREST: Final = 20
COMPARED: Final = 3
#: A run that is a copy of so many others of its event is not kept to be found: a file that goes
#: round a group would fill the places of its own keys, and push its original out of sight.
_ENOUGH_COPIES: Final = 2
#: How alike two runs out of the same bytes are.
_IDENTICAL: Final = Likeness(within_15cm=1.0, within_1_5m=1.0, speed=1.0, overlap=1.0, apart_m=0.0)


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Where copies of a runner's runs are looked for."""

    #: The event, and others of whoever owns it.
    event_ids: tuple[str, ...]
    #: (event, bib) of the runner, in other events by name and birth.
    runner: frozenset[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was found of one run before it is judged."""

    #: Earlier runs that it looks like, those that came in first first …
    copies: tuple[Copied, ...]
    #: … and runs of others out of the same bytes.
    same_bytes: tuple[Copied, ...]
    #: How many others sent the same bytes.
    senders: int
    #: The keys under which its own copies will be found.
    keys: tuple[int, ...]
    #: With how many others it was compared point by point.
    compared: int


def scope(connection: Connection, event: Event, entry: EntryRow) -> Scope:
    """Where copies of the runs of `entry` are looked for."""
    owned = events.of_one_owner(connection, event.id, at_most=_OTHER_EVENTS)
    event_ids = tuple(row.id for row in owned)
    elsewhere = entries.of_name(connection, event_ids[1:], entry.name)
    same = {(other.event_id, other.bib) for other in elsewhere if _born_alike(entry, other)}
    return Scope(event_ids=event_ids, runner=frozenset({(event.id, entry.bib), *same}))


def search(
    connection: Connection,
    where: Scope,
    run: Measured,
    upload_sha256: str,
    *,
    at_most: int = COMPARED,
) -> Found:
    """What is stored that looks like a run out of the upload of those bytes; compared point by
    point with so many others.

    A runner's own runs of the same time are no copies: in one event another check looks at them,
    and in two events of one organiser the same run may count in both.
    """
    holders = _of_bytes(connection, where, run.activity.digest)
    same_bytes = {other.activity_id: other for other in _began_with(run, holders)[:_NEAREST]}
    identical = same_bytes | {o.activity_id: o for o in _of_places(connection, where, run)}
    near = fingerprints.near(connection, where.event_ids, run.fingerprint.probes, at_most=_NEAREST)
    alike = [o for o in _nearest(connection, where, run, near) if o.activity_id not in identical]
    found = [
        _told(where, other, Kind.SAME, _IDENTICAL)
        if other.activity_id in identical
        else _compared(connection, where, run, other)
        for other in sorted([*identical.values(), *alike[:at_most]], key=_came_in)
    ]
    copies = [
        copied
        for copied in found
        if copied is not None and not _taken_from(connection, where, copied)
    ]
    return Found(
        copies=tuple(copied for copied in copies if copied.activity not in same_bytes),
        same_bytes=tuple(copied for copied in copies if copied.activity in same_bytes),
        senders=_senders(connection, where, {upload_sha256, run.activity.digest}, holders),
        keys=_keys(where.event_ids[0], run, near, copies),
        compared=len(alike[:at_most]),
    )


def known(found: Found) -> dict[str, Any]:
    """What `search` found, as JSON values, to judge the run by once more; `history` reads it."""
    return {"same_file": found.senders, "copies": values.plain(list(found.copies))}


def history(known: Mapping[str, Any] | None) -> History:
    """What was known of others when a run came in; the runner's own runs are looked at later."""
    if known is None:
        return History()
    copies = tuple(values.of(Copied, each) for each in known["copies"])
    return History(same_file_of_others=known["same_file"], copies=copies)


def keep(connection: Connection, row: ActivityRow, run: Measured, found: Found) -> None:
    """Keep what `search` found of a run, and by what its own copies are found; the run first."""
    mark = FingerprintRow(
        event_id=row.event_id,
        activity_id=row.id,
        bytes_sha256=run.activity.digest or None,
        canonical=run.fingerprint.canonical or None,
    )
    fingerprints.add(connection, mark, found.keys)
    copied = (*found.same_bytes, *found.copies)
    fingerprints.add_copies(connection, [_copy_row(row, each) for each in copied])


def _born_alike(one: EntryRow, other: EntryRow) -> bool:
    if one.birth_date is not None and other.birth_date is not None:
        return one.birth_date == other.birth_date
    return birth_of(one).year == birth_of(other).year


def _of_bytes(connection: Connection, where: Scope, digest: str) -> list[Candidate]:
    """Runs of others out of these bytes."""
    found = fingerprints.of_bytes(connection, where.event_ids, digest) if digest else []
    return [other for other in found if (other.event_id, other.bib) not in where.runner]


def _began_with(run: Measured, others: Iterable[Candidate]) -> list[Candidate]:
    """Of several runs in one file those that began when this one did."""
    began = none_if_nan(run.metrics.started_at)
    return [other for other in others if other.started_at == began]


def _of_places(connection: Connection, where: Scope, run: Measured) -> list[Candidate]:
    """Runs of others with the same seconds and places."""
    canonical = run.fingerprint.canonical
    if not canonical:
        return []
    found = fingerprints.of_canonical(connection, where.event_ids, canonical)
    return [other for other in found if (other.event_id, other.bib) not in where.runner][:_NEAREST]


def _nearest(connection: Connection, where: Scope, run: Measured, near: Near) -> list[Candidate]:
    """Runs that share keys: those that share most first, of equal ones the first that came in."""
    found = fingerprints.candidates(connection, near.runs)
    others = [other for other in found if not _shares_time_of_runner(where, run, other)]
    return sorted(others, key=lambda other: -near.runs[other.event_id, other.activity_id])


def _came_in(run: Candidate) -> datetime:
    return run.examined_at


def _shares_time_of_runner(where: Scope, run: Measured, other: Candidate) -> bool:
    """Whether a run is of the same runner and of the same time, as far as that is known."""
    if (other.event_id, other.bib) not in where.runner:
        return False
    if other.started_at is None or other.ended_at is None:
        return True
    metrics = run.metrics
    shared = min(metrics.ended_at, other.ended_at) - max(metrics.started_at, other.started_at)
    return not shared <= thresholds.OVERLAP_SLACK_S


def _taken_from(connection: Connection, where: Scope, copied: Copied) -> bool:
    """Whether a run is itself known as a copy of one of this runner's: it accuses its sender."""
    known = fingerprints.copies_with(connection, copied.event, copied.activity)
    first = [(r.of_event_id, r.of_activity_id) for r in known if r.activity_id == copied.activity]
    originals = fingerprints.candidates(connection, first) if first else []
    return not copied.own and any((o.event_id, o.bib) in where.runner for o in originals)


def _compared(
    connection: Connection, where: Scope, run: Measured, other: Candidate
) -> Copied | None:
    path = tracks.path(connection, other.event_id, other.activity_id)
    if path is None:
        return None
    likeness = compare(run.track, path)
    return None if likeness.kind is None else _told(where, other, likeness.kind, likeness)


def _told(where: Scope, other: Candidate, kind: Kind, likeness: Likeness) -> Copied:
    return Copied(
        activity=other.activity_id,
        bib=other.bib,
        event=other.event_id,
        kind=kind,
        likeness=likeness,
        own=(other.event_id, other.bib) in where.runner,
        started_at=math.nan if other.started_at is None else other.started_at,
    )


def _senders(
    connection: Connection, where: Scope, sha256s: Collection[str], holders: Iterable[Candidate]
) -> int:
    """How many others sent the same file, by itself or in an archive."""
    senders = {(run.event_id, run.bib) for run in holders}
    for sha256 in filter(None, sha256s):
        uploads = submissions.of_bytes(connection, where.event_ids, sha256)
        senders |= {(upload.event_id, upload.bib) for upload in uploads}
    return len(senders - where.runner)


def _keys(event_id: str, run: Measured, near: Near, copies: Iterable[Copied]) -> tuple[int, ...]:
    if sum(copied.event == event_id for copied in copies) >= _ENOUGH_COPIES:
        return ()
    return near.free(event_id, run.fingerprint.keys)


def _copy_row(row: ActivityRow, copied: Copied) -> CopyRow:
    return CopyRow(
        event_id=row.event_id,
        activity_id=row.id,
        of_event_id=copied.event,
        of_activity_id=copied.activity,
        kind=copied.kind.value,
        own=copied.own,
        likeness={name: none_if_nan(value) for name, value in asdict(copied.likeness).items()},
    )
