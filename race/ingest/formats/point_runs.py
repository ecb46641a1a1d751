"""The points of an XML file all at once, and the rest of it with care: the fast way of GPX and TCX.

A careful reader hears of every element, some 130,000 times in a run of four hours. But in the file
of an app thousands of points stand behind each other in one shape (`point_shapes`). One pattern
finds these runs of points and cuts out their values; what stands between them, a few hundred bytes,
is the **skeleton**, in which an empty element `MARKER` stands for each run. The careful reader
reads the skeleton, so words, sports, segments, laps and damage are its business alone, and puts
`counts[k]` points where the k-th marker stands. A point that the pattern does not know stays in
the skeleton and is read with care in its place.

How a reader uses it::

    runs = point_runs.split(data, "Trackpoint", column)   # None: read `data` with care
    …parse `runs.skeleton`; at each start of an element `MARKER` whose place is one where points
      are read, leave room for the next of `runs.counts` rows…
    …as many markers met in such places as there are counts, and no damage? Then the rows get the
      values of `runs.columns`. Otherwise read `data` with care.

Why that is enough: what the pattern takes is well-formed by itself. Where it stood in a comment, a
CDATA section or an attribute no element is heard of, so the markers do not add up; anywhere else
the file is well-formed exactly where the skeleton is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import nan
from typing import Final

import numpy as np

from race.ingest.formats.decimals import floats
from race.ingest.formats.point_shapes import Path, Shape, shape_of
from race.ingest.formats.times import epochs_s
from race.track import FloatArray

#: The name of the element that stands for a run of points in a skeleton.
MARKER: Final = "run-of-points"

_MARK: Final = f"<{MARKER}/>".encode()
#: Bytes that are split at once: the texts of their points take some 1.5 times as much.
_WINDOW: Final = 1 << 20
#: Values looked at to tell whether a column repeats itself, as heart rates do.
_PROBE: Final = 100

_Texts = Sequence[bytes | None]


@dataclass(frozen=True, kw_only=True)
class Runs:
    """A document taken apart."""

    #: The document with a marker for each run of points, UTF-8.
    skeleton: bytes
    #: The points of each run, in the order of the markers.
    counts: Sequence[int]
    #: One value a point of all runs together, NaN where it has none, shape (sum of counts,). Times
    #: are seconds since 1970 UTC and all name their zone; the rest is what `float` makes of it.
    columns: Mapping[str, FloatArray]
    #: The names of all elements and attributes in the points, with their prefixes.
    names: frozenset[str]


def split(data: bytes, tag: str, column: Callable[[Path], str | None]) -> Runs | None:
    """Take `data` apart at its points, the elements called `tag`; None where care is needed.

    `column` names the column of an attribute of a point, ("@lat",), or of an element by its path
    from the child of the point down, ("Position", "LatitudeDegrees"), None for what is not read;
    "time" is read as ISO 8601. Names come with their prefixes.
    """
    shape = shape_of(data, tag, column)
    if shape is None:
        return None
    pieces: list[bytes] = []
    counts: list[int] = []
    columns: dict[str, list[FloatArray]] = {name: [] for name in shape.columns}
    stride = len(shape.columns) + 1
    for window in _windows(data, b"<" + tag.encode()):
        parts = shape.pattern.split(window)
        _take_out(parts[::stride], pieces, counts)
        values = _values(parts, shape)
        if values is None:
            return None
        for name, found in values.items():
            columns[name].append(found)
    skeleton = b"".join(pieces)
    # A file of another encoding, or one that knows the marker, is not simple.
    if not counts or not _is_utf8(skeleton) or skeleton.count(MARKER.encode()) != len(counts):
        return None
    whole = {name: np.concatenate(found) for name, found in columns.items()}
    return Runs(skeleton=skeleton, counts=counts, columns=whole, names=shape.names)


def _windows(data: bytes, opening: bytes) -> Iterator[bytes]:
    """The bytes in pieces of about `_WINDOW`; only before a point is one cut off."""
    start = 0
    while start < len(data):
        end = data.rfind(opening, start + 1, start + _WINDOW) if start + _WINDOW < len(data) else -1
        if end < 0:
            end = data.find(opening, start + _WINDOW)
        end = len(data) if end < 0 else end
        yield data[start:end]
        start = end


def _take_out(gaps: Sequence[bytes], pieces: list[bytes], counts: list[int]) -> None:
    """Lay what stands between points into `pieces`, a marker for each run, and count its points."""
    points = len(gaps) - 1
    pieces.append(gaps[0])
    if points > 0:
        inside = gaps[1:points]
        breaks = [k for k, gap in enumerate(inside, start=1) if gap] if any(inside) else []
        edges = [0, *breaks, points]
        for first, last in pairwise(edges):
            counts.append(last - first)
            pieces += (_MARK, gaps[last])


def _values(parts: Sequence[bytes], shape: Shape) -> dict[str, FloatArray] | None:
    """The columns of what a pattern was split at; None where a value is none after all."""
    found: dict[str, FloatArray] = {}
    for k, name in enumerate(shape.columns, start=1):
        texts = parts[k :: len(shape.columns) + 1]
        try:
            values = _times(texts) if name == "time" else _numbers(texts)
        except ValueError:
            return None
        found[name] = np.where(np.isnan(values), found[name], values) if name in found else values
    return found


def _numbers(texts: _Texts) -> FloatArray:
    """What `float` makes of each; NaN for None. ValueError where one is no number."""
    if len(set(texts[:_PROBE])) * 2 <= min(len(texts), _PROBE):
        known = {text: nan if text is None else float(text) for text in set(texts)}
        return np.fromiter(map(known.__getitem__, texts), np.float64, len(texts))
    return _of_known(floats, texts)


def _times(texts: _Texts) -> FloatArray:
    """Seconds since 1970 UTC; NaN for None. ValueError where one is written in another way."""
    return _of_known(epochs_s, texts)


def _of_known(convert: Callable[[Sequence[bytes]], FloatArray], texts: _Texts) -> FloatArray:
    known = list(filter(None, texts))
    if len(known) == len(texts):
        return convert(known)
    column = np.full(len(texts), nan)
    if known:
        column[[text is not None for text in texts]] = convert(known)
    return column


def _is_utf8(skeleton: bytes) -> bool:
    try:
        skeleton.decode()
    except UnicodeDecodeError:
        return False
    return True
