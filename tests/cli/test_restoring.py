"""`db restore`: the backup in the place of the record, or the record as it was."""

import signal
import sqlite3
import stat
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from typer.testing import Result

from storage.database import Database
from storage.migrations import HEAD
from storage.models import InboxEvent
from storage.only_one import only_one
from tests import records
from tests.backends import Backend, Holding, SQLite
from tests.cli.conftest import Run, python_m_bot
from tests.conftest import on_postgresql, on_sqlite
from tests.council import Council
from tests.postgres import Server
from tests.records import close, everything
from tests.tampering import tamper
from tests.verbs.steps import logged

Restore = Callable[..., Result]
AT = datetime(2025, 3, 14, 10, 0, tzinfo=UTC)
KEPT = "g2o.db.before-restore-*"


@pytest.fixture
def address(db: Database, council: Council, tools: None) -> str:
    """The address of a record with rows in every table."""
    with db.begin() as session:
        records.fill(session, council)
    return close(db)


@pytest.fixture
def backup(run: Run, address: str, tmp_path: Path) -> Path:
    """A backup of it: three rows in the journal."""
    assert run("db", "backup", "march.backup", DATABASE_URL=address).exit_code == 0
    return tmp_path / "march.backup"


@pytest.fixture
def restore(run: Run, address: str, backup: Path) -> Restore:
    """Restores the backup, or another file, in the place of the record; `answer` is typed."""

    def restore(file: Path | str = backup, answer: str = "") -> Result:
        yes = () if answer else ("--yes",)
        return run("db", "restore", str(file), *yes, typed=answer, DATABASE_URL=address)

    return restore


@pytest.fixture
def before(backup: Path, db: Database) -> records.Rows:
    """What the backup holds."""
    rows = everything(db)
    db.close()
    return rows


@pytest.fixture
def changed(before: records.Rows, db: Database, council: Council) -> records.Rows:
    """What the record holds, which has gone on since."""
    with db.begin() as session:
        logged(session, council.manager, "M4T9X")
        session.execute(sa.text("DELETE FROM inbox"))
    rows = everything(db)
    db.close()
    return rows


def held(db: Database) -> records.Rows:
    """What a sound record holds."""
    rows = everything(db)
    assert records.faults(db) == []
    db.close()
    return rows


def file_of(address: str) -> Path:
    return Path(address.removeprefix("sqlite:///"))


def test_a_restore_brings_back_exactly_what_the_backup_holds(
    restore: Restore, db: Database, backup: Path, before: records.Rows, changed: records.Rows
) -> None:
    result = restore()
    assert (result.exit_code, result.stderr) == (0, "")
    assert f"Restored from {backup}: version {HEAD}, 3 rows in the journal.\n" in result.stdout
    assert "one unbroken chain" in result.stdout
    assert changed != before
    assert held(db) == before


def test_what_is_restored_is_guarded_and_goes_on(
    restore: Restore, db: Database, council: Council, changed: records.Rows
) -> None:
    restore()
    with db.begin() as session:
        audit = logged(session, council.manager, "M4T9X")
    # Of the audits one was there; what came after the backup is forgotten with its id.
    assert audit.id == 2
    with pytest.raises(sa.exc.IntegrityError, match="only ever added to"), db.begin() as session:
        session.execute(sa.text("DELETE FROM journal"))
    assert len(held(db)["journal"]) == 4


def test_what_will_be_replaced_is_told_before_it_is_asked(
    restore: Restore, db: Database, changed: records.Rows
) -> None:
    answers = restore(answer="n\n")
    assert answers.exit_code == 1
    assert "This replaces everything in" in answers.output
    assert f": version {HEAD}, 4 rows in the journal, the newest of 14 March 2025, 10:00.\n" in answers.output
    assert "Replace it? [y/N]: n" in answers.output
    assert held(db) == changed


def test_a_yes_restores(restore: Restore, db: Database, before: records.Rows) -> None:
    answers = restore(answer="y\n")
    assert answers.exit_code == 0
    assert held(db) == before


