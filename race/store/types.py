"""The column types of ours: each stands for the same values on SQLite and on PostgreSQL."""

import math
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import JSON, DateTime, Dialect, Double, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """When something happened here: an aware datetime, kept and returned in UTC.

    SQLite keeps it as text that sorts by time. A datetime without a zone is a ValueError: nobody
    can say which moment it is.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a moment needs a time zone: {value!r}")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Real(TypeDecorator[float]):
    """A measured number. NaN, which is our "unknown", is kept as NULL on every engine."""

    impl = Double
    cache_ok = True

    def process_bind_param(self, value: float | None, dialect: Dialect) -> float | None:
        return None if value is None or math.isnan(value) else value


#: The name of a thing of ours, or a word from a fixed list.
Key: Final = String(64)
#: A SHA-256 in hexadecimal.
Sha256: Final = String(64)
#: JSON values; NaN is refused by the engine's serializer, for PostgreSQL cannot keep it.
Json: Final = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
