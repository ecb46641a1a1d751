"""Every table. Migrations are compared with this package by a test.

* `event_id` stands first in every key of what belongs to an event, so that a table can be spread
  by event. Global are accounts, their sessions, tokens and links, blobs, certificate codes, jobs.
* What belongs to something goes with it (ON DELETE CASCADE): erasing an event or an entry is one
  DELETE. What is only pointed at (a team, a race, an account) cannot vanish while it is needed.
* When something happened here is a `Moment`; when a watch says that something happened is a number
  of seconds since 1970 UTC, as in `race.track`.
* The audit trail and the sequences point at no event, for an entry "event deleted" outlives it.
"""

from race.store.tables.base import metadata
from race.store.tables.competition import (
    entries,
    entry_races,
    event_roles,
    events,
    races,
    rules_versions,
    runner_sessions,
    teams,
)
from race.store.tables.copying import copies, fingerprint_keys, fingerprints
from race.store.tables.people import accounts, api_tokens, sessions, setup_links
from race.store.tables.running import (
    activities,
    blobs,
    skipped_members,
    submissions,
    tracks,
)
from race.store.tables.saying import notices, remarks, rulings
from race.store.tables.work import audit, jobs, sequences
from race.store.tables.worth import certificates, late_changes, results, snapshots

__all__ = [
    "accounts",
    "activities",
    "api_tokens",
    "audit",
    "blobs",
    "certificates",
    "copies",
    "entries",
    "entry_races",
    "event_roles",
    "events",
    "fingerprint_keys",
    "fingerprints",
    "jobs",
    "late_changes",
    "metadata",
    "notices",
    "races",
    "remarks",
    "results",
    "rules_versions",
    "rulings",
    "runner_sessions",
    "sequences",
    "sessions",
    "setup_links",
    "skipped_members",
    "snapshots",
    "submissions",
    "teams",
    "tracks",
]
