"""The files of one run in an account's export of adidas Running, in the words of the domain."""

import json

#: 2026-11-08T06:00:00Z in milliseconds.
SIX_MS = 1_794_117_600_000


def stamp(second: int) -> str:
    """The wall clock in Việt Nam so many seconds after 06:00 UTC."""
    return f"2026-11-08 {13 + second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d} +0700"


def point(second: int, **fields: object) -> dict[str, object]:
    """A point, each a step further north; `fields` replaces or adds."""
    return {
        "version": 1,
        "timestamp": stamp(second),
        "longitude": 106.5,
        "latitude": 21.5 + second * 0.00003,
        "altitude": 30.0,
        "accuracy_v": 0,
        "accuracy_h": 0,
        "speed": 10.8,
        "duration": second * 1000,
        "distance": second * 3,
        "elevation_gain": 0,
    } | fields


def beat(second: int, **fields: object) -> dict[str, object]:
    """A heart rate."""
    return {
        "timestamp": stamp(second),
        "heart_rate": 141,
        "duration": second * 1000,
        "distance": second * 3,
    } | fields


def written(what: object) -> bytes:
    """The bytes of a file with it."""
    return json.dumps(what).encode()


def session(**fields: object) -> bytes:
    """What the app states of a run of 10 km in an hour and ten seconds of pause."""
    said: dict[str, object] = {
        "start_time": SIX_MS,
        "end_time": SIX_MS + 3_610_000,
        "distance": 10_000,
        "duration": 3_600_000,
        "pause_duration": 10_000,
        "indoor": False,
        "id": "5b8a",
        "sport_type_id": "1",
    }
    return written(said | fields)


def sample() -> bytes:
    """Two points."""
    return written([point(0), point(1)])


def sample_session() -> bytes:
    """A run."""
    return session()


def sample_heart() -> bytes:
    """Two heart rates."""
    return written([beat(0), beat(1)])
