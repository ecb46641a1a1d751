"""The first tables.

Revision: 0001, after nothing.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("name_folded", name="uq_accounts_name_folded"),
    )
    op.create_table(
        "audit",
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=True),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", JSON, nullable=False),
        sa.PrimaryKeyConstraint("event_id", "id", name="pk_audit"),
    )
    op.create_index("ix_audit_event_id_at", "audit", ["event_id", "at"], unique=False)
    op.create_table(
        "blobs",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_blobs"),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organiser", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=64), nullable=False),
        sa.Column("preset", sa.String(length=64), nullable=False),
        sa.Column("rules", JSON, nullable=False),
        sa.Column("rules_version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("sights", JSON, nullable=False),
        sa.Column("signatories", JSON, nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        sa.UniqueConstraint("slug", name="uq_events_slug"),
    )
    op.create_table(
        "sequences",
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "name", name="pk_sequences"),
    )
    op.create_table(
        "api_tokens",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.Column("last_used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_api_tokens_account_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_sha256", name="pk_api_tokens"),
        sa.UniqueConstraint("id", name="uq_api_tokens_id"),
    )
    op.create_index("ix_api_tokens_account_id", "api_tokens", ["account_id"], unique=False)
    op.create_table(
        "event_roles",
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_event_roles_account_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_event_roles_event_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "account_id", name="pk_event_roles"),
    )
    op.create_index("ix_event_roles_account_id", "event_roles", ["account_id"], unique=False)
    op.create_table(
        "races",
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("distance_m", sa.Double(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_races_event_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "slug", name="pk_races"),
    )
    op.create_table(
        "sessions",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("user_agent", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_sessions_account_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_sha256", name="pk_sessions"),
    )
    op.create_index("ix_sessions_account_id", "sessions", ["account_id"], unique=False)
    op.create_table(
        "setup_links",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_setup_links_account_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_sha256", name="pk_setup_links"),
    )
    op.create_index("ix_setup_links_account_id", "setup_links", ["account_id"], unique=False)
    op.create_table(
        "teams",
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent", sa.String(length=64), nullable=True),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id", "parent"],
            ["teams.event_id", "teams.slug"],
            name="fk_teams_event_id_parent",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_teams_event_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "slug", name="pk_teams"),
    )
    op.create_table(
        "entries",
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("bib", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("sex", sa.String(length=64), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("team", sa.String(length=64), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("privacy_extra_m", sa.Double(), nullable=False),
        sa.Column("consent_at", MOMENT, nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("entered_by", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["entered_by"], ["accounts.id"], name="fk_entries_entered_by"),
        sa.ForeignKeyConstraint(
            ["event_id", "team"], ["teams.event_id", "teams.slug"], name="fk_entries_event_id_team"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_entries_event_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "bib", name="pk_entries"),
        sa.UniqueConstraint("token_sha256", name="uq_entries_token_sha256"),
    )
    op.create_index(
        "ix_entries_event_id_name_folded", "entries", ["event_id", "name_folded"], unique=False
    )
    op.create_index("ix_entries_event_id_team", "entries", ["event_id", "team"], unique=False)
    op.create_table(
        "certificates",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("race", sa.String(length=64), nullable=False),
        sa.Column("bib", sa.String(length=64), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("replaced_by", sa.String(length=64), nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("revoked_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id", "bib"],
            ["entries.event_id", "entries.bib"],
            name="fk_certificates_event_id_bib",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id", "race"],
            ["races.event_id", "races.slug"],
            name="fk_certificates_event_id_race",
        ),
        sa.ForeignKeyConstraint(
            ["replaced_by"], ["certificates.code"], name="fk_certificates_replaced_by"
        ),
        sa.PrimaryKeyConstraint("code", name="pk_certificates"),
        sa.UniqueConstraint("event_id", "serial", name="uq_certificates_event_id_serial"),
    )
    op.create_index(
        "ix_certificates_event_id_race_bib",
        "certificates",
        ["event_id", "race", "bib"],
        unique=False,
    )
    op.create_table(
        "entry_races",
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("bib", sa.String(length=64), nullable=False),
        sa.Column("race", sa.String(length=64), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id", "bib"],
            ["entries.event_id", "entries.bib"],
            name="fk_entry_races_event_id_bib",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id", "race"],
            ["races.event_id", "races.slug"],
            name="fk_entry_races_event_id_race",
        ),
        sa.PrimaryKeyConstraint("event_id", "bib", "race", name="pk_entry_races"),
        sa.UniqueConstraint(
            "event_id", "race", "identity", name="uq_entry_races_event_id_race_identity"
        ),
    )
    op.create_table(
        "runner_sessions",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("bib", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id", "bib"],
            ["entries.event_id", "entries.bib"],
            name="fk_runner_sessions_event_id_bib",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_sha256", name="pk_runner_sessions"),
    )
    op.create_index(
        "ix_runner_sessions_event_id_bib", "runner_sessions", ["event_id", "bib"], unique=False
    )
    op.create_table(
        "submissions",
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("bib", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("sent_by", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("format", sa.String(length=64), nullable=True),
        sa.Column("error", JSON, nullable=True),
        sa.Column("skipped", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id", "bib"],
            ["entries.event_id", "entries.bib"],
            name="fk_submissions_event_id_bib",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["sha256"], ["blobs.sha256"], name="fk_submissions_sha256"),
        sa.PrimaryKeyConstraint("event_id", "id", name="pk_submissions"),
        sa.UniqueConstraint("event_id", "bib", "sha256", name="uq_submissions_event_id_bib_sha256"),
    )
    op.create_index(
        "ix_submissions_event_id_received_at",
        "submissions",
        ["event_id", "received_at"],
        unique=False,
    )
    op.create_index("ix_submissions_sha256", "submissions", ["sha256"], unique=False)
    op.create_table(
        "activities",
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("submission_id", sa.String(length=64), nullable=False),
        sa.Column("bib", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("member", sa.Text(), nullable=True),
        sa.Column("sport", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.Double(), nullable=True),
        sa.Column("ended_at", sa.Double(), nullable=True),
        sa.Column("distance_m", sa.Double(), nullable=True),
        sa.Column("official_distance_m", sa.Double(), nullable=True),
        sa.Column("elapsed_s", sa.Double(), nullable=True),
        sa.Column("stated", JSON, nullable=False),
        sa.Column("metrics", JSON, nullable=False),
        sa.Column("flags", JSON, nullable=False),
        sa.Column("verdict", sa.String(length=64), nullable=False),
        sa.Column("rules_version", sa.Integer(), nullable=False),
        sa.Column("examined_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id", "bib"],
            ["entries.event_id", "entries.bib"],
            name="fk_activities_event_id_bib",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id", "submission_id"],
            ["submissions.event_id", "submissions.id"],
            name="fk_activities_event_id_submission_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", "id", name="pk_activities"),
        sa.UniqueConstraint(
            "event_id",
            "submission_id",
            "position",
            name="uq_activities_event_id_submission_id_position",
        ),
    )
    op.create_index(
        "ix_activities_event_id_bib_started_at",
        "activities",
        ["event_id", "bib", "started_at"],
        unique=False,
    )
    op.create_index(
        "ix_activities_event_id_started_at", "activities", ["event_id", "started_at"], unique=False
    )
    op.create_index(
        "ix_activities_event_id_state_examined_at",
        "activities",
        ["event_id", "state", "examined_at"],
        unique=False,
    )
    op.create_table(
        "results",
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("race", sa.String(length=64), nullable=False),
        sa.Column("bib", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=64), nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=True),
        sa.Column("time_s", sa.Double(), nullable=True),
        sa.Column("distance_m", sa.Double(), nullable=True),
        sa.Column("elapsed_s", sa.Double(), nullable=True),
        sa.Column("moving_s", sa.Double(), nullable=True),
        sa.Column("activity_id", sa.String(length=64), nullable=True),
        sa.Column("achieved_at", sa.Double(), nullable=True),
        sa.Column("finished", sa.Boolean(), nullable=False),
        sa.Column("runs", sa.Integer(), nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id", "bib", "race"],
            ["entry_races.event_id", "entry_races.bib", "entry_races.race"],
            name="fk_results_event_id_bib_race",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", "race", "bib", name="pk_results"),
    )
    op.create_index("ix_results_event_id_bib", "results", ["event_id", "bib"], unique=False)
    op.create_index(
        "ix_results_event_id_race_status_score_achieved_at_bib",
        "results",
        ["event_id", "race", "status", "score", "achieved_at", "bib"],
        unique=False,
    )
    op.create_table(
        "rulings",
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("activity_id", sa.String(length=64), nullable=False),
        sa.Column("decision", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_rulings_account_id"),
        sa.ForeignKeyConstraint(
            ["event_id", "activity_id"],
            ["activities.event_id", "activities.id"],
            name="fk_rulings_event_id_activity_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", "id", name="pk_rulings"),
    )
    op.create_index(
        "ix_rulings_event_id_activity_id", "rulings", ["event_id", "activity_id"], unique=False
    )
    op.create_table(
        "tracks",
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("activity_id", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id", "activity_id"],
            ["activities.event_id", "activities.id"],
            name="fk_tracks_event_id_activity_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", "activity_id", name="pk_tracks"),
    )


def downgrade() -> None:
    op.drop_table("tracks")
    op.drop_index("ix_rulings_event_id_activity_id", table_name="rulings")
    op.drop_table("rulings")
    op.drop_index("ix_results_event_id_race_status_score_achieved_at_bib", table_name="results")
    op.drop_index("ix_results_event_id_bib", table_name="results")
    op.drop_table("results")
    op.drop_index("ix_activities_event_id_state_examined_at", table_name="activities")
    op.drop_index("ix_activities_event_id_started_at", table_name="activities")
    op.drop_index("ix_activities_event_id_bib_started_at", table_name="activities")
    op.drop_table("activities")
    op.drop_index("ix_submissions_sha256", table_name="submissions")
    op.drop_index("ix_submissions_event_id_received_at", table_name="submissions")
    op.drop_table("submissions")
    op.drop_index("ix_runner_sessions_event_id_bib", table_name="runner_sessions")
    op.drop_table("runner_sessions")
    op.drop_table("entry_races")
    op.drop_index("ix_certificates_event_id_race_bib", table_name="certificates")
    op.drop_table("certificates")
    op.drop_index("ix_entries_event_id_team", table_name="entries")
    op.drop_index("ix_entries_event_id_name_folded", table_name="entries")
    op.drop_table("entries")
    op.drop_table("teams")
    op.drop_index("ix_setup_links_account_id", table_name="setup_links")
    op.drop_table("setup_links")
    op.drop_index("ix_sessions_account_id", table_name="sessions")
    op.drop_table("sessions")
    op.drop_table("races")
    op.drop_index("ix_event_roles_account_id", table_name="event_roles")
    op.drop_table("event_roles")
    op.drop_index("ix_api_tokens_account_id", table_name="api_tokens")
    op.drop_table("api_tokens")
    op.drop_table("sequences")
    op.drop_table("events")
    op.drop_table("blobs")
    op.drop_index("ix_audit_event_id_at", table_name="audit")
    op.drop_table("audit")
    op.drop_table("accounts")
