"""A database that is locked, slow, full or only readable: acknowledged all the same, and said in words."""

import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from bot.cli.running import LISTENERS
from storage import chain, engines, journal
from storage.database import Database
from tests.conftest import on_postgresql, on_sqlite
from tests.conversations.conftest import Slack, shown
from tests.conversations.locking import locked
from tests.council import PRIYA
from tests.postgres import Server

FIRST_DAY = date(2024, 1, 1)


@pytest.fixture
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bot that waits for other writers for a tenth of a second, and for a statement not much longer."""
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.1)
    monkeypatch.setattr(engines, "STATEMENT_SECONDS", 0.5)


def stored(db: Database) -> int:
    """How many rows the journal has; it is held to be whole."""
    with db.reading() as session:
        assert list(chain.faults(session)) == []
        return journal.length(session)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("/audit K7Q2M good", "Recorded: K7Q2M is Good."),
        ("/case K7Q2M", "Case K7Q2M"),
        ("/overdue", "Nothing is overdue there."),
        ("/g2o grades", "No audits."),
    ],
)
def test_a_command_is_acknowledged_while_the_database_is_locked_and_answered_after(
    slack: Slack, db: Database, line: str, answer: str
) -> None:
    with locked(db):
        done = slack.command(PRIYA, line)
        assert done.acknowledged
    assert answer in shown(slack.next_message(PRIYA, done))


def test_every_command_is_acknowledged_while_all_listeners_wait_for_the_database(
    slack: Slack, db: Database
) -> None:
    many = LISTENERS + 5
    with locked(db), ThreadPoolExecutor(many) as people:
        lines = [f"/audit K7Q2M good on {FIRST_DAY + timedelta(days=number)}" for number in range(many)]
        outcomes = list(people.map(lambda line: slack.command(PRIYA, line), lines))
    assert all(done.acknowledged for done in outcomes)


@pytest.mark.usefixtures("short_patience")
def test_a_database_locked_for_good_is_answered_in_a_sentence(slack: Slack, db: Database) -> None:
    with locked(db):
        answer = slack.ask(PRIYA, "/audit K7Q2M good")
    assert "The record is busy just now, so nothing was stored." in answer
    assert not re.search(r"sql|lock|[0-9A-Z]{5}\b.*error", answer, re.IGNORECASE)


def test_reading_goes_on_while_the_database_is_locked(slack: Slack, db: Database) -> None:
    with locked(db):
        assert "Case K7Q2M" in slack.ask(PRIYA, "/case K7Q2M")


def test_a_form_says_saving_while_the_database_is_locked_and_then_the_outcome(
    slack: Slack, db: Database
) -> None:
    slack.command(PRIYA, "/audit K7Q2M")
    slack.form(PRIYA, "log_audit")
    with locked(db):
        slack.submit(PRIYA, grade="good")
        slack.page_saying(PRIYA, "Saving.")
    assert "Recorded: K7Q2M is Good." in slack.page_saying(PRIYA, "Recorded")


def test_a_form_that_cannot_be_saved_comes_back_as_it_was_filled_in(slack: Slack, db: Database) -> None:
    slack.command(PRIYA, "/audit K7Q2M")
    slack.form(PRIYA, "log_audit")
    with locked(db):
        slack.submit(PRIYA, grade="good", strength="Seen weekly", recommendation="Ask jane@example.com")
        slack.page_saying(PRIYA, "Saving.")
    form = slack.form(PRIYA, "log_audit")
    assert "seems to contain an e-mail address" in shown(form)
    filled = {block["block_id"]: block["element"] for block in form["blocks"] if block["type"] == "input"}
    assert filled["strength"]["initial_value"] == "Seen weekly"
    assert filled["case"]["initial_option"]["value"] == "K7Q2M"
    assert filled["grade"]["initial_option"]["value"] == "good"
    slack.submit(PRIYA, recommendation="Bring the plan up to date")
    assert "Recorded: K7Q2M is Good." in slack.page(PRIYA)


@pytest.mark.usefixtures("short_patience")
def test_an_event_is_not_acknowledged_while_the_database_is_away(slack: Slack, db: Database) -> None:
    with locked(db):
        done = slack.workspace.say(PRIYA, "case K7Q2M")
        assert not done.acknowledged
    assert "Case K7Q2M" in shown(slack.workspace.messages(PRIYA, since=done.since, timeout=20)[-1])


# --- full, read-only, slow: what the person sees is a sentence, and nothing is half-written

CODES = re.compile(r"sql|psycopg|\bpg_|errno|traceback|[0-9]{5}\b|25006|53100", re.IGNORECASE)


def refused(slack: Slack, line: str = "/audit K7Q2M ri on 14 March by A. Auditor") -> str:
    """What is answered; it is held to be words for a person."""
    answer = slack.ask(PRIYA, line)
    assert "nothing was stored" in answer
    assert "let an administrator know (report " in answer
    assert not CODES.search(re.sub(r"report \w+", "", answer))
    return answer


@on_sqlite
def test_a_file_on_a_full_disk_is_said_to_have_no_room(slack: Slack, db: Database) -> None:
    def leave_no_page(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0]}")

    with db.begin() as session:
        # The free pages of a new file would take a few rows still.
        session.execute(sa.text("CREATE TABLE filler (text TEXT)"))
        session.execute(sa.text("INSERT INTO filler VALUES (hex(zeroblob(100000)))"))
    before = stored(db)
    db.engine.dispose()
    sa.event.listen(db.engine, "connect", leave_no_page)
    answers = [slack.ask(PRIYA, f"/audit K7Q2M ri on {day} March by A. Auditor") for day in range(1, 12)]
    refusals = [answer for answer in answers if "There is no room left where the record is kept" in answer]
    assert refusals
    assert "Case K7Q2M" in slack.ask(PRIYA, "/case K7Q2M")
    assert stored(db) == before + len(answers) - len(refusals)


@on_postgresql
@pytest.mark.parametrize(
    ("code", "sentence"),
    [("53100", "There is no room left where the record is kept"), ("58030", "The record is out of reach")],
)
def test_a_server_whose_disk_fails_is_said_to(
    slack: Slack, db: Database, server: Server, code: str, sentence: str
) -> None:
    name = str(db.engine.url.database)
    server.execute(
        "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '{code}'; END $$",
        name,
    )
    server.execute(
        "CREATE TRIGGER fail BEFORE INSERT ON journal_values FOR EACH ROW EXECUTE FUNCTION fail()", name
    )
    assert sentence in refused(slack)
    assert "Case K7Q2M" in slack.ask(PRIYA, "/case K7Q2M")
    server.execute("DROP TRIGGER fail ON journal_values", name)
    assert stored(db) == 0
    assert "Recorded: K7Q2M" in slack.ask(PRIYA, "/audit K7Q2M ri on 14 March by A. Auditor")


@on_sqlite
def test_a_file_that_may_only_be_read_is_said_to(slack: Slack, db: Database) -> None:
    db.engine.dispose()
    sa.event.listen(db.engine, "connect", lambda connection, _: connection.execute("PRAGMA query_only = ON"))
    assert "can be read just now but not written" in refused(slack)
    assert "Case K7Q2M" in slack.ask(PRIYA, "/case K7Q2M")
    assert stored(db) == 0


@on_postgresql
def test_a_server_that_may_only_be_read_is_said_to(slack: Slack, db: Database, server: Server) -> None:
    name = str(db.engine.url.database)
    server.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    db.engine.dispose()
    assert "can be read just now but not written" in refused(slack)
    assert "Case K7Q2M" in slack.ask(PRIYA, "/case K7Q2M")
    server.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")
    db.engine.dispose()
    assert "Recorded: K7Q2M" in slack.ask(PRIYA, "/audit K7Q2M ri on 14 March by A. Auditor")


@on_postgresql
@pytest.mark.usefixtures("short_patience")
def test_a_server_that_is_too_slow_is_said_to_be_busy(slack: Slack, db: Database, server: Server) -> None:
    name = str(db.engine.url.database)
    server.execute(
        "CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN PERFORM pg_sleep(20); RETURN NEW; END $$",
        name,
    )
    server.execute(
        "CREATE TRIGGER linger BEFORE INSERT ON audits FOR EACH ROW EXECUTE FUNCTION linger()", name
    )
    assert "The record is busy just now" in refused(slack)
    assert stored(db) == 0


@on_sqlite
def test_a_file_that_is_no_database_any_more_is_said_to_be_wrong(slack: Slack, db: Database) -> None:
    db.engine.dispose()
    with open(str(db.engine.url.database), "r+b") as file:  # noqa: PTH123 - written over in place
        file.write(b"Dear colleague, " * 100)
    assert "Something is wrong with the record's database" in refused(slack, "/case K7Q2M")
