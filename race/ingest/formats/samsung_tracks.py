"""Samsung Health: the two files of a recorded exercise, beside each other in ``jsons/``.

``<uuid>.com.samsung.health.exercise.location_data.json`` has the positions, ``….live_data.json``
what the sensors said: one value or some at a moment, each object with what it has. Distances there
are what was covered since the value before; they are added up.

The files ``…_internal.json`` repeat the moments without a value, and are none of these.
"""

from typing import BinaryIO, Final

import numpy as np

from race.activity import Activity, Sport, Stated, Summary
from race.ingest.formats import jsons, records
from race.ingest.formats.channels import moments, sane, sensors
from race.ingest.formats.columns import positions
from race.ingest.formats.records import Record
from race.ingest.formats.times import epoch_s
from race.track import FloatArray, track_of

_APP: Final = "Samsung Health"
_PLACE: Final = frozenset({"start_time", "latitude", "longitude"})
_SAID: Final = frozenset({"heart_rate", "cadence", "speed", "distance"})
#: Keys of other lists with the same fields: averages of a day, points of other apps.
_FOREIGN: Final = frozenset({"end_time", "timestamp", "latitude", "longitude"})


def sniff(data: bytes) -> bool:
    """A list of positions, each with its ``start_time``."""
    keys = records.keys(data)
    return keys >= _PLACE and "timestamp" not in keys


def read(data: bytes) -> list[Activity]:
    """The one track. Raises MalformedFile, TooDeep, TooManyPoints and NoActivity."""
    points = records.load(data, _APP)
    time = _times(points)
    lat, lon = positions(records.column(points, "latitude"), records.column(points, "longitude"))
    accuracy = {"accuracy": records.column(points, "accuracy")}
    track = track_of(
        time=time,
        lat=lat,
        lon=lon,
        ele=sane(records.column(points, "altitude")),
        sensors=sensors(accuracy, Sport.UNKNOWN),
    )
    return [Activity(track=track, stated=Stated(app=_APP), format="samsung-location")]


def sniff_live(data: bytes) -> bool:
    """A list of what sensors said, each with its ``start_time``, and no positions."""
    keys = records.keys(data)
    return "start_time" in keys and bool(keys & _SAID) and not keys & _FOREIGN


def read_live(stream: BinaryIO, name: str) -> list[Summary]:
    """What the sensors said during the exercise whose identity begins `name`.

    Raises MalformedFile, TooDeep, TooManyPoints and NoActivity.
    """
    said = records.load(stream.read(), _APP)
    time = _times(said)
    covered = records.column(said, "distance")
    known = np.isfinite(covered)
    total = np.cumsum(np.where(known & (covered > 0), sane(covered), 0.0))
    channels = {
        "heart_rate": records.column(said, "heart_rate"),
        "cadence": records.column(said, "cadence"),
        "speed": records.column(said, "speed"),
        "distance": np.where(known, total, np.nan),
    }
    nowhere = np.full(len(said), np.nan)
    samples = track_of(
        time=time, lat=nowhere, lon=nowhere, sensors=sensors(channels, Sport.UNKNOWN)
    )
    return [Summary(stated=Stated(app=_APP), files=_identity(name), samples=samples)]


def _times(found: list[Record]) -> FloatArray:
    """Seconds since 1970 UTC of milliseconds, or of texts in UTC as some exports have them."""
    written = [each.get("start_time") for each in found]
    texts = np.array([epoch_s(jsons.text(each))[0] for each in written], dtype=np.float64)
    return np.where(np.isfinite(texts), texts, moments([jsons.number(each) for each in written]))


def _identity(name: str) -> tuple[str, ...]:
    """The beginning of a file's name up to its first point: the file of the track has it too."""
    identity = name.replace("\\", "/").rpartition("/")[2].partition(".")[0]
    return (identity,) if identity else ()
