"""Which column of a table holds what: by its name, or by its values where it has none."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isnan
from typing import Final

from race.i18n import fold
from race.ingest.formats import tables, times
from race.ingest.formats.exports import METRES

#: What a column is called, in English, German, Vietnamese and Chinese: `fold`ed, letters and
#: figures only, without the unit.
_NAMES: Final[Mapping[str, str]] = {
    "time": "time, timestamp, datetime, utc, utctime, utcdatetime, datetimeutc, timeutc, "
    "timestamputc, timestampms, timestampepoch, epoch, epochtime, unixtime, unixtimestamp, when, "
    "zeit, zeitstempel, uhrzeit, datumzeit, thoigian, gio, 时间, 时间戳",
    "date": "date, datum, ngay, 日期",
    "lat": "lat, latitude, latitudedeg, latitudedegrees, positionlat, gpslat, gpslatitude, "
    "breitengrad, breite, vido, 纬度",
    "lon": "lon, lng, long, longitude, longitudedeg, longitudedegrees, positionlong, positionlon, "
    "gpslon, gpslng, gpslong, gpslongitude, langengrad, lange, kinhdo, 经度",
    "ele": "ele, elevation, alt, altitude, enhancedaltitude, gpsaltitude, height, hohe, hoehe, "
    "docao, 海拔, 高度, 海拔高度",
    "segment": "segment, seg, trackseg, tracksegid, segmentid, 段",
    "heart_rate": "hr, heartrate, heartratebpm, bpm, pulse, puls, herzfrequenz, nhiptim, 心率",
    "cadence": "cad, cadence, cadencespm, spm, stepspermin, stepsperminute, steprate, "
    "trittfrequenz, schrittfrequenz, guongchan, nhipbuoc, 步频",
    "power": "power, watts, powerwatts, leistung, congsuat, 功率",
    "temperature": "temp, temperature, atemp, temperatur, nhietdo, 温度",
    "speed": "speed, enhancedspeed, geschwindigkeit, vantoc, tocdo, 速度",
    "accuracy": "accuracy, horizontalaccuracy, hacc, hrms, genauigkeit, dochinhxac, 精度, 水平精度",
    "distance": "distance, dist, totaldistance, distanz, strecke, quangduong, culy, 距离",
}
_MEANING: Final = {name: meaning for meaning, names in _NAMES.items() for name in names.split(", ")}
#: Metres a second in a unit of speed, as it is written behind a name.
_SPEEDS: Final[Mapping[str, float]] = {
    "m/s": 1.0,
    "mps": 1.0,
    "ms": 1.0,
    "km/h": 1 / 3.6,
    "kmh": 1 / 3.6,
    "kph": 1 / 3.6,
    "km/小时": 1 / 3.6,
    "mph": METRES["mi"] / 3600,
    "mi/h": METRES["mi"] / 3600,
}
#: Metres in a unit of length; "m" behind anything.
_LENGTHS: Final[Mapping[str, float]] = {**METRES, "meter": 1.0, "metres": 1.0, "meters": 1.0}
_UNITS: Final[Mapping[str, Mapping[str, float]]] = {
    "speed": _SPEEDS,
    "distance": _LENGTHS,
    "ele": _LENGTHS,
    "accuracy": _LENGTHS,
}
_UNIT: Final = re.compile(
    r"\s*[(\[]([^)\]]{1,20})[)\]]\s*|[_ ](m|km|mi|ft|mps|kmh|kph|mph|ms)\Z", re.I
)
#: s since 1970; smaller numbers are seconds since some start.
_EARLIEST_S: Final = 1e8

#: "05.07.2026 20:27:07" as in Germany, "2026/07/05 20:27:07" as in China.
_DAY_FIRST: Final = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4}),?[T ]+(.{1,40})", re.ASCII)
_YEAR_FIRST: Final = re.compile(r"(\d{4})[/.](\d\d?)[/.](\d\d?)[T ]+(.{1,40})", re.ASCII)
_PRECISE: Final = re.compile(r"\s*[+-]?\d{1,3}[.,]\d{3,}\s*", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Where the fields of a point stand in a row."""

    #: The index of each column by meaning: "time", "lat", "lon", and what else there is.
    index: Mapping[str, int]
    #: What the numbers of a column are multiplied with; 1 where nothing stands here.
    factor: Mapping[str, float] = field(default_factory=dict)


