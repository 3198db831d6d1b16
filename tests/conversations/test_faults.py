"""Faults: a locked database, a dead connection, events that come twice, and being stopped."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import date, timedelta

import pytest

from bot.cli import demo
from bot.cli.running import LISTENERS, Running
from bot.sandbox.client import NothingSaid, Workspace
from handlers.blocks import parts
from storage import audits, cases, journal
from storage import database as database_settings
from storage.database import Database
from tests.conversations.conftest import Slack, shown
from tests.council import GRACE, HELEN, PRIYA, Council

GENERAL = "C0GENERAL1"
AUDITS = 200
KILLS = 8
FIRST_DAY = date(2024, 1, 1)


@contextmanager
def locked(db: Database) -> Iterator[None]:
    """Another writer holds the database."""
    file = db.engine.url.database
    assert file is not None
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@contextmanager
def locked_for(db: Database, seconds: float) -> Iterator[None]:
    """Another writer holds the database for a while; the block goes on meanwhile."""
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with locked(db):
            held.set()
            release.wait(seconds)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    yield
    release.set()
    thread.join()


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


def test_a_database_locked_for_good_is_answered_in_a_sentence(
    slack: Slack, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_settings, "BUSY_SECONDS", 0.1)
    db.engine.dispose()
    with locked(db):
        answer = slack.ask(PRIYA, "/audit K7Q2M good")
    assert "The record is out of reach just now, so nothing was stored." in answer
    assert "sqlite" not in answer.lower()


def test_reading_goes_on_while_the_database_is_locked(slack: Slack, db: Database) -> None:
    with locked(db):
        assert "Case K7Q2M" in slack.ask(PRIYA, "/case K7Q2M")


def test_a_form_says_saving_while_the_database_is_locked_and_then_the_outcome(
    slack: Slack, db: Database
) -> None:
    slack.command(PRIYA, "/audit")
    slack.form(PRIYA, "log_audit")
    with locked(db):
        slack.submit(PRIYA, case="K7Q2M", grade="good")
        slack.page_saying(PRIYA, "Saving.")
    assert "Recorded: K7Q2M is Good." in slack.page_saying(PRIYA, "Recorded")


def test_a_form_that_cannot_be_saved_comes_back_as_it_was_filled_in(slack: Slack, db: Database) -> None:
    slack.command(PRIYA, "/audit")
    slack.form(PRIYA, "log_audit")
    with locked(db):
        slack.submit(PRIYA, case="P3W6D", grade="good", recommendation="Bring the plan up to date")
        slack.page_saying(PRIYA, "Saving.")
    form = slack.form(PRIYA, "log_audit")
    assert "There is no case of that reference that you may see." in shown(form)
    filled = {block["block_id"]: block["element"] for block in form["blocks"] if block["type"] == "input"}
    assert filled["recommendation"]["initial_value"] == "Bring the plan up to date"
    assert filled["grade"]["initial_option"]["value"] == "good"
    slack.submit(PRIYA, case="K7Q2M")
    assert "Recorded: K7Q2M is Good." in slack.page(PRIYA)


def test_an_event_that_comes_twice_is_answered_once(slack: Slack) -> None:
    mention = {
        "type": "app_mention",
        "channel": GENERAL,
        "user": PRIYA,
        "text": "<@U0BOT00001> case K7Q2M",
        "ts": "1.0",
    }
    event = {"type": "event_callback", "team_id": "T0SANDBOX1", "event_id": "Ev0TWICE", "event": mention}
    first = slack.workspace.send_event(event)
    answers = slack.workspace.messages(PRIYA, since=first.since)
    second = slack.workspace.send_event(event)
    assert second.acknowledged
    slack.ask(PRIYA, "/case M4T9X")
    later = slack.workspace.messages(PRIYA, since=second.since)
    assert "Case K7Q2M" in shown(answers[-1])
    assert not any("Case K7Q2M" in shown(message) for message in later)


def test_an_event_is_not_acknowledged_while_the_database_is_away(
    slack: Slack, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_settings, "BUSY_SECONDS", 0.1)
    db.engine.dispose()
    with locked(db):
        done = slack.workspace.say(PRIYA, "case K7Q2M")
        assert not done.acknowledged
    assert "Case K7Q2M" in shown(slack.workspace.messages(PRIYA, since=done.since, timeout=20)[-1])


@pytest.mark.parametrize("fault", ["cut_connections", "half_open"])
def test_the_bot_answers_again_within_ten_seconds_of_losing_its_connection(slack: Slack, fault: str) -> None:
    getattr(slack.workspace, fault)()
    slack.workspace.connected(timeout=10)
    assert "Case K7Q2M" in slack.ask(PRIYA, "/case K7Q2M")


def test_an_old_button_is_answered_in_words(slack: Slack, running: Running) -> None:
    before = slack.command(PRIYA, "/g2o help")
    old = parts.actions(parts.button("Old", "button_of_an_older_version", "1"))
    running.office.slack.chat_postEphemeral(channel=GENERAL, user=PRIYA, text="Old", blocks=[old])
    message = slack.workspace.messages(PRIYA, since=before.since, count=2)[-1]
    assert "belongs to an older version" in slack.click(PRIYA, message, "button_of_an_older_version")


class Served:
    """`python -m bot serve` as a process of its own."""

    def __init__(self, base: str, database_url: str) -> None:
        self._environment = {**os.environ, **demo.environment_in(base, database_url)}
        self.process = self._start()

    def _start(self) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"],
            env=self._environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert "Ready" in process.stdout.readline()
        return process

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()

    def restart(self) -> None:
        self.kill()
        self.process = self._start()


@pytest.fixture
def served(db_url: str, council: Council, workspace_address: str) -> Iterator[Served]:
    bot = Served(workspace_address, db_url)
    yield bot
    bot.kill()


def test_told_to_stop_it_finishes_what_was_begun(
    served: Served, workspace_address: str, db: Database
) -> None:
    workspace = Workspace(workspace_address)
    workspace.connected()
    with locked_for(db, seconds=0.5):
        done = workspace.command(PRIYA, "/audit", "K7Q2M good")
        served.process.send_signal(signal.SIGTERM)
        assert served.process.wait(timeout=15) == 0
    assert "Recorded" in shown(workspace.messages(PRIYA, since=done.since)[-1])


def test_nothing_acknowledged_as_recorded_is_lost_and_nothing_is_doubled_when_the_bot_is_killed(
    served: Served, workspace_address: str, db: Database
) -> None:
    workspace = Workspace(workspace_address)
    recorded: set[date] = set()
    days = iter([FIRST_DAY + timedelta(days=number) for number in range(AUDITS)])
    turn = threading.Condition()

    def work(user: str) -> None:
        for day in _shared(days, turn):
            if _log(workspace, user, day):
                with turn:
                    recorded.add(day)
                    turn.notify_all()

    threads = [threading.Thread(target=work, args=[user]) for user in (PRIYA, GRACE, HELEN)]
    for thread in threads:
        thread.start()
    for kill in range(1, KILLS + 1):
        with turn:
            assert turn.wait_for(lambda: len(recorded) >= kill * AUDITS // (KILLS + 1), timeout=60)  # noqa: B023
        served.restart()
    for thread in threads:
        thread.join()

    with db.reading() as session:
        case = cases.by_reference(session, "K7Q2M")
        assert case is not None
        stored = [audit.audited_on for audit in audits.of_case(session, case.id)]
        assert list(journal.faults(session)) == []
    assert recorded <= set(stored)
    assert len(stored) == len(set(stored)) == AUDITS


def _shared(days: Iterator[date], turn: threading.Condition) -> Iterator[date]:
    while True:
        with turn:
            day = next(days, None)
        if day is None:
            return
        yield day


def _log(workspace: Workspace, user: str, day: date) -> bool:
    """Types the line until it is answered, as a person would who sees no answer; True once it is."""
    for _ in range(20):
        workspace.connected(timeout=20)
        done = workspace.command(user, "/audit", f"K7Q2M good on {day.isoformat()} by A. Auditor")
        if done.acknowledged and _answered(workspace, user, done.since, day):
            return True
    return False


def _answered(workspace: Workspace, user: str, since: int, day: date) -> bool:
    try:
        answer = shown(workspace.messages(user, since=since, timeout=1.0)[-1])
    except NothingSaid:
        return False
    return "ecorded: K7Q2M" in answer and f"{day.day} {day:%B} {day.year}" in answer
