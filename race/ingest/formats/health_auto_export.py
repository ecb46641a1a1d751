"""JSON of the iPhone app Health Auto Export: the workouts of Apple Health with all their series.

Names in it are English, values in the language of the phone. The route, the heart rate and the
distance are lists of their own, each with its own times, to the second. A point of the route has
the heart rate that was measured in its second, and none otherwise. Without a route, indoors, the
seconds with a heart rate or a distance are the points. Routes of version 1 have `lat` and `lon`.
"""

import re
from collections.abc import Mapping, Sequence
from math import nan
from typing import Any, Final

import numpy as np

from race.activity import Activity, Stated
from race.errors import NoActivity, TooManyPoints, TooManyRuns
from race.ingest.formats import dates, jsons, sports
from race.ingest.formats.columns import LARGEST, positions
from race.ingest.formats.exports import METRES, known, name, positive
from race.ingest.formats.gpx_events import MAX_POINTS, MAX_TRACKS
from race.track import FloatArray, Track, track_of

#: What may come first under "data", in exports that have nothing else too.
_HEAD: Final = re.compile(
    r'\{\s*"data"\s*:\s*\{\s*"(?:workouts|metrics|stateOfMind|medications|symptoms|cycleTracking|'
    r'ecg|heartRateNotifications)"'
)
_APP: Final = "Health Auto Export"

_Entry = Mapping[str, Any]
#: Times, each once and in order, and what was measured at them.
_Series = tuple[FloatArray, FloatArray]
_Sensors = Mapping[str, FloatArray]


def sniff(data: bytes) -> bool:
    """An object whose first word is "data", and its first one of the app's lists."""
    return _HEAD.match(jsons.head(data)) is not None


def read(data: bytes) -> list[Activity]:
    """The workouts in file order, those without a route among them.

    Raises NoActivity, MalformedFile, TooDeep, TooManyRuns and TooManyPoints.
    """
    document = jsons.load(data)
    inside = document.get("data") if isinstance(document, dict) else None
    workouts = _entries(inside.get("workouts") if isinstance(inside, dict) else None)
    if not workouts:
        raise NoActivity(format=_APP)
    if len(workouts) > MAX_TRACKS:
        raise TooManyRuns(limit=MAX_TRACKS)
    activities = [_activity(workout) for workout in workouts]
    if sum(len(activity.track) for activity in activities) > MAX_POINTS:
        raise TooManyPoints(limit=MAX_POINTS)
    return activities


def _activity(workout: _Entry) -> Activity:
    start, zone_known = _moment(workout, "start")
    beats = _series(_entries(workout.get("heartRateData")), ("Avg", "qty"))
    route = _entries(workout.get("route"))
    return Activity(
        track=_outdoors(route, beats) if route else _indoors(workout, beats),
        stated=_stated(workout, start),
        format="health-auto-export",
        zone_known=zone_known,
    )


def _stated(workout: _Entry, start: float) -> Stated:
    kind = jsons.text(workout.get("name"))
    place = jsons.text(workout.get("location"))
    return Stated(
        sport=sports.sport(kind),
        app=_APP,
        device=_device(workout),
        distance_m=_metres(workout.get("distance")),
        elapsed_s=positive(_moment(workout, "end")[0] - start),
        timer_s=positive(jsons.number(workout.get("duration"))),
        indoor=workout.get("isIndoor") is True or sports.indoor(f"{kind} {place}"),
        started_at=known(start),
    )


def _outdoors(route: Sequence[_Entry], beats: _Series) -> Track:
    time = np.array([_moment(point, "timestamp")[0] for point in route])
    lat, lon = positions(_column(route, "latitude", "lat"), _column(route, "longitude", "lon"))
    sensors = {
        "heart_rate": _at(time, beats),
        "speed": _not_negative(_column(route, "speed")),
        "accuracy": _not_negative(_column(route, "horizontalAccuracy")),
    }
    return _track(time, lat, lon, _column(route, "altitude"), sensors)


def _indoors(workout: _Entry, beats: _Series) -> Track:
    parts = _entries(workout.get("walkingAndRunningDistance"))
    metres = _series(parts, ("qty",), [_unit(part) for part in parts])
    time = np.unique(np.concatenate([beats[0], metres[0]]))
    unknown = np.full(len(time), np.nan)
    sensors = {
        "heart_rate": _at(time, beats),
        "distance": _at(time, (metres[0], np.cumsum(metres[1]))),
    }
    return _track(time, unknown, unknown, unknown, sensors)


def _track(
    time: FloatArray, lat: FloatArray, lon: FloatArray, ele: FloatArray, sensors: _Sensors
) -> Track:
    measured = {key: values for key, values in sensors.items() if np.isfinite(values).any()}
    return track_of(time=time, lat=lat, lon=lon, ele=ele, sensors=measured)


def _series(
    entries: Sequence[_Entry], keys: Sequence[str], units: Sequence[float] | None = None
) -> _Series:
    """Times and values of what was measured, by time; a second that is there twice counts once."""
    time = np.array([_moment(entry, "date")[0] for entry in entries], dtype=np.float64)
    values = _column(entries, *keys) * (1.0 if units is None else np.asarray(units))
    sane = np.isfinite(time) & (values > 0)
    time, first = np.unique(time[sane], return_index=True)
    return time, values[sane][first]


def _at(time: FloatArray, series: _Series) -> FloatArray:
    """The values of a series at exactly these times, NaN at others."""
    times, values = series
    place = np.searchsorted(times, time)
    found = np.append(times, np.nan)[place] == time
    return np.where(found, np.append(values, np.nan)[place], np.nan)


def _column(entries: Sequence[_Entry], *keys: str) -> FloatArray:
    """The first of `keys` that an entry has; NaN where that is no sane number."""
    values = (next((e[key] for key in keys if key in e), None) for e in entries)
    column = np.array([jsons.number(value) for value in values], dtype=np.float64)
    return np.where(np.abs(column) < LARGEST, column, np.nan)


def _not_negative(values: FloatArray) -> FloatArray:
    return np.where(values < 0, np.nan, values)


def _metres(distance: object) -> float | None:
    found = _entries([distance])
    return positive(jsons.number(found[0].get("qty")) * _unit(found[0])) if found else None


def _unit(entry: _Entry) -> float:
    return METRES.get(jsons.text(entry.get("units")).lower(), nan)


def _device(workout: _Entry) -> str | None:
    """What measured the heart, as its owner calls it."""
    beats = _entries(workout.get("heartRateData"))
    return name(jsons.text(beats[0].get("source"))) if beats else None


def _moment(entry: _Entry, key: str) -> tuple[float, bool]:
    return dates.zoned_epoch_s(jsons.text(entry.get(key)))


def _entries(value: object) -> list[_Entry]:
    """The objects of a list; none where it is something else."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
