"""Cases on hold, and when each person's Home was last drawn, so that it can be cleared."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

STILL_HELD = sa.text("released_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "holds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("held_by_id", sa.Integer(), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_holds_case_id")),
        sa.ForeignKeyConstraint(["held_by_id"], ["people.id"], name=op.f("fk_holds_held_by_id")),
        sa.ForeignKeyConstraint(["released_by_id"], ["people.id"], name=op.f("fk_holds_released_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
    )
    op.create_index(op.f("ix_holds_case_id"), "holds", ["case_id"], unique=False)
    op.create_index(
        "uq_holds_one_at_a_time",
        "holds",
        ["case_id"],
        unique=True,
        sqlite_where=STILL_HELD,
        postgresql_where=STILL_HELD,
    )
    op.add_column("people", sa.Column("home_shown_on", sa.Date(), nullable=True))
