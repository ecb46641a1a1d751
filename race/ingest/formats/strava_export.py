"""The ``activities.csv`` of "Request your archive" of Strava, in the language of the account.

The names of the columns are in that language too, some have two columns of one name, and new ones
come every few months. What has never changed is the beginning: number, date, name, sport,
description, elapsed time, distance. It is found by its dates; what stands further right is found by
its values. Old exports have metres in front. Since July 2019 that distance is in kilometres, cut to
two decimals, and the exact one in metres, with a second elapsed time and the moving time, follows.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from math import isnan, nan
from typing import BinaryIO, Final

import numpy as np

from race.activity import Stated, Summary
from race.errors import MalformedFile, NoActivity
from race.ingest.formats import dates, sports, tables
from race.ingest.formats.channels import sane
from race.ingest.formats.exports import METRES, known, limited, positive
from race.track import FloatArray

#: Rows that are looked at to find the columns.
_LOOKED_AT: Final = 300
#: Columns and characters of a field that are looked at; what is written by hand may be longer.
_COLUMNS: Final = 200
_LONGEST: Final = 200
#: The last place where the date is looked for.
_LAST_DATE: Final = 3
#: Where the sport, the elapsed time and the distance stand, counted from the date.
_SPORT: Final = 2
_ELAPSED: Final = 4
_DISTANCE: Final = 5
#: Whose fastest tenth is slower than this, m/s, has kilometres in front. Hours of weights with some
#: metres in them are slower in any unit.
_SLOWEST: Final = 0.1
#: Two columns are the same, or one is a multiple of the other, when their ratio is so near to it.
_ALIKE: Final = 0.01

_ID: Final = re.compile(r"\d{1,20}", re.ASCII)
_FILE: Final = re.compile(r"activities/[^/\\]{1,100}\.(?:gpx|tcx|fit|json)(?:\.gz)?", re.IGNORECASE)
#: Whether it was a commute.
_FLAGS: Final = frozenset({"true", "false"})

_Row = Sequence[str]


@dataclass(frozen=True, kw_only=True)
class _Columns:
    """Where the values stand, and in what."""

    date: int
    #: A date is 9/12/2018 for the 12th of September.
    month_first: bool
    #: Metres in one of the first distance.
    unit_m: float
    #: The exact distance in metres, and the moving time in seconds, where there are such columns.
    metres: int | None
    moving: int | None


def sniff(data: bytes) -> bool:
    """A row begins with a number and a date, has time and distance where they belong, and names a
    file in ``activities/`` or says whether it was a commute."""
    rows = tables.stream(io.BytesIO(data[:65_536]))
    try:
        return any(_is_run(_tidied(row)) for row in islice(rows, _LOOKED_AT))
    except MalformedFile:
        return False


def read(stream: BinaryIO, name: str) -> Iterator[Summary]:
    """What the account knows of each activity, those without a file among them; `name` is not
    needed. Raises NoActivity, MalformedFile and TooManyRuns."""
    rows = (_tidied(row) for row in tables.stream(stream))
    start = list(islice(rows, _LOOKED_AT))
    columns = _columns(start)
    if columns is None:
        raise NoActivity(format="Strava")
    found = (_summary(row, columns) for row in chain(start, rows))
    return limited(summary for summary in found if summary is not None)


def _tidied(row: _Row) -> list[str]:
    return [field[:_LONGEST].strip() for field in row[:_COLUMNS]]


def _is_run(row: _Row) -> bool:
    if not _ID.fullmatch(row[0]) or isnan(_date(row, 1)):
        return False
    measured = [_number(row, 1 + place) for place in (_ELAPSED, _DISTANCE)]
    named = any(_FILE.fullmatch(field) or field.lower() in _FLAGS for field in row)
    return named and not any(isnan(value) for value in measured)


def _columns(rows: Sequence[_Row]) -> _Columns | None:
    """None where no column of dates is in sight."""
    places = range(_LAST_DATE + 1)
    date = next((p for p in places if any(not isnan(_date(row, p)) for row in rows)), None)
    if date is None:
        return None
    width = max(date + _DISTANCE + 1, *map(len, rows))
    numbers = sane([[_number(row, place) for place in range(width)] for row in rows])
    elapsed, distance = numbers[:, date + _ELAPSED], numbers[:, date + _DISTANCE]
    further = range(date + _DISTANCE + 1, width)
    metres, unit = None, 1.0
    if _fast(distance, elapsed) < _SLOWEST:
        metres, unit = _exact(numbers, distance, further)
    return _Columns(
        date=date,
        month_first=dates.month_first(_field(row, date) for row in rows),
        unit_m=unit,
        metres=metres,
        moving=_moving(numbers, elapsed, further),
    )


def _fast(distance: FloatArray, elapsed: FloatArray) -> float:
    """The speed that one in ten exceeds, in units a second; NaN where nobody moved."""
    both = (distance > 0) & (elapsed >= 1)
    return float(np.percentile(distance[both] / elapsed[both], 90)) if both.any() else nan


def _exact(
    numbers: FloatArray, distance: FloatArray, places: Iterable[int]
) -> tuple[int | None, float]:
    """The first column that is the distance in metres, and the metres in one of `distance`."""
    # Of less than a kilometre two decimals are not enough to compare.
    distance = np.where(distance >= 1, distance, nan)
    for place in places:
        ratio = _ratio(numbers[:, place], distance)
        for unit in (METRES["km"], METRES["mi"]):
            if abs(ratio / unit - 1) < _ALIKE:
                return place, unit
    return None, METRES["km"]


def _moving(numbers: FloatArray, elapsed: FloatArray, places: Iterable[int]) -> int | None:
    """The column after the one that repeats the elapsed time, where it never exceeds it."""
    for place in places:
        if abs(_ratio(numbers[:, place], elapsed) - 1) < _ALIKE and place + 1 < numbers.shape[1]:
            longer = numbers[:, place + 1] > numbers[:, place] + 1
            return None if longer.any() else place + 1
    return None


def _ratio(above: FloatArray, below: FloatArray) -> float:
    """The median of one column over another; NaN where less than half of the rows have both."""
    both = (above > 0) & (below >= 1)
    if both.sum() * 2 < max(1, (below >= 1).sum()):
        return nan
    return float(np.median(above[both] / below[both]))


def _summary(row: _Row, columns: _Columns) -> Summary | None:
    """None for the line of names, and for others without date and file."""
    start = _date(row, columns.date, month_first=columns.month_first)
    files = tuple(field for field in row if _FILE.fullmatch(field))[:1]
    if isnan(start) and not files:
        return None
    sport = _field(row, columns.date + _SPORT)
    about = positive(_number(row, columns.date + _DISTANCE) * columns.unit_m)
    stated = Stated(
        sport=sports.sport(sport),
        app="Strava",
        distance_m=positive(_number(row, columns.metres)) or about,
        elapsed_s=positive(_number(row, columns.date + _ELAPSED)),
        timer_s=positive(_number(row, columns.moving)),
        indoor=sports.indoor(sport),
        started_at=known(start),
    )
    return Summary(stated=stated, files=files)


def _date(row: _Row, place: int, *, month_first: bool = False) -> float:
    return dates.epoch_s(_field(row, place), month_first=month_first)


def _number(row: _Row, place: int | None) -> float:
    return tables.number(_field(row, place)) if place is not None else nan


def _field(row: _Row, place: int) -> str:
    return row[place] if place < len(row) else ""
