"""An Activity: one recorded run as the watch saw it, its Track beside what the file states."""

from dataclasses import dataclass
from enum import StrEnum

from race.track import Track


class Sport(StrEnum):
    """What a file says was done. Unknown counts as a run: half of all phone files say nothing."""

    RUN = "run"
    WALK = "walk"
    HIKE = "hike"
    RIDE = "ride"
    SWIM = "swim"
    DRIVE = "drive"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Lap:
    """One lap as the device cut it; None where it says nothing."""

    #: Metres.
    distance_m: float | None = None
    #: Seconds of wall clock, pauses included.
    elapsed_s: float | None = None
    #: Seconds that the device counted.
    timer_s: float | None = None


@dataclass(frozen=True, kw_only=True)
class Stated:
    """What the file itself says; None where it says nothing."""

    sport: Sport = Sport.UNKNOWN
    #: The program that wrote the file, as it names itself.
    app: str | None = None
    #: The watch or phone, as it names itself.
    device: str | None = None
    #: Metres.
    distance_m: float | None = None
    #: Seconds of wall clock, pauses included.
    elapsed_s: float | None = None
    #: Seconds that the device counted, its pauses left out.
    timer_s: float | None = None
    #: Recorded without satellites: a treadmill or a hall.
    indoor: bool = False
    #: When it began, in seconds since 1970 UTC: for what has no points that would tell.
    started_at: float | None = None
    laps: tuple[Lap, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Damage:
    """Where a file breaks off: what stands before was read."""

    #: Line of the file, counted from 1; None in binary formats.
    line: int | None
    #: What the parser said, in English, for the organiser.
    reason: str


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One recorded run inside a file."""

    track: Track
    stated: Stated
    #: The format's name in `race.ingest.formats.FORMATS`.
    format: str
    #: Its name inside an archive; None in a single file.
    member: str | None = None
    #: Times in the file name their zone; where they do not, they were read as UTC.
    zone_known: bool = True
    #: Set when the file breaks off.
    damage: Damage | None = None
    #: SHA-256 of the file's bytes in hex, out of its archive; "" of what only an index tells.
    digest: str = ""


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What the index of an account export says of one run, whose track stands in another file."""

    stated: Stated
    #: The files of its track as the export names them, with or without folders. A word of 16
    #: letters or more may also be the beginning of such a name.
    files: tuple[str, ...] = ()
    #: What was recorded beside the track: times and channels, positions NaN. Joined by time.
    samples: Track | None = None
    #: `started_at` names its zone; where it does not, it was read as UTC.
    zone_known: bool = True
