"""Queries for more time that was asked for."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.models import Extension


def of_ids(session: Session, extension_ids: Collection[int]) -> dict[int, Extension]:
    """These requests, by id."""
    found = session.scalars(sa.select(Extension).where(Extension.id.in_(extension_ids)))
    return {extension.id: extension for extension in found}


def of_actions(session: Session, action_ids: Collection[int]) -> Sequence[Extension]:
    """Every request for these actions, the first one first."""
    return session.scalars(
        sa.select(Extension).where(Extension.action_id.in_(action_ids)).order_by(Extension.id)
    ).all()
