"""What figures count, and what is behind each: one condition for the number and for its list.

None reads the finished history but for the days that are asked for.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum, auto
from typing import TypeVarTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from storage.actions import UNCHECKED, UNFINISHED
from storage.audits import UNMODERATED
from storage.models import Action, Audit, Case, Check, Person
from storage.sight import Sight, of_actions, of_cases
from storage.words import FINISHED, Grade, Impact, Status

Columns = TypeVarTuple("Columns")
Condition = sa.ColumnElement[bool] | sa.TextClause

HELPED = (Impact.YES, Impact.PARTLY)
GRADED = (Grade.INADEQUATE, Grade.REQUIRES_IMPROVEMENT, Grade.GOOD, Grade.OUTSTANDING)
GOOD_OR_BETTER = (Grade.GOOD, Grade.OUTSTANDING)


class Actions(StrEnum):
    """Which actions are counted. Those of days are done, checked, said to have helped or due on these."""

    OPEN = auto()
    LATE = auto()
    OVERDUE = auto()
    DUE = auto()
    UNCHECKED = auto()
    DONE = auto()
    CHECKED = auto()
    HELPED = auto()


class Audits(StrEnum):
    """Which audits are counted. Those of days were carried out on these."""

    UNMODERATED = auto()
    CARRIED_OUT = auto()
    GRADED = auto()
    GOOD_OR_BETTER = auto()


@dataclass(frozen=True)
class Within:
    """Of what is counted: of a team, or of the whole service; of what is in sight; on these days.

    An action for the service belongs to its owner's team.
    """

    today: date
    team_id: int | None = None
    first: date = date.min
    last: date = date.max
    sight: Sight = field(default_factory=lambda: Sight(everything=True))


def count_actions(session: Session, which: Actions, within: Within) -> int:
    """How many actions these are."""
    return session.scalar(among_actions(sa.select(sa.func.count(Action.id)), which, within)) or 0


def actions_behind(session: Session, which: Actions, within: Within) -> Sequence[int]:
    """The ids of these actions, the oldest first date first."""
    query = among_actions(sa.select(Action.id), which, within)
    return session.scalars(query.order_by(Action.first_due_on, Action.id)).all()


def among_actions(query: sa.Select[*Columns], which: Actions, within: Within) -> sa.Select[*Columns]:
    """A query over actions, narrowed to these."""
    return _of_actions(query, within).where(*_ACTIONS[which](within))


def count_audits(session: Session, which: Audits, within: Within) -> int:
    """How many audits these are."""
    query = _of_audits(sa.select(sa.func.count(Audit.id)), within)
    return session.scalar(query.where(*_AUDITS[which](within))) or 0


def audits_behind(session: Session, which: Audits, within: Within) -> Sequence[int]:
    """The ids of these audits, the oldest first."""
    query = _of_audits(sa.select(Audit.id), within).where(*_AUDITS[which](within))
    return session.scalars(query.order_by(Audit.audited_on, Audit.id)).all()


def _due(within: Within) -> Sequence[Condition]:
    # The first date is never later than the date that counts, so it bounds the index as well.
    days = Action.due_on.between(within.first, within.last)
    return UNFINISHED, days, Action.first_due_on <= within.last


def _checked(*when: sa.ColumnElement[bool]) -> Sequence[Condition]:
    """What still stands as checked, by its newest check: what was opened again since is not counted."""
    later = aliased(Check)
    superseded = sa.exists().where(later.action_id == Check.action_id, later.is_done, later.id > Check.id)
    ids = sa.select(Check.action_id).where(Check.is_done, *when, sa.not_(superseded.correlate(Check)))
    return Action.id.in_(ids), Action.status == Status.CHECKED


_ACTIONS: Mapping[Actions, Callable[[Within], Sequence[Condition]]] = {
    Actions.OPEN: lambda _: (UNFINISHED,),
    Actions.LATE: lambda within: (UNFINISHED, Action.first_due_on < within.today),
    # (The same: whatever is past the date agreed now is past the first one.)
    Actions.OVERDUE: lambda within: (
        UNFINISHED,
        Action.due_on < within.today,
        Action.first_due_on < within.today,
    ),
    Actions.DUE: _due,
    Actions.UNCHECKED: lambda _: (UNCHECKED,),
    Actions.DONE: lambda within: (
        Action.done_on.between(within.first, within.last),
        Action.status.in_(FINISHED),
    ),
    Actions.CHECKED: lambda within: _checked(Check.checked_on.between(within.first, within.last)),
    Actions.HELPED: lambda within: _checked(
        Check.impact_on.between(within.first, within.last), Check.impact.in_(HELPED)
    ),
}


def _carried_out(within: Within, *grades: Grade) -> Sequence[Condition]:
    days = Audit.audited_on.between(within.first, within.last)
    return (days, Audit.moderated_grade.in_(grades)) if grades else (days,)


_AUDITS: Mapping[Audits, Callable[[Within], Sequence[Condition]]] = {
    Audits.UNMODERATED: lambda _: (UNMODERATED,),
    Audits.CARRIED_OUT: _carried_out,
    Audits.GRADED: lambda within: _carried_out(within, *GRADED),
    Audits.GOOD_OR_BETTER: lambda within: _carried_out(within, *GOOD_OR_BETTER),
}


def _of_actions(query: sa.Select[*Columns], within: Within) -> sa.Select[*Columns]:
    if within.team_id is None and within.sight.everything:
        return query
    joined = query.outerjoin(Case, Case.id == Action.case_id).join(Person, Person.id == Action.owner_id)
    joined = joined.where(of_actions(within.sight))
    if within.team_id is None:
        return joined
    return joined.where(sa.func.coalesce(Case.team_id, Person.team_id) == within.team_id)


def _of_audits(query: sa.Select[*Columns], within: Within) -> sa.Select[*Columns]:
    if within.team_id is None and within.sight.everything:
        return query
    joined = query.join(Case, Case.id == Audit.case_id).where(of_cases(within.sight))
    if within.team_id is None:
        return joined
    # Without `coalesce` SQLite would read every audit of the team's cases by the index of teams.
    return joined.where(sa.func.coalesce(Case.team_id, 0) == within.team_id)
