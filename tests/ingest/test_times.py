"""Times of files. Expected seconds are computed by `datetime` or by hand."""

from datetime import UTC, datetime, timedelta, timezone
from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race.ingest.formats.times import Clock, epoch_s

#: 2026-11-08T06:00:00Z
SIX = datetime(2026, 11, 8, 6, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("text", "seconds", "zoned"),
    [
        ("2026-11-08T06:00:00Z", SIX, True),
        ("1970-01-01T00:00:00Z", 0.0, True),
        ("2026-11-08T06:00:00.000Z", SIX, True),
        ("2026-11-08T06:00:00.100000Z", SIX + 0.1, True),
        ("2026-11-08T06:00:00.5Z", SIX + 0.5, True),
        ("2026-11-08T06:00:00,25Z", SIX + 0.25, True),
        ("2026-11-08T06:00:00.12345678901234567890Z", SIX + 0.12345678901234568, True),
        ("2026-11-08T13:00:00+07:00", SIX, True),
        ("2026-11-08T13:00:00+0700", SIX, True),
        ("2026-11-08T13:00:00.5+07", SIX + 0.5, True),
        ("2026-11-07T22:30:00-07:30", SIX, True),
        ("2026-11-08T06:00:00+00:00", SIX, True),
        ("2026-11-08t06:00:00z", SIX, True),
        ("2026-11-08 06:00:00Z", SIX, True),
        ("\n  2026-11-08T06:00:00Z ", SIX, True),
        ("2026-11-08T06:00:00", SIX, False),
        ("2026-11-08T06:00:00.5", SIX + 0.5, False),
        ("2026-11-08T06:00Z", SIX, True),
        ("2026-11-08T05:59:60Z", SIX, True),
        ("2028-02-29T00:00:00Z", datetime(2028, 2, 29, tzinfo=UTC).timestamp(), True),
    ],
)
def test_a_time_is_read(text: str, seconds: float, zoned: bool) -> None:
    assert epoch_s(text) == (seconds, zoned)
    assert Clock().read(text) == seconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "06:00:00Z",
        "2026-11-08",
        "2026-11-08T06:00:00.100.000Z",
        "2026-11-08T06:00:00ZZ",
        "2026-11-08T24:00:00Z",
        "2026-11-08T06:60:00Z",
        "2026-11-08T06:00:61Z",
        "2026-13-08T06:00:00Z",
        "2026-02-29T06:00:00Z",
        "2026-11-08T06:00:00+99:00",
        "2026-11-08T06:00:0",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "+026-11-08T06:00:00Z",
        "２０２６-11-08T06:00:00Z",
        "1762581600",
    ],
)
def test_what_is_no_time_is_nan(text: str) -> None:
    assert isnan(epoch_s(text)[0])
    assert isnan(Clock().read(text))


def test_a_clock_counts_the_times_without_a_zone() -> None:
    clock = Clock()
    for text in ("2026-11-08T06:00:00Z", "2026-11-08T06:00:01", "nothing", "2026-11-08T06:00:02"):
        clock.read(text)

    assert clock.unzoned == 2


@given(
    seconds=st.integers(-2_200_000_000, 7_200_000_000),
    microseconds=st.integers(0, 999_999),
    minutes_east=st.integers(-14 * 60, 14 * 60),
)
def test_any_moment_with_any_offset_agrees_with_datetime(
    seconds: int, microseconds: int, minutes_east: int
) -> None:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    moment += timedelta(microseconds=microseconds)
    text = moment.astimezone(timezone(timedelta(minutes=minutes_east))).isoformat()

    assert epoch_s(text)[0] == pytest.approx(moment.timestamp(), abs=1e-6)
