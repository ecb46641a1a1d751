"""Marks on a line that must not hide one another."""

from collections.abc import Sequence


def spread(places: Sequence[float], *, apart: float, low: float, high: float) -> tuple[float, ...]:
    """`places` moved as little as it takes to lie `apart` from each other between `low` and `high`.

    They keep their order along the line; where they do not all fit, the last ones lie closer.
    """
    order = sorted(range(len(places)), key=places.__getitem__)
    moved = list(places)
    least = low
    for i in order:
        moved[i] = max(moved[i], least)
        least = moved[i] + apart
    most = high
    for i in reversed(order):
        moved[i] = max(min(moved[i], most), low)
        most = moved[i] - apart
    return tuple(moved)
