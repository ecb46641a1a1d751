"""SML, the XML of Suunto's Moveslink: a ``DeviceLog`` as in `suunto_log`.

Each ``Sample`` has ``UTC`` and the values of one sensor: a place (gps-base, gps-small, gps-tiny),
what is measured every second (periodic), or ``Events``. Elements are known by their name without
prefix; a sample that the file does not finish is left out.
"""

from dataclasses import replace
from typing import Final
from xml.parsers.expat import XMLParserType

from race.activity import Activity
from race.errors import MalformedFile
from race.ingest.formats import suunto_log, xml
from race.ingest.formats.columns import number
from race.ingest.formats.suunto_log import SENSORS, Log
from race.ingest.formats.times import Clock
from race.ingest.formats.xml import MAX_DEPTH, Attributes, too_deep

_VALUES: Final = frozenset({*SENSORS, "Latitude", "Longitude"})
_TOTALS: Final = frozenset({"Distance", "Duration", "PauseDuration", "Activity", "ActivityType"})


def sniff(data: bytes) -> bool:
    """The first element is an `sml`, under any prefix."""
    return xml.root(data) == "sml"


def read(data: bytes) -> list[Activity]:
    """The activities of a log, one for each session of a multisport one; damage is noted on the
    last.

    Raises NoActivity, MalformedFile (damaged before the first sample), ForbiddenMarkup, TooDeep,
    TooMuchMarkup, TooManyPoints and TooManyRuns.
    """
    events, damage = xml.parse(data, _Events)
    log = events.log
    if damage is not None and not log.places and not log.streams:
        raise MalformedFile(line=damage.line, reason=damage.reason)
    log.zone_known = events.clock.unzoned == 0
    found = suunto_log.activities(log, "sml", "SML")
    return [*found[:-1], replace(found[-1], damage=damage)]


class _Events:
    """The handlers of one document, and the log that they have read."""

    def __init__(self, parser: XMLParserType) -> None:
        self.log = Log()
        self.clock = Clock()
        self._parser = parser
        self._path: list[str] = []
        self._texts: list[str] = []
        #: The leaves of the open sample, "UTC" and what is in `_VALUES`, and its events.
        self._sample: dict[str, str] = {}
        self._paused = False
        self._session: dict[str, str] = {}
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._texts.append

    def _start(self, name: str, _: Attributes) -> None:
        self._path.append(name.rpartition(":")[2])
        if len(self._path) > MAX_DEPTH:
            raise too_deep(self._parser)
        self._texts.clear()

    def _end(self, _: str) -> None:
        local = self._path.pop()
        parents = self._path[-2:]
        if local == "Sample":
            self._end_sample()
        elif parents[-1:] == ["Sample"] and (local in _VALUES or local == "UTC"):
            self._sample[local] = self._text()
        elif parents[-1:] == ["Events"] and local == "Pause":
            self._paused = True
        elif parents == ["Events", "Activity"]:
            self._session[local] = self._text()
        elif parents == ["DeviceLog", "Header"] and local in _TOTALS:
            self.log.head[local] = self._text()
        elif parents == ["DeviceLog", "Device"] and local == "Name":
            self.log.head["Device"] = self._text()
        self._texts.clear()

    def _end_sample(self) -> None:
        sample = self._sample
        time = self.clock.read(sample.pop("UTC", ""))
        self.log.add(time, {name: number(text) for name, text in sample.items()})
        if self._paused:
            self.log.pauses.append(time)
        if self._session:
            words = [self._session.get(word, "") for word in ("Type", "ActivityType")]
            self.log.begin(time, *words)
        self._sample, self._session, self._paused = {}, {}, False

    def _text(self) -> str:
        return "".join(self._texts).strip()
