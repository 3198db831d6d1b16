"""The sandbox as a process: starting, stopping, standing alone, leaning on nothing."""

import ast
import json
import re
import signal
import subprocess
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest
from slack_sdk import WebClient

import bot.sandbox
from bot.sandbox import client, config, server
from tests.sandbox.example import ALICE, CONFIG, KITCHEN, MANIFEST
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


def test_it_stands_alone(tmp_path: Path) -> None:
    file = tmp_path / "workspace.json"
    file.write_text(json.dumps({
        "app": {"manifest": MANIFEST, "bot_token": "xoxb-file"},
        "users": [{"id": ALICE, "name": "alice"}],
        "channels": [{"id": KITCHEN, "name": "kitchen", "kind": "private", "members": [ALICE]}],
        "retry_after": [0, 1],
    }))  # fmt: skip
    command = [sys.executable, "-m", "bot.sandbox", "--app-config", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(6)]
        found = re.search(r"http://\S+", lines[0])
        assert found is not None
        assert client.Workspace(found[0]).screen(ALICE)["channels"][0]["name"] == "kitchen"
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    assert "xoxb-file" in "".join(lines)
    assert CONFIG.app.signing_secret in "".join(lines)


def test_a_file_says_what_a_workspace_holds(tmp_path: Path) -> None:
    file = tmp_path / "workspace.json"
    file.write_text('{"app": {"manifest": {}}, "retry_after": [1], "team_name": "Tea"}')
    assert config.from_file(file) == config.Config(app=config.App({}), retry_after=(1,), team_name="Tea")


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
