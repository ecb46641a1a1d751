"""A table of points (CSV, TSV) under whatever headings: the last resort of many apps.

**What is one.** Within the first `LOOKED_AT` rows one names a latitude, a longitude and a time;
lines before it are a head of the app's own. Or there are no names, and the first rows are points
by their values (`table_columns`). Other tables, one number a minute or a list of places without
times, are none.

**What becomes a point.** Each row below that has a time or a position. There is one activity in a
table; a new value in a column of segments begins a new one. Times may be ISO 8601, seconds since
1970, or ms, µs or ns by their size; without a zone they are read as UTC and said to be so. A
distance counts only with its unit, speeds without a unit are metres a second.
"""

import re
from array import array
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from math import isnan, nan
from typing import Final

import numpy as np

from race.activity import Activity, Damage, Sport, Stated
from race.errors import MalformedFile, NoActivity, NoDate, TooManyPoints
from race.i18n import N_
from race.ingest.formats import channels, tables
from race.ingest.formats.columns import positions
from race.ingest.formats.gpx_events import MAX_POINTS
from race.ingest.formats.table_columns import Plan, by_names, by_values, epoch_s
from race.ingest.formats.times import Clock
from race.track import SENSORS, track_of

#: Rows in which the names must be found, or that must be points by their values.
LOOKED_AT: Final = 20
#: Rows that make a table without names one of points.
_ENOUGH: Final = 3
_HEAD: Final = 65_536

#: How XML, JSON and NMEA start.
_NO_TABLE: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*[<{\[$]")
_FIGURE: Final = re.compile(r"\d")
_TOO_EARLY: Final = N_("the file ends too early")


def sniff(data: bytes) -> bool:
    """The first rows name latitude, longitude and time, or are points by their values."""
    return _NO_TABLE.match(data) is None and _plan(_first(data)) is not None


def read(data: bytes) -> list[Activity]:
    """The one activity of a table of points; damage is noted where it breaks off.

    Raises NoActivity, NoDate (times of day only), MalformedFile and TooManyPoints.
    """
    found = _plan(_first(data))
    if found is None:
        raise NoActivity(format="CSV")
    start, plan = found
    points = _Points(plan)
    damage = points.take(islice(tables.each(data), start, None))
    if damage is None and points.is_cut and not data.endswith((b"\n", b"\r", b"\n\0", b"\r\0")):
        damage = Damage(line=data.count(b"\n") + 1, reason=_TOO_EARLY)
    return [replace(points.activity(damage), damage=damage)]


def _first(data: bytes) -> list[list[str]]:
    """The first rows, up to any damage; a row that the look cuts off is none of them."""
    head = data[:_HEAD]
    first: list[list[str]] = []
    with suppress(MalformedFile):
        first.extend(islice(tables.each(head[: head.rfind(b"\n") + 1] or head), LOOKED_AT))
    return first


def _plan(first: Sequence[Sequence[str]]) -> tuple[int, Plan] | None:
    """Where the points begin, and what the columns are."""
    for at, row in enumerate(first):
        plan = by_names(row)
        if plan is not None:
            return at + 1, plan
    plan = by_values(first) if len(first) >= _ENOUGH else None
    return None if plan is None else (0, plan)


class _Points:
    """The points of a table while it is read."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._clock = Clock()
        self._width = 1 + max(plan.index[name] for name in ("lat", "lon", "time"))
        self.time = array("d")
        self.columns = {
            name: array("d") for name in ("lat", "lon", "ele", *SENSORS) if name in plan.index
        }
        self.segment = array("q")
        #: The last word in the column of segments.
        self._stretch = ""
        #: Some times were written, and none was a moment.
        self._undated = False
        #: The last row has fewer fields than a point.
        self.is_cut = False

    def take(self, rows: Iterator[list[str]]) -> Damage | None:
        """All rows, up to the damage."""
        try:
            for row in rows:
                self.is_cut = len(row) < self._width
                if not self.is_cut:
                    self._row(row)
        except MalformedFile as damage:
            if len(self.time) == 0:
                raise
            return Damage(line=damage.facts["line"], reason=damage.facts["reason"])
        return None

    def activity(self, damage: Damage | None) -> Activity:
        """All points together."""
        if len(self.time) == 0 and damage is not None:
            raise MalformedFile(line=damage.line, reason=damage.reason)
        if len(self.time) == 0:
            raise NoActivity(format="CSV")
        if self._undated and not np.isfinite(np.asarray(self.time)).any():
            raise NoDate(format="CSV")
        columns = {name: np.asarray(values) for name, values in self.columns.items()}
        lat, lon = positions(columns.pop("lat"), columns.pop("lon"))
        track = track_of(
            time=channels.sane(self.time),
            lat=lat,
            lon=lon,
            ele=channels.sane(columns.pop("ele", np.full(len(lat), nan))),
            segment=self.segment,
            sensors=channels.sensors(columns, Sport.UNKNOWN),
        )
        zone_known = self._clock.unzoned == 0
        return Activity(track=track, stated=Stated(), format="table", zone_known=zone_known)

    def _row(self, row: list[str]) -> None:
        time = self._moment(row)
        lat, lon = self._number(row, "lat"), self._number(row, "lon")
        if isnan(time) and (isnan(lat) or isnan(lon)):
            return
        if len(self.time) >= MAX_POINTS:
            raise TooManyPoints(limit=MAX_POINTS)
        self._begin(row)
        self.time.append(time)
        for name, values in self.columns.items():
            values.append(self._number(row, name))

    def _begin(self, row: list[str]) -> None:
        at = self._plan.index.get("segment")
        word = "" if at is None else _field(row, at)
        number = self.segment[-1] if self.segment else 0
        self.segment.append(number + (word != self._stretch and len(self.segment) > 0))
        self._stretch = word

    def _moment(self, row: list[str]) -> float:
        text = _field(row, self._plan.index["time"])
        time = epoch_s(text, self._clock)
        if isnan(time) and "date" in self._plan.index:
            day = _field(row, self._plan.index["date"])
            time = epoch_s(f"{day.strip()} {text.strip()}", self._clock)
        self._undated |= isnan(time) and _FIGURE.search(text) is not None
        return time

    def _number(self, row: list[str], name: str) -> float:
        value = tables.number(_field(row, self._plan.index[name]))
        return value * self._plan.factor.get(name, 1.0)


def _field(row: list[str], at: int) -> str:
    return row[at] if at < len(row) else ""
