"""Queries for findings: what audits saw."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.models import Finding


def of_audits(session: Session, audit_ids: Collection[int]) -> Sequence[Finding]:
    """What these audits found, in the order in which it was noted."""
    return session.scalars(
        sa.select(Finding).where(Finding.audit_id.in_(audit_ids)).order_by(Finding.id)
    ).all()
