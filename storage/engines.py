"""How the two kinds of database are opened: every safety setting in one place."""

import sqlite3
from typing import Any

import sqlalchemy as sa
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

BUSY_SECONDS = 5.0
STATEMENT_SECONDS = 8.0
CONNECT_SECONDS = 5
CONNECTIONS = 24  # the listeners' threads and some for jobs

# A machine that is gone without a word is noticed within half a minute, on both sides.
_KEEPALIVES = {
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
_IDLE_SECONDS = 15
_RECYCLE_SECONDS = 900


def open_engine(url: str, *, is_patient: bool) -> sa.Engine:
    """The engine with all its settings; `is_patient` lets a statement take as long as it needs."""
    chosen = sa.make_url(url)
    return (
        _sqlite(chosen)
        if chosen.get_backend_name() == "sqlite"
        else _postgresql(chosen, is_patient=is_patient)
    )


def reading_only(engine: sa.Engine) -> sa.Engine:
    """The same engine for snapshots, which neither take the writers' lock nor wait for it."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(sqlite_begin="DEFERRED")
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def outside_transactions(engine: sa.Engine) -> sa.Engine:
    """The same engine for what databases do in no transaction."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(sqlite_begin=None)
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def _engine(url: sa.URL, **settings: Any) -> sa.Engine:
    return sa.create_engine(
        url,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=BUSY_SECONDS,
        hide_parameters=True,
        **settings,
    )


def _sqlite(url: sa.URL) -> sa.Engine:
    engine = _engine(url)
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
        _set(connection, pragma)


# While two open a new file at once SQLite refuses one of them its log, without the wait that it was told of.
@retry(
    retry=retry_if_exception_type(sqlite3.OperationalError),
    stop=stop_after_delay(BUSY_SECONDS),
    wait=wait_fixed(0.05),
    reraise=True,
)
def _set(connection: Any, pragma: str) -> None:
    connection.execute(f"PRAGMA {pragma}")


def _lower(text: str | None) -> str | None:
    return text.lower() if text else text


def _begin_sqlite(connection: sa.Connection) -> None:
    # A writer takes the lock at once: one that upgrades from reading would be refused without waiting.
    mode = connection.get_execution_options().get("sqlite_begin", "IMMEDIATE")
    if mode is not None:
        connection.exec_driver_sql(f"BEGIN {mode}")


def _postgresql(url: sa.URL, *, is_patient: bool) -> sa.Engine:
    settings = {
        "timezone": "UTC",
        "lock_timeout": f"{BUSY_SECONDS:.3f}s",
        "statement_timeout": 0 if is_patient else f"{STATEMENT_SECONDS:.3f}s",
        # The writers' lock must not outlive a process whose machine has gone away.
        "idle_in_transaction_session_timeout": 0 if is_patient else f"{_IDLE_SECONDS}s",
        # What was acknowledged is on the disk, whatever the server's default.
        "synchronous_commit": "on",
    }
    engine = _engine(
        url,
        pool_recycle=_RECYCLE_SECONDS,
        # A connection that the server closed meanwhile is replaced before a person meets it.
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "application_name": "g2o",
            "options": " ".join(f"-c {name}={value}" for name, value in settings.items()),
            **_KEEPALIVES,
        },
    )
    sa.event.listen(engine, "handle_error", _forget_values)
    return engine


def _forget_values(context: sa.ExceptionContext) -> None:
    """PostgreSQL quotes the row that it refuses; an error may be logged, and then its text must not tell."""
    error = context.original_exception
    diagnosis = getattr(error, "diag", None)
    if diagnosis is not None and diagnosis.message_primary:
        error.args = (diagnosis.message_primary,)
        if context.sqlalchemy_exception is not None:
            context.sqlalchemy_exception.args = error.args
