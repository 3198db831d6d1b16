"""Queries for days on which people are away."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.models import Leave


def on(session: Session, person_id: int, day: date) -> Leave | None:
    """The person's leave that holds the day; the one that ends last where there are several."""
    return session.scalar(
        sa.select(Leave)
        .where(Leave.person_id == person_id, Leave.starts_on <= day, Leave.ends_on >= day)
        .order_by(Leave.ends_on.desc(), Leave.id)
        .limit(1)
    )


def away_on(session: Session, day: date) -> set[int]:
    """Everybody who is on leave that day, by id."""
    return set(
        session.scalars(sa.select(Leave.person_id).where(Leave.starts_on <= day, Leave.ends_on >= day))
    )


def from_day(session: Session, person_id: int, day: date) -> Sequence[Leave]:
    """The person's leave that has not ended before the day, the earliest first."""
    return session.scalars(
        sa.select(Leave)
        .where(Leave.person_id == person_id, Leave.ends_on >= day)
        .order_by(Leave.starts_on, Leave.id)
    ).all()
