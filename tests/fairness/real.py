"""The classes of the collection of real files: honest runs, copies of them, pairs of them."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Final

from race.ingest.examine import measured
from tests.fairness import corpus, measure
from tests.fairness.classes import FOUND, NOT_ACCUSED, REAL, Row, Target, copies_target
from tests.fairness.copies import CHANGES, copied
from tests.fairness.corpus import Real
from tests.fairness.measure import Result

#: Fixes, m: of less, a part cannot tell whose it was.
_WORTH_COPYING: Final = (100, 1000.0)


def rows(folder: Path, *, quick: bool) -> Iterator[Row]:
    """The rows of the table that are about real files."""
    runs = list(corpus.honest_runs(folder))
    results = [measure.of_run(real.name, real.run) for real in runs]
    yield Row(name="real, honest", target=REAL, results=results, honest=True)
    every = [measure.of_run(real.name, real.run, every_check=True) for real in runs]
    yield Row(name="real, every check of `free`", target=Target(), results=every)
    yield from _copies(runs[::8] if quick else runs)
    yield from _pairs(runs)


def _copies(runs: Sequence[Real]) -> Iterator[Row]:
    """Copies of every run that is long enough, changed in every way."""
    fixes, metres = _WORTH_COPYING
    long = [
        real
        for real in runs
        if len(real.run.track) >= fixes and real.run.metrics.distance_m >= metres
    ]
    for change in CHANGES:
        results = []
        for number, real in enumerate(long):
            pair = copied(change, number, real.run.activity, real.name)
            later = measured(pair.later, None)
            results.append(measure.of_two(pair.name, later, real.run, found_first=True))
        yield Row(name=f"real copy, {change}", target=copies_target(change), results=results)


def _pairs(runs: Sequence[Real]) -> Iterator[Row]:
    """Every two runs whose fingerprints meet: one recording twice, or two recordings."""
    twice: list[Result] = []
    two: list[Result] = []
    kept = [{*real.run.fingerprint.keys} for real in runs]
    for (a, first), (_, second) in combinations(enumerate(runs), 2):
        one = corpus.one_recording(first.name, second.name)
        if one or not kept[a].isdisjoint(second.run.fingerprint.probes):
            name = f"{second.name} beside {first.name}"
            result = measure.of_two(name, second.run, first.run, found_first=one)
            (twice if one else two).append(result)
    yield Row(name="real, one recording twice", target=FOUND, results=twice)
    yield Row(name="real, two recordings", target=NOT_ACCUSED, results=two, honest=True)
