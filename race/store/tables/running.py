"""Tables of what was run."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from race.store.tables.base import belongs_to, metadata, points_at
from race.store.types import Json, Key, Moment, Real, Sha256

blobs: Final = Table(
    "blobs",
    metadata,
    Column("sha256", Sha256, primary_key=True),
    Column("bytes", BigInteger, nullable=False),
    Column("created_at", Moment, nullable=False),
)

submissions: Final = Table(
    "submissions",
    metadata,
    Column("event_id", Key, primary_key=True),
    Column("id", Key, primary_key=True),
    Column("bib", Key, nullable=False),
    Column("sha256", Sha256, nullable=False),
    Column("filename", Text, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("sent_by", Key, nullable=False),
    Column("state", Key, nullable=False),
    Column("format", Key),
    Column("error", Json),
    Column("job_id", Key),
    belongs_to("event_id", "bib", to="entries(event_id, bib)"),
    points_at("sha256", to="blobs(sha256)"),
    UniqueConstraint("event_id", "bib", "sha256"),
    Index(None, "event_id", "received_at"),
    Index(None, "sha256"),
)

skipped_members: Final = Table(
    "skipped_members",
    metadata,
    Column("event_id", Key, primary_key=True),
    Column("submission_id", Key, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("member", Text, nullable=False),
    Column("code", Key, nullable=False),
    Column("text", Text, nullable=False),
    Column("facts", Json, nullable=False),
    belongs_to("event_id", "submission_id", to="submissions(event_id, id)"),
)

activities: Final = Table(
    "activities",
    metadata,
    Column("event_id", Key, primary_key=True),
    Column("id", Key, primary_key=True),
    Column("submission_id", Key, nullable=False),
    Column("bib", Key, nullable=False),
    Column("position", Integer, nullable=False),
    Column("member", Text),
    Column("sport", Key, nullable=False),
    Column("started_at", Real),
    Column("ended_at", Real),
    Column("distance_m", Real),
    Column("official_distance_m", Real),
    Column("elapsed_s", Real),
    Column("stated", Json, nullable=False),
    Column("metrics", Json, nullable=False),
    Column("flags", Json, nullable=False),
    Column("verdict", Key, nullable=False),
    Column("rules_version", Integer, nullable=False),
    Column("examined_at", Moment, nullable=False),
    Column("state", Key, nullable=False),
    Column("known", Json),
    Column("amended", Json),
    Column("waits", Key),
    Column("number", Integer, nullable=False),
    belongs_to("event_id", "submission_id", to="submissions(event_id, id)"),
    belongs_to("event_id", "bib", to="entries(event_id, bib)"),
    UniqueConstraint("event_id", "submission_id", "position"),
    Index(None, "event_id", "waits"),
    # Empty once runs of before it was kept have been given it: what is left is found at once.
    Index(
        "ix_activities_known_missing",
        "event_id",
        "id",
        sqlite_where=text("known IS NULL"),
        postgresql_where=text("known IS NULL"),
    ),
    Index(None, "event_id", "bib", "started_at"),
    Index(None, "event_id", "state", "examined_at"),
    Index(None, "event_id", "started_at"),
)

tracks: Final = Table(
    "tracks",
    metadata,
    Column("event_id", Key, primary_key=True),
    Column("activity_id", Key, primary_key=True),
    Column("data", LargeBinary, nullable=False),
    belongs_to("event_id", "activity_id", to="activities(event_id, id)"),
)
