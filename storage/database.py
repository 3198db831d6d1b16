"""The database: one place for its safety settings, its transactions and its schema."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from storage.migrations import HEAD

BUSY_SECONDS = 5.0
CONNECTIONS = 24  # the listeners' threads and some for jobs


class Unavailable(Exception):  # noqa: N818 - a state of the database, not a mistake in the code
    """The database is locked, full, damaged or out of reach; the transaction left nothing behind."""


class OldSchema(Exception):  # noqa: N818 - likewise
    """The database holds another version's tables."""


class NewerSchema(Exception):  # noqa: N818 - likewise
    """The database holds the tables of a newer bot, which this one does not know."""


class Database:
    """An open database. `begin` is a transaction that writes, `reading` a snapshot that never blocks one."""

    def __init__(self, url: str) -> None:
        self.engine = _make_engine(url)
        self._reader = self.engine.execution_options(sqlite_begin="DEFERRED")
        # SQLite lets writers poll for their turn, and under a flood some never get it: they queue here.
        self._queue = threading.Lock() if self.is_embedded else None

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """Commits at the end of the block, or leaves nothing behind. Raises Unavailable."""
        writer = Session(self.engine, expire_on_commit=False)
        with self._turn(), _telling(), writer as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """What is read in the block is of one moment. Raises Unavailable."""
        with _telling(), Session(self._reader, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if self._queue is None:
            yield
        elif self._queue.acquire(timeout=BUSY_SECONDS):
            try:
                yield
            finally:
                self._queue.release()
        else:
            raise Unavailable("no turn to write")

    @property
    def is_embedded(self) -> bool:
        """Whether it is a file beside the bot rather than a server."""
        return self.engine.dialect.name == "sqlite"

    def schema_version(self) -> str | None:
        """The version of the tables, None for an empty database."""
        with _telling(), self._reader.connect() as connection:
            if not sa.inspect(connection).has_table("alembic_version"):
                return None
            version: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
            return version

    def upgrade(self) -> bool:
        """Brings the tables to this version in one transaction; False where they were.

        Raises NewerSchema or Unavailable.
        """
        if self.schema_version() == HEAD:
            return False
        from alembic import command  # noqa: PLC0415 - heavy, and rarely needed
        from alembic.config import Config  # noqa: PLC0415
        from alembic.util import CommandError  # noqa: PLC0415

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        with _telling(), self.engine.begin() as connection:
            config.attributes["connection"] = connection
            try:
                command.upgrade(config, HEAD)
            except CommandError as error:
                raise NewerSchema from error
        return True

    def require_current(self) -> None:
        """Raises OldSchema where `upgrade` has something to do."""
        if self.schema_version() != HEAD:
            raise OldSchema

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
    except (OperationalError, PoolTimeout) as error:
        raise Unavailable(type(error).__name__) from error
    except DBAPIError as error:
        # SQLite's bare DatabaseError: the file is damaged, or no database.
        if error.connection_invalidated or type(error) is DatabaseError:
            raise Unavailable(type(error).__name__) from error
        raise


def _make_engine(url: str) -> sa.Engine:
    engine = sa.create_engine(
        url, pool_size=CONNECTIONS, max_overflow=0, pool_timeout=BUSY_SECONDS, hide_parameters=True
    )
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _set_up_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    # The driver begins transactions late and deferred unless it is told to leave them alone.
    connection.isolation_level = None
    # SQLite's own lower() leaves every letter alone that is not ASCII: "ÉVA" would never find "Éva".
    connection.create_function("lower", 1, _lower, deterministic=True)
    for pragma in (
        f"busy_timeout = {int(BUSY_SECONDS * 1000)}",
        "journal_mode = WAL",
        # NORMAL may lose the last commits at a power cut; a record of audits may not.
        "synchronous = FULL",
        "foreign_keys = ON",
        "trusted_schema = OFF",
        "cell_size_check = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _lower(text: str | None) -> str | None:
    return text.lower() if text else text


def _begin_sqlite(connection: sa.Connection) -> None:
    # A writer takes the lock at once: one that upgrades from reading would be refused without waiting.
    mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
    connection.exec_driver_sql(f"BEGIN {mode}")
