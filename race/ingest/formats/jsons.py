"""JSON as phones and account exports write it, read without trust: a thin layer over `json`.

Depth and size are counted before anything is built: a parser that recurses would die of brackets,
and one that builds what a hostile file of 32 MB asks for would take gigabytes.
"""

import json
from math import isfinite, nan
from typing import Final

import numpy as np
from numpy.typing import NDArray

from race.errors import MalformedFile, TooDeep, TooManyPoints
from race.i18n import N_
from race.ingest.formats import columns
from race.ingest.formats.gpx_events import MAX_POINTS
from race.ingest.formats.xml import MAX_DEPTH

#: Objects and lists in one file; the app that wraps its points most uses four for each.
MAX_CONTAINERS: Final = 4 * MAX_POINTS
#: Digits of an integer that stays one; longer ones are read as `float`. Nanoseconds since 1970
#: have 19.
_INTEGER_DIGITS: Final = 24
#: Bytes that `head` looks at, and those counted at a time.
_HEAD: Final = 65_536
_PIECE: Final = 1 << 17
_QUOTE: Final = ord('"')
#: What may follow the end of a file that was copied badly.
_TAIL: Final = "\0\x1a \t\r\n"

_TOO_EARLY: Final = N_("the file ends too early")
_AFTER_END: Final = N_("something stands after the end")
_NO_JSON: Final = N_("this is not valid JSON")


def load(data: bytes) -> object:
    """What the file says: dict, list, str, int, float, bool or None.

    UTF-8 or UTF-16 with or without its mark; a byte that does not fit becomes U+FFFD. NaN and
    Infinity are NaN, an integer of more than 24 digits is a float, and of two equal keys the last
    counts. Raises MalformedFile (also for a file that breaks off), TooDeep (over `xml.MAX_DEPTH`)
    and TooManyPoints (over `MAX_CONTAINERS`).
    """
    encoding = json.detect_encoding(data)
    text = data.decode(encoding, "replace").rstrip(_TAIL)
    _count(data if encoding.startswith("utf-8") else text.encode())
    try:
        return json.loads(text, strict=False, parse_int=_integer, parse_constant=_unknown)
    except json.JSONDecodeError as error:
        raise MalformedFile(line=error.lineno, reason=_reason(error)) from None


def head(data: bytes) -> str:
    """The beginning of a JSON file, for a format to look for its words; "" for anything else."""
    start = data[:_HEAD]
    text = start.decode(json.detect_encoding(start), "replace").lstrip()
    return text if text.startswith(("{", "[")) else ""


def number(value: object) -> float:
    """A number, also one written as a text; NaN for anything else, and for what is not finite."""
    if isinstance(value, str):
        found = columns.number(value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        found = float(value)
    else:
        return nan
    return found if isfinite(found) else nan


def text(value: object) -> str:
    """A text; "" for anything else."""
    return value if isinstance(value, str) else ""


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= _INTEGER_DIGITS else float(digits)


def _unknown(_: str) -> float:
    return nan


def _reason(error: json.JSONDecodeError) -> str:
    if error.pos >= len(error.doc) or error.msg.startswith("Unterminated"):
        return _TOO_EARLY
    return _AFTER_END if error.msg == "Extra data" else _NO_JSON


def _count(data: bytes) -> None:
    """TooDeep or TooManyPoints, found without building anything; brackets in texts are none."""
    plain = data.replace(b"\\\\", b"  ").replace(b'\\"', b"  ")
    depth = quotes = opened = 0
    for start in range(0, len(plain), _PIECE):
        piece = np.frombuffer(plain, np.uint8, min(_PIECE, len(plain) - start), start)
        quoted = quotes + np.cumsum(piece == _QUOTE, dtype=np.int64)
        steps = np.where(quoted % 2 == 0, _STEPS[piece], 0)
        levels = depth + np.cumsum(steps, dtype=np.int64)
        if levels.max() > MAX_DEPTH:
            end = start + int(np.argmax(levels > MAX_DEPTH))
            raise TooDeep(line=data.count(b"\n", 0, end) + 1, limit=MAX_DEPTH)
        depth, quotes = int(levels[-1]), int(quoted[-1])
        opened += int(np.count_nonzero(steps > 0))
        if opened > MAX_CONTAINERS:
            raise TooManyPoints(limit=MAX_POINTS)


def _step_of_each_byte() -> NDArray[np.int8]:
    steps = np.zeros(256, dtype=np.int8)
    steps[list(b"[{")], steps[list(b"]}")] = 1, -1
    return steps


_STEPS: Final = _step_of_each_byte()
