"""The sandbox as a process: starting, stopping, standing alone, leaning on nothing."""

import ast
import json
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from slack_bolt import App as BoltApp
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

import bot.sandbox
from bot.sandbox import client, config, config_file, server
from tests.sandbox.example import ALICE, CONFIG, KITCHEN, MANIFEST, listen
from tests.sandbox.listener import listening

PACKAGE = Path(bot.sandbox.__file__).parent


def test_two_workspaces_know_nothing_of_each_other() -> None:
    with server.running(CONFIG) as one, server.running(CONFIG) as other:
        WebClient(CONFIG.app.bot_token, base_url=f"{one}/api/").chat_postMessage(channel=KITCHEN, text="Tea?")
        assert client.Workspace(one).messages(ALICE)
        with pytest.raises(client.NothingSaid):
            client.Workspace(other).messages(ALICE, timeout=0)


def test_nothing_runs_on_after_the_end() -> None:
    with ExitStack() as outlasting:
        with server.running(CONFIG) as base:
            app = outlasting.enter_context(listening(base, CONFIG.app.app_token))
            client.Workspace(base).half_open()
        app.join()
    assert "sandbox" not in [thread.name for thread in threading.enumerate()]
    with pytest.raises(OSError, match="refused"):
        client.Workspace(base).warnings()


def test_the_port_can_be_chosen() -> None:
    with server.running(CONFIG) as base:
        port = int(base.rpartition(":")[2])
    with server.running(CONFIG, port) as again:
        assert again == base


def test_an_unknown_verb_is_refused(base: str) -> None:
    with pytest.raises(client.CannotDo, match="there is no fly here"):
        client.Workspace(base)._ask("fly")
    with pytest.raises(client.CannotDo, match="required argument: 'user'"):
        client.Workspace(base)._ask("screen")


WORKSPACE = """
team_name = "Tea House"
users = [{ id = "U0ALICE001", name = "alice" }]

[app]
manifest = "manifest.json"
bot_token = "xoxb-file"

[[channels]]
id = "C0KITCHEN1"
name = "kitchen"
members = ["U0ALICE001", "U0BOT00001"]
"""


def test_another_bot_is_tried_in_it(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps(MANIFEST))
    file = tmp_path / "workspace.toml"
    file.write_text(WORKSPACE)
    command = [sys.executable, "-m", "bot.sandbox", "--app-config", str(file), "--page"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(7)]
        said = dict(re.split(r"  +", line.strip(), maxsplit=1) for line in lines)
        with bolt(said["Web API"], said["Bot token"], said["App token"]):
            workspace = client.Workspace(said["Workspace"])
            workspace.connected()
            assert workspace.command(ALICE, "/tea", "green", channel=KITCHEN).acknowledged
            assert workspace.messages(ALICE)[0]["text"] == "Tea: green"
        with urlopen(said["Page"].split(",")[0]) as page:  # noqa: S310 - an address on this machine
            assert "Tea House" in page.read().decode()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


@contextmanager
def bolt(address: str, bot_token: str, app_token: str) -> Iterator[None]:
    """An app as its author connects it."""
    app = BoltApp(client=WebClient(bot_token, base_url=address), process_before_response=True)
    listen(app)
    handler = SocketModeHandler(app, app_token)
    handler.connect()
    yield
    handler.close()


def test_a_file_says_what_a_workspace_holds(tmp_path: Path) -> None:
    file = tmp_path / "workspace.json"
    file.write_text('{"app": {"manifest": {}}, "retry_after": [1], "team_name": "Tea"}')
    assert config_file.read(file) == config.Config(app=config.App({}), retry_after=(1,), team_name="Tea")


def test_a_manifest_alone_will_do(tmp_path: Path) -> None:
    file = tmp_path / "manifest.json"
    file.write_text(json.dumps(MANIFEST))
    assert config_file.read(file).app.bot_name == "tea"
    assert config_file.read(file).users == config_file.EXAMPLE.users


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[", "workspace.json is not JSON: "),
        ("[]", "it has to be an object with the field app."),
        ("{}", "workspace.json: missing required field: app."),
        ('{"app": {}}', "workspace.json at app: missing required field: manifest."),
        ('{"app": {"manifest": "none.json"}}', "none.json cannot be read. Is the name right?"),
        ('{"app": {"manifest": 1}}', "at app.manifest: must be an object, or the name of a JSON file"),
        ('{"app": {"manifest": {}}, "users": [{"id": "U1"}]}', "at users.0: missing required field: name."),
        (
            '{"app": {"manifest": {}}, "users": [{"id": "U1", "name": "a", "tz": "Tea"}]}',
            "at users.0.tz: must be a time zone such as Europe/London.",
        ),
        (
            '{"app": {"manifest": {}}, "channels": [{"id": "C1", "name": "a", "members": ["U1"]}]}',
            "at channels.0.members: U1 is none of the users.",
        ),
        ('{"app": {"manifest": {}}, "retry_after": [-1]}', "at retry_after.0: must not be below 0."),
        ('{"app": {"manifest": {}}, "pings": 1}', "workspace.json: invalid additional property: pings."),
    ],
)
def test_a_file_that_holds_none_is_refused_in_a_sentence(tmp_path: Path, written: str, said: str) -> None:
    file = tmp_path / "workspace.json"
    file.write_text(written)
    with pytest.raises(config_file.Unreadable, match=re.escape(said)):
        config_file.read(file)


@pytest.mark.parametrize("module", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.name)
def test_the_sandbox_leans_on_nothing_of_ours(module: Path) -> None:
    allowed = ALLOWED | ON_THE_PAGE if module.parent.name == "page" else ALLOWED
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            assert name.startswith("bot.sandbox") or name.split(".")[0] in allowed, f"{module.name}: {name}"


ALLOWED = {*sys.stdlib_module_names, "aiohttp", "starlette", "uvicorn", "rich"}
ON_THE_PAGE = {"fastapi", "nicegui"}
