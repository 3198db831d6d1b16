"""Documents at the command line, and the tracker's way back."""

import stat
from pathlib import Path

import pytest

from bot.documents import Paper
from storage.database import Database
from storage.models import Action
from storage.words import Status
from tests.cli.conftest import Run
from tests.conftest import on_sqlite
from tests.council import Council
from tests.reports import reading
from tests.verbs.steps import agreed
from tests.verbs.test_tracker import filled_in

pytestmark = on_sqlite
BOOKS = (Paper.PLAN, Paper.ACTIONS, Paper.GRADES, Paper.COVERAGE, Paper.MODERATION)


@pytest.fixture
def url(db: Database, council: Council) -> str:
    """A database with an action in it."""
    with db.begin() as session:
        agreed(session, council.manager)
    return str(db.engine.url)


@pytest.mark.parametrize("paper", BOOKS)
def test_a_document_is_written_for_its_owner_alone(run: Run, url: str, tmp_path: Path, paper: Paper) -> None:
    result = run("export", paper.value, "book.xlsx", DATABASE_URL=url)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "written to book.xlsx. It is OFFICIAL-SENSITIVE: keep it safe." in result.stdout
    assert stat.S_IMODE((tmp_path / "book.xlsx").stat().st_mode) == 0o600


def test_nothing_is_overwritten(run: Run, url: str, tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").write_text("Mine.")
    result = run("export", "plan", "plan.xlsx", DATABASE_URL=url)
    assert (result.exit_code, (tmp_path / "plan.xlsx").read_text()) == (1, "Mine.")
    assert "already there" in result.stderr


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("plan.txt",), "Please end the name with .xlsx"),
        (("plan.xlsx", "--cohort", "adults"), "Please write one of: Early Help, Child in need"),
        (("plan.xlsx", "--round", "Spring"), "There is no round of that name."),
        (("nowhere/plan.xlsx",), "could not be written"),
    ],
)
def test_what_cannot_be_written_is_refused_in_a_sentence(
    run: Run, url: str, words: tuple[str, ...], why: str
) -> None:
    result = run("export", "plan", *words, DATABASE_URL=url)
    assert (result.exit_code, result.stdout) == (1, "")
    assert why in result.stderr


def test_small_numbers_are_left_out_as_set_or_as_asked_for(run: Run, url: str, tmp_path: Path) -> None:
    run("export", "coverage", "set.xlsx", DATABASE_URL=url, SMALL_NUMBERS="5")
    run("export", "coverage", "asked.xlsx", "--withhold", "5", DATABASE_URL=url)
    run("export", "coverage", "all.xlsx", "--withhold", "0", DATABASE_URL=url, SMALL_NUMBERS="5")
    cases = {
        name: reading.sheet((tmp_path / f"{name}.xlsx").read_bytes(), "Coverage").column("Open cases")[0]
        for name in ("set", "asked", "all")
    }
    assert cases == {"set": "fewer than 5", "asked": "fewer than 5", "all": 1}


def test_a_document_is_of_what_was_asked_for(run: Run, url: str, tmp_path: Path) -> None:
    words = ("--cohort", "care leavers", "--round", "march 2025", "--year", "2025")
    assert run("export", "actions", "t.xlsx", *words, DATABASE_URL=url).exit_code == 0
    above = reading.sheet((tmp_path / "t.xlsx").read_bytes(), "Actions").above
    assert "Only of: Care leavers and the round March 2025." in above


# --- the way back


@pytest.fixture
def filled(run: Run, url: str, tmp_path: Path) -> Path:
    """A tracker in which the action is done."""
    file = tmp_path / "tracker.xlsx"
    run("export", "actions", str(file), DATABASE_URL=url)
    file.write_bytes(filled_in(file.read_bytes(), {"Status": "Done"}))
    return file


def status(db: Database) -> Status:
    with db.reading() as session:
        return session.get_one(Action, 1).status


def test_an_unchanged_tracker_changes_nothing(run: Run, url: str) -> None:
    run("export", "actions", "tracker.xlsx", DATABASE_URL=url)
    result = run("import", "tracker", "tracker.xlsx", "--apply", DATABASE_URL=url)
    assert (result.exit_code, result.stdout) == (
        0,
        "Nothing changed: 1 row as when the tracker was made.\n",
    )


def test_what_changed_is_shown_before_it_is_carried_out(
    run: Run, url: str, db: Database, filled: Path
) -> None:
    shown = run("import", "tracker", str(filled), DATABASE_URL=url)
    assert (shown.exit_code, status(db)) == (0, Status.OPEN)
    assert ", A1: Status: Open, now Done.\n" in shown.stdout
    assert "Nothing was stored yet. To carry it out, add --apply." in shown.stdout
    done = run("import", "tracker", str(filled), "--apply", DATABASE_URL=url)
    assert (done.exit_code, status(db)) == (0, Status.DONE)
    assert "Carried out: 1 row." in done.stdout


def test_a_row_that_is_refused_is_told_with_its_number(run: Run, url: str, filled: Path) -> None:
    filled.write_bytes(filled_in(filled.read_bytes(), {"Status": "Checked"}))
    result = run("import", "tracker", str(filled), "--apply", DATABASE_URL=url)
    assert result.exit_code == 1
    assert ", A1, refused: A1 is not marked as done" in result.stdout
    assert "Nothing was stored, because of 1 row." in result.stdout


def test_what_is_no_tracker_is_refused(run: Run, url: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Reference\nA1\n")
    for name, why in (("t.csv", "not an action tracker"), ("none.xlsx", "There is no file")):
        result = run("import", "tracker", name, DATABASE_URL=url)
        assert (result.exit_code, result.stdout) == (1, "")
        assert why in result.stderr


def test_an_unknown_kind_is_wrong_usage(run: Run, url: str) -> None:
    result = run("import", "workbook", "t.xlsx", DATABASE_URL=url)
    assert result.exit_code == 2
    assert "recommendations, actions, programme, tracker" in " ".join(result.stderr.split())
