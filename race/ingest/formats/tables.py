"""Tables as text (CSV, TSV) as apps and spreadsheets write them, read without trust.

Whatever the language of the account: the delimiter is found by looking, numbers are taken with a
decimal point or comma.
"""

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from math import isfinite, nan
from typing import BinaryIO, Final

from race.errors import MalformedFile, TooManyPoints
from race.i18n import N_
from race.ingest.formats.gpx_events import MAX_POINTS

#: Rows of a table that is read whole: points, and some lines of head.
MAX_ROWS: Final = MAX_POINTS + 1_000
#: Fields in a row; the widest export we know, of a whole account, has about 130.
MAX_FIELDS: Final = 2_000
#: Characters in a line. The `csv` module takes fields of up to 131,072.
MAX_LINE: Final = 1 << 20
#: Asked in this order: in a table with semicolons the commas are decimal ones.
_DELIMITERS: Final = "\t;,"
#: Lines that are looked at to find the delimiter.
_LOOKED_AT: Final = 12

_QUOTED: Final = re.compile(r'"[^"]*+(?:"|\Z)')
_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+\Z")
#: What groups digits beside the point and the comma.
_BLANKS: Final = str.maketrans("−", "-", " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}'’")
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?|[+-]?\d*\.\d*", re.ASCII)
_NO_TABLE: Final = N_("this is not a valid table")


def rows(data: bytes) -> list[list[str]]:
    """The rows of a table that fits into memory, blank ones left out, white space kept.

    UTF-8, UTF-16, GB 2312 or Windows-1252, told by looking; lines may end in any way. Raises
    MalformedFile for a line or a row that no table has, TooManyPoints over `MAX_ROWS`.
    """
    return list(each(data))


def each(data: bytes) -> Iterator[list[str]]:
    """`rows`, one by one: what is not kept takes no memory. The errors come where they stand."""
    for count, row in enumerate(_parsed(_lines(decoded(data)))):
        if count >= MAX_ROWS:
            raise TooManyPoints(limit=MAX_POINTS)
        yield row


def stream(file: BinaryIO) -> Iterator[list[str]]:
    """The rows of a table in UTF-8 of any length, blank ones left out; MalformedFile as `rows`."""
    yield from _parsed(_lines_of(file))


def number(text: str) -> float:
    """The number that `text` writes, in any country: 1234.5 of "1,234.5", "1.234,5", "1 234,5".

    A single comma is the decimal one: "12,5" is 12.5 and "1,234" is 1.234. NaN for what is no
    number or not finite.
    """
    try:
        value = float(text)
    except ValueError:
        value = _grouped(text)
    return value if isfinite(value) and "_" not in text else nan


def decoded(data: bytes) -> str:
    """The text of a table, or of its beginning, which may end within a character."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace")
    elif data[1:2] == b"\0" or data[:1] == b"\0":
        text = data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace")
    else:
        text = _eight_bit(data)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _eight_bit(data: bytes) -> str:
    # GB 18030 would take "Höhe" of Windows-1252 for Chinese; GB 2312 takes no single high byte.
    for encoding in ("utf-8-sig", "gb2312"):
        try:
            return codecs.getincrementaldecoder(encoding)().decode(data)
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", "replace")


def _lines(text: str) -> Iterator[str]:
    return (found[0] for found in _LINE.finditer(text))


def _lines_of(file: BinaryIO) -> Iterator[str]:
    start = file.readline(MAX_LINE + 1).removeprefix(codecs.BOM_UTF8)
    while start:
        line = start.decode("utf-8", "replace").replace("\0", "").rstrip("\r\n")
        yield line.replace("\r", " ") + "\n"
        start = file.readline(MAX_LINE + 1)


def _parsed(lines: Iterator[str]) -> Iterator[list[str]]:
    start = list(islice(lines, _LOOKED_AT))
    reader = csv.reader(_short(chain(start, lines)), delimiter=_delimiter(start))
    try:
        for row in reader:
            if len(row) > MAX_FIELDS:
                raise MalformedFile(line=reader.line_num, reason=_NO_TABLE)
            if any(field and not field.isspace() for field in row):
                yield row
    except csv.Error:
        raise MalformedFile(line=reader.line_num, reason=_NO_TABLE) from None


def _short(lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_LINE:
            raise MalformedFile(line=number, reason=_NO_TABLE)
        yield line


def _delimiter(lines: Sequence[str]) -> str:
    """The first of `_DELIMITERS` that stands in every line with any of them, quotes left out."""
    bare = [_QUOTED.sub("", line[:MAX_LINE]) for line in lines]
    divided = [line for line in bare if any(sign in line for sign in _DELIMITERS)]
    return next((s for s in _DELIMITERS if all(s in line for line in divided)), ",")


def _grouped(text: str) -> float:
    bare = text.translate(_BLANKS)
    if bare.rfind(",") > bare.rfind(".") and (bare.count(",") == 1 or "." in bare):
        bare = bare.translate({ord(","): ".", ord("."): ","})
    elif bare.count(".") > 1 and "," not in bare:
        bare = bare.replace(".", ",")
    try:
        return float(bare.replace(",", "")) if _GROUPED.fullmatch(bare) else nan
    except ValueError:
        return nan
