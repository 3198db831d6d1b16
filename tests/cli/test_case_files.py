"""`export case`, `purge due`, `purge case`: files for this user alone, two people, nothing left behind."""

import stat
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from python_calamine import CalamineWorkbook

from bot import settings as reading
from bot.cli import demo
from bot.cli.running import slack_client
from storage.database import Database
from storage.models import Case, JournalEntry, Letter, Person
from storage.words import LetterState, Role
from tests.cli.conftest import Run
from tests.conftest import on_sqlite
from tests.council import TOMAS, Council
from tests.records import close, faults
from tests.verbs.full_case import SAID, fill

APPROVED = ("--approved-by", "Helen Marsh", "--asked-by", "Grace Obi")


@pytest.fixture
def url(db: Database, council: Council) -> str:
    """The address of a database that holds the full case; nobody has it open."""
    with db.begin() as session:
        fill(session, council)
    return close(db)


def events(db: Database) -> list[str]:
    with db.reading() as session:
        return list(session.scalars(sa.select(JournalEntry.event).order_by(JournalEntry.number)))


# --- export case


def test_the_file_is_readable_by_this_user_alone_and_complete(run: Run, url: str, tmp_path: Path) -> None:
    result = run("export", "case", "K7Q2M", "file.xlsx", DATABASE_URL=url)
    file = tmp_path / "file.xlsx"
    assert (result.exit_code, result.stderr) == (0, "")
    assert "keep it safe" in result.stdout
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "Audits" in CalamineWorkbook.from_path(file).sheet_names


def test_that_it_was_written_is_in_the_journal(run: Run, url: str, db: Database) -> None:
    run("export", "case", "1001", "file.xlsx", DATABASE_URL=url)
    assert events(db)[-1] == "case written out"


def test_a_file_that_is_there_stays_and_nothing_is_noted(
    run: Run, url: str, db: Database, tmp_path: Path
) -> None:
    (tmp_path / "file.xlsx").write_text("mine")
    before = events(db)
    result = run("export", "case", "K7Q2M", "file.xlsx", DATABASE_URL=url)
    assert result.exit_code == 1
    assert "already there" in result.stderr
    assert (tmp_path / "file.xlsx").read_text() == "mine"
    assert events(db) == before


@pytest.mark.parametrize(
    ("reference", "file", "sentence"),
    [("K7Q2M", "file.docx", "ends in .xlsx"), ("Z9Z9Z", "file.xlsx", "no case of that reference")],
)
def test_what_cannot_be_written_is_said(run: Run, url: str, reference: str, file: str, sentence: str) -> None:
    result = run("export", "case", reference, file, DATABASE_URL=url)
    assert result.exit_code == 1
    assert sentence in result.stderr


# --- purge due


def test_cases_that_were_closed_long_ago_are_listed_and_stay(run: Run, url: str) -> None:
    database = Database(url)
    with database.begin() as session:
        session.execute(sa.update(Case).where(Case.reference == "K7Q2M").values(closed_on=date(2018, 5, 4)))
        session.execute(sa.update(Case).where(Case.reference == "M4T9X").values(closed_on=date(2019, 4, 1)))
    database.close()
    result = run("purge", "due", "--closed-before", "2019-04-01", DATABASE_URL=url)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("K7Q2M  closed Friday 4 May 2018, 2 audits, ")
    assert "M4T9X" not in result.stdout
    assert "1 case closed before Monday 1 April 2019. Nothing was deleted." in result.stdout


def test_a_day_that_is_none_is_refused(run: Run, url: str) -> None:
    result = run("purge", "due", "--closed-before", "April", DATABASE_URL=url)
    assert result.exit_code == 2
    assert "2019" not in result.stdout


# --- export history


def test_everything_on_a_person_is_written_for_this_user_alone_and_noted(
    run: Run, url: str, db: Database, tmp_path: Path
) -> None:
    result = run("export", "history", "tomas reid", "file.xlsx", DATABASE_URL=url)
    assert result.exit_code == 0
    assert "keep it safe" in result.stdout
    assert events(db)[-1] == "person written out"
    assert stat.S_IMODE((tmp_path / "file.xlsx").stat().st_mode) == 0o600
    names = CalamineWorkbook.from_path(str(tmp_path / "file.xlsx")).sheet_names
    assert {"Contents", "The person", "Actions", "Letters", "Who did what"} <= set(names)


def test_it_is_written_of_who_has_left_as_well(
    run: Run, db: Database, council: Council, tmp_path: Path
) -> None:
    with db.begin() as session:
        session.execute(sa.update(Person).where(Person.slack_id == TOMAS).values(active=False))
    url = close(db)
    assert run("export", "history", TOMAS, "file.xlsx", DATABASE_URL=url).exit_code == 0


@pytest.mark.parametrize(
    ("person", "file", "sentence"),
    [
        ("Nobody Here", "file.xlsx", "Nobody of that name, number or Slack user id is in the record."),
        ("99", "file.xlsx", "Nobody of that name, number or Slack user id is in the record."),
        ("Tomas Reid", "file.csv", "Please give a name that ends in .xlsx."),
    ],
)
def test_a_person_who_is_nobody_and_a_wrong_name_are_refused(
    run: Run, url: str, tmp_path: Path, *, person: str, file: str, sentence: str
) -> None:
    result = run("export", "history", person, file, DATABASE_URL=url)
    assert (result.exit_code, list(tmp_path.glob("file.*"))) == (1, [])
    assert sentence in result.stderr


