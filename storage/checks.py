"""Queries for checks of what was done."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.models import Check


def latest_of(session: Session, action_ids: Collection[int]) -> dict[int, Check]:
    """The latest check of each of these actions, by the action's id."""
    found = session.scalars(sa.select(Check).where(Check.action_id.in_(action_ids)).order_by(Check.id))
    return {check.action_id: check for check in found}
