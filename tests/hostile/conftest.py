"""The machine's two records, each made once: the demo's, and the same where every text means harm."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from storage.database import Database
from tests.backends import Holding, SQLite
from tests.hostile import poisoned
from tests.hostile.scene import fill_session

SOUND, POISONED = Holding.DEMO, Holding.COUNCIL


@pytest.fixture(scope="session")
def records(tmp_path_factory: pytest.TempPathFactory) -> SQLite:
    """SQLite files with either in them to be had."""
    return SQLite(tmp_path_factory.mktemp("hostile"), FILLS)


@contextmanager
def opened(records: SQLite, holding: Holding, folder: Path) -> Iterator[Database]:
    """A record of the test's own."""
    with closing(Database(records.make(holding, folder))) as database:
        yield database


FILLS = {SOUND: fill_session, POISONED: poisoned.fill}
