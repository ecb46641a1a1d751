"""``cardioActivities.csv`` of a Runkeeper export: one line a run, beside GPX files.

Always in English. The unit of the distance stands in the name of its column, and once more in that
of the speed: where distance over duration is the speed only in the other unit, the distance is in
the other. Dates are the runner's own clock, without a zone, while the GPX files beside are in UTC:
the file's name is the only sure thread.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from math import nan
from typing import BinaryIO, Final

from race.activity import Stated, Summary
from race.errors import MalformedFile, NoActivity
from race.ingest.formats import sports, tables
from race.ingest.formats.exports import METRES, clock_s, known, limited, positive
from race.ingest.formats.times import epoch_s

#: Columns and characters of a field that are looked at; notes may be longer.
_COLUMNS: Final = 50
_LONGEST: Final = 200
_DISTANCES: Final = {"Distance (km)": METRES["km"], "Distance (mi)": METRES["mi"]}
#: Metres a second in one of each.
_SPEEDS: Final = {
    "Average Speed (km/h)": METRES["km"] / 3600,
    "Average Speed (mph)": METRES["mi"] / 3600,
}
#: Speeds have three figures.
_ALIKE: Final = 0.02
_NEEDED: Final = frozenset({"Date", "Type", "Duration", "GPX File"})

_Row = Mapping[str, str]


def sniff(data: bytes) -> bool:
    """The first line names what a run has in Runkeeper, the distance in either unit."""
    rows = tables.stream(io.BytesIO(data[:65_536]))
    try:
        return _names(islice(rows, 1)) is not None
    except MalformedFile:
        return False


def read(stream: BinaryIO, name: str) -> Iterator[Summary]:
    """The activities in file order; `name` is not needed.

    Raises NoActivity, MalformedFile and TooManyRuns.
    """
    rows = tables.stream(stream)
    names = _names(rows)
    if names is None:
        raise NoActivity(format="Runkeeper")
    return limited(_summary(_fields(names, row)) for row in rows)


def _names(rows: Iterator[list[str]]) -> list[str] | None:
    names = [name.strip() for name in next(rows, [])[:_COLUMNS]]
    found = set(names) >= _NEEDED and any(each in _DISTANCES for each in names)
    return names if found else None


def _fields(names: Sequence[str], row: Sequence[str]) -> _Row:
    """By name; what a short line lacks is missing."""
    return {name: field[:_LONGEST].strip() for name, field in zip(names, row, strict=False)}


def _summary(row: _Row) -> Summary:
    start, zone_known = epoch_s(row.get("Date", ""))
    kind, file = row.get("Type", ""), row.get("GPX File", "")
    timer = clock_s(row.get("Duration", ""))
    stated = Stated(
        sport=sports.sport(kind),
        app="Runkeeper",
        distance_m=positive(_distance_m(row, timer)),
        timer_s=positive(timer),
        indoor=sports.indoor(kind),
        started_at=known(start),
    )
    return Summary(stated=stated, files=(file,) if file else (), zone_known=zone_known)


def _distance_m(row: _Row, timer_s: float) -> float:
    """In the unit that the column names, but where only the other one fits the speed."""
    value, unit = _measure(row, _DISTANCES)
    speed, metre_a_second = _measure(row, _SPEEDS)
    run = speed * metre_a_second * timer_s
    fitting = [each for each in _DISTANCES.values() if abs(value * each - run) <= _ALIKE * run]
    return value * (fitting[0] if len(fitting) == 1 else unit)


def _measure(row: _Row, units: Mapping[str, float]) -> tuple[float, float]:
    """The value of the first column that names a unit, and that unit in SI."""
    found = ((tables.number(row[key]), unit) for key, unit in units.items() if key in row)
    return next(found, (nan, nan))
