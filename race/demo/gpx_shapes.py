"""GPX as the apps write it: every shape as it stands in their exports, a track filled in.

A point is one printf pattern over plain columns, because 430 files must be written in seconds.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from html import escape
from typing import Final

import numpy as np

from race.track import FloatArray, Track

Column = list[str] | list[float] | list[int]

#: Việt Nam has had no other offset since 1975.
VIETNAM: Final = timezone(timedelta(hours=7))


@dataclass(frozen=True, kw_only=True)
class Shape:
    """How one app writes a run; braces in `head` are fields of `str.format`."""

    head: str
    #: printf pattern of one point.
    point: str
    #: Names in `_COLUMNS`, in the order of the pattern.
    columns: tuple[str, ...]
    #: Between two segments.
    between: str
    tail: str


def write(
    track: Track, shape: Shape, *, title: str, sport: str = "running", stated_m: float = 0.0
) -> bytes:
    """A GPX file of `track`; the sensors that `shape` writes must be there (KeyError)."""
    columns = [_COLUMNS[name](track) for name in shape.columns]
    points = [shape.point % row for row in zip(*columns, strict=True)]
    ends = [*(np.flatnonzero(np.diff(track.segment)) + 1).tolist(), len(points)]
    starts = [0, *ends[:-1]]
    body = shape.between.join("".join(points[a:b]) for a, b in zip(starts, ends, strict=True))
    start = datetime.fromtimestamp(float(track.time[0]), UTC)
    head = shape.head.format(
        title=escape(title, quote=False),
        sport=sport,
        utc=f"{start:%Y-%m-%dT%H:%M:%S}",
        local=f"{start.astimezone(VIETNAM):%Y-%m-%dT%H:%M}+07:00",
        seconds=int(track.time[-1] - track.time[0]),
        metres=f"{stated_m:.2f}",
    )
    return (head + body + shape.tail).encode()


def _clock(track: Track, zone_s: int = 0) -> list[str]:
    seconds = np.rint(track.time).astype(np.int64) + zone_s
    texts: list[str] = np.datetime_as_string(seconds.astype("datetime64[s]")).tolist()
    return texts


def _listed(values: FloatArray) -> list[float]:
    numbers: list[float] = values.tolist()
    return numbers


def _whole(values: FloatArray) -> list[int]:
    numbers: list[int] = np.rint(values).astype(np.int64).tolist()
    return numbers


def _semicircles(degrees: FloatArray) -> list[str]:
    """Degrees as Garmin Connect prints them: the exact binary value of a FIT semicircle."""
    exact = np.rint(degrees * (2**31 / 180.0)) * (180.0 / 2**31)
    return [str(Decimal(value)) for value in exact.tolist()]


def _singles(values: FloatArray) -> list[str]:
    """Numbers of 0.2 m resolution as Garmin Connect prints them: the exact single precision."""
    exact = (np.rint(values * 5) / 5).astype(np.float32).astype(np.float64)
    return [str(Decimal(value)) for value in exact.tolist()]


#: What a point can say; cadence stands in strides a minute in GPX, half of our steps.
_COLUMNS: Final[Mapping[str, Callable[[Track], Column]]] = {
    "lat": lambda track: _listed(track.lat),
    "lon": lambda track: _listed(track.lon),
    "ele": lambda track: _listed(track.ele),
    "utc": _clock,
    "local": lambda track: _clock(track, 7 * 3600),
    "lat exact": lambda track: _semicircles(track.lat),
    "lon exact": lambda track: _semicircles(track.lon),
    "ele exact": lambda track: _singles(track.ele),
    "hr": lambda track: _whole(track.sensors["heart_rate"]),
    "cad": lambda track: _whole(track.sensors["cadence"] / 2),
    "speed": lambda track: _listed(track.sensors["speed"]),
    "distance": lambda track: _listed(track.sensors["distance"]),
    "accuracy": lambda track: _listed(track.sensors["accuracy"]),
    "course": lambda track: _listed(_course(track)),
}


def _course(track: Track) -> FloatArray:
    """Degrees clockwise from north to the next point."""
    north = np.gradient(track.lat)
    east = np.gradient(track.lon) * np.cos(np.radians(track.lat))
    heading: FloatArray = np.degrees(np.arctan2(east, north)) % 360.0
    return heading


_XSI: Final = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
_GPX: Final = "http://www.topografix.com/GPX/1/1"
_GARMIN: Final = "http://www.garmin.com/xmlschemas"
_XML: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'

_STRAVA_HEAD: Final = (
    _XML + f'<gpx creator="StravaGPX{{app}}" {_XSI} xsi:schemaLocation="{_GPX} {_GPX}/gpx.xsd '
    f"{_GARMIN}/GpxExtensions/v3 {_GARMIN}/GpxExtensionsv3.xsd "
    f'{_GARMIN}/TrackPointExtension/v1 {_GARMIN}/TrackPointExtensionv1.xsd" version="1.1" '
    f'xmlns="{_GPX}" xmlns:gpxtpx="{_GARMIN}/TrackPointExtension/v1" '
    f'xmlns:gpxx="{_GARMIN}/GpxExtensions/v3">\n'
    " <metadata>\n  <time>{utc}Z</time>\n </metadata>\n"
    " <trk>\n  <name>{title}</name>\n  <type>{sport}</type>\n  <trkseg>\n"
)
_STRAVA_TAIL: Final = "  </trkseg>\n </trk>\n</gpx>\n"
_STRAVA_POINT: Final = (
    '   <trkpt lat="%.7f" lon="%.7f">\n    <ele>%.1f</ele>\n    <time>%sZ</time>\n'
)

#: The Strava app on a phone: no sensors.
STRAVA_PHONE: Final = Shape(
    head=_STRAVA_HEAD.replace("{app}", " Android"),
    point=_STRAVA_POINT + "   </trkpt>\n",
    columns=("lat", "lon", "ele", "utc"),
    between="",
    tail=_STRAVA_TAIL,
)

#: A watch synchronised to Strava and exported there; Strava joins the segments.
STRAVA_WATCH: Final = Shape(
    head=_STRAVA_HEAD.replace("{app}", ""),
    point=_STRAVA_POINT + "    <extensions>\n     <gpxtpx:TrackPointExtension>\n"
    "      <gpxtpx:hr>%d</gpxtpx:hr>\n      <gpxtpx:cad>%d</gpxtpx:cad>\n"
    "     </gpxtpx:TrackPointExtension>\n    </extensions>\n   </trkpt>\n",
    columns=("lat", "lon", "ele", "utc", "hr", "cad"),
    between="",
    tail=_STRAVA_TAIL,
)

#: Garmin Connect, "Export to GPX".
GARMIN: Final = Shape(
    head=_XML + '<gpx creator="Garmin Connect" version="1.1"\n'
    f'  xsi:schemaLocation="{_GPX} http://www.topografix.com/GPX/11.xsd"\n'
    f'  xmlns:ns3="{_GARMIN}/TrackPointExtension/v1"\n  xmlns="{_GPX}"\n'
    f'  {_XSI} xmlns:ns2="{_GARMIN}/GpxExtensions/v3">\n'
    '  <metadata>\n    <link href="connect.garmin.com">\n      <text>Garmin Connect</text>\n'
    "    </link>\n    <time>{utc}.000Z</time>\n  </metadata>\n"
    "  <trk>\n    <name>{title}</name>\n    <type>{sport}</type>\n    <trkseg>\n",
    point='      <trkpt lat="%s" lon="%s">\n        <ele>%s</ele>\n        <time>%s.000Z</time>\n'
    "        <extensions>\n          <ns3:TrackPointExtension>\n"
    "            <ns3:hr>%d</ns3:hr>\n            <ns3:cad>%d</ns3:cad>\n"
    "          </ns3:TrackPointExtension>\n        </extensions>\n      </trkpt>\n",
    columns=("lat exact", "lon exact", "ele exact", "utc", "hr", "cad"),
    between="    </trkseg>\n    <trkseg>\n",
    tail="    </trkseg>\n  </trk>\n</gpx>\n",
)

#: OpenTracks: local times with their offset, the distance that the phone counted.
OPENTRACKS: Final = Shape(
    head=_XML + f'<gpx xmlns="{_GPX}" '
    'xmlns:topografix="http://www.topografix.com/GPX/Private/TopoGrafix/0/1" '
    f'{_XSI} xmlns:opentracks="http://opentracksapp.com/xmlschemas/v1" '
    f'xmlns:gpxtpx="{_GARMIN}/TrackPointExtension/v2" '
    f'xmlns:gpxtrkx="{_GARMIN}/TrackStatsExtension/v1" version="1.1" creator="OpenTracks" '
    f'xsi:schemaLocation="{_GPX} {_GPX}/gpx.xsd">\n'
    "<trk>\n<name><![CDATA[{local}]]></name>\n<desc><![CDATA[]]></desc>\n"
    "<type><![CDATA[{sport}]]></type>\n<extensions>\n"
    "<topografix:color>c0c0c0</topografix:color>\n<gpxtrkx:TrackStatsExtension>\n"
    "<gpxtrkx:Distance>{metres}</gpxtrkx:Distance>\n"
    "<gpxtrkx:TimerTime>{seconds}</gpxtrkx:TimerTime>\n"
    "</gpxtrkx:TrackStatsExtension>\n</extensions>\n<trkseg>\n",
    point='<trkpt lat="%.6f" lon="%.6f">\n<ele>%.1f</ele>\n<time>%s+07:00</time>\n'
    "<extensions><gpxtpx:TrackPointExtension>\n<gpxtpx:speed>%.2f</gpxtpx:speed>\n"
    "<opentracks:accuracy_horizontal>%.2f</opentracks:accuracy_horizontal>"
    "</gpxtpx:TrackPointExtension></extensions>\n</trkpt>\n",
    columns=("lat", "lon", "ele", "local", "speed", "accuracy"),
    between="</trkseg>\n<trkseg>\n",
    tail="</trkseg>\n</trk>\n</gpx>\n",
)

#: Samsung Health: bare points.
SAMSUNG: Final = Shape(
    head=_XML + f'<gpx version="1.1" creator="Samsung Health" xmlns="{_GPX}" {_XSI} '
    f'xsi:schemaLocation="{_GPX} {_GPX}/gpx.xsd">\n'
    "<metadata><time>{utc}Z</time></metadata>\n<trk>\n<name>{utc}</name>\n<trkseg>\n",
    point='<trkpt lat="%.7f" lon="%.7f"><ele>%.1f</ele><time>%sZ</time></trkpt>\n',
    columns=("lat", "lon", "ele", "utc"),
    between="</trkseg>\n<trkseg>\n",
    tail="</trkseg>\n</trk>\n</gpx>\n",
)

#: COROS: the distance that the watch counted stands at every point.
COROS: Final = Shape(
    head=_XML + f'<gpx xmlns="{_GPX}" {_XSI} '
    'xmlns:gpxdata="http://www.cluetrust.com/XML/GPXDATA/1/0" '
    'creator="COROS Wearables" version="1.1">\n'
    ' <metadata>\n  <link href="https://www.coros.com"><text>COROS</text></link>\n'
    "  <time>{utc}Z</time>\n </metadata>\n <trk>\n  <name>{title}</name>\n"
    "  <type>{sport}</type>\n  <trkseg>\n",
    point='   <trkpt lat="%.7f" lon="%.7f">\n    <ele>%.0f</ele>\n    <time>%sZ</time>\n'
    "    <extensions>\n     <gpxdata:hr>%d</gpxdata:hr>\n"
    "     <gpxdata:cadence>%d</gpxdata:cadence>\n"
    "     <gpxdata:distance>%.2f</gpxdata:distance>\n    </extensions>\n   </trkpt>\n",
    columns=("lat", "lon", "ele", "utc", "hr", "cad", "distance"),
    between="  </trkseg>\n  <trkseg>\n",
    tail="  </trkseg>\n </trk>\n</gpx>\n",
)

#: A route out of the export of Apple Health: no pulse, but what the receiver thought of itself.
APPLE: Final = Shape(
    head=_XML + f'<gpx version="1.1" creator="Apple Health Export" xmlns="{_GPX}" {_XSI} '
    f'xsi:schemaLocation="{_GPX} {_GPX}/gpx.xsd">\n'
    "  <metadata>\n    <time>{utc}Z</time>\n  </metadata>\n  <trk>\n"
    "    <name>Route {utc}</name>\n    <trkseg>\n",
    point='      <trkpt lon="%.6f" lat="%.6f"><ele>%.6f</ele><time>%sZ</time><extensions>'
    "<speed>%.6f</speed><course>%.6f</course><hAcc>%.6f</hAcc><vAcc>%.6f</vAcc>"
    "</extensions></trkpt>\n",
    columns=("lon", "lat", "ele", "utc", "speed", "course", "accuracy", "accuracy"),
    between="    </trkseg>\n    <trkseg>\n",
    tail="    </trkseg>\n  </trk>\n</gpx>\n",
)

#: A planner: the way to go, and no time at which anybody went it.
PLANNER: Final = Shape(
    head=_XML + f'<gpx xmlns="{_GPX}" version="1.1" creator="https://gpx.studio">\n'
    "<metadata>\n    <name>{title}</name>\n</metadata>\n<trk>\n    <name>{title}</name>\n"
    "    <type>{sport}</type>\n    <trkseg>\n",
    point='    <trkpt lat="%.6f" lon="%.6f">\n        <ele>%.1f</ele>\n    </trkpt>\n',
    columns=("lat", "lon", "ele"),
    between="",
    tail="    </trkseg>\n</trk>\n</gpx>\n",
)
