"""By what copies of runs are found among all runs of some events, and what was found."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from math import log
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, or_, select

from race.store import rows
from race.store.rows import insert_for
from race.store.tables import activities, copies, fingerprint_keys, fingerprints

#: A key that so many runs of an event hold says nothing any more: it is kept for no further run.
CROWD: Final = 32
#: Values of one statement; SQLite takes 32,766 by default.
_MOST_VALUES: Final = 10_000


@dataclass(frozen=True, kw_only=True)
class FingerprintRow:
    """What is kept of a run to find its copies, beside its keys."""

    event_id: str
    activity_id: str
    #: Of the file that it lies in, out of its archive; None when unknown.
    bytes_sha256: str | None
    #: See `race.ingest.copies.Fingerprint`; None without points.
    canonical: str | None


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A stored run that may be the same recording as another one."""

    event_id: str
    activity_id: str
    bib: str
    #: Seconds since 1970 UTC; None without times.
    started_at: float | None
    ended_at: float | None
    #: When it came in.
    examined_at: datetime
    #: What stands: one of `race.verdict.Outcome`.
    state: str


@dataclass(frozen=True, kw_only=True)
class Near:
    """What shares keys with a recording."""

    #: (event, run) → how much it shares, those that share most first.
    runs: Mapping[tuple[str, str], float]
    #: (event, key) that `CROWD` runs hold.
    crowded: frozenset[tuple[str, int]]

    def free(self, event_id: str, keys: Iterable[int]) -> tuple[int, ...]:
        """Those of the keys under which a run of that event is to be kept."""
        return tuple(key for key in keys if (event_id, key) not in self.crowded)


@dataclass(frozen=True, kw_only=True)
class CopyRow:
    """A run that was found to be a copy of an earlier one, and how alike the two are."""

    event_id: str
    activity_id: str
    #: The earlier run, which may have been taken back since.
    of_event_id: str
    of_activity_id: str
    #: One of `race.ingest.copies.Kind`.
    kind: str
    #: The earlier run is the runner's own.
    own: bool
    #: How alike: `race.ingest.copies.Likeness` as JSON values, None for NaN.
    likeness: Mapping[str, float | None]


def add(connection: Connection, row: FingerprintRow, keys: Iterable[int]) -> None:
    """Keep the fingerprint of a run under these keys, the run first; again is as good as once."""
    rows.upsert(connection, fingerprints, [row])
    held = [
        {"event_id": row.event_id, "key": key, "activity_id": row.activity_id}
        for key in sorted(set(keys))
    ]
    if held:
        kept = insert_for(connection, fingerprint_keys).on_conflict_do_nothing()
        connection.execute(kept, held)


def near(
    connection: Connection, event_ids: Sequence[str], probes: Collection[int], *, at_most: int
) -> Near:
    """The runs of these events that are kept under `probes`, at most so many.

    A key weighs the less the more runs hold it (inverse document frequency): what many share, say
    the lane of a stadium, tells less than what two share.
    """
    held: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for event_id, key, activity_id in _holders(connection, event_ids, probes):
        held[event_id, key].append(activity_id)
    weights: defaultdict[tuple[str, str], float] = defaultdict(float)
    for (event_id, _), runs in held.items():
        for activity_id in runs:
            weights[event_id, activity_id] += log(1 + 2 * CROWD / len(runs))
    first = sorted(weights, key=lambda run: (-weights[run], run))[:at_most]
    crowded = frozenset(held_by for held_by, runs in held.items() if len(runs) >= CROWD)
    # Sums of the same weights in another order differ in their last digits: equal is equal.
    return Near(runs={run: round(weights[run], 6) for run in first}, crowded=crowded)


