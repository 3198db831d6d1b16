"""Queries for more time asked for."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from storage.models import Extension


def get(session: Session, extension_id: int) -> Extension | None:
    """What was asked for, with its action."""
    return session.scalar(_WHOLE.where(Extension.id == extension_id))


def of_ids(session: Session, extension_ids: Collection[int]) -> dict[int, Extension]:
    """These requests, by id."""
    found = session.scalars(sa.select(Extension).where(Extension.id.in_(extension_ids)))
    return {extension.id: extension for extension in found}


def waiting_of(session: Session, action_ids: Collection[int]) -> dict[int, Extension]:
    """What was asked for these actions and waits for an answer, by the action's id."""
    found = session.scalars(
        sa.select(Extension).where(Extension.action_id.in_(action_ids), Extension.is_granted.is_(None))
    )
    return {extension.action_id: extension for extension in found}


def waiting(session: Session, action_id: int) -> Extension | None:
    """What was asked for the action and waits for an answer."""
    return session.scalar(
        _WHOLE.where(Extension.action_id == action_id, Extension.is_granted.is_(None))
        .order_by(Extension.id)
        .limit(1)
    )


def count_granted(session: Session, action_id: int) -> int:
    """How often the action was given more time."""
    count = sa.select(sa.func.count(Extension.id))
    return session.scalar(count.where(Extension.action_id == action_id, Extension.is_granted.is_(True))) or 0


def is_any_of(session: Session, action_ids: Collection[int]) -> bool:
    """Whether more time was ever asked for any of the actions."""
    asked = sa.select(Extension.id).where(Extension.action_id.in_(action_ids))
    return session.scalar(asked.limit(1)) is not None


_WHOLE = sa.select(Extension).options(joinedload(Extension.action))
