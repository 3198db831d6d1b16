"""Whether the bot is alive, and whether it is ready to answer people."""

import threading
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus

from handlers.website import Pages, Reply, Request
from storage.database import Database, OldSchema
from storage.unavailable import Unavailable

FRESH_SECONDS = 1.0


class Health:
    """What a load balancer or a monitor asks for. `is_connected` tells whether Slack can deliver."""

    def __init__(self, database: Database, is_connected: Callable[[], bool]) -> None:
        self._database = database
        self._is_connected = is_connected
        self._looking = threading.Lock()
        self._found: tuple[str, ...] = ("Starting.",)
        self._found_at = 0.0

    @property
    def pages(self) -> Pages:
        return {("GET", "/healthz"): self.alive, ("GET", "/readyz"): self.ready}

    def alive(self, _: Request) -> Reply:
        """200 as long as the process answers at all."""
        return Reply(HTTPStatus.OK, "alive\n")

    def ready(self, _: Request) -> Reply:
        """200, or 503 with what is in the way, a line each."""
        problems = self._problems()
        if problems:
            return Reply(HTTPStatus.SERVICE_UNAVAILABLE, "\n".join((*problems, "")))
        return Reply(HTTPStatus.OK, "ready\n")

    def _problems(self) -> tuple[str, ...]:
        """At most one look a second: a database that is away must not hold up whoever else asks."""
        if self._looking.acquire(blocking=False):
            try:
                if time.monotonic() - self._found_at > FRESH_SECONDS:
                    self._found = tuple(self._look())
                    self._found_at = time.monotonic()
            finally:
                self._looking.release()
        return self._found

    def _look(self) -> Iterator[str]:
        if not self._is_connected():
            yield "Slack: no connection that answers."
        try:
            self._database.require_current()
        except OldSchema:
            yield "Database: the tables are of an older version."
        except Unavailable as unavailable:
            yield f"Database: {unavailable.why.value}."
