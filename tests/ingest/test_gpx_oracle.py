"""gpxpy as the writer and the second reader: whatever it writes, both read the same."""

from collections.abc import Callable
from datetime import UTC, datetime
from math import nan

import gpxpy
import numpy as np
from gpxpy.gpx import GPX, GPXTrack, GPXTrackPoint, GPXTrackSegment
from hypothesis import given, settings
from hypothesis import strategies as st

from race.activity import Activity
from race.errors import NoActivity
from race.ingest.formats import gpx
from race.track import FloatArray

moments = st.integers(0, 4_000_000_000_000).map(lambda ms: datetime.fromtimestamp(ms / 1000, UTC))
points = st.builds(
    GPXTrackPoint,
    latitude=st.floats(-90, 90),
    longitude=st.floats(-180, 180),
    elevation=st.none() | st.floats(-500, 9000),
    time=st.none() | moments,
)
#: Tracks of segments of points, empty ones among them.
files = st.lists(st.lists(st.lists(points, max_size=4), max_size=3), max_size=3)


def written(tracks: list[list[list[GPXTrackPoint]]]) -> str:
    file = GPX()
    for segments in tracks:
        file.tracks.append(GPXTrack())
        file.tracks[-1].segments = [GPXTrackSegment(stretch) for stretch in segments]
    return file.to_xml()


def activities(text: str) -> list[Activity]:
    try:
        return gpx.read(text.encode())
    except NoActivity:
        return []


@settings(deadline=None)
@given(tracks=files)
def test_what_gpxpy_writes_is_read_as_gpxpy_reads_it(
    tracks: list[list[list[GPXTrackPoint]]],
) -> None:
    text = written(tracks)
    ours = [activity.track for activity in activities(text)]
    theirs = [point for point, *_ in gpxpy.parse(text).walk()]

    def same(
        column: Callable[[GPXTrackPoint], float | None],
        found: list[FloatArray],
        tolerance: float = 0.0,
    ) -> None:
        said = [nan if (value := column(point)) is None else value for point in theirs]
        np.testing.assert_allclose(np.concatenate([[], *found]), said, rtol=0, atol=tolerance)

    same(lambda p: None if p.latitude == p.longitude == 0 else p.latitude, [t.lat for t in ours])
    same(lambda p: None if p.latitude == p.longitude == 0 else p.longitude, [t.lon for t in ours])
    same(lambda p: p.elevation, [t.ele for t in ours])
    same(lambda p: p.time.timestamp() if p.time else None, [t.time for t in ours], 1e-6)


@settings(deadline=None)
@given(tracks=files)
def test_no_segment_of_gpxpy_is_joined_to_another(tracks: list[list[list[GPXTrackPoint]]]) -> None:
    filled = [stretch for segments in tracks for stretch in segments if stretch]
    lengths = [
        int(count)
        for activity in activities(written(tracks))
        for count in np.bincount(activity.track.segment)
        if count
    ]

    assert lengths == [len(stretch) for stretch in filled]
