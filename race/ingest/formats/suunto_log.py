"""What a Suunto watch logs, whichever way it is written: samples, events, and a head of totals.

Each sensor has samples of its own, places too. Angles are radians, heart and cadence turns a
second, temperatures kelvin; times are UTC or name their zone.
"""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import degrees, isnan, nan
from typing import Final

import numpy as np

from race.activity import Activity, Sport, Stated
from race.errors import NoActivity, TooManyRuns
from race.ingest.formats import channels, sports
from race.ingest.formats.columns import number, positions
from race.ingest.formats.exports import known, name, positive
from race.ingest.formats.gpx_events import MAX_TRACKS
from race.track import FloatArray, Track, track_of

#: s. A sensor's sample that is further from every place was made without satellites, and is a
#: point without position.
LOST_S: Final = 10.0
#: What the values of a sample are in a Track, and what they are multiplied with.
SENSORS: Final[Mapping[str, tuple[str, float]]] = {
    "HR": ("heart_rate", 60.0),
    "Cadence": ("cadence", 60.0),
    "Power": ("power", 1.0),
    "Speed": ("speed", 1.0),
    "Distance": ("distance", 1.0),
    "Temperature": ("temperature", 1.0),
    "EHPE": ("accuracy", 1.0),
    "Altitude": ("ele", 1.0),
}
_KELVIN: Final = 273.15
#: The numbers of Movescount for the sports that matter here.
_SPORTS: Final[Mapping[str, Sport]] = {
    "3": Sport.RUN,
    "4": Sport.RIDE,
    "5": Sport.RIDE,
    "6": Sport.SWIM,
    "11": Sport.HIKE,
    "12": Sport.WALK,
    "17": Sport.RIDE,
}


@dataclass(kw_only=True)
class Log:
    """A log while it is read."""

    #: What the head says by name: "Distance", "Duration", "PauseDuration", "Activity",
    #: "ActivityType" and "Device".
    head: dict[str, str] = field(default_factory=dict)
    #: Distance (m) and duration (s) of each session of a multisport log, NaN where unknown.
    totals: list[tuple[float, float]] = field(default_factory=list)
    #: When a session begins (s since 1970), and its sport.
    sessions: list[tuple[float, Sport]] = field(default_factory=list)
    #: When the watch paused, and when it went on.
    pauses: "array[float]" = field(default_factory=lambda: array("d"))
    #: Times, latitudes and longitudes of places in turn, in degrees.
    places: "array[float]" = field(default_factory=lambda: array("d"))
    #: Times and values in turn, by sensor.
    streams: "dict[str, array[float]]" = field(default_factory=dict)
    count: int = 0
    zone_known: bool = True

    def add(self, time: float, values: Mapping[str, float]) -> None:
        """One sample, its values as the watch writes them; TooManyPoints."""
        self.count = channels.limited(self.count + 1)
        if isnan(time):
            return
        if "Latitude" in values and "Longitude" in values:
            self.places.extend((time, degrees(values["Latitude"]), degrees(values["Longitude"])))
        for written, (sensor, factor) in SENSORS.items():
            if written in values:
                stream = self.streams.setdefault(sensor, array("d"))
                stream.extend((time, values[written] * factor))

    def begin(self, time: float, *words: str) -> None:
        """A session of the sport that `words` name."""
        if not isnan(time):
            self.sessions.append((time, sport_of(*words)))


def sport_of(*words: str) -> Sport:
    """The sport of the first word that names one: "Running", "Run", "3"."""
    for word in words:
        sport = _SPORTS.get(word, sports.sport(word) if not word.isdigit() else Sport.UNKNOWN)
        if sport is not Sport.UNKNOWN:
            return sport
    return Sport.UNKNOWN


