"""What a referee corrects: a clock that was wrong, the part that counts, a result by hand."""

import json
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Final

import numpy as np

from race.activity import Activity, Sport, Stated
from race.ingest.clean import clean
from race.ingest.copies import Fingerprint
from race.ingest.examine import Measured, of_track
from race.ingest.signals import none
from race.metrics import Metrics
from race.track import Track, track_of
from race.verdict import Amends

#: The format of a result that a referee enters: no file is ever read as one.
BY_HAND: Final = "hand"
#: Points that a part must have: fewer measure nothing.
FEWEST_POINTS: Final = 2


@dataclass(frozen=True, kw_only=True)
class ByHand:
    """A result as a referee enters it."""

    distance_m: float
    elapsed_s: float
    #: Seconds since 1970 UTC.
    started_at: float
    sport: Sport = Sport.RUN


def to_bytes(result: ByHand) -> bytes:
    """A result as it is kept: one line of JSON, the same for the same result."""
    return json.dumps(asdict(result), sort_keys=True).encode()


def from_bytes(data: bytes) -> ByHand:
    """The result that `to_bytes` wrote."""
    values = json.loads(data)
    return ByHand(**{**values, "sport": Sport(values["sport"])})


def entered(result: ByHand, digest: str) -> Measured:
    """A result by hand as a run without a record: nothing in it was measured. `digest` is the
    SHA-256 of its bytes."""
    nowhere = track_of(time=[], lat=[], lon=[])
    stated = Stated(sport=result.sport, started_at=result.started_at)
    return Measured(
        activity=Activity(track=nowhere, stated=stated, format=BY_HAND, digest=digest),
        track=nowhere,
        notes=clean(nowhere)[1],
        metrics=Metrics(
            points=0,
            segments=0,
            started_at=result.started_at,
            ended_at=result.started_at + result.elapsed_s,
            distance_m=result.distance_m,
            raw_distance_m=result.distance_m,
            elapsed_s=result.elapsed_s,
            moving_s=math.nan,
            ascent_m=math.nan,
            interval_s=math.nan,
        ),
        official_m=result.distance_m,
        signals=none(),
        fingerprint=Fingerprint(),
    )


def part(track: Track, amends: Amends) -> Track:
    """The part of a clean track that counts; the whole of it where nothing is cut."""
    if not amends.cuts or not len(track):
        return track
    since = track.time - track.time[0]
    begins = 0.0 if amends.from_s is None else amends.from_s
    ends = math.inf if amends.to_s is None else amends.to_s
    return track.take(np.flatnonzero((since >= begins) & (since <= ends)))


def amended(
    run: Measured, amends: Amends, track: Track, distances: Iterable[float] = ()
) -> Measured:
    """A run as a referee corrected it; `track` is its clean track, of which the part that counts is
    measured anew. What the file states in all is then of no use. ValueError for a part that holds
    no two points."""
    if amends.cuts:
        counts = part(track, amends)
        if len(counts) < FEWEST_POINTS:
            raise ValueError("this part holds no two points")
        stated = replace(
            run.activity.stated, distance_m=None, elapsed_s=None, timer_s=None, laps=()
        )
        activity = replace(run.activity, track=counts, stated=stated)
        run = of_track(activity, counts, run.notes, run.indoor, tuple(distances))
    return _shifted(run, amends.shift_s)


def _shifted(run: Measured, shift_s: float) -> Measured:
    metrics, stated = run.metrics, run.activity.stated
    if stated.started_at is not None:
        stated = replace(stated, started_at=stated.started_at + shift_s)
    return replace(
        run,
        activity=replace(run.activity, stated=stated),
        metrics=replace(
            metrics, started_at=metrics.started_at + shift_s, ended_at=metrics.ended_at + shift_s
        ),
    )
