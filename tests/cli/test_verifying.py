"""`verify`: the first broken row with what is known of it, what to do next, and seals."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import record, seals
from bot.rules.seals import Seal
from handlers.blocks import seals as blocks
from storage import journal
from storage.database import Database
from tests.cli.conftest import Run
from tests.conftest import later
from tests.conversations.conftest import shown
from tests.council import Council, case_of
from tests.tampering import cut_off, rewrite, tamper

DAY = timedelta(days=1)
NOW = datetime(2025, 3, 14, 10, 0, tzinfo=UTC)


@pytest.fixture
def days(db: Database, council: Council) -> list[Seal]:
    """Five rows by Priya, one a day from Friday 14 March 2025 on, and the seal of each evening."""
    made = []
    for number in range(5):
        at = NOW + number * DAY
        with db.begin() as session:
            record.note(session, later(council.manager, at=at), "case written out", case_of(session, "K7Q2M"))
        with db.reading() as session:
            made.append(seals.make(session, at + timedelta(hours=8)))
    return made


@pytest.fixture
def url(db: Database, days: list[Seal]) -> str:
    return db.engine.url.render_as_string(hide_password=False)


def write(file: Path, made: list[Seal]) -> str:
    file.write_text("".join(f"{seal.line}\n" for seal in made), encoding="utf-8")
    return str(file)


# --- the first broken row


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("UPDATE journal SET event = 'nothing' WHERE number = 3", "journal row 3 was altered"),
        (
            "UPDATE journal SET door = 'window' WHERE number = 3",
            "journal row 3 holds what the bot never writes",
        ),
        (
            "UPDATE journal_values SET after = '{}' WHERE number = 3",
            "the values of journal row 3 were altered",
        ),
        (
            "UPDATE journal SET previous_hash = 'f' WHERE number = 3",
            "journal row 3 does not follow the row before",
        ),
    ],
)
def test_the_first_broken_row_is_named_with_when_who_and_how(
    run: Run, db: Database, url: str, change: str, fault: str
) -> None:
    tamper(db, change)
    told = run("verify", DATABASE_URL=url)
    assert told.exit_code == 1
    assert fault in told.stderr
    assert "The first broken row is 3; all rows before it are as they were written." in told.stderr
    assert "it says: Sunday 16 March 2025 at 10:00, by Priya Shah (person 1), door: " in told.stderr
    assert "What to do next: stop the bot" in told.stderr


def test_a_missing_row_is_named_by_the_one_before_it(run: Run, db: Database, url: str) -> None:
    tamper(db, "DELETE FROM journal_values WHERE number = 3", "DELETE FROM journal WHERE number = 3")
    told = run("verify", DATABASE_URL=url).stderr
    assert "The first broken row is 3;" in told
    assert "It was written after row 2, which is of Saturday 15 March 2025 at 10:00." in told


def test_rows_that_changed_places_are_named_by_the_first(run: Run, db: Database, url: str) -> None:
    tamper(
        db,
        "UPDATE journal SET number = 9 WHERE number = 2",
        "UPDATE journal SET number = 2 WHERE number = 4",
        "UPDATE journal SET number = 4 WHERE number = 9",
    )
    assert "The first broken row is 2;" in run("verify", DATABASE_URL=url).stderr


def test_a_row_put_in_by_hand_is_named_though_its_writer_is_nobody(run: Run, db: Database, url: str) -> None:
    tamper(
        db,
        "INSERT INTO journal (number, at, who_id, door, event, subject, subject_id, previous_hash, hash) "
        "VALUES (6, '2025-03-20 10:00:00', 99, 'form', 'forged', 'teams', 1, '0', 'f')",
    )
    told = run("verify", DATABASE_URL=url).stderr
    assert "The first broken row is 6;" in told
    assert "by person 99, who is not in the record, door: form; forged, number 1 of teams." in told


def test_guards_that_were_removed_are_missed(run: Run, db: Database, url: str) -> None:
    tamper(db)
    told = run("verify", DATABASE_URL=url)
    assert told.exit_code == 1
    assert "the guards of the journal are gone from the database (journal_" in told.stderr
    assert "The first broken row" not in told.stderr
    assert "1 fault found." in told.stderr


# --- seals


def test_an_untouched_journal_holds_every_seal(run: Run, url: str, days: list[Seal], tmp_path: Path) -> None:
    told = run("verify", "--seals", write(tmp_path / "seals.txt", days), DATABASE_URL=url)
    assert told.exit_code == 0
    assert "All 5 seals hold, the last on Tuesday 18 March 2025 for row 5." in told.stdout


def test_one_seal_is_typed_as_its_message_has_it(run: Run, url: str, days: list[Seal]) -> None:
    told = run("verify", "--seal", f"3 {days[2].hash}", DATABASE_URL=url)
    assert told.exit_code == 0
    assert "The seal holds: up to row 3 nothing was changed since it was made." in told.stdout


def test_seals_are_pasted_with_all_that_stands_around_them(run: Run, url: str, days: list[Seal]) -> None:
    pasted = "".join(f"G2O APP 18:00\n{shown(vars(blocks.seal(seal, NOW.date(), '')))}" for seal in days[1:3])
    told = run("verify", "--seals", "-", typed=pasted, DATABASE_URL=url)
    assert "All 2 seals hold, the last on Sunday 16 March 2025 for row 3." in told.stdout


def test_a_rewritten_chain_is_seen_by_the_seals_alone(
    run: Run, db: Database, url: str, days: list[Seal], tmp_path: Path
) -> None:
    rewrite(db, first=3)
    assert run("verify", DATABASE_URL=url).exit_code == 0
    told = run("verify", "--seals", write(tmp_path / "seals.txt", days), DATABASE_URL=url)
    assert told.exit_code == 1
    assert (
        "Row 3 had another hash on Sunday 16 March 2025: the journal was rewritten after that day."
        in told.stderr
    )
    assert (
        "Up to row 2 nothing was changed. What was done was done after Tuesday 18 March 2025." in told.stderr
    )
    assert "3 seals do not hold." in told.stderr


def test_a_shortened_journal_is_seen_by_the_seals_alone(
    run: Run, db: Database, url: str, days: list[Seal]
) -> None:
    cut_off(db, first=4)
    assert run("verify", DATABASE_URL=url).exit_code == 0
    told = run("verify", "--seal", days[4].line, DATABASE_URL=url)
    assert told.exit_code == 1
    assert (
        "Row 5, sealed on Tuesday 18 March 2025, is gone: the journal ends at row 3, of Sunday 16 March 2025."
        in told.stderr
    )


def test_after_an_older_backup_the_seals_made_since_are_ahead(
    run: Run, db: Database, council: Council, *, url: str, days: list[Seal], tmp_path: Path
) -> None:
    cut_off(db, first=3)  # what a backup of Saturday has not
    for number in range(8, 12):
        with db.begin() as session:
            visit = later(council.manager, at=NOW + number * DAY)
            record.note(session, visit, "case written out", case_of(session, "K7Q2M"))
    with db.reading() as session:
        days.append(seals.make(session, NOW + 12 * DAY))
    told = run("verify", "--seals", write(tmp_path / "seals.txt", days), DATABASE_URL=url)
    assert (
        "The row 3 sealed on Sunday 16 March 2025 is gone: the row of that number was written later, "
        "on Saturday 22 March 2025. If an older backup was restored since, that is why" in told.stderr
    )
    assert (
        "Up to row 2 nothing was changed. What was done was done after Tuesday 18 March 2025 and before "
        "Wednesday 26 March 2025, from which on seals hold." in told.stderr
    )
    assert "was rewritten" not in told.stderr


def test_the_seal_of_an_empty_journal_holds_for_ever(run: Run, url: str) -> None:
    assert run("verify", "--seal", f"0 {journal.NO_HASH}", DATABASE_URL=url).exit_code == 0
    assert run("verify", "--seal", f"0 {'f' * 64}", DATABASE_URL=url).exit_code == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--seal", "yes"), "A seal is a number and 64 letters and digits"),
        (("--seals", "nowhere.txt"), "nowhere.txt could not be read: No such file or directory."),
        (("--seals", "."), ". could not be read: Is a directory."),
        (("--seals", "-"), "There is no seal in what was typed."),
    ],
)
def test_what_is_no_seal_is_refused_in_a_sentence(
    run: Run, url: str, words: tuple[str, ...], sentence: str
) -> None:
    told = run("verify", *words, DATABASE_URL=url)
    assert (told.exit_code, told.stdout) == (1, "")
    assert sentence in told.stderr
