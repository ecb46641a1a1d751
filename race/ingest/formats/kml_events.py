"""From the events of a KML document to what it draws: tracks, rows of points, and lines."""

import re
from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import nan
from typing import Final
from xml.parsers.expat import XMLParserType

from race.errors import TooManyPoints, TooManyRuns
from race.ingest.formats.columns import number
from race.ingest.formats.gpx_events import MAX_POINTS, MAX_TRACKS
from race.ingest.formats.times import Clock
from race.ingest.formats.xml import MAX_DEPTH, Attributes, too_deep

#: The elements that hold placemarks.
_FOLDERS: Final = frozenset({"Folder", "Document", "kml"})
#: Names of a `SimpleArrayData`, in lower case without signs, and the sensors of a Track.
_SENSORS: Final[Mapping[str, str]] = {
    "heartrate": "heart_rate",
    "hr": "heart_rate",
    "cadence": "cadence",
    "power": "power",
    "temperature": "temperature",
    "speed": "speed",
    "accuracy": "accuracy",
    "accuracyhorizontal": "accuracy",
    "distance": "distance",
}
_TUPLE: Final = re.compile(r"\S+")

_Place = tuple[float, float, float]


@dataclass(kw_only=True)
class Drawing:
    """Points that belong together: the tracks or the lines of one placemark, or a folder of
    points."""

    time: "array[float]" = field(default_factory=lambda: array("d"))
    lon: "array[float]" = field(default_factory=lambda: array("d"))
    lat: "array[float]" = field(default_factory=lambda: array("d"))
    ele: "array[float]" = field(default_factory=lambda: array("d"))
    segment: "array[int]" = field(default_factory=lambda: array("q"))
    #: Sensors by name; each ends at the last point that has one.
    sensors: "dict[str, array[float]]" = field(default_factory=dict)
    #: What its placemark says: the `Data` by name in lower case, and "icon".
    words: dict[str, str] = field(default_factory=dict)
    #: From when to when its placemark lasts.
    begin: float = nan
    end: float = nan
    zone_known: bool = True

    def add(self, place: _Place, *, time: float = nan, segment: int = 0) -> None:
        """One point more."""
        lon, lat, ele = place
        self.time.append(time)
        self.lon.append(lon)
        self.lat.append(lat)
        self.ele.append(ele)
        self.segment.append(segment)


@dataclass(kw_only=True)
class _Samples:
    """A `Track` while it is read: the n-th of each list belong together."""

    whens: "array[float]" = field(default_factory=lambda: array("d"))
    coords: list[_Place] = field(default_factory=list)
    values: "dict[str, array[float]]" = field(default_factory=dict)


@dataclass(kw_only=True)
class _Placemark:
    track: Drawing = field(default_factory=Drawing)
    line: Drawing = field(default_factory=Drawing)
    point: _Place | None = None
    #: Pieces met so far: each is a segment.
    pieces: int = 0
    words: dict[str, str] = field(default_factory=dict)
    begin: float = nan
    end: float = nan
    zone_known: bool = True


