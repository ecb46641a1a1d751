"""Tables of what is run, and by whom."""

from typing import Final

from sqlalchemy import Boolean, Column, Date, Index, Integer, Table, Text, UniqueConstraint

from race.store.tables.base import belongs_to, metadata, points_at
from race.store.types import Json, Key, Moment, Real, Sha256

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
    Column("procedure", Json, nullable=False),
    Column("closed_at", Moment),
)

rules_versions: Final = Table(
    "rules_versions",
    metadata,
    Column("event_id", Key, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("rules", Json, nullable=False),
    Column("reason", Text, nullable=False),
    Column("account_id", Key),
    Column("published_at", Moment, nullable=False),
    Column("job_id", Key),
    belongs_to("event_id", to="events(id)"),
    points_at("account_id", to="accounts(id)"),
)

event_roles: Final = Table(
    "event_roles",
    metadata,
    Column("event_id", Key, primary_key=True),
    Column("account_id", Key, primary_key=True),
    Column("role", Key, nullable=False),
    belongs_to("event_id", to="events(id)"),
    belongs_to("account_id", to="accounts(id)"),
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
    belongs_to("event_id", to="events(id)"),
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
    belongs_to("event_id", to="events(id)"),
    points_at("event_id", "parent", to="teams(event_id, slug)"),
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
    Column("visited_at", Moment),
    Column("visited_before", Moment),
    belongs_to("event_id", to="events(id)"),
    points_at("event_id", "team", to="teams(event_id, slug)"),
    points_at("entered_by", to="accounts(id)"),
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
    belongs_to("event_id", "bib", to="entries(event_id, bib)"),
    points_at("event_id", "race", to="races(event_id, slug)"),
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
    belongs_to("event_id", "bib", to="entries(event_id, bib)"),
    Index(None, "event_id", "bib"),
)
