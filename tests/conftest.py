"""What every test may ask for: a database, the people of a small council, and visits by them."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from sqlalchemy.orm import Session

from bot import settings
from bot.settings import Terms
from bot.visit import Visit
from storage.database import Database
from storage.words import Door
from tests.council import Council, found_council

# How long an example takes on a busy machine says nothing about it.
hypothesis_settings.register_profile("g2o", deadline=None)
hypothesis_settings.load_profile("g2o")

TODAY = date(2025, 3, 14)  # a Friday
NOW = datetime(2025, 3, 14, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def terms() -> Terms:
    return settings.read({}, needs_slack=False).terms


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database file without rows, to be copied."""
    file = tmp_path_factory.mktemp("template") / "empty.db"
    database = Database(f"sqlite:///{file}")
    database.upgrade()
    database.close()
    return file


@pytest.fixture
def db(empty_file: Path, tmp_path: Path) -> Iterator[Database]:
    """A database of the test's own."""
    file = tmp_path / "g2o.db"
    shutil.copy(empty_file, file)
    database = Database(f"sqlite:///{file}")
    yield database
    database.close()


@pytest.fixture
def council(db: Database, terms: Terms) -> Council:
    """Two teams, one person a role, three cases: see tests/council.py."""
    with db.begin() as session:
        return found_council(session, terms, NOW)


@pytest.fixture
def session(db: Database, council: Council) -> Iterator[Session]:
    """A transaction in the council's database."""
    with db.begin() as session:
        yield session


def later(visit: Visit, **fields: object) -> Visit:
    """The same person's visit at another time or by another door."""
    return replace(visit, **fields)  # type: ignore[arg-type]  # the fields are Visit's own


@pytest.fixture
def visit(terms: Terms) -> Visit:
    """A visit by the command line."""
    from bot.visit import COMMAND_LINE

    return Visit(COMMAND_LINE, Door.IMPORT, NOW, TODAY, terms)
