"""Streams of an activity as Strava's interface answers them, in each of their writings."""

import json
from collections.abc import Mapping

Streams = Mapping[str, list[object]]
#: Two points, three seconds apart.
TWO: Streams = {
    "latlng": [[21.5, 106.5], [21.50009, 106.5]],
    "time": [0, 3],
    "distance": [0.0, 10.0],
    "altitude": [31.5, 32.0],
}


def bare(streams: Streams = TWO, **told: object) -> bytes:
    """An object of lists; `told` stands before them."""
    return json.dumps({**told, **streams}).encode()


def keyed(streams: Streams = TWO, **told: object) -> bytes:
    """An object of streams."""
    return json.dumps(
        {**told, **{name: _stream(values) for name, values in streams.items()}}
    ).encode()


def listed(streams: Streams = TWO) -> bytes:
    """A list of streams."""
    return json.dumps(
        [{"type": name, **_stream(values)} for name, values in streams.items()]
    ).encode()


def _stream(values: list[object]) -> dict[str, object]:
    return {
        "data": values,
        "series_type": "distance",
        "original_size": len(values),
        "resolution": "high",
    }


def sample() -> bytes:
    """Two points."""
    return keyed()
