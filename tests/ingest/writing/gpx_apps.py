"""GPX as the big apps write it: their order, their prefixes, their white space, our numbers.

Each writer takes how many points it shall write, one a second.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

START: Final = datetime(2026, 11, 13, 22, 30, tzinfo=UTC)

_GPX: Final = 'xmlns="http://www.topografix.com/GPX/1/1"'
_TPX: Final = "http://www.garmin.com/xmlschemas/TrackPointExtension/v1"
_DATA: Final = 'xmlns:gpxdata="http://www.cluetrust.com/XML/GPXDATA/1/0"'
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, kw_only=True)
class Moment:
    """What a device knows at one second."""

    lat: float
    lon: float
    ele: float
    time: datetime
    #: Beats/min; None now and then, as when the strap slips.
    hr: int | None
    #: Strides/min.
    cad: int
    #: m/s.
    speed: float
    #: Metres since the start.
    distance: float


def moments(count: int) -> Iterator[Moment]:
    """A winding run at about 2.8 m/s."""
    lat, lon, distance = 21.506, 106.345, 0.0
    for i in range(count):
        heading = 2.5 * math.sin(i / 420) + 0.4 * math.sin(i / 37)
        speed = 2.8 + 0.5 * math.sin(i / 61)
        lat += speed * math.cos(heading) / 111_195
        lon += speed * math.sin(heading) / 111_195 / math.cos(math.radians(lat))
        distance += speed
        yield Moment(
            lat=lat,
            lon=lon,
            ele=60 + 25 * math.sin(i / 600) + 0.3 * math.sin(i),
            time=START + timedelta(seconds=i),
            hr=None if i % 97 == 5 else 148 + round(12 * math.sin(i / 300)),
            cad=84 + i % 3,
            speed=speed,
            distance=distance,
        )


def garmin_connect(count: int) -> bytes:
    """Long decimals of floats, milliseconds, ns3."""

    def written(m: Moment) -> str:
        heart = "" if m.hr is None else f"            <ns3:hr>{m.hr}</ns3:hr>\n"
        return (
            f'      <trkpt lat="{m.lat:.15f}" lon="{m.lon:.13f}">\n'
            f"        <ele>{m.ele:.13f}</ele>\n"
            f"        <time>{m.time:%Y-%m-%dT%H:%M:%S}.000Z</time>\n"
            "        <extensions>\n          <ns3:TrackPointExtension>\n"
            f"            <ns3:atemp>22.0</ns3:atemp>\n{heart}"
            f"            <ns3:cad>{m.cad}</ns3:cad>\n"
            "          </ns3:TrackPointExtension>\n        </extensions>\n      </trkpt>\n"
        )

    head = (
        f'{_DECLARATION}<gpx creator="Garmin Connect" version="1.1" {_GPX}\n  xmlns:ns3="{_TPX}">\n'
        '  <metadata>\n    <link href="connect.garmin.com">\n      <text>Garmin Connect</text>\n'
        f"    </link>\n    <time>{START:%Y-%m-%dT%H:%M:%S}.000Z</time>\n  </metadata>\n"
        "  <trk>\n    <name>Hữu Lũng</name>\n    <type>running</type>\n    <trkseg>\n"
    )
    points = "".join(map(written, moments(count)))
    return f"{head}{points}    </trkseg>\n  </trk>\n</gpx>\n".encode()


def strava(count: int) -> bytes:
    """One blank a level, seven decimals, a number for the sport."""

    def written(m: Moment) -> str:
        heart = "" if m.hr is None else f"      <gpxtpx:hr>{m.hr}</gpxtpx:hr>\n"
        return (
            f'   <trkpt lat="{m.lat:.7f}" lon="{m.lon:.7f}">\n    <ele>{m.ele:.1f}</ele>\n'
            f"    <time>{m.time:%Y-%m-%dT%H:%M:%S}Z</time>\n    <extensions>\n"
            f"     <power>{m.cad * 3}</power>\n"
            f"     <gpxtpx:TrackPointExtension>\n{heart}      <gpxtpx:cad>{m.cad}</gpxtpx:cad>\n"
            "     </gpxtpx:TrackPointExtension>\n    </extensions>\n   </trkpt>\n"
        )

    head = (
        f'{_DECLARATION}<gpx creator="StravaGPX Android" version="1.1" {_GPX} '
        f'xmlns:gpxtpx="{_TPX}">\n <metadata>\n  <time>{START:%Y-%m-%dT%H:%M:%S}Z</time>\n'
        " </metadata>\n <trk>\n  <name>Chạy với Nam &amp; Mai 💥</name>\n"
        "  <type>9</type>\n  <trkseg>\n"
    )
    return f"{head}{''.join(map(written, moments(count)))}  </trkseg>\n </trk>\n</gpx>\n".encode()


def runkeeper(count: int) -> bytes:
    """A point a line, the name in a CDATA section, a new segment after each pause."""
    points = [
        f'<trkpt lat="{m.lat:.9f}" lon="{m.lon:.9f}"><ele>{m.ele:.1f}</ele>'
        f"<time>{m.time:%Y-%m-%dT%H:%M:%S}Z</time></trkpt>\n"
        for m in moments(count)
    ]
    half = count // 2
    head = (
        f'{_DECLARATION}<gpx\n  version="1.1"\n  creator="Runkeeper - http://www.runkeeper.com"\n'
        f'  {_GPX}\n  xmlns:gpxtpx="{_TPX}">\n<trk>\n  <name><![CDATA[Running 11/13/26]]></name>\n'
        f"  <time>{START:%Y-%m-%dT%H:%M:%S}Z</time>\n<trkseg>\n"
    )
    pause = "</trkseg>\n<trkseg>\n"
    body = f"{''.join(points[:half])}{pause}{''.join(points[half:])}"
    return f"{head}{body}</trkseg>\n</trk>\n</gpx>\n".encode()


def coros(count: int) -> bytes:
    """Sensors right in the extensions, the distance among them."""

    def written(m: Moment) -> str:
        heart = "" if m.hr is None else f"     <gpxdata:hr>{m.hr}</gpxdata:hr>\n"
        return (
            f'   <trkpt lat="{m.lat:.7f}" lon="{m.lon:.7f}">\n    <ele>{m.ele:.0f}</ele>\n'
            f"    <time>{m.time:%Y-%m-%dT%H:%M:%S}Z</time>\n    <extensions>\n{heart}"
            f"     <gpxdata:distance>{m.distance:.2f}</gpxdata:distance>\n"
            f"     <gpxdata:cadence>{m.cad * 2}</gpxdata:cadence>\n"
            f"     <gpxdata:speed>{m.speed:.3f}</gpxdata:speed>\n    </extensions>\n   </trkpt>\n"
        )

    head = (
        f'{_DECLARATION}<gpx creator="COROS Wearables" version="1.1" {_GPX} {_DATA}>\n'
        " <trk>\n  <name>Hữu Liên</name>\n  <type>Run</type>\n  <trkseg>\n"
    )
    return f"{head}{''.join(map(written, moments(count)))}  </trkseg>\n </trk>\n</gpx>\n".encode()


def suunto(count: int) -> bytes:
    """The attributes of the root in another order, no space wasted on names."""

    def written(m: Moment) -> str:
        heart = "" if m.hr is None else f"<gpxtpx:hr>{m.hr}</gpxtpx:hr>\n              "
        return (
            f'      <trkpt lat="{m.lat:.6f}" lon="{m.lon:.6f}">\n        <ele>{m.ele:.1f}</ele>\n'
            f"        <time>{m.time:%Y-%m-%dT%H:%M:%S}Z</time>\n        <extensions>\n"
            f"          <gpxtpx:TrackPointExtension>\n              {heart}"
            "          </gpxtpx:TrackPointExtension>\n        </extensions>\n      </trkpt>\n"
        )

    head = (
        f'{_DECLARATION}<gpx {_GPX} xmlns:gpxtpx="{_TPX}" creator="Suunto app" version="1.1">\n'
        "  <metadata>\n    <name></name>\n    <desc/>\n    <author>\n      <name></name>\n"
        "    </author>\n  </metadata>\n  <trk>\n    <name></name>\n    <trkseg>\n"
    )
    points = "".join(map(written, moments(count)))
    return f"{head}{points}    </trkseg>\n  </trk>\n</gpx>".encode()


def keep(count: int) -> bytes:
    """Rewritten by a collector: all digits of a double, microseconds, no height."""
    points = "".join(
        f'      <trkpt lat="{m.lat!r}" lon="{m.lon!r}">\n'
        f"        <time>{m.time:%Y-%m-%dT%H:%M:%S}.086000Z</time>\n      </trkpt>\n"
        for m in moments(count)
    )
    head = (
        f'{_DECLARATION}<gpx {_GPX} xmlns:gpxtpx="{_TPX}" version="1.1" '
        'creator="gpx.py -- https://github.com/tkrajina/gpxpy">\n  <trk>\n'
        "    <name>gpx from keep</name>\n    <type>Run</type>\n    <trkseg>\n"
    )
    return f"{head}{points}    </trkseg>\n  </trk>\n</gpx>".encode()


def apple_health(count: int) -> bytes:
    """Longitude first, a point a line, speed and accuracy from the phone."""
    points = "".join(
        f'      <trkpt lon="{m.lon!r}" lat="{m.lat!r}"><ele>{m.ele!r}</ele>'
        f"<time>{m.time:%Y-%m-%dT%H:%M:%S}Z</time><extensions><speed>{m.speed!r}</speed>"
        f"<course>{m.cad!r}.5</course><hAcc>3.7</hAcc><vAcc>2.9</vAcc></extensions></trkpt>\n"
        for m in moments(count)
    )
    head = (
        f'{_DECLARATION}<gpx version="1.1" creator="Apple Health Export" {_GPX}>\n  <metadata>\n'
        f"    <time>{START:%Y-%m-%dT%H:%M:%S}Z</time>\n  </metadata>\n  <trk>\n"
        "    <name>Route 2026-11-13 10:30pm</name>\n    <trkseg>\n"
    )
    return f"{head}{points}    </trkseg>\n  </trk>\n</gpx>\n".encode()


def samsung_health(count: int) -> bytes:
    """The time before the height, Windows lines."""
    points = "".join(
        f'<trkpt lat="{m.lat:.8f}" lon="{m.lon:.8f}">\r\n<time>{m.time:%Y-%m-%dT%H:%M:%S}Z</time>'
        f"\r\n<ele>{m.ele:.4f}</ele>\r\n</trkpt>\r\n"
        for m in moments(count)
    )
    head = (
        f'{_DECLARATION}<gpx version="1.1" creator="Samsung Health" {_GPX}>\r\n'
        "<trk>\r\n<type>Running</type>\r\n<trkseg>\r\n"
    )
    return f"{head}{points}</trkseg>\r\n</trk>\r\n</gpx>\r\n".encode()


def open_tracks(count: int) -> bytes:
    """Times with the offset of the place, words in CDATA sections, statistics of the track."""

    def written(m: Moment) -> str:
        time = f"{m.time + timedelta(hours=7):%Y-%m-%dT%H:%M:%S}.{m.cad}5+07:00"
        heart = "" if m.hr is None else f"<gpxtpx:hr>{m.hr}</gpxtpx:hr>"
        return (
            f'<trkpt lat="{m.lat:.6f}" lon="{m.lon:.6f}">\n<ele>{m.ele:.1f}</ele>\n'
            f"<time>{time}</time>\n<extensions><gpxtpx:TrackPointExtension>\n"
            f"<gpxtpx:speed>{m.speed:.2f}</gpxtpx:speed>\n{heart}</gpxtpx:TrackPointExtension>"
            "<opentracks:accuracy_horizontal>4.5</opentracks:accuracy_horizontal>"
            "</extensions></trkpt>\n"
        )

    head = (
        f'{_DECLARATION}<gpx\nversion="1.1"\ncreator="OpenTracks"\n{_GPX}\n'
        f'xmlns:opentracks="http://opentracksapp.com/xmlschemas/v1"\nxmlns:gpxtpx="{_TPX}">\n'
        "<trk>\n<name><![CDATA[Chạy sáng]]></name>\n<type><![CDATA[running]]></type>\n"
        "<extensions>\n<gpxtrkx:TrackStatsExtension><gpxtrkx:Distance>2800.5</gpxtrkx:Distance>"
        "</gpxtrkx:TrackStatsExtension>\n</extensions>\n<trkseg>\n"
    )
    return f"{head}{''.join(map(written, moments(count)))}</trkseg>\n</trk>\n</gpx>\n".encode()


#: By the name of the app.
APPS: Final[Mapping[str, Callable[[int], bytes]]] = {
    "Garmin Connect": garmin_connect,
    "Strava": strava,
    "Runkeeper": runkeeper,
    "COROS": coros,
    "Suunto": suunto,
    "Keep": keep,
    "Apple Health": apple_health,
    "Samsung Health": samsung_health,
    "OpenTracks": open_tracks,
}


def sample() -> bytes:
    """A small file with points."""
    return garmin_connect(60)
