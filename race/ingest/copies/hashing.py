"""Numbers that stand for places and moments: spread over 64 bits, and the lowest few of them kept.

The lowest hashes of a set are a fair sample of it, and the same one every time: two sets that share
a third of their elements share about a third of their lowest hashes (bottom-k sketch: E. Cohen and
H. Kaplan, "Summarizing data using bottom-k sketches", PODC 2007).
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from race.track import IntArray

Hashes = NDArray[np.uint64]

#: Constants of splitmix64: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number
#: generators", OOPSLA 2014. Stored keys depend on them: they never change.
_STEP: Final = 0x9E3779B97F4A7C15
_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND: Final = np.uint64(0x94D049BB133111EB)
_BITS: Final = 0xFFFFFFFFFFFFFFFF


def hashed(family: int, *columns: IntArray) -> Hashes:
    """One hash for each row of equally long whole numbers; another one in each family."""
    found = np.full(len(columns[0]), (family * _STEP) & _BITS, dtype=np.uint64)
    for column in columns:
        found = _mixed(found ^ column.astype(np.int64).view(np.uint64))
    return found


def lowest(hashes: Hashes, count: int) -> tuple[int, ...]:
    """The lowest `count` different hashes, as signed numbers, lowest first."""
    several = 16 * count
    if len(hashes) > 2 * several:
        few = np.unique(np.partition(hashes, several)[:several])
        # Fewer when somebody stood still: then all are sorted.
        hashes = few if len(few) >= count else hashes
    return signed(np.unique(hashes)[:count])


def signed(hashes: Hashes) -> tuple[int, ...]:
    """Hashes as numbers that a database keeps."""
    return tuple(hashes.view(np.int64).tolist())


def _mixed(values: Hashes) -> Hashes:
    values = values + np.uint64(_STEP)
    values = (values ^ (values >> np.uint64(30))) * _FIRST
    values = (values ^ (values >> np.uint64(27))) * _SECOND
    return values ^ (values >> np.uint64(31))
