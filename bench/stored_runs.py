"""A database of many stored runs, made up as quickly as it can be filled."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import psycopg
from sqlalchemy.schema import CreateIndex, DropIndex

from race.activity import Activity, Stated
from race.ingest.copies import fingerprint
from race.ingest.examine import Measured, measured
from race.store import activities, entries, events, fingerprints, submissions, tables, tracks
from race.store.database import Engine, transaction
from race.store.fingerprints import FingerprintRow
from race.track import Track
from tests.ingest import copying
from tests.store import rows
from tests.tracks import MORNING

#: Two events of one owner: the first, in which the uploads are, has three fifths of the runs.
EVENTS: Final = ("event-here", "event-there")
_SHARES: Final = (0.6, 0.4)
#: Keys of a run, and the share of them that sixteen runs hold, as on much-run roads.
_KEYS: Final = 30
_SHARED: Final = 0.25
_HELD_BY: Final = 16
#: Stretches of the range of keys, filled one after the other: each fits into memory, sorted.
_STRETCHES: Final = 64
_RUNNER, _UPLOAD = "00001", "upload-1"
_STADIUM: Final = copying.stadium(5000.0)
_DAY_S: Final = 86_400.0

#: Many rows of one table, and its columns.
Rows = Iterable[Sequence[Any]]


@dataclass(frozen=True, kw_only=True)
class Stored:
    """What was stored, as far as uploads are made of it."""

    #: Some runs in the stadium by their ids, as they were recorded.
    laps: dict[str, Track]
    #: Some keys that several runs hold.
    shared: tuple[int, ...]


def fill(engine: Engine, stored: int, laps: int, kept: int) -> Stored:
    """Store so many runs, `laps` of them in one stadium by their real fingerprints and with their
    tracks; `kept` of these are handed back. The database is empty, its tables are there."""
    rng = np.random.default_rng(1)
    with transaction(engine) as connection:
        for event_id in EVENTS:
            slug = event_id.removeprefix("event-")
            events.add(connection, rows.event(slug))
            entries.add(connection, rows.entry(event_id, _RUNNER, "Lý Thị Hương"))
            submissions.add_blob(connection, rows.BYTES, 12, rows.NOW)
            submissions.add(connection, rows.submission(event_id, _RUNNER, _UPLOAD))
    _made_up(engine, stored - laps)
    shared = _made_up_keys(engine, rng, stored - laps)
    return Stored(laps=_laps(engine, rng, laps, kept), shared=shared)


def lap(rng: np.random.Generator, day: float) -> Track:
    """Somebody's five kilometres in the stadium, `day` days after the first."""
    pace = float(rng.uniform(2.5, 4.0))
    start = MORNING + day * _DAY_S + float(rng.uniform(0, _DAY_S))
    return copying.recorded(copying.effort(_STADIUM, rng, speed=pace, start=round(start)), rng)


def examined(track: Track) -> Measured:
    """A run as it comes out of its file."""
    return measured(Activity(track=track, stated=Stated(), format="gpx"), None)


