"""What the journal has of one person: what they did, and what others recorded that concerns them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.models import (
    Action,
    Audit,
    Challenge,
    Extension,
    JournalEntry,
    JournalValues,
    Leave,
    Meeting,
    Notice,
    Person,
    Pick,
    Post,
)
from storage.words import Door, Told

# Each goes with another row of the same moment, which tells the same in plainer words.
GOES_WITH_ANOTHER = ("check made", "ending approved", "challenge answered", "follow-up noted")


@dataclass(frozen=True)
class Entry:
    """A row of the journal; `case_id` is the case that it is of, where its values tell one still."""

    number: int
    at: datetime
    who_id: int | None
    door: Door
    event: str
    subject: str
    subject_id: int
    case_id: int | None


def count(session: Session, person_id: int, since: datetime | None) -> int:
    """How many there are since that moment."""
    return session.scalar(sa.select(sa.func.count()).select_from(_of(person_id, since).subquery())) or 0


def entries(
    session: Session, person_id: int, since: datetime | None, *, first: int = 0, limit: int | None = None
) -> Sequence[Entry]:
    """They themselves, the latest first."""
    numbers = _of(person_id, since).order_by(JournalEntry.number.desc()).offset(first).limit(limit)
    query = (
        sa.select(
            JournalEntry.number,
            JournalEntry.at,
            JournalEntry.who_id,
            JournalEntry.door,
            JournalEntry.event,
            JournalEntry.subject,
            JournalEntry.subject_id,
            JournalValues.case_id,
        )
        .outerjoin(JournalValues, JournalValues.number == JournalEntry.number)
        .where(JournalEntry.number.in_(numbers))
        .order_by(JournalEntry.number.desc())
    )
    return [Entry(*row) for row in session.execute(query)]


def _of(person_id: int, since: datetime | None) -> sa.Select[int]:
    theirs = sa.or_(JournalEntry.who_id == person_id, *_concerns(person_id))
    query = sa.select(JournalEntry.number).where(theirs, JournalEntry.event.not_in(GOES_WITH_ANOTHER))
    return query.where(JournalEntry.at >= since) if since else query


def _concerns(person_id: int) -> Sequence[sa.ColumnElement[bool]]:
    """Rows about the person, about what is theirs now, and about what was taken from them."""
    audits = sa.select(Audit.id).where(sa.or_(Audit.auditor_id == person_id, Audit.logged_by_id == person_id))
    given_away = sa.select(Notice.action_id).where(
        Notice.person_id == person_id, Notice.told == Told.GIVEN_AWAY
    )
    about: dict[type, sa.Select[int]] = {
        Person: sa.select(Person.id).where(Person.id == person_id),
        Action: sa.select(Action.id).where(Action.owner_id == person_id),
        Extension: sa.select(Extension.id).where(Extension.asked_by_id == person_id),
        Audit: audits,
        Challenge: sa.select(Challenge.id).where(Challenge.audit_id.in_(audits)),
        Pick: sa.select(Pick.id).where(Pick.auditor_id == person_id),
        Meeting: sa.select(Meeting.id).where(Meeting.chair_id == person_id),
    }
    return [
        *(
            sa.and_(JournalEntry.subject == kind.__tablename__, JournalEntry.subject_id.in_(ids))  # type: ignore[attr-defined]
            for kind, ids in about.items()
        ),
        sa.and_(
            JournalEntry.subject == Action.__tablename__,
            JournalEntry.event == "action given",
            JournalEntry.subject_id.in_(given_away),
        ),
        sa.and_(
            JournalEntry.subject.in_((Leave.__tablename__, Post.__tablename__)),
            JournalEntry.number.in_(naming(person_id)),
        ),
    ]


def naming(person_id: int) -> sa.Select[int]:
    """The rows whose values before or after are of the person: also of what is gone since."""
    # The values are written without blanks, a comma or the end after each.
    forms = [f'%"person_id":{person_id}{end}%' for end in (",", "}")]
    columns = (JournalValues.before, JournalValues.after)
    return sa.select(JournalValues.number).where(
        sa.or_(*(column.like(form) for column in columns for form in forms))
    )