class Events:
    """The handlers of one document, and what they have read; `close` it before looking."""

    def __init__(self, parser: XMLParserType) -> None:
        #: Placemarks with `Track`, folders with points, and placemarks with `LineString`; in file
        #: order, and none of them empty.
        self.tracks: list[Drawing] = []
        self.folders: list[Drawing] = []
        self.lines: list[Drawing] = []
        #: The program that wrote the file.
        self.app = ""
        self._points = 0
        self._clock = Clock()
        self._path: list[str] = []
        self._texts: list[str] = []
        self._open_folders: list[Drawing] = []
        self._placemark: _Placemark | None = None
        self._track: _Samples | None = None
        #: Which `Data` or `SimpleArrayData` is open.
        self._name = ""
        self._ends: Mapping[str, Callable[[str], None]] = {
            "when": self._when,
            "begin": self._begin,
            "end": self._finish,
            "coord": self._coord,
            "coordinates": self._coordinates,
            "value": self._value,
            "icon": self._icon,
            "generator": self._generator,
            "name": self._author,
            "Track": self._end_track,
            "Placemark": self._end_placemark,
            "Folder": self._end_folder,
            "Document": self._end_folder,
            "kml": self._end_folder,
        }
        self._parser = parser
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._texts.append

    def close(self) -> None:
        """Take in what a broken file left open, but for a point that it did not finish."""
        if self._path[-2:] == ["LineString", "coordinates"]:
            self._path.pop()
            self._coordinates(_whole("".join(self._texts)))
        self._end_track("")
        if self._placemark is not None:
            self._placemark.point = None
        self._end_placemark("")
        while self._open_folders:
            self._end_folder("")
        self._ends = {}  # its methods hold this object, which would outlive its use

    def _start(self, name: str, attributes: Attributes) -> None:
        local = name.rpartition(":")[2]
        self._path.append(local)
        if len(self._path) > MAX_DEPTH:
            raise too_deep(self._parser)
        self._texts.clear()
        if local in _FOLDERS:
            self._open_folders.append(Drawing())
        elif local == "Placemark":
            self._placemark = _Placemark()
        elif local == "Track" and self._placemark is not None:
            self._track = _Samples()
        elif local in ("Data", "SimpleArrayData"):
            self._name = attributes.get("name", "").lower()

    def _end(self, _: str) -> None:
        local = self._path.pop()
        act = self._ends.get(local)
        if act is not None:
            act("".join(self._texts).strip())
        self._texts.clear()

    def _moment(self, text: str) -> float:
        unzoned = self._clock.unzoned
        value = self._clock.read(text)
        if self._placemark is not None and self._clock.unzoned != unzoned:
            self._placemark.zone_known = False
        return value

    def _when(self, text: str) -> None:
        if self._track is not None:
            self._track.whens.append(self._moment(text))
        elif self._placemark is not None and self._path[-2:] == ["Placemark", "TimeStamp"]:
            self._placemark.begin = self._moment(text)

    def _begin(self, text: str) -> None:
        if self._placemark is not None and self._path[-2:] == ["Placemark", "TimeSpan"]:
            self._placemark.begin = self._moment(text)

    def _finish(self, text: str) -> None:
        if self._placemark is not None and self._path[-2:] == ["Placemark", "TimeSpan"]:
            self._placemark.end = self._moment(text)

    def _coord(self, text: str) -> None:
        if self._track is not None:
            self._count()
            self._track.coords.append(_place(text.replace(",", " ").split(None, 3)))

    def _coordinates(self, text: str) -> None:
        mark = self._placemark
        if mark is None:
            return
        if self._path[-1] == "Point":
            mark.point = next(_places(text), None)
        elif self._path[-1] == "LineString":
            mark.pieces += 1
            for place in _places(text):
                self._count()
                mark.line.add(place, segment=mark.pieces)

    def _value(self, text: str) -> None:
        if self._track is not None and self._path[-1] == "SimpleArrayData":
            sensor = _SENSORS.get(re.sub(r"[\W_]", "", self._name[:40]))
            if sensor is not None:
                self._track.values.setdefault(sensor, array("d")).append(number(text))
        elif self._placemark is not None and self._path[-1] == "Data":
            self._placemark.words[self._name] = text

    def _icon(self, text: str) -> None:
        if self._placemark is not None and self._path[-1] == "Placemark":
            self._placemark.words["icon"] = text

    def _generator(self, text: str) -> None:
        self.app = text or self.app

    def _author(self, text: str) -> None:
        if self._path[-1:] == ["author"]:
            self.app = self.app or text

    def _end_track(self, _: str) -> None:
        mark, read = self._placemark, self._track
        self._track = None
        if mark is None or read is None:
            return
        mark.pieces += 1
        first, count = len(mark.track.time), len(read.coords)
        unknown = array("d", [nan]) * max(count - len(read.whens), 0)
        for place, time in zip(read.coords, read.whens + unknown, strict=False):
            mark.track.add(place, time=time, segment=mark.pieces)
        for name, values in read.values.items():
            column = mark.track.sensors.setdefault(name, array("d"))
            column.extend(array("d", [nan]) * (first - len(column)) + values[:count])

    def _end_placemark(self, _: str) -> None:
        mark = self._placemark
        self._placemark = None
        if mark is None:
            return
        for drawing, kind in ((mark.track, self.tracks), (mark.line, self.lines)):
            drawing.words, drawing.zone_known = mark.words, mark.zone_known
            drawing.begin, drawing.end = mark.begin, mark.end
            _keep(drawing, kind)
        if mark.point is not None and self._open_folders:
            self._count()
            folder = self._open_folders[-1]
            folder.add(mark.point, time=mark.begin)
            folder.zone_known &= mark.zone_known

    def _end_folder(self, _: str) -> None:
        _keep(self._open_folders.pop(), self.folders)

    def _count(self) -> None:
        self._points += 1
        if self._points > MAX_POINTS:
            raise TooManyPoints(limit=MAX_POINTS)


def _keep(drawing: Drawing, kind: list[Drawing]) -> None:
    if len(drawing.time) > 0:
        kind.append(drawing)
    if len(kind) > MAX_TRACKS:
        raise TooManyRuns(limit=MAX_TRACKS)


def _whole(text: str) -> str:
    """`text` without its last word, unless a blank ends it: it may have been longer."""
    before, *last = text.rsplit(None, 1) or [""]
    return text if text[-1:].isspace() else before if last else ""


def _places(text: str) -> Iterator[_Place]:
    """The places of a `coordinates`; a blank beside the comma is not allowed, and seen."""
    for found in _TUPLE.finditer(text.replace(", ", ",").replace(" ,", ",")):
        yield _place(found[0].split(",", 3))


def _place(parts: list[str]) -> _Place:
    """Longitude, latitude and height: what is missing is NaN."""
    lon, lat, ele = (number(part) for part in (*parts[:3], "", "", "")[:3])
    return lon, lat, ele
