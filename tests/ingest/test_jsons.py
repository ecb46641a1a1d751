"""JSON without trust."""

import codecs
import contextlib
import json
import time
from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race.errors import MalformedFile, TooDeep, TooManyPoints, UnreadableFile
from race.ingest.formats import jsons
from race.ingest.formats.xml import MAX_DEPTH

WORDS = {"sport": "Chạy bộ 🏃", "points": [1, 2.5, None, True], "nested": {"a": []}}


@pytest.mark.parametrize(
    "data",
    [
        json.dumps(WORDS).encode(),
        json.dumps(WORDS, ensure_ascii=False, indent=2).encode(),
        codecs.BOM_UTF8 + json.dumps(WORDS).encode(),
        json.dumps(WORDS, ensure_ascii=False).encode("utf-16"),
        json.dumps(WORDS, ensure_ascii=False).encode("utf-16-le"),
        json.dumps(WORDS, ensure_ascii=False).encode("utf-16-be"),
        b"\n\t " + json.dumps(WORDS).encode() + b"\r\n\0\0\x1a",
    ],
    ids=["plain", "indented", "mark", "UTF-16", "UTF-16 LE", "UTF-16 BE", "blanks and zeros"],
)
def test_a_file_says_the_same_in_every_writing(data: bytes) -> None:
    assert jsons.load(data) == WORDS


@given(st.recursive(
    st.none() | st.booleans() | st.integers(-(10**22), 10**22) | st.text(max_size=9),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=9), inside),
    max_leaves=20,
))  # fmt: skip
def test_whatever_is_written_is_read_back(value: object) -> None:
    assert jsons.load(json.dumps(value).encode()) == value
    assert jsons.load(json.dumps(value, ensure_ascii=False, indent=1).encode()) == value


@given(st.binary(max_size=60) | st.text('[]{}":,\\0.ae ', max_size=60).map(str.encode))
def test_noise_is_read_or_refused_and_nothing_else(noise: bytes) -> None:
    with contextlib.suppress(UnreadableFile):
        jsons.load(noise)


def test_constants_that_json_does_not_have_are_unknown() -> None:
    values = jsons.load(b"[NaN, Infinity, -Infinity]")

    assert isinstance(values, list)
    assert all(isnan(value) for value in values)


def test_of_two_equal_keys_the_last_counts() -> None:
    assert jsons.load(b'{"a": 1, "a": 2}') == {"a": 2}


def test_an_integer_may_have_any_number_of_digits() -> None:
    big = jsons.load(b"[1720182427000000000, " + b"9" * 1_000_000 + b"]")

    assert isinstance(big, list)
    assert big[0] == 1720182427000000000
    assert isnan(jsons.number(big[1]))


def test_a_byte_that_does_not_fit_does_not_lose_the_file() -> None:
    assert jsons.load(b'{"name": "Ch\xe1y", "km": 5}') == {"name": "Ch�y", "km": 5}


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b'{"a": 1,\n"b": [1, 2', 2, "the file ends too early"),
        (b'{"a": "x', 1, "the file ends too early"),
        (b"", 1, "the file ends too early"),
        (b'{"a": 1}\n{"a": 2}', 2, "something stands after the end"),
        (b'{"a": 1,\n\n}', 3, "this is not valid JSON"),
        (b"{'a': 1}", 1, "this is not valid JSON"),
    ],
)
def test_damage_is_told_with_its_line(data: bytes, line: int, reason: str) -> None:
    with pytest.raises(MalformedFile) as refused:
        jsons.load(data)

    assert refused.value.facts == {"line": line, "reason": reason}


@pytest.mark.parametrize("pair", [(b"[", b"]"), (b'{"a":', b"}")], ids=["lists", "objects"])
def test_values_may_be_nested_to_the_limit_and_no_deeper(pair: tuple[bytes, bytes]) -> None:
    opened, closed = pair
    jsons.load(opened * MAX_DEPTH + b"0" + closed * MAX_DEPTH)

    with pytest.raises(TooDeep) as refused:
        jsons.load(b"\n" + opened * (MAX_DEPTH + 1) + b"0" + closed * (MAX_DEPTH + 1))
    assert refused.value.facts == {"line": 2, "limit": MAX_DEPTH}


@pytest.mark.parametrize(
    "text", ["[" * 99, '"' + "[" * 99, '\\"' + "[" * 99, "\\\\" + "]" * 99 + '"', "\\" * 7]
)
def test_brackets_in_a_text_are_no_depth(text: str) -> None:
    assert jsons.load(json.dumps([text, [text]]).encode()) == [text, [text]]


MANY = 8_000_000
HOSTILE = {
    "lists": b"[" * MANY,
    "objects": b'{"a":' * (MANY // 5),
    "empty objects": b"[" + b"{}," * (MANY // 3),
    "quotes": b'"' * MANY,
    "backslashes": b'["' + b"\\" * MANY,
    "digits": b"1" * MANY,
    "digits after the point": b"1." + b"1" * MANY,
    "an exponent": b"1e" + b"1" * MANY,
    "blanks": b" " * MANY,
    "closing brackets": b"]" * MANY,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_file_made_to_hurt_is_refused_in_its_time(what: str) -> None:
    began = time.process_time()
    with contextlib.suppress(MalformedFile, TooDeep, TooManyPoints):
        jsons.load(HOSTILE[what])
    assert time.process_time() - began < 5


def test_too_many_objects_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsons, "MAX_CONTAINERS", 4)

    assert jsons.load(b'[{}, {}, {}, "{}[]"]') == [{}, {}, {}, "{}[]"]
    with pytest.raises(TooManyPoints):
        jsons.load(b"[{}, {}, {}, {}]")


@pytest.mark.parametrize(
    ("value", "number"),
    [(5, 5.0), (2.5, 2.5), ("141", 141.0), (" 21.5 ", 21.5), ("21,5", 21.5), ("-1e3", -1000.0)],
)
def test_a_number_may_be_written_as_a_text(value: object, number: float) -> None:
    assert jsons.number(value) == number


@pytest.mark.parametrize(
    "value", [None, True, False, "", "far", "nan", "inf", float("inf"), [1], {"a": 1}, 1e999]
)
def test_anything_else_is_no_number(value: object) -> None:
    assert isnan(jsons.number(value))


@pytest.mark.parametrize(("value", "text"), [("Run", "Run"), (5, ""), (None, ""), (["Run"], "")])
def test_a_text_is_a_text_and_nothing_else(value: object, text: str) -> None:
    assert jsons.text(value) == text


def test_the_head_is_the_beginning_of_json_and_of_nothing_else() -> None:
    assert jsons.head(b'\xef\xbb\xbf \n{"DeviceLog"') == '{"DeviceLog"'
    assert jsons.head('[{"a"'.encode("utf-16")) == '[{"a"'
    assert jsons.head(b"<gpx/>") == jsons.head(b"") == ""
