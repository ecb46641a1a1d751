"""Metres, seconds and pace as people write them. Everything inside the program is SI.

Nothing here depends on a language: numbers that need a decimal comma are said by `race.i18n`.
"""

import math
import re
from typing import Final

#: Metres in one unit of each spelling that `parse_distance` knows.
_METRES: Final = {"m": 1.0, "km": 1000.0, "mi": 1609.344}
_DISTANCE: Final = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(km|mi|m)\s*", re.IGNORECASE)

HALF_MARATHON_M: Final = 21097.5
MARATHON_M: Final = 42195.0


def parse_distance(text: str) -> float:
    """ "5km", "21,0975 km", "800 m" or "3.1mi" in metres; ValueError else, and under 1 m."""
    match = _DISTANCE.fullmatch(text)
    metres = float(match[1].replace(",", ".")) * _METRES[match[2].lower()] if match else 0.0
    if metres < 1:
        raise ValueError(f"not a distance: {text!r}; write it like 5km, 800m or 3.1mi")
    return metres


def clock(seconds: float) -> str:
    """A duration as "49:12" or "1:58:42", to the nearest second; "–" when unknown."""
    if not math.isfinite(seconds):
        return "–"
    total = round(seconds)
    sign = "−" if total < 0 else ""
    hours, rest = divmod(abs(total), 3600)
    minutes, secs = divmod(rest, 60)
    return f"{sign}{hours}:{minutes:02d}:{secs:02d}" if hours else f"{sign}{minutes}:{secs:02d}"


def pace(seconds_per_km: float) -> str:
    """A pace as "5:51" (minutes and seconds for one kilometre); "–" when unknown."""
    if not math.isfinite(seconds_per_km):
        return "–"
    minutes, secs = divmod(round(seconds_per_km), 60)
    return f"{minutes}:{secs:02d}"


def pace_s_per_km(distance_m: float, seconds: float) -> float:
    """Seconds for one kilometre; NaN when nothing was run."""
    return seconds * 1000.0 / distance_m if distance_m > 0 else math.nan


def official_seconds(seconds: float) -> int:
    """A measured time as it is published: rounded up to the next whole second.

    World Athletics Technical Rules (2024), rule 19.24: times of races outside the stadium are
    converted to the next longer whole second.
    """
    return math.ceil(round(seconds, 3))


def told_apart(measured_s: float, limit_s: float) -> float:
    """Seconds to be read beside a limit: whole, and on the side of the limit where they are.

    2:59.6 is faster than 3:00, so it is read as 2:59 there and not as 3:00.
    """
    if measured_s == limit_s or round(measured_s) != round(limit_s):
        return measured_s
    return math.floor(measured_s) if measured_s < limit_s else math.ceil(measured_s)