def _laps(engine: Engine, rng: np.random.Generator, count: int, kept: int) -> dict[str, Track]:
    """Runs in the stadium, one after the other, as the program stores them."""
    found: dict[str, Track] = {}
    every = max(count // max(kept, 1), 1)
    for first in range(0, count, 500):
        with transaction(engine) as connection:
            for number in range(first, min(first + 500, count)):
                track, name = lap(rng, number / 1000), f"lap-{number}"
                row = rows.activity(EVENTS[0], _RUNNER, name, _UPLOAD)
                position = 10_000_000 + number
                activities.add(connection, replace(row, position=position))
                tracks.put(connection, EVENTS[0], name, track)
                mark = fingerprint(track)
                near = fingerprints.near(connection, EVENTS, mark.keys, at_most=0)
                kept_as = FingerprintRow(
                    event_id=EVENTS[0],
                    activity_id=name,
                    bytes_sha256=f"{number:064x}",
                    canonical=mark.canonical,
                )
                fingerprints.add(connection, kept_as, near.free(EVENTS[0], mark.keys))
                if number % every == 0:
                    found[name] = track
    return found


def _made_up(engine: Engine, count: int) -> None:
    """Runs of which only the rows are there, with fingerprints of two random numbers."""
    row = rows.activity(EVENTS[0], _RUNNER, "", _UPLOAD)
    columns = [column.name for column in tables.activities.columns]
    numbers = [(event, n) for event, m in _of_events(count) for n in range(m)]
    written = (
        [
            _plain(value)
            for value in ({**vars(row), "event_id": event, "id": _name(n), "position": n}).values()
        ]
        for event, n in numbers
    )
    assert columns == list(vars(row)), "the dataclass names its columns in the table's order"
    _copy(engine, "activities", columns, written)
    digests = np.random.default_rng(2).bytes(64 * len(numbers)).hex()
    marks = (
        (event, _name(n), digests[128 * i : 128 * i + 64], digests[128 * i + 64 : 128 * i + 128])
        for i, (event, n) in enumerate(numbers)
    )
    _copy(engine, "fingerprints", [c.name for c in tables.fingerprints.columns], marks)


def _made_up_keys(engine: Engine, rng: np.random.Generator, count: int) -> tuple[int, ...]:
    """Keys of the runs made up, and some of those that several hold."""
    (index,) = tables.fingerprint_keys.indexes
    with transaction(engine) as connection:
        connection.execute(DropIndex(index))
    shared: list[int] = []
    columns = [column.name for column in tables.fingerprint_keys.columns]
    for event, runs in _of_events(count):
        width = 2**64 // _STRETCHES
        for low in range(-(2**63), 2**63, width):
            keys = _stretch(rng, low, width, runs * _KEYS // _STRETCHES)
            who = rng.integers(runs, size=len(keys))
            pairs = sorted(set(zip(keys.tolist(), map(_name, who.tolist()), strict=True)))
            _copy(engine, "fingerprint_keys", columns, ((event, k, run) for k, run in pairs))
            shared += keys[: _HELD_BY * 20 : _HELD_BY].tolist() if event == EVENTS[0] else []
    with transaction(engine) as connection:
        connection.execute(CreateIndex(index))
    return tuple(shared)


def _stretch(rng: np.random.Generator, low: int, width: int, count: int) -> Any:
    """Keys from `low` on, the first of them those that `_HELD_BY` runs hold each."""
    alone = rng.integers(low, low + width - 1, size=int(count * (1 - _SHARED)), dtype=np.int64)
    together = rng.integers(low, low + width - 1, size=int(count * _SHARED / _HELD_BY))
    return np.concatenate((np.repeat(together, _HELD_BY), alone))


def _of_events(count: int) -> Iterator[tuple[str, int]]:
    for event, share in zip(EVENTS, _SHARES, strict=True):
        yield event, round(count * share)


def _name(number: int) -> str:
    """As long as an id of ours."""
    return f"run-{number:012d}"


def _plain(value: Any) -> Any:
    """As a driver takes it: JSON as text, a moment as SQLite keeps it."""
    if isinstance(value, dict | list):
        return "{}" if isinstance(value, dict) else "[]"
    return value.strftime("%Y-%m-%d %H:%M:%S.%f") if hasattr(value, "strftime") else value


def _copy(engine: Engine, table: str, columns: Sequence[str], rows: Rows) -> None:
    """Write many rows past everything that checks them."""
    raw = engine.raw_connection()
    driver, names = raw.driver_connection, ", ".join(columns)
    if isinstance(driver, sqlite3.Connection):
        values = ", ".join("?" * len(columns))
        driver.execute("PRAGMA foreign_keys = OFF")
        driver.execute("BEGIN")
        driver.executemany(f"INSERT INTO {table} ({names}) VALUES ({values})", rows)  # noqa: S608 -- names of our tables
        driver.execute("COMMIT")
        driver.execute("PRAGMA foreign_keys = ON")
    else:
        assert isinstance(driver, psycopg.Connection)
        with driver.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN".encode()) as copy:
                for row in rows:
                    copy.write_row(row)
        raw.commit()
    raw.close()
