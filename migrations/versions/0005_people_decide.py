"""Rules as versions, what people say about runs, what runners are told, official results.

Revision: 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    _columns()
    _rules()
    _saying()
    _official()


def _columns() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("events", sa.Column("procedure", JSON, nullable=False, server_default="{}"))
    op.add_column("events", sa.Column("closed_at", moment, nullable=True))
    for name in ("visited_at", "visited_before"):
        op.add_column("entries", sa.Column(name, moment, nullable=True))
    for name in ("known", "amended"):
        op.add_column("activities", sa.Column(name, JSON, nullable=True))
    op.add_column("activities", sa.Column("waits", sa.String(length=64), nullable=True))
    op.add_column(
        "activities", sa.Column("number", sa.Integer(), nullable=False, server_default="0")
    )
    op.create_index("ix_activities_event_id_waits", "activities", ["event_id", "waits"])
    op.create_index(
        "ix_activities_known_missing",
        "activities",
        ["event_id", "id"],
        sqlite_where=sa.text("known IS NULL"),
        postgresql_where=sa.text("known IS NULL"),
    )
    op.add_column("rulings", sa.Column("amends", JSON, nullable=True))
    op.add_column(
        "rulings", sa.Column("card", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.execute("UPDATE activities SET waits = 'review' WHERE state = 'review'")
    op.execute(
        "UPDATE activities SET waits = 'asked' WHERE state = 'review' AND 'ask' = ("
        "SELECT decision FROM rulings WHERE rulings.event_id = activities.event_id "
        "AND rulings.activity_id = activities.id ORDER BY rulings.id DESC LIMIT 1)"
    )
    op.execute(
        "UPDATE events SET closed_at = CURRENT_TIMESTAMP WHERE state IN ('closed', 'final')"
    )


def _rules() -> None:
    op.create_table(
        "rules_versions",
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rules", JSON, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("job_id", sa.String(length=64), nullable=True),
        _of_event("rules_versions"),
        _of_account("rules_versions"),
        sa.PrimaryKeyConstraint("event_id", "version", name="pk_rules_versions"),
    )
    op.execute(
        "INSERT INTO rules_versions (event_id, version, rules, reason, published_at) "
        "SELECT id, rules_version, rules, '', created_at FROM events"
    )


def _saying() -> None:
    op.create_table(
        "remarks",
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("activity_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("bib", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id", "activity_id"],
            ["activities.event_id", "activities.id"],
            name="fk_remarks_event_id_activity_id",
            ondelete="CASCADE",
        ),
        _of_entry("remarks"),
        sa.PrimaryKeyConstraint("event_id", "id", name="pk_remarks"),
    )
    for column in ("activity_id", "bib"):
        op.create_index(f"ix_remarks_event_id_{column}", "remarks", ["event_id", column])
    op.create_table(
        "notices",
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("bib", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("activity_id", sa.String(length=64), nullable=True),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("mail", sa.String(length=64), nullable=True),
        _of_entry("notices"),
        sa.PrimaryKeyConstraint("event_id", "id", name="pk_notices"),
    )
    for column in ("bib", "mail"):
        op.create_index(f"ix_notices_event_id_{column}", "notices", ["event_id", column])


def _official() -> None:
    op.create_table(
        "snapshots",
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        _of_event("snapshots"),
        sa.PrimaryKeyConstraint("event_id", "id", name="pk_snapshots"),
    )
    op.create_table(
        "late_changes",
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=True),
        sa.Column("race", sa.String(length=64), nullable=False),
        sa.Column("bib", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("before", JSON, nullable=False),
        sa.Column("after", JSON, nullable=False),
        _of_entry("late_changes"),
        sa.PrimaryKeyConstraint("event_id", "id", name="pk_late_changes"),
    )
    for column in ("race", "bib"):
        op.create_index(f"ix_late_changes_event_id_{column}", "late_changes", ["event_id", column])


def _of_event(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_event_id"
    return sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=name, ondelete="CASCADE")


def _of_account(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=f"fk_{table}_account_id")


def _of_entry(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["event_id", "bib"],
        ["entries.event_id", "entries.bib"],
        name=f"fk_{table}_event_id_bib",
        ondelete="CASCADE",
    )


def downgrade() -> None:
    for table in ("late_changes", "snapshots", "notices", "remarks", "rules_versions"):
        op.drop_table(table)
    for index in ("ix_activities_known_missing", "ix_activities_event_id_waits"):
        op.drop_index(index, "activities")
    for table, columns in (
        ("rulings", ("card", "amends")),
        ("activities", ("number", "waits", "amended", "known")),
        ("entries", ("visited_before", "visited_at")),
        ("events", ("closed_at", "procedure")),
    ):
        for column in columns:
            op.drop_column(table, column)
