"""Health, as a monitor asks for it: alive as long as the process is, ready as long as people are answered."""

import re
import signal
import threading
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
import sqlalchemy as sa

from bot.cli.running import Running
from bot.sandbox.client import Workspace
from handlers import looking
from storage.database import Database
from tests.backends import Holding, PostgreSQL
from tests.conftest import FILLS
from tests.conversations.conftest import Slack, over_socket_mode
from tests.council import PRIYA, TOMAS
from tests.postgres import Server
from tests.records import faults, make_newer

PATIENCE = 20.0  # seconds: what takes longer hangs


@pytest.fixture(autouse=True)
def always_looked_at_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "FRESH_SECONDS", 0.0)


def told(running: Running, page: str = "readyz") -> tuple[int, str]:
    try:
        with urlopen(f"{running.address}/{page}", timeout=PATIENCE) as response:  # noqa: S310 - this machine
            return response.status, response.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def until_told(running: Running, expected: tuple[int, str]) -> None:
    deadline = time.monotonic() + PATIENCE
    while (said := told(running)) != expected:
        assert time.monotonic() < deadline, said
        time.sleep(0.05)


@pytest.mark.usefixtures("slack")
def test_a_bot_at_work_is_alive_and_ready(running: Running) -> None:
    assert told(running, "healthz") == (200, "alive\n")
    assert told(running) == (200, "ready\n")


@pytest.mark.usefixtures("slack")
def test_the_tables_of_another_version_are_not_ready(running: Running, db: Database) -> None:
    with db.begin() as session:
        session.execute(sa.text("UPDATE alembic_version SET version_num = '0000'"))
    assert told(running) == (503, "Database: the tables are of an older version.\n")
    assert told(running, "healthz") == (200, "alive\n")


@over_socket_mode
def test_an_older_bot_goes_on_while_a_newer_one_brings_its_tables(
    slack: Slack, running: Running, db: Database
) -> None:
    make_newer(db)
    assert told(running) == (200, "ready\n")
    assert "Recorded: K7Q2M is Good" in slack.ask(PRIYA, "/audit K7Q2M good")
    assert faults(db) == []


def test_a_monitor_is_told_what_was_asked_for_and_nothing_of_who_or_what(
    slack: Slack, running: Running
) -> None:
    slack.ask(PRIYA, "/audit K7Q2M good")
    slack.ask(TOMAS, "/audit K7Q2M good")
    slack.workspace.misbehave("server_error", method="views.open")
    slack.ask(PRIYA, "/audit")
    status, text = told(running, "metrics")
    assert status == 200
    for line in (
        'g2o_answers_total{kind="command",outcome="answered"} 1.0',
        'g2o_answers_total{kind="command",outcome="refused"} 2.0',
        'g2o_acknowledgement_seconds_count{kind="command"} 3.0',
        'g2o_slack_errors_total{code="other",method="views.open"} 1.0',
        "g2o_slack_connected 1.0",
        "g2o_database_up 1.0",
    ):
        assert line in text.splitlines()
    # Figures may hold any figures; who and what could only stand beside them.
    words = re.sub(r" [0-9.e+-]+$", "", text, flags=re.MULTILINE)
    for secret in (PRIYA, TOMAS, "Priya", "Tomas", "K7Q2M", "1001", "good", "xoxb", "xapp"):
        assert secret not in words


@over_socket_mode
def test_a_connection_that_is_half_open_is_not_ready_until_another_one_stands(
    slack: Slack, running: Running
) -> None:
    slack.workspace.misbehave("server_error", method="apps.connections.open")
    slack.workspace.half_open()
    until_told(running, (503, "Slack: no connection that answers.\n"))
    slack.workspace.behave()
    until_told(running, (200, "ready\n"))


class TestServerAway:
    """A PostgreSQL server that is stopped."""

    @pytest.fixture
    def db_url(self, own_server: Server, tmp_path: Path) -> str:
        return PostgreSQL(own_server, FILLS).make(Holding.COUNCIL, tmp_path)

    @pytest.mark.usefixtures("slack")
    def test_a_database_that_is_away_is_not_ready(self, running: Running, own_server: Server) -> None:
        own_server.stop(signal.SIGINT)
        until_told(running, (503, "Database: out of reach.\n"))
        assert told(running, "healthz") == (200, "alive\n")
        own_server.start()
        until_told(running, (200, "ready\n"))


def test_a_bot_that_waits_for_slack_is_alive_and_not_ready_until_slack_is_there(
    db: Database, environment: dict[str, str], workspace_address: str
) -> None:
    from bot import settings

    workspace = Workspace(workspace_address)
    workspace.misbehave("server_error", method="auth.test")
    stop = threading.Event()
    with Running(settings.read(environment, needs_slack=True), db) as bot:
        starting = threading.Thread(target=bot.start, args=[stop])
        starting.start()
        deadline = time.monotonic() + PATIENCE
        while not bot.address:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        assert told(bot, "healthz") == (200, "alive\n")
        assert told(bot) == (503, "Slack: no connection that answers.\n")
        workspace.behave()
        starting.join(PATIENCE)
        until_told(bot, (200, "ready\n"))


def test_a_bot_that_waits_for_slack_can_be_told_to_stop(
    db: Database, environment: dict[str, str], workspace_address: str
) -> None:
    from bot import settings

    Workspace(workspace_address).misbehave("drop_before", method="auth.test")
    stop = threading.Event()
    outcome: list[bool] = []
    with Running(settings.read(environment, needs_slack=True), db) as bot:
        starting = threading.Thread(target=lambda: outcome.append(bot.start(stop)))
        starting.start()
        stop.set()
        starting.join(PATIENCE)
    assert outcome == [False]
