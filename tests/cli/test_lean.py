"""The served bot needs none of the packages that the demo brings."""

import subprocess
import sys

import pytest

DEMO_ONLY = ("nicegui", "playwright", "rich", "starlette", "uvicorn", "websockets")

WITHOUT = f"""
import sys
sys.modules.update(dict.fromkeys({DEMO_ONLY!r}))
"""


def without_the_demo(line: str) -> "subprocess.CompletedProcess[str]":
    """Runs a line of Python where importing a package of the demo's fails."""
    return subprocess.run(
        [sys.executable, "-c", WITHOUT + line], capture_output=True, text=True, check=False, timeout=60
    )


def test_the_command_line_loads_without_the_demos_packages() -> None:
    assert without_the_demo("import bot.cli.app").returncode == 0


def test_serving_loads_without_the_demos_packages() -> None:
    assert without_the_demo("import bot.cli.serving, bot.cli.running").returncode == 0


def test_a_sandbox_without_a_page_loads_without_nicegui() -> None:
    run = """
import sys
sys.modules["nicegui"] = None
from bot.cli import demo
with demo.workspace():
    pass
"""
    assert subprocess.run([sys.executable, "-c", run], check=False, timeout=60).returncode == 0


@pytest.mark.parametrize("package", DEMO_ONLY)
def test_the_check_above_would_see_such_an_import(package: str) -> None:
    assert without_the_demo(f"import {package}").returncode != 0
