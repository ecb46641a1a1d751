"""One run as pages draw it: its track, the public's or the whole, measured along the way."""

from dataclasses import dataclass

from race.metrics import distance_along
from race.privacy import public_view
from race.services.access import Role
from race.store import activities
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.store.entries import EntryRow
from race.track import FloatArray, Track, track_of


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """What may be drawn of a run."""

    track: Track
    #: Metres at each point of `track`, from its own first point.
    along: FloatArray
    #: Both ends are cut.
    public: bool


def drawn(connection: Connection, run: ActivityRow, entry: EntryRow, *, whole: bool) -> Drawn:
    """The track of a run: whole for the runner and staff, cut for everybody else."""
    track = activities.track(connection, run.event_id, run.id)
    if track is None:
        track = track_of(time=[], lat=[], lon=[])
    shown = track if whole else public_view(track, entry.privacy_extra_m)
    return Drawn(track=shown, along=distance_along(shown), public=not whole)


def sees_whole(role: Role | None, *, mine: bool) -> bool:
    """Who sees a whole track: the runner, and staff who decide."""
    return mine or role is not None
