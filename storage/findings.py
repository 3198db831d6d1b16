"""Queries for findings: what audits saw; and for which audits follow up which."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.models import Finding, FollowUp


def of_audits(session: Session, audit_ids: Collection[int]) -> Sequence[Finding]:
    """What these audits found, in the order in which it was noted."""
    return session.scalars(
        sa.select(Finding).where(Finding.audit_id.in_(audit_ids)).order_by(Finding.id)
    ).all()


def is_followed_up(session: Session, audit_id: int) -> bool:
    """Whether another audit follows this one up."""
    return session.scalar(sa.select(FollowUp.audit_id).where(FollowUp.first_id == audit_id)) is not None
