"""KML 2.2 and 2.3, the format of maps, as far as it tells of runs.

**What becomes an activity.** A map may draw one run three times: as a track, as a row of points
and as a line. The first of these that the file has is taken, for all of its runs:

1. each `Placemark` with a `gx:Track` of which a point has a time; each `gx:Track` of a
   `gx:MultiTrack` is a segment;
2. each `Folder` (or `Document`) with `Point` placemarks of which one has a `TimeStamp` or the
   begin of a `TimeSpan`, where they are at least half as many as the points of all lines: fewer
   are the start, the finish and the kilometres of a line. The pieces of a line through the very
   same points are their segments;
3. each `Placemark` with a `LineString`, or with a `gx:Track` without times; each `LineString` is a
   segment. Such a run has no times, and says at most from when to when it went.

Points without any time and line are places, and no activity.

**What becomes a point.** Longitude stands before latitude. The n-th `when`, the n-th `coord` and
the n-th value of each `SimpleArrayData` of a track belong together; there are as many points as
`coord`. Elements are known by their name without prefix. Numbers and times are taken as in GPX.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from race.activity import Activity, Sport, Stated
from race.errors import MalformedFile, NoActivity
from race.i18n import tidy
from race.ingest.formats import channels, sports, xml
from race.ingest.formats.columns import positions
from race.ingest.formats.kml_events import Drawing, Events
from race.track import FloatArray, Track, track_of

#: Characters kept of what a file calls its app.
_NAME_LENGTH: Final = 200
#: The words of a placemark that may name its sport, the clearest first.
_SPORT_WORDS: Final = ("type", "activity", "category", "icon")


def sniff(data: bytes) -> bool:
    """The first element is a `kml`, under any prefix, in any encoding that `xml.utf8` knows."""
    return xml.root(data) == "kml"


def read(data: bytes) -> list[Activity]:
    """The activities of a KML file, in file order; damage is noted on the last.

    Raises NoActivity, MalformedFile (damaged before the first whole point), ForbiddenMarkup,
    TooDeep, TooManyPoints and TooManyRuns.
    """
    events, damage = xml.parse(data, Events)
    events.close()
    drawings = _chosen(events)
    if not drawings and damage is not None:
        raise MalformedFile(line=damage.line, reason=damage.reason)
    if not drawings:
        raise NoActivity(format="KML")
    activities = [_activity(drawing, tidy(events.app[:_NAME_LENGTH])) for drawing in drawings]
    return [*activities[:-1], replace(activities[-1], damage=damage)]


def _chosen(events: Events) -> list[Drawing]:
    tracks = [track for track in events.tracks if _timed(track)]
    folders = [folder for folder in events.folders if _timed(folder)]
    in_lines = sum(len(line.time) for line in events.lines)
    if tracks:
        return tracks
    if folders and 2 * sum(len(folder.time) for folder in folders) >= in_lines:
        return [_cut_as_drawn(folder, events.lines) for folder in folders]
    return events.tracks or events.lines


def _cut_as_drawn(folder: Drawing, lines: list[Drawing]) -> Drawing:
    same = (line for line in lines if (line.lon, line.lat) == (folder.lon, folder.lat))
    return replace(folder, segment=next((line.segment for line in same), folder.segment))


def _timed(drawing: Drawing) -> bool:
    return bool(np.isfinite(np.asarray(drawing.time)).any())


def _activity(drawing: Drawing, app: str) -> Activity:
    named = [sports.sport(drawing.words.get(word, "")) for word in _SPORT_WORDS]
    sport = next((found for found in named if found is not Sport.UNKNOWN), Sport.UNKNOWN)
    lasts = drawing.end - drawing.begin
    stated = Stated(
        sport=sport,
        app=app or None,
        elapsed_s=lasts if lasts > 0 else None,
        started_at=drawing.begin if np.isfinite(drawing.begin) else None,
        indoor=any(sports.indoor(drawing.words.get(word, "")) for word in _SPORT_WORDS),
    )
    track = _track(drawing, sport)
    return Activity(track=track, stated=stated, format="kml", zone_known=drawing.zone_known)


def _track(drawing: Drawing, sport: Sport) -> Track:
    lat, lon = positions(np.asarray(drawing.lat), np.asarray(drawing.lon))
    return track_of(
        time=drawing.time,
        lat=lat,
        lon=lon,
        ele=channels.sane(drawing.ele),
        segment=np.unique(drawing.segment, return_inverse=True)[1],
        sensors=channels.sensors(_filled(drawing), sport),
    )


def _filled(drawing: Drawing) -> dict[str, FloatArray]:
    """The sensors as long as the track: NaN after the last value."""
    count = len(drawing.time)
    return {
        name: np.pad(values, (0, count - len(values)), constant_values=np.nan)
        for name, values in drawing.sensors.items()
    }
