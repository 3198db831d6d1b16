"""Queries for endings: who approved that an action ends undone, and why."""

from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, contains_eager

from storage.models import Action, Ending
from storage.sight import Sight, of_actions
from storage.words import ENDED


def of(session: Session, action: Action) -> Ending | None:
    """How the action ended, while it stands so."""
    if action.status not in ENDED:
        return None
    return session.scalar(
        sa.select(Ending).where(Ending.action_id == action.id).order_by(Ending.id.desc()).limit(1)
    )


def latest_of(session: Session, action_ids: Collection[int]) -> dict[int, Ending]:
    """The newest ending of each of these actions, by the action's id."""
    return {ending.action_id: ending for ending in all_of(session, action_ids)}


def all_of(session: Session, action_ids: Collection[int]) -> Sequence[Ending]:
    """All that these actions ever had, the first first."""
    return session.scalars(
        sa.select(Ending).where(Ending.action_id.in_(action_ids)).order_by(Ending.id)
    ).all()


def to_look_at_again(
    session: Session, sight: Sight, today: date, limit: int, *, without: int | None
) -> tuple[Sequence[Ending], int]:
    """Endings whose day to be looked at again has come, the longest waiting first, and how many there are.

    Their actions are in sight, still stand as they ended, and are not owned by the person `without`.
    """
    newer = sa.exists().where(_NEWER.action_id == Ending.action_id, _NEWER.id > Ending.id)
    waiting = (
        Ending.review_on <= today,
        Action.status.in_(ENDED),
        Action.owner_id.is_distinct_from(without),
        sa.not_(newer),
        of_actions(sight),
    )
    query = sa.select(Ending).join(Ending.action).outerjoin(Action.case).join(Action.owner)
    whole = query.options(
        contains_eager(Ending.action).options(contains_eager(Action.case), contains_eager(Action.owner))
    )
    rows = session.scalars(whole.where(*waiting).order_by(Ending.review_on, Ending.id).limit(limit)).all()
    ids = query.with_only_columns(Ending.id).where(*waiting).subquery()
    return rows, session.scalar(sa.select(sa.func.count()).select_from(ids)) or 0


_NEWER = aliased(Ending)
