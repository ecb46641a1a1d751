"""By what copies of runs are found, and what was found. Runs of before have no fingerprint yet.

Revision: 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "fingerprints",
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("activity_id", sa.String(length=64), nullable=False),
        sa.Column("bytes_sha256", sa.String(length=64), nullable=True),
        sa.Column("canonical", sa.String(length=64), nullable=True),
        _of_an_activity("fingerprints"),
        sa.PrimaryKeyConstraint("event_id", "activity_id", name="pk_fingerprints"),
    )
    for column in ("bytes_sha256", "canonical"):
        name = f"ix_fingerprints_event_id_{column}"
        op.create_index(name, "fingerprints", ["event_id", column], unique=False)
    op.create_table(
        "fingerprint_keys",
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("activity_id", sa.String(length=64), nullable=False),
        _of_an_activity("fingerprint_keys"),
        sa.PrimaryKeyConstraint("event_id", "key", "activity_id", name="pk_fingerprint_keys"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_fingerprint_keys_event_id_activity_id",
        "fingerprint_keys",
        ["event_id", "activity_id"],
        unique=False,
    )
    op.create_table(
        "copies",
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("activity_id", sa.String(length=64), nullable=False),
        sa.Column("of_event_id", sa.String(length=64), nullable=False),
        sa.Column("of_activity_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("likeness", JSON, nullable=False),
        _of_an_activity("copies"),
        sa.PrimaryKeyConstraint(
            "event_id", "activity_id", "of_event_id", "of_activity_id", name="pk_copies"
        ),
    )
    op.create_index(
        "ix_copies_of_event_id_of_activity_id",
        "copies",
        ["of_event_id", "of_activity_id"],
        unique=False,
    )


def _of_an_activity(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["event_id", "activity_id"],
        ["activities.event_id", "activities.id"],
        name=f"fk_{table}_event_id_activity_id",
        ondelete="CASCADE",
    )


def downgrade() -> None:
    for table in ("copies", "fingerprint_keys", "fingerprints"):
        op.drop_table(table)
