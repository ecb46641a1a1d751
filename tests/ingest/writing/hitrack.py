"""Lines of a HiTrack and entries of Huawei's export in the words of the format."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime

#: 2026-11-08T06:00:00Z
SIX = datetime(2026, 11, 8, 6, tzinfo=UTC).timestamp()


def place(k: int, second: float, lat: float = 21.5, alt: float = 0.0) -> str:
    """A place at `second` seconds after 06:00."""
    return f"tp=lbs;k={k};lat={lat};lon=106.5;alt={alt};t={(SIX + second) / 1000:.9f}E6;\n"


def pause(k: int, second: float | None = None) -> str:
    """The mark of a pause, with or without a time."""
    moment = "0.0" if second is None else f"{(SIX + second) / 1e9:.12f}E12"
    return f"tp=lbs;k={k};lat=90.0;lon=-80.0;alt=0.0;t={moment};\n"


def value(kind: str, second: float, number: float) -> str:
    """What a sensor said."""
    return f"tp={kind};k={int((SIX + second) * 1000)};v={number};\n"


def entry(lines: str | None, said: Mapping[str, object] | None = None) -> dict[str, object]:
    """A run of the export with these lines; None is what has none since 2024."""
    simplified = json.dumps({"totalDistance": 5021, "avgHeartRate": 150})
    detail = {"attribute": f"HW_EXT_TRACK_DETAIL@is{lines}&&HW_EXT_TRACK_SIMPLIFY@is{simplified}"}
    return {
        "sportType": 4,
        "startTime": int(SIX * 1000),
        "endTime": int(SIX * 1000) + 1_900_000,
        "totalTime": 1_800_000,
        "totalDistance": 5021,
        "timeZone": "+0700",
        **({} if lines is None else detail),
        **(said or {}),
    }


def export(*entries: Mapping[str, object]) -> bytes:
    """The file of an account."""
    return json.dumps(entries).encode()


def sample() -> bytes:
    """A HiTrack of three places and a heart rate."""
    places = "".join(place(k, 2 * k, 21.5 + k / 10_000) for k in range(3))
    return (places + value("h-r", 2, 141)).encode()
