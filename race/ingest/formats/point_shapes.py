"""The shape in which one file writes its points, learnt from some of them, as a pattern.

An app writes every point of a file alike: the same elements in the same order under the same
prefixes, some of them left out where it knew nothing. So a few points tell what all may look like,
whichever app it was.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

#: Points that are looked at, spread over the file.
_SAMPLES: Final = 16
#: Bytes of a sample: the longest point we know has 700.
_SAMPLE_BYTES: Final = 4096
#: Elements in a point, and levels of them; the most we know are 19 and 4. Each makes the pattern
#: slower to build.
_MOST_ELEMENTS: Final = 64
_MOST_LEVELS: Final = 8

#: White space between elements.
_BLANK: Final = rb"[ \t\r\n]*+"
#: A number, or what looks like one: `float` has the last word.
_NUMBER: Final = rb"([-+.0-9eE]{1,64}+)"
#: A time, or what looks like one: `times.epochs_s` has the last word.
_TIME: Final = rb"([-+.:0-9TZ]{16,40}+)"
#: Text or an attribute that is not read: printable ASCII that means itself everywhere in XML.
_UNREAD: Final = rb"""[^<>&\]"'\x00-\x1f\x7f-\xff]*+"""
#: Attributes are repeated to the letter, so they may hold nothing that XML writes in two ways.
_PLAIN: Final = re.compile(r"[\w:/.# +-]*", re.ASCII)
_NAME: Final = re.compile(r"[\w:.-]+", re.ASCII)

#: What an element of a point is called, from the child of the point down, each with its prefix;
#: ("@lat",) is an attribute of the point itself.
Path = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Shape:
    """How a file writes a point."""

    #: One whole point and the white space after it; a group for each of `columns`.
    pattern: re.Pattern[bytes]
    #: What the groups hold, in their order; "time" is a time and the rest are numbers. Where a
    #: name comes twice the last group that took part counts.
    columns: Sequence[str]
    #: The names of all elements and attributes in a point, with their prefixes.
    names: frozenset[str]


@dataclass(kw_only=True)
class _Element:
    """An element as it opens, and the children that it was seen with, in their order."""

    attributes: dict[str, str]
    children: dict[str, "_Element"] = field(default_factory=dict)

    def merge(self, other: "_Element") -> None:
        """Take in the children of another of its kind: new ones behind those they stood behind."""
        order = list(self.children)
        place = 0
        for name, child in other.children.items():
            if name in self.children:
                self.children[name].merge(child)
                place = order.index(name) + 1
            else:
                order.insert(place, name)
                self.children[name] = child
                place += 1
        self.children = {name: self.children[name] for name in order}


def shape_of(data: bytes, tag: str, column: Callable[[Path], str | None]) -> Shape | None:
    """The shape of the elements called `tag` in `data`; None where there is none that is simple.

    `column` names the column that an attribute of the point or an element at a path belongs to,
    None where it is not read.
    """
    samples = [found for sample in _samples(data, tag) if (found := _tree(sample)) is not None]
    if not samples:
        return None
    point = samples[0]
    for other in samples[1:]:
        point.merge(other)
    writer = _PatternWriter(column=column)
    pattern = writer.point(tag, point)
    if not writer.simple:
        return None
    columns = tuple(writer.columns)
    return Shape(pattern=re.compile(pattern), columns=columns, names=frozenset(writer.names))


def _samples(data: bytes, tag: str) -> Iterator[bytes]:
    opening = re.search(rb"<" + re.escape(tag.encode()) + rb"[ >]", data)
    if opening is None:
        return
    for k in range(_SAMPLES):
        start = data.find(opening[0], len(data) * k // _SAMPLES)
        if start < 0:
            return
        yield data[start : start + _SAMPLE_BYTES]


def _tree(sample: bytes) -> _Element | None:
    """The element that a sample begins with; None where it is not whole, too deep, or no XML."""
    parser = expat.ParserCreate("utf-8")
    above: list[_Element] = [_Element(attributes={})]
    whole: list[_Element] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        element = _Element(attributes=attributes)
        above[-1].children[name] = element
        above.append(element)
        if len(above) > _MOST_LEVELS:
            parser.StartElementHandler = parser.EndElementHandler = None

    def end(_: str) -> None:
        done = above.pop()
        if len(above) == 1:
            whole.append(done)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(sample, True)
    except expat.ExpatError:
        pass  # of course: behind the point comes the next
    finally:
        parser.StartElementHandler = parser.EndElementHandler = None
    return whole[0] if whole else None


@dataclass(kw_only=True)
class _PatternWriter:
    """Writes the pattern of a point, and what it met on the way."""

    #: As in `shape_of`.
    column: Callable[[Path], str | None]
    #: The column of each group.
    columns: list[str] = field(default_factory=list)
    #: Of elements and attributes.
    names: set[str] = field(default_factory=set)
    #: Elements inside the point.
    elements: int = 0
    #: Nothing was met that a pattern cannot say.
    simple: bool = True

    def point(self, tag: str, element: _Element) -> bytes:
        self._name(tag)
        escaped = re.escape(tag.encode())
        opening = b"<" + escaped
        for name in element.attributes:
            self._name(name)
            opening += b" " + re.escape(name.encode()) + b'="' + self._value((f"@{name}",)) + b'"'
        inside = self._children((), element)
        closing = b"</" + escaped + b">"
        return opening + b"(?:>" + _BLANK + inside + closing + b"|/>)" + _BLANK

    def _children(self, path: Path, element: _Element) -> bytes:
        self.elements += len(element.children)
        if self.elements > _MOST_ELEMENTS:
            self.simple = False
            return b""
        parts = (self._element((*path, name), child) for name, child in element.children.items())
        return b"".join(parts)

    def _element(self, path: Path, element: _Element) -> bytes:
        name = path[-1]
        self._name(name)
        tag = re.escape(name.encode())
        opening = b"<" + tag + b"".join(self._literal(*each) for each in element.attributes.items())
        if element.children:
            self.simple &= self.column(path) is None
            inside = _BLANK + self._children(path, element)
        else:
            inside = self._value(path)
        return b"(?:" + opening + b">" + inside + b"</" + tag + b">" + _BLANK + b")?+"

    def _value(self, path: Path) -> bytes:
        column = self.column(path)
        if column is None:
            return _UNREAD
        # Of two times the last would count even where it is none, which no group tells.
        self.simple &= column != "time" or column not in self.columns
        self.columns.append(column)
        return _TIME if column == "time" else _NUMBER

    def _literal(self, name: str, value: str) -> bytes:
        self._name(name)
        self.simple &= _PLAIN.fullmatch(value) is not None
        return re.escape(f' {name}="{value}"'.encode())

    def _name(self, name: str) -> None:
        self.simple &= _NAME.fullmatch(name) is not None
        self.names.add(name)
