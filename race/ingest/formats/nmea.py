"""NMEA 0183, what a receiver says line by line: the log of GPS loggers and of some phone apps.

**What becomes a point.** Each time of day in a run of RMC and GGA sentences, of any talker (GP,
GN, GL, GA, BD …), is a point: position, speed and date of RMC, position and height of GGA. RMC of
status V and GGA of quality 0 are points without position. A sentence whose checksum is wrong is
left out, and one without checksum too where others have one. There is no word for a pause or a
new recording, so a file is one activity of one segment. A sentence without time of day, as
receivers say before they have a fix, is left out.

**The date.** RMC and ZDA say it. The day goes on where the time of day falls by more than half a
day, and other points take the date of the last such sentence before them or, at the beginning, of
the first. The date of RMC of status V, often that on which the receiver was made, counts only
where nothing else tells. Without any date the file is refused (NoDate).
"""

import re
from array import array
from datetime import date
from functools import lru_cache, reduce
from itertools import islice
from math import isnan, nan
from operator import xor
from typing import Final

import numpy as np

from race.activity import Activity, Damage, Sport, Stated
from race.errors import MalformedFile, NoActivity, NoDate, TooManyPoints
from race.i18n import N_
from race.ingest.formats import channels
from race.ingest.formats.columns import number, positions
from race.ingest.formats.gpx_events import MAX_POINTS
from race.ingest.formats.times import LAST_YEAR
from race.track import Track, track_of

#: Metres a second in a knot, a nautical mile (1852 m) an hour.
KNOT_MPS: Final = 1852 / 3600
#: GPS began in this year; two-digit years from its own on are of the last century.
_FIRST_YEAR: Final = 1980
_PIVOT: Final = "80"
#: Bytes looked at to recognise a file: some loggers write lines of their own first.
_HEAD: Final = 4096
#: Sentences looked at to learn whether they carry checksums.
_LOOKED_AT: Final = 100

_LINE: Final = re.compile(
    rb"(?:\A(?:\xef\xbb\xbf)?|[\r\n])\$[A-Z]{2}(?:RMC|GGA|GLL|GSA|GSV|VTG|ZDA|GNS),"
)
#: A sentence anywhere in a line: some apps write a time stamp before it.
_SENTENCE: Final = re.compile(
    rb"\$([A-Z]{2}(RMC|GGA|ZDA),([^$*\r\n]{0,200}))(?:\*([0-9A-Fa-f]{2})|[\r\n])"
)
#: What stands at the end of a file that breaks off, from its last ``$``.
_LAST: Final = re.compile(rb"\$([^$*\r\n]{0,200})(?:\*([0-9A-Fa-f]{2})|[\r\n])")
_TIME: Final = re.compile(r"\s*([01]\d|2[0-3])([0-5]\d)([0-5]\d(?:\.\d*)?)\s*", re.ASCII)
_DEGREES: Final = re.compile(r"\s*(\d{1,3})([0-5]\d(?:\.\d*)?)\s*", re.ASCII)
_SIDES: Final = {"N": 1.0, "E": 1.0, "S": -1.0, "W": -1.0}
_DAY_S: Final = 86_400
_TOO_EARLY: Final = N_("the file ends too early")


def sniff(data: bytes) -> bool:
    """A line of the beginning starts with a standard sentence: ``$GPRMC,``."""
    return _LINE.search(data[:_HEAD]) is not None


def read(data: bytes) -> list[Activity]:
    """The one activity of an NMEA log; damage is noted where it breaks off within a sentence.

    Raises NoActivity (no point), NoDate, MalformedFile (no whole sentence) and TooManyPoints.
    """
    checked = any(_sound(found) for found in islice(_SENTENCE.finditer(data), _LOOKED_AT))
    log = _Log()
    for found in _SENTENCE.finditer(data):
        if _sound(found) or not (checked or found[4]):
            log.take(found[2], found[3].decode("ascii", "replace").split(","))
    damage = _damage(data, checked=checked)
    if len(log.second) == 0 and damage is not None:
        raise MalformedFile(line=damage.line, reason=damage.reason)
    if len(log.second) == 0:
        raise NoActivity(format="NMEA")
    return [Activity(track=log.track(), stated=Stated(), format="nmea", damage=damage)]


def _sound(found: re.Match[bytes]) -> bool:
    """The checksum is there and right: all bytes between ``$`` and ``*``, by exclusive or."""
    return found[4] is not None and reduce(xor, found[1]) == int(found[4], 16)


def _damage(data: bytes, *, checked: bool) -> Damage | None:
    start = max(data.rfind(b"$"), 0)
    last = _LAST.match(data, start)
    if last is not None and (last[2] is not None or not checked):
        return None
    return Damage(line=data.count(b"\n", 0, start) + 1, reason=_TOO_EARLY)


