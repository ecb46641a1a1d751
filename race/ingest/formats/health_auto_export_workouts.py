"""``Workouts-….csv`` of the app Health Auto Export: one line a workout, beside files of its series.

The names of the columns are partly in the language of the phone. The first four are always the
sport, the start, the end and the duration, the times to the minute and without a zone. The distance
is the column in kilometres or miles; speeds are in "km/hr", heights in metres.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import BinaryIO, Final

from race.activity import Stated, Summary
from race.errors import MalformedFile, NoActivity
from race.ingest.formats import sports, tables
from race.ingest.formats.exports import METRES, clock_s, known, limited, positive
from race.ingest.formats.times import epoch_s

#: Lines that are looked at to recognise the file.
_LOOKED_AT: Final = 20
#: Columns and characters of a field that are looked at.
_COLUMNS: Final = 100
_LONGEST: Final = 200
#: Minutes are cut off the start, and pauses off the duration.
_MINUTE: Final = 60.0

_UNIT: Final = re.compile(r".*\((km|mi)\)")
_START: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d)(?::\d\d)?", re.ASCII)

_Row = Sequence[str]


def sniff(data: bytes) -> bool:
    """A column in kilometres or miles, and under it a line that has two moments, the second no
    earlier, and a duration that fits between them."""
    rows = _rows(io.BytesIO(data[:65_536]))
    try:
        names = next(rows, [])
        return _distance(names) is not None and any(map(_is_workout, islice(rows, _LOOKED_AT)))
    except MalformedFile:
        return False


def read(stream: BinaryIO, name: str) -> Iterator[Summary]:
    """The workouts in file order; `name` is not needed.

    Raises NoActivity, MalformedFile and TooManyRuns.
    """
    rows = _rows(stream)
    distance = _distance(next(rows, []))
    if distance is None:
        raise NoActivity(format="Health Auto Export")
    place, unit_m = distance
    return limited(_summary(row, place, unit_m) for row in rows if _is_workout(row))


def _rows(stream: BinaryIO) -> Iterator[list[str]]:
    for row in tables.stream(stream):
        yield [field[:_LONGEST].strip() for field in row[:_COLUMNS]]


def _distance(names: Iterable[str]) -> tuple[int, float] | None:
    """Where the distance stands, and the metres in its unit."""
    units = ((place, _UNIT.fullmatch(each)) for place, each in enumerate(names))
    return next(((place, METRES[unit[1]]) for place, unit in units if unit), None)


def _is_workout(row: _Row) -> bool:
    if len(row) < 4 or not _START.fullmatch(row[1]) or not _START.fullmatch(row[2]):
        return False
    spent = epoch_s(row[2])[0] - epoch_s(row[1])[0]
    return spent >= 0 and clock_s(row[3]) <= spent + _MINUTE


def _summary(row: _Row, place: int, unit_m: float) -> Summary:
    start, zone_known = epoch_s(row[1])
    stated = Stated(
        sport=sports.sport(row[0]),
        app="Health Auto Export",
        distance_m=positive(tables.number(row[place]) * unit_m) if place < len(row) else None,
        timer_s=positive(clock_s(row[3])),
        indoor=any(sports.indoor(field) for field in row[4:]) or sports.indoor(row[0]),
        started_at=known(start),
    )
    return Summary(stated=stated, files=_files(row), zone_known=zone_known)


def _files(row: _Row) -> tuple[str, ...]:
    """How the names of its files begin: the route's in the table of points and in GPX, with what
    becomes of a colon in a zip, and the JSON of everything."""
    match = _START.fullmatch(row[1])
    if match is None or not row[0]:
        return ()
    year, month, number, hour, minute = match.groups()
    day = f"{year}-{month}-{number}"
    route = f"{row[0]}-Route-"
    return (
        f"{route}{day.replace('-', '')}_{hour}{minute}",
        f"{route}{day} {hour}_{minute}",
        f"{route}{day} {hour}:{minute}",
        f"{row[0]}-{day}_{hour}_{minute}",
    )
