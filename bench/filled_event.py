"""An event full of runs, filled past the door: real bytes, measured and judged as they come in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from race.category import Sex
from race.course import Kind, Race
from race.event import Event, EventState
from race.ingest import reading
from race.ingest.reading import Read, Source
from race.processes import Processes
from race.services import accounts, entries, events, filing, judging, scoring, unpacking
from race.services.accounts import Lifetimes
from race.services.filing import Upload
from race.services.new_entry import NewEntry
from race.services.new_event import NewEvent
from race.store import submissions
from race.store.database import Connection, Engine, transaction
from race.store.entries import EntryRow
from race.track import Track
from tests.gpx_writing import document, point, segment, trk
from tests.ingest import copying
from tests.tracks import MORNING

#: Runs of each runner, on days of their own.
_RUNS_EACH: Final = 4
#: Runners whose runs are written in one transaction.
_AT_A_TIME: Final = 20
#: Metres of a run at least and at most, and its pace, s/km.
_METRES: Final = (2_000.0, 6_000.0)
_PACES: Final = (280.0, 560.0)
#: Seconds between two points of a file.
_EVERY_S: Final = 5
_DAY_S: Final = 86_400.0
_VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")
NEW: Final = NewEvent(
    slug="huu-lung",
    name="Hữu Lũng vẻ đẹp thanh bình",
    organiser="Đoàn xã Hữu Lũng",
    place="Hữu Lũng",
    contact="",
    starts_at=datetime(2026, 11, 1, tzinfo=_VIETNAM),
    ends_at=datetime(2026, 11, 22, 23, 59, tzinfo=_VIETNAM),
    timezone="Asia/Ho_Chi_Minh",
    language="vi",
    preset="huu-lung",
    races=(
        Race(slug="5km", name="Chặng 5 km", kind=Kind.SINGLE, distance_m=5_000.0),
        Race(slug="10km", name="Gom 10 km", kind=Kind.COLLECTED, distance_m=10_000.0),
    ),
    teams=(),
)


@dataclass(frozen=True, kw_only=True)
class File:
    """One file that a runner sent."""

    data: bytes
    sent_at: datetime

    @property
    def sha256(self) -> str:
        """By which it is kept."""
        return sha256(self.data).hexdigest()


def fill(engine: Engine, blobs: Path, runs: int) -> str:
    """Fill the empty, migrated database with an event and so many runs, their bytes under `blobs`;
    the account that owns it. Nothing is synced file by file: that alone would take longer."""
    with transaction(engine) as connection:
        now = datetime.fromtimestamp(MORNING - 20 * _DAY_S, UTC)
        owner = accounts.create_admin(connection, "Bình", now=now, lifetimes=Lifetimes())
        event = events.create(connection, NEW, owner=owner.account_id, now=now)
        event = events.set_state(connection, event, EventState.OPEN, by=None, now=now)
    pool = Processes(count=2)
    runners = -(-runs // _RUNS_EACH)
    for first in range(0, runners, _AT_A_TIME):
        some = range(first, min(first + _AT_A_TIME, runners))
        files = {n: _files(n, min(_RUNS_EACH, runs - n * _RUNS_EACH)) for n in some}
        everything = [file for each in files.values() for file in each]
        read = iter(_measured(pool, event, blobs, everything))
        with transaction(engine) as connection:
            for number, each in files.items():
                entry = _entered(connection, event, number, now)
                for file in each:
                    _keep(connection, event, entry, file, next(read))
                sent_at = each[-1].sent_at
                scoring.rescore(connection, event, entry, now=sent_at)
    pool.close()
    return owner.account_id


def _files(runner: int, count: int) -> list[File]:
    rng = np.random.default_rng(runner)
    found = []
    for day in rng.permutation(13)[:count]:
        metres, pace_s = float(rng.uniform(*_METRES)), float(rng.uniform(*_PACES))
        start = MORNING - float(day + 1) * _DAY_S + float(rng.integers(0, 7200))
        way = copying.road(rng, metres)
        track = copying.recorded(copying.effort(way, rng, speed=1000 / pace_s, start=start), rng)
        kept = track.take(slice(None, None, _EVERY_S))
        sent_at = datetime.fromtimestamp(float(kept.time[-1]), UTC) + timedelta(minutes=10)
        found.append(File(data=_gpx(kept), sent_at=sent_at))
    return sorted(found, key=lambda file: file.sent_at)


def _gpx(track: Track) -> bytes:
    points = [
        point(
            f"{lat:.6f}",
            f"{lon:.6f}",
            time=datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
        for moment, lat, lon in zip(track.time, track.lat, track.lon, strict=True)
    ]
    return document(trk(segment(*points), kind="running")).encode()


def _measured(pool: Processes, event: Event, blobs: Path, files: Sequence[File]) -> Iterator[Read]:
    """What lies in some files, once their bytes are kept."""
    asked, given = unpacking.wanted(event), []
    for file in files:
        path = blobs / file.sha256[:2] / file.sha256[2:4] / file.sha256
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
        given.append((Source(path=path, name="run.gpx"), asked))
    for read in pool.each(reading.plain, given):
        assert isinstance(read, Read), read
        yield read


def _entered(connection: Connection, event: Event, number: int, now: datetime) -> EntryRow:
    new = NewEntry(
        name=f"Vận động viên {number}",
        sex=Sex.FEMALE if number % 2 else Sex.MALE,
        birth_date=None,
        birth_year=1960 + number % 50,
        team=None,
        races=tuple(race.slug for race in event.races),
        consent=True,
    )
    return entries.enter(connection, event, new, now=now).entry


def _keep(connection: Connection, event: Event, entry: EntryRow, file: File, read: Read) -> None:
    upload = Upload(file=BytesIO(), filename="run.gpx", sent_by="runner", received_at=file.sent_at)
    submissions.add_blob(connection, file.sha256, len(file.data), file.sent_at)
    row = filing.submission(entry, upload, file.sha256)
    submissions.add(connection, row)
    kept = judging.take(connection, event, entry, row, read.runs)
    submissions.update(connection, filing.read(row, kept, None))
