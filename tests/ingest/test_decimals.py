"""Whole columns of numbers and times against `float` and `epoch_s`, bit for bit."""

from decimal import Decimal, localcontext
from math import isnan, nextafter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from race.ingest.formats.decimals import floats
from race.ingest.formats.times import epoch_s, epochs_s


def assert_as_float(texts: list[str]) -> None:
    expected = np.asarray([float(text) for text in texts])
    found = floats([text.encode() for text in texts])

    assert found.dtype == np.float64
    assert found.tobytes() == expected.tobytes()


def middle(low: float) -> str:
    """The number exactly between a double and the next, all its figures."""
    with localcontext() as context:
        context.prec = 800
        return format((Decimal(low) + Decimal(nextafter(low, 1e9))) / 2, "f")


@pytest.mark.parametrize("decimals", [1, 5, 7, 13, 15, 17, 25])
@given(numbers=st.lists(st.floats(10, 99), min_size=1, max_size=20))
def test_numbers_of_one_width_are_as_true_as_float(decimals: int, numbers: list[float]) -> None:
    assert_as_float([f"{number:.{decimals}f}" for number in numbers])
    assert_as_float([f"{-number:.{decimals}f}" for number in numbers])


@given(numbers=st.lists(st.floats(100, 999), min_size=1, max_size=20))
def test_all_digits_of_a_double_bring_it_back(numbers: list[float]) -> None:
    assert_as_float([repr(number) for number in numbers])
    assert_as_float([format(Decimal(number), "f") for number in numbers])


@given(
    low=st.floats(1, 999), cut=st.integers(10, 60), last=st.sampled_from(["", "1", "9", "0000001"])
)
def test_the_middle_between_two_doubles_is_rounded_as_float_rounds(
    low: float, cut: int, last: str
) -> None:
    exact = middle(low)

    assert_as_float([exact + last, exact[:cut] + last])


@given(
    texts=st.lists(
        st.from_regex(r"[-+]?[0-9]{1,12}(\.[0-9]{0,30})?([eE][-+]?[0-9]{1,2})?", fullmatch=True),
        min_size=1,
        max_size=9,
    )
)
def test_any_numbers_are_as_true_as_float(texts: list[str]) -> None:
    assert_as_float(texts)


@pytest.mark.parametrize(
    "texts",
    [
        ["0.0", "0.0"],
        ["-0.0", "-0.5"],
        ["9.9", "10.1"],
        ["5.5", "-5.5"],
        ["1.", "2."],
        [".5", ".25"],
        ["7", "8"],
        ["0.000000000000000000001", "0.000000000000000000002"],
        ["123456789.5", "123456789.25"],
        ["1234567890.5", "1234567890.25"],
        ["1.8446744073709551615", "9007199254740993.0"],
        ["1.0e5", "1.0e5"],
    ],
)
def test_numbers_of_every_shape_are_read(texts: list[str]) -> None:
    assert_as_float(texts)


@pytest.mark.parametrize("bad", ["", "-", "1.2.3", "1-5.0", "5.0-", "1.e", "e5.0", "+-1.0"])
def test_what_is_no_number_is_refused(bad: str) -> None:
    for texts in ([bad], ["1.5", bad], [bad, "1.5"], ["1.5", bad, "1.5"]):
        with pytest.raises(ValueError, match="could not convert"):
            floats([text.encode() for text in texts])


def assert_as_one_by_one(texts: list[str]) -> None:
    one_by_one = np.asarray([epoch_s(text)[0] for text in texts])

    assert epochs_s([text.encode() for text in texts]).tobytes() == one_by_one.tobytes()
    assert all(epoch_s(text)[1] for text in texts)


@given(
    moments=st.lists(st.datetimes(), min_size=1, max_size=9),
    tail=st.from_regex(r"(\.[0-9]{1,9})?(Z|[-+][0-2][0-9]:[0-6][0-9])", fullmatch=True),
)
def test_times_are_the_same_as_one_by_one(moments: list[object], tail: str) -> None:
    assert_as_one_by_one([f"{moment:%Y-%m-%dT%H:%M:%S}".zfill(19) + tail for moment in moments])


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-29T00:00:00Z",
        "2028-02-29T00:00:00Z",
        "2026-00-10T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-11-00T00:00:00Z",
        "2026-11-08T24:00:00Z",
        "2026-11-08T23:60:00Z",
        "2026-11-08T23:59:60Z",
        "2026-11-08T23:59:61Z",
        "1899-12-31T23:59:59Z",
        "2200-01-01T00:00:00Z",
        "2026-11-08T06:00:00+18:59",
        "2026-11-08T06:00:00-19:00",
        "2026-11-08T06:00:00+07:60",
        "2026-11-08T06:00:00.999999999Z",
    ],
)
def test_times_at_the_edges_are_the_same_as_one_by_one(text: str) -> None:
    assert_as_one_by_one([text])
    assert_as_one_by_one(["2026-11-08T06:00:00Z", text, "2026-11-08T06:00:00.5Z"])


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-08T06:00:00",
        "2026-11-08 06:00:00Z",
        "2026-11-08T06:00Z",
        "2026-11-08T06:00:00.Z",
        "2026-11-08T06:00:00,5Z",
        "2026-11-08T06:00:00.1234567890Z",
        "2026-11-08T06:00:00+0700",
        "2026-11-08T0x:00:00Z",
        "2026/11/08T06:00:00Z",
        "Z",
    ],
)
def test_a_time_written_in_another_way_is_left_to_the_careful(text: str) -> None:
    with pytest.raises(ValueError, match=r"no time|no figure|another sign"):
        epochs_s([text.encode()])


def test_no_times_are_no_numbers() -> None:
    assert len(epochs_s([])) == 0
    assert isnan(epochs_s([b"2026-02-30T00:00:00Z"])[0])
