"""Files of app exports that are cut off, changed, or meant to hurt: read or refused, never more."""

import copy
import io
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, BinaryIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from race.activity import Summary
from race.errors import TooManyPoints, UnreadableFile
from race.ingest.formats import (
    nike,
    polar_csv,
    polar_session,
    runtastic,
    samsung,
    samsung_tracks,
    strava_streams,
    zepp,
)
from race.ingest.formats.gpx_events import MAX_POINTS
from race.track import Track
from tests.ingest.writing import nike as nikes
from tests.ingest.writing import polar_csv as polar_tables
from tests.ingest.writing import polar_session as sessions
from tests.ingest.writing import runtastic as adidas
from tests.ingest.writing import samsung as exercises
from tests.ingest.writing import samsung_tracks as samsungs
from tests.ingest.writing import strava_streams as streams
from tests.ingest.writing import zepp as workouts

_Tracks = Callable[[bytes], list[Track]]


def indexed(read: Callable[[BinaryIO, str], object]) -> _Tracks:
    """The samples of what an index says."""

    def tracks(data: bytes) -> list[Track]:
        found = read(io.BytesIO(data), "3f0c6f0e-8f6e-4e7e-9c43-5d7a1b2c3d4e.x.json")
        assert isinstance(found, list | Iterator)
        summaries = [each for each in found if isinstance(each, Summary)]
        return [each.samples for each in summaries if each.samples is not None]

    return tracks


#: Every reader, and a small file of its own.
READERS: Mapping[str, tuple[_Tracks, bytes]] = {
    "nike": (lambda data: [a.track for a in nike.read(data)], nikes.sample()),
    "runtastic": (
        lambda data: [a.track for a in runtastic.read(data)],
        adidas.sample(),
    ),
    "runtastic-session": (indexed(runtastic.read_session), adidas.sample_session()),
    "runtastic-heart": (indexed(runtastic.read_heart), adidas.sample_heart()),
    "polar-csv": (
        lambda data: [a.track for a in polar_csv.read(data)],
        polar_tables.sample(),
    ),
    "polar-session": (lambda data: [a.track for a in polar_session.read(data)], sessions.sample()),
    "polar-session, newer": (
        lambda data: [a.track for a in polar_session.read(data)],
        sessions.newer(sessions.channel("SPEED", 3), route=[sessions.way_point(0)]),
    ),
    "samsung": (indexed(samsung.read), exercises.sample()),
    "samsung-location": (
        lambda data: [a.track for a in samsung_tracks.read(data)],
        samsungs.sample(),
    ),
    "samsung-live": (indexed(samsung_tracks.read_live), samsungs.sample_live()),
    "zepp": (indexed(zepp.read), workouts.sample()),
    "strava-streams": (
        lambda data: [a.track for a in strava_streams.read(data)],
        streams.sample(),
    ),
    "strava-streams, listed": (
        lambda data: [a.track for a in strava_streams.read(data)],
        streams.listed(),
    ),
}
SNIFFS = (
    nike.sniff,
    runtastic.sniff,
    runtastic.sniff_session,
    runtastic.sniff_heart,
    polar_csv.sniff,
    polar_session.sniff,
    samsung.sniff,
    samsung_tracks.sniff,
    samsung_tracks.sniff_live,
    zepp.sniff,
    strava_streams.sniff,
)
readers = pytest.mark.parametrize(("read", "sample"), READERS.values(), ids=READERS.keys())
#: What may stand where a number or a text should.
STRANGE: tuple[object, ...] = (
    *(None, True, -1, 0, 2**31, 2**70, 1e308, -1e-308, float("nan"), float("inf")),
    *("", "x", "1e999", "-1", "2026-11-08T13:00:00", "1900-01-01 00:00:00 +1800"),
    *([], {}, [[]], [None], {"data": 3}),
)


def points(read: _Tracks, data: bytes) -> int:
    """How many points a file gives; 0 when it is refused as the house refuses files."""
    try:
        tracks = read(data)
    except UnreadableFile:
        return 0
    for track in tracks:
        for values in (track.time, track.ele, *track.sensors.values()):
            assert not np.isinf(values).any()
    return sum(len(track) for track in tracks)


def places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to every value inside a JSON value, itself included."""
    yield path
    inside: Iterable[tuple[Any, object]] = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = enumerate(value)
    for key, each in inside:
        yield from places(each, (*path, key))


def replaced(value: object, path: tuple[Any, ...], other: object) -> object:
    """A copy of a JSON value with another one at that place."""
    if not path:
        return other
    whole: Any = copy.deepcopy(value)
    target = whole
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = other
    return whole


@readers
def test_a_sample_cut_at_any_byte_is_read_in_part_or_refused(read: _Tracks, sample: bytes) -> None:
    whole = points(read, sample)
    for end in range(len(sample)):
        assert points(read, sample[:end]) <= whole


@readers
def test_a_sample_with_any_byte_changed_is_read_or_refused(read: _Tracks, sample: bytes) -> None:
    for place in range(len(sample)):
        for other in (0x00, 0x22, 0x30, 0x5B, 0xFF):
            changed = bytearray(sample)
            changed[place] = other
            points(read, bytes(changed))


@readers
def test_any_value_may_be_anything(read: _Tracks, sample: bytes) -> None:
    whole = json.loads(sample) if sample.startswith((b"{", b"[")) else sample.decode()
    for path in places(whole):
        for other in STRANGE:
            points(read, json.dumps(replaced(whole, path, other)).encode())


@readers
@settings(max_examples=200, deadline=None)
@given(noise=st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
def test_noise_is_refused(read: _Tracks, sample: bytes, noise: bytes) -> None:
    del sample
    with pytest.raises(UnreadableFile):
        read(noise)


@settings(max_examples=300, deadline=None)
@given(noise=st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
def test_noise_is_recognised_as_nothing(noise: bytes) -> None:
    assert not any(sniff(noise) for sniff in SNIFFS)


@pytest.mark.parametrize("repeated", [b"[", b"{", b'[{"a":', b'"', b"a,", b"\n", b'{"time":[1],'])
def test_sniffing_takes_no_time(repeated: bytes) -> None:
    head = (b'[{"start_time":1},' + repeated * 65_536)[:65_536]
    began = time.process_time()
    for sniff in SNIFFS:
        sniff(head)
        sniff(repeated * 20_000)
    assert time.process_time() - began < 2


def test_more_points_than_a_run_has_are_refused() -> None:
    many = MAX_POINTS + 1
    files = {
        "nike": nikes.activity(
            nikes.metric("latitude", *(nikes.value(s, 21.5) for s in range(many)))
        ),
        "polar-session, newer": sessions.newer(sessions.channel("SPEED", *[3] * many)),
        "strava-streams": streams.bare({"time": [1] * many}),
        "samsung-live": samsungs.written([{"start_time": 1}] * many),
    }
    for name, data in files.items():
        read, _ = READERS[name]
        with pytest.raises(TooManyPoints):
            read(data)
