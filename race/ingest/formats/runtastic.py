"""adidas Running, once Runtastic: the export of an account, one run in up to three files.

``Sport-sessions/<name>.json`` states a run, ``Sport-sessions/GPS-data/<name>.json`` holds its
points (since April 2020 mostly ``<name>.gpx`` instead) and ``Sport-sessions/Heart-rate-data/
<name>.json`` its heart: a format and two indexes, which the name of the file brings together.

The speed at a point is in km/h, the distance in metres since the start. An accuracy of 0 is none.
"""

from collections.abc import Mapping
from math import nan
from typing import BinaryIO, Final

import numpy as np

from race.activity import Activity, Sport, Stated, Summary
from race.errors import NoActivity
from race.ingest.formats import jsons, records
from race.ingest.formats.channels import moments, sane, sensors
from race.ingest.formats.columns import positions
from race.ingest.formats.exports import known, positive
from race.ingest.formats.records import Record
from race.ingest.formats.times import Clock
from race.track import FloatArray, IntArray, track_of

#: s. Time stamps are whole seconds, the counted time has milliseconds: more than this is a pause.
PAUSE_S: Final = 2.0
_APP: Final = "adidas Running"
_KM_H: Final = 1 / 3.6
#: The numbers of sports on which the public converters of this export agree.
_SPORTS: Final[Mapping[float, Sport]] = {
    1: Sport.RUN,
    2: Sport.WALK,  # Nordic walking
    3: Sport.RIDE,
    4: Sport.RIDE,
    7: Sport.HIKE,
    11: Sport.DRIVE,  # motorbike
    12: Sport.DRIVE,
    14: Sport.RUN,
    15: Sport.RIDE,
    18: Sport.SWIM,
    19: Sport.WALK,
    22: Sport.RIDE,
}
#: What a treadmill and a bicycle on rollers are called.
_INDOORS: Final = frozenset({14, 15})
#: The numbers of the list that are clearly none of these: skates, skis, boats, balls, weights.
_OTHERS: Final = frozenset({6, 8, 9, 10, 13, 16, 17, *range(20, 77)}) - _SPORTS.keys()

_PLACE: Final = frozenset({"timestamp", "latitude", "longitude"})
_OURS: Final = frozenset({"accuracy_h", "accuracy_v", "elevation_gain", "elevation_loss"})
_HEART: Final = frozenset({"timestamp", "heart_rate", "duration", "distance"})
_SESSION: Final = frozenset({"sport_type_id", "start_time", "duration"})


def sniff(data: bytes) -> bool:
    """A list of points with this app's fields."""
    keys = records.keys(data)
    return keys >= _PLACE and bool(keys & _OURS)


def read(data: bytes) -> list[Activity]:
    """The one run. Raises MalformedFile, TooDeep, TooManyPoints and NoActivity."""
    points = records.load(data, _APP)
    time, zone_known = _times(points)
    lat, lon = positions(records.column(points, "latitude"), records.column(points, "longitude"))
    accuracy = records.column(points, "accuracy_h")
    channels = {
        "speed": records.column(points, "speed") * _KM_H,
        "distance": records.column(points, "distance"),
        "accuracy": np.where(accuracy > 0, accuracy, np.nan),
    }
    track = track_of(
        time=time,
        lat=lat,
        lon=lon,
        ele=sane(records.column(points, "altitude")),
        segment=_segments(time, records.column(points, "duration") / 1000.0),
        sensors=sensors(channels, Sport.UNKNOWN),
    )
    stated = Stated(app=_APP)
    return [Activity(track=track, stated=stated, format="runtastic", zone_known=zone_known)]


def sniff_session(data: bytes) -> bool:
    """An object with the fields of a session."""
    head = jsons.head(data)
    return head.startswith("{") and all(f'"{key}"' in head for key in _SESSION)


def read_session(stream: BinaryIO, name: str) -> list[Summary]:
    """What the app says of one run, whose track has the same name in another folder.

    Raises MalformedFile, TooDeep, TooManyPoints and NoActivity.
    """
    session = jsons.load(stream.read())
    if not isinstance(session, dict) or not session.keys() >= _SESSION:
        raise NoActivity(format=_APP)
    began, ended = moments([jsons.number(session.get(k)) for k in ("start_time", "end_time")])
    number = jsons.number(session["sport_type_id"])
    stated = Stated(
        sport=_SPORTS.get(number, Sport.OTHER if number in _OTHERS else Sport.UNKNOWN),
        app=_APP,
        distance_m=positive(jsons.number(session.get("distance"))),
        elapsed_s=positive(float(ended - began)),
        timer_s=positive(jsons.number(session["duration"]) / 1000.0),
        indoor=session.get("indoor") is True or number in _INDOORS,
        started_at=known(float(began)),
    )
    return [Summary(stated=stated, files=_files(name))]


def sniff_heart(data: bytes) -> bool:
    """A list of heart rates with this app's fields."""
    return records.keys(data) >= _HEART


def read_heart(stream: BinaryIO, name: str) -> list[Summary]:
    """The heart during one run, whose track has the same name in another folder.

    Raises MalformedFile, TooDeep, TooManyPoints and NoActivity.
    """
    beats = records.load(stream.read(), _APP)
    time, zone_known = _times(beats)
    nowhere = np.full(len(time), np.nan)
    channels = {key: records.column(beats, key) for key in ("heart_rate", "distance")}
    samples = track_of(
        time=time,
        lat=nowhere,
        lon=nowhere,
        segment=_segments(time, records.column(beats, "duration") / 1000.0),
        sensors=sensors(channels, Sport.UNKNOWN),
    )
    stated = Stated(app=_APP)
    return [Summary(stated=stated, files=_files(name), samples=samples, zone_known=zone_known)]


def _times(found: list[Record]) -> tuple[FloatArray, bool]:
    """Seconds since 1970 UTC of texts with an offset, or of milliseconds; and whether every text
    named its zone."""
    clock = Clock()
    written = [each.get("timestamp") for each in found]
    texts = [clock.read(text) if isinstance(text, str) else nan for text in written]
    numbers = moments([nan if isinstance(each, str) else jsons.number(each) for each in written])
    return np.where(np.isfinite(numbers), numbers, texts), clock.unzoned == 0


def _segments(time: FloatArray, counted: FloatArray) -> IntArray:
    """A new one where the clock went on and the time that the app counted (s) did not."""
    paused = np.diff(time) - np.diff(counted) > PAUSE_S
    return np.concatenate(([0], np.cumsum(paused)))


def _files(name: str) -> tuple[str, ...]:
    """The track of a run is called as the run itself, but for the folder and the ending."""
    base = name.replace("\\", "/").rpartition("/")[2]
    return (base.removesuffix(".json"),) if base else ()
