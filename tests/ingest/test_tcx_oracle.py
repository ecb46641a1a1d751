"""tcxreader as the second reader: what we write and what real watches wrote, both read alike."""

import io
from collections.abc import Callable, Sequence
from datetime import UTC
from math import nan
from pathlib import Path
from xml.etree.ElementTree import ParseError

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tcxreader.tcx_track_point import TCXTrackPoint
from tcxreader.tcxreader import TCXReader

from race.activity import Activity
from race.ingest.formats import tcx
from race.track import FloatArray
from tests.ingest.test_tcx_corpus import FILES, needs_corpus
from tests.ingest.writing.tcx import activity, document, lap, point

numbers = st.floats(0, 9000, allow_nan=False).map(lambda value: round(value, 6))
written_points = st.builds(
    point,
    st.integers(0, 10_000_000_000).map(lambda ms: ms / 1000),
    lat=st.none() | st.floats(-90, 90),
    lon=st.floats(-180, 180),
    ele=st.none() | numbers,
    distance=st.none() | numbers,
    extra=st.sampled_from(
        [
            "",
            "<HeartRateBpm><Value>141</Value></HeartRateBpm>",
            "<Cadence>170</Cadence><SensorState>Present</SensorState>",
            "<Extensions><ns3:TPX><ns3:Speed>2.75</ns3:Speed></ns3:TPX></Extensions>",
        ]
    ),
)
#: Laps of tracks of points, empty ones among them.
files = st.lists(st.lists(st.lists(written_points, max_size=4), max_size=3), min_size=1, max_size=3)


def assert_alike(runs: Sequence[Activity], theirs: Sequence[TCXTrackPoint]) -> None:
    """Our points are those of tcxreader, whose times are all UTC."""

    def same(
        ours: Callable[[Activity], FloatArray],
        said: Callable[[TCXTrackPoint], float | None],
        tolerance: float = 0.0,
    ) -> None:
        found = np.concatenate([[], *(ours(run) for run in runs)])
        expected = [nan if (value := said(each)) is None else value for each in theirs]
        np.testing.assert_allclose(found, expected, rtol=0, atol=tolerance)

    def either(value: float | None, other: float | None) -> float | None:
        return None if value is None or other is None or value == other == 0 else value

    same(lambda run: run.track.lat, lambda p: either(p.latitude, p.longitude))
    same(lambda run: run.track.lon, lambda p: either(p.longitude, p.latitude))
    same(lambda run: run.track.ele, lambda p: p.elevation)
    same(lambda run: run.track.time, lambda p: p.time.replace(tzinfo=UTC).timestamp(), 1e-6)
    same(lambda run: run.track.sensor("distance"), lambda p: p.distance)
    same(lambda run: run.track.sensor("heart_rate"), lambda p: p.hr_value)
    same(
        lambda run: run.track.sensor("speed"),
        lambda p: next((v for name, v in p.tpx_ext.items() if name.endswith("Speed")), None),
    )


@settings(deadline=None, max_examples=60)
@given(laps=files)
def test_what_is_written_is_read_as_tcxreader_reads_it(laps: list[list[list[str]]]) -> None:
    text = document(activity(*[lap(*["".join(track) for track in tracks]) for tracks in laps]))
    theirs = TCXReader().read(io.StringIO(text), only_gps=False)

    assert_alike(tcx.read(text.encode()), theirs.trackpoints)


@needs_corpus
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_file_is_read_as_tcxreader_reads_it(path: Path) -> None:
    try:
        theirs = TCXReader().read(str(path), only_gps=False)
    except ParseError:
        pytest.skip("tcxreader takes sound XML only")
    if not theirs.trackpoints:
        pytest.skip("tcxreader finds no points")

    assert_alike(tcx.read(path.read_bytes()), theirs.trackpoints)