class _Log:
    """The points of a log while it is read."""

    def __init__(self) -> None:
        #: Seconds since the midnight before the first point.
        self.second = array("d")
        self.columns = {name: array("d") for name in ("lat", "lon", "ele", "speed")}
        #: How many of `dates` were known when a point was read.
        self.known = array("q")
        #: The day since 1970 on which the first point was read, each time that it comes out
        #: differently; and what RMC without a fix says of it.
        self.dates = array("q")
        self.loose = array("q")
        self._day = 0
        self._clock = nan

    def take(self, kind: bytes, fields: list[str]) -> None:
        """One whole sentence."""
        fields += [""] * (10 - len(fields))
        if not self._moment(fields[0], makes_point=kind != b"ZDA"):
            return
        if kind == b"ZDA":
            self._date(fields[1], fields[2], fields[3], sure=True)
        elif kind == b"RMC":
            fix = fields[1].strip() == "A"
            self._fill(fix, fields[2:6], speed=number(fields[6]) * KNOT_MPS)
            day, month, year = fields[8][:2], fields[8][2:4], fields[8][4:6]
            century = "19" if year >= _PIVOT else "20"
            self._date(day, month, century + year, sure=fix)
        else:
            fix = fields[5].strip() not in ("", "0")
            self._fill(fix, fields[1:5], ele=number(fields[8]))

    def track(self) -> Track:
        """The whole log; NoDate where no sentence names the day."""
        dates = np.asarray(self.dates if self.dates else self.loose)
        if len(dates) == 0:
            raise NoDate(format="NMEA")
        known = np.asarray(self.known) if self.dates else np.zeros(len(self.second), np.int64)
        lat, lon = positions(np.asarray(self.columns["lat"]), np.asarray(self.columns["lon"]))
        return track_of(
            time=np.asarray(self.second) + dates[np.maximum(known - 1, 0)] * _DAY_S,
            lat=lat,
            lon=lon,
            ele=channels.sane(self.columns["ele"]),
            sensors=channels.sensors({"speed": self.columns["speed"]}, Sport.UNKNOWN),
        )

    def _moment(self, text: str, *, makes_point: bool) -> bool:
        """Whether `text` is a time of day; a point begins where it is another one."""
        match = _TIME.fullmatch(text)
        if match is None:
            return False
        clock = int(match[1]) * 3600 + int(match[2]) * 60 + float(match[3])
        if clock - self._clock < -_DAY_S / 2:
            self._day += 1
        elif clock - self._clock > _DAY_S - 60:
            self._day -= 1  # a sentence that comes late, just after midnight
        self._clock = clock
        second = self._day * _DAY_S + clock
        if makes_point and not (self.second and self.second[-1] == second):
            self._begin(second)
        return True

    def _begin(self, second: float) -> None:
        if len(self.second) >= MAX_POINTS:
            raise TooManyPoints(limit=MAX_POINTS)
        self.second.append(second)
        self.known.append(len(self.dates))
        for column in self.columns.values():
            column.append(nan)

    def _fill(self, fix: bool, place: list[str], **values: float) -> None:
        lat, lon = _degrees(place[0], place[1]), _degrees(place[2], place[3])
        found = {"lat": lat, "lon": lon} | values if fix else {}
        for name, value in found.items():
            if isnan(self.columns[name][-1]):
                self.columns[name][-1] = value

    def _date(self, day: str, month: str, year: str, *, sure: bool) -> None:
        ordinal = _ordinal(year.strip(), month.strip(), day.strip())
        dates = self.dates if sure else self.loose
        if ordinal is not None and dates[-1:] != array("q", [ordinal - self._day]):
            dates.append(ordinal - self._day)
        if self.second and self.second[-1] == self._day * _DAY_S + self._clock:
            self.known[-1] = len(self.dates)


@lru_cache(maxsize=64)
def _ordinal(year: str, month: str, day: str) -> int | None:
    """The day counted from 1970-01-01; None for what is no date, or before there was GPS."""
    try:
        when = date(int(year), int(month), int(day))
    except ValueError:
        return None
    known = _FIRST_YEAR <= when.year <= LAST_YEAR
    return when.toordinal() - date(1970, 1, 1).toordinal() if known else None


def _degrees(text: str, side: str) -> float:
    """Degrees of ``2130.366,N``: degrees and minutes without a sign between them."""
    match = _DEGREES.fullmatch(text)
    if match is None:
        return nan
    return (int(match[1]) + float(match[2]) / 60) * _SIDES.get(side.strip(), nan)
