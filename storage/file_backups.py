"""Backups of a SQLite file, by SQLite's own means: of one moment, and put back in one transaction."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from storage import engines, files
from storage.contents import FAULTY, Contents, NotDone, contents, require_sound
from storage.files import written_whole

_UNREADABLE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def write(session: Session, held: Contents, draft: Path) -> None:
    """Writes what the session sees to the file and checks it. Writers go on meanwhile."""
    source = session.connection().connection.driver_connection
    if not isinstance(source, sqlite3.Connection):
        raise TypeError(type(source).__name__)
    _copy(source, draft)
    with _read(draft) as copy:
        require_sound(copy, held, FAULTY)
        if contents(copy) != held:
            raise NotDone("What was written is not what the record holds. Please try again.")


def check(file: Path) -> Contents:
    """What a backup holds. Raises NotDone where it is not a sound one of this bot's."""
    try:
        with _read(file) as session:
            held = contents(session)
            if held is None:
                raise NotDone(f"{file} holds no record of this bot.")
            require_sound(session, held, f"{file} is not a sound backup")
            return held
    except DBAPIError as error:
        raise NotDone(f"{file} is not a sound backup: {error.orig}.") from error


def restore(backup: Path, live: Path, at: datetime) -> Path | None:
    """Puts a checked backup in the live file's place; gives the name under which what was there is kept.

    SQLite writes it in one transaction: whatever ends the process, the file holds the one or the other.
    """
    kept = files.set_aside_name(live, at)
    try:
        with _opened(backup) as source:
            if is_damaged(live):
                _replace(source, live, kept)
            else:
                _write_over(source, live, kept)
    except (OSError, sqlite3.Error) as error:
        raise NotDone(f"{live} was not restored: {files.reason(error)}.") from error
    return kept if kept.exists() else None


def _write_over(source: sqlite3.Connection, live: Path, kept: Path) -> None:
    live.touch(0o600)
    with _alone(live) as connection:
        if _holds_tables(connection):
            with written_whole(kept) as draft:
                _copy(connection, draft)
        source.backup(connection)


def _replace(source: sqlite3.Connection, live: Path, kept: Path) -> None:
    """For a file that SQLite cannot write to."""
    restored = kept.with_name(f"{kept.name}.new")
    with written_whole(restored) as draft:
        _copy(source, draft)
    files.set_aside(live, kept)
    restored.rename(live)
    files.sync(live.parent)


def is_damaged(live: Path) -> bool:
    """Whether SQLite itself cannot make sense of the file."""
    if not live.exists():
        return False
    try:
        with _alone(live) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
    except sqlite3.DatabaseError as error:
        if _kind(error) in _UNREADABLE:
            return True
        raise NotDone(f"{live} cannot be used: {files.reason(error)}.") from error


@contextmanager
def _alone(live: Path) -> Iterator[sqlite3.Connection]:
    """A connection beside which there is no other, not even one that reads."""
    with closing(sqlite3.connect(live, isolation_level=None, timeout=engines.BUSY_SECONDS)) as connection:
        try:
            for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = FULL"):
                connection.execute(f"PRAGMA {pragma}")
            # The lock is taken with the first look and kept to the end.
            connection.execute("SELECT count(*) FROM sqlite_master")
        except sqlite3.OperationalError as error:
            if _kind(error) != sqlite3.SQLITE_BUSY:
                raise
            raise NotDone(f"Another process has {live} open. Stop it first.") from error
        yield connection


def _kind(error: sqlite3.Error) -> int:
    """SQLite's code without what it adds to tell the cases of one kind apart."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _holds_tables(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


def _copy(source: sqlite3.Connection, draft: Path) -> None:
    """Copies in one step, which no writer can come between."""
    with closing(sqlite3.connect(draft, isolation_level=None)) as target:
        # Nobody has the draft yet, and it is brought to the disk as a whole.
        target.execute("PRAGMA synchronous = OFF")
        source.backup(target)
        # One file, which can be read where nothing can be written.
        target.execute("PRAGMA journal_mode = DELETE")


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    """The file as it is, left without a trace; what lies beside it in a log of SQLite's is part of it."""
    has_log = file.with_name(f"{file.name}-wal").exists()
    address = f"{file.resolve().as_uri()}?mode=ro{'' if has_log else '&immutable=1'}"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
        yield connection


@contextmanager
def _read(file: Path) -> Iterator[Session]:
    with _opened(file) as connection:
        engine = sa.create_engine("sqlite://", creator=lambda: connection, poolclass=sa.StaticPool)
        with Session(engine) as session:
            yield session
