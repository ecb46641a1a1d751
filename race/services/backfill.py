"""What runs of older versions lack, made up for."""

import math
from collections.abc import Mapping
from typing import Any, Final

from race.ingest import values
from race.ingest.copies import Copied, Fingerprint, Kind, Likeness, fingerprint
from race.store import activities, events, fingerprints, submissions, tracks
from race.store.activities import ActivityRow
from race.store.database import Connection, Engine, reading, transaction
from race.store.fingerprints import CopyRow, FingerprintRow

#: Runs of one transaction, in which nobody else writes: some are measured, others only looked up.
_AT_A_TIME: Final = 20
_LOOKED_UP_AT_A_TIME: Final = 100


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


def remember(engine: Engine) -> int:
    """Keep what was known of others when runs of before came in, so that they can be judged again:
    by what was found to be a copy of what, and by their findings; how many that were. Interrupted,
    it goes on where it stopped; fingerprints first."""
    with reading(engine) as connection:
        left = [
            (event.id, activity_id)
            for event in events.every(connection)
            for activity_id in activities.without_known(connection, event.id)
        ]
    for first in range(0, len(left), _LOOKED_UP_AT_A_TIME):
        with transaction(engine) as connection:
            for event_id, activity_id in left[first : first + _LOOKED_UP_AT_A_TIME]:
                row = activities.get(connection, event_id, activity_id)
                if row is not None:  # not taken back meanwhile
                    known = _known(connection, row)
                    activities.set_known(connection, event_id, activity_id, known)
    return len(left)


def _known(connection: Connection, row: ActivityRow) -> dict[str, Any]:
    """As `race.services.copying.known` writes it."""
    same_file = [flag["measured"] for flag in row.flags if flag["code"] == "DUP_SAME_FILE"]
    return {
        "same_file": int(sum(same_file)),
        "copies": values.plain(_copies(connection, row)),
    }


def _copies(connection: Connection, row: ActivityRow) -> list[Copied]:
    """The earlier runs that a run looks like, those that came in first first; what lies in the same
    bytes is counted elsewhere."""
    me = (row.event_id, row.id)
    found = {
        (each.of_event_id, each.of_activity_id): each
        for each in fingerprints.copies_with(connection, row.event_id, row.id)
        if (each.event_id, each.activity_id) == me
    }
    if not found:
        return []
    lies_in = fingerprints.bytes_of(connection, [me, *found])
    mine = lies_in.get(me)
    others = {
        run: copy
        for run, copy in found.items()
        if copy.kind != Kind.SAME or mine is None or lies_in.get(run) != mine
    }
    return _told(connection, others) if others else []


def _told(connection: Connection, copies: Mapping[tuple[str, str], CopyRow]) -> list[Copied]:
    """Copies by the earlier run (event, run). One that was taken back since comes last, and nobody
    knows any more whose it was."""
    there = fingerprints.candidates(connection, copies.keys())
    runs = {(each.event_id, each.activity_id): each for each in there}
    told = []
    for event_id, activity_id in [*runs, *sorted(copies.keys() - runs.keys())]:
        copy, run = copies[event_id, activity_id], runs.get((event_id, activity_id))
        began = None if run is None else run.started_at
        told.append(
            Copied(
                activity=activity_id,
                bib="" if run is None else run.bib,
                event=event_id,
                kind=Kind(copy.kind),
                likeness=values.of(Likeness, copy.likeness),
                own=copy.own,
                started_at=math.nan if began is None else began,
            )
        )
    return told
