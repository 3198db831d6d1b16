"""A year that is lived through once; the tests look at what is left of it."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot import settings as reading
from bot.cli import demo
from bot.cli.running import Running
from bot.sandbox import server
from storage.database import Database
from tests.backends import Holding, SQLite
from tests.conversations.conftest import Slack
from tests.letters.conftest import open_post_office
from tests.year import script, service
from tests.year.ledger import Ledger
from tests.year.work import Work

BEFORE = datetime(2025, 3, 31, 9, 0, tzinfo=UTC)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The year is begun first: it takes longest, and idle workers take tests over from the other end."""
    items.sort(key=lambda item: "tests/year/" not in item.nodeid)


@pytest.fixture(scope="module")
def year(sqlite: SQLite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Work]:
    """The service on its last day. Answers come from the bot at work, letters from its clock's own jobs.

    The bot's own clock writes nothing: what it does every minute is done here on each day that passes.
    """
    url = sqlite.make(Holding.TABLES, tmp_path_factory.mktemp("year"))
    database = Database(url)
    with database.begin() as session:
        service.found(session)
    with server.running(service.workspace()) as base:
        post = open_post_office(base, database)
        post.hand[0] = BEFORE
        chosen = reading.read(demo.environment_in(base, url) | {"LETTERS": "off"}, needs_slack=True)
        with Running(chosen, database, clock=lambda: post.hand[0]) as bot:
            assert bot.start(threading.Event())
            post.workspace.connected()
            work = Work(Slack(post.workspace), post, Ledger(dict(service.CASES)))
            script.live(work)
            yield work
    database.close()
