"""Activities of Nike Run Club as its service answers them, in the words of the domain."""

import json
from collections.abc import Mapping, Sequence

#: 2026-11-08T06:00:00Z in milliseconds.
SIX_MS = 1_794_117_600_000


def value(at_s: float, number: object, *, since_s: float | None = None) -> dict[str, object]:
    """A value noted `at_s` seconds after six, or over the time `since_s` until then."""
    ends = SIX_MS + round(at_s * 1000)
    begins = ends if since_s is None else SIX_MS + round(since_s * 1000)
    return {"start_epoch_ms": begins, "end_epoch_ms": ends, "value": number}


def metric(kind: str, *values: Mapping[str, object]) -> dict[str, object]:
    """One stream of values."""
    return {"type": kind, "appId": "com.nike.sport.running.ios", "values": list(values)}


def halt(at_s: float, word: str) -> dict[str, object]:
    """A pause, or its end: "pause", "auto_resume", …"""
    return {"key": "halt", "value": word, "timestamp": SIX_MS + round(at_s * 1000)}


def activity(
    *metrics: Mapping[str, object], moments: Sequence[object] = (), **facts: object
) -> bytes:
    """The bytes of one activity of ten minutes; `facts` replaces what it states."""
    said: dict[str, object] = {
        "id": "6f1c",
        "type": "run",
        "app_id": "com.nike.sport.running.ios",
        "start_epoch_ms": SIX_MS,
        "end_epoch_ms": SIX_MS + 600_000,
        "active_duration_ms": 590_500,
        "summaries": [{"metric": "distance", "summary": "total", "value": 2.5}],
        "tags": {"location": "outdoors"},
        "metrics": metrics,
        "moments": list(moments),
    }
    return json.dumps(said | facts).encode()


def fixes(*places: tuple[float, float, float]) -> tuple[dict[str, object], dict[str, object]]:
    """The two streams of positions: (s after six, degrees north, degrees east)."""
    return (
        metric("latitude", *(value(at, lat) for at, lat, _ in places)),
        metric("longitude", *(value(at, lon) for at, _, lon in places)),
    )


def sample() -> bytes:
    """Two points with a heart rate."""
    track = fixes((0, 21.5, 106.5), (1, 21.50003, 106.5))
    return activity(*track, metric("heart_rate", value(0.2, 141)))
