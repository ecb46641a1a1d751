"""Tables of the work itself."""

from typing import Final

from sqlalchemy import Column, Index, Integer, Table, Text

from race.store.tables.base import belongs_to, metadata
from race.store.types import Json, Key, Moment

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
    belongs_to("event_id", to="events(id)"),
    belongs_to("event_id", "bib", to="entries(event_id, bib)"),
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
