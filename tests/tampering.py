"""What somebody who holds the database itself could do behind the bot's back."""

from storage.database import Database

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


def tamper(db: Database, *statements: str) -> None:
    """Takes the guards away and changes rows."""
    raw = db.engine.raw_connection()
    cursor = raw.cursor()
    for statement in (*_WITHOUT_GUARDS[db.engine.dialect.name], *statements):
        cursor.execute(statement)
    if not db.is_embedded:
        raw.commit()
    cursor.close()
    raw.invalidate()
