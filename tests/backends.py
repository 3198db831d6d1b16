"""The two kinds of database that tests run on: each gives new databases, ready made, for one test each."""

import shutil
from collections.abc import Callable, Mapping
from enum import StrEnum, auto
from pathlib import Path
from typing import Protocol

from sqlalchemy.orm import Session

from storage.database import Database
from tests.postgres import Server

Fill = Callable[[Session], None]


class Holding(StrEnum):
    """What a new database holds: no tables; empty ones; the small council in them, or the demo's record."""

    NOTHING = auto()
    TABLES = auto()
    COUNCIL = auto()
    DEMO = auto()


class Backend(Protocol):
    """Gives the address of a new database, and takes it away again."""

    def make(self, holding: Holding, folder: Path) -> str: ...

    def drop(self, url: str) -> None: ...


class SQLite:
    """Files, copied from files that are made once."""

    def __init__(self, folder: Path, fills: Mapping[Holding, Fill]) -> None:
        self._folder = folder
        self._fills = fills

    def make(self, holding: Holding, folder: Path) -> str:
        file = folder / "g2o.db"
        if holding is not Holding.NOTHING:
            shutil.copy(self._template(holding), file)
        return f"sqlite:///{file}"

    def drop(self, url: str) -> None:
        """The test's folder goes with the test."""

    def _template(self, holding: Holding) -> Path:
        template = self._folder / f"{holding}.db"
        if not template.exists():
            _fill(f"sqlite:///{template}", self._fills[holding])
        return template


class PostgreSQL:
    """Databases on one server, copied from databases that are made once."""

    def __init__(self, server: Server, fills: Mapping[Holding, Fill]) -> None:
        self._server = server
        self._fills = fills
        self._templates = {Holding.NOTHING: "template0"}

    def make(self, holding: Holding, folder: Path) -> str:  # noqa: ARG002 - the server has a folder of its own
        return self._server.url(self._server.copy(self._template(holding)))

    def drop(self, url: str) -> None:
        self._server.drop(url.rpartition("/")[2])

    def _template(self, holding: Holding) -> str:
        if holding not in self._templates:
            self._templates[holding] = name = self._server.copy()
            _fill(self._server.url(name), self._fills[holding])
        return self._templates[holding]


def _fill(url: str, fill: Fill) -> None:
    database = Database(url)
    database.upgrade()
    with database.begin() as session:
        fill(session)
    database.close()
