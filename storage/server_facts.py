"""What a PostgreSQL server says of itself, of the bot's role, and of what stands in between."""

from dataclasses import dataclass

import sqlalchemy as sa

from storage import engines
from storage.database import Database
from storage.unavailable import telling


@dataclass(frozen=True)
class Facts:
    """`lock_timeout` is the session's. `is_same`: two transactions of one connection had one session."""

    version: int
    encoding: str
    letters: bool
    is_standby: bool
    is_superuser: bool
    can_write: bool
    lock_timeout: str
    is_same: bool
    free_connections: int
    is_encrypted: bool

    @property
    def keeps_settings(self) -> bool:
        """Whether what the bot asks for at the start of a connection reaches the server."""
        return self.lock_timeout == f"{engines.BUSY_SECONDS:.0f}s"


def look(database: Database) -> Facts:
    """Asks for all of it, in two transactions of one connection. Raises Unavailable."""
    with telling(), database.engine.connect() as connection:
        row = connection.execute(_FACTS).mappings().one()
        connection.rollback()
        second = connection.scalar(sa.text("SELECT pg_backend_pid()"))
        can_write = not connection.scalar(_NOT_WRITABLE)
    facts = {name: value for name, value in row.items() if name != "pid"}
    return Facts(**facts, is_same=row["pid"] == second, can_write=can_write)


_FACTS = sa.text("""
    SELECT current_setting('server_version_num')::int / 10000 AS version,
        current_setting('server_encoding') AS encoding,
        lower('É') = 'é' AS letters,
        pg_is_in_recovery() AS is_standby,
        (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS is_superuser,
        current_setting('lock_timeout') AS lock_timeout,
        pg_backend_pid() AS pid,
        current_setting('max_connections')::int - (SELECT count(*) FROM pg_stat_activity) AS free_connections,
        coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS is_encrypted
""")
# Of the tables that there are: one that the role may not write.
_NOT_WRITABLE = sa.text("""
    SELECT EXISTS (
        SELECT FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
        AND relname <> 'alembic_version'
        AND NOT (has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT'))
    )
""")
