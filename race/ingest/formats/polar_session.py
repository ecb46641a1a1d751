"""Polar Flow: ``training-session-….json`` of an account's export, one file a session.

Each exercise of a session is an activity: a triathlon has three. Times are the wall clock's, the
zone stands beside them in minutes. The route and the sensors have their own clocks: a value is put
to the point of the same second, and where there is no route the moments are those of the sensors.

Two generations are met. In the older (``training-session-2021-…``) every value is an object with
a ``dateTime``, and durations are ISO 8601. In the newer (``training-session_2026-…``, export
version 2.6) a sensor is a list of values at a fixed interval, ``NaN`` where there is none, the
route counts milliseconds from a start of its own, and sports are numbers.
"""

import re
from collections.abc import Mapping
from math import isfinite, nan
from typing import Final

import numpy as np

from race.activity import Activity, Sport, Stated
from race.errors import NoActivity, TooManyRuns
from race.ingest.formats import jsons, records, sports
from race.ingest.formats.channels import (
    Stream,
    at,
    limited,
    sane,
    sensors,
    stretches,
    together,
)
from race.ingest.formats.columns import positions
from race.ingest.formats.exports import known, name, positive
from race.ingest.formats.gpx_events import MAX_TRACKS
from race.ingest.formats.records import Record
from race.ingest.formats.times import epoch_s
from race.track import FloatArray, Track, track_of

_APP: Final = "Polar Flow"
_KM_H: Final = 1 / 3.6
#: The sensors that are read, by their names without case and underscores, and a unit in SI.
_SENSORS: Final[Mapping[str, tuple[str, float]]] = {
    "heartrate": ("heart_rate", 1.0),
    "speed": ("speed", _KM_H),
    "cadence": ("cadence", 1.0),
    "distance": ("distance", 1.0),
    "temperature": ("temperature", 1.0),
    "power": ("power", 1.0),
}
_ALTITUDE: Final = "altitude"
#: The numbers of sports, as seen beside their names in real exports; others are unknown.
_SPORTS: Final[Mapping[str, str]] = {
    "1": "running",
    "2": "cycling",
    "3": "walking",
    "11": "hiking",
    "13": "tennis",  # squash
    "15": "strength",
    "17": "treadmill running",
    "18": "indoor cycling",
    "38": "road cycling",
    "39": "football",
    "50": "football",  # futsal
}
_WORDS: Final = (re.compile(r'"exercises"\s*:\s*\['), re.compile(r'"startTime"\s*:\s*"'))
_SIGN: Final = re.compile(r'"(?:timezoneOffset(?:Minutes)?|exportVersion|durationMillis)"')
_DURATION: Final = re.compile(
    r"PT(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?", re.ASCII
)
#: s. No zone of the world is further off.
_DAY_S: Final = 86_400.0

#: The local clock of an exercise: seconds to take from what it shows, NaN where nobody knows.
_Zone = float


def sniff(data: bytes) -> bool:
    """An object with exercises that begin at a time, and this export's fields."""
    head = jsons.head(data)
    ours = head.startswith("{") and all(word.search(head) for word in _WORDS)
    return ours and _SIGN.search(head) is not None


def read(data: bytes) -> list[Activity]:
    """The exercises of a session, in file order.

    Raises MalformedFile, TooDeep, TooManyPoints, TooManyRuns and NoActivity (a planned session).
    """
    session = jsons.load(data)
    if not isinstance(session, dict):
        raise NoActivity(format=_APP)
    exercises = records.objects(session.get("exercises"))
    if len(exercises) > MAX_TRACKS:
        raise TooManyRuns(limit=MAX_TRACKS)
    found = [_activity(exercise, session) for exercise in exercises]
    recorded = [each for each in found if len(each.track) > 0 or each.stated.timer_s is not None]
    if not recorded:
        raise NoActivity(format=_APP)
    limited(sum(len(each.track) for each in recorded))
    return recorded


def _activity(exercise: Record, session: Record) -> Activity:
    offset_s = _number((exercise, session), "timezoneOffset", "timezoneOffsetMinutes") * 60.0
    zone = offset_s if abs(offset_s) <= _DAY_S else nan
    stated = _stated(exercise, session, zone)
    return Activity(
        track=_track(exercise, zone, stated.sport),
        stated=stated,
        format="polar-session",
        zone_known=isfinite(zone),
    )


