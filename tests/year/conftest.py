"""A year that is lived through once; the tests look at what is left of it."""

import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot import settings as reading
from bot.cli import demo
from bot.cli.running import Running
from bot.sandbox import server
from storage.database import Database
from tests.backends import Backend, Holding
from tests.conversations.conftest import Slack
from tests.letters.conftest import open_post_office
from tests.year import script, service
from tests.year.ledger import Ledger
from tests.year.work import Work

BEFORE = datetime(2025, 3, 31, 9, 0, tzinfo=UTC)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The year is begun first: it takes longest, and idle workers take tests over from the other end."""
    items.sort(key=lambda item: "tests/year/" not in item.nodeid)


# Nothing in the story depends on the kind of database, and every statement is tried on both elsewhere.
BACKENDS = ["sqlite", "postgresql"] if os.environ.get("YEAR_ON_BOTH") == "1" else ["sqlite"]


@pytest.fixture(scope="module", params=BACKENDS)
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database of the year's own. With YEAR_ON_BOTH=1 the year is lived through on each kind."""
    backend: Backend = request.getfixturevalue(request.param)
    url = backend.make(Holding.TABLES, tmp_path_factory.mktemp("year"))
    opened = Database(url)
    yield opened
    opened.close()
    backend.drop(url)


@pytest.fixture(scope="module")
def year(database: Database) -> Iterator[Work]:
    """The service on its last day. Answers come from the bot at work, letters from its clock's own jobs.

    The bot's own clock writes nothing: what it does every minute is done here on each day that passes.
    """
    with database.begin() as session:
        service.found(session)
    with server.running(service.workspace()) as base:
        post = open_post_office(base, database)
        post.hand[0] = BEFORE
        chosen = reading.read(
            demo.environment_in(base, "sqlite:///not-used.db") | {"LETTERS": "off"}, needs_slack=True
        )
        with Running(chosen, database, clock=lambda: post.hand[0]) as bot:
            assert bot.start(threading.Event())
            post.workspace.connected()
            work = Work(Slack(post.workspace), post, Ledger(dict(service.CASES)))
            script.live(work)
            yield work
