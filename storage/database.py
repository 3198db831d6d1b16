"""The database: its transactions and its schema, the same on a SQLite file and on a PostgreSQL server."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from time import perf_counter

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from storage import engines
from storage.migrations import HEAD, is_newer, is_older
from storage.models import Base
from storage.turns import TookTooLong, Turns, Waits
from storage.unavailable import Unavailable, Why, code_of, telling

# Any number, the same in every replica: writers on one PostgreSQL wait for each other by it.
WRITERS_LOCK = 0x67326F


class OldSchema(Exception):  # noqa: N818 - a state of the database, not a mistake in the code
    """The database holds an older version's tables, or none."""


class NewerSchema(Exception):  # noqa: N818 - likewise
    """The database holds the tables of a newer bot, which this one does not know."""


class WrongLetters(Exception):  # noqa: N818 - likewise
    """A PostgreSQL database was made for another alphabet than all of them."""


class Database:
    """An open database. `begin` is a transaction that writes, `reading` a snapshot that never blocks one.

    One writer at a time, in this process and in every other: a writer reads nothing that another is about to
    change, so no decision rests on what has passed. Where `is_patient`, for the command line, a statement
    may take as long as it needs.
    """

    def __init__(self, url: str, *, is_patient: bool = False) -> None:
        self.engine = engines.open_engine(url, is_patient=is_patient)
        self._reader = engines.reading_only(self.engine)
        # Databases let writers poll, or hold a connection while they wait: this process's own queue first.
        self._turns = Turns()
        self.waits = Waits()

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """Commits at the end of the block, or leaves nothing behind. Raises Unavailable."""
        began = perf_counter()
        with self._turn(), self._transaction() as session:
            self._wait_for_other_writers(session)
            self.waits.add(perf_counter() - began)  # whoever has the turn is alone
            yield session

    @contextmanager
    def claiming(self) -> Iterator[Session]:
        """Like `begin`, for rows that a worker takes for itself or has taken: it waits for no other writer.

        A file has one writer all the same. Raises Unavailable.
        """
        with self._turn() if self.is_embedded else nullcontext(), self._transaction() as session:
            yield session

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        with Session(self.engine, expire_on_commit=False) as session:
            with telling():
                yield session
                session.flush()  # what fails here was certainly not stored
            with telling(at_commit=True):
                session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """What is read in the block is of one moment. Raises Unavailable."""
        with telling(), Session(self._reader, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def _turn(self) -> Iterator[None]:
        try:
            with self._turns.turn(engines.BUSY_SECONDS):
                yield
        except TookTooLong:
            raise Unavailable(Why.BUSY, "no turn to write") from None

    def _wait_for_other_writers(self, session: Session) -> None:
        session.connection()  # on SQLite this begins, and that takes the lock
        if not self.is_embedded:
            session.execute(_LOCK)

    @property
    def is_embedded(self) -> bool:
        """Whether it is a file beside the bot rather than a server."""
        return self.engine.dialect.name == "sqlite"

    def schema_version(self) -> str | None:
        """The version of the tables, None for an empty database."""
        with telling(), self._reader.connect() as connection:
            if not sa.inspect(connection).has_table("alembic_version"):
                return None
            version: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
            return version

    def upgrade(self) -> bool:
        """Brings the tables to this version in one transaction; False where they were, or are newer.

        Raises NewerSchema, WrongLetters or Unavailable.
        """
        if not is_older(self.schema_version()):
            return False
        with self.begin() as session:
            self.require_every_letter(session)
            try:
                return _migrate(session.connection())
            except DBAPIError as error:
                raise Unavailable(Why.DAMAGED, code_of(error)) from error

    def require_current(self) -> None:
        """Raises OldSchema where `upgrade` has something to do.

        A newer version's tables will do: each version only adds to them, and while replicas are replaced one
        by one the older ones go on.
        """
        if is_older(self.schema_version()):
            raise OldSchema

    def require_same(self) -> None:
        """For work that must know every table and column. Raises OldSchema or NewerSchema."""
        version = self.schema_version()
        if is_older(version):
            raise OldSchema
        if is_newer(version):
            raise NewerSchema

    def sweep(self) -> bool:
        """Writes a file anew without what was deleted from it, or lets a server reclaim it.

        False where somebody was reading all the while, so that the file's log could not be emptied: the last
        one to close the file does that. Raises Unavailable.
        """
        with (
            self._turn() if self.is_embedded else nullcontext(),
            telling(),
            engines.outside_transactions(self.engine).connect() as connection,
        ):
            if not self.is_embedded:
                connection.exec_driver_sql(f"VACUUM {', '.join(Base.metadata.tables)}")
                return True
            connection.exec_driver_sql("VACUUM")
            is_held, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            return not is_held

    def close(self) -> None:
        self.engine.dispose()

    def require_every_letter(self, session: Session) -> None:
        """Names are found however they are capitalised, so the server must know É and é for one letter.

        Raises WrongLetters.
        """
        if not self.is_embedded and not session.scalar(_EVERY_LETTER):
            raise WrongLetters


_LOCK = sa.text("SELECT pg_advisory_xact_lock(:lock)").bindparams(lock=WRITERS_LOCK)
_EVERY_LETTER = sa.text("SELECT current_setting('server_encoding') = 'UTF8' AND lower('É') = 'é'")


def _migrate(connection: sa.Connection) -> bool:
    """Runs Alembic's steps on the connection; False where another process has run them meanwhile."""
    from alembic import command  # noqa: PLC0415 - heavy, and rarely needed
    from alembic.config import Config  # noqa: PLC0415
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    if not is_older(MigrationContext.configure(connection).get_current_revision()):
        return False
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, HEAD)
    except CommandError as error:
        raise NewerSchema from error
    return True
