"""Location History of Google Takeout in the words of the format."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

#: 2026-11-08T06:00:00Z
SIX = datetime(2026, 11, 8, 6, tzinfo=UTC)

Record = dict[str, object]


def moment(second: float) -> str:
    """`second` seconds after 06:00 of the morning of the race."""
    return (SIX + timedelta(seconds=second)).isoformat().replace("+00:00", "Z")


def raw_point(second: float, lat: float = 21.5, lon: float = 106.5) -> Record:
    """A point of a raw path."""
    return {
        "latE7": round(lat * 1e7),
        "lngE7": round(lon * 1e7),
        "accuracyMeters": 5,
        "timestamp": moment(second),
    }


def segment(
    kind: str | None,
    *points: Record,
    lasts_s: float = 1800,
    said: Mapping[str, object] | None = None,
) -> Record:
    """An `activitySegment` from 06:00 on."""
    inside: Record = {
        "duration": {"startTimestamp": moment(0), "endTimestamp": moment(lasts_s)},
        **({} if kind is None else {"activityType": kind}),
        **({"simplifiedRawPath": {"points": list(points)}} if points else {}),
        **(said or {}),
    }
    return {"activitySegment": inside}


def month(*objects: Record) -> bytes:
    """A month of Semantic Location History."""
    return json.dumps({"timelineObjects": objects}).encode()


def location(second: float, lat: float = 21.5, lon: float = 106.5) -> Record:
    """A record of Records.json."""
    return {
        "latitudeE7": round(lat * 1e7),
        "longitudeE7": round(lon * 1e7),
        "accuracy": 5,
        "altitude": 30,
        "velocity": 3,
        "timestamp": moment(second),
    }


def life(locations: Sequence[Record]) -> bytes:
    """A Records.json."""
    return json.dumps({"locations": locations}).encode()


def sample() -> bytes:
    """A run of two points."""
    return month(segment("RUNNING", raw_point(0), raw_point(60, 21.501)))
