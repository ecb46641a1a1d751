"""Times of a file, as ISO 8601 and its bad copies write them, in seconds since 1970 UTC."""

import re
from datetime import date
from functools import lru_cache
from math import nan
from typing import Final

#: Years outside are noise; inside them every zone of the world stays within `datetime`.
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199

_MOMENT: Final = re.compile(
    r"\s*(\d{4}-\d\d-\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?"
    r"\s*(?:([Zz])|([+-])(\d\d)(?::?(\d\d))?)?\s*",
    re.ASCII,
)
_MINUTE: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:", re.ASCII)
_SECONDS: Final = {f"{s:02d}{rest}": float(s) for s in range(60) for rest in ("Z", ".000Z")}


def epoch_s(text: str) -> tuple[float, bool]:
    """Seconds since 1970 UTC, and whether `text` names its zone; no zone is read as UTC.

    Takes ``2026-11-08T06:00:00Z``, with a fraction of any length after a point or a comma, an
    offset ``+07:00``, ``+0700`` or ``+07``, a blank or ``t`` for the ``T``, no seconds, and 60 as
    a leap second. The value is the whole seconds plus the fraction as one double. (NaN, True) for
    anything else, and for years before 1900 or after 2199.
    """
    match = _MOMENT.fullmatch(text)
    if match is None:
        return nan, True
    day, hour, minute, second, fraction, zulu, sign, zone_h, zone_min = match.groups()
    h, m, s, zh, zm = (int(part or 0) for part in (hour, minute, second, zone_h, zone_min))
    if h > 23 or m > 59 or s > 60 or zh > 18 or zm > 59:
        return nan, True
    offset = (zh * 3600 + zm * 60) * (-1 if sign == "-" else 1)
    whole = _midnight(day) + h * 3600 + m * 60 + s - offset
    return whole + float(f"0.{fraction or 0}"), bool(zulu or sign)


@lru_cache(maxsize=1024)
def _midnight(day: str) -> float:
    try:
        when = date.fromisoformat(day)
    except ValueError:
        return nan
    known = FIRST_YEAR <= when.year <= LAST_YEAR
    return (when.toordinal() - date(1970, 1, 1).toordinal()) * 86400.0 if known else nan


class _Minutes(dict[str, float]):
    """Seconds since 1970 of ``2026-11-08T06:00:``, worked out once; KeyError for the rest."""

    def __missing__(self, start: str) -> float:
        if _MINUTE.fullmatch(start) is None:
            raise KeyError(start)
        self[start] = epoch_s(start + "00Z")[0]
        return self[start]


class Clock:
    """`epoch_s` for the many times of one file: the usual shape costs two look-ups."""

    def __init__(self) -> None:
        #: How many of the times read so far name no zone.
        self.unzoned = 0
        self._minutes = _Minutes()

    def read(self, text: str) -> float:
        """Seconds since 1970 UTC; NaN where `text` is no time."""
        try:
            return self._minutes[text[:17]] + _SECONDS[text[17:]]
        except KeyError:
            value, zoned = epoch_s(text)
            self.unzoned += not zoned
            return value
