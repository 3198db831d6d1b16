"""Another writer that holds the database, for a block or for a while."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from storage.database import Database


@contextmanager
def locked(db: Database) -> Iterator[None]:
    """Another writer holds the database."""
    other = Database(db.engine.url.render_as_string(hide_password=False))
    with other.begin() as session:
        yield
        session.rollback()
    other.close()


@contextmanager
def locked_for(db: Database, seconds: float) -> Iterator[None]:
    """Another writer holds the database for a while; the block goes on meanwhile."""
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with locked(db):
            held.set()
            release.wait(seconds)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    yield
    release.set()
    thread.join()
