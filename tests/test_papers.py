"""The tests that a page names are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# A page may have its reader write one.
_NAMED = re.compile(r"(?<!Write )`(?P<file>tests/[\w/]+\.py)(?:::(?P<test>\w+))?`")
PAGES = [page for page in sorted((ROOT / "docs").glob("*.md")) if _NAMED.search(page.read_text())]


def missing(page: str) -> list[str]:
    """What a page names that is not there."""
    return [found[0] for found in _NAMED.finditer(page) if not _is_there(found["file"], found["test"])]


def _is_there(file: str, test: str | None) -> bool:
    path = ROOT / file
    return path.is_file() and (test is None or f"def {test}(" in path.read_text())


def test_the_page_on_security_names_tests() -> None:
    assert "security.md" in [page.name for page in PAGES]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_test_that_a_page_names_is_there(page: Path) -> None:
    assert missing(page.read_text()) == []


def test_what_is_not_there_is_found() -> None:
    there = "`tests/test_papers.py` and `tests/test_papers.py::test_what_is_not_there_is_found`"
    gone = "`tests/test_papers.py::test_nothing` and `tests/test_nothing.py`"
    assert missing(there) == []
    assert len(missing(gone)) == 2
