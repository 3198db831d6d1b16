"""`python -m bot serve` at its start: what it waits for, what it refuses, and that it says so."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot import VERSION
from bot.sandbox.client import Workspace
from storage.database import Database
from tests import postgres
from tests.backends import Holding, PostgreSQL
from tests.conftest import FILLS, on_postgresql, on_sqlite
from tests.conversations.conftest import Served, over_socket_mode
from tests.council import Council
from tests.records import NEWER, make_newer


@contextmanager
def serving(environment: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    """The command, with what it says on one pipe."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "serve"],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def said(process: "subprocess.Popen[str]") -> str:
    """The next line that is no mere news."""
    assert process.stdout is not None
    return next(line for line in process.stdout if " INFO " not in line)


def refused(environment: dict[str, str]) -> str:
    """What it says as it ends with status 1."""
    with serving(environment) as process:
        output, _ = process.communicate(timeout=60)
        assert process.returncode == 1
    assert "Traceback" not in output
    return output


def test_it_waits_for_a_slack_that_is_away(
    environment: dict[str, str], workspace_address: str, council: Council
) -> None:
    workspace = Workspace(workspace_address)
    workspace.misbehave("drop_before", method="auth.test")
    with serving(environment) as process:
        assert "Slack cannot be reached from here: trying again until it can be" in said(process)
        workspace.behave()
        assert "Ready" in said(process)


@over_socket_mode
def test_it_waits_for_a_server_that_is_away(
    environment: dict[str, str],
    tmp_path: Path,
    is_socket_mode: bool,  # noqa: FBT001 - a fixture
) -> None:
    with postgres.running() as server:
        url = PostgreSQL(server, FILLS).make(Holding.COUNCIL, tmp_path)
        server.stop()
        with serving({**environment, "DATABASE_URL": url}) as process:
            assert "The database cannot be reached: postgresql+psycopg://postgres@127.0.0.1" in said(process)
            server.start()
            assert "Ready" in said(process)


@over_socket_mode
def test_a_taken_port_is_refused(environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        output = refused({**environment, "PORT": str(taken)})
    assert f"127.0.0.1:{taken} is taken, or not of this machine. Choose another PORT." in output


@on_postgresql
@over_socket_mode
def test_an_old_schema_on_a_server_is_left_to_its_command(environment: dict[str, str], db: Database) -> None:
    with db.begin() as session:
        session.execute(sa.text("UPDATE alembic_version SET version_num = '0000'"))
    assert "The tables are of an older version. Run: python -m bot db upgrade" in refused(environment)


@on_postgresql
@over_socket_mode
def test_an_empty_database_on_a_server_is_left_to_its_command(
    environment: dict[str, str], empty_url: str
) -> None:
    assert "Run: python -m bot db upgrade" in refused({**environment, "DATABASE_URL": empty_url})


@over_socket_mode
def test_an_older_bot_starts_on_the_tables_of_a_newer_one(environment: dict[str, str], db: Database) -> None:
    make_newer(db)
    with serving(environment) as process:
        assert f"the tables are of a newer version, {NEWER}; this bot goes on with them" in said(process)
        assert "Ready" in said(process)
    assert db.schema_version() == NEWER


@on_sqlite
@over_socket_mode
def test_a_file_is_made_by_itself(environment: dict[str, str], tmp_path: Path) -> None:
    with serving({**environment, "DATABASE_URL": f"sqlite:///{tmp_path}/new.db"}) as process:
        assert "Ready" in said(process)


@on_sqlite
@over_socket_mode
def test_a_second_bot_on_a_file_is_told_that_the_file_is_in_use(
    environment: dict[str, str], served: Served
) -> None:
    output = refused(environment)
    assert "A bot is at work on" in output
    assert "a SQLite file takes one. Stop it first." in output
    assert served.process.poll() is None


@on_postgresql
@over_socket_mode
def test_two_bots_may_serve_one_server(environment: dict[str, str], served: Served) -> None:
    with serving(environment) as process:
        assert "Ready" in said(process)
    assert served.process.poll() is None


@over_socket_mode
@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
def test_a_wrong_token_is_refused_and_not_tried_for_ever(environment: dict[str, str], name: str) -> None:
    wrong = {"SLACK_BOT_TOKEN": "xoxb-wrong", "SLACK_APP_TOKEN": "xapp-wrong"}[name]
    assert "Slack refused a token of the bot's (invalid_auth)." in refused({**environment, name: wrong})


@on_sqlite
@over_socket_mode
def test_the_day_of_a_bot_is_told_in_objects_where_machines_read_the_log(
    environment: dict[str, str], council: Council
) -> None:
    with serving({**environment, "LOG_FORMAT": "json"}) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(json.loads(line))
            if lines[-1]["message"].startswith("Ready"):
                process.terminate()
    messages = [line["message"] for line in lines]
    assert messages[0] == f"starting version {VERSION}, Socket Mode, on SQLite"
    assert "connected to Slack" in messages
    assert any(message.startswith("the clock runs: ") for message in messages)
    assert messages[-1] == "Stopping: finishing what was begun."
    assert {line["level"] for line in lines} == {"INFO"}
