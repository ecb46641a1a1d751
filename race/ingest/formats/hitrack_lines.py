"""The lines of a HiTrack, in which Huawei Health keeps what a watch or a phone recorded.

``tp=lbs;k=0;lat=21.5;lon=106.5;alt=0.0;t=1.7E12;`` is a place, ``tp=h-r;k=1700000000000;v=141;``
a heart rate, ``s-r`` steps a minute, ``alti`` metres of height. Times are ms since 1970, or seconds
in older files, told by their size. Known from the files of https://github.com/CTHRU/Hitrava.
"""

import re
from array import array
from dataclasses import dataclass, field
from math import isnan, nan
from typing import Final

import numpy as np

from race.activity import Sport
from race.errors import TooManyPoints
from race.ingest.formats import channels
from race.ingest.formats.columns import number, positions
from race.ingest.formats.gpx_events import MAX_POINTS
from race.track import FloatArray, Track, track_of

#: The position that marks a pause or a lost signal.
_PAUSE: Final = (90.0, -80.0)
#: Larger times are in ms.
_MOST_SECONDS: Final = 1e11

#: A line stands alone, or in a JSON text that may have escaped its line break twice.
_LINE: Final = re.compile(r"tp=([\w-]{1,10});([^\n\r\\&]{0,200})")
_FIELD: Final = re.compile(r"(\w{1,10})=([^;=]*);")
#: Lines with a value and a time: which sensor of a Track they are; "ele" is the height.
_STREAMS: Final = {"h-r": "heart_rate", "s-r": "cadence", "alti": "ele"}


@dataclass(kw_only=True)
class _Read:
    """What the lines say, while they are read."""

    time: "array[float]" = field(default_factory=lambda: array("d"))
    lat: "array[float]" = field(default_factory=lambda: array("d"))
    lon: "array[float]" = field(default_factory=lambda: array("d"))
    alt: "array[float]" = field(default_factory=lambda: array("d"))
    #: Where a new segment begins, s since 1970.
    cuts: "array[float]" = field(default_factory=lambda: array("d"))
    #: Times and values in turn, by sensor.
    streams: "dict[str, array[float]]" = field(
        default_factory=lambda: {name: array("d") for name in _STREAMS.values()}
    )
    count: int = 0


def track(text: str, sport: Sport) -> Track:
    """The Track of all lines in `text`.

    Places in the order of their times: the lines of a HiTrack have no order of their own. A sensor
    belongs to the place of the same second; without any place each of its moments is a point. A
    mark of a pause begins a new segment. A height that is 0 at every place was not measured.
    Raises TooManyPoints.
    """
    read = _Read()
    for line in _LINE.finditer(text):
        fields = dict(_FIELD.findall(line[2]))
        if line[1] == "lbs":
            _place(read, fields)
        elif line[1] in _STREAMS:
            stream = read.streams[_STREAMS[line[1]]]
            stream.append(_moment(fields.get("k", "")))
            stream.append(number(fields.get("v", "")))
        else:
            continue
        read.count += 1
        if read.count > MAX_POINTS:
            raise TooManyPoints(limit=MAX_POINTS)
    return _placed(read, sport) if read.time else _placeless(read, sport)


def _place(read: _Read, fields: dict[str, str]) -> None:
    time = _moment(fields.get("t", ""))
    lat, lon = number(fields.get("lat", "")), number(fields.get("lon", ""))
    if (lat, lon) == _PAUSE:
        last = read.time[-1] if read.time else nan
        read.cuts.append(np.nextafter(last, np.inf) if isnan(time) else time)
    elif not isnan(time):
        read.time.append(time)
        read.lat.append(lat)
        read.lon.append(lon)
        read.alt.append(number(fields.get("alt", "")))


def _placed(read: _Read, sport: Sport) -> Track:
    order = np.argsort(np.asarray(read.time), kind="stable")
    time = np.asarray(read.time)[order]
    lat, lon = positions(np.asarray(read.lat)[order], np.asarray(read.lon)[order])
    alt = channels.sane(read.alt)[order]
    alt = np.full(len(alt), nan) if (alt == 0).all() else alt
    streams = {name: channels.at(time, _stream(read, name)) for name in read.streams}
    barometer = channels.sane(streams.pop("ele"))
    return track_of(
        time=time,
        lat=lat,
        lon=lon,
        ele=np.where(np.isnan(barometer), alt, barometer),
        segment=channels.stretches(time, np.asarray(read.cuts)),
        sensors=channels.sensors(streams, sport),
    )


def _placeless(read: _Read, sport: Sport) -> Track:
    time, columns = channels.together({name: _stream(read, name) for name in read.streams})
    unknown = np.full(len(time), nan)
    ele = channels.sane(columns.pop("ele"))
    sensors = channels.sensors(columns, sport)
    return track_of(time=time, lat=unknown, lon=unknown, ele=ele, sensors=sensors)


def _stream(read: _Read, name: str) -> tuple[FloatArray, FloatArray]:
    turns = np.asarray(read.streams[name])
    return turns[0::2], turns[1::2]


def _moment(text: str) -> float:
    """Seconds since 1970; NaN for 0, which a pause may have, and for what is no time."""
    value = number(text)
    seconds = value / 1000 if value >= _MOST_SECONDS else value
    return seconds if 0 < seconds < _MOST_SECONDS / 10 else nan
