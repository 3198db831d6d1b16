"""The command line: what each command does, its exit status, and that it refuses in sentences."""

import csv
import json
import stat
from pathlib import Path

import pytest
import sqlalchemy as sa

from handlers.manifest import manifest
from storage.database import Database
from storage.migrations import HEAD
from storage.models import Case
from storage.words import Cohort
from tests.cli.conftest import Run, python_m_bot
from tests.council import Council
from tests.records import NEWER, make_newer
from tests.tampering import tamper
from tests.verbs.steps import agreed


@pytest.fixture
def at_work(db: Database, council: Council) -> Database:
    """A database with three rows in its journal."""
    with db.begin() as session:
        agreed(session, council.manager)
    return db


def url(db: Database) -> str:
    return str(db.engine.url)


# --- manifest


def test_the_manifest_is_json_that_slack_takes(run: Run) -> None:
    result = run("manifest")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == manifest()


@pytest.mark.parametrize(
    "address", ["https://g2o.example.org", "https://g2o.example.org/", "https://g2o.example.org/slack/events"]
)
def test_the_manifest_of_http_mode_leads_to_the_bots_page(run: Run, address: str) -> None:
    result = run("manifest", "--url", address)
    assert json.loads(result.stdout) == manifest("https://g2o.example.org/slack/events")


@pytest.mark.parametrize("address", ["http://g2o.example.org", "g2o.example.org", "https://", "https:///x"])
def test_an_address_that_slack_would_not_post_to_is_refused(run: Run, address: str) -> None:
    result = run("manifest", "--url", address)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Slack posts to https:// addresses only" in result.stderr


def test_the_manifest_needs_no_settings(run: Run) -> None:
    assert run("manifest", DUE_CASE="never").exit_code == 0


# --- db


def test_an_upgrade_tells_the_version_and_is_done_once(run: Run) -> None:
    assert run("db", "upgrade").stdout == f"The tables are now version {HEAD}.\n"
    again = run("db", "upgrade")
    assert (again.exit_code, again.stdout) == (0, f"The tables were already version {HEAD}.\n")


def test_the_status_of_an_empty_database_says_what_to_run(run: Run, tmp_path: Path) -> None:
    (tmp_path / "g2o.db").touch()
    result = run("db", "status")
    assert result.exit_code == 1
    assert "The tables are empty" in result.stderr
    assert "Run: python -m bot db upgrade" in result.stderr


def test_the_status_of_this_version_is_well(run: Run) -> None:
    run("db", "upgrade")
    result = run("db", "status")
    assert (result.exit_code, result.stderr) == (0, "")
    assert f"version {HEAD}" in result.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("db", "status"), f"The tables are version {NEWER}, of a newer bot. This one, of version {HEAD}"),
        (("db", "upgrade"), f"The tables are version {NEWER}, of a newer bot. This one, of version {HEAD}"),
        (("db", "backup", "a.backup"), f"Backup written to a.backup: version {NEWER}"),
        (("verify",), "the database is sound"),
        (("export", "references", "key.csv"), "key.csv"),
    ],
)
@pytest.mark.usefixtures("tools")
def test_an_older_bot_goes_on_with_the_tables_of_a_newer_one(
    run: Run, at_work: Database, words: tuple[str, ...], said: str
) -> None:
    make_newer(at_work)
    result = run(*words, DATABASE_URL=url(at_work))
    assert (result.exit_code, result.stderr) == (0, "")
    assert said in result.stdout


# --- verify


def test_an_untouched_record_is_sound(run: Run, at_work: Database) -> None:
    result = run("verify", DATABASE_URL=url(at_work))
    assert result.exit_code == 0
    assert result.stdout == "The journal's 3 rows form one unbroken chain, and the database is sound.\n"


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE journal SET event = 'nothing' WHERE number = 2", "journal row 2 was altered"),
        ("UPDATE journal_values SET after = '{}' WHERE number = 1", "values of journal row 1 were altered"),
        ("DELETE FROM journal WHERE number = 3", "journal_values points to one that is not there"),
    ],
)
def test_tampering_is_named(run: Run, at_work: Database, statement: str, fault: str) -> None:
    tamper(at_work, statement)
    result = run("verify", DATABASE_URL=url(at_work))
    assert result.exit_code == 1
    assert fault in result.stderr
    # The other one: who did that has removed the guards.
    assert "2 faults found." in result.stderr
    assert result.stdout == ""


def test_a_row_that_cannot_even_be_read_is_named(run: Run, at_work: Database) -> None:
    tamper(at_work, "UPDATE journal SET door = 'window'")
    result = run("verify", DATABASE_URL=url(at_work))
    assert result.exit_code == 1
    assert "holds what the bot never writes" in result.stderr


def test_of_many_faults_all_are_counted_and_some_are_named(run: Run, at_work: Database) -> None:
    rows = "WITH RECURSIVE n(i) AS (SELECT 8 UNION ALL SELECT i + 1 FROM n WHERE i < 57)"
    tamper(at_work, f"{rows} INSERT INTO posts SELECT i, 'manager', 1 FROM n")  # noqa: S608 - no input
    result = run("verify", DATABASE_URL=url(at_work))
    assert result.exit_code == 1
    assert result.stderr.count("a row of posts points to one that is not there") == 20
    assert "51 faults found." in result.stderr


