"""`db status`, `db upgrade` and `verify` on both kinds of database: what each says of what it may find."""

import pytest
import sqlalchemy as sa

from storage.database import Database
from storage.migrations import HEAD
from tests.cli.conftest import Run
from tests.postgres import Server
from tests.records import close

COMMANDS = [("db", "status"), ("db", "upgrade"), ("verify",)]
AWAY = "postgresql://g2o:s3cret@127.0.0.1:9/g2o?password=s3cret"


def set_version(db: Database, version: str) -> str:
    with db.begin() as session:
        session.execute(sa.text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    return close(db)


def test_an_empty_database_gets_its_tables_once(run: Run, empty_url: str) -> None:
    first = run("db", "upgrade", DATABASE_URL=empty_url)
    assert (first.exit_code, first.stdout) == (0, f"The tables are now version {HEAD}.\n")
    again = run("db", "upgrade", DATABASE_URL=empty_url)
    assert (again.exit_code, again.stdout) == (0, f"The tables were already version {HEAD}.\n")


def test_this_versions_tables_are_well(run: Run, db: Database) -> None:
    url = close(db)
    status = run("db", "status", DATABASE_URL=url)
    assert (status.exit_code, status.stderr) == (0, "")
    assert status.stdout == f"The tables are version {HEAD}, as this bot needs them.\n"
    assert run("verify", DATABASE_URL=url).stdout.endswith("and the database is sound.\n")


def test_older_tables_are_told_with_what_to_run(run: Run, db: Database) -> None:
    url = set_version(db, "0000")
    status = run("db", "status", DATABASE_URL=url)
    said = f"The tables are version 0000; this bot needs version {HEAD}. Run: python -m bot db upgrade\n"
    assert (status.exit_code, status.stderr) == (1, said)
    assert "Run: python -m bot db upgrade" in run("verify", DATABASE_URL=url).stderr


@pytest.mark.parametrize("words", COMMANDS)
def test_a_server_that_is_away_is_told_without_its_password(run: Run, words: tuple[str, ...]) -> None:
    result = run(*words, DATABASE_URL=AWAY)
    assert result.exit_code == 1
    assert "g2o:***@127.0.0.1:9/g2o is out of reach" in result.stderr
    assert "s3cret" not in result.output


@pytest.mark.parametrize("words", COMMANDS)
@pytest.mark.parametrize(
    "address", ["postgresql://g2o:s3cret@server:s3cret/g2o", "postgresql://g2o:s3cret@s/"]
)
def test_an_address_that_is_none_is_told_without_its_password(
    run: Run, words: tuple[str, ...], address: str
) -> None:
    result = run(*words, DATABASE_URL=address)
    assert result.exit_code == 1
    assert "DATABASE_URL is not the address of a" in result.stderr
    assert "s3cret" not in result.output


def test_a_server_database_without_every_letter_gets_no_tables(run: Run, server: Server) -> None:
    server.execute("DROP DATABASE IF EXISTS few_letters")
    server.execute("CREATE DATABASE few_letters TEMPLATE template0 LOCALE 'C' LOCALE_PROVIDER libc")
    result = run("db", "upgrade", DATABASE_URL=server.url("few_letters"))
    assert result.exit_code == 1
    assert "does not know every letter" in result.stderr
    assert "CREATE DATABASE g2o TEMPLATE template0" in result.stderr
    server.drop("few_letters")
