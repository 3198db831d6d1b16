"""Queries for endings: who approved that an action ends undone, and why."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.models import Ending


def latest(session: Session, action_id: int) -> Ending | None:
    """The newest ending of the action; an older one was undone by reopening it."""
    return session.scalar(
        sa.select(Ending).where(Ending.action_id == action_id).order_by(Ending.id.desc()).limit(1)
    )
