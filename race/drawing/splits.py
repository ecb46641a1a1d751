"""The kilometres of a run as rows with bars; the part after the last full one stands apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from race.drawing.chart import bar_shares
from race.units import pace_s_per_km

FloatArray = NDArray[np.float64]

#: Metres on both sides over which the elevation at the end of a kilometre is averaged.
HALF_WINDOW_M: Final = 30.0
#: A rest shorter than this (m) has no pace worth a row.
LEAST_REST_M: Final = 10.0


@dataclass(frozen=True, kw_only=True)
class SplitRow:
    """One kilometre, or what came after the last full one."""

    #: 1 for the first kilometre; None for the rest.
    km: int | None
    #: Metres since the start at which it begins.
    from_m: float
    #: 1000, or what the rest measures.
    distance_m: float
    #: Seconds, pauses included.
    elapsed_s: float
    #: Metres gained (or lost) from its start to its end; NaN when unknown.
    rise_m: float
    #: Length of its bar: 1 for the fastest, a half for twice its time.
    share: float

    @property
    def to_m(self) -> float:
        """Metres since the start at which it ends."""
        return self.from_m + self.distance_m

    @property
    def pace_s_per_km(self) -> float:
        """Seconds for one kilometre."""
        return pace_s_per_km(self.distance_m, self.elapsed_s)


def split_rows(
    *,
    full_s: Sequence[float],
    total_m: float,
    total_s: float,
    distance_m: ArrayLike = (),
    elevation_m: ArrayLike = (),
) -> tuple[SplitRow, ...]:
    """Rows from the seconds of each full kilometre, and the rest of `total_m` in `total_s`.

    `distance_m` and `elevation_m` are arrays of shape (n,) for the rises; without them rises are
    NaN. A rest under 10 m is left out.
    """
    lengths = [1000.0] * len(full_s)
    seconds = [float(s) for s in full_s]
    rest_m = total_m - 1000.0 * len(full_s)
    if rest_m >= LEAST_REST_M:
        lengths.append(rest_m)
        seconds.append(total_s - sum(seconds))
    shares = bar_shares([pace_s_per_km(m, s) for m, s in zip(lengths, seconds, strict=True)])
    rises = _rises(distance_m, elevation_m, np.cumsum([0.0, *lengths]))
    return tuple(
        SplitRow(
            km=i + 1 if i < len(full_s) else None,
            from_m=i * 1000.0,
            distance_m=lengths[i],
            elapsed_s=seconds[i],
            rise_m=rises[i],
            share=shares[i],
        )
        for i in range(len(lengths))
    )


def _rises(distance_m: ArrayLike, elevation_m: ArrayLike, edges: FloatArray) -> list[float]:
    metres = np.asarray(distance_m, dtype=np.float64)
    height = np.asarray(elevation_m, dtype=np.float64)
    known = np.isfinite(metres) & np.isfinite(height)
    if known.sum() < 2 or np.ptp(height[known]) == 0:
        return [float("nan")] * (len(edges) - 1)
    metres, height = metres[known], height[known]
    # The mean over a few places around each edge: one point of a satellite says little.
    around = edges[:, None] + np.linspace(-HALF_WINDOW_M, HALF_WINDOW_M, 13)
    means = np.interp(around, metres, height).mean(axis=1)
    rises: list[float] = np.diff(means).tolist()
    return rises
