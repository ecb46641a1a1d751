"""One run as pages draw it: its track, the public's or the whole, measured along the way."""

from dataclasses import dataclass

from race.ingest import amending
from race.metrics import distance_along
from race.privacy import public_view
from race.services.access import Role
from race.store import tracks
from race.store.activities import ActivityRow
from race.store.database import Connection
from race.store.entries import EntryRow
from race.track import FloatArray, Track, track_of
from race.verdict import Amends


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
    track = counting(connection, run)
    shown = track if whole else public_view(track, entry.privacy_extra_m)
    return Drawn(track=shown, along=distance_along(shown), public=not whole)


def counting(connection: Connection, run: ActivityRow) -> Track:
    """The clean track of what counts of a run: a referee may have chosen a part."""
    track = tracks.get(connection, run.event_id, run.id)
    if track is None:
        return track_of(time=[], lat=[], lon=[])
    return track if run.amended is None else amending.part(track, Amends(**run.amended))


def sees_whole(role: Role | None, *, mine: bool) -> bool:
    """Who sees a whole track: the runner, and staff who decide."""
    return mine or role is not None
