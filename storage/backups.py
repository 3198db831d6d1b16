"""Backups of the record, whichever kind of database it is kept on."""

from enum import Enum
from pathlib import Path

from storage import contents as stored
from storage import file_backups, server_backups
from storage.contents import Contents, NotDone
from storage.database import Database
from storage.files import written_whole


class Kind(Enum):
    """What a backup is of, by the bytes it begins with."""

    FILE = b"SQLite format 3\0"
    SERVER = b"PGDMP"


def back_up(database: Database, file: Path) -> Contents:
    """Writes a checked backup of one moment to a new file, and tells what it holds.

    Raises NotDone or Unavailable.
    """
    with written_whole(file) as draft, database.reading() as session:
        held = stored.contents(session)
        if held is None:
            raise NotDone("The database holds no record of this bot, so there is nothing to back up.")
        if database.is_embedded:
            file_backups.write(session, held, draft)
        else:
            server_backups.write(database.engine.url, session, held, draft)
    return held


def kind_of(file: Path) -> Kind:
    """What the backup is of. Raises NotDone where the file is none."""
    try:
        with file.open("rb") as opened:
            start = opened.read(16)
    except OSError as error:
        raise NotDone(f"{file} could not be read: {error.strerror}.") from error
    for kind in Kind:
        if start.startswith(kind.value):
            return kind
    raise NotDone(f"{file} is not a backup of this bot.")