def by_names(row: Sequence[str]) -> Plan | None:
    """The plan that a row of names gives; None where a position and a time are not among them.

    Of two columns of one meaning the first counts. A distance without a unit is left out: it may
    be one of a step, and in kilometres.
    """
    index: dict[str, int] = {}
    factor: dict[str, float] = {}
    for at, title in enumerate(row):
        meaning, unit = _meaning(title)
        known = _UNITS.get(meaning, {})
        if meaning in index or not meaning or (meaning == "distance" and unit not in known):
            continue
        index[meaning] = at
        factor[meaning] = known.get(unit, 1.0)
    if "time" not in index and "date" in index:
        index["time"] = index.pop("date")
    return Plan(index=index, factor=factor) if {"time", "lat", "lon"} <= index.keys() else None


def by_values(rows: Sequence[Sequence[str]]) -> Plan | None:
    """The plan that some rows of numbers give; None where they are no points of one track.

    A time of ISO 8601 or in seconds since 1970 or parts of them; the first two neighbours that
    have three decimals and are degrees: longitude first, as in all that is drawn on maps, unless
    only the second can be one. A number behind them is the height, and a whole one from 30 to 240
    behind that the heart.
    """
    width = min((len(row) for row in rows), default=0)
    columns = [[row[at] for row in rows] for at in range(width)]
    clock = next((at for at, column in enumerate(columns) if _all_times(column)), None)
    places = [at for at in range(width - 1) if _degrees(columns[at]) and _degrees(columns[at + 1])]
    if clock is None or not places:
        return None
    first, second = places[0], places[0] + 1
    lon_second = max(abs(tables.number(text)) for text in columns[second]) > 90
    index = {"time": clock, "lon": second if lon_second else first}
    index["lat"] = first if lon_second else second
    behind = [at for at in range(second + 1, width) if at != clock and _all_numbers(columns[at])]
    index |= dict(zip(["ele"], behind, strict=False))
    if len(behind) > 1 and all(_is_pulse(text) for text in columns[behind[1]]):
        index["heart_rate"] = behind[1]
    return Plan(index=index)


def epoch_s(text: str, clock: times.Clock) -> float:
    """Seconds since 1970 UTC of a text: a number of s, ms, µs or ns by its size, or a date and a
    time as `times.epoch_s` takes them, also with slashes or dots; NaN for anything else."""
    value = tables.number(text)
    if isnan(value):
        return clock.read(_iso(text))
    for size, parts in ((1e16, 1e9), (1e13, 1e6), (1e10, 1e3)):
        if value >= size:
            return value / parts
    return value if value >= _EARLIEST_S else float("nan")


def _iso(text: str) -> str:
    text = text.strip()
    bare = text.removesuffix(" UTC").removesuffix(" GMT")
    zulu = "" if bare == text else "Z"
    if found := _DAY_FIRST.fullmatch(bare):
        day, month, year, clock = found.groups()
    elif found := _YEAR_FIRST.fullmatch(bare):
        year, month, day, clock = found.groups()
    else:
        return bare + zulu
    return f"{year}-{int(month):02d}-{int(day):02d}T{clock}{zulu}"


def _meaning(title: str) -> tuple[str, str]:
    """What a column is by its name, and its unit in lower case; "" where not known."""
    title = title[:80]
    found = _UNIT.search(title)
    unit = (found[1] or found[2]).strip().lower() if found else ""
    bare = title[: found.start()] + title[found.end() :] if found else title
    return next(
        (
            (_MEANING[name], unit)
            for name in (re.sub(r"[\W_]", "", fold(text)) for text in (bare, title))
            if name in _MEANING
        ),
        ("", ""),
    )


def _all_times(column: Sequence[str]) -> bool:
    clock = times.Clock()
    return not any(isnan(epoch_s(text, clock)) for text in column)


def _all_numbers(column: Sequence[str]) -> bool:
    return not any(isnan(tables.number(text)) for text in column)


def _degrees(column: Sequence[str]) -> bool:
    return all(_PRECISE.fullmatch(t) and abs(tables.number(t)) <= 180 for t in column)


def _is_pulse(text: str) -> bool:
    value = tables.number(text)
    return 30 <= value <= 240 and value == int(value)
