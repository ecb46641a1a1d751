"""From the events of a TCX document to columns of points and laps, and the activities over them."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.parsers.expat import XMLParserType

import numpy as np

from race.errors import TooManyPoints, TooManyRuns
from race.ingest.formats.columns import Column, number
from race.ingest.formats.gpx_events import MAX_POINTS, MAX_TRACKS
from race.ingest.formats.point_runs import MARKER
from race.ingest.formats.point_shapes import Path
from race.ingest.formats.times import Clock, epoch_s
from race.ingest.formats.xml import MAX_DEPTH, Attributes, too_deep
from race.track import FloatArray

#: What may stand at any depth in a `Trackpoint`, by local name in lower case.
_ANYWHERE: Final[dict[str, str]] = {
    "latitudedegrees": "lat",
    "longitudedegrees": "lon",
    "altitudemeters": "ele",
    "cadence": "cadence",
    "runcadence": "cadence",
    "speed": "speed",
    "watts": "power",
}
#: Its children that are read, beside those.
_CHILDREN: Final[dict[str, str]] = {"time": "time", "distancemeters": "distance"} | _ANYWHERE
#: The child in which `Value` is read, too.
_HEART: Final = "HeartRateBpm"
_IN_HEART: Final[dict[str, str]] = {"value": "heart_rate"} | _ANYWHERE
#: Levels above points that are recognised all at once, and at most as many in them: whatever may
#: be nested too deep is left to whoever counts. Real files have 7 and 4.
MOST_LEVELS: Final = MAX_DEPTH // 2
#: Where a run of such points stands.
_PLACE_OF_RUN: Final = ["Activity", "Lap", "Track", MARKER]
#: What a file and an activity say of themselves, by the names of the parent and of the leaf.
_WORDS: Final[Mapping[tuple[str, str], str]] = {
    ("Activity", "Id"): "id",
    ("Activity", "Notes"): "notes",
    ("Creator", "Name"): "device",
    ("LX", "ElapsedSeconds"): "elapsed",
    ("Author", "Name"): "app",
}
#: The children of a `Lap` that are read.
_LAP: Final[Mapping[str, str]] = {"TotalTimeSeconds": "timer", "DistanceMeters": "distance"}
#: The lists of a file that hold no recordings, and what one entry is called.
_PLANS: Final[Mapping[str, str]] = {"Courses": "Course", "Workouts": "Workout"}

_Handlers = tuple[Callable[[str, Attributes], None], Callable[[str], None]]


@dataclass(kw_only=True)
class Part:
    """One `Activity`, open while it is read."""

    #: Its points are the rows from `first` up to `last`, not included, …
    first: int
    last: int = 0
    #: … and its laps likewise.
    first_lap: int
    last_lap: int = 0
    #: The file breaks off in its last lap.
    lap_open: bool = False
    #: What it says of itself: "sport", "start" of the first lap, and the values of `_WORDS`.
    words: dict[str, str] = field(default_factory=dict)
    #: Times without a zone that were read before it began, and whether all of its own have one.
    unzoned_before: int
    zone_known: bool = True


class Events:
    """The handlers of one document, and what they have read; `close` it before looking.

    As in `gpx_events` there are two pairs of handlers, one outside of points and one inside.
    """

    def __init__(self, parser: XMLParserType, counts: Sequence[int] = ()) -> None:
        """`counts`: the points of each run that a marker stands for, where there are markers."""
        #: The first row of each run whose marker was met; its rows wait for `fill`.
        self.runs: list[int] = []
        self._counts = counts
        #: The activities with points or laps, in file order.
        self.parts: list[Part] = []
        #: What the file says of itself: "app".
        self.words: dict[str, str] = {}
        #: What stands in it that is no recording: "Course", "Workout".
        self.plans: set[str] = set()
        self._clock = Clock()
        #: The fields of a point by name: "time", "lat", "lon", "ele" and the sensors.
        fields = (*_CHILDREN.values(), *_IN_HEART.values())
        self.columns = {name: Column() for name in dict.fromkeys(fields)}
        self.columns["time"].convert = self._clock.read
        #: The fields of a lap: "start" in seconds since 1970, "timer" in seconds, "distance" in m.
        self.lap_columns = {name: Column() for name in ("start", *_LAP.values())}
        self.lap_columns["start"].convert = lambda text: epoch_s(text)[0]
        #: Of each point its lap, and how many pauses stand before it in the file.
        self.lap, self.pauses = array("q"), array("q")
        #: Points that were read to their end, and laps that began.
        self.whole = 0
        self.laps = 0
        self._pauses = 0
        self._in_lap = False
        self._before_track = False
        self._part: Part | None = None
        self._path: list[str] = []
        self._texts: list[str] = []
        self._leaf = False
        self._parser = parser
        self._in_point = self._point_handlers()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._texts.append

    def close(self) -> None:
        """Take in what a broken file left open, and drop a point that it did not finish."""
        if self._part is not None:
            self._part.lap_open = self._in_lap
            self._end_part(self._part)
        del self._in_point  # they hold this object, which would outlive its use
        del self.lap[self.whole :], self.pauses[self.whole :]

    def fill(self, columns: Mapping[str, FloatArray]) -> None:
        """Put the values of all runs into the rows that were left for them."""
        pairs = zip(self.runs, self._counts, strict=True)
        rows = np.concatenate([np.arange(first, first + count) for first, count in pairs])
        for name, values in columns.items():
            self.columns[name].put(rows, values)

    def _start(self, name: str, attributes: Attributes) -> None:
        local = name.rpartition(":")[2]
        parent = self._path[-1] if self._path else ""
        self._path.append(local)
        if len(self._path) > MAX_DEPTH:
            raise too_deep(self._parser)
        self._texts.clear()
        self._leaf = True
        part = self._part
        if part is None:
            self._start_outside(local, parent, attributes)
        elif local == "Trackpoint":
            self._make_room(part, 1)
            self._parser.StartElementHandler, self._parser.EndElementHandler = self._in_point
        elif local == "Track":
            self._start_track()
        elif local == "Lap" and parent == "Activity":
            self._start_lap(part, attributes.get("StartTime", ""))
        elif local == MARKER:
            self._start_run(part)

    def _start_outside(self, local: str, parent: str, attributes: Attributes) -> None:
        if local == "Activity":
            self._part = Part(
                first=self.whole,
                first_lap=self.laps,
                words={"sport": attributes.get("Sport", "")},
                unzoned_before=self._clock.unzoned,
            )
        elif _PLANS.get(parent) == local:
            self.plans.add(local)

    def _start_lap(self, part: Part, start: str) -> None:
        if start:
            part.words.setdefault("start", start)
            _put(self.lap_columns["start"], self.laps, start)
        self.laps += 1
        self._in_lap = self._before_track = True

    def _start_track(self) -> None:
        """Any track but the first of a lap tells of a pause before it."""
        self._pauses += not self._before_track
        self._before_track = False

    def _start_run(self, part: Part) -> None:
        """Leave room for the run that a marker stands for, where points are read."""
        in_place = self._path[-4:] == _PLACE_OF_RUN and len(self._path) <= MOST_LEVELS
        if in_place and len(self.runs) < len(self._counts):
            count = self._counts[len(self.runs)]
            self.runs.append(self.whole)
            self._make_room(part, count)
            self.whole += count

    def _make_room(self, part: Part, count: int) -> None:
        """Note the lap and the pauses of points that follow."""
        if self.whole + count > MAX_POINTS:
            raise TooManyPoints(limit=MAX_POINTS)
        lap = max(self.laps - 1, part.first_lap)
        self.lap.extend(array("q", [lap]) * count)
        self.pauses.extend(array("q", [self._pauses]) * count)

    def _end(self, _: str) -> None:
        local = self._path.pop()
        part = self._part
        if part is not None and local == "Activity" and "Activity" not in self._path:
            self._end_part(part)
        elif self._in_lap and local == "Lap" and self._path[-1] == "Activity":
            self._in_lap = False
        elif self._leaf:
            self._state(local)
        self._leaf = False

    def _state(self, local: str) -> None:
        """Keep the text of a leaf that says something of the file, of an activity or of a lap."""
        parent = self._path[-1] if self._path else ""
        text = "".join(self._texts).strip()
        if self._in_lap:
            if parent == "Lap" and local in _LAP:
                _put(self.lap_columns[_LAP[local]], self.laps - 1, text)
        elif text and (parent, local) in _WORDS:
            words = self.words if self._part is None else self._part.words
            words[_WORDS[parent, local]] = text

    def _end_part(self, part: Part) -> None:
        self._part = None
        self._in_lap = False
        part.last, part.last_lap = self.whole, self.laps
        part.zone_known = part.unzoned_before == self._clock.unzoned
        if part.first < part.last or part.first_lap < part.last_lap:
            self.parts.append(part)
        if len(self.parts) > MAX_TRACKS:
            raise TooManyRuns(limit=MAX_TRACKS)

    def _point_handlers(self) -> "_Handlers":
        """The handlers inside a point, as functions over shared variables for speed."""
        parser, texts, path = self._parser, self._texts, self._path
        children, anywhere, in_heart = (
            _ByLocalName({name: self.columns[field] for name, field in fields.items()})
            for fields in (_CHILDREN, _ANYWHERE, _IN_HEART)
        )
        inside = anywhere
        depth = 0
        column: Column | None = None

        def start(name: str, _: Attributes) -> None:
            nonlocal depth, column, inside
            depth += 1
            if depth + len(path) > MAX_DEPTH:
                raise too_deep(parser)
            if depth == 1:
                column = children[name]
                inside = in_heart if name.endswith(_HEART) else anywhere
            else:
                column = inside[name]
            if column is not None:
                texts.clear()

        def end(_: str) -> None:
            nonlocal depth, column
            if depth == 0:
                self._end_point()
                return
            depth -= 1
            if column is not None:
                _put(column, self.whole, texts[0] if len(texts) == 1 else "".join(texts))
                column = None

        return start, end

    def _end_point(self) -> None:
        self.whole += 1
        self._path.pop()
        self._leaf = False
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end


def field_of(path: Path) -> str | None:
    """The field of a point that the element at this path, counted from its child down, holds."""
    if path[0].startswith("@"):
        return None
    fields = _CHILDREN if len(path) == 1 else _IN_HEART if path[0].endswith(_HEART) else _ANYWHERE
    return fields.get(path[-1].rpartition(":")[2].lower())


def _put(column: Column, row: int, text: str) -> None:
    try:
        column.values.append(column.convert(text))
    except ValueError:
        column.values.append(number(text))
    column.rows.append(row)


class _ByLocalName(dict[str, Column | None]):
    """The same for every prefix and every case of a name: each spelling is worked out once."""

    def __missing__(self, name: str) -> Column | None:
        local = name.rpartition(":")[2].lower()
        self[name] = self[local] if local != name and local in self else None
        return self[name]
