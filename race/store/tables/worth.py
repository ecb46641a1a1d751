"""Tables of what runs are worth."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from race.store.tables.base import belongs_to, metadata, points_at
from race.store.types import Json, Key, Moment, Real, Sha256

results: Final = Table(
    "results",
    metadata,
    Column("event_id", Key, primary_key=True),
    Column("race", Key, primary_key=True),
    Column("bib", Key, primary_key=True),
    Column("status", Key, nullable=False),
    Column("score", BigInteger),
    Column("time_s", Real),
    Column("distance_m", Real),
    Column("elapsed_s", Real),
    Column("moving_s", Real),
    Column("activity_id", Key),
    Column("achieved_at", Real),
    Column("finished", Boolean, nullable=False),
    Column("runs", Integer, nullable=False),
    Column("updated_at", Moment, nullable=False),
    belongs_to("event_id", "bib", "race", to="entry_races(event_id, bib, race)"),
    Index(None, "event_id", "race", "status", "score", "achieved_at", "bib"),
    Index(None, "event_id", "bib"),
)

certificates: Final = Table(
    "certificates",
    metadata,
    Column("code", Key, primary_key=True),
    Column("event_id", Key, nullable=False),
    Column("race", Key, nullable=False),
    Column("bib", Key, nullable=False),
    Column("serial", Integer, nullable=False),
    Column("facts", Json, nullable=False),
    Column("issued_at", Moment, nullable=False),
    Column("replaced_by", Key),
    Column("revoked_at", Moment),
    Column("revoked_reason", Text),
    belongs_to("event_id", "bib", to="entries(event_id, bib)"),
    points_at("event_id", "race", to="races(event_id, slug)"),
    points_at("replaced_by", to="certificates(code)"),
    UniqueConstraint("event_id", "serial"),
    Index(None, "event_id", "race", "bib"),
)

# What was official when: bytes, so that anybody can take their SHA-256 again.
snapshots: Final = Table(
    "snapshots",
    metadata,
    Column("event_id", Key, primary_key=True),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("made_at", Moment, nullable=False),
    Column("account_id", Key),
    Column("reason", Text, nullable=False),
    Column("sha256", Sha256, nullable=False),
    Column("document", LargeBinary, nullable=False),
    belongs_to("event_id", to="events(id)"),
)

# What became of a result after it was official.
late_changes: Final = Table(
    "late_changes",
    metadata,
    Column("event_id", Key, primary_key=True),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("account_id", Key),
    Column("race", Key, nullable=False),
    Column("bib", Key, nullable=False),
    Column("reason", Text, nullable=False),
    Column("before", Json, nullable=False),
    Column("after", Json, nullable=False),
    belongs_to("event_id", "bib", to="entries(event_id, bib)"),
    Index(None, "event_id", "race"),
    Index(None, "event_id", "bib"),
)
