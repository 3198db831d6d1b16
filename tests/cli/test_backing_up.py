"""`db backup`: a whole record of one moment in a new file, or nothing."""

import itertools
import re
import shutil
import stat
import string
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage.database import Database
from storage.migrations import HEAD
from tests import records
from tests.backends import Backend, Holding, SQLite
from tests.cli.conftest import Run, python_m_bot
from tests.conftest import on_postgresql, on_sqlite
from tests.council import Council
from tests.records import Rows, everything
from tests.tampering import tamper
from tests.verbs.steps import logged

pytestmark = pytest.mark.usefixtures("tools")

PATIENCE = 60.0  # seconds: a process that needs longer hangs


@pytest.fixture
def filled(db: Database, council: Council) -> Database:
    """A record with rows in every table, three of them in the journal."""
    with db.begin() as session:
        records.fill(session, council)
    return db


@pytest.fixture
def restored(run: Run, backend: Backend, tmp_path: Path) -> Iterator["Restored"]:
    """Restores a backup to a database of its own."""
    with Restored(run, backend, tmp_path / "restored") as restored:
        yield restored


class Restored:
    """Databases that backups were restored to."""

    def __init__(self, run: Run, backend: Backend, folder: Path) -> None:
        self._run, self._backend, self._folder = run, backend, folder
        self._urls: list[str] = []

    def __enter__(self) -> "Restored":
        return self

    def __exit__(self, *_: object) -> None:
        for url in self._urls:
            self._backend.drop(url)

    def from_(self, file: Path) -> Rows:
        """What a database holds that held nothing before; it is sound."""
        folder = self._folder / file.name
        folder.mkdir(parents=True)
        url = self._backend.make(Holding.NOTHING, folder)
        self._urls.append(url)
        result = self._run("db", "restore", str(file), DATABASE_URL=url)
        assert (result.exit_code, result.stderr) == (0, "")
        opened = Database(url)
        assert records.faults(opened) == []
        rows = everything(opened)
        opened.close()
        return rows


def url(db: Database) -> str:
    return str(db.engine.url)


def left(folder: Path) -> list[str]:
    """The files in the folder that the database itself has not put there."""
    return sorted(file.name for file in folder.iterdir() if not file.name.startswith("g2o.db"))


def test_a_backup_tells_what_it_holds(run: Run, filled: Database, tmp_path: Path) -> None:
    result = run("db", "backup", "march.backup", DATABASE_URL=url(filled))
    assert (result.exit_code, result.stderr) == (0, "")
    said = f"Backup written to march.backup: version {HEAD}, 3 rows in the journal, checked.\n"
    assert result.stdout == said
    assert left(tmp_path) == ["march.backup"]


def test_a_backup_without_a_name_is_named_by_the_moment(run: Run, filled: Database, tmp_path: Path) -> None:
    refused = run("db", "backup", DATABASE_URL=url(filled))
    assert (refused.exit_code, refused.stderr) == (
        1,
        "Give a file, or set BACKUPS to the folder in which it is to be.\n",
    )
    (tmp_path / "kept").mkdir()
    assert run("db", "backup", DATABASE_URL=url(filled), BACKUPS="kept").exit_code == 0
    (file,) = (tmp_path / "kept").iterdir()
    assert re.fullmatch(r"g2o-\d{4}-\d\d-\d\d-\d{6}\.backup", file.name)


def test_a_backup_is_for_this_user_alone(run: Run, filled: Database, tmp_path: Path) -> None:
    run("db", "backup", "march.backup", DATABASE_URL=url(filled))
    assert stat.S_IMODE((tmp_path / "march.backup").stat().st_mode) == 0o600


def test_a_backup_holds_every_row(run: Run, filled: Database, restored: Restored, tmp_path: Path) -> None:
    run("db", "backup", "march.backup", DATABASE_URL=url(filled))
    assert restored.from_(tmp_path / "march.backup") == everything(filled)


