"""What it costs to write the action tracker of a large record, and to read it back.

Run: python -m bench.workbooks [ACTIONS...]
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from bench import grown
from bot import documents, people, settings, tracker
from bot.documents import Paper, Wanted
from bot.visit import Visit
from storage import people as stored_people
from storage.database import Database
from storage.models import Person
from storage.words import Door, Role

SIZES = (1_000, 100_000)
Made = TypeVar("Made")
AT = datetime(2025, 3, 14, 10, 0, tzinfo=UTC)


def main() -> None:
    """A line for each size and each step."""
    for size in [int(word) for word in sys.argv[1:]] or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/grown.db"
            grown.fill(url, size, with_journal=False)
            _measure(url, size)


def _measure(url: str, size: int) -> None:
    database = Database(url, is_patient=True)
    with database.begin() as session:
        session.get_one(Person, 1).role = Role.QUALITY
        session.flush()
        session.execute(sa.text("ANALYZE"))
    with database.reading() as session:
        visit = _visit(session)
        made = _step(size, "written", lambda: documents.make(session, visit, Wanted(Paper.ACTIONS)))
        sys.stdout.write(f"{size:>9,} actions  {len(made.content) / 1e6:.1f} MB of file\n")
        session.expunge_all()
        changes = _step(size, "read back", lambda: tracker.read(session, visit, made.content))
        if changes.untouched != size:
            raise SystemExit(f"{size - changes.untouched} rows came back as changed")
    database.close()


def _visit(session: Session) -> Visit:
    person = stored_people.get(session, 1)
    if person is None:
        raise LookupError
    return Visit(people.actor(person), Door.BUTTON, AT, AT.date(), settings.read({}, needs_slack=False).terms)


def _step(size: int, name: str, work: Callable[[], Made]) -> Made:
    begun = time.perf_counter()
    made = work()
    taken = time.perf_counter() - begun
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{size:>9,} actions  {name:<10} {taken:>6.1f} s  {most:>6.0f} MB in all at most\n")
    sys.stdout.flush()
    return made


if __name__ == "__main__":
    main()
