"""Which of two distances counts: what the device states, or what we measure."""

import math
from typing import Final

#: Share by which what a device states may differ from ours and still count (honest runs are
#: further apart in 4.0 % of cases) …
STATED_COUNTS: Final = 0.05
#: … and beyond which a person looks (1.6 % of honest runs).
STATED_REVIEWED: Final = 0.15


def official_distance(ours_m: float, stated_m: float | None, *, walked: bool) -> float:
    """The distance that counts, in metres; NaN when nobody knows one.

    What the device states, when it is within 5 % of ours; the smaller of both beyond (and a run
    more than 15 % apart is looked at by a person). Of a walk always the smaller: satellites add
    13.7 % to a walk in the median. Indoors, where ours is the device's own count and the stated one
    its runner's correction, the same holds: a small one is believed, a large one wins nothing.
    """
    if stated_m is None or not math.isfinite(stated_m):
        return ours_m
    if not math.isfinite(ours_m):
        return math.nan
    if walked:
        return min(ours_m, stated_m)
    return stated_m if mismatch(ours_m, stated_m) <= STATED_COUNTS else min(ours_m, stated_m)


def mismatch(ours_m: float, stated_m: float) -> float:
    """How far ours and the stated distance are apart, as a share of ours; inf when ours is 0."""
    return abs(ours_m - stated_m) / ours_m if ours_m > 0 else math.inf
