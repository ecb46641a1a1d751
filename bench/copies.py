"""Copies among a million stored runs: how long one upload looks for them.

``python -m bench.copies`` (``make bench``): a database is filled in a temporary folder, 10,000 of
its runs on one 400 m track (see `bench.stored_runs`). Then uploads are looked up one by one as the
program does it: keys by SQL, the tracks of the runs that share most, the comparison point by point.
Exit code 1 when a gate is missed. ``--database`` names an empty PostgreSQL database instead.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from bench.measuring import missed
from bench.stored_runs import EVENTS, Stored, examined, fill, lap
from race.ingest.examine import Measured
from race.services import copying
from race.services.copying import Scope
from race.store import fingerprints
from race.store.database import Engine, open_engine, reading
from race.store.migrate import migrate
from tests.ingest import copying as forged

#: Runs stored, those of them in one stadium, and uploads that are looked up.
STORED: Final = 1_000_000
LAPS: Final = 10_000
UPLOADS: Final = 500
#: ms: what `make bench` holds for the slowest upload of a hundred.
AT_MOST_MS: Final = 20.0
#: Of the copies among the uploads.
AT_LEAST_FOUND: Final = 0.99

#: Of each upload the quickest try counts, in CPU time where the database is in this process: a busy
#: moment of the machine is none of ours.
_TRIES: Final = 3
#: Who uploads: nobody whose runs are stored.
_WHERE: Final = Scope(event_ids=EVENTS, runner=frozenset({(EVENTS[0], "00002")}))


@dataclass(frozen=True, kw_only=True)
class Upload:
    """One run to be looked up."""

    kind: str
    run: Measured
    #: The stored run that it is a copy of.
    of: str | None = None


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What it took."""

    kind: str
    #: ms for the keys alone, and for all of it.
    keys_ms: float
    whole_ms: float
    #: Whether what it is a copy of was found; None of an honest run.
    found: bool | None


def table(engine: Engine, stored: int, laps: int, count: int) -> bool:
    """Fill, look up, print; whether a gate is missed."""
    begun = time.perf_counter()
    migrate(engine)
    uploads = list(_uploads(fill(engine, stored, laps, count // 5), count))
    spent = time.perf_counter() - begun
    print(f"\n{stored:,} runs on {engine.dialect.name}, {laps:,} of them on one 400 m track;")
    print(f"filled in {spent:.0f} s\n")
    return _told([_looked(engine, upload) for upload in uploads])


def _uploads(stored: Stored, count: int) -> Iterator[Upload]:
    """Two fifths copies, two fifths new runs in the stadium, one fifth runs on much-run roads."""
    rng = np.random.default_rng(3)
    for name, track in stored.laps.items():
        jittered = forged.jittered(forged.shifted(track), rng)
        for kind, copy in (
            ("copy, another date", forged.trimmed(forged.shifted(track))),
            ("copy, 1 m of jitter", jittered),
        ):
            yield Upload(kind=kind, run=examined(copy), of=name)
    for number in range(count * 2 // 5):
        yield Upload(kind="new run in the stadium", run=examined(lap(rng, 20 + number / 1000)))
    for _ in range(count // 5):
        run = examined(forged.recorded(forged.effort(forged.road(rng), rng), rng))
        probes = (*run.fingerprint.probes, *rng.choice(stored.shared, size=8).tolist())
        mark = replace(run.fingerprint, probes=probes)
        yield Upload(kind="new run on a road", run=replace(run, fingerprint=mark))


def _looked(engine: Engine, upload: Upload) -> Looked:
    clock = time.process_time if engine.dialect.name == "sqlite" else time.perf_counter
    probes = upload.run.fingerprint.probes
    keys_s, whole_s = [], []
    for _ in range(_TRIES):
        with reading(engine) as connection:
            begun = clock()
            fingerprints.near(connection, EVENTS, probes, at_most=20)
            keys_s.append(clock() - begun)
        with reading(engine) as connection:
            begun = clock()
            found = copying.search(connection, _WHERE, upload.run, "0" * 64)
            whole_s.append(clock() - begun)
    originals = {copied.activity for copied in found.copies}
    return Looked(
        kind=upload.kind,
        keys_ms=min(keys_s) * 1e3,
        whole_ms=min(whole_s) * 1e3,
        found=None if upload.of is None else upload.of in originals,
    )


def _told(looked: Sequence[Looked]) -> bool:
    print(f"{'one upload, ms':38}{'keys: p50':>10}{'p99':>7}{'all: p50':>11}{'p99':>7}  found")
    kinds = dict.fromkeys(each.kind for each in looked)
    for kind in (*kinds, "all of them"):
        part = [each for each in looked if kind in (each.kind, "all of them")]
        numbers = (
            np.percentile([getattr(each, name) for each in part], share)
            for name in ("keys_ms", "whole_ms")
            for share in (50, 99)
        )
        told = "{:10.1f}{:7.1f}{:11.1f}{:7.1f}".format(*numbers)
        print(f"{f'{kind} ({len(part)})':38}{told}  {_found(part)}")
    print()
    gates = [
        missed("ms, the slowest of a hundred", _slowest(looked), "<=", AT_MOST_MS),
        missed("of the copies found", _share(looked), ">=", AT_LEAST_FOUND),
    ]
    return any(gates)


def _slowest(looked: Sequence[Looked]) -> float:
    return float(np.percentile([each.whole_ms for each in looked], 99))


def _share(looked: Sequence[Looked]) -> float:
    return float(np.mean([each.found for each in looked if each.found is not None]))


def _found(part: Sequence[Looked]) -> str:
    copies = [each.found for each in part if each.found is not None]
    return f"{sum(copies)} of {len(copies)}" if copies else ""


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, hold the gates."""
    options = argparse.ArgumentParser(prog="python -m bench.copies")
    options.add_argument("--runs", type=int, default=STORED)
    options.add_argument("--laps", type=int, default=LAPS)
    options.add_argument("--uploads", type=int, default=UPLOADS)
    options.add_argument("--database", help="of an empty PostgreSQL database")
    asked = options.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(asked.database or f"sqlite:///{folder}/race.db")
        is_missed = table(engine, asked.runs, asked.laps, asked.uploads)
        engine.dispose()
    return int(is_missed)


if __name__ == "__main__":
    sys.exit(main())
