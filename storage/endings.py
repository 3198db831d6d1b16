"""Queries for endings: who approved that an action ends undone, and why."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.models import Ending


def latest(session: Session, action_id: int) -> Ending | None:
    """The newest ending of the action; an older one was undone by reopening it."""
    return session.scalar(
        sa.select(Ending).where(Ending.action_id == action_id).order_by(Ending.id.desc()).limit(1)
    )


def latest_of(session: Session, action_ids: Collection[int]) -> dict[int, Ending]:
    """The newest ending of each of these actions, by the action's id."""
    found = session.scalars(sa.select(Ending).where(Ending.action_id.in_(action_ids)).order_by(Ending.id))
    return {ending.action_id: ending for ending in found}
