"""Tables by which copies of runs are found, and what was found."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Index, Table

from race.store.tables.base import belongs_to, metadata
from race.store.types import Json, Key, Sha256

fingerprints: Final = Table(
    "fingerprints",
    metadata,
    Column("event_id", Key, primary_key=True),
    Column("activity_id", Key, primary_key=True),
    Column("bytes_sha256", Sha256),
    Column("canonical", Sha256),
    belongs_to("event_id", "activity_id", to="activities(event_id, id)"),
    Index(None, "event_id", "bytes_sha256"),
    Index(None, "event_id", "canonical"),
)

# Thirty rows a run: a search reads the primary key alone, and the other index is for erasing, which
# would look through all of them otherwise.
fingerprint_keys: Final = Table(
    "fingerprint_keys",
    metadata,
    Column("event_id", Key, primary_key=True),
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("activity_id", Key, primary_key=True),
    belongs_to("event_id", "activity_id", to="activities(event_id, id)"),
    Index(None, "event_id", "activity_id"),
    sqlite_with_rowid=False,
)

# `of_…` is the earlier run. It may have been taken back since: what was found stays with the later.
copies: Final = Table(
    "copies",
    metadata,
    Column("event_id", Key, primary_key=True),
    Column("activity_id", Key, primary_key=True),
    Column("of_event_id", Key, primary_key=True),
    Column("of_activity_id", Key, primary_key=True),
    Column("kind", Key, nullable=False),
    Column("own", Boolean, nullable=False),
    Column("likeness", Json, nullable=False),
    belongs_to("event_id", "activity_id", to="activities(event_id, id)"),
    Index(None, "of_event_id", "of_activity_id"),
)
