"""The table of exercises in an export of Samsung Health, in the words of the domain."""

from collections.abc import Mapping

UUID = "3f0c6f0e-8f6e-4e7e-9c43-5d7a1b2c3d4e"
PREFIX = "com.samsung.health.exercise."
#: A run of 5 km in half an hour, at six of the clock in Greenwich.
RUN: Mapping[str, str] = {
    "start_time": "2026-11-08 06:00:00.000",
    "end_time": "2026-11-08 06:31:00.000",
    "time_offset": "UTC+0700",
    "exercise_type": "1002",
    "duration": "1800500",
    "distance": "5000.5",
    "location_data": f"{UUID}.com.samsung.health.exercise.location_data.json",
    "datauuid": UUID,
}


def exercises(
    *rows: Mapping[str, str], kind: str = "com.samsung.shealth.exercise", prefix: str = PREFIX
) -> bytes:
    """The bytes of the table, each row a `RUN` but for what it says."""
    head = ",".join(prefix + name for name in RUN)
    lines = [",".join({**RUN, **row}.values()) + "," for row in rows]
    return "\r\n".join([f"\ufeff{kind},6320001,17", head, *lines, ""]).encode()


def sample() -> bytes:
    """One run."""
    return exercises({})
