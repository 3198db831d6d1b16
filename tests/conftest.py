"""What every test may ask for: a database, the people of a small council, and visits by them.

Whatever touches a database runs twice: on a SQLite file and on a PostgreSQL server.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from sqlalchemy.orm import Session

from bot import settings
from bot.cli import demo_data
from bot.settings import Terms
from bot.visit import COMMAND_LINE, Visit
from storage.database import Database
from storage.words import Door
from tests import postgres
from tests.backends import Backend, Holding, PostgreSQL, SQLite
from tests.council import Council, found_council, visits
from tests.postgres import Server
from tests.quick import quick_folder

if folder := quick_folder():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(folder))

# How long an example takes on a busy machine says nothing about it.
hypothesis_settings.register_profile("g2o", deadline=None)
hypothesis_settings.load_profile("g2o")

TODAY = date(2025, 3, 14)  # a Friday
NOW = datetime(2025, 3, 14, 10, 0, tzinfo=UTC)

on_sqlite = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)


@pytest.fixture(scope="session")
def terms() -> Terms:
    return settings.read({}, needs_slack=False).terms


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> SQLite:
    """SQLite files to be had."""
    return SQLite(tmp_path_factory.mktemp("templates"), FILLS)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server for the whole session."""
    with postgres.running() as running:
        yield running


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A PostgreSQL server of the test's own, to be stopped."""
    with postgres.running() as running:
        yield running


@pytest.fixture(scope="session")
def postgresql(server: Server) -> PostgreSQL:
    """PostgreSQL databases to be had."""
    return PostgreSQL(server, FILLS)


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> Backend:
    """Each kind of database in turn."""
    chosen: Backend = request.getfixturevalue(request.param)
    return chosen


@pytest.fixture
def db_url(backend: Backend, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of the test's own; in it is what the test asks for: `council` or `demo`."""
    asked = [holding for holding in (Holding.COUNCIL, Holding.DEMO) if holding in request.fixturenames]
    holding = asked[0] if asked else Holding.TABLES
    url = backend.make(holding, tmp_path)
    yield url
    backend.drop(url)


@pytest.fixture
def db(db_url: str) -> Iterator[Database]:
    """The same, opened."""
    database = Database(db_url)
    yield database
    database.close()


@pytest.fixture
def empty_url(backend: Backend, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any tables."""
    folder = tmp_path / "empty"
    folder.mkdir()
    url = backend.make(Holding.NOTHING, folder)
    yield url
    backend.drop(url)


@pytest.fixture
def council(db: Database, terms: Terms) -> Council:
    """Two teams, one person a role, three cases: see tests/council.py."""
    with db.reading() as session:
        return visits(session, terms, NOW)


@pytest.fixture
def session(db: Database, council: Council) -> Iterator[Session]:
    """A transaction in the council's database, undone at the end."""
    with db.begin() as session:
        yield session
        session.rollback()


def later(visit: Visit, **fields: object) -> Visit:
    """The same person's visit at another time or by another door."""
    return replace(visit, **fields)  # type: ignore[arg-type]  # the fields are Visit's own


@pytest.fixture
def visit(terms: Terms) -> Visit:
    """A visit by the command line."""
    return Visit(COMMAND_LINE, Door.IMPORT, NOW, TODAY, terms)


def _nothing(_: Session) -> None:
    """The tables as they are."""


def _demo(session: Session) -> None:
    terms = settings.read({}, needs_slack=False).terms
    demo_data.load(session, Visit(COMMAND_LINE, Door.IMPORT, NOW, TODAY, terms))


FILLS = {Holding.TABLES: _nothing, Holding.COUNCIL: found_council, Holding.DEMO: _demo}
