"""Files of runs as phones send them: legs in, the bytes of a GPX file out; gpxpy writes."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from zlib import crc32

from gpxpy.gpx import GPX, GPXTrack, GPXTrackPoint, GPXTrackSegment

from race.track import Track
from tests.tracks import MORNING, run

#: (seconds, m/s): what `tests.tracks.run` takes.
Leg = tuple[float, float]
DAY_S = 86_400.0


@lru_cache(maxsize=256)
def gpx(
    *legs: Leg,
    start: float = MORNING,
    sport: str = "running",
    every_s: float = 5.0,
    heights: Sequence[float] | None = None,
    app: str = "Chạy cùng nhau",
    zoned: bool = True,
) -> bytes:
    """A run due north from a place of its own, for no two are to be copies of each other; at 5 s
    between points no point of it is passed over."""
    number = crc32(repr((legs, start)).encode())
    place = (0.12 * (number % 1000) - 60.0, 0.3 * (number // 1000 % 1000) - 150.0)
    track = run(*legs, start=start, every_s=every_s, heights=heights, place=place)
    return written(track, sport=sport, app=app, zoned=zoned)


def written(track: Track, *, sport: str, app: str, zoned: bool) -> bytes:
    """A track as a file."""
    file, one, segment = GPX(), GPXTrack(), GPXTrackSegment()
    file.creator = app
    one.type = sport  # type: ignore[assignment]  # gpxpy declares its fields as None
    segment.points = [
        GPXTrackPoint(
            latitude=float(track.lat[i]),
            longitude=float(track.lon[i]),
            elevation=None if track.ele[i] != track.ele[i] else float(track.ele[i]),
            time=datetime.fromtimestamp(track.time[i], UTC),
        )
        for i in range(len(track))
    ]
    one.segments.append(segment)
    file.tracks.append(one)
    text = file.to_xml()
    return (text if zoned else text.replace("Z</time>", "</time>")).encode()


def steady(metres: float, seconds: float) -> Leg:
    """One leg of so many metres in so many seconds."""
    return seconds, metres / seconds


def with_kilometres(*seconds: float) -> tuple[Leg, ...]:
    """Kilometres in so many seconds each, and 50 m more at the pace of the last."""
    return (*(steady(1000.0, s) for s in seconds), steady(50.0, seconds[-1] / 20))


def stating(data: bytes, metres: float) -> bytes:
    """A file in which the device states its distance, as OpenTracks does."""
    fact = f"<extensions><distance>{metres}</distance></extensions>".encode()
    return data.replace(b"<trkseg>", fact + b"<trkseg>", 1)


def beating(data: bytes, beats: Sequence[float]) -> bytes:
    """A file with a heart rate at each point, beats/min, as Garmin writes it."""
    space = "http://www.garmin.com/xmlschemas/TrackPointExtension/v1"
    text = data.decode().replace("<gpx ", f'<gpx xmlns:gpxtpx="{space}" ', 1)
    *points, rest = text.split("</trkpt>")
    hearts = (
        "<extensions><gpxtpx:TrackPointExtension><gpxtpx:hr>"
        f"{beat:.0f}</gpxtpx:hr></gpxtpx:TrackPointExtension></extensions></trkpt>"
        for beat in beats
    )
    return ("".join(map("".join, zip(points, hearts, strict=True))) + rest).encode()


def broken_off(data: bytes, share: float = 0.6) -> bytes:
    """The first part of a file whose sending broke off."""
    return data[: int(len(data) * share)]


def without_times(data: bytes) -> bytes:
    """The way as it was planned."""
    lines = data.decode().splitlines(keepends=True)
    return "".join(line for line in lines if "<time>" not in line).encode()
