"""Suunto's JSON in the words of the format."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from math import radians

#: 2026-11-08T06:00:00Z
SIX = datetime(2026, 11, 8, 6, tzinfo=UTC)

Sample = dict[str, object]


def moment(second: float) -> str:
    """`second` seconds after 06:00 of the morning of the race."""
    return (SIX + timedelta(seconds=second)).isoformat()


def place(second: float, lat: float = 21.5, lon: float = 106.5) -> Sample:
    """A place and how sure it is."""
    return {
        "Latitude": radians(lat),
        "Longitude": radians(lon),
        "EHPE": 3.5,
        "TimeISO8601": moment(second),
    }


def periodic(second: float, **values: object) -> Sample:
    """What the sensors say."""
    return {"TimeISO8601": moment(second), **values}


def event(second: float, **event: object) -> Sample:
    """Something happens."""
    return {"Events": [event], "TimeISO8601": moment(second)}


def session(second: float, number: int) -> Sample:
    """A session begins."""
    return event(second, Activity={"ActivityType": number})


def window(distance: float, duration: float, kind: str = "Activity") -> Mapping[str, object]:
    """The totals of a session, or of a lap."""
    return {"Window": {"Type": kind, "Distance": distance, "Duration": duration}}


def log(
    *samples: Sample,
    header: Mapping[str, object] | None = None,
    windows: Sequence[Mapping[str, object]] = (),
) -> bytes:
    """A whole file."""
    whole = {
        "Header": {"Activity": "Running", "ActivityType": 3, **(header or {})},
        "Windows": windows,
        "Device": {"Name": "Suunto 9"},
        "Samples": samples,
    }
    return json.dumps({"DeviceLog": whole}).encode()


def sample() -> bytes:
    """A run of two places and a heart rate."""
    return log(place(0), periodic(0.4, HR=2.35, Altitude=30), place(3, 21.501))
