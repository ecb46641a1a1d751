"""``…_summarizedActivities.json`` of a Garmin account: what Garmin Connect shows of each activity.

Distances are in centimetres, durations in milliseconds, moments in milliseconds since 1970 UTC. The
file is one list in one object in one list, and of heavy users larger than 100 MB, for every lap is
in it: the activities are cut out of the stream one by one. It does not know the names of the FIT
files beside it; the start joins them.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from math import nan
from typing import Any, BinaryIO, Final

import numpy as np

from race.activity import Sport, Stated, Summary
from race.errors import MalformedFile, NoActivity
from race.i18n import N_
from race.ingest.formats import jsons, sports
from race.ingest.formats.exports import known, limited, positive

#: Bytes that are read at once, those before the list, and those that one activity may have.
_CHUNK: Final = 1 << 18
_HEAD: Final = 4_096
_LONGEST: Final = 1 << 24
#: The end of 2199 in milliseconds since 1970.
_LATEST_MS: Final = 7_258_118_400_000

_LIST: Final = re.compile(
    rb'(?:\xef\xbb\xbf)?\s*(?P<list>\[)?\s*\{\s*"summarizedActivitiesExport"\s*:\s*\['
)
_OPENING: Final = tuple(b"[{")
_CLOSING: Final = tuple(b"]}")
_TOO_EARLY: Final = N_("the file ends too early")
_NO_JSON: Final = N_("this is not valid JSON")


def sniff(data: bytes) -> bool:
    """The first word is summarizedActivitiesExport, and a list follows."""
    return _LIST.match(data[:_HEAD]) is not None


def read(stream: BinaryIO, name: str) -> Iterator[Summary]:
    """The activities in file order, those that have parts left out for their parts; `name` is not
    needed. A file that breaks off is read up to there.

    Raises NoActivity, MalformedFile, TooDeep, TooManyPoints and TooManyRuns, all while it runs.
    """
    return limited(_summary(each) for each in _activities(stream) if each.get("parent") is not True)


def _activities(stream: BinaryIO) -> Iterator[Mapping[str, Any]]:
    found = False
    for text in _objects(stream):
        activity = jsons.load(text)
        if isinstance(activity, dict) and "activityId" in activity:
            found = True
            yield activity
    if not found:
        raise NoActivity(format="Garmin Connect")


def _objects(stream: BinaryIO) -> Iterator[bytes]:
    """The objects of the list, each as it stands in the file; one of them is held at a time."""
    head = b""
    while len(head) < _HEAD and (more := stream.read(_HEAD)):
        head += more
    start = _LIST.match(head)
    if start is None:
        return
    scanner = _Scanner(level=4 if start["list"] else 3)
    whole = False
    for chunk in chain([head], iter(lambda: stream.read(_CHUNK), b"")):
        for text in scanner.cut(chunk):
            whole = True
            yield text
    if scanner.unfinished and not whole:
        raise MalformedFile(line=1, reason=_TOO_EARLY)


class _Scanner:
    """Finds the objects at one level of nesting while the bytes of a file go by."""

    def __init__(self, *, level: int) -> None:
        self._level = level
        self._depth = self._quotes = 0
        #: Bytes of an object that has not ended, and whether there is one.
        self._begun, self.unfinished = b"", False
        #: A backslash at the end of a piece: what it escapes is in the next.
        self._held = b""

    def cut(self, piece: bytes) -> Iterator[bytes]:
        """The objects that end in this piece of the file."""
        piece = self._held + piece
        plain = piece.replace(b"\\\\", b"  ").replace(b'\\"', b"  ")
        self._held = b"\\" if plain.endswith(b"\\") else b""
        piece = piece.removesuffix(self._held)
        at = 0
        for place, opens in self._crossings(plain[: len(piece)]):
            if opens:
                at, self.unfinished = place, True
            elif self.unfinished:
                yield self._begun + piece[at : place + 1]
                self._begun, self.unfinished = b"", False
        if self.unfinished:
            self._begun += piece[at:]
        if len(self._begun) > _LONGEST:
            raise MalformedFile(line=1, reason=_NO_JSON)

    def _crossings(self, plain: bytes) -> list[tuple[int, bool]]:
        """Where brackets open and close an object of the level, in order."""
        signs = np.frombuffer(plain, np.uint8)
        quotes = self._quotes + np.cumsum(signs == ord('"'))
        opens = np.isin(signs, _OPENING) & (quotes % 2 == 0)
        closes = np.isin(signs, _CLOSING) & (quotes % 2 == 0)
        depths = self._depth + np.cumsum(opens, dtype=np.int64) - np.cumsum(closes, dtype=np.int64)
        if len(plain) > 0:
            self._quotes, self._depth = int(quotes[-1]), int(depths[-1])
        begins = np.flatnonzero(opens & (depths == self._level))
        ends = np.flatnonzero(closes & (depths == self._level - 1))
        return sorted([(int(p), True) for p in begins] + [(int(p), False) for p in ends])


def _summary(activity: Mapping[str, Any]) -> Summary:
    start = jsons.number(activity.get("beginTimestamp", activity.get("startTimeGmt")))
    kind = _kind(activity)
    stated = Stated(
        sport=_sport(kind, jsons.text(activity.get("sportType"))),
        app="Garmin Connect",
        distance_m=positive(jsons.number(activity.get("distance")) / 100),
        elapsed_s=positive(jsons.number(activity.get("elapsedDuration")) / 1000),
        timer_s=positive(jsons.number(activity.get("duration")) / 1000),
        indoor=sports.indoor(kind),
        started_at=known(start / 1000 if abs(start) < _LATEST_MS else nan),
    )
    return Summary(stated=stated)


def _kind(activity: Mapping[str, Any]) -> str:
    """Its type: a word, in some exports an object around it."""
    kind = activity.get("activityType")
    return jsons.text(kind.get("typeKey") if isinstance(kind, dict) else kind)


def _sport(kind: str, family: str) -> Sport:
    """Of "trail_running" and RUNNING: the family helps out where the type is a new one."""
    found = sports.sport(kind)
    return sports.sport(family) if found is Sport.UNKNOWN else found
