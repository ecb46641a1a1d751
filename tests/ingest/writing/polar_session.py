"""Training sessions in the export of a Polar account, both generations, in our own words."""

import json
from collections.abc import Mapping, Sequence


def clock(second: float) -> str:
    """The wall clock in Việt Nam so many seconds after 06:00 UTC of 8 November 2026."""
    whole = int(second)
    fraction = round((second - whole) * 1000)
    return f"2026-11-08T13:{whole // 60:02d}:{whole % 60:02d}.{fraction:03d}"


def said(second: float, value: object) -> dict[str, object]:
    """What a sensor of the older generation says."""
    return {"dateTime": clock(second), "value": value}


def place(second: float, lat: object = 21.5, lon: object = 106.5) -> dict[str, object]:
    """A point of a route of the older generation."""
    where = {"latitude": lat, "longitude": lon, "altitude": 31.5}
    return {"dateTime": clock(second)} | where


def exercise(
    route: Sequence[object] = (), sensors: Mapping[str, object] | None = None, **facts: object
) -> dict[str, object]:
    """One exercise of the older generation; `facts` replaces what it states."""
    return {
        "startTime": clock(0),
        "stopTime": clock(620),
        "timezoneOffset": 420,
        "duration": "PT600.500S",
        "distance": 2500.0,
        "sport": "RUNNING",
        "samples": {**(sensors or {}), "recordedRoute": list(route)},
    } | facts


def session(*exercises: object, **facts: object) -> bytes:
    """The bytes of a session of the older generation."""
    head = {"exportVersion": "1.6", "startTime": clock(0), "stopTime": clock(620)}
    return json.dumps(head | facts | {"exercises": exercises}).encode()


def channel(kind: str, *values: object, step_ms: object = 1000) -> dict[str, object]:
    """A sensor of the newer generation."""
    return {"type": kind, "intervalMillis": step_ms, "values": list(values)}


def way_point(elapsed_ms: int, lat: float = 21.5, lon: float = 106.5) -> dict[str, object]:
    """A point of a route of the newer generation."""
    return {"longitude": lon, "latitude": lat, "altitude": 31.5, "elapsedMillis": elapsed_ms}


def newer(
    *channels: object, route: Sequence[object] = (), starts_s: float = 0, **facts: object
) -> bytes:
    """The bytes of a session of the newer generation with one exercise; its route begins
    `starts_s` after it."""
    one: dict[str, object] = {
        "startTime": clock(0)[:-4],
        "durationMillis": 600_500,
        "distanceMeters": 2500.0,
        "timezoneOffsetMinutes": 420,
        "sport": {"id": "1"},
        "samples": {"samples": channels},
        "routes": {"route": {"startTime": clock(starts_s), "wayPoints": list(route)}},
    }
    head = {"startTime": clock(0)[:-4], "product": {"modelName": "Polar Vantage M"}}
    return json.dumps(head | {"exercises": [one | facts]}).encode()


def sample() -> bytes:
    """Two points with a heart rate."""
    return session(exercise([place(0), place(1, 21.50003)], {"heartRate": [said(0.2, 141)]}))
