"""Letters may tell of more: the words that the table of notices knows."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op


def learn(before: Sequence[str], now: Sequence[str]) -> None:
    """SQLite changes no check of a table, so there the table is made anew."""
    if op.get_context().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_notices_told"), "notices", type_="check")
        known = sa.column("told").in_(now)
        op.create_check_constraint(op.f("ck_notices_told"), "notices", known)
        return
    connection = op.get_bind()
    indexes = connection.scalars(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'notices' AND sql <> ''")
    ).all()
    (table,) = connection.scalars(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'notices'")
    )
    # Nothing points to a notice, so the old table may go.
    op.execute("ALTER TABLE notices RENAME TO notices_before")
    op.execute(table.replace(_listed(before), _listed(now)))
    op.execute("INSERT INTO notices SELECT * FROM notices_before")
    op.execute("DROP TABLE notices_before")
    for index in indexes:
        op.execute(index)


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)
