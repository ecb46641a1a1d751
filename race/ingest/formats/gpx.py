"""GPX 1.0 and 1.1: the points of what apps write are read all at once, everything else with care.

Both ways give the same, bit for bit; `read_with_care` is the one that the fast one is held to.

**What becomes an activity.** Each `trk` with points is one; its `trkseg` are segments, numbered
from 0 without holes, and points of different segments are never joined. A device that cuts one
recording into several `trk`, a new one each lap, made one activity: a track continues the one
before it when both have times, name the same sport, and 0 to `CUT_S` seconds lie between the
last time of the one and the first of the other. Without any `trkpt`, each `rte` with points is
an activity. Without any point at all, a file that has a `trk` or states a distance is one
activity of zero points: so Garmin Connect exports a treadmill.

**What becomes a point.** Every `trkpt` inside a `trk`, in file order; nothing is sorted, joined
or left out, but a last point that the file does not finish. Elements are known by local name.
Numbers are what `float` makes of their text, a decimal comma allowed; what is no number, not
finite or not under 1e10 in size is NaN. `lat` and `lon` are both NaN where either is missing or
out of range, or both are 0. `ele` and `time` are children of the point; sensors stand at any
depth in it. A field is an element without children; where one comes twice in a point, the last
counts. Times are read by `times.epoch_s`. Sensors under 0 are NaN, but temperature, and so is a
heart at 0; the cadence of whoever is on foot is brought to steps/min by `columns.steps`. A sensor
without any value is left out.

**What the file states.** The sport is `type`, else an `activity` in the extensions; distance and
times of the whole file count only where it holds one activity.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from race.activity import Activity, Damage, Sport, Stated
from race.errors import MalformedFile, NoActivity
from race.i18n import tidy
from race.ingest.formats import gpx_fast, sports, xml
from race.ingest.formats.columns import LARGEST, number, positions, steps
from race.ingest.formats.gpx_events import Events, Part
from race.track import SENSORS, FloatArray, IntArray, track_of

#: Seconds between two tracks that are one recording: a lap cut leaves none, a device that starts
#: a new file because it lost its satellites a few.
CUT_S: Final = 60.0
#: Characters kept of what a file calls its app and its device.
_NAME_LENGTH: Final = 200
#: Collectors of Chinese apps rewrite files and keep the app only in the name of the track.
_REWRITTEN: Final = re.compile(r"gpx from (\w+)", re.IGNORECASE)
_ON_FOOT: Final = frozenset({Sport.RUN, Sport.WALK, Sport.HIKE, Sport.UNKNOWN})
#: Phones write −1 for "unknown".
_NEVER_BELOW_0: Final = frozenset(SENSORS) - {"temperature"}
_MEASURED: Final = frozenset({"distance", "elapsed", "timer"})
_NOTHING: Final = track_of(time=[], lat=[], lon=[])

#: Every point of a file: the columns of a Track by name, but for its segments.
_Table = Mapping[str, FloatArray]
#: What a file says: "creator", "name", "type" and the values of `gpx_events.FACTS`.
_Words = Mapping[str, str]
_Value = TypeVar("_Value", np.float64, np.int64)


def sniff(data: bytes) -> bool:
    """The first element is a `gpx`, under any prefix, in any encoding that `xml.utf8` knows."""
    return xml.root(data) == "gpx"


def read(data: bytes) -> list[Activity]:
    """The activities of a GPX file, in file order; damage is noted on the last, the one it cut.

    Raises NoActivity, MalformedFile (damaged before the first whole point), ForbiddenMarkup,
    TooDeep, TooMuchMarkup, TooManyPoints and TooManyRuns.
    """
    events = gpx_fast.events(data)
    return read_with_care(data) if events is None else _activities(events, damage=None)


def read_with_care(data: bytes) -> list[Activity]:
    """The same as `read`, bit for bit, element by element: some four times slower."""
    events, damage = xml.parse(data, Events)
    events.close()
    return _activities(events, damage)


def _activities(events: Events, damage: Damage | None) -> list[Activity]:
    parts = [part for part in events.parts if part.tag == "trk"] or events.parts
    if not parts:
        return [_pointless(events, damage)]
    table = _table(events)
    runs = _runs(parts, table["time"])
    shared = events.words if len(runs) == 1 else {"creator": events.words.get("creator", "")}
    segment = np.asarray(events.segment)
    activities = [_activity(table, segment, run, shared | _words(run)) for run in runs]
    return [*activities[:-1], replace(activities[-1], damage=damage)]


def _pointless(events: Events, damage: Damage | None) -> Activity:
    """The one activity of a file without points; the errors of `read` where there is none."""
    if damage is not None:
        raise MalformedFile(line=damage.line, reason=damage.reason)
    stated = _stated(events.words | (events.empty.words if events.empty else {}))
    if events.empty is None and stated.distance_m is None:
        raise NoActivity(format="GPX")
    return Activity(track=_NOTHING, stated=stated, format="gpx")


def _table(events: Events) -> _Table:
    lat, lon = positions(np.asarray(events.lat), np.asarray(events.lon))
    used = {name: column for name, column in events.columns.items() if column.rows}
    columns = {name: column.dense(events.whole) for name, column in used.items()}
    for name in _NEVER_BELOW_0 & columns.keys():
        columns[name][columns[name] < 0] = np.nan
    if "heart_rate" in columns:
        columns["heart_rate"][columns["heart_rate"] == 0] = np.nan
    unknown = np.full(events.whole, np.nan)
    return {"time": unknown, "ele": unknown, "lat": lat, "lon": lon} | columns


def _runs(parts: list[Part], time: FloatArray) -> list[list[Part]]:
    """The parts of each recording: those that continue the one before stand with it."""
    runs = [parts[:1]]
    for before, part in pairwise(parts):
        if _continues(before, part, time):
            runs[-1].append(part)
        else:
            runs.append([part])
    return runs


def _continues(before: Part, part: Part, time: FloatArray) -> bool:
    ends, starts = time[before.first : before.last], time[part.first : part.last]
    ends, starts = ends[np.isfinite(ends)], starts[np.isfinite(starts)]
    if len(ends) == 0 or len(starts) == 0 or _sport(before.words) != _sport(part.words):
        return False
    return bool(0 <= starts.min() - ends.max() <= CUT_S)


def _words(run: list[Part]) -> dict[str, str]:
    """What a run says of itself; the facts of one of several parts are not those of the run."""
    words = run[0].words
    return words if len(run) == 1 else {k: v for k, v in words.items() if k not in _MEASURED}


def _activity(table: _Table, segment: IntArray, run: list[Part], words: _Words) -> Activity:
    stated = _stated(words)
    picked = {name: _rows(run, column) for name, column in table.items()}
    sensors = {name: picked[name] for name in SENSORS if name in picked}
    if "cadence" in sensors and stated.sport in _ON_FOOT:
        sensors["cadence"] = steps(sensors["cadence"])
    track = track_of(
        time=picked["time"],
        lat=picked["lat"],
        lon=picked["lon"],
        ele=picked["ele"],
        segment=np.unique(_rows(run, segment), return_inverse=True)[1],
        sensors={name: values for name, values in sensors.items() if np.isfinite(values).any()},
    )
    zone_known = all(part.zone_known for part in run)
    return Activity(track=track, stated=stated, format="gpx", zone_known=zone_known)


def _rows(run: list[Part], column: NDArray[_Value]) -> NDArray[_Value]:
    stretches = [column[part.first : part.last] for part in run]
    return stretches[0] if len(stretches) == 1 else np.concatenate(stretches)


def _stated(words: _Words) -> Stated:
    return Stated(
        sport=_sport(words),
        app=_app(words),
        device=_name(words.get("device", "")),
        distance_m=_positive(words.get("distance", "")),
        elapsed_s=_positive(words.get("elapsed", "")),
        timer_s=_positive(words.get("timer", "")),
        indoor=sports.indoor(_kind(words)),
    )


def _kind(words: _Words) -> str:
    return words.get("type") or words.get("activity", "")


def _sport(words: _Words) -> Sport:
    return sports.sport(_kind(words))


def _app(words: _Words) -> str | None:
    """The creator, but where a collector rewrote the file, the app it names in the track."""
    creator = words.get("creator", "")
    rewritten = _REWRITTEN.fullmatch(words.get("name", ""))
    return _name(rewritten[1] if rewritten and creator.startswith("gpx.py") else creator)


def _name(text: str) -> str | None:
    return tidy(text[:_NAME_LENGTH]) or None


def _positive(text: str) -> float | None:
    """A stated measure; what is 0, no number or not sane was not measured."""
    value = number(text)
    return value if 0 < value < LARGEST else None
