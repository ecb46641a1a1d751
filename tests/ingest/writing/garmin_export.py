"""The list of activities in a Garmin account's export."""

import json
from datetime import UTC, datetime

#: 06:00 in Việt Nam.
START = datetime(2026, 11, 7, 23, 0, 5, tzinfo=UTC)
KEY = "summarizedActivitiesExport"


def activity(**other: object) -> dict[str, object]:
    """A run of 5,021.4 m in half an hour, unless `other` says otherwise."""
    usual: dict[str, object] = {
        "activityId": 20_804_532_372,
        "name": 'Hữu Lũng {chạy} [sáng] \\ "vui"',
        "activityType": "running",
        "beginTimestamp": int(START.timestamp() * 1000),
        "startTimeGmt": START.timestamp() * 1000,
        "startTimeLocal": (START.timestamp() + 25_200) * 1000,
        "sportType": "RUNNING",
        "duration": 1_770_500.0,
        "elapsedDuration": 1_800_000.0,
        "movingDuration": 1_750_000.0,
        "distance": 502_140.0,
        "deviceId": 3_312_345_678,
        "splits": [{"measurements": [{"fieldEnum": "SUM_DISTANCE", "value": 1e5}]}],
    }
    return usual | other


def export(*activities: object) -> bytes:
    """A whole list."""
    return json.dumps([{KEY: list(activities)}], ensure_ascii=False).encode()


def sample() -> bytes:
    """One run."""
    return export(activity())
