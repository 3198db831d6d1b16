"""Queries for rounds of audits."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.models import Round


def by_name(session: Session, name: str) -> Round | None:
    """The round of that name, however it is capitalised."""
    return session.scalar(sa.select(Round).where(sa.func.lower(Round.name) == name.lower()))


def holding(session: Session, day: date) -> Sequence[Round]:
    """The rounds whose dates hold the day, the latest to start first; without an end date a round is open."""
    return session.scalars(
        sa.select(Round)
        .where(Round.starts_on <= day, sa.or_(Round.ends_on.is_(None), Round.ends_on >= day))
        .order_by(Round.starts_on.desc(), Round.id.desc())
    ).all()
