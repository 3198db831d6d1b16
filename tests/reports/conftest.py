"""The example record, whole, for documents that are made of it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from bot.cli import common, demo_data
from bot.settings import Settings, read
from bot.visit import Visit
from storage.database import Database
from storage.words import Door
from tests.conftest import NOW, TODAY


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Visit]]:
    """The examples and what the demo adds, on SQLite, and a visit by whoever runs the command line."""
    address = f"sqlite:///{tmp_path_factory.mktemp('examples') / 'examples.db'}"
    chosen: Settings = read({"DATABASE_URL": address}, needs_slack=False)
    visit = replace(common.command_line_visit(chosen, Door.IMPORT), at=NOW, today=TODAY)
    with common.open_database(chosen, upgrade=True, alone=True) as database:
        with database.begin() as session:
            demo_data.load(session, visit)
        yield database, visit


@pytest.fixture
def visit(whole: tuple[Database, Visit]) -> Visit:
    return whole[1]


@pytest.fixture
def record(whole: tuple[Database, Visit]) -> Iterator[Session]:
    """The record, to be read only."""
    with whole[0].reading() as session:
        yield session
