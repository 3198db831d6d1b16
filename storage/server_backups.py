"""Backups of a PostgreSQL database: made by pg_dump, read by pg_restore, put back in one transaction."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path

import psycopg
import sqlalchemy as sa
from psycopg.conninfo import make_conninfo
from sqlalchemy.orm import Session

from storage import contents as stored
from storage.contents import FAULTY, Contents, NotDone, require_sound
from storage.database import Database

# What belongs to the server and not to the record: who owns it, who may read it, what else is set up there.
_PLAIN = (
    "--no-owner",
    "--no-privileges",
    "--no-comments",
    "--no-publications",
    "--no-security-labels",
    "--no-subscriptions",
    "--no-tablespaces",
)
_FROM_ENVIRONMENT = ("PATH", "HOME")
_TABLES = ("alembic_version", "journal")


def write(url: sa.URL, session: Session, held: Contents, draft: Path) -> None:
    """Writes what the session sees to the file and checks both. Writers go on meanwhile."""
    server = int(session.scalar(sa.text("SHOW server_version_num")) or 0) // 10_000
    _require_age("pg_dump", server)
    require_sound(session, held, FAULTY)
    # The very snapshot that was checked.
    snapshot = session.scalar(sa.text("SELECT pg_export_snapshot()"))
    others, environment = _connection(url)
    _run(
        "pg_dump",
        "--format=custom",
        *_PLAIN,
        "--lock-wait-timeout=5s",
        f"--snapshot={snapshot}",
        f"--file={draft}",
        f"--dbname={others}",
        otherwise="The backup could not be written",
        environment=environment,
    )
    _list(draft)


def check(file: Path) -> str:
    """The version of the tables in a backup. Raises NotDone where it is not one of this bot's."""
    listed = _list(file)
    if not all(re.search(rf" TABLE \S+ {table} ", listed) for table in _TABLES):
        raise NotDone(f"{file} holds no record of this bot.")
    with _script(file, "--data-only", "--table=alembic_version") as lines:
        rows = list(takewhile(_is_row, _after_copy(lines)))
    return rows[0].decode().strip() if rows else ""


def other_connections(session: Session) -> int:
    """How many others are connected to the database, idle ones too."""
    return session.scalar(_OTHERS) or 0


def restore(database: Database, file: Path) -> Contents:
    """Puts the backup in place of everything the database holds, checks it, and tells what it is.

    All of that is one transaction: whatever goes wrong, the database holds what it held. pg_restore would
    leave what a newer version added, and would commit before the journal was checked.
    """
    with database.begin() as session:
        require_alone(session)
        database.require_every_letter(session)
        session.execute(_DROP_EVERYTHING)
        with _script(file, *_PLAIN) as lines:
            _load(session, lines)
        # The script looks for nothing in any schema, and its other settings are its own, too.
        session.execute(sa.text("RESET ALL"))
        held = stored.contents(session)
        if held is None:
            raise NotDone(f"{file} holds no record of this bot.")
        require_sound(session, held, f"{file} is not a sound backup")
    database.engine.dispose()
    return held


def require_alone(session: Session) -> None:
    """Raises NotDone where others are connected."""
    others = other_connections(session)
    if others:
        them = "Another connection to the database is" if others == 1 else f"{others} other connections are"
        raise NotDone(f"{them} open. Stop every bot that uses it, then try again.")


def _load(session: Session, lines: Iterator[bytes]) -> None:
    connection = session.connection().connection.driver_connection
    if not isinstance(connection, psycopg.Connection):
        raise TypeError(type(connection).__name__)
    try:
        with connection.cursor() as cursor:
            _execute(cursor, lines)
    except psycopg.Error as error:
        # The server's own sentence; what follows it may quote a row.
        said = error.diag.message_primary or type(error).__name__
        raise NotDone(f"The backup could not be restored: {said}. The record is as it was.") from error


def _execute(cursor: "psycopg.Cursor[tuple[object, ...]]", lines: Iterator[bytes]) -> None:
    """Runs a script as psql would, without the commands that are psql's own."""
    statements: list[bytes] = []
    for line in lines:
        if _is_copy(line):
            _execute_all(cursor, statements)
            with cursor.copy(line) as copy:
                for row in takewhile(_is_row, lines):
                    copy.write(row)
        elif not line.startswith(b"\\"):
            statements.append(line)
    _execute_all(cursor, statements)