def test_nothing_is_asked_where_nothing_is_replaced(
    run: Run, backup: Path, before: records.Rows, empty_url: str
) -> None:
    result = run("db", "restore", str(backup), DATABASE_URL=empty_url)
    assert result.exit_code == 0
    opened = Database(empty_url)
    assert held(opened) == before


def test_an_older_backup_says_what_to_run_next(
    run: Run, restore: Restore, db: Database, address: str
) -> None:
    set_version(db, "0000")
    run("db", "backup", "old.backup", DATABASE_URL=address)
    set_version(db, HEAD)
    result = restore("old.backup")
    assert result.exit_code == 0
    assert "version 0000, 3 rows in the journal" in result.stdout
    assert "Run: python -m bot db upgrade, then: python -m bot verify" in result.stdout
    assert db.schema_version() == "0000"


def set_version(db: Database, version: str) -> None:
    with db.begin() as session:
        session.execute(sa.text("UPDATE alembic_version SET version_num = :version"), {"version": version})
    db.close()


def test_what_a_newer_version_added_goes_with_it(
    restore: Restore, db: Database, before: records.Rows
) -> None:
    with db.begin() as session:
        session.execute(sa.text("CREATE TABLE visits (chair_id INTEGER REFERENCES people (id))"))
        session.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    db.close()
    assert restore().exit_code == 0
    assert db.schema_version() == HEAD
    with db.reading() as session:
        assert not sa.inspect(session.connection()).has_table("visits")
    assert held(db) == before


# --- what was there


@on_sqlite
def test_what_was_there_is_kept_beside_it(
    restore: Restore, db: Database, address: str, changed: records.Rows
) -> None:
    result = restore()
    (kept,) = file_of(address).parent.glob(KEPT)
    assert f"What was there is kept as {kept}.\n" in result.stdout
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    again = restore(kept)
    assert again.exit_code == 0
    assert held(db) == changed
    assert len(list(file_of(address).parent.glob(KEPT))) == 2


@on_sqlite
@pytest.mark.parametrize("is_header", [True, False], ids=["beyond recognition", "in its pages"])
def test_a_damaged_file_is_set_aside_as_it_is(
    restore: Restore,
    db: Database,
    address: str,
    before: records.Rows,
    is_header: bool,  # noqa: FBT001 - pytest gives it by name
) -> None:
    file = file_of(address)
    whole = file.read_bytes()
    damaged = b"Dear colleague, " * 5000 if is_header else whole[:4096] + b"\xff" * 8192 + whole[12288:]
    file.write_bytes(damaged)
    result = restore()
    assert (result.exit_code, result.stderr) == (0, "")
    assert held(db) == before
    (kept,) = file.parent.glob(KEPT)
    assert kept.read_bytes() == damaged
    assert f"What was there is kept as {kept}.\n" in result.stdout


@on_sqlite
def test_a_copy_of_a_database_at_work_is_a_backup_together_with_its_log(
    restore: Restore, db: Database, address: str, tmp_path: Path, council: Council
) -> None:
    with db.begin() as session:
        logged(session, council.manager, "M4T9X")
    copy = tmp_path / "copy.db"
    for side in ("", "-wal"):
        copy.with_name(f"copy.db{side}").write_bytes(Path(f"{file_of(address)}{side}").read_bytes())
    there = held(db)
    assert restore(copy).exit_code == 0
    assert held(db) == there
    assert len(there["journal"]) == 4


# --- what is refused


@pytest.fixture
def untouched(changed: records.Rows, db: Database, address: str, backend: Backend) -> Iterator[None]:
    """Holds that the record is as it was at the end of the test, with nothing left beside it."""
    yield
    assert held(db) == changed
    if isinstance(backend, SQLite):
        assert list(file_of(address).parent.glob(f"{KEPT}")) == []


