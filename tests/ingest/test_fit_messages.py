"""The bytes of FIT: orders, base types, fields of developers, compressed times, the checksum."""

import io
from dataclasses import replace
from math import nan

import fitdecode
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from race.ingest.formats import fit
from race.ingest.formats.fit_crc import crc16
from race.track import FloatArray, Track
from tests.ingest.writing import fit as write
from tests.ingest.writing.fit import HRV, RECORD, RECORDS, SIX, SIX_EPOCH, Shape


def track(*messages: bytes) -> Track:
    (activity,) = fit.read(write.fit(*messages))
    assert activity.damage is None
    return activity.track


PLAIN = track(write.records(5))


def test_either_order_of_bytes_gives_the_same_points() -> None:
    big = track(write.records(5, shape=replace(RECORDS, big=True)))

    for name in ("time", "lat", "lon", "ele"):
        assert getattr(big, name).tobytes() == getattr(PLAIN, name).tobytes()
    assert list(big.sensors["distance"]) == list(PLAIN.sensors["distance"])


@pytest.mark.parametrize("developer", [[(0, 2, 0)], [(7, 1, 3), (8, 255, 0), (9, 0, 1)]])
def test_fields_of_developers_are_stepped_over_described_or_not(
    developer: list[tuple[int, int, int]],
) -> None:
    added = b"\x07" * sum(size for _, size, _ in developer)

    found = track(write.records(5, shape=replace(RECORDS, developer=developer), added=added))

    assert found.lat.tobytes() == PLAIN.lat.tobytes()


def test_messages_between_the_points_and_new_definitions_change_nothing() -> None:
    """Heart beats between all points, and every third one in another order of bytes."""
    beats = Shape(message=HRV, fields=[(0, "uint16", 5)], local=7)
    big = replace(RECORDS, big=True)
    rows = beats.definition()
    for second in range(5):
        shape = RECORDS if second % 3 else big
        rows += shape.definition() + write.record(second, metres=2.5 * second, shape=shape)
        rows += beats.data(800)

    found = track(rows)

    assert found.time.tobytes() == PLAIN.time.tobytes()
    assert found.lat.tobytes() == PLAIN.lat.tobytes()


def test_sixteen_local_numbers_are_kept_apart() -> None:
    shapes = [
        Shape(message=RECORD, fields=[(253, "uint32"), (3, "uint8")], local=n) for n in range(16)
    ]
    rows = b"".join(shape.definition() for shape in shapes)
    rows += b"".join(shape.data(SIX + n, 100 + n) for n, shape in enumerate(shapes))

    assert list(track(rows).sensors["heart_rate"]) == [100 + n for n in range(16)]


@pytest.mark.parametrize(
    ("base", "written", "value"),
    [
        ("enum", 141, 141),
        ("uint8", 141, 141),
        ("sint8", 14, 14),
        ("uint16", 1_410, 1_410),
        ("sint16", 1_410, 1_410),
        ("uint32", 141, 141),
        ("sint32", 141, 141),
        ("uint64", 141, 141),
        ("sint64", 141, 141),
        ("float32", 141.5, 141.5),
        ("float64", 141.5, 141.5),
        ("uint8z", 141, 141),
        ("uint16z", 141, 141),
        ("uint32z", 141, 141),
        ("uint64z", 141, 141),
        ("byte", 141, 141),
        ("uint64", 2**63, nan),
        ("float64", 1e300, nan),
        ("float32", float("inf"), nan),
    ],
)
@pytest.mark.parametrize("big", [False, True])
def test_a_field_is_read_in_any_base_type(
    base: str, written: float, value: float, big: bool
) -> None:
    shape = Shape(message=RECORD, fields=[(253, "uint32"), (7, base)], big=big)
    rows = [shape.data(SIX, written), shape.data(SIX, None), shape.data(SIX, 1)]

    power = track(shape.definition(), *rows).sensors["power"]

    np.testing.assert_array_equal(power, [value, nan, 1])


def test_of_an_array_the_first_value_counts() -> None:
    shape = Shape(message=RECORD, fields=[(253, "uint32"), *[(3, "uint8", 3)]])

    assert list(track(shape.definition(), shape.data(SIX, 141)).sensors["heart_rate"]) == [141]


@pytest.mark.parametrize("size", [0, 3, 5, 255])
def test_a_field_whose_size_does_not_fit_its_type_is_stepped_over(size: int) -> None:
    """As Lezyne writes them: the fields behind it stand where the sizes say."""
    row = bytes([0]) + SIX.to_bytes(4, "little") + b"\1" * size + bytes([141])
    definition = bytes([0x40, 0, 0, RECORD, 0, 3, 253, 4, 0x86, 5, size, 0x86, 3, 1, 2])

    found = track(definition, row)

    assert sorted(found.sensors) == ["heart_rate"]
    assert found.sensors["heart_rate"][0] == 141


