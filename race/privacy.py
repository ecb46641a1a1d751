"""What the public may see of a run. Every public output goes through `public_view`."""

from typing import Final

import numpy as np

from race import geo
from race.metrics import distance_along
from race.track import Track

#: Metres of path hidden at both ends, to which each runner's own random extra is added …
CUT_M: Final = 200.0
#: … drawn once per runner from this range, so that circles around several runs never meet at home.
EXTRA_M: Final = (0.0, 300.0)
#: Metres that one hop adds to the cut at most.
_LONGEST_STEP_M: Final = 50.0
#: Places inside the cut from which the distance by air is taken, at least.
_ORIGINS: Final = 64
#: Decimals of a public coordinate: about one metre.
_DECIMALS: Final = 5


def public_view(track: Track, extra_m: float) -> Track:
    """The middle of a clean track: both ends cut, no clock time, no sensors; empty when too short.

    At each end at least `CUT_M` + `extra_m` of path are left out, and as much more as it takes to
    be 200 m away as the crow flies, so that pacing up and down before a start does not use up the
    cut. The times of what remains begin at 0.
    """
    if len(track) < 2 or not track.positioned.any():
        return track.take(slice(0, 0))
    # A long hop counts as a short one: nobody was seen on the way, and home may lie at its end.
    steps = np.minimum(np.diff(distance_along(track), prepend=0.0), _LONGEST_STEP_M)
    along = np.cumsum(steps)
    cut = CUT_M + extra_m
    first = _first_clear(track, along, cut)
    last = len(track) - 1 - _first_clear(_backwards(track), along[-1] - along[::-1], cut)
    inside = track.take(slice(first, max(last + 1, first)))
    if len(inside) < 2:
        return track.take(slice(0, 0))
    return Track(
        time=inside.time - inside.time[0],
        lat=np.round(inside.lat, _DECIMALS),
        lon=np.round(inside.lon, _DECIMALS),
        ele=np.round(inside.ele, 1),
        segment=inside.segment - inside.segment[0],
    )


def _first_clear(track: Track, along: np.ndarray, cut: float) -> int:
    """Index of the first point past the cut, by path and, where the run gets that far, by air from
    every place inside the cut."""
    east, north = geo.plane(track.lat, track.lon)
    past = along >= cut
    away = past.copy()
    hidden = np.flatnonzero(~past)
    for i in hidden[:: max(1, len(hidden) // _ORIGINS)]:
        away &= np.hypot(east - east[i], north - north[i]) >= CUT_M
    clear = away if away.any() else past
    return int(np.argmax(clear)) if clear.any() else len(track)


def _backwards(track: Track) -> Track:
    return Track(
        time=-track.time[::-1],
        lat=track.lat[::-1],
        lon=track.lon[::-1],
        ele=track.ele[::-1],
        segment=track.segment[-1] - track.segment[::-1],
    )


def masked(name: str) -> str:
    """A minor's name: "Hoàng Thu An" → "H. T. A."."""
    return " ".join(f"{word[0]}." for word in name.split())
