"""Queries for what the audits and their actions came to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.models import Action, Audit, Check, FollowUp, Recommendation, Round
from storage.words import FINISHED, Basis, Grade, Impact, Status

_LATEST_CHECK = (
    sa.select(sa.func.max(Check.id).label("id")).where(Check.is_done).group_by(Check.action_id).subquery()
)


@dataclass(frozen=True)
class AuditRow:
    """An audit with what tells whether it may be compared with another one."""

    case_id: int
    audited_on: date
    grade: Grade | None
    round_id: int | None
    basis: Basis | None
    comparable_id: int | None
    audit_id: int
    first_id: int | None


def audits_of_checked_cases(session: Session) -> Sequence[AuditRow]:
    """The audits of the cases of which an action was checked and found done, in the order of their dates."""
    checked = (
        sa.select(Action.case_id)
        .join(Check, Check.action_id == Action.id)
        .where(Check.is_done, Action.case_id.is_not(None))
    )
    query = (
        sa.select(
            Audit.case_id,
            Audit.audited_on,
            Audit.moderated_grade,
            Round.id,
            Round.basis,
            Round.comparable_id,
            Audit.id,
            FollowUp.first_id,
        )
        .outerjoin(Round, Round.id == Audit.round_id)
        .outerjoin(FollowUp, FollowUp.audit_id == Audit.id)
        .where(Audit.case_id.in_(checked))
        .order_by(Audit.audited_on, Audit.id)
    )
    return [AuditRow(*row) for row in session.execute(query)]


def days_checked(session: Session) -> Sequence[tuple[int | None, date]]:
    """On which days actions of which cases were checked and found done."""
    query = (
        sa.select(Action.case_id, Check.checked_on)
        .join(Check, Check.action_id == Action.id)
        .where(Check.is_done, Action.case_id.is_not(None))
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def differences(session: Session) -> dict[Impact | None, int]:
    """How many checked actions made which difference; None: it was not said yet."""
    query = (
        sa.select(Check.impact, sa.func.count())
        .join(_LATEST_CHECK, _LATEST_CHECK.c.id == Check.id)
        .join(Action, Action.id == Check.action_id)
        .where(Action.status == Status.CHECKED)
        .group_by(Check.impact)
    )
    return {row[0]: row[1] for row in session.execute(query)}


@dataclass(frozen=True)
class Life:
    """The days of an action. `agreed_at` is None where it came with an import, which tells of no day."""

    audited_on: date | None
    agreed_at: datetime | None
    done_on: date | None
    checked_on: date | None


def lives(session: Session) -> Sequence[Life]:
    """Every action's days: audited, agreed, done (where that still holds), checked."""
    is_done = Action.status.in_(FINISHED)
    query = (
        sa.select(
            Audit.audited_on,
            sa.case((Action.agreed_by_id.is_not(None), Action.agreed_at)),
            sa.case((is_done, Action.done_on)),
            sa.case((Action.status == Status.CHECKED, Check.checked_on)),
        )
        .select_from(Action)
        .outerjoin(Recommendation, Recommendation.id == Action.recommendation_id)
        .outerjoin(Audit, Audit.id == Recommendation.audit_id)
        .outerjoin(
            sa.join(Check, _LATEST_CHECK, _LATEST_CHECK.c.id == Check.id), Check.action_id == Action.id
        )
    )
    return [Life(*row) for row in session.execute(query)]