def _holders(
    connection: Connection, event_ids: Sequence[str], probes: Collection[int]
) -> Iterator[tuple[str, int, str]]:
    """(event, key, run) of every run that is kept under one of `probes`."""
    looked_for = sorted(set(probes))
    table = fingerprint_keys.c
    for first in range(0, len(looked_for), _MOST_VALUES):
        some = looked_for[first : first + _MOST_VALUES]
        wanted = select(table.event_id, table.key, table.activity_id).where(
            table.event_id.in_(event_ids), table.key.in_(some)
        )
        yield from connection.execute(wanted)


def candidates(connection: Connection, runs: Collection[tuple[str, str]]) -> list[Candidate]:
    """What is known of some runs (event, run), those that came in first first."""
    asked = set(runs)
    wanted = _candidates().where(
        activities.c.event_id.in_({event_id for event_id, _ in asked}),
        activities.c.id.in_({activity_id for _, activity_id in asked}),
    )
    found = rows.many(connection, _in_order(wanted), Candidate)
    return [run for run in found if (run.event_id, run.activity_id) in asked]


def of_bytes(
    connection: Connection, event_ids: Sequence[str], bytes_sha256: str
) -> list[Candidate]:
    """The runs of these events that lie in the same bytes, those that came in first first."""
    return _with(connection, event_ids, fingerprints.c.bytes_sha256 == bytes_sha256)


def of_canonical(
    connection: Connection, event_ids: Sequence[str], canonical: str
) -> list[Candidate]:
    """The runs of these events with the same seconds and places, those that came in first first."""
    return _with(connection, event_ids, fingerprints.c.canonical == canonical)


def _with(
    connection: Connection, event_ids: Sequence[str], same: ColumnElement[bool]
) -> list[Candidate]:
    wanted = _candidates().where(
        fingerprints.c.event_id.in_(event_ids),
        same,
        activities.c.event_id == fingerprints.c.event_id,
        activities.c.id == fingerprints.c.activity_id,
    )
    return rows.many(connection, _in_order(wanted), Candidate)


def bytes_of(
    connection: Connection, runs: Collection[tuple[str, str]]
) -> dict[tuple[str, str], str | None]:
    """The SHA-256 of the file that each run (event, run) lies in; None where it is unknown."""
    asked = set(runs)
    wanted = rows.pick(fingerprints, FingerprintRow).where(
        fingerprints.c.event_id.in_({event_id for event_id, _ in asked}),
        fingerprints.c.activity_id.in_({activity_id for _, activity_id in asked}),
    )
    found = rows.many(connection, wanted, FingerprintRow)
    return {(row.event_id, row.activity_id): row.bytes_sha256 for row in found}


def missing(connection: Connection, event_id: str) -> list[str]:
    """The runs of an event without a fingerprint, those that came in first first."""
    has_one = exists().where(
        fingerprints.c.event_id == activities.c.event_id,
        fingerprints.c.activity_id == activities.c.id,
    )
    wanted = select(activities.c.id).where(activities.c.event_id == event_id, ~has_one)
    return list(connection.execute(_in_order(wanted)).scalars())


def add_copies(connection: Connection, found: Sequence[CopyRow]) -> None:
    """Keep of what a run is a copy; once more is as good as once."""
    rows.upsert(connection, copies, found)


def copies_with(connection: Connection, event_id: str, activity_id: str) -> list[CopyRow]:
    """What was found between a run and others, earlier and later ones."""
    wanted = rows.pick(copies, CopyRow).where(
        or_(
            and_(copies.c.event_id == event_id, copies.c.activity_id == activity_id),
            and_(copies.c.of_event_id == event_id, copies.c.of_activity_id == activity_id),
        )
    )
    return rows.many(connection, wanted, CopyRow)


def _candidates() -> Select[Any]:
    columns = (field.name for field in fields(Candidate) if field.name != "activity_id")
    return select(activities.c.id.label("activity_id"), *(activities.c[name] for name in columns))


def _in_order(wanted: Select[Any]) -> Select[Any]:
    return wanted.order_by(activities.c.examined_at, activities.c.position, activities.c.id)
