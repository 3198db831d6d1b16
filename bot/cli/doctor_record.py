"""What the doctor finds in the record, and where it is kept."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from bot.cli import common, doctor_server, seal_look
from bot.cli.findings import Finding, note
from bot.rules import wording
from bot.settings import Settings
from storage import journal, letters, people
from storage.database import Database
from storage.migrations import HEAD, is_newer, is_older
from storage.unavailable import Unavailable, Why
from storage.words import Role

LATELY = timedelta(days=7)
# File systems of another machine: their locks are not to be relied on.
SHARES = ("nfs", "cifs", "smb", "9p", "fuse.sshfs", "afs")


def look(chosen: Settings) -> Iterator[Finding]:
    file, place = common.file_of(chosen.database_url), common.where(chosen.database_url)
    if file is not None and not file.exists():
        yield Finding(f"Database: there is none at {place}", "Run: python -m bot db upgrade")
        return
    database = Database(chosen.database_url)
    try:
        if file is None:
            yield from doctor_server.look(database)
        else:
            yield from _file(database, file)
        yield (tables := _tables(database))
        if not tables.is_fault:
            yield _administrators(database)
            yield _letters(chosen, database)
            yield from (Finding(*said) for said in seal_look.findings(chosen, database))
    except Unavailable as unavailable:
        state = f"Database: {place} is {unavailable.why.value} ({unavailable.code})"
        yield Finding(state, MENDS[unavailable.why])
    finally:
        database.close()


MENDS = {
    Why.AWAY: "Check DATABASE_URL, that the server runs or the folder is there, and who may reach it.",
    Why.BUSY: "Wait for what holds it to end, or find it: another bot, a backup, an open shell.",
    Why.FULL: "Make room on its disk.",
    Why.READ_ONLY: "Let this bot's user write it; a PostgreSQL standby must be made the primary first.",
    Why.DAMAGED: "Restore the last backup: python -m bot db restore FILE",
}


def _tables(database: Database) -> Finding:
    version = database.schema_version()
    if is_older(version):
        found = f"version {version}" if version else "empty"
        return Finding(f"Database: {found}, where version {HEAD} is needed", "Run: python -m bot db upgrade")
    with database.reading() as session:
        rows = f"{journal.length(session):,} rows in the journal"
    if is_newer(version):
        mend = "Install the newer version here, too. Until then this one goes on."
        return note(f"Database: version {version}, newer than this bot's {HEAD}; {rows}", mend)
    return Finding(f"Database: version {HEAD}, {rows}")


def _administrators(database: Database) -> Finding:
    with database.reading() as session:
        found = [
            person
            for person in people.active_in_role(session, Role.ADMINISTRATOR, limit=None)
            if person.slack_id
        ]
    if not found:
        return Finding(
            "Administrators: nobody with Slack is one, so nobody is told of trouble",
            "Name somebody in ADMINS, who then sets people up with /g2o people: see docs/people.md.",
        )
    return Finding(f"Administrators: {wording.many(len(found), 'person', 'people')} with Slack")


def _letters(chosen: Settings, database: Database) -> Finding:
    """Whether any has failed lately; what failed long ago somebody has seen to."""
    if not chosen.terms.sends_letters:
        mend = "Once what was imported is looked over, set LETTERS=on and start the bot anew."
        return note("Letters: off, so nobody is written to", mend)
    since = datetime.now(UTC).date() - LATELY
    with database.reading() as session:
        failed = letters.count_failed(session, since)
    if failed:
        many = "one letter" if failed == 1 else f"{failed:,} letters"
        return Finding(f"Letters: {many} could not be delivered", "Run: python -m bot letters")
    return Finding("Letters: none failed")


def _file(database: Database, file: Path) -> Iterator[Finding]:
    if file.stat().st_mode & 0o077:
        yield Finding("Database file: other users of this machine can read it", f"Run: chmod 600 {file}*")
    else:
        yield Finding("Database file: for this user alone")
    with database.reading() as session:
        mode = session.scalar(sa.text("PRAGMA journal_mode"))
    kind = file_system_of(file.resolve(), Path("/proc/mounts").read_text(encoding="utf-8"))
    if kind.startswith(SHARES) or mode != "wal":
        found = f"Database file: on a disk that does not lock reliably ({kind or 'unknown'}, {mode})"
        yield Finding(found, "Keep it on a disk of this machine, or use PostgreSQL: see docs/running.md.")


def file_system_of(path: Path, mounts: str) -> str:
    """The kind of file system that the path lies on, by the lines of /proc/mounts."""
    mounted = [line.split()[1:3] for line in mounts.splitlines() if len(line.split()) > 2]
    holding = [(len(place), kind) for place, kind in mounted if path.is_relative_to(place)]
    return max(holding, default=(0, ""))[1]