def test_a_backup_needs_nothing_beside_it(
    run: Run, filled: Database, restored: Restored, tmp_path: Path
) -> None:
    run("db", "backup", "march.backup", DATABASE_URL=url(filled))
    (tmp_path / "elsewhere").mkdir()
    moved = (tmp_path / "march.backup").rename(tmp_path / "elsewhere" / "march.backup")
    assert restored.from_(moved) == everything(filled)
    assert [file.name for file in moved.parent.iterdir()] == ["march.backup"]


def test_every_backup_taken_while_the_bot_writes_is_of_one_moment(
    run: Run, db: Database, council: Council, restored: Restored, tmp_path: Path
) -> None:
    stop, written = threading.Event(), threading.Semaphore(0)

    def write() -> None:
        for initials in map(". ".join, itertools.product(string.ascii_uppercase, repeat=3)):
            with db.begin() as session:
                logged(session, council.manager, auditor=f"{initials}. Auditor")
            written.release()
            if stop.is_set():
                return

    writer = threading.Thread(target=write)
    writer.start()
    files = [tmp_path / f"{number}.backup" for number in range(4)]
    for file in files:
        while written.acquire(blocking=False):
            pass
        assert written.acquire(timeout=PATIENCE)
        assert run("db", "backup", str(file), DATABASE_URL=url(db)).exit_code == 0
    stop.set()
    writer.join()
    in_the_end = everything(db)
    lengths = []
    for file in files:
        rows = restored.from_(file)
        lengths.append(len(rows["journal"]))
        assert rows["journal"] == in_the_end["journal"][: lengths[-1]]
        # An audit and its row in the journal are stored together.
        assert len(rows["audits"]) == len(rows["journal"])
    assert 0 < lengths[0] < lengths[1] < lengths[2] < lengths[3]


def test_a_file_that_is_there_is_not_overwritten(run: Run, filled: Database, tmp_path: Path) -> None:
    (tmp_path / "march.backup").write_text("mine")
    result = run("db", "backup", "march.backup", DATABASE_URL=url(filled))
    assert result.exit_code == 1
    assert "march.backup is already there. Choose another name" in result.stderr
    assert (tmp_path / "march.backup").read_text() == "mine"
    assert left(tmp_path) == ["march.backup"]


def test_a_device_is_not_overwritten_either(run: Run, filled: Database) -> None:
    assert "/dev/full is already there" in run("db", "backup", "/dev/full", DATABASE_URL=url(filled)).stderr


def test_a_folder_that_is_not_there_is_named(run: Run, filled: Database, tmp_path: Path) -> None:
    result = run("db", "backup", "nowhere/march.backup", DATABASE_URL=url(filled))
    assert result.exit_code == 1
    assert result.stderr == "nowhere/march.backup could not be written: No such file or directory.\n"
    assert left(tmp_path) == []


def test_a_disk_that_is_full_leaves_nothing_behind(
    filled: Database, backend: Backend, tmp_path: Path
) -> None:
    room = 65_536 if isinstance(backend, SQLite) else 4_096
    process = python_m_bot(tmp_path, "db", "backup", "march.backup", limit=room, DATABASE_URL=url(filled))
    said, errors = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said) == (1, "")
    assert "could not be written" in errors
    assert "Traceback" not in errors
    assert left(tmp_path) == []
    assert records.faults(filled) == []


def test_an_empty_database_is_nothing_to_back_up(run: Run, empty_url: str, tmp_path: Path) -> None:
    if empty_url.startswith("sqlite"):
        Path(empty_url.removeprefix("sqlite:///")).touch()
    result = run("db", "backup", "march.backup", DATABASE_URL=empty_url)
    assert result.exit_code == 1
    assert "holds no record of this bot" in result.stderr
    assert left(tmp_path) == ["empty"]


@on_sqlite
def test_a_mistyped_database_is_not_made_and_backed_up(run: Run, db: Database, tmp_path: Path) -> None:
    result = run("db", "backup", "march.backup", DATABASE_URL="sqlite:///mistyped.db")
    assert "There is no database at mistyped.db" in result.stderr
    assert left(tmp_path) == []


