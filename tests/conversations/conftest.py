"""The real bot in the sandbox workspace, over real sockets, on each kind of database, in both modes."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import IO, Any

import pytest

from bot import settings as reading
from bot.cli import demo
from bot.cli.running import Running
from bot.sandbox import server
from bot.sandbox.client import Done, Workspace
from handlers import http_mode
from storage.database import Database
from tests.council import Council


@dataclass
class Slack:
    """A workspace with the bot in it, spoken to in sentences."""

    workspace: Workspace

    def ask(self, user: str, line: str, channel: str | None = None) -> str:
        """Types a slash command and gives all that the answer shows, as one text."""
        return shown(self.answer(user, line, channel))

    def answer(self, user: str, line: str, channel: str | None = None) -> dict[str, Any]:
        """Types a slash command and gives the message that answers."""
        done = self.command(user, line, channel)
        assert done.acknowledged
        return self.next_message(user, done)

    def command(self, user: str, line: str, channel: str | None = None) -> Done:
        name, _, text = line.partition(" ")
        return self.workspace.command(user, name, text, channel)

    def next_message(self, user: str, done: Done) -> dict[str, Any]:
        return self.workspace.messages(user, since=done.since)[-1]

    def click(self, user: str, message: dict[str, Any], action_id: str, value: str | None = None) -> str:
        """Clicks in a message and gives what the answer shows."""
        return shown(self.clicked(user, message, action_id, value))

    def clicked(
        self, user: str, message: dict[str, Any], action_id: str, value: str | None = None
    ) -> dict[str, Any]:
        done = self.workspace.click(user, message, action_id, value)
        assert done.acknowledged
        return self.next_message(user, done)

    def form(self, user: str, callback_id: str) -> dict[str, Any]:
        """The form that opened, once it is more than the sign that it is coming."""
        return self.workspace.view(user, callback_id=callback_id)

    def submit(self, user: str, **values: object) -> Done:
        if case := values.get("case"):
            form = self.workspace.view(user)
            select = next(block["element"] for block in form["blocks"] if block["block_id"] == "case")
            self.workspace.suggest(user, select["action_id"], str(case))
        return self.workspace.submit(user, values)

    def fill(self, user: str, field: str, value: object) -> None:
        """Fills in a field of the form in front of the person, and goes on to the next."""
        form = self.workspace.view(user)
        action_id = next(
            block["element"]["action_id"] for block in form["blocks"] if block["block_id"] == field
        )
        self.workspace.click(user, form, action_id, value, block_id=field)

    def grow(self, user: str, field: str, value: object) -> dict[str, Any]:
        """Presses or chooses what changes the form, and gives the form as it is then."""
        form = self.workspace.view(user)
        self.workspace.click(user, form, field, value)
        return self.workspace.view(user, changed_from=form["hash"])

    def page(self, user: str) -> str:
        """What the page says that took the place of a form, once it is more than the sign of saving."""
        view = self.workspace.view(user, callback_id="page")
        while "Saving. This takes a little longer" in shown(view):
            view = self.workspace.view(user, changed_from=view["hash"])
        return shown(view)

    def page_saying(self, user: str, words: str) -> str:
        """What the page says, once it says this."""
        view = self.workspace.view(user)
        while words not in shown(view):
            view = self.workspace.view(user, changed_from=view["hash"])
        return shown(view)


class Served:
    """`python -m bot serve` as a process of its own."""

    def __init__(self, environment: dict[str, str], log: IO[str] | None = None) -> None:
        self._environment = {**os.environ, **environment}
        self._log = log
        self.process = self._start()

    @property
    def address(self) -> str:
        """Where it tells its health, and takes what Slack posts."""
        return self._said.partition("Health: ")[2].partition("/readyz")[0]

    def _start(self) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"],
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        assert process.stdout is not None
        self._said = process.stdout.readline()
        assert "Ready" in self._said
        return process

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()

    def restart(self) -> None:
        """Kills it and starts it again, at the same address."""
        self.kill()
        self._environment["PORT"] = self.address.rpartition(":")[2]
        self.process = self._start()


def shown(screen: dict[str, Any]) -> str:
    """Every text in a message or a view, its blocks before its plain text."""
    return "\n".join([*_texts(screen.get("blocks", [])), screen.get("text", "") or ""])


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("text", "caption") and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)
    elif isinstance(node, list):
        for entry in node:
            yield from _texts(entry)


def system_numbers(text: str) -> list[str]:
    """Case-system numbers of the council that the text gives away."""
    return re.findall(r"\b100[123]\b", text)


@pytest.fixture
def workspace_address() -> Iterator[str]:
    """A workspace in which an event that was not acknowledged comes again soon, and not after minutes."""
    with server.running(replace(demo.council_workspace(), retry_after=(0.3,) * 20)) as base:
        yield base


@pytest.fixture(params=["socket_mode", "http_mode"])
def is_socket_mode(request: pytest.FixtureRequest) -> bool:
    """Each of the two ways in which Slack delivers."""
    return bool(request.param == "socket_mode")


over_socket_mode = pytest.mark.parametrize("is_socket_mode", ["socket_mode"], indirect=True)
over_http = pytest.mark.parametrize("is_socket_mode", ["http_mode"], indirect=True)


@pytest.fixture
def environment(workspace_address: str, db_url: str, is_socket_mode: bool) -> dict[str, str]:  # noqa: FBT001 - a fixture
    """The settings of a bot in the workspace. It writes to nobody by itself, and lets the database be."""
    chosen = demo.environment_in(workspace_address, db_url) | {"LETTERS": "off"}
    if not is_socket_mode:
        chosen |= {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": "sandbox-signing-secret"}
    return chosen


@pytest.fixture
def running(
    db: Database, council: Council, environment: dict[str, str], workspace_address: str
) -> Iterator[Running]:
    """The bot at work; its clock stands at the council's day."""
    chosen = reading.read(environment, needs_slack=True)
    with Running(chosen, db, clock=lambda: council.manager.at) as bot:
        assert bot.start(threading.Event())
        if not chosen.is_socket_mode:
            Workspace(workspace_address).set_request_url(f"{bot.address}{http_mode.PATH}")
        yield bot


@pytest.fixture
def slack(running: Running, workspace_address: str) -> Iterator[Slack]:
    """The workspace, once the bot listens."""
    workspace = Workspace(workspace_address)
    workspace.connected()
    yield Slack(workspace)
    assert workspace.warnings() == []


@pytest.fixture
def served(council: Council, environment: dict[str, str], workspace_address: str) -> Iterator[Served]:
    """The bot as a process of its own, and the workspace delivering to it."""
    bot = Served(environment)
    workspace = Workspace(workspace_address)
    if not environment["SLACK_APP_TOKEN"]:
        workspace.set_request_url(f"{bot.address}{http_mode.PATH}")
    workspace.connected()
    yield bot
    bot.kill()
