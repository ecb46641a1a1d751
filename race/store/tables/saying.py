"""Tables of what people said about runs, and of what runners are told."""

from typing import Final

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text

from race.store.tables.base import belongs_to, metadata, points_at
from race.store.types import Json, Key, Moment

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
    Column("amends", Json),
    Column("card", Boolean, nullable=False),
    belongs_to("event_id", "activity_id", to="activities(event_id, id)"),
    points_at("account_id", to="accounts(id)"),
    Index(None, "event_id", "activity_id"),
)

# `bib` is who said it, the runner or, of a report, another one: nobody is told who.
remarks: Final = Table(
    "remarks",
    metadata,
    Column("event_id", Key, primary_key=True),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("activity_id", Key, nullable=False),
    Column("kind", Key, nullable=False),
    Column("bib", Key, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
    belongs_to("event_id", "activity_id", to="activities(event_id, id)"),
    belongs_to("event_id", "bib", to="entries(event_id, bib)"),
    Index(None, "event_id", "activity_id"),
    Index(None, "event_id", "bib"),
)

# A notice outlives the run that it is about: somebody took it back.
notices: Final = Table(
    "notices",
    metadata,
    Column("event_id", Key, primary_key=True),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("bib", Key, nullable=False),
    Column("at", Moment, nullable=False),
    Column("kind", Key, nullable=False),
    Column("activity_id", Key),
    Column("facts", Json, nullable=False),
    Column("mail", Key),
    belongs_to("event_id", "bib", to="entries(event_id, bib)"),
    Index(None, "event_id", "bib"),
    Index(None, "event_id", "mail"),
)
