"""Queries for more time asked for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from storage.actions import UNFINISHED
from storage.models import Action, Extension
from storage.sight import Sight, of_actions


@dataclass(frozen=True)
class Which:
    """Which requests are asked for: of actions in sight, that the person neither made nor gains by.

    Without `with_second` only those for actions that were given no more time before.
    """

    sight: Sight
    decided_by: int | None
    with_second: bool


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


def decided_of(session: Session, action_ids: Collection[int]) -> Sequence[Extension]:
    """What was asked for these actions and decided, the first first."""
    return session.scalars(
        sa.select(Extension)
        .where(Extension.action_id.in_(action_ids), Extension.is_granted.is_not(None))
        .order_by(Extension.id)
    ).all()


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


def to_decide(session: Session, which: Which, offset: int, limit: int) -> Sequence[Extension]:
    """The requests that wait for an answer, the first asked first, with their actions, cases and owners."""
    whole = contains_eager(Extension.action)
    return session.scalars(
        _waiting(sa.select(Extension), which)
        .options(whole.contains_eager(Action.case), whole.contains_eager(Action.owner))
        .order_by(Extension.asked_at, Extension.id)
        .offset(offset)
        .limit(limit)
    ).all()


def count_to_decide(session: Session, which: Which) -> int:
    """How many of them there are."""
    return session.scalar(_waiting(sa.select(sa.func.count(Extension.id)), which)) or 0


def _waiting(query: sa.Select[Any], which: Which) -> sa.Select[Any]:
    query = query.join(Extension.action).outerjoin(Action.case).join(Action.owner)
    query = query.where(Extension.is_granted.is_(None), UNFINISHED, of_actions(which.sight))
    if which.decided_by is not None:
        query = query.where(
            Action.owner_id != which.decided_by, Extension.asked_by_id.is_distinct_from(which.decided_by)
        )
    if not which.with_second:
        before = aliased(Extension)
        given = sa.exists().where(before.action_id == Extension.action_id, before.is_granted.is_(True))
        query = query.where(~given.correlate(Extension))
    return query


_WHOLE = sa.select(Extension).options(joinedload(Extension.action))
