"""Room for words beside a line: of a few places around a point, the one that hides least."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
Anchor = Literal["start", "middle", "end"]

#: Height of a line of words in units, and how far it stands from its point.
HEIGHT: Final = 14.0
OFF: Final = 13.0
#: Where words can stand: anchor, then the direction of their middle line.
PLACES: Final[Sequence[tuple[Anchor, float, float]]] = (
    ("middle", 0, 1),
    ("end", -1, 0),
    ("start", 1, 0),
    ("middle", 0, -1),
    ("end", -0.8, 0.9),
    ("start", 0.8, 0.9),
    ("end", -0.8, -0.9),
    ("start", 0.8, -0.9),
)


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle in units."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, x: float, y: float, radius: float) -> "Box":
        """The square around a circle."""
        return cls(left=x - radius, top=y - radius, right=x + radius, bottom=y + radius)

    def meets(self, other: "Box") -> bool:
        """Whether two boxes have area in common."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def within(self, size: tuple[float, float]) -> bool:
        """Whether the box lies in a picture of this width and height."""
        wide = self.left >= 0 and self.right <= size[0]
        return wide and self.top >= 0 and self.bottom <= size[1]

    def holds(self, points: FloatArray) -> int:
        """How many of `points`, shape (n, 2), lie in the box."""
        low, high = (self.left, self.top), (self.right, self.bottom)
        return int(((points > low) & (points < high)).all(axis=1).sum())


@dataclass(frozen=True, kw_only=True)
class Label:
    """A point and the place of its words; units."""

    #: The point.
    x: float
    y: float
    #: The base line of the words, and which end of them stands there.
    text_x: float
    text_y: float
    anchor: Anchor
    #: What the words take up.
    box: Box


@dataclass(kw_only=True, eq=False)
class Room:
    """What a picture has room for; every label placed takes some of it away."""

    #: Points of the line, shape (n, 2), units.
    line: FloatArray
    #: Width and height of the picture.
    size: tuple[float, float]
    #: What is taken already.
    taken: list[Box] = field(default_factory=list)

    def place(self, point: FloatArray, *, width: float) -> Label:
        """The best place for words of `width` units beside `point`.

        Leaving the picture is worst, standing on other words or stones next, and after that every
        stretch of the line that is covered counts.
        """
        along = _dense(self.line)

        def harm(label: Label) -> int:
            covered = sum(label.box.meets(other) for other in self.taken)
            outside = not label.box.within(self.size)
            return 10_000 * outside + 500 * covered + label.box.holds(along)

        label = min((_label(point, width, how) for how in PLACES), key=harm)
        self.taken.append(label.box)
        return label


def _dense(line: FloatArray) -> FloatArray:
    """The line with the middles of its steps, so that long straight steps count as well."""
    thirds = [line[:-1] + (line[1:] - line[:-1]) * share for share in (0.25, 0.5, 0.75)]
    return np.vstack((line, *thirds))


def _label(point: FloatArray, width: float, how: tuple[Anchor, float, float]) -> Label:
    anchor, across, down = how
    x, y = round(float(point[0]), 1), round(float(point[1]), 1)
    text_x, middle = round(x + across * OFF, 1), y + down * (OFF + HEIGHT / 4)
    left = {"start": text_x, "middle": text_x - width / 2, "end": text_x - width}[anchor]
    box = Box(left=left, top=middle - HEIGHT / 2, right=left + width, bottom=middle + HEIGHT / 2)
    return Label(
        x=x, y=y, text_x=text_x, text_y=round(middle + HEIGHT / 4, 1), anchor=anchor, box=box
    )
