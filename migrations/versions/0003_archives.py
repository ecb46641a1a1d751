"""Archives: what was passed over in them, and the job that reads a large one.

Revision: 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "skipped_members",
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("submission_id", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id", "submission_id"],
            ["submissions.event_id", "submissions.id"],
            name="fk_skipped_members_event_id_submissions",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "event_id", "submission_id", "position", name="pk_skipped_members"
        ),
    )
    op.add_column("submissions", sa.Column("job_id", sa.String(length=64), nullable=True))
    op.drop_column("submissions", "skipped")
