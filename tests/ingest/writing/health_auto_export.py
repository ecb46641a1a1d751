"""Files of the app Health Auto Export in its words."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

#: 06:00 in Việt Nam.
START = datetime(2026, 11, 8, 6, tzinfo=timezone(timedelta(hours=7)))
Entry = dict[str, Any]


def written(seconds: float) -> str:
    """A moment so many seconds after `START`, as the app writes it."""
    return f"{START + timedelta(seconds=seconds):%Y-%m-%d %H:%M:%S} +0700"


def point(second: float, **other: object) -> Entry:
    """A point of a route of version 2, a step further north each second."""
    usual = {
        "latitude": 21.5 + second * 0.00003,
        "longitude": 106.5,
        "altitude": 31.5,
        "timestamp": written(second),
        "speed": 2.75,
        "horizontalAccuracy": 3.5,
        "courseAccuracy": 4.5,
    }
    return usual | other


def beat(second: float, beats: object) -> Entry:
    """A heart rate of version 2."""
    about = {"units": "bpm", "source": "Apple Watch của Lan"}
    return about | {"date": written(second), "Min": beats, "Avg": beats, "Max": beats}


def part(second: float, qty: object, units: str = "km") -> Entry:
    """A piece of the distance."""
    return {"date": written(second), "qty": qty, "units": units, "source": "Apple Watch của Lan"}


def workout(**other: object) -> Entry:
    """Half an hour of running, unless `other` says otherwise."""
    usual = {
        "id": "5D0F3A52-0C5B-4B43-9F0F-6A2C5C7E1D11",
        "name": "Chạy ngoài trời",
        "start": written(0),
        "end": written(1800),
        "duration": 1770.5,
        "isIndoor": False,
        "location": "Ngoài trời",
        "distance": {"qty": 5.02, "units": "km"},
        "avgSpeed": {"qty": 10.2, "units": "km/hr"},
    }
    return usual | other


def export(*workouts: object, **lists: object) -> bytes:
    """A whole file; `lists` stand before the workouts."""
    inside: Mapping[str, object] = {**lists, "workouts": list(workouts)}
    return json.dumps({"data": inside}, ensure_ascii=False, indent=1).encode()


def sample() -> bytes:
    """One run of three points, with a heart rate at the second."""
    route = [point(second) for second in range(3)]
    return export(workout(route=route, heartRateData=[beat(1, 152)]))


def in_utc(seconds: float) -> float:
    """The same moment in seconds since 1970."""
    return (START.astimezone(UTC) + timedelta(seconds=seconds)).timestamp()