def activities(log: Log, known_as: str, title: str) -> list[Activity]:
    """The activity of each session of `log`, at least one; NoActivity where it has no sample."""
    if not log.places and not log.streams:
        raise NoActivity(format=title)
    stated = _stated(log)
    sessions = log.sessions if len(log.sessions) > 1 else [(-np.inf, stated.sport)]
    if len(sessions) > MAX_TRACKS:
        raise TooManyRuns(limit=MAX_TRACKS)
    whole = _whole(log)
    starts = [-np.inf, *(start for start, _ in sessions[1:]), np.inf]
    edges = np.searchsorted(whole["time"], starts)
    found = []
    for at, (_, sport) in enumerate(sessions):
        said = stated if len(sessions) == 1 else _session(log, at, stated)
        columns = {what: values[edges[at] : edges[at + 1]] for what, values in whole.items()}
        found.append(
            Activity(
                track=_track(columns, np.asarray(log.pauses), sport),
                stated=replace(said, sport=sport),
                format=known_as,
                zone_known=log.zone_known,
            )
        )
    return found


def _stated(log: Log) -> Stated:
    """What the head says; its duration is without pauses, by logs that end with one."""
    said = {
        what: number(log.head.get(what, "")) for what in ("Distance", "Duration", "PauseDuration")
    }
    words = [log.head.get(word, "") for word in ("Activity", "ActivityType")]
    sport = sport_of(*words)
    if sport is Sport.UNKNOWN and len(log.sessions) == 1:
        sport = log.sessions[0][1]
    return Stated(
        sport=sport,
        device=name(log.head.get("Device", "")),
        distance_m=positive(said["Distance"]),
        timer_s=positive(said["Duration"]),
        elapsed_s=positive(said["Duration"] + said["PauseDuration"]),
        indoor=any(sports.indoor(word) for word in words),
    )


def _session(log: Log, at: int, whole: Stated) -> Stated:
    fits = len(log.totals) == len(log.sessions)
    distance, duration = log.totals[at] if fits else (nan, nan)
    return Stated(
        device=whole.device,
        distance_m=positive(distance),
        timer_s=positive(duration),
        started_at=known(log.sessions[at][0]),
    )


def _points(log: Log) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Times, latitudes and longitudes of all points, in the order of their times."""
    turns = np.asarray(log.places)
    time, (lat, lon) = turns[0::3], positions(turns[1::3], turns[2::3])
    moments = np.unique(np.concatenate([[], *(_stream(s)[0] for s in log.streams.values())]))
    placed = np.concatenate([[-np.inf], np.sort(time), [np.inf]])
    right = np.searchsorted(placed, moments)
    far = np.minimum(moments - placed[right - 1], placed[right] - moments) > LOST_S
    lost = moments[far]
    order = np.argsort(np.concatenate([time, lost]), kind="stable")
    unknown = np.full(len(lost), nan)
    whole = ([time, lost], [lat, unknown], [lon, unknown])
    time, lat, lon = (np.concatenate(column)[order] for column in whole)
    return time, lat, lon


def _whole(log: Log) -> dict[str, FloatArray]:
    """All points of all sessions: a column each for time, place, "ele" and the sensors."""
    time, lat, lon = _points(log)
    columns = {sensor: channels.at(time, _stream(turns)) for sensor, turns in log.streams.items()}
    if "temperature" in columns:
        columns["temperature"] = columns["temperature"] - _KELVIN
    return {"ele": np.full(len(time), nan), **columns, "time": time, "lat": lat, "lon": lon}


def _track(columns: dict[str, FloatArray], pauses: FloatArray, sport: Sport) -> Track:
    time, lat, lon, ele = (columns.pop(what) for what in ("time", "lat", "lon", "ele"))
    return track_of(
        time=time,
        lat=lat,
        lon=lon,
        ele=channels.sane(ele),
        segment=channels.stretches(time, pauses),
        sensors=channels.sensors(columns, sport),
    )


def _stream(turns: "array[float]") -> tuple[FloatArray, FloatArray]:
    column = channels.sane(turns)
    return column[0::2], column[1::2]
