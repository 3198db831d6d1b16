"""docs/adding-a-command.md, followed word for word in a copy of the tree."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "adding-a-command.md"
COPIED = ("bot", "handlers", "storage", "tests", "pyproject.toml")
TABLE = "WORDS: Mapping[str, Word] = {\n"

_BLOCK = r":\n\n```python\n(?P<code>.*?)```"
_ADDED = re.compile(r"^Add to `(?P<file>[\w/]+\.py)`" + _BLOCK, re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^Add to `WORDS` in `(?P<file>[\w/]+\.py)`" + _BLOCK, re.MULTILINE | re.DOTALL)
_WRITTEN = re.compile(r"^Write `(?P<file>[\w/]+\.py)`" + _BLOCK, re.MULTILINE | re.DOTALL)
_IMPORT = re.compile(r"^and to its imports `(?P<line>[^`]+)`", re.MULTILINE)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the tree with everything done that the page says."""
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    page = PAGE.read_text(encoding="utf-8")
    imports = iter(_IMPORT.finditer(page))
    for step in _ADDED.finditer(page):
        file = tmp_path / step["file"]
        text = file.read_text(encoding="utf-8")
        # Each step that needs an import names it after its code.
        if page[step.end() :].lstrip().startswith("and to its imports"):
            text = _with_import(text, next(imports)["line"])
        file.write_text(f"{text}\n\n{step['code']}", encoding="utf-8")
    row = _ROW.search(page)
    assert row
    routes = tmp_path / row["file"]
    text = routes.read_text(encoding="utf-8")
    assert TABLE in text
    routes.write_text(text.replace(TABLE, TABLE + row["code"]), encoding="utf-8")
    for written in _WRITTEN.finditer(page):
        (tmp_path / written["file"]).write_text(written["code"], encoding="utf-8")
    return tmp_path


def _with_import(text: str, line: str) -> str:
    """With the name added to what is imported from there already, else with a line of its own."""
    start, _, name = line.rpartition(" ")
    there = re.search(rf"^{re.escape(start)} (.+)$", text, re.MULTILINE)
    if there is None:
        return text.replace("\nfrom storage", f"\n{line}\nfrom storage", 1)
    if name in there[1].split(", "):
        return text
    return text.replace(there[0], f"{start} {name}, {there[1]}", 1)


def test_a_command_is_there_after_the_five_steps(tree: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-k", "sqlite", "tests/conversations/test_cohorts.py"],
        cwd=tree,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout
    assert "3 passed" in done.stdout
