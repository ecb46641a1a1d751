"""Strava: the streams of an activity as JSON, as its interface gives them and tools save them.

A stream is a list with a value a point, all of one length: ``latlng`` pairs, ``time`` in seconds
from the start, ``distance`` in metres from the start, ``altitude``, ``heartrate``, ``cadence`` in
strides, ``watts``, ``temp``, ``velocity_smooth``. Three writings are met: an object of lists, an
object of objects with ``data``, a list of objects with ``type`` and ``data``.

**The day is not in them.** Where the file does not say beside the streams when the activity began
(``start_date``), every time is unknown, and nobody can say when it was run.
"""

import re
from collections.abc import Mapping
from typing import Final

import numpy as np

from race.activity import Activity, Stated
from race.errors import NoActivity
from race.ingest.formats import jsons, records, sports
from race.ingest.formats.channels import limited, sane, sensors
from race.ingest.formats.columns import positions
from race.ingest.formats.exports import known, positive
from race.ingest.formats.times import epoch_s
from race.track import FloatArray, Track, track_of

_TITLE: Final = "Strava JSON"
_APP: Final = "Strava"
#: The streams that are sensors.
_SENSORS: Final[Mapping[str, str]] = {
    "heartrate": "heart_rate",
    "cadence": "cadence",
    "watts": "power",
    "temp": "temperature",
    "velocity_smooth": "speed",
    "distance": "distance",
}
#: The first of these that is there gives the number of points; others of another length are left.
_LEADING: Final = ("time", "latlng", "distance", "altitude")
_START: Final = "start_date"
_NAME: Final = (
    r'"(?:altitude|cadence|distance|grade_smooth|heartrate|latlng|moving|temp|time'
    r'|velocity_smooth|watts)"'
)
_VALUE: Final = r"\[\s*(?:-?\d|null|true|false|NaN|\[|\])"
_TOLD: Final = rf'(?:"(?:{_START}|sport_type|type)"\s*:\s*"[^"\\]*"\s*,\s*)*'
_BEGINS: Final = re.compile(
    rf"\{{\s*{_TOLD}{_NAME}\s*:\s*(?:{_VALUE}"
    rf'|\{{\s*"(?:data|series_type|original_size|resolution|type)"\s*:)'
    rf'|\[\s*\{{\s*"type"\s*:\s*{_NAME}\s*,\s*"(?:data|series_type|original_size|resolution)"\s*:'
)
#: What follows the first list; lists of pairs inside it are followed by none.
_NEXT: Final = re.compile(r'\]\s*,\s*"(\w+)"\s*:')
_OWN: Final = re.compile(_NAME.strip('"'))
_FIELDS: Final = frozenset({"data", "series_type", "original_size", "resolution", "type", _START})


def sniff(data: bytes) -> bool:
    """The file begins with one of Strava's streams, and what follows that list is one too."""
    head = jsons.head(data)
    if _BEGINS.match(head) is None:
        return False
    after = _NEXT.search(head)
    return after is None or after[1] in _FIELDS or _OWN.fullmatch(after[1]) is not None


def read(data: bytes) -> list[Activity]:
    """The one activity. Raises MalformedFile, TooDeep, TooManyPoints and NoActivity."""
    file = jsons.load(data)
    streams = _streams(file)
    count = limited(next((len(streams[name]) for name in _LEADING if name in streams), 0))
    if count == 0:
        raise NoActivity(format=_TITLE)
    told = file if isinstance(file, dict) else {}
    kind = jsons.text(told.get("sport_type")) or jsons.text(told.get("type"))
    began, zoned = epoch_s(jsons.text(told.get(_START)))
    elapsed = _numbers(streams, "time", count)
    distance = _numbers(streams, "distance", count)
    stated = Stated(
        sport=sports.sport(kind),
        app=_APP,
        distance_m=_last(distance),
        elapsed_s=_last(elapsed),
        indoor=sports.indoor(kind),
        started_at=known(began),
    )
    track = _track(streams, began + elapsed, stated)
    return [Activity(track=track, stated=stated, format="strava-streams", zone_known=zoned)]


def _streams(file: object) -> dict[str, list[object]]:
    """The lists by the names of their streams, in any of the three writings."""
    if isinstance(file, list):
        file = {jsons.text(each.get("type")): each for each in records.objects(file)}
    if not isinstance(file, dict):
        return {}
    bare = {key: v.get("data") if isinstance(v, dict) else v for key, v in file.items()}
    return {key: values for key, values in bare.items() if isinstance(values, list)}


def _track(streams: Mapping[str, list[object]], time: FloatArray, stated: Stated) -> Track:
    pairs = streams.get("latlng", [])
    fixes = [each if isinstance(each, list) and len(each) == 2 else (None, None) for each in pairs]
    if len(fixes) != len(time):
        fixes = [(None, None)] * len(time)
    lat, lon = positions(
        *(np.array([jsons.number(fix[axis]) for fix in fixes], np.float64) for axis in (0, 1))
    )
    found = {_SENSORS[name]: _numbers(streams, name, len(time)) for name in _SENSORS}
    return track_of(
        time=time,
        lat=lat,
        lon=lon,
        ele=_numbers(streams, "altitude", len(time)),
        sensors=sensors(found, stated.sport),
    )


def _numbers(streams: Mapping[str, list[object]], name: str, count: int) -> FloatArray:
    """A stream's values, shape (count,); all NaN where there is none of that length."""
    values = streams.get(name, [])
    if len(values) != count:
        return np.full(count, np.nan)
    return sane([jsons.number(value) for value in values])


def _last(values: FloatArray) -> float | None:
    """Where a count that began at 0 ended."""
    counted = values[np.isfinite(values)]
    return positive(float(counted[-1])) if len(counted) > 0 else None
