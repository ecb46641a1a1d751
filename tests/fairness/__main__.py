"""`python -m tests.fairness`: how often the checks accuse the honest and miss a cheat, one table.

Ends with 1 when a class is not as it should be.
"""

import argparse
import math
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Final

import numpy as np

from tests.fairness import corpus, real
from tests.fairness.classes import Class, Row, classes

_LINE: Final = "{:<28} {:>5} {:>9} {:>9}  {:<28} {:<4} {:>6}  {}"
_HEAD: Final = ("class", "n", "rejected", "reviewed", "target", "met", "score", "codes")
#: The score decides nothing; so much is thought suspicious where `bench.suspicion` counts, too.
_SUSPICIOUS: Final = 0.7


def main() -> int:
    """Measure, print, and say whether every class is as it should be."""
    wanted = _arguments()
    begun = time.monotonic()
    _print(_LINE.format(*_HEAD))
    rows = []
    for row in chain(_made(wanted), _real(wanted)):
        rows.append(row)
        _print(_line(row))
        if wanted.signals:
            _print_signals(row)
    _print("\nscore: share with a suspicion score of 0.7 and more; it decides nothing")
    _print_named(rows, all_of_them=wanted.names)
    missed = [row.name for row in rows if not row.met]
    _print(f"\n{time.monotonic() - begun:.0f} s; missed: {', '.join(missed) or 'none'}")
    return 1 if missed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fairness", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few of each class")
    parser.add_argument("--corpus", type=Path, default=corpus.BESIDE, help="folder of real files")
    parser.add_argument("--class", dest="only", help="classes whose name has this in it alone")
    parser.add_argument("--names", action="store_true", help="name what is out of place, all of it")
    parser.add_argument("--signals", action="store_true", help="print how each signal is spread")
    return parser.parse_args()


def _made(wanted: argparse.Namespace) -> Iterator[Row]:
    """The classes that are made here, measured by as many processes as there are cores."""
    several = [each for each in classes() if wanted.only is None or wanted.only in each.name]
    with ProcessPoolExecutor(max_workers=min(os.cpu_count() or 1, 4)) as pool:
        for each in several:
            yield _row(pool, each, each.quick if wanted.quick else each.count)


def _row(pool: ProcessPoolExecutor, of: Class, count: int) -> Row:
    results = list(pool.map(of.result, range(count), chunksize=5))
    return Row(name=of.name, target=of.target, results=results, honest=of.honest)


def _real(wanted: argparse.Namespace) -> Iterator[Row]:
    if wanted.only is not None and wanted.only not in "real":
        return
    if not (wanted.corpus / "index.csv").exists():
        _print(f"no collection of real files in {wanted.corpus}: skipped")
        return
    yield from real.rows(wanted.corpus, quick=wanted.quick)


def _line(row: Row) -> str:
    told = Counter(code for each in row.results for code in each.codes)
    target, suspicious = str(row.target), row.suspicious(_SUSPICIOUS)
    return _LINE.format(
        row.name,
        len(row.results),
        f"{row.share('rejected'):.1%}",
        f"{row.share('reviewed'):.1%}",
        target or "-",
        ("yes" if row.met else "NO") if target else "",
        "" if math.isnan(suspicious) else f"{suspicious:.1%}",
        ", ".join(f"{code} {count}" for code, count in told.most_common()),
    )


def _print_named(rows: Sequence[Row], *, all_of_them: bool) -> None:
    """Honest ones that spring and, when asked, cheats that do not."""
    for row in rows:
        out = [each for each in row.results if bool(each.outcome) == row.honest]
        if not out or not (row.honest or (all_of_them and str(row.target))):
            continue
        _print(f"\n{row.name}, {'flagged' if row.honest else 'missed'}:")
        for each in out:
            _print(f"  {each.outcome:<9} {each.name}: {each.why}".rstrip(": "))


def _print_signals(row: Row) -> None:
    """1, 5, 25, 50, 75, 95 and 99 % of each signal."""
    names = dict.fromkeys(name for each in row.results for name in each.signals)
    for name in names:
        values = [each.signals[name] for each in row.results if name in each.signals]
        spread = np.quantile(values, [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99])
        told = " ".join(f"{value:9.3g}" for value in spread)
        _print(f"    {name:<32} {len(values):>4} {told}")


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
