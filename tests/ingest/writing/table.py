"""Tables of points as text."""

from collections.abc import Sequence

NAMES = ("Timestamp", "Latitude", "Longitude", "Altitude (m)")
ROWS = (
    ("2026-11-08T06:00:00Z", "21.50000", "106.50000", "30.5"),
    ("2026-11-08T06:00:01Z", "21.50003", "106.50000", "30.6"),
    ("2026-11-08T06:00:02Z", "21.50006", "106.50000", "30.7"),
)


def written(*rows: Sequence[str], delimiter: str = ",") -> bytes:
    """A table of these rows."""
    return "".join(delimiter.join(row) + "\n" for row in rows).encode()


def with_times(*times: str, name: str = "time") -> bytes:
    """Points at these times, a step further north each."""
    points = [(text, f"21.50{n:03d}", "106.50000") for n, text in enumerate(times)]
    return written((name, "lat", "lon"), *points)


def sample() -> bytes:
    """Three points under names."""
    return written(NAMES, *ROWS)
