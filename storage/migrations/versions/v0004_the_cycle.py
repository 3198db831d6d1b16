"""The improvement cycle: samples drawn, the year's programme, meetings, and the plan's quarterly reviews."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import told

revision = "0004"
down_revision = "0003"

TOLD_BEFORE = (
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
    "given_away",
    "reopened",
    "ended",
    "challenged",
    "moderated",
)


def word(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=30)


def upgrade() -> None:
    op.create_table(
        "activities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("month", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_undated", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
    )
    op.create_index(op.f("ix_activities_year"), "activities", ["year"], unique=False)
    op.create_table(
        "draws",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column(
            "first",
            word("first", "early_help", "child_in_need", "child_protection", "child_in_care", "care_leaver"),
            nullable=True,
        ),
        sa.Column("with_closed", sa.Boolean(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("drawn_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["drawn_by_id"], ["people.id"], name=op.f("fk_draws_drawn_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_draws_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draws")),
    )
    op.create_index(op.f("ix_draws_round_id"), "draws", ["round_id"], unique=False)
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("chair_id", sa.Integer(), nullable=True),
        sa.Column("state", word("state", "planned", "open", "closed"), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["chair_id"], ["people.id"], name=op.f("fk_meetings_chair_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
    )
    op.create_index(op.f("ix_meetings_held_on"), "meetings", ["held_on"], unique=False)
    op.create_table(
        "members",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("came", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_members_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_members_person_id")),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_members")),
    )
    op.create_index(op.f("ix_members_person_id"), "members", ["person_id"], unique=False)
    op.create_table(
        "picks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draw_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("is_later", sa.Boolean(), nullable=False),
        sa.Column("auditor_id", sa.Integer(), nullable=True),
        sa.Column("auditor_name", sa.Text(), nullable=True),
        sa.Column("swapped_on", sa.Date(), nullable=True),
        sa.Column("swapped_why", sa.Text(), nullable=True),
        sa.Column("in_place_of_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["auditor_id"], ["people.id"], name=op.f("fk_picks_auditor_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_picks_case_id")),
        sa.ForeignKeyConstraint(["draw_id"], ["draws.id"], name=op.f("fk_picks_draw_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["in_place_of_id"], ["picks.id"], name=op.f("fk_picks_in_place_of_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picks")),
        sa.UniqueConstraint("draw_id", "case_id", name=op.f("uq_picks_draw_id_case_id")),
    )
    op.create_index(op.f("ix_picks_auditor_id"), "picks", ["auditor_id"], unique=False)
    op.create_index(op.f("ix_picks_case_id"), "picks", ["case_id"], unique=False)
    op.create_index(op.f("ix_picks_draw_id"), "picks", ["draw_id"], unique=False)
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=True),
        sa.Column("finding_id", sa.Integer(), nullable=True),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column(
            "position", word("position", "not_started", "in_progress", "actioned", "embedded"), nullable=False
        ),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("impact", word("impact", "yes", "partly", "not_yet", "too_early"), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "recommendation_id IS NOT NULL OR finding_id IS NOT NULL", name=op.f("ck_reviews_of_something")
        ),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["findings.id"], name=op.f("fk_reviews_finding_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_reviews_made_by_id")),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendations.id"], name=op.f("fk_reviews_recommendation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    op.create_index(op.f("ix_reviews_finding_id"), "reviews", ["finding_id"], unique=False)
    op.create_index(op.f("ix_reviews_quarter"), "reviews", ["quarter"], unique=False)
    op.create_index(op.f("ix_reviews_recommendation_id"), "reviews", ["recommendation_id"], unique=False)
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("audit_id", sa.Integer(), nullable=True),
        sa.Column("recommendation_id", sa.Integer(), nullable=True),
        sa.Column("decision", word("decision", "new_date", "given", "not_doing", "noted"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_items_action_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audits.id"], name=op.f("fk_items_audit_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_items_decided_by_id")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meetings.id"], name=op.f("fk_items_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendations.id"], name=op.f("fk_items_recommendation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_items")),
    )
    op.create_index(op.f("ix_items_action_id"), "items", ["action_id"], unique=False)
    op.create_index(op.f("ix_items_audit_id"), "items", ["audit_id"], unique=False)
    op.create_index(op.f("ix_items_meeting_id"), "items", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_items_recommendation_id"), "items", ["recommendation_id"], unique=False)
    for table, column, target in (
        ("findings", "activity_id", "activities"),
        ("recommendations", "activity_id", "activities"),
        ("rounds", "comparable_id", "rounds"),
    ):
        # In one line: SQLite adds a link to a table together with its column, or not at all.
        link = f"CONSTRAINT fk_{table}_{column} REFERENCES {target} (id)"
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER {link}")
    op.create_index(op.f("ix_findings_activity_id"), "findings", ["activity_id"], unique=False)
    op.create_index(op.f("ix_recommendations_activity_id"), "recommendations", ["activity_id"], unique=False)
    op.add_column("rounds", sa.Column("domains", sa.Text(), nullable=True))
    told.learn(TOLD_BEFORE, (*TOLD_BEFORE, "before_meeting", "pack", "after_meeting", "to_audit"))
