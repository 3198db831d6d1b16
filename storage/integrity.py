"""Whether the database's own structures are sound."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.models import Base


def faults(session: Session) -> Iterator[str]:
    """What is wrong with the file, or with the links between a server's tables."""
    is_embedded = session.get_bind().dialect.name == "sqlite"
    yield from _faults_of_file(session) if is_embedded else _broken_links(session)


def _faults_of_file(session: Session) -> Iterator[str]:
    for (answer,) in session.execute(sa.text("PRAGMA integrity_check(20)")):
        if answer != "ok":
            yield f"the database file: {answer}"
    for table, *_ in session.execute(sa.text("PRAGMA foreign_key_check")):
        yield _points_nowhere(table)


def _broken_links(session: Session) -> Iterator[str]:
    """The server lets no link break, but whoever administers it can take its rules away."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            target = key.column.table.alias("target")
            there = sa.exists().where(target.c[key.column.name] == key.parent)
            lost = sa.select(key.parent).where(key.parent.is_not(None), ~there)
            for _ in session.execute(lost):
                yield _points_nowhere(table.name)


def _points_nowhere(table: str) -> str:
    return f"a row of {table} points to one that is not there"
