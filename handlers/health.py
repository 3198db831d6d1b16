"""Whether the bot is alive, and whether it is ready to answer people."""

from collections.abc import Callable, Iterator
from http import HTTPStatus

from handlers.looking import Look
from handlers.website import Pages, Reply, Request
from storage.database import Database, OldSchema
from storage.unavailable import Unavailable


class Health:
    """What a load balancer or a monitor asks for. `is_connected` tells whether Slack can deliver."""

    def __init__(self, database: Database, is_connected: Callable[[], bool]) -> None:
        self._database = database
        self._is_connected = is_connected
        # A database that is away must not hold up whoever else asks.
        self._problems: Look[tuple[str, ...]] = Look(lambda: tuple(self._look()), ("Starting.",))

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

    def _look(self) -> Iterator[str]:
        if not self._is_connected():
            yield "Slack: no connection that answers."
        try:
            self._database.require_current()
        except OldSchema:
            yield "Database: the tables are of an older version."
        except Unavailable as unavailable:
            yield f"Database: {unavailable.why.value}."
