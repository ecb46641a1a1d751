"""Other rules tried out on an event of ten thousand runs: how long its organiser waits.

``python -m bench.dry_run``: a database is filled in a temporary folder with runs of real shape,
five of each runner. Then a stricter pace is tried, and the statistics of the rules are counted.
Exit code 1 when the gate is missed.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Final, TypeVar

import numpy as np

from bench.measuring import missed
from race.activity import Activity, Sport, Stated
from race.category import Sex
from race.event import Event, EventState
from race.ingest.examine import Measured, measured
from race.services import dry_run, entries, events, filing, judging, rule_statistics, scoring
from race.services.filing import Upload
from race.services.new_entry import NewEntry
from race.services.rules_change import merged
from race.store import submissions
from race.store.database import Connection, Engine, open_engine, reading, transaction
from race.store.migrate import migrate
from tests.api.officers import NEW
from tests.ingest import copying as forged
from tests.tracks import MORNING

T = TypeVar("T")

#: Runs of the event, and those of one runner.
RUNS: Final = 10_000
EACH: Final = 5
#: s of CPU: what is held.
AT_MOST_S: Final = 10.0
#: Different recordings, of which all runs are made by another start.
_SHAPES: Final = 30
_DAY_S: Final = 86_400.0
#: When everybody enters.
_NOW: Final = NEW.starts_at + timedelta(days=1)
#: About half of the runs are slower (s/km).
_STRICT: Final = {"pace_slow_s": 600.0}


def fill(engine: Engine, runs: int) -> Event:
    """Store an event of so many runs."""
    migrate(engine)
    with transaction(engine) as connection:
        draft = events.create(connection, NEW, owner=None, now=_NOW)
        event = events.set_state(connection, draft, EventState.OPEN, by=None, now=_NOW)
    shapes = [_shape(np.random.default_rng(seed), event) for seed in range(_SHAPES)]
    rng = np.random.default_rng(99)
    for first in range(0, runs // EACH, 100):
        with transaction(engine) as connection:
            for number in range(first, min(first + 100, runs // EACH)):
                _add(
                    connection, event, number, [shapes[i] for i in rng.integers(_SHAPES, size=EACH)]
                )
    return event


def _shape(rng: np.random.Generator, event: Event) -> Measured:
    """Six kilometres on a road, from 4:10 to 14:40 /km."""
    speed = 1000.0 / float(rng.uniform(250.0, 880.0))
    made = forged.effort(forged.road(rng), rng, speed=speed, start=MORNING)
    stated = Stated(sport=Sport.RUN)
    activity = Activity(track=forged.recorded(made, rng), stated=stated, format="gpx")
    return measured(activity, event.window, tuple(race.distance_m for race in event.races))


def _add(connection: Connection, event: Event, number: int, shapes: Sequence[Measured]) -> None:
    """One runner, with a run a day."""
    new = NewEntry(
        name=f"Hoàng Văn {number}",
        sex=Sex.MALE,
        birth_date=None,
        birth_year=1960 + number % 40,
        races=tuple(race.slug for race in event.races),
        consent=True,
    )
    entry = entries.enter(connection, event, new, now=_NOW).entry
    for day, shape in enumerate(shapes):
        run = _shifted(shape, (day - EACH) * _DAY_S + number)
        sent = event.window.local(run.metrics.ended_at + 3600.0)
        upload = Upload(file=BytesIO(), filename="run.gpx", sent_by="runner", received_at=sent)
        sha256 = f"{number * EACH + day:064x}"
        submissions.add_blob(connection, sha256, 1, sent)
        row = filing.submission(entry, upload, sha256)
        submissions.add(connection, row)
        kept = judging.take(connection, event, entry, row, [run])
        submissions.update(connection, filing.read(row, kept, None))
    scoring.rescore(connection, event, entry, now=_NOW)


def _shifted(run: Measured, seconds: float) -> Measured:
    """The same run at another time, by what is remembered of it: without its track, and without
    what copies are found by."""
    nowhere = run.track.take(np.zeros(len(run.track), dtype=np.bool_))
    metrics = replace(
        run.metrics,
        started_at=run.metrics.started_at + seconds,
        ended_at=run.metrics.ended_at + seconds,
    )
    mark = replace(run.fingerprint, canonical="", keys=(), probes=())
    return replace(run, track=nowhere, metrics=metrics, fingerprint=mark)


def _timed(what: Callable[[], T]) -> tuple[float, T]:
    """CPU seconds, and what came of it: a busy moment of the machine is none of ours."""
    begun = time.process_time()
    found = what()
    return time.process_time() - begun, found


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, hold the gate."""
    options = argparse.ArgumentParser(prog="python -m bench.dry_run")
    options.add_argument("--runs", type=int, default=RUNS)
    asked = options.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/race.db")
        event = fill(engine, asked.runs)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with reading(engine) as connection:
            rules = merged(event, _STRICT)
            spent_s, found = _timed(lambda: dry_run.try_out(connection, event, rules))
            strict = replace(event, rules=rules)
            counted_s, _ = _timed(lambda: rule_statistics.of_event(connection, strict))
        grew = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        engine.dispose()
    print(f"\n{asked.runs:,} runs: {len(found.changed):,} and {len(found.ranks):,} places change;")
    print(f"{counted_s:.1f} s for the statistics, {grew / 1024:.0f} MB more at most\n")
    return int(missed("s for a dry run", spent_s, "<=", AT_MOST_S * asked.runs / RUNS))


if __name__ == "__main__":
    sys.exit(main())
