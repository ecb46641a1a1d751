"""From the events of a GPX document to columns of points and the parts they belong to."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.parsers.expat import XMLParserType

import numpy as np

from race.errors import TooManyPoints, TooManyRuns
from race.ingest.formats.columns import Column, number
from race.ingest.formats.point_runs import MARKER
from race.ingest.formats.point_shapes import Path
from race.ingest.formats.times import Clock
from race.ingest.formats.xml import MAX_DEPTH, Attributes, too_deep
from race.track import FloatArray

#: Points in one file: 139 hours at one a second. More is a collection, not a run.
MAX_POINTS: Final = 500_000
#: Tracks with points in one file: five years of daily runs. Each costs an examination.
MAX_TRACKS: Final = 2_000

#: The elements that hold points, and what their points are called.
_POINT_OF: Final[Mapping[str, str]] = {"trk": "trkpt", "rte": "rtept"}
_ATTRIBUTES: Final[Mapping[str, str]] = {"@lat": "lat", "@lon": "lon"}
#: The children of a point that are read.
_CHILDREN: Final[Mapping[str, str]] = {"ele": "ele", "time": "time"}
#: What may stand at any depth in a point, by local name in lower case: the sensors of a Track.
_SENSORS: Final[Mapping[str, str]] = {
    "hr": "heart_rate",
    "heartrate": "heart_rate",
    "cad": "cadence",
    "cadence": "cadence",
    "power": "power",
    "powerinwatts": "power",
    "watts": "power",
    "atemp": "temperature",
    "temp": "temperature",
    "wtemp": "temperature",
    "speed": "speed",
    "hacc": "accuracy",
    "accuracy": "accuracy",
    "accuracy_horizontal": "accuracy",
    "distance": "distance",
}
#: Where a marker stands for points; anywhere else they would be none.
_PLACE_OF_RUN: Final = ["gpx", "trk", "trkseg", MARKER]
#: What a part says of itself in its children, by local name.
_WORDS: Final = frozenset({"name", "type"})
#: The elements whose `extensions` state facts.
_STATING: Final = frozenset({"gpx", "metadata", "trk"})
#: What the file or a part states in its `extensions`, by local name in lower case. Metres and
#: seconds, in Garmin's TrackStatsExtension as in the exports of training sites.
FACTS: Final[Mapping[str, str]] = {
    "distance": "distance",
    "elapsed_time": "elapsed",
    "elapsedtime": "elapsed",
    "totalelapsedtime": "elapsed",
    "timertime": "timer",
    "timer_time": "timer",
    "device": "device",
    "activity": "activity",
    "sport": "activity",
}


_Handlers = tuple[Callable[[str, Attributes], None], Callable[[str], None]]


@dataclass(kw_only=True)
class Part:
    """One `trk` or `rte`, open while it is read."""

    #: "trk" or "rte".
    tag: str
    #: Its points are the rows from `first` up to `last`, not included.
    first: int
    last: int = 0
    #: What it says of itself: "name", "type" and the values of `FACTS`.
    words: dict[str, str] = field(default_factory=dict)
    #: Times without a zone that were read before it began, and whether all of its own have one.
    unzoned_before: int
    zone_known: bool = True


class Events:
    """The handlers of one document, and what they have read; `close` it before looking.

    There are two pairs of handlers, one outside of points and one inside, where time is spent.
    Of a skeleton (`point_runs`), `counts` are the points that each of its markers stands for.
    """

    def __init__(self, parser: XMLParserType, counts: Sequence[int] = ()) -> None:
        #: The first row of each run whose marker was met; its rows wait for `fill`.
        self.runs: list[int] = []
        self._counts = counts
        #: The parts with points, in file order, and the first track without any.
        self.parts: list[Part] = []
        self.empty: Part | None = None
        #: What the file says of itself: "creator" and the values of `FACTS`.
        self.words: dict[str, str] = {}
        self.lat, self.lon, self.segment = array("d"), array("d"), array("q")
        #: The optional fields of a point by name: "ele", "time" and the sensors.
        self.columns = {name: Column() for name in ("ele", *dict.fromkeys(_SENSORS.values()))}
        self._clock = Clock()
        self.columns["time"] = Column(self._clock.read)
        #: Points that were read to their end.
        self.whole = 0
        self._part: Part | None = None
        self._segment = 0
        self._path: list[str] = []
        self._texts: list[str] = []
        self._leaf = False
        sensors = {name: self.columns[field] for name, field in _SENSORS.items()}
        children = {name: self.columns[field] for name, field in _CHILDREN.items()}
        self._parser = parser
        self._in_point = self._point_handlers(
            _ByLocalName(sensors), _ByLocalName(sensors | children)
        )
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._texts.append

    def close(self) -> None:
        """Take in what a broken file left open, and drop a point that it did not finish."""
        if self._part is not None:
            self._end_part(self._part)
        del self._in_point  # they hold this object, which would outlive its use
        del self.lat[self.whole :], self.lon[self.whole :], self.segment[self.whole :]

    def fill(self, columns: Mapping[str, FloatArray]) -> None:
        """Put the values of all runs into the rows that were left for them."""
        pairs = zip(self.runs, self._counts, strict=True)
        rows = np.concatenate([np.arange(first, first + count) for first, count in pairs])
        np.asarray(self.lat)[rows] = columns["lat"]
        np.asarray(self.lon)[rows] = columns["lon"]
        for name in columns.keys() & self.columns.keys():
            self.columns[name].put(rows, columns[name])

    def _start(self, name: str, attributes: Attributes) -> None:
        local = name.rpartition(":")[2]
        self._path.append(local)
        if len(self._path) > MAX_DEPTH:
            raise too_deep(self._parser)
        self._texts.clear()
        self._leaf = True
        part = self._part
        if part is not None and local == _POINT_OF[part.tag]:
            self._start_point(attributes)
        elif local == "trkseg":
            self._segment += 1
        elif local in _POINT_OF and part is None:
            self._part = Part(tag=local, first=self.whole, unzoned_before=self._clock.unzoned)
            self._segment += 1
        elif local == MARKER:
            self._start_run()
        elif local == "gpx":
            self.words.setdefault("creator", attributes.get("creator", ""))

    def _start_run(self) -> None:
        """Leave room for the run that a marker stands for, where points are read."""
        if self._path != _PLACE_OF_RUN or len(self.runs) >= len(self._counts):
            return
        count = self._counts[len(self.runs)]
        if self.whole + count > MAX_POINTS:
            raise TooManyPoints(limit=MAX_POINTS)
        self.runs.append(self.whole)
        self.whole += count
        self.lat.frombytes(bytes(count * self.lat.itemsize))
        self.lon.frombytes(bytes(count * self.lon.itemsize))
        self.segment.extend(array("q", [self._segment]) * count)

    def _end(self, _: str) -> None:
        local = self._path.pop()
        part = self._part
        if part is not None and local == part.tag and part.tag not in self._path:
            self._end_part(part)
        elif self._leaf:
            self._state(local)
        self._leaf = False

    def _state(self, local: str) -> None:
        """Keep the text of a leaf that says something of the file or of the open part."""
        text = "".join(self._texts).strip()
        words = self.words if self._part is None else self._part.words
        above, parent = ["", "", *self._path][-2:]
        key = None
        if parent == "TrackStatsExtension" or (above in _STATING and parent == "extensions"):
            key = FACTS.get(local.lower())
        elif parent in _POINT_OF and local in _WORDS:
            key = local
        if key is not None and text:
            words[key] = text

    def _end_part(self, part: Part) -> None:
        self._part = None
        part.last = self.whole
        part.zone_known = part.unzoned_before == self._clock.unzoned
        if part.first < part.last:
            self.parts.append(part)
        elif part.tag == "trk" and self.empty is None:
            self.empty = part
        if len(self.parts) > MAX_TRACKS:
            raise TooManyRuns(limit=MAX_TRACKS)

    def _start_point(self, attributes: Attributes) -> None:
        if self.whole >= MAX_POINTS:
            raise TooManyPoints(limit=MAX_POINTS)
        try:
            lat, lon = float(attributes["lat"]), float(attributes["lon"])
        except (KeyError, ValueError):
            lat, lon = number(attributes.get("lat", "")), number(attributes.get("lon", ""))
        self.lat.append(lat)
        self.lon.append(lon)
        self.segment.append(self._segment)
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._in_point

    def _point_handlers(self, sensors: "_ByLocalName", children: "_ByLocalName") -> "_Handlers":
        """The handlers inside a point. Functions over shared variables: called 200,000 times in
        a long run, as methods they cost a tenth of the whole reader more."""
        parser, texts, path = self._parser, self._texts, self._path
        depth = 0
        column: Column | None = None

        def start(name: str, _: Attributes) -> None:
            nonlocal depth, column
            depth += 1
            if depth + len(path) > MAX_DEPTH:
                raise too_deep(parser)
            column = children[name] if depth == 1 else sensors[name]
            if column is not None:
                texts.clear()

        def end(_: str) -> None:
            nonlocal depth, column
            if depth == 0:
                self._end_point()
                return
            depth -= 1
            if column is not None:
                text = texts[0] if len(texts) == 1 else "".join(texts)
                try:
                    column.values.append(column.convert(text))
                except ValueError:
                    column.values.append(number(text))
                column.rows.append(self.whole)
                column = None

        return start, end

    def _end_point(self) -> None:
        self.whole += 1
        self._path.pop()
        self._leaf = False
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end


def field_of(path: Path) -> str | None:
    """The field of a point that an attribute ("@lat",) or an element at this path holds."""
    if path[0].startswith("@"):
        return _ATTRIBUTES.get(path[0])
    local = path[-1].rpartition(":")[2].lower()
    return _SENSORS.get(local) or (_CHILDREN.get(local) if len(path) == 1 else None)


class _ByLocalName(dict[str, Column | None]):
    """The same for every prefix and every case of a name: each spelling is worked out once."""

    def __missing__(self, name: str) -> Column | None:
        local = name.rpartition(":")[2].lower()
        self[name] = self[local] if local != name and local in self else None
        return self[name]
