"""Queries for documents that were sent as files."""

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from storage.models import NOT_TAKEN_BACK_SQL, Person, SentFile

_STILL_THERE = sa.text(f"sent_files.{NOT_TAKEN_BACK_SQL}")
_WHOLE = sa.select(SentFile).options(joinedload(SentFile.person))


def get(session: Session, sent_id: int) -> SentFile | None:
    """The file with the person, if it is still known."""
    return session.scalar(_WHOLE.where(SentFile.id == sent_id))


def take_turns(session: Session, person_id: int) -> None:
    """Waits until nobody else asks in this person's name, so that of two same requests one is the first."""
    session.execute(sa.select(Person.id).where(Person.id == person_id).with_for_update())


def is_asked(session: Session, person_id: int, asked: str, since: datetime) -> bool:
    """Whether the person has asked for the same since that moment."""
    same = sa.select(SentFile.id).where(
        _STILL_THERE, SentFile.asked_at > since, SentFile.person_id == person_id, SentFile.asked == asked
    )
    return session.scalar(same.limit(1)) is not None


def due_back(
    session: Session, asked_before: datetime, limit: int, kept: Collection[str]
) -> Sequence[SentFile]:
    """Files that were asked for before that moment and still there, but those `kept`; the oldest first."""
    return _oldest(session, asked_before, limit, SentFile.sent_at.is_not(None), SentFile.asked.not_in(kept))


def lost(session: Session, asked_before: datetime, limit: int) -> Sequence[SentFile]:
    """Files that were asked for before that moment, and that nobody has had."""
    return _oldest(session, asked_before, limit, SentFile.sent_at.is_(None))


def _oldest(
    session: Session, before: datetime, limit: int, *where: sa.ColumnElement[bool]
) -> Sequence[SentFile]:
    return session.scalars(
        _WHOLE.where(_STILL_THERE, SentFile.asked_at < before, *where)
        .order_by(SentFile.asked_at, SentFile.id)
        .limit(limit)
    ).all()


def note(session: Session, sent_id: int, **values: object) -> None:
    """Keeps what has become known of a file."""
    session.execute(sa.update(SentFile).where(SentFile.id == sent_id).values(**values))


def forget(session: Session, sent_id: int) -> None:
    """It never came to be sent."""
    session.execute(sa.delete(SentFile).where(SentFile.id == sent_id))
