"""Two runs in one picture, one drawn over the other, for telling whether they are the same."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from race import geo
from race.drawing import paths
from race.drawing.view import LEAST_SPAN_M, FloatArray, view_of
from race.track import IntArray, Track

#: Points in a line; the two may stray so many units from their tracks.
MOST_POINTS: Final = 500
TOLERANCE: Final = 0.25
#: Both together may be so many times as wide as the larger one; further apart nothing can be seen.
APART: Final = 3.0


@dataclass(frozen=True, kw_only=True)
class PairPicture:
    """What a template needs to draw two routes; units of the view box."""

    width: float
    height: float
    #: The paths of the run below and of the one over it.
    below: str
    above: str
    #: Metres that the scale bar stands for, and its length.
    scale_m: float
    scale: float


def pair_picture(
    *, below: Track, above: Track, size: tuple[float, float] = (360.0, 240.0)
) -> PairPicture | None:
    """Two whole tracks on one ground; None where either has no positions, or where they lie too far
    from each other to be drawn together."""
    runs = [run.take(run.positioned) for run in (below, above)]
    if not all(map(len, runs)):
        return None
    lat = np.concatenate([run.lat for run in runs])
    lon = np.concatenate([run.lon for run in runs])
    ground = np.column_stack(geo.plane(lat, lon))
    first = len(runs[0])
    if _span(ground) > APART * max(_span(ground[:first]), _span(ground[first:])):
        return None
    view = view_of(ground, size)
    at = view.units(ground)
    return PairPicture(
        width=size[0],
        height=size[1],
        below=_line(at[:first], runs[0].segment),
        above=_line(at[first:], runs[1].segment),
        scale_m=view.scale_m,
        scale=round(view.scale_m * view.scale, 1),
    )


def _span(ground: FloatArray) -> float:
    """The longer side of the box around some points, in metres."""
    return max(float(np.ptp(ground, axis=0).max()), LEAST_SPAN_M)


def _line(at: FloatArray, segment: IntArray) -> str:
    kept = paths.thin(at, segment, most=MOST_POINTS, tolerance=TOLERANCE)
    return paths.lines(at[kept], segment[kept])