def _execute_all(cursor: "psycopg.Cursor[tuple[object, ...]]", statements: list[bytes]) -> None:
    cursor.execute(b"".join(statements))
    statements.clear()


def _is_copy(line: bytes) -> bool:
    return line.startswith(b"COPY ") and line.endswith(b" FROM stdin;\n")


def _is_row(line: bytes) -> bool:
    return line != b"\\.\n"


def _after_copy(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines from the first row of the first table on."""
    each = iter(lines)
    for line in each:
        if _is_copy(line):
            return each
    return iter(())


# --- the server's tools


def _list(file: Path) -> str:
    return _run("pg_restore", "--list", str(file), otherwise=f"{file} is not a sound backup")


@contextmanager
def _script(file: Path, *options: str) -> Iterator[Iterator[bytes]]:
    """The backup as SQL, line by line. Raises NotDone where it could not be read to its end."""
    command = [_tool("pg_restore"), *options, "--file=-", str(file)]
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, env=_environment()) as process,  # noqa: S603 - no shell
    ):
        if process.stdout is None:
            raise TypeError("no pipe")
        try:
            yield process.stdout
            process.stdout.read()
        except BaseException:
            process.kill()
            raise
        if process.wait() != 0:
            errors.seek(0)
            raise NotDone(
                f"The backup could not be read: {_said('pg_restore', process.returncode, errors.read())}."
            )


def _run(tool: str, *options: str, otherwise: str, environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(  # noqa: S603 - no shell
        [_tool(tool), *options], capture_output=True, check=False, env=environment or _environment()
    )
    if done.returncode != 0:
        raise NotDone(f"{otherwise}: {_said(tool, done.returncode, done.stderr)}.")
    return done.stdout.decode()


def _said(tool: str, status: int, errors: bytes) -> str:
    """The first complaint; the lines after it may quote a row."""
    lines = errors.decode(errors="replace").splitlines()
    complaints = [line.partition("error: ")[2] for line in lines if "error: " in line]
    return f"{tool} says: {complaints[0]}" if complaints else f"{tool} ended with status {status}"


def _tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise NotDone(
            f"{name} is not installed. Install PostgreSQL's client tools (on Debian: apt-get install "
            "postgresql-client), or use the server's own backups."
        )
    return path


def _require_age(tool: str, server: int) -> None:
    """An older tool does not know what a newer server keeps."""
    said = _run(tool, "--version", otherwise=f"{tool} cannot be used").split()
    version = next((word for word in said if word[0].isdecimal()), "0")
    if int(version.partition(".")[0]) < server:
        raise NotDone(
            f"{tool} is of version {version}, and the server of version {server}. Install PostgreSQL's "
            f"client tools of that version (on Debian: apt-get install postgresql-client-{server}), "
            "or use the server's own backups."
        )


def _environment(chosen: dict[str, str] | None = None) -> dict[str, str]:
    """What a tool is told: where to look, how to connect, and to speak English."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in _FROM_ENVIRONMENT or name.startswith("PG")
    }
    return {**kept, "LC_ALL": "C", **(chosen or {})}


def _connection(url: sa.URL) -> tuple[str, dict[str, str]]:
    """How to reach the database: what libpq takes from the environment, and what it does not.

    Every user of the machine can read a command line, so nothing secret is ever on one.
    """
    _, given = url.get_dialect()().create_connect_args(url)
    options = {option.keyword.decode(): option for option in psycopg.pq.Conninfo.get_defaults()}
    chosen: dict[str, str] = {"PGAPPNAME": "g2o"}
    others: dict[str, str] = {}
    for name, value in given.items():
        option = options.get(name)
        if option is not None and option.envvar:
            chosen[option.envvar.decode()] = str(value)
        elif option is not None and not option.dispchar:
            others[name] = str(value)
    return make_conninfo("", **others), _environment(chosen)


_OTHERS = sa.text(
    # Only the server's own processes have no user. Who is no superuser is told no more of others.
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND usesysid IS NOT NULL AND leader_pid IS NULL"
)
_DROP_EVERYTHING = sa.text("""
DO $$
DECLARE thing text;
BEGIN
    FOR thing IN
        SELECT format('TABLE %s', oid::regclass) FROM pg_class
        WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
        UNION ALL
        SELECT format('ROUTINE %s', oid::regprocedure) FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace AND NOT EXISTS (
            SELECT FROM pg_depend
            WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e'
        )
    LOOP
        EXECUTE format('DROP %s CASCADE', thing);
    END LOOP;
END $$
""")
