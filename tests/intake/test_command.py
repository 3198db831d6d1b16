"""`python -m bot import`, as it is typed."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.app import app
from storage import chain, people
from storage.database import Database
from tests.intake.books import book, table

GOOD = "name,role,Floor\nRobin Vale,quality,3\n"
ONE_BAD = "name,role\nRobin Vale,quality\nWren Ashdale,boss\n"


class Desk:
    """A folder with a sheet in it, and the command line."""

    def __init__(self, folder: Path) -> None:
        self.sheet = folder / "people.csv"
        self.database = folder / "g2o.db"

    def run(self, content: str, *options: str, kind: str = "people") -> Result:
        self.sheet.write_text(content)
        return self.take(*options, kind=kind)

    def take(self, *options: str, kind: str = "people") -> Result:
        return CliRunner().invoke(app, ["import", kind, str(self.sheet), *options], env=self.environment)

    @property
    def environment(self) -> dict[str, str]:
        return {"DATABASE_URL": f"sqlite:///{self.database}"}

    def names(self) -> list[str]:
        database = Database(self.environment["DATABASE_URL"])
        with database.reading() as session:
            found = [
                person.name
                for name in ("Robin Vale", "Wren Ashdale")
                for person in people.by_name(session, name)
            ]
            assert list(chain.faults(session)) == []
        database.close()
        return found


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path)


def test_a_sheet_is_taken_in_and_reported(desk: Desk) -> None:
    done = desk.run(GOOD)
    assert (done.exit_code, done.stdout) == (0, "People: 1 added.\nColumns that were not read: Floor.\n")
    assert desk.names() == ["Robin Vale"]


def test_the_same_sheet_again_changes_nothing(desk: Desk) -> None:
    desk.run(GOOD)
    assert desk.run(GOOD).stdout.startswith("People: 1 unchanged.")


def test_a_dry_run_stores_nothing(desk: Desk) -> None:
    done = desk.run(GOOD, "--dry-run")
    assert (done.exit_code, desk.names()) == (0, [])
    assert "1 would be added" in done.stdout


def test_one_wrong_row_stores_nothing_and_is_told(desk: Desk) -> None:
    done = desk.run(ONE_BAD)
    assert (done.exit_code, desk.names()) == (1, [])
    assert "Row 3: role: " in done.stdout


def test_the_good_rows_are_stored_when_bad_ones_are_skipped(desk: Desk) -> None:
    done = desk.run(ONE_BAD, "--skip-bad")
    assert (done.exit_code, desk.names()) == (0, ["Robin Vale"])


def test_what_would_be_skipped_is_told_by_a_dry_run(desk: Desk) -> None:
    done = desk.run(ONE_BAD, "--skip-bad", "--dry-run")
    assert (done.exit_code, desk.names()) == (0, [])
    assert "1 would be added, 1 would be refused" in done.stdout


OWN_WORDS = "name,What they do\nRobin Vale,QA officer\n"


def test_a_file_with_headings_of_its_own_is_given_a_mapping_to_fill_in_and_then_taken_in(desk: Desk) -> None:
    done = desk.run(OWN_WORDS, "--save-map", "people.toml")
    assert done.exit_code == 1
    assert "What was understood is in people.toml: please fill it in." in done.stderr
    mapping = desk.sheet.with_name("people.toml")
    assert '#   "What they do"' in mapping.read_text()
    filled = mapping.read_text().replace('role = ""', 'role = "What they do"', 1)
    mapping.write_text(f'{filled}\n[words.role]\n"QA officer" = "quality"\n')
    assert desk.take("--map", "people.toml").stdout.startswith("People: 1 added.")
    assert "already there" in desk.take("--save-map", "people.toml").stderr
    assert desk.names() == ["Robin Vale"]


def test_a_review_sheet_stores_nothing_and_comes_back_corrected(desk: Desk) -> None:
    done = desk.run(ONE_BAD, "--review", "review.xlsx")
    assert "1 of 2 rows were understood, 1 is to be corrected." in done.stdout
    assert desk.names() == []
    desk.sheet = desk.sheet.with_name("review.xlsx")
    assert "Row 3: role" in desk.take().stdout
    assert desk.take("--skip-bad").stdout.startswith("People: 1 added")


def test_a_workbook_is_taken_in_and_the_sheet_told(desk: Desk) -> None:
    staff = table(("name", "role"), ("Robin Vale", "quality"))
    desk.sheet.write_bytes(book(Notes=table(("Read me",)), Staff=staff, Old=staff))
    asked = desk.take()
    assert (asked.exit_code, asked.stdout) == (1, "")
    assert 'could be meant. The sheets with these columns are: "Staff", "Old".' in asked.stderr
    done = desk.take("--sheet", "staff")
    assert (done.exit_code, done.stdout) == (0, 'The sheet that was read is "Staff".\nPeople: 1 added.\n')
    assert desk.names() == ["Robin Vale"]


@pytest.mark.parametrize("content", ["", "name\nRobin Vale\n", "PK\x03\x04"])
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(desk: Desk, content: str) -> None:
    done = desk.run(content)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.strip().endswith(".")


def test_an_unknown_kind_is_wrong_usage(desk: Desk) -> None:
    assert desk.run(GOOD, kind="pupils").exit_code == 2


def test_a_long_file_shows_its_progress_on_a_terminal(desk: Desk) -> None:
    desk.sheet.write_text("name,basis,starts\n" + "".join(f"Round {n},half,1/5/2025\n" for n in range(250)))
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "bot", "import", "rounds", str(desk.sheet)]
    here = {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        command, env=os.environ | here | desk.environment, stdout=subprocess.PIPE, stderr=theirs, check=True
    )
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    os.close(theirs)
    assert "Rows" in shown
    assert done.stdout == b"Rounds: 250 added.\n"
