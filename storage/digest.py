"""The counts of the digest: what is unfinished, waiting or of last week. None reads the finished history.

Each is of one team, or of the whole service where `team_id` is None.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVarTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage import rounds
from storage.actions import UNCHECKED, UNFINISHED
from storage.audits import UNMODERATED
from storage.models import Action, Audit, Case, Check, Person, Round
from storage.words import Grade, Impact, Status

Columns = TypeVarTuple("Columns")

FINISHED = (Status.DONE, Status.CHECKED)
HELPED = (Impact.YES, Impact.PARTLY)
GRADE = sa.func.coalesce(Audit.moderated_grade, Audit.grade)


@dataclass(frozen=True)
class LateCount:
    """Unfinished actions of one first date; of these, how many are late against the date agreed now, too."""

    first_due_on: date
    actions: int
    late_now: int


@dataclass(frozen=True)
class RoundCount:
    """How many audits a round holds."""

    round: Round
    audits: int


def late(session: Session, team_id: int | None, today: date) -> Sequence[LateCount]:
    """What is late against the first date agreed, by that date."""
    is_late_now = sa.case((Action.due_on < today, 1), else_=0)
    query = sa.select(Action.first_due_on, sa.func.count(), sa.func.sum(is_late_now)).select_from(Action)
    of_team = _of_team(query, team_id).where(UNFINISHED, Action.first_due_on < today)
    return [LateCount(*row) for row in session.execute(of_team.group_by(Action.first_due_on))]


def due(session: Session, team_id: int | None, first: date, last: date) -> int:
    """Unfinished actions due on these days, both included."""
    # The first date is never later than the date that counts, so it bounds the index as well.
    within = (UNFINISHED, Action.due_on.between(first, last), Action.first_due_on <= last)
    return _count(session, _of_team(_ACTIONS, team_id).where(*within))


def done(session: Session, team_id: int | None, first: date, last: date) -> int:
    """Actions done on these days, checked since or not."""
    within = (Action.done_on.between(first, last), Action.status.in_(FINISHED))
    return _count(session, _of_team(_ACTIONS, team_id).where(*within))


def unchecked(session: Session, team_id: int | None) -> int:
    """Actions that are done and that nobody has checked."""
    return _count(session, _of_team(_ACTIONS, team_id).where(UNCHECKED))


def checked(session: Session, team_id: int | None, first: date, last: date) -> int:
    """Actions that were checked on these days and found done."""
    within = (Check.checked_on.between(first, last), Check.is_done)
    return _count(session, _of_team(_CHECKED, team_id).where(*within))


def made_a_difference(session: Session, team_id: int | None, first: date, last: date) -> int:
    """Actions of which it was said on these days that they made a difference, wholly or partly."""
    within = (Check.impact_on.between(first, last), Check.impact.in_(HELPED))
    return _count(session, _of_team(_CHECKED, team_id).where(*within))


def unmoderated(session: Session, team_id: int | None) -> int:
    """Audits without a moderated grade."""
    return _count(session, _of_cases_team(sa.select(sa.func.count(Audit.id)), team_id).where(UNMODERATED))


def grades(session: Session, team_id: int | None, first: date, last: date) -> dict[Grade, int]:
    """The grades, moderated where they are, of the audits carried out on these days."""
    query = _of_cases_team(sa.select(GRADE, sa.func.count()).select_from(Audit), team_id)
    within = Audit.audited_on.between(first, last)
    return dict(session.execute(query.where(within).group_by(GRADE)).all())


def of_rounds(session: Session, day: date) -> Sequence[RoundCount]:
    """The rounds that run on the day, the latest to start first, with how many audits they hold."""
    running = rounds.holding(session, day)
    query = (
        sa.select(Audit.round_id, sa.func.count())
        .where(Audit.round_id.in_([entry.id for entry in running]))
        .group_by(Audit.round_id)
    )
    counts = dict(session.execute(query).all())
    return [RoundCount(entry, counts.get(entry.id, 0)) for entry in running]


_ACTIONS = sa.select(sa.func.count(Action.id))
_CHECKED = sa.select(sa.func.count(sa.distinct(Check.action_id))).join(Action, Action.id == Check.action_id)


def _of_team(query: sa.Select[*Columns], team_id: int | None) -> sa.Select[*Columns]:
    """Over the actions of the team's cases; one for the service belongs to its owner's team."""
    if team_id is None:
        return query
    joined = query.outerjoin(Case, Case.id == Action.case_id).join(Person, Person.id == Action.owner_id)
    return joined.where(sa.func.coalesce(Case.team_id, Person.team_id) == team_id)


def _of_cases_team(query: sa.Select[*Columns], team_id: int | None) -> sa.Select[*Columns]:
    if team_id is None:
        return query
    # Without `coalesce` SQLite would read every audit of the team's cases by the index of teams.
    of_team = sa.func.coalesce(Case.team_id, 0) == team_id
    return query.join(Case, Case.id == Audit.case_id).where(of_team)


def _count(session: Session, query: sa.Select[int]) -> int:
    return session.scalar(query) or 0
