"""Queries for checks: whether what was said to be done is done."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.models import Check


def latest(session: Session, action_id: int) -> Check | None:
    """The newest check of the action."""
    return session.scalar(
        sa.select(Check).where(Check.action_id == action_id).order_by(Check.id.desc()).limit(1)
    )


def latest_of(session: Session, action_ids: Collection[int]) -> dict[int, Check]:
    """The newest check of each of these actions, by the action's id."""
    return {check.action_id: check for check in all_of(session, action_ids)}


def all_of(session: Session, action_ids: Collection[int]) -> Sequence[Check]:
    """All that were made of these actions, the first first."""
    return session.scalars(sa.select(Check).where(Check.action_id.in_(action_ids)).order_by(Check.id)).all()


def is_any_of(session: Session, action_ids: Collection[int]) -> bool:
    """Whether any of the actions was ever checked."""
    return session.scalar(sa.select(Check.id).where(Check.action_id.in_(action_ids)).limit(1)) is not None
