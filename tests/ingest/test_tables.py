"""Tables of text without trust."""

import codecs
import contextlib
import csv
import io
import time
from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race.errors import MalformedFile, TooManyPoints, UnreadableFile
from race.ingest.formats import tables

ROWS = [["Thời gian", "Vĩ độ"], ["06:00", "21,5"], ["06:01", 'một "hai"\nba']]


def written(delimiter: str, rows: list[list[str]] = ROWS) -> str:
    with io.StringIO(newline="") as text:
        csv.writer(text, delimiter=delimiter).writerows(rows)
        return text.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_table_is_read_with_any_delimiter_and_encoding(delimiter: str, encoding: str) -> None:
    assert tables.rows(written(delimiter).encode(encoding)) == ROWS


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_stream_says_what_the_whole_table_says(delimiter: str) -> None:
    data = codecs.BOM_UTF8 + written(delimiter).encode()

    assert list(tables.stream(io.BytesIO(data))) == tables.rows(data) == ROWS


@pytest.mark.parametrize(
    ("text", "encoding"), [("开始时间,距离\n", "gb2312"), ("Größe,Höhe\n", "cp1252")]
)
def test_old_character_sets_are_known_by_their_bytes(text: str, encoding: str) -> None:
    assert tables.rows(text.encode(encoding)) == [text.strip().split(",")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n", "\n\n"])
def test_lines_may_end_in_any_way_and_blank_ones_vanish(end: str) -> None:
    assert tables.rows(f"{end}a,b{end} , {end}1,2{end}".encode()) == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("a;b;c\n1,5;2,5;3,5\n", ["1,5", "2,5", "3,5"]),
        ("title\na,b\n1,2\n", ["1", "2"]),
        ('"a;b",c\n"x;y",z\n', ["x;y", "z"]),
        ("a\tb,c\n1\t2,5\n", ["1", "2,5"]),
        ("a\n1\n", ["1"]),
    ],
)
def test_the_delimiter_is_the_one_of_every_line(text: str, row: list[str]) -> None:
    assert tables.rows(text.encode())[-1] == row


def test_a_cut_within_a_character_loses_nothing_before_it() -> None:
    assert tables.rows("a,Chạ".encode()[:-1]) == [["a", "Ch"]]


def test_zeros_are_passed_over() -> None:
    assert tables.rows(b"a,b\n1,\x002\n\0\0\0\0") == [["a", "b"], ["1", "2"]]


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_ROWS", 3)

    assert len(tables.rows(b"a,b\n" * 3)) == 3
    with pytest.raises(TooManyPoints):
        tables.rows(b"a,b\n" * 4)
    assert len(list(tables.stream(io.BytesIO(b"a,b\n" * 4)))) == 4


MANY = 4_000_000
HOSTILE = {
    "one line": b"x" * MANY,
    "delimiters": b"," * MANY,
    "lines of delimiters": (b"," * 1900 + b"\n") * (MANY // 1901),
    "short rows": b"1\n" * (MANY // 2),
    "quotes": b'"' * MANY,
    "a quote that is not closed": b'a,b\n"' + b"1,2\n" * (MANY // 4),
    "zeros": b"a" + b"\0" * MANY,
    "carriage returns": b"\r" * MANY,
    "blank lines": b"\n" * MANY,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_table_made_to_hurt_is_read_or_refused_in_its_time(what: str) -> None:
    began = time.process_time()
    with contextlib.suppress(MalformedFile, TooManyPoints):
        tables.rows(HOSTILE[what])
    with contextlib.suppress(MalformedFile):
        for _ in tables.stream(io.BytesIO(HOSTILE[what])):
            pass
    assert time.process_time() - began < 10


@pytest.mark.parametrize("data", [b"x" * 200_000, b"a,b\n" + b"," * 5000, b"a\n" + b"x" * 2**21])
def test_what_no_table_has_is_damage_with_its_line(data: bytes) -> None:
    for reading in (tables.each(data), tables.stream(io.BytesIO(data))):
        with pytest.raises(MalformedFile) as refused:
            list(reading)
        assert refused.value.facts["line"] == data.count(b"\n") + 1


@given(st.binary(max_size=80) | st.text('",;\t\r\n1a', max_size=80).map(str.encode))
def test_noise_is_read_or_refused_and_nothing_else(noise: bytes) -> None:
    for reading in (tables.each(noise), tables.stream(io.BytesIO(noise))):
        with contextlib.suppress(UnreadableFile):
            assert all(isinstance(field, str) for row in reading for field in row)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234.5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1 234,5", 1234.5),
        ("1\N{NARROW NO-BREAK SPACE}234,5", 1234.5),
        ("1'234.5", 1234.5),
        ("12,5", 12.5),
        ("1,234", 1.234),
        ("1,234,567", 1234567),
        ("1.234.567", 1234567),
        ("1,234,567.8", 1234567.8),
        ("-0,5", -0.5),
        ("−0.5", -0.5),
        (" 5 ", 5),
        ("1e3", 1000),
        (",5", 0.5),
    ],
)
def test_numbers_are_read_as_any_country_writes_them(text: str, number: float) -> None:
    assert tables.number(text) == number


@pytest.mark.parametrize(
    "text", ["", "--", "far", "nan", "inf", "1_000", "12 km", "1,2,3", "1.2.3", ",", ".", "-",
             "1,234.5.6", "12:30", "1e999"],
)  # fmt: skip
def test_what_is_no_number_is_nan(text: str) -> None:
    assert isnan(tables.number(text))
