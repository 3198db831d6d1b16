"""What it costs to draw Home for each role, in ever larger records.

Run: python -m bench.home [ACTIONS...]
"""

import sys
import tempfile
import time
from datetime import UTC, datetime

import sqlalchemy as sa

from bench import grown
from bot import home, people, settings
from bot.visit import Visit
from handlers.blocks import home as blocks
from storage import people as stored_people
from storage.database import Database
from storage.models import Person
from storage.words import Door, Role
from tests import postgres

SIZES = (1_000, 100_000)
AT = datetime(2025, 3, 14, 10, 0, tzinfo=UTC)
ROLES = (Role.PRACTITIONER, Role.MANAGER, Role.QUALITY, Role.LEADER)
TIMES = 5


def main() -> None:
    """A line for each size and kind of database."""
    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    sys.stdout.write(f"database    actions    {'   '.join(role.label for role in ROLES)}\n")
    with postgres.running() as server:
        for size in sizes:
            with tempfile.TemporaryDirectory() as folder:
                _measure("SQLite", f"sqlite:///{folder}/grown.db", size)
            _measure("PostgreSQL", server.url(server.copy()), size)


def _measure(kind: str, url: str, size: int) -> None:
    grown.fill(url, size, with_journal=False)
    database = Database(url, is_patient=True)
    with database.begin() as session:
        for number, role in enumerate(ROLES, start=1):
            session.get_one(Person, number).role = role
        session.flush()
        session.execute(sa.text("ANALYZE"))
    times = [_milliseconds(database, number) for number in range(1, len(ROLES) + 1)]
    database.close()
    sys.stdout.write(f"{kind:<12}{size:<11,}{'   '.join(f'{taken:.0f} ms' for taken in times)}\n")
    sys.stdout.flush()


def _milliseconds(database: Database, person_id: int) -> float:
    """The quickest of a few."""
    terms = settings.read({}, needs_slack=False).terms
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        with database.reading() as session:
            person = stored_people.get(session, person_id)
            if person is None:
                raise LookupError(person_id)
            visit = Visit(people.actor(person), Door.BUTTON, AT, AT.date(), terms)
            blocks.page(home.of(session, visit), visit.day, terms.duty_sentence)
        taken.append((time.perf_counter() - begun) * 1000)
    return min(taken)


if __name__ == "__main__":
    main()
