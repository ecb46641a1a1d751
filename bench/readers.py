"""From the bytes of a FIT or TCX file to its points: our readers and the usual libraries.

Reading alone, without anything measured: these libraries do no more. Four hours at one point a
second; the ways take turns, and the quickest round counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bench import peers
from bench.measuring import Way, missed, quickest
from race.ingest.formats import fit, tcx
from tests.ingest.writing import fit as fit_writing
from tests.ingest.writing import tcx as tcx_writing

POINTS: Final = 14_400
#: Times quicker than the usual library.
FIT_AT_LEAST: Final = 50.0
TCX_AT_LEAST: Final = 10.0

OURS: Final = "ours"


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The readers of one format, ours first, the one that the gate is held to second."""

    title: str
    data: bytes
    ways: Mapping[str, Way]
    #: Times quicker than the second.
    at_least: float


def readings() -> list[Reading]:
    """The formats that are measured, with the recording they are measured on."""
    return [
        Reading(
            title="FIT",
            data=fit_writing.fit(fit_writing.run(POINTS)),
            ways={
                OURS: fit.read,
                "fitdecode": peers.fit_decode,
                "Garmin's SDK": peers.garmin_fit_sdk,
            },
            at_least=FIT_AT_LEAST,
        ),
        Reading(
            title="TCX",
            data=tcx_writing.recording(POINTS),
            ways={
                OURS: tcx.read,
                "xmltodict + gpxpy": peers.xmltodict_and_gpxpy,
                "tcxreader": peers.tcxreader,
                "expat, nobody listening": peers.floor,
            },
            at_least=TCX_AT_LEAST,
        ),
    ]


def tables(rounds: int) -> bool:
    """Measure and print all formats; whether a gate is missed."""
    missed_in = [table(reading, rounds) for reading in readings()]
    return any(missed_in)


def table(reading: Reading, rounds: int) -> bool:
    """Measure and print one format; whether its gate is missed."""
    best = quickest(reading.ways, reading.data, rounds)
    print(f"\n{POINTS:,} points, {len(reading.data) / 1e6:.1f} MB of {reading.title}\n")
    print(f"{'bytes → points':30}{'ms':>10}{'ours ×':>9}")
    for name, seconds in best.items():
        print(f"{name:30}{seconds * 1000:10.1f}{seconds / best[OURS]:9.1f}")
    print()
    usual = list(reading.ways)[1]
    return missed(f"× quicker than {usual}", best[usual] / best[OURS], ">=", reading.at_least)
