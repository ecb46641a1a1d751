"""From the bytes of a file to the numbers of the run: our ways, the ways of others, the floor.

``python -m bench.pipeline`` (``make bench``): GPX of three lengths, then FIT and TCX
(`bench.readers`). In each round all ways take turns, and of each the quickest round counts, in CPU
time. Memory is what a process of its own grew by. Exit code 1 when a gate is missed.

* ours, fast: read, clean, measure (distance, moving time, climb, kilometres, best efforts)
* ours, careful: the same, read element by element, as are files of a shape that no app writes
* gpxpy + geopy: the obvious way, which does less: distance and kilometres
* FitTrackee's calls: what that program asks of gpxpy for one upload
* expat, nobody listening: the floor
"""

import argparse
import sys
import tempfile
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from geographiclib.geodesic import Geodesic

from bench import peers, readers
from bench.measuring import Way, alone, missed, quickest, traced
from race.ingest.clean import clean
from race.ingest.formats import gpx
from race.metrics import measure
from race.track import FloatArray
from tests.ingest.writing.gpx_apps import garmin_connect, moments

#: One, four and fifty hours at one point a second. The gates are held at four.
POINTS: Final = (3_600, 14_400, 180_000)
GATED: Final = 14_400
ROUNDS: Final = 5
#: Of files longer than `GATED`: rounds of ours and of the floor. The others run once, alone.
LONG_ROUNDS: Final = 2

#: What `make bench` holds: times quicker than the obvious way, times slower than the floor, error
#: of the length over all points, and peak memory by the size of the input.
AT_LEAST_USUAL: Final = 30.0
AT_MOST_FLOOR: Final = 2.0
CAREFUL_AT_LEAST_USUAL: Final = 9.0
AT_MOST_LENGTH_ERROR: Final = 1e-8
AT_MOST_MEMORY: Final = 3.0

FAST, CAREFUL, USUAL, FITTRACKEE, FLOOR = (
    "ours, fast",
    "ours, careful",
    "gpxpy + geopy.geodesic",
    "FitTrackee's calls of gpxpy",
    "expat, nobody listening",
)


def fast(data: bytes) -> float:
    """Our way; metres over all points."""
    (activity,) = gpx.read(data)
    return measure(clean(activity.track)[0]).raw_distance_m


def careful(data: bytes) -> float:
    """Our way with care; metres over all points."""
    (activity,) = gpx.read_with_care(data)
    return measure(clean(activity.track)[0]).raw_distance_m


#: What is quick enough to be measured again in a long file.
OURS: Final = (FAST, CAREFUL, FLOOR)
WAYS: Final[Mapping[str, Way]] = {
    FAST: fast,
    CAREFUL: careful,
    USUAL: peers.gpxpy_and_geopy,
    FITTRACKEE: peers.fittrackee,
    FLOOR: peers.floor,
}


def lengths(points: int) -> FloatArray:
    """Metres to each point of the recording by geographiclib, shape (points,)."""
    hops = [
        Geodesic.WGS84.Inverse(a.lat, a.lon, b.lat, b.lon, Geodesic.DISTANCE)["s12"]
        for a, b in pairwise(moments(points))
    ]
    return np.concatenate(([0.0], np.cumsum(hops)))


def table(points: int, rounds: int, metres: float) -> bool:
    """Measure and print one length of file; whether a gate is missed."""
    data = garmin_connect(points)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "run.gpx")
        path.write_bytes(data)
        once = {name: alone(way, path) for name, way in WAYS.items()}
    best = {name: each.seconds for name, each in once.items()}
    if points <= GATED:
        best |= quickest(WAYS, data, rounds)
    else:
        best |= quickest({name: WAYS[name] for name in OURS}, data, LONG_ROUNDS)
    print(f"\n{points:,} points, {len(data) / 1e6:.1f} MB of GPX\n")
    print(
        f"{'bytes → numbers of the run':30}{'ms':>10}{'× floor':>9}{'usual ÷':>9}{'MB':>6}  length"
    )
    for name, seconds in best.items():
        shares = f"{seconds / best[FLOOR]:9.2f}{best[USUAL] / seconds:9.1f}"
        length = once[name].metres
        off = "" if length is None else f"{length / metres - 1:+.1e}"
        grew = once[name].grew
        memory = "?" if grew is None else f"{grew / 1e6:.0f}"
        print(f"{name:30}{seconds * 1000:10.1f}{shares}{memory:>6}  {off}")
    return points == GATED and _gates(data, best, metres)


def _gates(data: bytes, best: Mapping[str, float], metres: float) -> bool:
    print()
    faster, careful_faster = best[USUAL] / best[FAST], best[USUAL] / best[CAREFUL]
    gates = [
        missed("× quicker than gpxpy + geopy", faster, ">=", AT_LEAST_USUAL),
        missed("the same with care", careful_faster, ">=", CAREFUL_AT_LEAST_USUAL),
        missed("× the floor", best[FAST] / best[FLOOR], "<=", AT_MOST_FLOOR),
        missed("error of the length", abs(fast(data) / metres - 1), "<=", AT_MOST_LENGTH_ERROR),
        missed("× the input in memory", traced(fast, data) / len(data), "<=", AT_MOST_MEMORY),
    ]
    return any(gates)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, hold the gates."""
    options = argparse.ArgumentParser(prog="python -m bench.pipeline")
    options.add_argument("--points", type=int, nargs="+", default=POINTS)
    options.add_argument("--rounds", type=int, default=ROUNDS)
    asked = options.parse_args(argv)
    metres = lengths(max(asked.points))
    missed_in = [table(points, asked.rounds, metres[points - 1]) for points in asked.points]
    missed_in.append(readers.tables(asked.rounds))
    return int(any(missed_in))


if __name__ == "__main__":
    sys.exit(main())