@pytest.mark.parametrize("version", ["0000", "9999"])
def test_tables_of_another_version_are_backed_up_before_an_upgrade(
    run: Run, filled: Database, version: str
) -> None:
    with filled.begin() as session:
        session.execute(sa.text(f"UPDATE alembic_version SET version_num = '{version}'"))  # noqa: S608 - ours
    result = run("db", "backup", "march.backup", DATABASE_URL=url(filled))
    assert result.exit_code == 0
    assert f"version {version}, 3 rows in the journal, sound as a file." in result.stdout


def test_a_record_with_faults_is_not_passed_off_as_sound(run: Run, filled: Database, tmp_path: Path) -> None:
    tamper(filled, "UPDATE journal SET event = 'nothing' WHERE number = 2")
    result = run("db", "backup", "march.backup", DATABASE_URL=url(filled))
    assert result.exit_code == 1
    assert "The record has faults" in result.stderr
    assert "journal row 2 was altered" in result.stderr
    assert left(tmp_path) == []


# --- the server's tools


@pytest.fixture
def shims(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs that are found before the server's own."""
    folder = tmp_path / "shims"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder), prepend=":")
    return folder


def put_tool(folder: Path, name: str, script: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


@on_postgresql
def test_a_missing_tool_is_named_with_its_package(
    run: Run, filled: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = run("db", "backup", "march.backup", DATABASE_URL=url(filled))
    assert result.exit_code == 1
    assert "pg_dump is not installed" in result.stderr
    assert "apt-get install postgresql-client" in result.stderr
    assert "the server's own backups" in result.stderr
    assert left(tmp_path) == []


@on_postgresql
def test_a_tool_that_is_older_than_the_server_is_named_with_the_right_one(
    run: Run, filled: Database, shims: Path
) -> None:
    put_tool(shims, "pg_dump", "echo 'pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)'")
    result = run("db", "backup", "march.backup", DATABASE_URL=url(filled))
    assert result.exit_code == 1
    assert "pg_dump is of version 15.18, and the server of version 18" in result.stderr
    assert "postgresql-client-18" in result.stderr


@on_postgresql
def test_a_tool_that_fails_is_quoted_and_leaves_nothing_behind(
    run: Run, filled: Database, shims: Path, tmp_path: Path
) -> None:
    real = shutil.which("pg_dump", path=str(Path(shutil.which("pg_restore") or "").parent))
    fails = "echo 'pg_dump: error: out of paper' >&2; echo 'detail: a row' >&2; exit 1"
    put_tool(shims, "pg_dump", f'[ "$1" = --version ] && exec {real} --version; {fails}')
    result = run("db", "backup", "march.backup", DATABASE_URL=url(filled))
    assert result.exit_code == 1
    assert result.stderr == "The backup could not be written: pg_dump says: out of paper.\n"
    assert left(tmp_path) == ["shims"]


@on_postgresql
@pytest.mark.parametrize("way", ["address", "option"])
def test_a_password_is_on_no_command_line(
    run: Run, filled: Database, shims: Path, tmp_path: Path, way: str
) -> None:
    real = shutil.which("pg_dump", path=str(Path(shutil.which("pg_restore") or "").parent))
    noting = f'echo "$@" >>{tmp_path}/words; echo "$PGPASSWORD" >>{tmp_path}/password'
    put_tool(shims, "pg_dump", f'{noting}; exec {real} "$@"')
    address = url(filled)
    secret = (
        f"{address}?password=s3cret&keepalives_idle=30&sslmode=prefer"
        if way == "option"
        else address.replace("postgres@", "postgres:s3cret@")
    )
    result = run("db", "backup", "march.backup", DATABASE_URL=secret)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "s3cret" not in (tmp_path / "words").read_text() + result.output
    assert "s3cret" in (tmp_path / "password").read_text()
