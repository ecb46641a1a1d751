"""Nike Run Club: the JSON of one activity as its service keeps it, saved by tools and bridges.

The app exports nothing itself. What people hold is what the service answers: ``summaries`` with
totals in kilometres, ``metrics`` with a stream per sensor, each on its own clock, and ``moments``
with pauses. A point is a moment at which both a latitude and a longitude were noted; streams are
paired by their times, never by their place in the list: they differ in length.

A value holds for an interval, mostly an empty one; the moment it is noted is the end. Distances
are what was covered in each interval, in kilometres, and are added up.
"""

import re
from collections.abc import Mapping
from math import nan
from typing import Final

import numpy as np

from race.activity import Activity, Sport, Stated
from race.errors import NoActivity
from race.ingest.formats import jsons, records, sports
from race.ingest.formats.channels import (
    Stream,
    at,
    moments,
    sane,
    sensors,
    stretches,
    together,
)
from race.ingest.formats.columns import positions
from race.ingest.formats.exports import known, positive
from race.ingest.formats.records import Record
from race.track import FloatArray, Track, track_of

_APP: Final = "Nike Run Club"
_KM: Final = 1000.0
_KM_H: Final = 1 / 3.6
#: How the streams that are read are called, and what a unit of theirs is in SI.
_SENSORS: Final[Mapping[str, tuple[str, float]]] = {
    "heart_rate": ("heart_rate", 1.0),
    "cadence": ("cadence", 1.0),
    "speed": ("speed", _KM_H),
}
_WORDS: Final = ('"start_epoch_ms"', '"active_duration_ms"')
_SIGN: Final = re.compile(r'"metric_types"|"metrics"|"summaries"|"com\.nike\.')

_Named = Mapping[str, object]


def sniff(data: bytes) -> bool:
    """An object with the fields that only this service's activities have."""
    head = jsons.head(data)
    return head.startswith("{") and all(w in head for w in _WORDS) and bool(_SIGN.search(head))


def read(data: bytes) -> list[Activity]:
    """The one activity. Raises MalformedFile, TooDeep, TooManyPoints and NoActivity."""
    activity = jsons.load(data)
    if not isinstance(activity, dict) or not isinstance(activity.get("metrics", []), list):
        raise NoActivity(format=_APP)
    stated = _stated(activity)
    track = _track(activity, stated.sport)
    if len(track) == 0 and stated.distance_m is None:
        raise NoActivity(format=_APP)
    return [Activity(track=track, stated=stated, format="nike")]


def _track(activity: _Named, sport: Sport) -> Track:
    streams = _streams(activity)
    nothing = (np.empty(0), np.empty(0))
    time, fixes = together({name: streams.get(name, nothing) for name in ("latitude", "longitude")})
    lat, lon = positions(fixes["latitude"], fixes["longitude"])
    counted = _counted(streams)
    if np.isfinite(lat).any():
        columns = {name: at(time, stream) for name, stream in counted.items()}
    else:
        # Indoors, or half of the positions is lost: what the sensors noted is all there is.
        time, columns = together(counted)
        lat = lon = np.full(len(time), np.nan)
    return track_of(
        time=time,
        lat=lat,
        lon=lon,
        ele=at(time, streams["elevation"]) if "elevation" in streams else None,
        segment=stretches(time, _halts(activity)),
        sensors=sensors(columns, sport),
    )


def _streams(activity: _Named) -> dict[str, Stream]:
    """The streams by name, their values as written; of a name that comes twice all values."""
    found: dict[str, list[Record]] = {}
    for metric in records.objects(activity.get("metrics")):
        found.setdefault(jsons.text(metric.get("type")), []).extend(
            records.objects(metric.get("values"))
        )
    return {name: _stream(values) for name, values in found.items()}


def _stream(values: list[Record]) -> Stream:
    return moments(records.column(values, "end_epoch_ms")), sane(records.column(values, "value"))


def _counted(streams: Mapping[str, Stream]) -> dict[str, Stream]:
    """The channels of a Track that have a stream, in SI."""
    found = {
        name: (streams[theirs][0], streams[theirs][1] * unit)
        for theirs, (name, unit) in _SENSORS.items()
        if theirs in streams
    }
    if "distance" in streams:
        when, covered = streams["distance"]
        order = np.argsort(when, kind="stable")
        total = np.cumsum(np.nan_to_num(np.maximum(covered[order], 0.0)))
        found["distance"] = (when[order], total * _KM)
    return found


def _halts(activity: _Named) -> FloatArray:
    """When the device, or its owner, paused or went on."""
    noted = records.objects(activity.get("moments"))
    halts = [moment for moment in noted if moment.get("key") == "halt"]
    return moments(records.column(halts, "timestamp"))


def _stated(activity: _Named) -> Stated:
    begins, ends, timer_ms = (
        jsons.number(activity.get(name))
        for name in ("start_epoch_ms", "end_epoch_ms", "active_duration_ms")
    )
    began, ended = moments([begins, ends]).tolist()
    tags = activity.get("tags")
    place = jsons.text(tags.get("location")) if isinstance(tags, dict) else ""
    return Stated(
        sport=sports.sport(jsons.text(activity.get("type"))),
        app=_APP,
        distance_m=positive(_total_km(activity) * _KM),
        elapsed_s=positive(ended - began),
        timer_s=positive(timer_ms / 1000.0),
        indoor=sports.indoor(place),
        started_at=known(began),
    )


def _total_km(activity: _Named) -> float:
    totals = (
        jsons.number(summary.get("value"))
        for summary in records.objects(activity.get("summaries"))
        if summary.get("metric") == "distance" and summary.get("summary", "total") == "total"
    )
    return next(totals, nan)
