"""How metres of ground become units of a picture: north up, one scale both ways."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

#: Units kept free around the route, for stones, words and the scale: left, top, right, bottom.
PADDING: Final = (34.0, 34.0, 34.0, 48.0)
#: Metres across the picture at least, so that a runner who stood still does not fill it with noise.
LEAST_SPAN_M: Final = 60.0
#: A box this many times wider than the box of 98 % of the points is the work of a few lost points
#: (null island, a jump to the next province): the line to them leaves the picture.
JUMP: Final = 4.0
#: Metres that a scale bar may stand for, and its longest length in units.
SCALES_M: Final = tuple(n * 10.0**power for power in range(1, 7) for n in (1, 2, 5))
SCALE_MOST: Final = 90.0


@dataclass(frozen=True, kw_only=True)
class View:
    """How metres become units: one scale both ways, the middle in the middle."""

    #: Metres east and north of the middle of what is seen.
    middle: tuple[float, float]
    #: Units of the middle of the room for the line.
    centre: tuple[float, float]
    #: Units per metre.
    scale: float
    #: Width and height in units.
    size: tuple[float, float]

    @property
    def scale_m(self) -> float:
        """A round number of metres for a scale bar."""
        fitting = (m for m in SCALES_M if m * self.scale <= SCALE_MOST)
        return max(fitting, default=SCALES_M[0])

    def units(self, plane: FloatArray) -> FloatArray:
        """Units of points in metres, shape (n, 2); far points stop one picture outside."""
        at = (plane - self.middle) * (self.scale, -self.scale) + self.centre
        width, height = self.size
        return np.clip(at, (-width, -height), (2 * width, 2 * height))


def view_of(plane: FloatArray, size: tuple[float, float]) -> View:
    """How these points (metres, shape (n, 2)) fill a picture; none may be unknown."""
    left, top, right, bottom = PADDING
    room = (size[0] - left - right, size[1] - top - bottom)
    low, high = _seen(plane)
    span = np.maximum(high - low, LEAST_SPAN_M)
    middle = (low + high) / 2
    return View(
        middle=(float(middle[0]), float(middle[1])),
        centre=(left + room[0] / 2, top + room[1] / 2),
        scale=float(min(room / span)),
        size=size,
    )


def _seen(plane: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The lower left and upper right corner of what is shown, in metres."""
    low, high = plane.min(axis=0), plane.max(axis=0)
    most_low, most_high = np.percentile(plane, [1, 99], axis=0)
    inner = np.maximum(most_high - most_low, LEAST_SPAN_M)
    if ((high - low) > JUMP * inner).any():
        return most_low - inner * 0.05, most_high + inner * 0.05
    return low, high
