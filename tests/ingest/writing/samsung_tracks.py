"""The two files of one exercise in an export of Samsung Health, in the words of the domain."""

import json

#: 2026-11-08T06:00:00Z in milliseconds.
SIX_MS = 1_794_117_600_000


def place(second: float, lat: object = 21.5, lon: object = 106.5) -> dict[str, object]:
    """A position."""
    at = {"start_time": SIX_MS + round(second * 1000), "latitude": lat, "longitude": lon}
    return at | {"altitude": 31.5, "accuracy": 4.0}


def said(second: float, **values: object) -> dict[str, object]:
    """What sensors said at a moment."""
    return {**values, "start_time": SIX_MS + round(second * 1000)}


def written(what: object) -> bytes:
    """The bytes of a file with it."""
    return json.dumps(what).encode()


def sample() -> bytes:
    """Two positions."""
    return written([place(0), place(1, 21.50003)])


def sample_live() -> bytes:
    """A heart rate, and a stretch of the way."""
    return written([said(0, heart_rate=141.0), said(1, distance=3.0, speed=3.0, cadence=170.0)])