def test_purged_values_are_no_fault(run: Run, at_work: Database) -> None:
    with at_work.begin() as session:
        session.execute(sa.text("DELETE FROM journal_values"))
    assert run("verify", DATABASE_URL=url(at_work)).exit_code == 0


# --- export references


def exported(file: Path) -> list[list[str]]:
    with file.open(newline="", encoding="utf-8-sig") as sheet:
        return list(csv.reader(sheet))


def test_the_key_is_written_for_the_owner_of_the_file_alone(
    run: Run, db: Database, council: Council, tmp_path: Path
) -> None:
    file = tmp_path / "key.csv"
    result = run("export", "references", str(file), DATABASE_URL=url(db))
    assert result.exit_code == 0
    assert "3 references written" in result.stdout
    assert "keep it safe" in result.stdout
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert exported(file) == [
        ["reference", "system_number", "worker"],
        ["K7Q2M", "1001", "Tomas Reid"],
        ["M4T9X", "1002", ""],
        ["P3W6D", "1003", ""],
    ]


def test_a_cell_that_a_spreadsheet_would_reckon_is_made_plain(run: Run, db: Database, tmp_path: Path) -> None:
    with db.begin() as session:
        session.add(Case(reference="H2J3K", system_number="=1+1", cohort=Cohort.EARLY_HELP))
    run("export", "references", "key.csv", DATABASE_URL=url(db))
    assert exported(tmp_path / "key.csv")[1] == ["H2J3K", "'=1+1", ""]


def test_a_file_that_is_there_is_not_overwritten(run: Run, db: Database, tmp_path: Path) -> None:
    file = tmp_path / "key.csv"
    file.write_text("mine")
    result = run("export", "references", str(file), DATABASE_URL=url(db))
    assert result.exit_code == 1
    assert "is already there" in result.stderr
    assert file.read_text() == "mine"


def test_a_file_that_cannot_be_written_is_refused(run: Run, db: Database) -> None:
    result = run("export", "references", "nowhere/key.csv", DATABASE_URL=url(db))
    assert result.exit_code == 1
    assert "could not be written: No such file or directory." in result.stderr


# --- what goes wrong with any of them

COMMANDS = [("db", "upgrade"), ("db", "status"), ("verify",), ("export", "references", "key.csv")]


def test_a_database_that_cannot_be_made_is_refused_in_a_sentence(run: Run) -> None:
    result = run("db", "upgrade", DATABASE_URL="sqlite:///nowhere/g2o.db")
    assert result.exit_code == 1
    assert "The database cannot be used: nowhere/g2o.db" in result.stderr


@pytest.mark.parametrize("words", COMMANDS[1:])
def test_a_mistyped_database_is_not_made_and_called_sound(
    run: Run, tmp_path: Path, words: tuple[str, ...]
) -> None:
    result = run(*words, DATABASE_URL="sqlite:///mistyped.db")
    assert result.exit_code == 1
    assert "There is no database at mistyped.db" in result.stderr
    assert list(tmp_path.glob("*")) == []


@pytest.mark.parametrize("words", COMMANDS)
def test_a_file_that_is_no_database_is_refused_in_a_sentence(
    run: Run, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "letter.db").write_text("Dear colleague, " * 1000)
    result = run(*words, DATABASE_URL="sqlite:///letter.db")
    assert result.exit_code == 1
    assert "The database cannot be used: letter.db" in result.stderr
    assert (tmp_path / "letter.db").read_text().startswith("Dear colleague")


@pytest.mark.parametrize("words", COMMANDS)
def test_wrong_settings_are_named_all_at_once(run: Run, words: tuple[str, ...]) -> None:
    result = run(*words, DUE_CASE="never", DATABASE_URL="g2o.db")
    assert result.exit_code == 1
    assert "DUE_CASE is not a whole number" in result.stderr
    assert "DATABASE_URL is not the address" in result.stderr
    assert ".env.example explains every setting." in result.stderr


def test_the_settings_may_stand_in_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DATABASE_URL=sqlite:///elsewhere.db\n")
    assert run("db", "upgrade").exit_code == 0
    assert (tmp_path / "elsewhere.db").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("splendid",),
        ("db", "splendid"),
        ("export", "references"),
        ("export", "splendid", "key.csv"),
        ("verify", "--splendid"),
        ("verify", "splendid"),
    ],
)
def test_wrong_usage_is_status_2(run: Run, words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert "Usage: " in result.stderr


@pytest.mark.parametrize("words", [("--help",), ("db", "--help"), ("export", "--help"), ("verify", "--help")])
def test_help_is_given_everywhere(run: Run, words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 0
    assert "Usage: " in result.stdout


# --- as people run it


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("manifest",), 0, '"display_information"'),
        (("db", "status"), 1, "run: python -m bot db upgrade"),
        (("splendid",), 2, "Usage: python -m bot"),
    ],
)
def test_python_m_bot_ends_with_its_status_and_no_traceback(
    tmp_path: Path, words: tuple[str, ...], status: int, said: str
) -> None:
    with python_m_bot(tmp_path, *words) as process:
        stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == status
    assert said in stdout + stderr
    assert "Traceback" not in stderr