def test_unknown_base_types_and_messages_are_stepped_over() -> None:
    strange = Shape(message=0xFF00, fields=[(1, "uint8", 9)], local=5)
    definition = bytes([0x40, 0, 0, RECORD, 0, 2, 253, 4, 0x86, 3, 1, 0x1F])

    found = track(
        strange.definition(), strange.data(1), definition, write.RECORDS.data(*[None] * 8)[:6]
    )

    assert len(found) == 1
    assert found.sensors == {}


@settings(deadline=None)
@given(
    first=st.integers(SIX, SIX + 64),
    steps=st.lists(st.integers(0, 31), min_size=1, max_size=80),
    cut=st.integers(1, 80),
)
def test_compressed_times_continue_the_time_before_them(
    first: int, steps: list[int], cut: int
) -> None:
    """Another message stands in their midst, so that they come in runs of every length."""
    full = Shape(message=RECORD, fields=[(253, "uint32"), (3, "uint8")])
    short = Shape(message=RECORD, fields=[(3, "uint8")], local=2)
    other = Shape(message=HRV, fields=[(0, "uint16")], local=3)
    times = first + np.cumsum([0, *steps])
    rows = [short.compressed(int(time), 141) for time in times[1:]]
    rows.insert(cut, other.data(800))

    found = track(
        full.definition(), short.definition(), other.definition(), full.data(first, 140), *rows
    )

    assert list(found.time - SIX_EPOCH + SIX) == list(times)


def test_a_compressed_time_that_continues_nothing_is_unknown() -> None:
    short = Shape(message=RECORD, fields=[(3, "uint8")], local=2)

    found = track(short.definition(), short.compressed(SIX, 141), short.compressed(SIX, 142))

    assert np.isnan(found.time).all()
    assert list(found.sensors["heart_rate"]) == [141, 142]


@given(data=st.binary(max_size=600))
def test_the_checksum_is_that_of_the_textbook(data: bytes) -> None:
    assert crc16(data) == write.checksum(data)


@pytest.mark.parametrize("size", [1, 2, 3, (1 << 16) + 1, (1 << 20) + 3, 3 << 20])
def test_the_checksum_of_a_long_file_is_that_of_fitdecode(size: int) -> None:
    data = np.random.default_rng(size).integers(0, 256, size, dtype=np.uint8).tobytes()

    assert crc16(data) == fitdecode.utils.compute_crc(data)
    assert crc16(data + crc16(data).to_bytes(2, "little")) == 0


values = st.none() | st.integers(0, 100)
shapes = st.builds(
    Shape,
    message=st.sampled_from([RECORD, RECORD, HRV]),
    fields=st.lists(
        st.tuples(
            st.sampled_from([3, 4, 5, 7, 13, 39, 73, 78, 250]),
            st.sampled_from(sorted(write.BASES.keys() - {"string", "byte"})),
        ),
        max_size=6,
        unique_by=lambda each: each[0],
    ),
    local=st.integers(0, 3),
    big=st.booleans(),
    developer=st.just(()) | st.just(((0, 3, 0),)),
)


@settings(deadline=None, max_examples=150)
@given(data=st.data(), chosen=st.lists(shapes, min_size=1, max_size=4))
def test_any_mixture_of_definitions_is_read_as_fitdecode_reads_it(
    data: st.DataObject, chosen: list[Shape]
) -> None:
    rows = b""
    for shape in chosen:
        rows += shape.definition()
        for row in data.draw(st.lists(st.tuples(*[values] * len(shape.fields)), max_size=4)):
            rows += shape.data(*row, added=b"\0\0\0" if shape.developer else b"")
    file = write.fit(write.records(1, shape=replace(RECORDS, local=9)), rows)
    ignore = fitdecode.ErrorHandling.IGNORE  # a developer that is not described
    with fitdecode.FitReader(io.BytesIO(file), error_handling=ignore) as reader:
        theirs = [
            frame
            for frame in reader
            if isinstance(frame, fitdecode.FitDataMessage) and frame.name == "record"
        ]

    (activity,) = fit.read(file)

    def column(name: str) -> FloatArray:
        found = [frame.get_value(name, fallback=None) for frame in theirs]
        return np.array([nan if value is None else value for value in found])

    track = activity.track
    heart = column("heart_rate")
    np.testing.assert_allclose(track.sensor("heart_rate"), np.where(heart > 0, heart, nan))
    np.testing.assert_allclose(track.sensor("power"), column("power"))
    np.testing.assert_allclose(track.sensor("temperature"), column("temperature"))
    np.testing.assert_allclose(track.sensor("distance"), column("distance"))
    np.testing.assert_allclose(track.sensor("speed"), column("enhanced_speed"))
    np.testing.assert_allclose(track.ele, column("enhanced_altitude"))
