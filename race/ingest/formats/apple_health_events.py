"""From the events of an Apple Health document to its workouts and heartbeats."""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isnan, nan
from typing import Final
from xml.parsers.expat import XMLParserType

from race.activity import Lap
from race.errors import TooManyPoints, TooManyRuns
from race.ingest.formats import dates
from race.ingest.formats.columns import number
from race.ingest.formats.exports import MAX_RUNS, METRES, SECONDS, positive
from race.ingest.formats.xml import MAX_DEPTH, Attributes, too_deep

#: Heart rates in one export, 80 MB of them: twice what 1 GB of Apple's XML has room for.
MAX_BEATS: Final = 5_000_000
#: Laps, pauses and routes of one workout; what follows is not kept.
MAX_EVENTS: Final = 1_000
#: Characters kept of an attribute; the description of a device has up to 150.
_LONGEST: Final = 400

_HEART_RATE: Final = "HKQuantityTypeIdentifierHeartRate"
_DISTANCE: Final = "HKQuantityTypeIdentifierDistance"
_ON_FOOT: Final = "HKQuantityTypeIdentifierDistanceWalkingRunning"
_LAP: Final = "HKWorkoutEventTypeLap"
#: Both of the runner's own pauses and of those that the watch makes.
_RESUMED: Final = frozenset({"HKWorkoutEventTypeResume", "HKWorkoutEventTypeMotionResumed"})
#: What a workout says of itself in its attributes.
_WORDS: Final[tuple[str, ...]] = (
    "workoutActivityType",
    "duration",
    "durationUnit",
    "totalDistance",
    "totalDistanceUnit",
    "startDate",
    "endDate",
    "sourceName",
    "device",
)


@dataclass(kw_only=True)
class Workout:
    """One workout, open while it is read."""

    #: Open elements, itself included.
    depth: int
    #: Its attributes, those of `_WORDS`.
    words: dict[str, str]
    #: Metres, by the type of the statistic; since iOS 16 nowhere else.
    distances: dict[str, float] = field(default_factory=dict)
    #: Seconds since 1970 when it went on after a pause.
    resumed: list[float] = field(default_factory=list)
    laps: list[Lap] = field(default_factory=list)
    #: The GPX files of its route, as the export names them.
    routes: list[str] = field(default_factory=list)
    indoor: bool = False

    @property
    def distance_m(self) -> float | None:
        """What it states, on foot before any other; None where it states none."""
        total, unit = self.words.get("totalDistance"), self.words.get("totalDistanceUnit")
        stated = measure(total, unit, METRES)
        measured = [self.distances.get(_ON_FOOT), *self.distances.values()]
        return stated or next((metres for metres in measured if metres), None)


def measure(value: str | None, unit: str | None, units: Mapping[str, float]) -> float | None:
    """What two attributes state, in SI; None where there is none, or its unit is not known."""
    return positive(number(value or "") * units.get((unit or "").lower(), nan))


class Events:
    """The handlers of one document, and what they have read."""

    def __init__(self, parser: XMLParserType) -> None:
        #: Those that the file closes, in its order.
        self.workouts: list[Workout] = []
        #: Every heart rate, in file order: seconds since 1970 and beats a minute.
        self.beat_times, self.beats = array("d"), array("d")
        self._open: Workout | None = None
        self._depth = 0
        self._parser = parser
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end

    def close(self) -> None:
        """Break the circle of parser and handlers, which would outlive its use."""
        self._parser.StartElementHandler = None
        self._parser.EndElementHandler = None

    def _start(self, name: str, attributes: Attributes) -> None:
        self._depth += 1
        if self._open is not None:
            self._inside(self._open, name, attributes)
        elif name == "Record":
            if attributes.get("type") == _HEART_RATE:
                self._beat(attributes)
        elif name == "Workout":
            words = {key: attributes[key][:_LONGEST] for key in _WORDS if key in attributes}
            self._open = Workout(depth=self._depth, words=words)
        if self._depth > MAX_DEPTH:
            raise too_deep(self._parser)

    def _end(self, _: str) -> None:
        self._depth -= 1
        workout = self._open
        if workout is None or self._depth >= workout.depth:
            return
        if len(self.workouts) >= MAX_RUNS:
            raise TooManyRuns(limit=MAX_RUNS)
        self.workouts.append(workout)
        self._open = None

    def _beat(self, attributes: Attributes) -> None:
        time = dates.zoned_epoch_s(attributes.get("startDate", ""))[0]
        beats = positive(number(attributes.get("value", "")))
        if isnan(time) or beats is None or attributes.get("unit") != "count/min":
            return
        if len(self.beats) >= MAX_BEATS:
            raise TooManyPoints(limit=MAX_BEATS)
        self.beat_times.append(time)
        self.beats.append(beats)

    def _inside(self, workout: Workout, name: str, attributes: Attributes) -> None:
        """A route's file, or a child of the workout; its parts, each an activity of a multisport
        workout or a step of a plan, have statistics and events of the same names."""
        if name == "FileReference" and len(workout.routes) < MAX_EVENTS:
            workout.routes.append(attributes.get("path", "")[:_LONGEST].lstrip("/"))
        if self._depth != workout.depth + 1:
            return
        kind = attributes.get("type", "")
        if name == "WorkoutStatistics" and kind.startswith(_DISTANCE) and len(kind) < _LONGEST:
            metres = measure(attributes.get("sum"), attributes.get("unit"), METRES)
            if metres is not None and len(workout.distances) < MAX_EVENTS:
                workout.distances[kind] = metres
        elif name == "WorkoutEvent":
            _take_event(workout, kind, attributes)
        elif name == "MetadataEntry" and attributes.get("key") == "HKIndoorWorkout":
            workout.indoor = attributes.get("value") == "1"


def _take_event(workout: Workout, kind: str, attributes: Attributes) -> None:
    if kind == _LAP and len(workout.laps) < MAX_EVENTS:
        took = measure(attributes.get("duration"), attributes.get("durationUnit"), SECONDS)
        workout.laps.append(Lap(elapsed_s=took))
    elif kind in _RESUMED and len(workout.resumed) < MAX_EVENTS:
        workout.resumed.append(dates.zoned_epoch_s(attributes.get("date", ""))[0])
