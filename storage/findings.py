"""Queries for findings: what audits and activities saw."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.models import Finding


def of_audits(session: Session, audit_ids: Collection[int]) -> Sequence[Finding]:
    """What these audits found, in the order in which it was noted."""
    return session.scalars(
        sa.select(Finding).where(Finding.audit_id.in_(audit_ids)).order_by(Finding.id)
    ).all()


def of_activity(session: Session, activity_id: int) -> Sequence[Finding]:
    """What an activity of the programme found, in the order in which it was noted."""
    return session.scalars(
        sa.select(Finding).where(Finding.activity_id == activity_id).order_by(Finding.id)
    ).all()
