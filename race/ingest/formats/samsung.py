"""Samsung Health: the list of exercises in the export of an account.

``com.samsung.shealth.exercise.<stamp>.csv`` has a line of its own in front, then the names of the
columns, then an exercise a row. Since 2024 most names carry ``com.samsung.health.exercise.`` in
front. The files of a track stand in ``jsons/`` and are named by the row. Sister tables (weather,
recovery heart rate, …) begin with a longer name and are none.

The start is in UTC where the zone beside it reads ``UTC+0700``; in old exports, which write the
zone in milliseconds, it is the wall clock's.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import BinaryIO, Final

from race.activity import Sport, Stated, Summary
from race.errors import NoActivity
from race.ingest.formats import tables
from race.ingest.formats.exports import known, limited, positive
from race.ingest.formats.times import epoch_s

_APP: Final = "Samsung Health"
_HEAD: Final = 8_192
#: https://developer.samsung.com/health/android/data/api-reference/EXERCISE_TYPE.html
_SPORTS: Final[Mapping[float, Sport]] = {
    1001: Sport.WALK,
    1002: Sport.RUN,
    11007: Sport.RIDE,
    13001: Sport.HIKE,
    13003: Sport.HIKE,  # backpacking
    13004: Sport.RIDE,  # mountain biking
    13005: Sport.UNKNOWN,  # orienteering
    14001: Sport.SWIM,
    15003: Sport.RIDE,  # exercise bike
    15005: Sport.RUN,  # treadmill
}
#: The other numbers of that table, from baseball to snowshoes; 0 is what a user calls it.
_FIRST_OTHER, _LAST_OTHER = 2001, 16009
_INDOORS: Final = frozenset({15003, 15005})

_FIRST: Final = re.compile(r"com\.samsung\.s?health\.exercise[,;\t]")
_PREFIX: Final = re.compile(r"com\.samsung\.s?health\.exercise\.")
_ZONE: Final = re.compile(r"UTC(?:([+-])(\d\d):?(\d\d))?", re.ASCII)


def sniff(data: bytes) -> bool:
    """The first line is that of the exercises, and the next names their types."""
    text = tables.decoded(data[:_HEAD])
    return _FIRST.match(text) is not None and "exercise_type" in text


def read(stream: BinaryIO, name: str) -> Iterator[Summary]:
    """The exercises, row by row; `name` is not needed.

    Raises NoActivity (no such table), MalformedFile and TooManyRuns.
    """
    rows = tables.stream(stream)
    next(rows, None)
    names = [_PREFIX.sub("", each.strip()) for each in next(rows, [])]
    if "start_time" not in names or "exercise_type" not in names:
        raise NoActivity(format=_APP)
    columns = {each: place for place, each in reversed(list(enumerate(names)))}
    return limited(_summary(_Row(columns=columns, fields=row)) for row in rows)


@dataclass(frozen=True, kw_only=True)
class _Row:
    #: The place of each column by its name.
    columns: dict[str, int]
    fields: list[str]

    def text(self, name: str) -> str:
        place = self.columns.get(name, len(self.fields))
        return self.fields[place].strip() if place < len(self.fields) else ""

    def number(self, name: str) -> float:
        return tables.number(self.text(name))


def _summary(row: _Row) -> Summary:
    number = row.number("exercise_type")
    other = _FIRST_OTHER <= number <= _LAST_OTHER
    began, zone_known = _moment(row, "start_time")
    ended, _ = _moment(row, "end_time")
    stated = Stated(
        sport=_SPORTS.get(number, Sport.OTHER if other else Sport.UNKNOWN),
        app=_APP,
        distance_m=positive(row.number("distance")),
        elapsed_s=positive(ended - began),
        timer_s=positive(row.number("duration") / 1000.0),
        indoor=number in _INDOORS,
        started_at=known(began),
    )
    files = dict.fromkeys((row.text("location_data"), row.text("datauuid")))
    return Summary(stated=stated, files=tuple(filter(None, files)), zone_known=zone_known)


def _moment(row: _Row, name: str) -> tuple[float, bool]:
    """Seconds since 1970 UTC, and whether the zone is known; without one it is read as UTC."""
    text, written = row.text(name), row.text("time_offset")
    value, _ = epoch_s(text)
    zone = _ZONE.fullmatch(written)
    offset_ms = tables.number(written)
    if zone is None and isfinite(offset_ms):
        return value - offset_ms / 1000.0, True
    return value, zone is not None
