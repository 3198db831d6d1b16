"""Queries for Home: what waits for one person, and how the service stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from storage import rounds
from storage.actions import UNFINISHED
from storage.digest import RoundCount
from storage.models import Action, Extension, Letter, Notice, Person, Round
from storage.sight import Sight, of_actions
from storage.words import LetterState, Told


@dataclass(frozen=True)
class Decider:
    """Somebody who decides on the actions in sight, never on their own.

    `when_told`: on others as well, where they were told of it.
    """

    person_id: int
    sight: Sight
    when_told: bool = False


def requests(
    session: Session, decider: Decider, limit: int, *, is_second: bool
) -> tuple[Sequence[Extension], int]:
    """More time asked for that somebody is to decide on, the longest waiting first, and how many there are.

    `is_second`: those of actions that were given more time before, else the others.
    """
    granted = sa.exists().where(_GRANTED.action_id == Extension.action_id, _GRANTED.is_granted.is_(True))
    told = sa.exists().where(Notice.extension_id == Extension.id, Notice.told == Told.TO_APPROVE)
    waiting = (
        Extension.is_granted.is_(None),
        Extension.asked_by_id.is_distinct_from(decider.person_id),
        granted if is_second else sa.not_(granted),
        *_theirs(decider, told),
    )
    query = sa.select(Extension).join(Extension.action).outerjoin(Action.case).join(Action.owner)
    whole = query.options(
        contains_eager(Extension.action).options(contains_eager(Action.case), contains_eager(Action.owner))
    )
    rows = session.scalars(whole.where(*waiting).order_by(Extension.id).limit(limit)).all()
    return rows, _count(session, query.with_only_columns(Extension.id).where(*waiting))


def disowned(session: Session, decider: Decider, limit: int) -> tuple[Sequence[Action], int]:
    """Actions that are not theirs, as their owners said, for somebody to decide whose they are."""
    told = sa.exists().where(Notice.action_id == Action.id, Notice.told == Told.NOT_MINE)
    waiting = (Action.disowned_on.is_not(None), *_theirs(decider, told))
    query = sa.select(Action).outerjoin(Action.case).join(Action.owner)
    whole = query.options(contains_eager(Action.case), contains_eager(Action.owner))
    rows = session.scalars(whole.where(*waiting).order_by(Action.disowned_on, Action.id).limit(limit)).all()
    return rows, _count(session, query.with_only_columns(Action.id).where(*waiting))


def rounds_of(session: Session, organisation: str, limit: int) -> Sequence[RoundCount]:
    """The organisation's latest rounds, with how many audits each holds."""
    query = (
        sa.select(Round, rounds.AUDITS)
        .where(Round.organisation == organisation)
        .order_by(Round.starts_on.desc(), Round.id.desc())
        .limit(limit)
    )
    return [RoundCount(*row) for row in session.execute(query)]


def failed_letters(session: Session, since: date, limit: int) -> tuple[Sequence[Letter], int]:
    """Letters and digests of that day or a later one that could not be delivered, the newest first."""
    failed = (Letter.state == LetterState.FAILED, Letter.day >= since)
    whole = sa.select(Letter).options(joinedload(Letter.person), joinedload(Letter.team))
    rows = session.scalars(
        whole.where(*failed).order_by(Letter.day.desc(), Letter.id.desc()).limit(limit)
    ).all()
    return rows, _count(session, sa.select(Letter.id).where(*failed))


def out_of_reach(session: Session, limit: int) -> tuple[Sequence[Person], int]:
    """People who are still here and have no Slack, or whom Slack knows no more; by name."""
    lacking = sa.or_(Person.slack_id.is_(None), Person.unreachable_since.is_not(None))
    rows = session.scalars(
        sa.select(Person).where(Person.active, lacking).order_by(Person.name, Person.id).limit(limit)
    ).all()
    return rows, _count(session, sa.select(Person.id).where(Person.active, lacking))


_GRANTED = aliased(Extension)


def _theirs(decider: Decider, told: sa.Exists) -> tuple[sa.ColumnElement[bool] | sa.TextClause, ...]:
    within = of_actions(decider.sight)
    if decider.when_told:
        within = sa.or_(within, told.where(Notice.person_id == decider.person_id))
    return UNFINISHED, Action.owner_id != decider.person_id, within


def _count(session: Session, ids: sa.Select[int]) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(ids.subquery())) or 0
