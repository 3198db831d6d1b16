"""A record with rows in every table, and records compared as a whole."""

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage import integrity, journal
from storage.database import Database
from storage.models import (
    Action,
    Audit,
    Base,
    Challenge,
    Check,
    Ending,
    Extension,
    Finding,
    FollowUp,
    InboxEvent,
    Leave,
    Letter,
    Notice,
    Remembered,
)
from storage.people import by_slack_id
from storage.words import FindingKind, Impact, LetterKind, LetterState, Told
from tests.council import GRACE, PRIYA, TOMAS, Council, put_action
from tests.verbs.steps import agreed

Rows = dict[str, list[tuple[Any, ...]]]

DAY = date(2025, 3, 14)
AT = datetime(2025, 3, 14, 10, 0, tzinfo=UTC)


def fill(session: Session, council: Council) -> None:
    """Adds to the council what it lacks, and takes the newest action away again."""
    agreed(session, council.manager, text="Ring the school: “Łódź”.")
    session.add(InboxEvent(event_id="Ev1", received_at=council.manager.at))
    # Of two who cover for each other one was stored first.
    priya, grace = by_slack_id(session, PRIYA), by_slack_id(session, GRACE)
    assert priya is not None
    assert grace is not None
    priya.cover_id, grace.cover_id = grace.id, priya.id
    put_letters(session, put_action(session, "M4T9X", TOMAS, DAY))
    audit = session.scalars(sa.select(Audit)).one()
    put_findings(session, audit.id, audit.id)
    session.delete(put_action(session, "K7Q2M", TOMAS, date(2025, 3, 20)))


def put_letters(session: Session, action: Action) -> None:
    """Puts a letter about the action, and all else that waits or was said of it."""
    owner = action.owner_id
    letter = Letter(
        key="a-letter",
        kind=LetterKind.DAILY,
        person_id=owner,
        day=DAY,
        until=DAY,
        state=LetterState.WAITING,
        made_at=AT,
        not_before=AT,
    )
    session.add_all(
        (
            letter,
            Leave(person_id=owner, starts_on=DAY, ends_on=DAY),
            Extension(action_id=action.id, asked_by_id=owner, asked_at=AT, wanted_on=DAY, reason="A strike."),
            Check(action_id=action.id, checked_on=DAY, is_done=True, impact=Impact.PARTLY),
            Ending(action_id=action.id, approved_on=DAY, why="The case has moved to another council."),
            Remembered(name="the ladder", words="-5 owner"),
        )
    )
    session.flush()
    session.add(
        Notice(
            key="a-notice",
            person_id=owner,
            told=Told.REMINDER,
            action_id=action.id,
            rung=-5,
            due_on=DAY,
            made_on=DAY,
            letter_id=letter.id,
        )
    )
    session.flush()


def put_findings(session: Session, audit_id: int, earlier_id: int) -> None:
    """Puts what an audit may have beside its grade."""
    session.add_all(
        (
            Finding(audit_id=audit_id, kind=FindingKind.STRENGTH, text="The child's voice is heard."),
            FollowUp(audit_id=audit_id, first_id=earlier_id),
            Challenge(audit_id=audit_id, made_on=DAY, why="The plan was updated in time."),
        )
    )
    session.flush()


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
