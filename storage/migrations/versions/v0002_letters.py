"""Letters and what they tell, checks, more time asked for, leave and pauses, picked days."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def word(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=30)


def upgrade() -> None:
    op.create_table(
        "remembered",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_remembered")),
    )
    op.create_table(
        "leave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("cover_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_leave_in_order")),
        sa.ForeignKeyConstraint(["cover_id"], ["people.id"], name=op.f("fk_leave_cover_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_leave_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave")),
    )
    op.create_index(op.f("ix_leave_person_id"), "leave", ["person_id"], unique=False)
    op.create_table(
        "letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", word("kind", "daily", "digest"), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column(
            "state",
            word("state", "waiting", "sending", "unknown", "sent", "cancelled", "failed"),
            nullable=False,
        ),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("slack_id", sa.Text(), nullable=True),
        sa.Column("ts", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("(state = 'sent') = (ts IS NOT NULL)", name=op.f("ck_letters_sent_has_ts")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_letters_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_letters_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("key", name=op.f("uq_letters_key")),
    )
    op.create_index(
        "ix_letters_on_their_way",
        "letters",
        ["not_before", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('waiting', 'sending', 'unknown')"),
        postgresql_where=sa.text("state IN ('waiting', 'sending', 'unknown')"),
    )
    op.create_index("ix_letters_person_id_day", "letters", ["person_id", "day"], unique=False)
    op.create_index("ix_letters_day", "letters", ["day"], unique=False)
    op.create_table(
        "checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("impact", word("impact", "yes", "partly", "not_yet", "too_early"), nullable=True),
        sa.Column("impact_on", sa.Date(), nullable=True),
        sa.Column("impact_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_checks_action_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["checked_by_id"], ["people.id"], name=op.f("fk_checks_checked_by_id")),
        sa.ForeignKeyConstraint(["impact_by_id"], ["people.id"], name=op.f("fk_checks_impact_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checks")),
    )
    op.create_index(op.f("ix_checks_action_id"), "checks", ["action_id"], unique=False)
    op.create_index(op.f("ix_checks_checked_on"), "checks", ["checked_on"], unique=False)
    op.create_index(op.f("ix_checks_impact_on"), "checks", ["impact_on"], unique=False)
    op.create_table(
        "extensions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wanted_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("is_granted", sa.Boolean(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_extensions_action_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["people.id"], name=op.f("fk_extensions_asked_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_extensions_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extensions")),
    )
    op.create_index(op.f("ix_extensions_action_id"), "extensions", ["action_id"], unique=False)
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "told",
            word(
                "told",
                "agreed",
                "reminder",
                "picked",
                "late_in_team",
                "late_in_service",
                "taken_over",
                "to_check",
                "checked",
                "not_yet_done",
                "to_moderate",
                "to_approve",
                "answered",
                "not_mine",
                "trouble",
            ),
            nullable=False,
        ),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("audit_id", sa.Integer(), nullable=True),
        sa.Column("extension_id", sa.Integer(), nullable=True),
        sa.Column("about_letter_id", sa.Integer(), nullable=True),
        sa.Column("rung", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["about_letter_id"], ["letters.id"], name=op.f("fk_notices_about_letter_id")),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_notices_action_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audits.id"], name=op.f("fk_notices_audit_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["extension_id"], ["extensions.id"], name=op.f("fk_notices_extension_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letters.id"], name=op.f("fk_notices_letter_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_notices_owner_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_notices_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("key", name=op.f("uq_notices_key")),
    )
    op.create_index(op.f("ix_notices_action_id"), "notices", ["action_id"], unique=False)
    op.create_index(op.f("ix_notices_audit_id"), "notices", ["audit_id"], unique=False)
    op.create_index(op.f("ix_notices_extension_id"), "notices", ["extension_id"], unique=False)
    op.create_index(op.f("ix_notices_letter_id"), "notices", ["letter_id"], unique=False)
    op.create_index(op.f("ix_notices_person_id"), "notices", ["person_id"], unique=False)
    op.create_index(
        "ix_notices_waiting",
        "notices",
        ["person_id"],
        unique=False,
        sqlite_where=sa.text("letter_id IS NULL"),
        postgresql_where=sa.text("letter_id IS NULL"),
    )
    op.add_column("actions", sa.Column("picked_on", sa.Date(), nullable=True))
    op.add_column("actions", sa.Column("disowned_on", sa.Date(), nullable=True))
    op.add_column("actions", sa.Column("quiet_until", sa.Date(), server_default="0001-01-01", nullable=False))
    op.create_index("ix_actions_done_on", "actions", ["done_on"], unique=False)
    op.create_index(
        "ix_actions_to_look_at",
        "actions",
        ["quiet_until", "id"],
        unique=False,
        sqlite_where=sa.text("status IN ('open', 'started')"),
        postgresql_where=sa.text("status IN ('open', 'started')"),
    )
    op.create_index(
        "ix_actions_unchecked",
        "actions",
        ["done_on", "id"],
        unique=False,
        sqlite_where=sa.text("status = 'done'"),
        postgresql_where=sa.text("status = 'done'"),
    )
    op.create_index(op.f("ix_audits_audited_on"), "audits", ["audited_on"], unique=False)
    op.create_index(
        "ix_audits_unmoderated",
        "audits",
        ["audited_on", "id"],
        unique=False,
        sqlite_where=sa.text("moderated_grade IS NULL"),
        postgresql_where=sa.text("moderated_grade IS NULL"),
    )
    op.add_column("people", sa.Column("paused_until", sa.Date(), nullable=True))
    op.add_column("people", sa.Column("unreachable_since", sa.Date(), nullable=True))
