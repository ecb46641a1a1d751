"""Huawei Health: a HiTrack file of its app, or the runs of an account export.

**A HiTrack file** is lines as `hitrack_lines` reads them: one activity, without a sport.

**The export** (``motion path detail data.json``) is a list of activities; until 2020 they stood in
``motionPathData`` inside of days. Each has a sport by number, a distance (m), a time (ms, pauses
left out), start and end (ms since 1970) and in ``attribute`` the lines of its HiTrack between
``HW_EXT_TRACK_DETAIL@is`` and ``&&HW_EXT_TRACK_SIMPLIFY@is``. Since July 2024 the lines are left
out: what is stated stays. Numbers and names by https://github.com/CTHRU/Hitrava.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from race.activity import Activity, Damage, Sport, Stated
from race.errors import MalformedFile, NoActivity, TooManyPoints, TooManyRuns
from race.i18n import N_
from race.ingest.formats import hitrack_lines, jsons, records
from race.ingest.formats.exports import known, positive
from race.ingest.formats.gpx_events import MAX_POINTS, MAX_TRACKS
from race.ingest.formats.records import Record
from race.track import Track

#: Kinds of sport by number; 101 and 103 are indoors.
_SPORTS: Final[Mapping[float, Sport]] = {
    2: Sport.HIKE,
    3: Sport.RIDE,
    4: Sport.RUN,
    5: Sport.WALK,
    101: Sport.RUN,
    102: Sport.SWIM,
    103: Sport.RIDE,
    104: Sport.SWIM,
    111: Sport.OTHER,
    118: Sport.RUN,
    145: Sport.OTHER,
    282: Sport.HIKE,
}
_INDOOR: Final = frozenset({101, 103})
_APP: Final = "Huawei Health"

_LINES: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*tp=(?:lbs|h-r|s-r|p-m|b-p-m|rs|alti|swf|p-f);k=")
#: Tables by kilometre, whose numbers as names lack the quotes that JSON asks for. In a text the
#: quotes of a name are escaped, so this finds none there.
_BROKEN: Final = re.compile(
    rb'"(\w*(?:partTimeMap|paceMap)\w*)"\s*:\s*\{[^{}"\\]*\}', re.IGNORECASE
)
_TOO_EARLY: Final = N_("the file ends too early")


def sniff(data: bytes) -> bool:
    """Lines of a HiTrack, or JSON that names one or the totals of a motion path."""
    head = jsons.head(data)
    if not head:
        return _LINES.match(data) is not None
    if '"motionPathData"' in head or "HW_EXT_TRACK_DETAIL@is" in head:
        return True
    return all(f'"{name}"' in head for name in ("sportType", "totalDistance", "totalTime"))


def read(data: bytes) -> list[Activity]:
    """The activities of a HiTrack or an export, in file order.

    Raises NoActivity, MalformedFile, TooDeep, TooManyPoints and TooManyRuns.
    """
    if _LINES.match(data):
        return [_alone(data)]
    found = list(islice(_exported(jsons.load(_BROKEN.sub(rb'"\1":{}', data))), MAX_TRACKS + 1))
    if not found:
        raise NoActivity(format=_APP)
    if len(found) > MAX_TRACKS:
        raise TooManyRuns(limit=MAX_TRACKS)
    if sum(len(activity.track) for activity in found) > MAX_POINTS:
        raise TooManyPoints(limit=MAX_POINTS)
    return found


def _alone(data: bytes) -> Activity:
    track = hitrack_lines.track(data.decode("ascii", "replace"), Sport.UNKNOWN)
    damage = None
    if not data.rstrip(b"\0\x1a \t\r\n").endswith(b";"):
        damage = Damage(line=data.count(b"\n") + 1, reason=_TOO_EARLY)
    if len(track) == 0 and damage is not None:
        raise MalformedFile(line=damage.line, reason=damage.reason)
    if len(track) == 0:
        raise NoActivity(format=_APP)
    return Activity(track=track, stated=Stated(app=_APP), format="hitrack", damage=damage)


def _exported(whole: object) -> Iterator[Activity]:
    for each in records.objects(whole if isinstance(whole, list) else [whole]):
        for run in records.objects(each.get("motionPathData")) or [each]:
            if "sportType" in run or "attribute" in run:
                yield _run(run)


def _run(said: Record) -> Activity:
    number = jsons.number(said.get("sportType"))
    sport = _SPORTS.get(number, Sport.UNKNOWN)
    start, end = (_seconds(said, name) for name in ("startTime", "endTime"))
    stated = Stated(
        sport=sport,
        app=_APP,
        distance_m=positive(jsons.number(said.get("totalDistance"))),
        timer_s=positive(_seconds(said, "totalTime")),
        elapsed_s=positive(end - start),
        started_at=known(start) if start > 0 else None,
        indoor=number in _INDOOR,
    )
    return Activity(track=_track(said, sport), stated=stated, format="hitrack")


def _track(said: Record, sport: Sport) -> Track:
    lines = jsons.text(said.get("attribute")).partition("&&HW_EXT_TRACK_SIMPLIFY@is")[0]
    return hitrack_lines.track(lines, sport)


def _seconds(said: Record, name: str) -> float:
    return jsons.number(said.get(name)) / 1000