@pytest.mark.usefixtures("untouched")
def test_a_database_that_is_in_use_is_not_replaced(
    restore: Restore, db: Database, backend: Backend, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.engines.BUSY_SECONDS", 0.1)
    with db.reading() as session:
        assert session.scalar(sa.text("SELECT count(*) FROM journal")) == 4
        result = restore()
    assert result.exit_code == 1
    others = "Another process has" if isinstance(backend, SQLite) else "Another connection to the database is"
    assert others in result.stderr
    assert "top" in result.stderr


@on_postgresql
@pytest.mark.usefixtures("untouched")
def test_of_several_connections_it_is_told_how_many(restore: Restore, db: Database) -> None:
    with db.reading() as first, db.reading() as second:
        assert [session.scalar(sa.text("SELECT 1")) for session in (first, second)] == [1, 1]
        result = restore()
    assert "2 other connections are open. Stop every bot that uses it" in result.stderr


@on_sqlite
@pytest.mark.usefixtures("untouched")
def test_a_running_bot_is_told_by_its_lock(restore: Restore, address: str) -> None:
    with only_one(file_of(address)):
        result = restore()
    assert result.exit_code == 1
    assert (
        f"A bot is at work on {file_of(address)}, and a SQLite file takes one. Stop it first."
        in result.stderr
    )


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "could not be read: No such file or directory."),
        (b"", "is not a backup of this bot."),
        (b"Dear colleague, " * 1000, "is not a backup of this bot."),
    ],
)
def test_a_file_that_is_no_backup_is_refused(
    restore: Restore, tmp_path: Path, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / "letter.backup").write_bytes(content)
    result = restore("letter.backup")
    assert result.exit_code == 1
    assert f"letter.backup {said}" in result.stderr


