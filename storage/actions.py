"""Queries for actions, and the list of the overdue ones."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from storage import audits
from storage.models import ALWAYS, UNCHECKED_SQL, UNFINISHED_SQL, Action, Case, Person
from storage.sight import Sight, of_actions
from storage.words import Cohort, Grade

# The very text of the partial index, so that both databases see that it serves the query.
UNFINISHED = sa.text(f"actions.{UNFINISHED_SQL}")
UNCHECKED = sa.text(f"actions.{UNCHECKED_SQL}")


@dataclass(frozen=True)
class Which:
    """Which of the unfinished actions in sight are asked for; None leaves a question open."""

    due_before: date | None = None
    first_due_before: date | None = None
    due_from: date | None = None
    owner_id: int | None = None
    team_id: int | None = None
    cohort: Cohort | None = None


def get(session: Session, action_id: int) -> Action | None:
    """The action with its case, owner and recommendation."""
    return session.scalar(_WHOLE.where(Action.id == action_id))


def of_case(session: Session, case_id: int) -> Sequence[Action]:
    """The case's actions, oldest first date first."""
    return session.scalars(
        _WHOLE.where(Action.case_id == case_id).order_by(Action.first_due_on, Action.id)
    ).all()


def of_ids(session: Session, action_ids: Collection[int]) -> Sequence[Action]:
    """These actions, the oldest first date first."""
    return session.scalars(
        _WHOLE.where(Action.id.in_(action_ids)).order_by(Action.first_due_on, Action.id)
    ).all()


def of_recommendation(session: Session, recommendation_id: int) -> Sequence[Action]:
    """The actions agreed for one recommendation."""
    return session.scalars(
        _WHOLE.where(Action.recommendation_id == recommendation_id).order_by(Action.first_due_on, Action.id)
    ).all()


class Key(NamedTuple):
    """What an import knows an action by: its words, its recommendation and its case."""

    text: str
    recommendation_id: int | None
    case_id: int | None


def keys(session: Session) -> Iterator[Key]:
    """That of every action."""
    query = sa.select(Action.text, Action.recommendation_id, Action.case_id)
    with session.execute(query.execution_options(yield_per=1000)) as rows:
        yield from (Key(*row) for row in rows)


def same(session: Session, text: str, recommendation_id: int | None, case_id: int | None) -> Action | None:
    """The action already agreed in these words for this recommendation and case, alone."""
    return session.scalar(
        sa.select(Action).where(
            Action.text == text,
            Action.case_id.is_(None) if case_id is None else Action.case_id == case_id,
            Action.recommendation_id.is_(None)
            if recommendation_id is None
            else Action.recommendation_id == recommendation_id,
        )
    )


def is_in_sight(session: Session, action: Action, sight: Sight) -> bool:
    """Whether the action is among those in sight."""
    if sight.everything:
        return True
    query = (
        sa.select(Action.id)
        .outerjoin(Action.case)
        .join(Action.owner)
        .where(Action.id == action.id, of_actions(sight))
    )
    return session.scalar(query) is not None


def unfinished(session: Session, sight: Sight, which: Which, offset: int, limit: int) -> Sequence[Action]:
    """Open and started actions in sight, the oldest first date first."""
    return session.scalars(
        _WHOLE.where(*_conditions(sight, which))
        .order_by(Action.first_due_on, Action.id)
        .offset(offset)
        .limit(limit)
    ).all()


def count_unfinished(session: Session, sight: Sight, which: Which) -> int:
    """How many open and started actions in sight there are."""
    count = sa.select(sa.func.count(Action.id)).outerjoin(Action.case).join(Action.owner)
    query = count.where(*_conditions(sight, which))
    return session.scalar(query) or 0


def to_look_at(session: Session, day: date, limit: int) -> Sequence[Action]:
    """Unfinished actions of which there may be something to tell on the day, with their owners."""
    return session.scalars(
        _WHOLE.where(UNFINISHED, Action.quiet_until <= day)
        .order_by(Action.quiet_until, Action.id)
        .limit(limit)
    ).all()


