"""Whether the database's own structures are sound."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session


def faults(session: Session) -> Iterator[str]:
    """What the database says is wrong with its file; a database server looks after that itself."""
    if session.get_bind().dialect.name != "sqlite":
        return
    for (answer,) in session.execute(sa.text("PRAGMA integrity_check(20)")):
        if answer != "ok":
            yield f"the database file: {answer}"
    for table, *_ in session.execute(sa.text("PRAGMA foreign_key_check")):
        yield f"a row of {table} points to one that is not there"
