"""Google Takeout, Location History: what a phone knew of a life, and the runs in it.

Two kinds of file, by https://locationhistoryformat.com (2024-03):

* **Semantic Location History**, a month (``timelineObjects``). Each ``activitySegment`` on foot
  is an activity, and so is one of unknown kind whose ``simplifiedRawPath`` has two points or
  more; whatever else Google saw, buses and bicycles, is left out. Points are those of the raw
  path, few but with times; a segment on foot without one has the ``waypointPath``, without any.
* **Records.json** (``locations``), years of single points, oldest or newest first. An activity is
  a stretch of at least `FEWEST` points without a silence of more than `SILENCE_S`.

Degrees are integers, in units of 1e-7; times are UTC, ISO 8601 or milliseconds since 1970.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice, pairwise
from typing import Final

import numpy as np

from race.activity import Activity, Sport, Stated
from race.errors import NoActivity, TooManyRuns
from race.ingest.formats import channels, jsons, records
from race.ingest.formats.columns import positions
from race.ingest.formats.exports import known, positive
from race.ingest.formats.gpx_events import MAX_TRACKS
from race.ingest.formats.records import Record
from race.ingest.formats.times import epoch_s
from race.track import FloatArray, Track, track_of

#: s. A phone that records a run is never silent for so long.
SILENCE_S: Final = 600.0
#: Points of the shortest stretch that is taken for an outing.
FEWEST: Final = 10

#: What Google calls whoever is on foot, and one of whom it knows nothing.
_ON_FOOT: Final[Mapping[str, Sport]] = {
    "RUNNING": Sport.RUN,
    "WALKING": Sport.WALK,
    "WALKING_NORDIC": Sport.WALK,
    "HIKING": Sport.HIKE,
    "ON_FOOT": Sport.UNKNOWN,
}
_UNKNOWN: Final = frozenset({"", "UNKNOWN_ACTIVITY_TYPE"})
_E7: Final = 1e7
#: Exports of some years wrote negative degrees as unsigned numbers of 32 bits.
_UNSIGNED: Final = 2.0**32


def sniff(data: bytes) -> bool:
    """JSON whose beginning names ``timelineObjects``, or ``locations`` with ``latitudeE7``."""
    head = jsons.head(data)
    return '"timelineObjects"' in head or ('"locations"' in head and '"latitudeE7"' in head)


def read(data: bytes) -> list[Activity]:
    """The activities in a file of Location History, oldest first.

    Raises NoActivity, MalformedFile, TooDeep, TooManyPoints and TooManyRuns.
    """
    whole = jsons.load(data)
    said = whole if isinstance(whole, dict) else {}
    found = list(islice(chain(_segments(said), _stretches(said)), MAX_TRACKS + 1))
    if not found:
        raise NoActivity(format="Google Takeout")
    if len(found) > MAX_TRACKS:
        raise TooManyRuns(limit=MAX_TRACKS)
    return found


def _segments(said: Record) -> Iterator[Activity]:
    for each in records.objects(said.get("timelineObjects")):
        segment = each.get("activitySegment")
        if isinstance(segment, dict):
            yield from _segment(segment)


def _segment(segment: Record) -> Iterator[Activity]:
    """The activity of a segment; none where it was not on foot, or has nothing that tells."""
    kind = jsons.text(segment.get("activityType"))
    points = _list(segment, "simplifiedRawPath", "points")
    if kind in _ON_FOOT:
        points = points or _list(segment, "waypointPath", "waypoints")
    elif kind not in _UNKNOWN or len(points) < 2:
        return
    lasted = segment.get("duration")
    begin, end = (_moment(lasted if isinstance(lasted, dict) else {}, n) for n in ("start", "end"))
    stated = Stated(
        sport=_ON_FOOT.get(kind, Sport.UNKNOWN),
        distance_m=positive(jsons.number(segment.get("distance"))),
        elapsed_s=positive(end - begin),
        started_at=known(begin),
    )
    time = channels.sane([_moment(point, "") for point in points])
    track = _track(points, time, ("latE7", "lngE7"))
    yield Activity(track=track, stated=stated, format="takeout")


def _stretches(said: Record) -> Iterator[Activity]:
    points = records.objects(said.get("locations"))
    channels.limited(len(points))
    time = channels.sane([_moment(point, "") for point in points])
    if np.sign(np.diff(time[np.isfinite(time)])).sum() < 0:  # newest first
        points, time = points[::-1], time[::-1]
    told = np.flatnonzero(np.isfinite(time))
    silent = np.flatnonzero(np.abs(np.diff(time[told])) > SILENCE_S) + 1
    for first, last in pairwise([0, *silent.tolist(), len(told)]):
        rows = told[first:last]
        if len(rows) >= FEWEST:
            track = _track([points[row] for row in rows], time[rows], ("latitudeE7", "longitudeE7"))
            yield Activity(track=track, stated=Stated(), format="takeout")


def _track(points: Sequence[Record], time: FloatArray, names: tuple[str, str]) -> Track:
    found = list(points)
    lat, lon = positions(*(_degrees(found, name) for name in names))
    accuracy = records.column(found, "accuracyMeters")
    return track_of(
        time=time,
        lat=lat,
        lon=lon,
        ele=channels.sane(records.column(found, "altitude")),
        sensors=channels.sensors(
            {
                "accuracy": np.where(
                    np.isnan(accuracy), records.column(found, "accuracy"), accuracy
                ),
                "speed": records.column(found, "velocity"),
            },
            Sport.UNKNOWN,
        ),
    )


def _degrees(points: list[Record], name: str) -> FloatArray:
    column = records.column(points, name)
    return np.where(column > _UNSIGNED / 2, column - _UNSIGNED, column) / _E7


def _moment(said: Record, what: str) -> float:
    """Seconds since 1970 of ``timestamp``, ``startTimestamp``, ``endTimestampMs`` …, or NaN."""
    name = f"{what}Timestamp" if what else "timestamp"
    milliseconds = jsons.number(said.get(f"{name}Ms"))
    moment = epoch_s(jsons.text(said.get(name)))[0]
    return moment if np.isnan(milliseconds) else milliseconds / 1000


def _list(said: Record, path: str, name: str) -> list[Record]:
    inside = said.get(path)
    return records.objects(inside.get(name)) if isinstance(inside, dict) else []
