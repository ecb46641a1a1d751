"""Corrections as somebody types them: a clock, a start time, a place by kilometre or by time."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from race.errors import InvalidField
from race.i18n import N_

#: "1:02:30" or "62:30".
_CLOCK: Final = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):([0-5]?\d)")
#: "1,5", "km 1.5", "1,5 km".
_KM: Final = re.compile(r"(?:km)?\s*(\d{1,4}(?:[.,]\d{1,4})?)\s*(?:km)?", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place of a run: by what was run until there, or by how long that took; one is known."""

    metres: float | None = None
    seconds: float | None = None


def place(text: str) -> Place | None:
    """A place as it was typed; None for nothing. InvalidField for anything else."""
    bare = text.strip()
    if not bare:
        return None
    clock, km = _CLOCK.fullmatch(bare), _KM.fullmatch(bare)
    if clock is not None:
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return Place(seconds=hours * 3600.0 + minutes * 60.0 + seconds)
    if km is None:
        raise InvalidField(field=N_("part"), reason=N_("Write km such as 1.5, or time as 12:30."))
    return Place(metres=float(km[1].replace(",", ".")) * 1000)


def shift_s(way: str, hours: str, minutes: str, seconds: str) -> float:
    """Seconds by which a clock was slow ("+") or fast ("-"). InvalidField for what is no number."""
    parts = [part.strip() or "0" for part in (hours, minutes, seconds)]
    if not all(part.isascii() and part.isdigit() and len(part) < 6 for part in parts):
        raise InvalidField(field=N_("clock"), reason=N_("Hours, minutes and seconds are numbers."))
    whole = sum(int(part) * unit for part, unit in zip(parts, (3600, 60, 1), strict=True))
    return float(-whole if way == "-" else whole)


def moment(text: str, zone: ZoneInfo) -> datetime:
    """A moment as a browser writes it, in the event's zone. InvalidField for anything else."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise InvalidField(
            field=N_("clock"), reason=N_("Write the start as day and time.")
        ) from None
    return found.replace(tzinfo=zone)
