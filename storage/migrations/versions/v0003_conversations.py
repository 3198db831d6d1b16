"""What an audit found, what follows up what, grades that are challenged, and actions that end undone."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

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
)
TOLD = (*TOLD_BEFORE, "given_away", "reopened", "ended", "challenged", "moderated")


def word(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=30)


def upgrade() -> None:
    op.create_table(
        "findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("kind", word("kind", "strength", "area"), nullable=False),
        sa.Column("theme", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audits.id"], name=op.f("fk_findings_audit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_findings_audit_id"), "findings", ["audit_id"], unique=False)
    op.create_table(
        "follow_ups",
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audits.id"], name=op.f("fk_follow_ups_audit_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["first_id"], ["audits.id"], name=op.f("fk_follow_ups_first_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("audit_id", name=op.f("pk_follow_ups")),
    )
    op.create_index(op.f("ix_follow_ups_first_id"), "follow_ups", ["first_id"], unique=False)
    op.create_table(
        "challenges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audits.id"], name=op.f("fk_challenges_audit_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_challenges_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenges")),
    )
    op.create_index(op.f("ix_challenges_audit_id"), "challenges", ["audit_id"], unique=False)
    op.create_table(
        "endings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_endings_action_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["approved_by_id"], ["people.id"], name=op.f("fk_endings_approved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endings")),
    )
    op.create_index(op.f("ix_endings_action_id"), "endings", ["action_id"], unique=False)
    op.create_index(op.f("ix_endings_review_on"), "endings", ["review_on"], unique=False)
    undecided = sa.text("is_granted IS NULL")
    op.create_index(
        "ix_extensions_undecided",
        "extensions",
        ["id"],
        unique=False,
        sqlite_where=undecided,
        postgresql_where=undecided,
    )
    op.add_column("actions", sa.Column("evidence", sa.Text(), nullable=True))
    op.add_column("audits", sa.Column("moderation_note", sa.Text(), nullable=True))
    _learn_words()


def _learn_words() -> None:
    """Letters may tell of more. SQLite changes no check of a table, so there the table is made anew."""
    if op.get_context().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_notices_told"), "notices", type_="check")
        known = sa.column("told").in_(TOLD)
        op.create_check_constraint(op.f("ck_notices_told"), "notices", known)
        return
    connection = op.get_bind()
    indexes = connection.scalars(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'notices' AND sql <> ''")
    ).all()
    (table,) = connection.scalars(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'notices'")
    )
    words = ", ".join(f"'{told}'" for told in TOLD_BEFORE)
    more = ", ".join(f"'{told}'" for told in TOLD)
    # Nothing points to a notice, so the old table may go.
    op.execute("ALTER TABLE notices RENAME TO notices_before")
    op.execute(table.replace(words, more))
    op.execute("INSERT INTO notices SELECT * FROM notices_before")
    op.execute("DROP TABLE notices_before")
    for index in indexes:
        op.execute(index)
