"""What signals are taken of: one activity, as the file has it and as it was cleaned."""

from dataclasses import dataclass

from race.activity import Stated
from race.ingest.clean import Notes
from race.track import FloatArray, Track


@dataclass(frozen=True, kw_only=True)
class Recording:
    """One activity between measuring and checking."""

    #: The points of the file, in its order; times in UTC.
    raw: Track
    #: What was measured: times rise, spikes and strays are left out.
    track: Track
    #: Metres run at each point of `track`, shape (n,).
    along: FloatArray
    notes: Notes
    stated: Stated
    #: The format's name in `race.ingest.formats.FORMATS`.
    format: str
