"""Queries for recommendations."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from storage.models import Case, Recommendation


def get(session: Session, recommendation_id: int) -> Recommendation | None:
    """The recommendation with its case (and the case's team)."""
    return session.scalar(_WHOLE.where(Recommendation.id == recommendation_id))


def by_number(session: Session, number: str) -> Recommendation | None:
    """The recommendation that carries that number."""
    return session.scalar(_WHOLE.where(Recommendation.number == number))


def of_case(session: Session, case_id: int) -> Sequence[Recommendation]:
    """The case's recommendations, oldest first."""
    return session.scalars(_WHOLE.where(Recommendation.case_id == case_id).order_by(Recommendation.id)).all()


def of_audit(session: Session, audit_id: int) -> Sequence[Recommendation]:
    """What one audit recommended, oldest first."""
    return session.scalars(
        _WHOLE.where(Recommendation.audit_id == audit_id).order_by(Recommendation.id)
    ).all()


def of_activity(session: Session, activity_id: int) -> Sequence[Recommendation]:
    """What an activity of the programme recommended to the service, oldest first."""
    return session.scalars(
        _WHOLE.where(Recommendation.activity_id == activity_id).order_by(Recommendation.id)
    ).all()


def for_service(session: Session, round_id: int | None) -> Sequence[Recommendation]:
    """What the service was recommended out of the round, or out of none, by no activity; oldest first."""
    of_service = (Recommendation.case_id.is_(None), Recommendation.activity_id.is_(None))
    query = _WHOLE.where(*of_service, Recommendation.round_id.is_not_distinct_from(round_id))
    return session.scalars(query.order_by(Recommendation.id)).all()


def numbers(session: Session) -> Sequence[str]:
    """Every number that a recommendation carries."""
    return [
        number
        for number in session.scalars(
            sa.select(Recommendation.number).where(Recommendation.number.is_not(None))
        )
        if number is not None
    ]


def of_text(
    session: Session, text: str, case_id: int | None, round_id: int | None = None
) -> Sequence[Recommendation]:
    """Those of a case (without one: of the service) in exactly these words; of one round if it is given."""
    query = _WHOLE.where(
        Recommendation.text == text,
        Recommendation.case_id.is_(None) if case_id is None else Recommendation.case_id == case_id,
    )
    if round_id is not None:
        query = query.where(Recommendation.round_id == round_id)
    return session.scalars(query).all()


_WHOLE = sa.select(Recommendation).options(
    joinedload(Recommendation.case).options(joinedload(Case.team), joinedload(Case.worker))
)
