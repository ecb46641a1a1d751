"""TCX, the Training Center XML of Garmin, which most watches' websites export.

**What becomes an activity.** Each `Activity` with a point or a finished lap is one, those of a
`MultiSportSession` too; the transitions between its sports are none. Courses and workouts are
plans, and a file of nothing else is refused as such.

**What becomes a point.** Every `Trackpoint` inside an `Activity`, in file order; nothing is sorted,
joined or left out, but a last point that the file does not finish. Elements are known by local
name. `Time` and `DistanceMeters` are children of the point, heart rate is the `Value` in its
`HeartRateBpm`, the rest stands at any depth in it. A field is an element without children; where
one comes twice in a point, the last counts, and `Cadence` and `RunCadence` are one. Numbers, times,
positions and sensors are taken as in `gpx`. A point may have no position (pause, lost fix, indoors)
and keeps its sensors.

**Laps and segments.** The laps of an activity are one run. Any `Track` but the first of its lap
follows a pause and begins a new segment. At the end of a lap most runs go on, and some stop there;
the laps' own clocks tell which. The device can have stood still there no longer than the points
are apart, nor than wall clock and timer of the two laps differ; where that leaves room for more
than `PAUSE_S`, a new segment begins. Of 61 lap changes in real files 60 leave room for at most 4 s,
though their points are up to 45 s apart (lost fixes while the timer ran, and watches that write a
point now and then), and the one stop leaves room for 75 s.

**What the file states.** Distance and timer time are sums over the laps: the distance at the last
point may begin anew with each lap, and `TotalTimeSeconds` is timer time. They are unknown where one
lap lacks them or is cut off; a file that breaks off between two laps states what it has till then.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final, NoReturn

import numpy as np

from race.activity import Activity, Damage, Lap, Stated
from race.errors import MalformedFile, NoActivity, NotActivity
from race.i18n import N_, tidy
from race.ingest.formats import channels, sports, tcx_fast, xml
from race.ingest.formats.columns import LARGEST, number, positions
from race.ingest.formats.tcx_events import Events, Part
from race.ingest.formats.times import epoch_s
from race.track import SENSORS, FloatArray, IntArray, track_of

#: Seconds for which a device may stand still at a lap change within one segment: twice what clocks
#: of whole seconds disagree by, and too short to get anywhere.
PAUSE_S: Final = 10.0
#: Characters kept of what a file calls its app and its device.
_NAME_LENGTH: Final = 200
_PLANS: Final[Mapping[str, str]] = {"Course": N_("a course"), "Workout": N_("a workout plan")}
#: Some writers leave out the element around the list of activities.
_ACTIVITY: Final = re.compile(rb"<(?:[\w.-]+:)?Activity\s+Sport\s*=")
_SILENT_LAP: Final = Lap()

#: The fields of points, or of laps, by name.
_Table = Mapping[str, FloatArray]


def sniff(data: bytes) -> bool:
    """The first element is a `TrainingCenterDatabase`, or `Activities` that hold such of TCX."""
    root = xml.root(data)
    if root == "Activities":
        return _ACTIVITY.search(xml.utf8(data[:65_536])) is not None
    return root == "TrainingCenterDatabase"


def read(data: bytes) -> list[Activity]:
    """The activities of a TCX file, in file order; damage is noted on the last, the one it cut.

    Raises NoActivity, NotActivity (courses, workouts), MalformedFile (damaged before the first
    whole point or lap), ForbiddenMarkup, TooDeep, TooMuchMarkup, TooManyPoints and TooManyRuns.
    """
    events = tcx_fast.events(data)
    return read_with_care(data) if events is None else _activities(events, damage=None)


def read_with_care(data: bytes) -> list[Activity]:
    """The same as `read`, bit for bit, element by element: several times slower."""
    events, damage = xml.parse(data, Events)
    events.close()
    return _activities(events, damage)


def _activities(events: Events, damage: Damage | None) -> list[Activity]:
    parts = [part for part in events.parts if part.first < part.last or _finished(part) > 0]
    if not parts:
        _refuse(events, damage)
    points = {name: column.dense(events.whole) for name, column in events.columns.items()}
    points["lat"], points["lon"] = positions(points["lat"], points["lon"])
    laps = {name: column.dense(events.laps) for name, column in events.lap_columns.items()}
    found = [_activity(part, points, laps, events) for part in parts]
    return [*found[:-1], replace(found[-1], damage=damage)]


def _refuse(events: Events, damage: Damage | None) -> NoReturn:
    """Say why there is no activity."""
    if damage is not None:
        raise MalformedFile(line=damage.line, reason=damage.reason)
    for name, kind in _PLANS.items():
        if name in events.plans:
            raise NotActivity(format="TCX", kind=kind)
    raise NoActivity(format="TCX")


def _finished(part: Part) -> int:
    """Its laps that the file does not break off."""
    return part.last_lap - part.first_lap - part.lap_open


def _activity(part: Part, points: _Table, all_laps: _Table, events: Events) -> Activity:
    mine = {name: column[part.first : part.last] for name, column in points.items()}
    laps = {name: column[part.first_lap : part.last_lap] for name, column in all_laps.items()}
    sensors = {name: mine[name] for name in SENSORS if name in mine}
    track = track_of(
        time=mine["time"],
        lat=mine["lat"],
        lon=mine["lon"],
        ele=mine["ele"],
        segment=_segments(part, mine["time"], laps, events),
        sensors=channels.sensors(sensors, sports.sport(part.words["sport"])),
    )
    words = events.words | part.words
    started_at, zoned = (None, part.zone_known) if track.timed.any() else _start(words)
    stated = replace(_stated(part, laps, words), started_at=started_at)
    if track.positioned.any():  # free text beside a track tells nothing: "no treadmill today"
        stated = replace(stated, indoor=sports.indoor(words["sport"]))
    return Activity(track=track, stated=stated, format="tcx", zone_known=zoned)


def _segments(part: Part, time: FloatArray, laps: _Table, events: Events) -> IntArray:
    """The segment of each point of an activity, by the times of its points and its laps."""
    lap = np.asarray(events.lap, dtype=np.int64)[part.first : part.last] - part.first_lap
    pauses = np.asarray(events.pauses, dtype=np.int64)[part.first : part.last]
    begins = np.diff(pauses) != 0
    changes = np.flatnonzero(np.diff(lap))
    if len(changes):
        ended_at = math.nan if part.lap_open else time[-1]
        begins[changes] |= _stood_s(time, lap, changes, laps, ended_at) > PAUSE_S
    return np.concatenate(([0], np.cumsum(begins)))[: len(time)]


def _stood_s(
    time: FloatArray, lap: IntArray, changes: IntArray, laps: _Table, ended_at: float
) -> FloatArray:
    """How long the device may have stood still where the lap changes, after the points `changes`.

    A pause lies before the start of the later lap or after it: before it no longer than wall clock
    and timer of the laps since the earlier one differ, after it no longer than those of the later
    lap, and neither reaches beyond its point. Where a clock is missing, or is not that of the
    points, the whole gap may be a pause. NaN without times. `ended_at`: when the last lap did.
    """
    start, timer = laps["start"], np.nan_to_num(laps["timer"])
    ends, ticked = np.append(start[1:], ended_at), np.cumsum(timer) - timer
    earlier, later = lap[changes], lap[changes + 1]
    leaves, arrives, begins = time[changes], time[changes + 1], start[later]
    paused_before = begins - start[earlier] - (ticked[later] - ticked[earlier])
    paused_after = ends[later] - begins - timer[later]
    before = np.clip(np.fmin(begins - leaves, paused_before), 0, None)
    after = np.clip(np.fmin(arrives - begins, paused_after), 0, None)
    told = (leaves - 1 <= begins) & (begins <= arrives + 1)
    return np.where(told, before + after, np.abs(arrives - leaves))


def _stated(part: Part, laps: _Table, words: Mapping[str, str]) -> Stated:
    finished = _finished(part)
    distance, timer = laps["distance"][:finished], laps["timer"][:finished]
    return Stated(
        sport=sports.sport(words["sport"]),
        app=_name(words.get("app", "")),
        device=_name(words.get("device", "")),
        distance_m=None if part.lap_open else _total(distance),
        elapsed_s=_positive(number(words.get("elapsed", ""))),
        timer_s=None if part.lap_open else _total(timer),
        indoor=sports.indoor(words["sport"]) or sports.indoor(words.get("notes", "")),
        laps=tuple(map(_lap, distance, timer)),
    )


def _start(words: Mapping[str, str]) -> tuple[float | None, bool]:
    """When an activity began, by its first lap or its name, and whether that names its zone."""
    for text in (words.get("start", ""), words.get("id", "")):
        value, zoned = epoch_s(text)
        if math.isfinite(value):
            return value, zoned
    return None, True


def _lap(distance: np.float64, timer: np.float64) -> Lap:
    """Laps that say nothing are all the same one: a file may hold a million of them."""
    if not (distance > 0 or timer > 0):
        return _SILENT_LAP
    return Lap(distance_m=_positive(float(distance)), timer_s=_positive(float(timer)))


def _total(values: FloatArray) -> float | None:
    """Their sum; unknown where one of them is."""
    return _positive(math.fsum(values)) if (values >= 0).all() else None


def _positive(value: float) -> float | None:
    """A stated measure; what is 0, no number or not sane was not measured."""
    return value if 0 < value < LARGEST else None


def _name(text: str) -> str | None:
    name = tidy(text[:_NAME_LENGTH])
    return None if name in ("", "Unknown") else name
