"""What the indexes of account exports have in common: how they state a run, and how many."""

import re
from collections.abc import Iterable, Iterator, Mapping
from math import nan
from typing import Final

from race.activity import Summary
from race.errors import TooManyRuns
from race.i18n import tidy
from race.ingest.formats.columns import LARGEST

#: Runs in one export: five a day for ten years.
MAX_RUNS: Final = 20_000
#: Metres in a unit as exports abbreviate it, in lower case.
METRES: Final[Mapping[str, float]] = {
    "m": 1.0,
    "km": 1000.0,
    "mi": 1609.344,
    "yd": 0.9144,
    "ft": 0.3048,
}
#: Seconds in a unit as exports abbreviate it, in lower case.
SECONDS: Final[Mapping[str, float]] = {"s": 1.0, "sec": 1.0, "min": 60.0, "h": 3600.0, "hr": 3600.0}
_CLOCK: Final = re.compile(r"\s*(?:(\d{1,4}):)?(\d{1,3}):(\d\d(?:\.\d{1,9})?)\s*", re.ASCII)
#: Characters kept of what an export calls an app or a device.
_NAME_LENGTH: Final = 200


def limited(summaries: Iterable[Summary]) -> Iterator[Summary]:
    """The same, one by one; TooManyRuns after `MAX_RUNS`."""
    for count, summary in enumerate(summaries):
        if count >= MAX_RUNS:
            raise TooManyRuns(limit=MAX_RUNS)
        yield summary


def positive(value: float) -> float | None:
    """A stated measure; what is 0, no number or not sane was not measured."""
    return value if 0 < value < LARGEST else None


def known(value: float) -> float | None:
    """A moment or another number that may be 0 or less; None for what is no number or not sane."""
    return value if abs(value) < LARGEST else None


def clock_s(text: str) -> float:
    """Seconds of a duration like "1:02:30" or "28:05"; NaN for anything else."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        return nan
    hours, minutes, seconds = match.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)


def name(text: str) -> str | None:
    """What an export calls an app or a device, on one line."""
    return tidy(text[:_NAME_LENGTH]) or None
