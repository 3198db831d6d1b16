"""What somebody who holds the database itself could do behind the bot's back."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage import journal
from storage.database import Database
from storage.models import JournalEntry

_WITHOUT_GUARDS = {
    "sqlite": (
        "PRAGMA foreign_keys = OFF",
        "PRAGMA ignore_check_constraints = ON",
        "DROP TRIGGER IF EXISTS journal_no_update",
        "DROP TRIGGER IF EXISTS journal_no_delete",
        "DROP TRIGGER IF EXISTS journal_no_replace",
        "DROP TRIGGER IF EXISTS journal_in_order",
        "DROP TRIGGER IF EXISTS journal_values_no_update",
    ),
    "postgresql": (
        "SET session_replication_role = replica",
        "ALTER TABLE journal DISABLE TRIGGER ALL",
        "ALTER TABLE journal_values DISABLE TRIGGER ALL",
        "ALTER TABLE journal DROP CONSTRAINT IF EXISTS ck_journal_door",
    ),
}


def tamper(db: Database, *statements: str, is_guarded: bool = False) -> None:
    """Takes the guards away, unless they are to stay, and changes rows."""
    raw = db.engine.raw_connection()
    cursor = raw.cursor()
    for statement in (*(() if is_guarded else _WITHOUT_GUARDS[db.engine.dialect.name]), *statements):
        cursor.execute(statement)
    if not db.is_embedded:
        raw.commit()
    cursor.close()
    raw.invalidate()


def rewrite(db: Database, first: int) -> None:
    """Rewrites the journal from a row on as somebody would who knows how: no row breaks the chain."""
    guards = _guards(db)
    tamper(db)
    with Session(db.engine) as session:
        before = journal.NO_HASH if first == 1 else session.get_one(JournalEntry, first - 1).hash
        rows = session.scalars(
            sa.select(JournalEntry).where(JournalEntry.number >= first).order_by(JournalEntry.number)
        )
        for row in rows.all():
            row.event = "nothing happened" if row.number == first else row.event
            row.previous_hash = before
            row.hash = before = journal.hash_of(journal.values_of(row))
        session.commit()
    tamper(db, *guards, is_guarded=True)


def cut_off(db: Database, first: int) -> None:
    """Takes the journal's end away with its values, and puts the guards back."""
    guards = _guards(db)
    tamper(
        db,
        f"DELETE FROM journal_values WHERE number >= {first:d}",  # noqa: S608 - a number
        f"DELETE FROM journal WHERE number >= {first:d}",  # noqa: S608 - a number
    )
    tamper(db, *guards, is_guarded=True)


def _guards(db: Database) -> tuple[str, ...]:
    """What makes the guards again."""
    if not db.is_embedded:
        return (
            "ALTER TABLE journal ENABLE ALWAYS TRIGGER journal_no_change",
            "ALTER TABLE journal ENABLE ALWAYS TRIGGER journal_in_order",
            "ALTER TABLE journal_values ENABLE ALWAYS TRIGGER journal_values_no_update",
        )
    with db.reading() as session:
        return tuple(session.scalars(sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger'")))
