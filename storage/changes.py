"""Counts of what was done in a span of days, of what one person may see."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.models import Action, Audit, Case
from storage.sight import Sight, of_actions, of_cases


@dataclass(frozen=True)
class Span:
    """The days from the first to the last, both included, and the instants at which they begin and end."""

    first: date
    last: date
    begins: datetime
    ends: datetime


def audits_recorded(session: Session, sight: Sight, span: Span) -> int:
    """Audits recorded in these days, whenever they were carried out."""
    query = sa.select(sa.func.count(Audit.id)).join(Case, Case.id == Audit.case_id)
    within = (Audit.logged_at >= span.begins, Audit.logged_at < span.ends)
    return session.scalar(query.where(of_cases(sight), *within)) or 0


def actions_agreed(session: Session, sight: Sight, span: Span) -> int:
    """Actions agreed in these days, whatever became of them."""
    within = (Action.agreed_at >= span.begins, Action.agreed_at < span.ends)
    query = sa.select(sa.func.count(Action.id)).outerjoin(Action.case).join(Action.owner)
    return session.scalar(query.where(of_actions(sight), *within)) or 0
