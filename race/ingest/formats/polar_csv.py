"""Polar Flow: the CSV of one training session, a row a second and no positions.

Two lines state the session, a third names the columns of what follows. Dates and times are those
of the wall clock, without a zone; a row's time counts from the start. Units stand in the names of
the columns, as the account has chosen them.
"""

import re
from collections.abc import Mapping
from math import isfinite, nan
from typing import Final

import numpy as np

from race.activity import Activity, Sport, Stated
from race.errors import NoActivity, NoDate
from race.ingest.formats import sports, tables
from race.ingest.formats.channels import limited, sane, sensors
from race.ingest.formats.exports import METRES, positive
from race.ingest.formats.times import epoch_s
from race.track import FloatArray, Track, track_of

_TITLE: Final = "Polar Flow CSV"
_APP: Final = "Polar Flow"
_HEAD: Final = 8_192
_FIRST: Final = ["name", "sport", "date", "start time", "duration"]
_SAMPLES: Final = "sample rate"
#: Columns by the beginning of their names, and the sensor they are.
_SENSORS: Final[Mapping[str, str]] = {
    "hr": "heart_rate",
    "speed": "speed",
    "cadence": "cadence",
    "distances": "distance",
    "temperatures": "temperature",
    "power": "power",
}
#: What a unit of a column is in SI; one that is not here is that already. Fahrenheit is not read.
_UNITS: Final[Mapping[str, float]] = {
    **METRES,
    "km/h": 1 / 3.6,
    "mph": METRES["mi"] / 3600.0,
    "f": nan,
}

_COLUMN: Final = re.compile(r"\s*([^(]*?)\s*(?:\(([^)]*)\))?\s*")
_CLOCK: Final = re.compile(r"\s*(\d{1,3}):(\d\d)(?::(\d\d(?:\.\d{1,3})?))?\s*", re.ASCII)
_DAY: Final = re.compile(
    r"\s*(?:(\d{4})-(\d\d?)-(\d\d?)|(\d\d?)[-./](\d\d?)[-./](\d{4}))\s*", re.ASCII
)

#: A value and its unit, as written.
_Fact = tuple[str, str]
_NOTHING: Final[_Fact] = ("", "")


def sniff(data: bytes) -> bool:
    """The first line names the fields of a session, and samples follow."""
    text = tables.decoded(data[:_HEAD])
    first = [field.strip(' "').lower() for field in re.split(r"[,;\t]", text.partition("\n")[0])]
    return first[: len(_FIRST)] == _FIRST and _SAMPLES in text.lower()


def read(data: bytes) -> list[Activity]:
    """The one session. Raises MalformedFile, TooManyPoints, NoActivity and NoDate."""
    rows = tables.rows(data)
    if len(rows) < 3 or not rows[2][0].strip().lower().startswith(_SAMPLES):
        raise NoActivity(format=_TITLE)
    facts = _facts(rows[0], rows[1])
    begins = _begins(facts)
    sport = facts.get("sport", _NOTHING)[0]
    stated = Stated(
        sport=sports.sport(sport),
        app=_APP,
        distance_m=positive(_si(facts.get("total distance", _NOTHING))),
        timer_s=positive(_clock(facts.get("duration", _NOTHING)[0])),
        indoor=sports.indoor(sport),
        started_at=begins,
    )
    track = _track(rows[2], rows[3:], begins, stated.sport)
    if len(track) == 0 and stated.distance_m is None:
        raise NoActivity(format=_TITLE)
    return [Activity(track=track, stated=stated, format="polar-csv", zone_known=False)]


def _facts(names: list[str], values: list[str]) -> dict[str, _Fact]:
    """What the session states, by the names of the columns without their units."""
    named = [_column(name) for name in names]
    return {n: (value, unit) for (n, unit), value in zip(named, values, strict=False)}


def _track(names: list[str], rows: list[list[str]], begins: float, sport: Sport) -> Track:
    places: dict[str, tuple[int, str]] = {}
    for place, written in enumerate(names):
        name, unit = _column(written)
        places.setdefault(name, (place, unit))
    limited(len(rows))
    texts, _ = _texts(rows, places.get("time"))
    nowhere = np.full(len(rows), nan)
    channels = {
        sensor: _values(rows, places[name]) for name, sensor in _SENSORS.items() if name in places
    }
    return track_of(
        time=begins + np.array([_clock(text) for text in texts], dtype=np.float64),
        lat=nowhere,
        lon=nowhere,
        ele=_values(rows, places["altitude"]) if "altitude" in places else None,
        sensors=sensors(channels, sport),
    )


def _values(rows: list[list[str]], column: tuple[int, str]) -> FloatArray:
    texts, unit = _texts(rows, column)
    return sane([tables.number(text) for text in texts]) * _UNITS.get(unit, 1.0)


def _texts(rows: list[list[str]], column: tuple[int, str] | None) -> tuple[list[str], str]:
    """The fields of a column, "" where a row ends before, and its unit."""
    place, unit = column or (-1, "")
    return [row[place] if 0 <= place < len(row) else "" for row in rows], unit


def _column(written: str) -> tuple[str, str]:
    """ "Speed (km/h)" as ("speed", "km/h")."""
    match = _COLUMN.fullmatch(written.lower())
    return (match[1], match[2] or "") if match else (written.lower(), "")


def _begins(facts: Mapping[str, _Fact]) -> float:
    """The start in seconds since 1970, its wall clock read as UTC."""
    day = _DAY.fullmatch(facts.get("date", _NOTHING)[0])
    clock = _clock(facts.get("start time", _NOTHING)[0])
    if day is None:
        raise NoDate(format=_TITLE)
    year, month, of_month = day.groups()[:3] if day[1] else day.groups()[:2:-1]
    midnight, _ = epoch_s(f"{year}-{int(month):02d}-{int(of_month):02d}T00:00Z")
    if not isfinite(midnight + clock):
        raise NoDate(format=_TITLE)
    return midnight + clock


def _si(fact: _Fact) -> float:
    value, unit = fact
    return tables.number(value) * _UNITS.get(unit, 1.0)


def _clock(text: str) -> float:
    """Seconds of "01:02:03", "01:02:03.500" or "01:02"; NaN for anything else."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        return nan
    hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return hours * 3600.0 + minutes * 60.0 + seconds
