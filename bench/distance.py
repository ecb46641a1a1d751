"""How far our distance is from what devices state, over files of one's own: the numbers of
decision 0005 measured again.

``python -m bench.distance FILE…`` reads the files, leaves out what is no run on foot or states no
distance, and prints for each way of measuring: error = measured ÷ stated − 1, in percent.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from race.activity import Activity, Sport
from race.errors import UnreadableFile
from race.ingest import formats
from race.ingest.clean import clean
from race.metrics import measure, raw_distance
from race.track import FloatArray

_ON_FOOT = (Sport.RUN, Sport.UNKNOWN)


def runs(paths: Iterable[Path]) -> Iterator[Activity]:
    """The runs with positions, times and a stated distance in readable files."""
    for path in paths:
        try:
            found = formats.read(path.read_bytes(), path.name)
        except UnreadableFile:
            continue
        for activity in found:
            usable = (activity.track.timed & activity.track.positioned).sum() > 1
            if usable and activity.stated.distance_m and activity.stated.sport in _ON_FOOT:
                yield activity


def errors(activities: Sequence[Activity]) -> Mapping[str, FloatArray]:
    """Errors in percent by way of measuring, each of shape (n,)."""
    stated = np.asarray([activity.stated.distance_m for activity in activities], dtype=np.float64)
    ways = {
        "all points, each segment": [raw_distance(a.track) for a in activities],
        "cleaned, adaptive chord": [measure(clean(a.track)[0]).distance_m for a in activities],
    }
    return {name: (np.asarray(metres) / stated - 1) * 100 for name, metres in ways.items()}


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; exit code 1 when there is nothing to measure."""
    options = argparse.ArgumentParser(prog="python -m bench.distance")
    options.add_argument("files", nargs="+", type=Path, metavar="FILE")
    found = list(runs(options.parse_args(argv).files))
    print(f"{len(found)} runs with a stated distance\n")
    if not found:
        return 1
    print(f"{'error in %':26}{'median':>8}{'p5':>8}{'p95':>8}{'mean':>8}{'>1 %':>7}{'>5 %':>7}")
    for name, percent in errors(found).items():
        p5, p50, p95 = np.percentile(percent, [5, 50, 95])
        size = np.abs(percent)
        over = [f"{(size > limit).mean() * 100:.0f}" for limit in (1, 5)]
        print(
            f"{name:26}{p50:+8.2f}{p5:+8.2f}{p95:+8.2f}{size.mean():8.2f}{over[0]:>7}{over[1]:>7}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
