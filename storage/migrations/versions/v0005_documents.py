"""Documents sent by direct message, and letters taken back once they have been there long enough."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

STILL_THERE = sa.text("taken_back_at IS NULL")
LETTER_STILL_THERE = sa.text("state = 'sent' AND kind = 'daily' AND taken_back_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "sent_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("ts", sa.Text(), nullable=True),
        sa.Column("file_id", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sent_files_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_files")),
    )
    op.create_index(
        "ix_sent_files_still_there",
        "sent_files",
        ["asked_at", "id"],
        unique=False,
        sqlite_where=STILL_THERE,
        postgresql_where=STILL_THERE,
    )
    op.add_column("letters", sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_letters_still_there",
        "letters",
        ["day", "id"],
        unique=False,
        sqlite_where=LETTER_STILL_THERE,
        postgresql_where=LETTER_STILL_THERE,
    )
