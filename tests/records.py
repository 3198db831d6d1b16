"""A record with rows in every table, and records compared as a whole."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage import integrity, journal
from storage.database import Database
from storage.models import Base, InboxEvent
from storage.people import by_slack_id
from tests.council import GRACE, PRIYA, TOMAS, Council, put_action
from tests.verbs.steps import agreed

Rows = dict[str, list[tuple[Any, ...]]]


def fill(session: Session, council: Council) -> None:
    """Adds to the council what it lacks, and takes the newest action away again."""
    agreed(session, council.manager, text="Ring the school: “Łódź”.")
    session.add(InboxEvent(event_id="Ev1", received_at=council.manager.at))
    # Of two who cover for each other one was stored first.
    priya, grace = by_slack_id(session, PRIYA), by_slack_id(session, GRACE)
    assert priya is not None
    assert grace is not None
    priya.cover_id, grace.cover_id = grace.id, priya.id
    session.delete(put_action(session, "K7Q2M", TOMAS, date(2025, 3, 20)))


def everything(db: Database) -> Rows:
    """Every row of every table."""
    with db.reading() as session:
        return {
            table.name: [tuple(row) for row in session.execute(sa.select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
        }


def faults(db: Database) -> list[str]:
    """What `verify` would find."""
    with db.reading() as session:
        return [*integrity.faults(session), *journal.faults(session)]


def close(db: Database) -> str:
    """Closes the database as a bot that is stopped; gives its address."""
    db.close()
    return db.engine.url.render_as_string(hide_password=False)