def be_quiet(session: Session, until: Mapping[int, date]) -> None:
    """Nothing is to be told of these actions before their day."""
    rows = [{"action_id": action_id, "until": day} for action_id, day in until.items()]
    session.connection().execute(_BE_QUIET, rows)


def look_again_at_some(session: Session, limit: int) -> int:
    """The reminders of so many actions are reckoned anew; gives of how many. 0: of all that there are."""
    some = sa.select(Action.id).where(UNFINISHED, Action.quiet_until > ALWAYS).limit(limit)
    statement = sa.update(Action).where(Action.id.in_(some)).values(quiet_until=ALWAYS)
    return session.connection().execute(statement).rowcount


def grades_behind(session: Session, actions: Sequence[Action]) -> dict[int, Grade]:
    """The grade that counts for each action that has one behind it, by the action's id."""
    sources = {action.id: _source(action) for action in actions}
    grades = audits.grades_behind(session, set(sources.values()))
    return {action_id: grades[source] for action_id, source in sources.items() if source in grades}


def _source(action: Action) -> audits.Source:
    return action.recommendation.audit_id if action.recommendation else None, action.case_id


def unchecked(
    session: Session, sight: Sight, person_id: int | None, offset: int, limit: int
) -> Sequence[Action]:
    """Actions in sight that are done and not checked, the first done first, without the person's own."""
    return session.scalars(
        _WHOLE.where(*_to_check(sight, person_id))
        .order_by(Action.done_on, Action.id)
        .offset(offset)
        .limit(limit)
    ).all()


def count_unchecked(session: Session, sight: Sight, person_id: int | None) -> int:
    """How many of them there are."""
    count = sa.select(sa.func.count(Action.id)).outerjoin(Action.case).join(Action.owner)
    return session.scalar(count.where(*_to_check(sight, person_id))) or 0


def look_again_at_owners(session: Session, owner_id: int) -> None:
    """The reminders of what the person has to do are reckoned anew. That is no edit of the actions."""
    look_again(session, Action.owner_id == owner_id)


def look_again_at_cases(session: Session, case_ids: Collection[int]) -> None:
    """The reminders of what is to be done for the cases are reckoned anew."""
    look_again(session, Action.case_id.in_(case_ids))


def look_again(session: Session, which: sa.ColumnElement[bool]) -> None:
    """The reminders of these actions are reckoned anew at the next turn of the clock."""
    session.execute(sa.update(Action).where(UNFINISHED, which).values(quiet_until=ALWAYS))


def _to_check(sight: Sight, person_id: int | None) -> list[sa.ColumnElement[bool] | sa.TextClause]:
    conditions: list[sa.ColumnElement[bool] | sa.TextClause] = [UNCHECKED, of_actions(sight)]
    if person_id is not None:
        conditions += [Action.owner_id != person_id, Action.done_by_id.is_distinct_from(person_id)]
    return conditions


def _conditions(sight: Sight, which: Which) -> list[sa.ColumnElement[bool] | sa.TextClause]:
    conditions: list[sa.ColumnElement[bool] | sa.TextClause] = [UNFINISHED, of_actions(sight)]
    if which.due_before is not None:
        # The first date is never later than the date that counts, so it bounds the index as well.
        conditions += [Action.due_on < which.due_before, Action.first_due_on < which.due_before]
    if which.first_due_before is not None:
        conditions.append(Action.first_due_on < which.first_due_before)
    if which.due_from is not None:
        conditions.append(Action.due_on >= which.due_from)
    if which.owner_id is not None:
        conditions.append(Action.owner_id == which.owner_id)
    if which.team_id is not None:
        conditions.append(sa.func.coalesce(Case.team_id, Person.team_id) == which.team_id)
    if which.cohort is not None:
        conditions.append(Case.cohort == which.cohort)
    return conditions


_BE_QUIET = (
    sa.update(Action).where(Action.id == sa.bindparam("action_id")).values(quiet_until=sa.bindparam("until"))
)
_WHOLE = (
    sa.select(Action)
    .outerjoin(Action.case)
    .join(Action.owner)
    .outerjoin(Action.recommendation)
    .options(contains_eager(Action.case), contains_eager(Action.owner), contains_eager(Action.recommendation))
)