@pytest.mark.usefixtures("untouched")
def test_a_backup_that_was_cut_short_is_refused(restore: Restore, backup: Path) -> None:
    whole = backup.read_bytes()
    backup.write_bytes(whole[: len(whole) * 2 // 3])
    result = restore()
    assert result.exit_code == 1
    assert "Traceback" not in result.output


@pytest.mark.usefixtures("untouched")
def test_a_backup_whose_journal_was_altered_is_refused(
    run: Run, restore: Restore, backup: Path, tmp_path: Path, backend: Backend
) -> None:
    (tmp_path / "other").mkdir()
    other = backend.make(Holding.NOTHING, tmp_path / "other")
    run("db", "restore", str(backup), DATABASE_URL=other)
    opened = Database(other)
    tamper(opened, "UPDATE journal SET event = 'nothing' WHERE number = 2")
    forged = forge(opened, tmp_path)
    opened.close()
    backend.drop(other)
    result = restore(forged)
    assert result.exit_code == 1
    assert "is not a sound backup: journal row 2 was altered" in result.stderr


def forge(db: Database, folder: Path) -> Path:
    """A backup that the bot would not make, by the databases' own tools."""
    forged = folder / "forged.backup"
    url = db.engine.url
    if db.is_embedded:
        with (
            closing(sqlite3.connect(str(url.database))) as source,
            closing(sqlite3.connect(forged)) as target,
        ):
            source.backup(target)
    else:
        address = url.set(drivername="postgresql").render_as_string()
        subprocess.run(["pg_dump", "--format=custom", f"--file={forged}", address], check=True)  # noqa: S607
    return forged


@pytest.mark.usefixtures("untouched")
def test_a_backup_of_a_newer_bot_is_left_to_it(
    run: Run, restore: Restore, db: Database, address: str
) -> None:
    set_version(db, "9999")
    run("db", "backup", "newer.backup", DATABASE_URL=address)
    set_version(db, HEAD)
    result = restore("newer.backup")
    assert result.exit_code == 1
    assert "newer version of this bot. Please install that version." in result.stderr


@pytest.mark.usefixtures("untouched")
def test_the_tables_of_something_else_are_no_backup(
    restore: Restore, tmp_path: Path, backend: Backend
) -> None:
    (tmp_path / "other").mkdir()
    other = backend.make(Holding.NOTHING, tmp_path / "other")
    opened = Database(other)
    with opened.begin() as session:
        session.execute(sa.text("CREATE TABLE recipes (name TEXT)"))
    forged = forge(opened, tmp_path)
    opened.close()
    backend.drop(other)
    result = restore(forged)
    assert result.exit_code == 1
    assert "forged.backup holds no record of this bot." in result.stderr


@on_sqlite
@pytest.mark.usefixtures("untouched")
def test_the_backup_of_a_server_is_not_for_a_file(restore: Restore, tmp_path: Path) -> None:
    (tmp_path / "server.backup").write_bytes(b"PGDMP\x01\x10\x00")
    result = restore("server.backup")
    assert result.exit_code == 1
    assert "server.backup is a backup of a PostgreSQL database" in result.stderr
    assert "Set DATABASE_URL to a server." in result.stderr


@on_postgresql
@pytest.mark.usefixtures("untouched")
def test_the_backup_of_a_file_is_copied_to_a_server(restore: Restore, tmp_path: Path) -> None:
    (tmp_path / "file.backup").write_bytes(b"SQLite format 3\0" + bytes(100))
    result = restore("file.backup")
    assert result.exit_code == 1
    assert "file.backup is a SQLite database" in result.stderr
    assert "python -m bot db copy sqlite:///file.backup" in result.stderr


@on_postgresql
@pytest.mark.usefixtures("untouched")
def test_a_server_that_refuses_a_part_of_it_keeps_what_it_had(
    restore: Restore, address: str, server: Server
) -> None:
    name = address.rpartition("/")[2]
    server.execute("CREATE SCHEMA elsewhere CREATE VIEW names AS SELECT name FROM public.people", name)
    server.execute(
        """CREATE FUNCTION elsewhere.no_more() RETURNS event_trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'no more indexes'; END $$""",
        name,
    )
    server.execute(
        "CREATE EVENT TRIGGER no_more ON ddl_command_start WHEN TAG IN ('CREATE INDEX') "
        "EXECUTE FUNCTION elsewhere.no_more()",
        name,
    )
    result = restore()
    assert result.exit_code == 1
    assert "could not be restored: no more indexes. The record is as it was." in result.stderr
    assert server.execute("SELECT count(*) > 0 FROM elsewhere.names", name) == [(True,)]


@on_sqlite
@pytest.mark.usefixtures("untouched")
def test_a_disk_that_is_full_leaves_the_record_as_it_was(address: str, backup: Path, tmp_path: Path) -> None:
    process = python_m_bot(
        tmp_path, "db", "restore", str(backup), "--yes", limit=65_536, DATABASE_URL=address
    )
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "could not be written" in errors
    assert "Traceback" not in errors


# --- a process that is killed


@on_sqlite
@pytest.mark.parametrize("size", [50_000, 1_000_000, 5_000_000, 10_000_000])
def test_a_restore_that_is_killed_leaves_the_one_record_or_the_other(
    run: Run, restore: Restore, db: Database, tmp_path: Path, size: int
) -> None:
    with db.begin() as session:
        session.add_all(InboxEvent(event_id=f"{n:06}{'x' * 4000}", received_at=AT) for n in range(4000))
    large, url = everything(db), close(db)
    run("db", "backup", "large.backup", DATABASE_URL=url)
    with db.begin() as session:
        session.execute(sa.text("DELETE FROM inbox"))
    small = held(db)
    process = python_m_bot(tmp_path, "db", "restore", "large.backup", "--yes", DATABASE_URL=url)
    log = Path(f"{file_of(url)}-wal")
    while process.poll() is None and size_of(log) < size:
        pass
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert held(db) in (small, large)
    assert restore("large.backup").exit_code == 0
    assert held(db) == large


def size_of(file: Path) -> int:
    """The size of a file that comes and goes."""
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0
