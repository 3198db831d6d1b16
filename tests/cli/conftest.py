"""What the tests of the command line share: running a command."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli.app import app
from tests.backends import Backend, PostgreSQL
from tests.postgres import Server

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in an empty folder, where no .env and no variable of this machine counts."""
    monkeypatch.chdir(tmp_path)
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_API_URL", "DATABASE_URL", "DUE_CASE"):
        monkeypatch.delenv(name, raising=False)

    def run(*words: str, typed: str = "", **variables: str) -> Result:
        result = CliRunner().invoke(app, list(words), input=typed, env=variables)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return run


@pytest.fixture
def tools(backend: Backend, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's own tools, where a server is tested."""
    if isinstance(backend, PostgreSQL):
        server: Server = request.getfixturevalue("server")
        monkeypatch.setenv("PATH", f"{server.bin}{os.pathsep}{os.environ['PATH']}")


def python_m_bot(
    folder: Path, *words: str, limit: int | None = None, **variables: str
) -> "subprocess.Popen[str]":
    """Starts a command as people do, in a process of its own; `limit` is the largest file it may write."""
    limits: dict[str, Any] = {} if limit is None else {"preexec_fn": partial(_limit, limit)}
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={
            "PYTHONPATH": str(Path(__file__).parents[2]),
            # Compiled modules would be cut off at the limit as well, and stay so for everybody.
            "PYTHONDONTWRITEBYTECODE": "1",
            "PATH": os.environ["PATH"],
            **variables,
        },
        **limits,
    )


def _limit(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
