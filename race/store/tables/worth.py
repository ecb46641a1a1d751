"""Tables of what runs are worth."""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text, UniqueConstraint

from race.store.tables.base import belongs_to, metadata, points_at
from race.store.types import Json, Key, Moment, Real

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
