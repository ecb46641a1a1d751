"""Tables of who may come in."""

from typing import Final

from sqlalchemy import Column, Table, Text

from race.store.tables.base import belongs_to, metadata
from race.store.types import Key, Moment, Sha256

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
    belongs_to("account_id", to="accounts(id)"),
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
    belongs_to("account_id", to="accounts(id)"),
)

setup_links: Final = Table(
    "setup_links",
    metadata,
    Column("token_sha256", Sha256, primary_key=True),
    Column("account_id", Key, nullable=False, index=True),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    belongs_to("account_id", to="accounts(id)"),
)
