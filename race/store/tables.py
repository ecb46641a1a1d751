"""Every table. Migrations are compared with this file by a test.

* `event_id` stands first in every key of what belongs to an event, so that a table can be spread
  by event. Global are accounts, their sessions, tokens and links, blobs, certificate codes, jobs.
* What belongs to something goes with it (ON DELETE CASCADE): erasing an event or an entry is one
  DELETE. What is only pointed at (a team, a race, an account) cannot vanish while it is needed.
* When something happened here is a `Moment`; when a watch says that something happened is a number
  of seconds since 1970 UTC, as in `race.track`.
* The audit trail and the sequences point at no event, for an entry "event deleted" outlives it.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from race.store.types import Json, Key, Moment, Real, Sha256

metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _belongs_to(*columns: str, to: str, ondelete: str | None = "CASCADE") -> ForeignKeyConstraint:
    """A foreign key whose row goes when its owner goes; `to` is "table(column, column)"."""
    table, names = to.rstrip(")").split("(")
    targets = [f"{table}.{name.strip()}" for name in names.split(",")]
    return ForeignKeyConstraint(columns, targets, ondelete=ondelete)


def _points_at(*columns: str, to: str) -> ForeignKeyConstraint:
    """A foreign key that keeps what it points at from going."""
    return _belongs_to(*columns, to=to, ondelete=None)


# Who may come in.

accounts: Final = Table(
    "accounts",
    metadata,
    Column("id", Key, primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_folded", Text, nullable=False, unique=True),
    Column("password_hash", Text),
    Column("created_at", Moment, nullable=False),
)

sessions: Final = Table(
    "sessions",
    metadata,
    Column("token_sha256", Sha256, primary_key=True),
    Column("account_id", Key, nullable=False, index=True),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("user_agent", Text, nullable=False),
    _belongs_to("account_id", to="accounts(id)"),
)

api_tokens: Final = Table(
    "api_tokens",
    metadata,
    Column("token_sha256", Sha256, primary_key=True),
    Column("id", Key, nullable=False, unique=True),
    Column("account_id", Key, nullable=False, index=True),
    Column("label", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("last_used_at", Moment),
    _belongs_to("account_id", to="accounts(id)"),
)

setup_links: Final = Table(
    "setup_links",
    metadata,
    Column("token_sha256", Sha256, primary_key=True),
    Column("account_id", Key, nullable=False, index=True),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    _belongs_to("account_id", to="accounts(id)"),
)

# What is run.

events: Final = Table(
    "events",
    metadata,
    Column("id", Key, primary_key=True),
    Column("slug", Key, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("organiser", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("contact", Text, nullable=False),
    Column("starts_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("timezone", Key, nullable=False),
    Column("language", Key, nullable=False),
    Column("preset", Key, nullable=False),
    Column("rules", Json, nullable=False),
    Column("rules_version", Integer, nullable=False),
    Column("state", Key, nullable=False),
    Column("sights", Json, nullable=False),
    Column("signatories", Json, nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
)

event_roles: Final = Table(
    "event_roles",
    metadata,
    Column("event_id", Key, primary_key=True),
    Column("account_id", Key, primary_key=True),
    Column("role", Key, nullable=False),
    _belongs_to("event_id", to="events(id)"),
    _belongs_to("account_id", to="accounts(id)"),
    Index(None, "account_id"),
)

races: Final = Table(
    "races",
    metadata,
    Column("event_id", Key, primary_key=True),
    Column("slug", Key, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Key, nullable=False),
    Column("distance_m", Real, nullable=False),
    Column("position", Integer, nullable=False),
    _belongs_to("event_id", to="events(id)"),
)

teams: Final = Table(
    "teams",
    metadata,
    Column("event_id", Key, primary_key=True),
    Column("slug", Key, primary_key=True),
    Column("name", Text, nullable=False),
    Column("parent", Key),
    Column("headcount", Integer),
    Column("position", Integer, nullable=False),
    _belongs_to("event_id", to="events(id)"),
    _points_at("event_id", "parent", to="teams(event_id, slug)"),
)

entries: Final = Table(
    "entries",
    metadata,
    Column("event_id", Key, primary_key=True),
    Column("bib", Key, primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_folded", Text, nullable=False),
    Column("sex", Key, nullable=False),
    Column("birth_date", Date),
    Column("birth_year", Integer),
    Column("team", Key),
    Column("phone", Text),
    Column("email", Text),
    Column("token_sha256", Sha256, nullable=False, unique=True),
    Column("privacy_extra_m", Real, nullable=False),
    Column("consent_at", Moment, nullable=False),
    Column("entered_at", Moment, nullable=False),
    Column("entered_by", Key),
    _belongs_to("event_id", to="events(id)"),
    _points_at("event_id", "team", to="teams(event_id, slug)"),
    _points_at("entered_by", to="accounts(id)"),
    Index(None, "event_id", "name_folded"),
    Index(None, "event_id", "team"),
)

entry_races: Final = Table(
    "entry_races",
    metadata,
    Column("event_id", Key, primary_key=True),
    Column("bib", Key, primary_key=True),
    Column("race", Key, primary_key=True),
    Column("identity", Text, nullable=False),
    Column("entered_at", Moment, nullable=False),
    _belongs_to("event_id", "bib", to="entries(event_id, bib)"),
    _points_at("event_id", "race", to="races(event_id, slug)"),
    UniqueConstraint("event_id", "race", "identity"),
)

runner_sessions: Final = Table(
    "runner_sessions",
    metadata,
    Column("token_sha256", Sha256, primary_key=True),
    Column("event_id", Key, nullable=False),
    Column("bib", Key, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    _belongs_to("event_id", "bib", to="entries(event_id, bib)"),
    Index(None, "event_id", "bib"),
)

# What was run.

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
    _belongs_to("event_id", "bib", to="entries(event_id, bib)"),
    _points_at("sha256", to="blobs(sha256)"),
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
    _belongs_to("event_id", "submission_id", to="submissions(event_id, id)"),
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
    _belongs_to("event_id", "submission_id", to="submissions(event_id, id)"),
    _belongs_to("event_id", "bib", to="entries(event_id, bib)"),
    UniqueConstraint("event_id", "submission_id", "position"),
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
    _belongs_to("event_id", "activity_id", to="activities(event_id, id)"),
)

rulings: Final = Table(
    "rulings",
    metadata,
    Column("event_id", Key, primary_key=True),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("activity_id", Key, nullable=False),
    Column("decision", Key, nullable=False),
    Column("reason", Text, nullable=False),
    Column("account_id", Key, nullable=False),
    Column("decided_at", Moment, nullable=False),
    Column("previous", Key, nullable=False),
    _belongs_to("event_id", "activity_id", to="activities(event_id, id)"),
    _points_at("account_id", to="accounts(id)"),
    Index(None, "event_id", "activity_id"),
)

# What it is worth.

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
    _belongs_to("event_id", "bib", "race", to="entry_races(event_id, bib, race)"),
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
    _belongs_to("event_id", "bib", to="entries(event_id, bib)"),
    _points_at("event_id", "race", to="races(event_id, slug)"),
    _points_at("replaced_by", to="certificates(code)"),
    UniqueConstraint("event_id", "serial"),
    Index(None, "event_id", "race", "bib"),
)

# What is kept about the work itself.

jobs: Final = Table(
    "jobs",
    metadata,
    Column("id", Key, primary_key=True),
    Column("event_id", Key),
    Column("kind", Key, nullable=False),
    Column("subject", Json, nullable=False),
    Column("state", Key, nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer),
    Column("tries", Integer, nullable=False),
    Column("error", Json),
    Column("result", Json),
    Column("asked_by", Key, nullable=False),
    Column("bib", Key),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    _belongs_to("event_id", to="events(id)"),
    _belongs_to("event_id", "bib", to="entries(event_id, bib)"),
    Index(None, "event_id", "bib"),
    Index(None, "state", "updated_at"),
)

audit: Final = Table(
    "audit",
    metadata,
    Column("event_id", Key, primary_key=True),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("account_id", Key),
    Column("action", Key, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Json, nullable=False),
    Index(None, "event_id", "at"),
)

sequences: Final = Table(
    "sequences",
    metadata,
    Column("event_id", Key, primary_key=True),
    Column("name", Key, primary_key=True),
    Column("last", Integer, nullable=False),
)
