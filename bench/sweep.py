"""What it costs to decide letters, with the same number of actions due in ever larger records.

Run: python -m bench.sweep [ACTIONS...]
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime

import sqlalchemy as sa
from slack_sdk import WebClient

from bench import grown
from bot import reminders, settings
from bot.reminders import NEVER
from bot.visit import Moment
from handlers import clock
from handlers.delivery import Delivery
from handlers.office import Office
from storage import remembered
from storage.database import Database
from storage.models import Action, Letter
from storage.words import Status
from tests import postgres

SIZES = (1_000, 100_000, 1_000_000)
DUE = 200
AT = datetime(2026, 3, 25, 10, 0, tzinfo=UTC)  # a Wednesday
NOT_BEFORE = date(2026, 4, 15)
IDLE_TURNS = 50


def main() -> None:
    """A line for each size and kind of database."""
    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    sys.stdout.write(f"{DUE} actions due, of one person each.\n")
    sys.stdout.write("database    actions    unfinished   nothing due   deciding\n")
    with postgres.running() as server:
        for size in sizes:
            with tempfile.TemporaryDirectory() as folder:
                _measure("SQLite", f"sqlite:///{folder}/grown.db", size)
            _measure("PostgreSQL", server.url(server.copy()), size)


def _measure(kind: str, url: str, size: int) -> None:
    grown.fill(url, size, with_journal=False)
    database = Database(url, is_patient=True)
    terms = settings.read({}, needs_slack=False).terms
    office = Office(database, terms, WebClient(), lambda: AT)
    moment = Moment(AT, terms)
    unfinished = _as_after_years(database, moment)
    turn = _decide(office)
    idle = min(_seconds(turn) for _ in range(IDLE_TURNS))
    _make_due(database, size)
    deciding = _seconds(turn)
    with database.reading() as session:
        made = session.scalar(sa.select(sa.func.count(Letter.id)))
    if made != DUE:
        raise SystemExit(f"{made} letters were made in the place of {DUE}")
    sys.stdout.write(
        f"{kind:<11} {size:>9,} {unfinished:>12,} {idle * 1000:>10.1f} ms {deciding * 1000:>7.0f} ms\n"
    )
    sys.stdout.flush()
    database.close()


def _as_after_years(database: Database, moment: Moment) -> int:
    """Half of what is unfinished has climbed the whole ladder; of the other half nothing is due for weeks."""
    with database.begin() as session:
        unfinished = sa.update(Action).where(Action.status == Status.OPEN)
        session.execute(unfinished.where(Action.id % 20 == 0).values(quiet_until=NEVER))
        session.execute(unfinished.where(Action.id % 20 != 0).values(quiet_until=NOT_BEFORE))
        remembered.keep(session, reminders.RECKONED_BY, reminders.mark_of_the_settings(moment))
        count = session.scalar(sa.select(sa.func.count(Action.id)).where(Action.status == Status.OPEN))
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    return count or 0


def _make_due(database: Database, size: int) -> None:
    day = AT.date()
    with database.begin() as session:
        session.add_all(
            Action(
                id=size + person,
                case_id=person % 10 + 1,
                text="Write up the visit.",
                owner_id=person,
                first_due_on=day,
                due_on=day,
                status=Status.OPEN,
                agreed_at=grown.AT,
            )
            for person in range(1, DUE + 1)
        )


def _decide(office: Office) -> Callable[[], None]:
    delivery = Delivery(office, WebClient())
    return lambda: clock.decide_letters(office, delivery)


def _seconds(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
