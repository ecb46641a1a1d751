"""Dates as account exports write them for people: in the language of the account.

``Sep 12, 2018, 3:02:23 PM``, ``09.12.2022, 15:24:49``, ``2026年8月16日 09:01:41`` and
``15:02:23, 12 thg 9, 2018`` have in common a clock, a year of four figures and a day; the month is
a number or a name. What is left are commas and particles ("de", "г.", "日").
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from math import isnan, nan
from typing import Final

from babel.dates import get_month_names

from race.i18n import fold
from race.ingest.formats.times import epoch_s as iso_epoch_s

#: Characters that a date may have; the longest we know, in Portuguese, has 36.
_LONGEST: Final = 60
#: Languages with names of months; no name means two months (a test holds them to it).
LANGUAGES: Final = ("en", "de", "es", "fr", "id", "it", "nl", "pl", "pt", "ru", "sv", "tr", "vi")

#: The Vietnamese for "month", which stands before its number.
_PARTICLES: Final = frozenset({"thang", "thg"})

#: With points, as in Indonesia, it has seconds: "15.02" might be a day of February.
_CLOCK: Final = re.compile(
    r"(?<!\d)(\d{1,2})(?::(\d\d)(?::(\d\d))?|\.(\d\d)\.(\d\d))(?!\d)", re.ASCII
)
_HALF: Final = re.compile(
    r"(?P<morning>\ba\.?\s?m\b|\bSA\b|上午|오전|午前)|(?P<evening>\bp\.?\s?m\b|\bCH\b|下午|오후|午後)",
    re.IGNORECASE,
)
_OFFSET: Final = re.compile(r"\s([+-])(\d\d):?(\d\d)\s*\Z", re.ASCII)
_NUMBER: Final = re.compile(r"\d+", re.ASCII)
_WORD: Final = re.compile(r"[^\W\d_]+")


def epoch_s(text: str, *, month_first: bool = False) -> float:
    """Seconds since 1970 UTC of a date and a clock, the clock read as UTC; NaN for anything else.

    `month_first` settles dates of three numbers that end with the year, 9/12/2018.
    """
    text = unicodedata.normalize("NFKC", text[:_LONGEST])
    clock = _CLOCK.search(text)
    if clock is None:
        return nan
    day = _day(text[: clock.start()] + " " + text[clock.end() :], month_first=month_first)
    hour = _hour(int(clock[1]), _HALF.search(text))
    minute, second = clock[2] or clock[4], clock[3] or clock[5] or "00"
    return iso_epoch_s(f"{day} {hour:02d}:{minute}:{second}")[0]


def zoned_epoch_s(text: str) -> tuple[float, bool]:
    """`times.epoch_s`, and the like as phones with a clock of twelve hours write it:
    ``2024-09-28 4:51:59 pm +1000``."""
    value, zoned = iso_epoch_s(text)
    offset = _OFFSET.search(text[:_LONGEST]) if isnan(value) else None
    if offset is None:
        return value, zoned
    seconds = int(offset[2]) * 3600 + int(offset[3]) * 60
    return epoch_s(text[: offset.start()]) - (seconds if offset[1] == "+" else -seconds), True


def month_first(texts: Iterable[str]) -> bool:
    """Whether the dates of one column are 9/12/2018 for the 12th of September: some are no dates
    otherwise, and none is no date so."""
    read = [(isnan(epoch_s(text)), isnan(epoch_s(text, month_first=True))) for text in texts]
    return (True, False) in read and (False, True) not in read


def _day(text: str, *, month_first: bool) -> str:
    """2018-09-12; "" where the text has no year, month and day, or more numbers than these."""
    numbers = [int(found) for found in _NUMBER.findall(text) if len(found) <= 4]
    months = {_months()[word] for word in _WORD.findall(fold(text)) if word in _months()}
    if len(numbers) == 3 and numbers[0] > 99:
        year, month, day = numbers
    elif len(numbers) == 3:
        first, second, year = numbers
        day, month = (second, first) if month_first else (first, second)
    elif len(numbers) == 2 and len(months) == 1:
        (month,) = months
        year, day = max(numbers), min(numbers)
    else:
        return ""
    return f"{year:04d}-{month:02d}-{day:02d}"


def _hour(hour: int, half: "re.Match[str] | None") -> int:
    if half is None or not 1 <= hour <= 12:
        return hour
    return hour % 12 + (12 if half["evening"] else 0)


@cache
def _months() -> Mapping[str, int]:
    """The names of months and their abbreviations, as `fold` leaves them."""
    return {
        word: month
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
        for month, name in get_month_names(width, context, language).items()
        for word in _WORD.findall(fold(name))
        if word not in _PARTICLES
    }
