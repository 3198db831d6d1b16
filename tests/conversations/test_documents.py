"""Documents by direct message, taken back after thirty days; and files that people drop to the bot."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot import documents
from bot import settings as reading
from bot.cli.running import Running
from bot.sandbox.client import Workspace
from storage import sent_files
from storage.database import Database
from storage.models import Letter, SentFile
from storage.words import LetterKind, LetterState
from tests.conversations.conftest import Slack, over_http, over_socket_mode, shown
from tests.council import GRACE, PRIYA, Council

NOW = datetime(2025, 3, 14, 10, tzinfo=UTC)
ACTIONS = "Recommendation,Action,Owner,Due,Case\n,Visit the school.,Tomas Reid,28/03/2025,K7Q2M\n"
WITH_A_BAD_ROW = f"{ACTIONS},Ring.,Nobody Known,28/03/2025,K7Q2M\n"


class Days:
    """A clock that a test puts on."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def days() -> Days:
    return Days()


@pytest.fixture
def bot(
    db: Database, council: Council, environment: dict[str, str], workspace_address: str, days: Days
) -> Iterator[Running]:
    chosen = reading.read(environment, needs_slack=True)
    with Running(chosen, db, clock=days) as bot:
        assert bot.start(threading.Event())
        yield bot


@pytest.fixture
def slack(bot: Running, workspace_address: str) -> Iterator[Slack]:
    workspace = Workspace(workspace_address)
    workspace.connected()
    yield Slack(workspace)
    assert workspace.warnings() == []


def in_direct_message(slack: Slack, user: str) -> list[dict[str, Any]]:
    """What the bot has put into its direct message with the person, for them to keep."""
    (channel,) = (one for one in slack.workspace.screen(user)["channels"] if one["kind"] == "im")
    return [one for one in channel["messages"] if one["user"] != user and not one["ephemeral"]]


def file_to(slack: Slack, user: str) -> dict[str, Any]:
    """The file that comes to the person, once the message above it says what it is."""
    since = 0
    while True:
        messages = slack.workspace.messages(user, since=since)
        since = messages[-1]["cursor"]
        if any("I take it back from here" in one["text"] for one in in_direct_message(slack, user)):
            (file,) = (each for one in in_direct_message(slack, user) for each in one.get("files", []))
            return dict(file)


@over_socket_mode
def test_a_document_comes_by_direct_message_and_is_taken_back_after_thirty_days(
    slack: Slack, bot: Running, days: Days
) -> None:
    slack.command(GRACE, "/g2o export grades 2025 care leavers")
    form = slack.form(GRACE, "make_document")
    assert "Rounds of 2025" in shown(form)
    slack.submit(GRACE, withhold=["5"])
    assert "The file comes to you by direct message" in slack.page(GRACE)
    file = file_to(slack, GRACE)
    assert slack.workspace.file(file["id"])["content"].startswith(b"PK")
    said, shared = in_direct_message(slack, GRACE)
    for part in (
        "Made from the record as it stood on Friday 14 March 2025 at 10:00.",
        "Counts under 5 are left out. It is marked OFFICIAL-SENSITIVE.",
        "I take it back from here after 30 days.",
    ):
        assert part in said["text"]
    days.at += timedelta(days=29)
    bot.turn()
    assert len(in_direct_message(slack, GRACE)) == 2
    days.at += timedelta(days=2)
    bot.turn()
    assert [one.get("files") for one in in_direct_message(slack, GRACE)] == [None]
    assert shared["ts"] == in_direct_message(slack, GRACE)[0]["ts"]
