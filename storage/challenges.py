"""Queries for challenges: grades that somebody asks to be looked at again."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.models import Challenge


def open_of(session: Session, audit_ids: Collection[int]) -> Sequence[Challenge]:
    """Those of these audits that nobody has answered, the oldest first."""
    return session.scalars(
        sa.select(Challenge)
        .where(Challenge.audit_id.in_(audit_ids), Challenge.answered_on.is_(None))
        .order_by(Challenge.id)
    ).all()


def of_audits(session: Session, audit_ids: Collection[int]) -> Sequence[Challenge]:
    """All of these audits', answered or not, the oldest first."""
    return session.scalars(
        sa.select(Challenge).where(Challenge.audit_id.in_(audit_ids)).order_by(Challenge.id)
    ).all()