def _track(exercise: Record, zone: _Zone, sport: Sport) -> Track:
    streams = _streams(exercise, zone)
    heights = streams.pop(_ALTITUDE, (np.empty(0), np.empty(0)))
    time, points = _route(exercise, zone)
    lat, lon = positions(records.column(points, "latitude"), records.column(points, "longitude"))
    ele = sane(records.column(points, _ALTITUDE))
    if np.isfinite(lat).any():
        columns = {name: at(time, stream) for name, stream in streams.items()}
        ele = ele if np.isfinite(ele).any() else at(time, heights)
    else:
        time, columns = together({**streams, _ALTITUDE: heights})
        ele = columns.pop(_ALTITUDE)
        lat = lon = np.full(len(time), nan)
    return track_of(
        time=time,
        lat=lat,
        lon=lon,
        ele=ele,
        segment=stretches(time, _pauses(exercise, zone)),
        sensors=sensors(columns, sport),
    )


def _streams(exercise: Record, zone: _Zone) -> dict[str, Stream]:
    """The sensors by the name they have in a Track, and "altitude", in SI."""
    samples = exercise.get("samples")
    if not isinstance(samples, dict):
        return {}
    found = {key: _dated(records.objects(values), zone) for key, values in samples.items()}
    start = _moment(exercise.get("startTime"), zone)
    for each in records.objects(samples.get("samples")):
        found[jsons.text(each.get("type"))] = _regular(each, start)
    streams = {}
    for key, (when, values) in found.items():
        plain = key.replace("_", "").lower()
        name, unit = _SENSORS.get(plain, (plain, 1.0))
        if plain in _SENSORS or plain == _ALTITUDE:
            streams[name] = (when, values * unit)
    return streams


def _dated(values: list[Record], zone: _Zone) -> Stream:
    when = [_moment(each.get("dateTime"), zone) for each in values]
    return np.array(when, dtype=np.float64), sane(records.column(values, "value"))


def _regular(channel: Record, start: float) -> Stream:
    written = channel.get("values")
    values = sane([jsons.number(v) for v in written] if isinstance(written, list) else [])
    step = sane(jsons.number(channel.get("intervalMillis")) / 1000.0)
    return sane(start + np.arange(limited(len(values))) * step), values


def _route(exercise: Record, zone: _Zone) -> tuple[FloatArray, list[Record]]:
    """The points of the route, and when they were noted."""
    samples, routes = exercise.get("samples"), exercise.get("routes")
    within = samples.get("recordedRoute") if isinstance(samples, dict) else None
    points = records.objects(within) or records.objects(exercise.get("recordedRoute"))
    time = np.array([_moment(point.get("dateTime"), zone) for point in points], dtype=np.float64)
    route = routes.get("route") if isinstance(routes, dict) else None
    if not points and isinstance(route, dict):
        points = records.objects(route.get("wayPoints"))
        elapsed = records.column(points, "elapsedMillis") / 1000.0
        time = sane(_moment(route.get("startTime"), zone) + elapsed)
    return time, points


def _pauses(exercise: Record, zone: _Zone) -> FloatArray:
    pauses = records.objects(exercise.get("pauseTimes"))
    ends = [_moment(pause.get(key), zone) for pause in pauses for key in ("startTime", "endTime")]
    return np.array(ends, dtype=np.float64)


def _stated(exercise: Record, session: Record, zone: _Zone) -> Stated:
    sport = _sport(exercise) or _sport(session)
    began, ended = (_moment(exercise.get(key), zone) for key in ("startTime", "stopTime"))
    timer_s = _number((exercise,), "durationMillis") / 1000.0
    product = session.get("product")
    return Stated(
        sport=sports.sport(sport),
        app=_APP,
        device=name(jsons.text(product.get("modelName"))) if isinstance(product, dict) else None,
        distance_m=positive(_number((exercise,), "distance", "distanceMeters")),
        elapsed_s=positive(ended - began),
        timer_s=positive(timer_s if isfinite(timer_s) else _seconds(exercise.get("duration"))),
        indoor=sports.indoor(sport),
        started_at=known(began),
    )


def _sport(named: Record) -> str:
    sport = named.get("sport")
    if isinstance(sport, dict):
        return _SPORTS.get(str(sport.get("id")), "")
    return jsons.text(sport)


def _number(places: tuple[Record, ...], *keys: str) -> float:
    """The first number under one of these keys; NaN when there is none."""
    found = (jsons.number(place.get(key)) for place in places for key in keys)
    return next((each for each in found if isfinite(each)), nan)


def _moment(text: object, zone: _Zone) -> float:
    """Seconds since 1970 UTC; an unknown zone is read as UTC."""
    value, zoned = epoch_s(jsons.text(text))
    return value if zoned or not isfinite(zone) else value - zone


def _seconds(duration: object) -> float:
    """ "PT4819.500S", "PT1H20M": seconds; NaN for what is no such duration."""
    match = _DURATION.fullmatch(jsons.text(duration))
    if match is None:
        return nan
    hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return hours * 3600.0 + minutes * 60.0 + seconds