def test_two_people_of_one_name_are_told_apart_by_number(
    run: Run, db: Database, council: Council, tmp_path: Path
) -> None:
    with db.begin() as session:
        session.add(Person(name="Tomas Reid", role=Role.AUDITOR, active=False))
    url = close(db)
    refused = run("export", "history", "Tomas Reid", "file.xlsx", DATABASE_URL=url)
    assert "Please give the number in its place: 2 (practitioner), 9 (auditor)." in refused.stderr
    assert run("export", "history", "9", "file.xlsx", DATABASE_URL=url).exit_code == 0


# --- purge case


def test_it_says_what_goes_and_asks(run: Run, url: str, db: Database) -> None:
    result = run("purge", "case", "K7Q2M", *APPROVED, typed="n\n", DATABASE_URL=url)
    assert result.exit_code == 1
    assert "On case K7Q2M are held 2 audits, 3 findings" in result.stdout
    assert "1 letter in Slack told of it." in result.stdout
    assert "case purged" not in events(db)


def test_once_agreed_it_goes_and_the_journal_says_so(run: Run, url: str, db: Database) -> None:
    result = run("purge", "case", "K7Q2M", *APPROVED, typed="y\n", DATABASE_URL=url)
    assert result.exit_code == 0
    assert "Case K7Q2M is purged." in result.stdout
    assert events(db)[-1] == "case purged"
    assert faults(db) == []


def test_letters_that_cannot_be_reached_are_listed(run: Run, url: str) -> None:
    result = run("purge", "case", "K7Q2M", *APPROVED, "--yes", DATABASE_URL=url)
    assert "the letter to Tomas Reid of Thursday 13 March 2025: there is no SLACK_BOT_TOKEN" in result.stderr


@on_sqlite
def test_the_databases_file_holds_no_trace_of_it(run: Run, url: str, tmp_path: Path) -> None:
    file = Path(url.removeprefix("sqlite:///"))
    assert SAID.encode() in file.read_bytes()
    run("purge", "case", "K7Q2M", *APPROVED, "--yes", DATABASE_URL=url)
    parts = list(file.parent.glob(f"{file.name}*"))
    assert file in parts
    assert not any(SAID.encode() in part.read_bytes() for part in parts)


@on_sqlite
def test_while_the_file_is_in_use_it_says_that_traces_may_be_left(run: Run, url: str, db: Database) -> None:
    with db.reading() as session:
        session.execute(sa.select(JournalEntry.number)).first()
        result = run("purge", "case", "K7Q2M", *APPROVED, "--yes", DATABASE_URL=url)
    assert result.exit_code == 0
    assert "python -m bot db sweep" in result.stderr
    db.close()
    assert run("db", "sweep", DATABASE_URL=url).exit_code == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--approved-by", "Grace Obi"), "for leaders"),
        (("--approved-by", "Nobody Here"), "I do not know that person"),
        (("--approved-by", "Helen Marsh", "--asked-by", "Helen Marsh"), "Two people"),
        (("--approved-by", "Helen Marsh", "--asked-by", "Priya Shah"), "quality team and leaders"),
    ],
)
def test_it_takes_two_people_who_may(
    run: Run, url: str, db: Database, words: tuple[str, ...], sentence: str
) -> None:
    result = run("purge", "case", "K7Q2M", *words, "--yes", DATABASE_URL=url)
    assert result.exit_code == 1
    assert sentence in result.stderr
    assert "case purged" not in events(db)


# --- hold case, release case


def test_a_case_on_hold_is_not_purged_until_it_is_released(run: Run, url: str, db: Database) -> None:
    held = run("hold", "case", "1001", "--because", "A court case.", DATABASE_URL=url)
    assert (held.exit_code, held.stderr) == (0, "")
    assert "Case K7Q2M is on hold: it cannot be purged." in held.stdout
    refused = run("purge", "case", "K7Q2M", *APPROVED, "--yes", DATABASE_URL=url)
    assert refused.exit_code == 1
    assert "put there by whoever ran the command line. The reason: A court case." in refused.stderr
    assert "python -m bot release case K7Q2M" in refused.stderr
    assert "Case K7Q2M is released." in run("release", "case", "K7Q2M", DATABASE_URL=url).stdout
    assert run("purge", "case", "K7Q2M", *APPROVED, "--yes", DATABASE_URL=url).exit_code == 0
    said = [event for event in events(db) if event.startswith("case ")]
    assert said[-3:] == ["case put on hold", "case released", "case purged"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("hold", "case", "K7Q2M", "--because", "Ring 07700 900123"), "seems to contain a phone number"),
        (("hold", "case", "Z9Z9Z", "--because", "A complaint."), "no case of that reference"),
        (("release", "case", "K7Q2M"), "is not on hold"),
    ],
)
def test_what_cannot_be_held_or_released_is_said(
    run: Run, url: str, words: tuple[str, ...], sentence: str
) -> None:
    result = run(*words, DATABASE_URL=url)
    assert result.exit_code == 1
    assert sentence in result.stderr


# --- what is in Slack


@pytest.fixture
def base() -> Iterator[str]:
    with demo.workspace() as base:
        yield base


@on_sqlite
def test_letters_in_slack_are_deleted(run: Run, url: str, db: Database, base: str) -> None:
    environment = demo.environment_in(base, url)
    slack = slack_client(reading.read(environment, needs_slack=True))
    channel = slack.conversations_open(users=TOMAS)["channel"]["id"]
    ts = slack.chat_postMessage(channel=channel, text="A letter.")["ts"]
    with db.begin() as session:
        session.execute(
            sa.update(Letter).where(Letter.state == LetterState.SENT).values(channel=channel, ts=ts)
        )
    db.close()
    result = run("purge", "case", "K7Q2M", *APPROVED, "--yes", **environment)
    assert (result.exit_code, result.stderr) == (0, "")
    assert slack.conversations_history(channel=channel)["messages"] == []
