"""The two kinds of database that tests run on: each gives new databases, ready made, for one test each."""

import shutil
from collections.abc import Callable
from enum import StrEnum, auto
from pathlib import Path
from typing import Protocol

from storage.database import Database
from tests.postgres import Server

Fill = Callable[[Database], None]


class Holding(StrEnum):
    """What a new database holds: no tables, this version's tables, or the small council in them."""

    NOTHING = auto()
    TABLES = auto()
    COUNCIL = auto()


class Backend(Protocol):
    """Gives the address of a new database, and takes it away again."""

    def make(self, holding: Holding, folder: Path) -> str: ...

    def drop(self, url: str) -> None: ...


class SQLite:
    """Files, copied from files that were made once."""

    def __init__(self, folder: Path, fills: dict[Holding, Fill]) -> None:
        self._templates = {holding: folder / f"{holding}.db" for holding in Holding}
        for holding, fill in fills.items():
            _fill(f"sqlite:///{self._templates[holding]}", fill)

    def make(self, holding: Holding, folder: Path) -> str:
        file = folder / "g2o.db"
        if holding is not Holding.NOTHING:
            shutil.copy(self._templates[holding], file)
        return f"sqlite:///{file}"

    def drop(self, url: str) -> None:
        """The test's folder goes with the test."""


class PostgreSQL:
    """Databases on one server, copied from databases that were made once."""

    def __init__(self, server: Server, fills: dict[Holding, Fill]) -> None:
        self._server = server
        self._templates = {Holding.NOTHING: "template0"}
        for holding, fill in fills.items():
            self._templates[holding] = server.copy()
            _fill(server.url(self._templates[holding]), fill)

    def make(self, holding: Holding, folder: Path) -> str:  # noqa: ARG002 - the server has a folder of its own
        return self._server.url(self._server.copy(self._templates[holding]))

    def drop(self, url: str) -> None:
        self._server.drop(url.rpartition("/")[2])


def _fill(url: str, fill: Fill) -> None:
    database = Database(url)
    database.upgrade()
    fill(database)
    database.close()
