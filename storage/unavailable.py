"""What keeps the record from being read or written: the two databases' errors, told apart."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout


class Why(Enum):
    """What the matter is with the database."""

    AWAY = "out of reach"
    BUSY = "busy"
    FULL = "full"
    READ_ONLY = "read-only"
    DAMAGED = "damaged"


class Unavailable(Exception):  # noqa: N818 - a state of the database, not a mistake in the code
    """The database cannot serve just now; the transaction left nothing behind.

    `code` is the database's own word for it. Where `is_certain` is False the connection was lost while the
    transaction was being committed, and whether it was is not known.
    """

    def __init__(self, why: Why, code: str, *, is_certain: bool = True) -> None:
        super().__init__(f"{why.value}: {code}")
        self.why = why
        self.code = code
        self.is_certain = is_certain


@contextmanager
def telling(*, at_commit: bool = False) -> Iterator[None]:
    """Turns the errors of a database that cannot serve into Unavailable, and leaves all others alone."""
    try:
        yield
    except PoolTimeout as error:
        raise Unavailable(Why.BUSY, "no connection free") from error
    except DBAPIError as error:
        code = code_of(error)
        why = _why(error, code)
        if why is None:
            raise
        # A file that was not committed was rolled back; a server may have committed before it was lost.
        is_lost = at_commit and why is Why.AWAY and not code.startswith("SQLITE")
        raise Unavailable(why, code, is_certain=not is_lost) from error


def code_of(error: DBAPIError) -> str:
    """SQLite's name for the error, PostgreSQL's SQLSTATE, or the kind of error where there is neither."""
    behind = error.orig
    code = getattr(behind, "sqlite_errorname", None) or getattr(behind, "sqlstate", None)
    return str(code or type(behind).__name__)


def _why(error: DBAPIError, code: str) -> Why | None:
    for prefix, why in _BY_CODE.items():
        if code.startswith(prefix):
            return why
    # A server that closed the connection, or was never reached, gives no code.
    is_lost = error.connection_invalidated or code == "OperationalError"
    return Why.AWAY if is_lost else None


# The longer of two prefixes first. https://sqlite.org/rescode.html,
# https://www.postgresql.org/docs/current/errcodes-appendix.html
_BY_CODE = {
    "SQLITE_BUSY": Why.BUSY,
    "SQLITE_LOCKED": Why.BUSY,
    "SQLITE_FULL": Why.FULL,
    "SQLITE_READONLY": Why.READ_ONLY,
    "SQLITE_CORRUPT": Why.DAMAGED,
    "SQLITE_NOTADB": Why.DAMAGED,
    "SQLITE_CANTOPEN": Why.AWAY,
    "SQLITE_IOERR": Why.AWAY,
    "SQLITE_PERM": Why.AWAY,
    "SQLITE_AUTH": Why.AWAY,
    "SQLITE_PROTOCOL": Why.BUSY,
    "25006": Why.READ_ONLY,
    "42501": Why.READ_ONLY,  # the bot's role may read the tables and not write them
    "53100": Why.FULL,
    "53": Why.BUSY,  # too many connections, no memory
    "55P03": Why.BUSY,  # the lock did not come in time
    "57014": Why.BUSY,  # the statement took too long
    "40": Why.BUSY,
    "25P": Why.AWAY,  # the transaction was ended from the other side
    "57": Why.AWAY,
    "58": Why.AWAY,
    "XX": Why.DAMAGED,
    "08": Why.AWAY,
    "28": Why.AWAY,
    "3D": Why.AWAY,
}
