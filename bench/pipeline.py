"""From the bytes of a GPX file to the numbers of the run: our way, the usual way, the floor.

``python -m bench.pipeline`` (``make bench``). The three take turns, so that a busy moment of the
machine hits all alike; of each the quickest round counts, in CPU time. Exit code 1 when a gate is
missed.

* ours: read, clean, measure (distance, moving time, climb, kilometres, best efforts)
* the usual way: gpxpy and geopy, which do less here: distance and kilometres
* the floor: expat over the same bytes with nobody listening; no reader of XML can be quicker
"""

import argparse
import math
import sys
import time
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final
from xml.parsers import expat

import gpxpy
from geopy.distance import geodesic
from gpxpy.gpx import GPX

from race.ingest import formats
from race.ingest.clean import clean
from race.metrics import Metrics, measure

#: Four hours at one point a second.
POINTS: Final = 14_400
ROUNDS: Final = 5

#: What `make bench` holds: times quicker than the usual way, times slower than the floor, error of
#: the length over all points, and peak memory by the size of the input.
AT_LEAST_USUAL: Final = 9.0
AT_MOST_FLOOR: Final = 7.0
AT_MOST_LENGTH_ERROR: Final = 1e-8
AT_MOST_MEMORY: Final = 3.0

_HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<gpx creator="Garmin Connect" version="1.1" xmlns="http://www.topografix.com/GPX/1/1"
  xmlns:ns3="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">
  <trk>
    <name>Hữu Lũng</name>
    <type>running</type>
    <trkseg>
"""
_POINT: Final = """      <trkpt lat="{lat:.15f}" lon="{lon:.13f}">
        <ele>{ele:.13f}</ele>
        <time>{time:%Y-%m-%dT%H:%M:%S}.000Z</time>
        <extensions>
          <ns3:TrackPointExtension>
            <ns3:atemp>22.0</ns3:atemp>
            <ns3:hr>{hr}</ns3:hr>
            <ns3:cad>{cad}</ns3:cad>
          </ns3:TrackPointExtension>
        </extensions>
      </trkpt>
"""
_FOOT: Final = "    </trkseg>\n  </trk>\n</gpx>\n"


def recording(points: int) -> bytes:
    """A GPX file as a watch writes it: `points` at one a second, a winding run at about 2.8 m/s."""
    start = datetime(2026, 11, 13, 22, 30, tzinfo=UTC)
    lat, lon = 21.506, 106.345
    written = []
    for i in range(points):
        heading = 2.5 * math.sin(i / 420) + 0.4 * math.sin(i / 37)
        step = (2.8 + 0.5 * math.sin(i / 61)) / 111_195
        lat += step * math.cos(heading)
        lon += step * math.sin(heading) / math.cos(math.radians(lat))
        ele = 60 + 25 * math.sin(i / 600) + 0.3 * math.sin(i)
        beat, cadence = 148 + round(12 * math.sin(i / 300)), 84 + i % 3
        moment = start + timedelta(seconds=i)
        written.append(_POINT.format(lat=lat, lon=lon, ele=ele, time=moment, hr=beat, cad=cadence))
    return (_HEAD + "".join(written) + _FOOT).encode()


def ours(data: bytes) -> Metrics:
    """Our way."""
    (activity,) = formats.read(data, "run.gpx")
    track, _ = clean(activity.track)
    return measure(track)


def usual(data: bytes) -> tuple[float, list[float]]:
    """The usual way: (metres, seconds of each full kilometre)."""
    gpx: GPX = gpxpy.parse(data.decode())
    metres = 0.0
    crossed: list[float] = []
    for segment in (s for track in gpx.tracks for s in track.segments):
        for a, b in pairwise(segment.points):
            hop = geodesic((a.latitude, a.longitude), (b.latitude, b.longitude)).m
            metres += hop
            if metres // 1000 > len(crossed) and a.time and b.time:
                share = 1 - (metres % 1000) / hop
                crossed.append(a.time.timestamp() + share * (b.time - a.time).total_seconds())
    first = gpx.get_time_bounds().start_time
    moments = [first.timestamp() if first else math.nan, *crossed]
    return metres, [b - a for a, b in pairwise(moments)]


def floor(data: bytes) -> None:
    """expat with nobody listening."""
    expat.ParserCreate().Parse(data, True)


def quickest(ways: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """CPU seconds of the quickest round of each way; the ways take turns."""
    best = dict.fromkeys(ways, math.inf)
    for _ in range(rounds):
        for name, way in ways.items():
            begun = time.process_time()
            way()
            best[name] = min(best[name], time.process_time() - begun)
    return best


def memory(way: Callable[[], object]) -> int:
    """Bytes that Python held at most beyond what it held before."""
    tracemalloc.start()
    way()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print, hold the gates."""
    options = argparse.ArgumentParser(prog="python -m bench.pipeline")
    options.add_argument("--points", type=int, default=POINTS)
    options.add_argument("--rounds", type=int, default=ROUNDS)
    asked = options.parse_args(argv)

    data = recording(asked.points)
    ways: dict[str, Callable[[], object]] = {
        "ours: read, clean, measure": lambda: ours(data),
        "  of it, reading": lambda: formats.read(data, "run.gpx"),
        "gpxpy + geopy.geodesic": lambda: usual(data),
        "expat, nobody listening": lambda: floor(data),
    }
    best = quickest(ways, asked.rounds)
    own, _, other, bare = best.values()
    print(f"{asked.points:,} points, {len(data) / 1e6:.1f} MB, best of {asked.rounds} rounds\n")
    print(f"{'bytes → numbers of the run':30}{'ms':>9}{'× floor':>9}{'usual ÷':>9}")
    for name, seconds in best.items():
        print(f"{name:30}{seconds * 1000:9.1f}{seconds / bare:9.2f}{other / seconds:9.1f}")

    length, _ = usual(data)
    error = abs(ours(data).raw_distance_m - length) / length
    share = memory(lambda: ours(data)) / len(data)
    print()
    return sum(
        [
            _gate("× quicker than the usual way", other / own, ">=", AT_LEAST_USUAL),
            _gate("× the floor", own / bare, "<=", AT_MOST_FLOOR),
            _gate("error of the length", error, "<=", AT_MOST_LENGTH_ERROR),
            _gate("× the input in memory", share, "<=", AT_MOST_MEMORY),
        ]
    )


def _gate(what: str, measured: float, sign: str, limit: float) -> bool:
    """Whether a gate is missed."""
    missed = measured < limit if sign == ">=" else measured > limit
    print(f"{'MISSED' if missed else 'held':8}{what:32}{measured:10.3g} {sign} {limit:g}")
    return missed


if __name__ == "__main__":
    sys.exit(min(main(), 1))
