"""The ways in which others read a run, in our words: the calls are theirs, the code is not."""

import io
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, Final
from xml.parsers import expat

import fitdecode
import gpxpy
import xmltodict
from garmin_fit_sdk import Decoder, Stream
from geopy.distance import geodesic
from gpxpy.gpx import GPX, GPXTrack, GPXTrackPoint, GPXTrackSegment
from gpxpy.gpxfield import parse_time
from tcxreader.tcxreader import TCXReader

#: km/h under which FitTrackee's runs stand still.
_STOPPED_KM_H: Final = 0.1


def floor(data: bytes) -> None:
    """expat with nobody listening: no reader of XML can be quicker."""
    expat.ParserCreate().Parse(data, True)


def gpxpy_and_geopy(data: bytes) -> float:
    """The obvious way: gpxpy reads, geopy measures each hop, and each full kilometre is timed.
    Metres."""
    metres = 0.0
    crossed: list[float] = []
    for segment in (s for track in gpxpy.parse(data.decode()).tracks for s in track.segments):
        for a, b in pairwise(segment.points):
            hop = geodesic((a.latitude, a.longitude), (b.latitude, b.longitude)).m
            metres += hop
            if metres // 1000 > len(crossed) and a.time and b.time:
                share = 1 - (metres % 1000) / hop
                crossed.append(a.time.timestamp() + share * (b.time - a.time).total_seconds())
    return metres


def fittrackee(data: bytes) -> float:
    """The calls of gpxpy that FitTrackee 1.x makes for one upload (workout_gpx_service.py): of each
    point its speed, distance and time, then the sums of each segment and of the track. Metres."""
    track = gpxpy.parse(data.decode()).tracks[0]
    first = track.segments[0].points[0]
    for segment in track.segments:
        for i, point in enumerate(segment.points):
            if i > 0:
                segment.get_speed(i)
                point.distance_3d(segment.points[i - 1])
            point.time_difference(first)
            for extension in point.extensions:
                [int(float(each.text)) for each in extension if each.text]
        _sums(segment)
    track.get_bounds()
    return _sums(track)


def _sums(part: GPXTrack | GPXTrackSegment) -> float:
    moving = part.get_moving_data(stopped_speed_threshold=_STOPPED_KM_H)
    if part.get_elevation_extremes().maximum:
        part.get_uphill_downhill()
    part.get_duration()
    return float(moving.moving_distance + moving.stopped_distance) if moving else 0.0


def xmltodict_and_gpxpy(data: bytes) -> GPX:
    """TCX as FitTrackee reads it: a dict of everything, and of that the points of gpxpy."""
    segment = GPXTrackSegment()
    for point in _tcx_points(xmltodict.parse(data)):
        position = point.get("Position")
        if position:
            found = GPXTrackPoint(
                latitude=float(position["LatitudeDegrees"]),
                longitude=float(position["LongitudeDegrees"]),
                elevation=float(point["AltitudeMeters"]),
                time=parse_time(point["Time"]),
            )
            found.extensions.append((point.get("HeartRateBpm"), point.get("Extensions")))
            segment.points.append(found)
    gpx, track = GPX(), GPXTrack()
    track.segments.append(segment)
    gpx.tracks.append(track)
    return gpx


def _tcx_points(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for activity in _each(document["TrainingCenterDatabase"]["Activities"]["Activity"]):
        for lap in _each(activity["Lap"]):
            for track in _each(lap["Track"]):
                yield from _each(track["Trackpoint"])


def _each(found: Any) -> list[Any]:
    """xmltodict makes a list only of what comes twice."""
    return found if isinstance(found, list) else [found]


def tcxreader(data: bytes) -> object:
    """TCX by the library of that name, every point kept."""
    return TCXReader().read(io.BytesIO(data), only_gps=False)


def fit_decode(data: bytes) -> list[dict[str, object]]:
    """FIT by fitdecode: the fields of each record."""
    with fitdecode.FitReader(data) as reader:
        return [
            {field.name: field.value for field in frame.fields}
            for frame in reader
            if isinstance(frame, fitdecode.FitDataMessage) and frame.name == "record"
        ]


def garmin_fit_sdk(data: bytes) -> object:
    """FIT by Garmin's own library, its options as they come."""
    messages, _ = Decoder(Stream.from_byte_array(bytearray(data))).read()
    return messages["record_mesgs"]
