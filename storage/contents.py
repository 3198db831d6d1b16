"""What a database holds as a whole: the version of its tables, the length of its journal, its faults."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage import chain, integrity, journal
from storage.migrations import HEAD, is_newer
from storage.models import JournalEntry

FAULTY = "The record has faults (python -m bot verify tells them all), so nothing was written"


class NotDone(Exception):  # noqa: N818 - a state of files and databases, not a mistake in the code
    """The record was not backed up, restored or copied; the message is what the person reads."""


@dataclass(frozen=True)
class Contents:
    """A record in a few words; `newest` is the moment of the journal's last row."""

    version: str
    rows: int
    newest: datetime | None

    @property
    def is_current(self) -> bool:
        return self.version == HEAD


def contents(session: Session) -> Contents | None:
    """What the database holds; None where it is no record of this bot."""
    tables = sa.inspect(session.connection())
    if not (tables.has_table("alembic_version") and tables.has_table(JournalEntry.__tablename__)):
        return None
    version = session.scalar(sa.text("SELECT version_num FROM alembic_version"))
    newest = session.scalar(sa.select(JournalEntry.at).order_by(JournalEntry.number.desc()).limit(1))
    return Contents(str(version), journal.length(session), newest)


def is_all_known(session: Session) -> bool:
    """Whether there is no table and no column that this bot does not know."""
    return not is_newer(session.scalar(sa.text("SELECT version_num FROM alembic_version")))


def faults(session: Session, held: Contents) -> list[str]:
    """What is wrong with it. Only tables of this version can be read row by row."""
    found = list(integrity.faults(session)) if _can_check_links(session, held) else []
    return found + ([str(fault) for fault in chain.faults(session)] if held.is_current else [])


def _can_check_links(session: Session, held: Contents) -> bool:
    """A file is checked by SQLite itself, whatever its tables; a server's links by what the models say."""
    return held.is_current or session.get_bind().dialect.name == "sqlite"


def require_sound(session: Session, held: Contents, otherwise: str) -> None:
    """Raises NotDone, saying what otherwise holds and the first fault."""
    found = faults(session, held)
    if found:
        more = f" (and {len(found) - 1:,} more)" if len(found) > 1 else ""
        raise NotDone(f"{otherwise}: {found[0]}{more}.")
