"""What runs of older versions lack, made up for."""

from typing import Final

from race.ingest.copies import Fingerprint, fingerprint
from race.store import activities, events, fingerprints, submissions, tracks
from race.store.database import Connection, Engine, reading, transaction
from race.store.fingerprints import FingerprintRow

#: Runs of one transaction: nobody else writes meanwhile.
_AT_A_TIME: Final = 20


def index(engine: Engine) -> int:
    """Keep the fingerprints of runs of before there were any, in each event those that came in
    first first; how many that were. Interrupted, it goes on where it stopped."""
    with reading(engine) as connection:
        left = [
            (event.id, activity_id)
            for event in events.every(connection)
            for activity_id in fingerprints.missing(connection, event.id)
        ]
    for first in range(0, len(left), _AT_A_TIME):
        with transaction(engine) as connection:
            for event_id, activity_id in left[first : first + _AT_A_TIME]:
                _index(connection, event_id, activity_id)
    return len(left)


def _index(connection: Connection, event_id: str, activity_id: str) -> None:
    row = activities.get(connection, event_id, activity_id)
    upload = None if row is None else submissions.get(connection, event_id, row.submission_id)
    if row is None or upload is None:  # taken back meanwhile
        return
    track = tracks.get(connection, event_id, activity_id)
    made = Fingerprint() if track is None else fingerprint(track)
    mark = FingerprintRow(
        event_id=event_id,
        activity_id=activity_id,
        bytes_sha256=upload.sha256 if row.member is None else None,
        canonical=made.canonical or None,
    )
    near = fingerprints.near(connection, [event_id], made.keys, at_most=0)
    fingerprints.add(connection, mark, near.free(event_id, made.keys))
