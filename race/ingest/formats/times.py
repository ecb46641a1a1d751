"""Times of a file, as ISO 8601 and its bad copies write them, in seconds since 1970 UTC."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from math import nan
from typing import Final

import numpy as np
from numpy.typing import NDArray

from race.track import FloatArray, IntArray

#: Years outside are noise; inside them every zone of the world stays within `datetime`.
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199

_MOMENT: Final = re.compile(
    r"\s*(\d{4}-\d\d-\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?"
    r"\s*(?:([Zz])|([+-])(\d\d)(?::?(\d\d))?)?\s*",
    re.ASCII,
)
#: As whole arrays of times are written: a 9 is a figure.
_SECOND: Final = "9999-99-99T99:99:99"
_OFFSET: Final = "+99:99"
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


def epochs_s(texts: Sequence[bytes]) -> FloatArray:
    """`epoch_s` of many times at once that all name their zone: the same bits, much faster.

    Takes ``2026-11-08T06:00:00Z``, with a fraction of up to 9 digits after a point, or an offset
    ``+07:00``; ValueError where one is written in another way.
    """
    lengths = set(map(len, texts))
    if len(lengths) == 1:
        return _epochs(np.frombuffer(b"".join(texts), np.uint8).reshape(len(texts), -1))
    padded = np.asarray(texts, dtype=np.bytes_)
    length_of = np.fromiter(map(len, texts), np.int64, len(texts))
    column = np.empty(len(texts))
    for length in lengths:
        rows = np.flatnonzero(length_of == length)
        alike = np.frombuffer(padded[rows].tobytes(), np.uint8).reshape(len(rows), -1)
        column[rows] = _epochs(alike[:, :length])
    return column


def _epochs(signs: NDArray[np.uint8]) -> FloatArray:
    """Seconds since 1970 UTC of times of one length, one sign a column, shape (n, length)."""
    columns = np.ascontiguousarray(signs.T)
    tail = _OFFSET if (columns[-1] != ord("Z")).any() else "Z"
    decimals = len(columns) - len(_SECOND) - len(tail) - 1
    if decimals not in (-1, *range(1, 10)):
        raise ValueError("no time that is known here")
    shape = _SECOND + ("." + "9" * decimals if decimals > 0 else "") + tail
    year, month, day, hour, minute, second, *rest = _figures(columns, shape)
    whole = _midnights(year * 10_000 + month * 100 + day) + hour * 3600 + minute * 60 + second
    known = (hour <= 23) & (minute <= 59) & (second <= 60)
    if tail is _OFFSET:
        *rest, zone_h, zone_min = rest
        west = columns[-len(_OFFSET)] == ord("-")
        whole -= np.where(west, -1, 1) * (zone_h * 3600 + zone_min * 60)
        known &= (zone_h <= 18) & (zone_min <= 59)
    if rest:  # both numbers are exact, so their quotient is as true as what `float` makes of it
        whole += rest[0] / 10.0**decimals
    return np.where(known, whole, nan)


def _figures(columns: NDArray[np.uint8], shape: str) -> list[IntArray]:
    """The numbers in texts of one shape: a 9 is any figure, a + also −, the rest is itself."""
    numbers: list[IntArray] = []
    before = ""
    for sign, column in zip(shape, columns, strict=True):
        if sign == "9":
            figure = column - np.uint8(ord("0"))
            if (figure > 9).any():
                raise ValueError("no figure where one should be")
            if before == "9":
                numbers[-1] = numbers[-1] * 10 + figure
            else:
                numbers.append(figure.astype(np.int64))
        elif not ((column == ord(sign)) | (column == ord("-" if sign == "+" else sign))).all():
            raise ValueError("another sign than there should be")
        before = sign
    return numbers


def _midnights(days: IntArray) -> FloatArray:
    """Seconds since 1970 of the days 20261108, of which few are not as the one before."""
    starts = np.flatnonzero(np.diff(days, prepend=-1))
    text = (f"{day:08d}" for day in days[starts].tolist())
    midnights = [_midnight(f"{day[:4]}-{day[4:6]}-{day[6:]}") for day in text]
    return np.repeat(midnights, np.diff(starts, append=len(days)))


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
