"""Queries for the programme: its activities, what they found and recommended, and the rounds beside them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.digest import RoundCount
from storage.models import Activity, Finding, Recommendation, Round
from storage.rounds import AUDITS
from storage.words import FindingKind


@dataclass(frozen=True)
class Counted:
    """How much an activity found and recommended."""

    strengths: int = 0
    areas: int = 0
    recommendations: int = 0


def get(session: Session, activity_id: int) -> Activity | None:
    return session.get(Activity, activity_id)


def of_year(session: Session, year: int) -> Sequence[Activity]:
    """The activities of a programme year by month, those without one last."""
    return session.scalars(
        sa.select(Activity)
        .where(Activity.year == year)
        .order_by(Activity.month.is_(None), Activity.month, Activity.id)
    ).all()


def undone(session: Session, first: date, last: date, *, year_before: int) -> Sequence[Activity]:
    """Of these months, what nobody marked as done; with what was to go on all through the year before."""
    planned = sa.or_(
        Activity.month.between(first, last), sa.and_(Activity.month.is_(None), Activity.year == year_before)
    )
    return session.scalars(
        sa.select(Activity)
        .where(planned, Activity.done_on.is_(None), Activity.done_undated.is_(False))
        .order_by(Activity.month, Activity.id)
    ).all()


def alike(
    session: Session, year: int, kind: str, theme: str | None, month: date | None
) -> Sequence[Activity]:
    """The activities of a year that are of this kind and theme, planned for this month."""
    return session.scalars(
        sa.select(Activity)
        .where(
            Activity.year == year,
            sa.func.lower(Activity.kind) == kind.lower(),
            sa.func.lower(sa.func.coalesce(Activity.theme, "")) == (theme or "").lower(),
            Activity.month.is_(None) if month is None else Activity.month == month,
        )
        .order_by(Activity.id)
    ).all()


def years(session: Session) -> Sequence[int]:
    """The years that have a programme, the latest first."""
    return session.scalars(sa.select(Activity.year).distinct().order_by(Activity.year.desc())).all()


def kinds(session: Session) -> Sequence[str]:
    """The kinds of all activities, by name."""
    return session.scalars(sa.select(Activity.kind).distinct().order_by(Activity.kind)).all()


def counted(session: Session, activity_ids: Collection[int]) -> dict[int, Counted]:
    """What each of these activities found and recommended."""
    found = session.execute(
        sa.select(Finding.activity_id, Finding.kind, sa.func.count())
        .where(Finding.activity_id.in_(activity_ids))
        .group_by(Finding.activity_id, Finding.kind)
    )
    findings = {(row[0], row[1]): row[2] for row in found}
    recommended = session.execute(
        sa.select(Recommendation.activity_id, sa.func.count())
        .where(Recommendation.activity_id.in_(activity_ids))
        .group_by(Recommendation.activity_id)
    )
    recommendations = {row[0]: row[1] for row in recommended}
    return {
        activity_id: Counted(
            findings.get((activity_id, FindingKind.STRENGTH), 0),
            findings.get((activity_id, FindingKind.AREA), 0),
            recommendations.get(activity_id, 0),
        )
        for activity_id in activity_ids
    }


def rounds(session: Session, first: date, last: date) -> Sequence[RoundCount]:
    """The rounds that started in the span, the first first, with how many audits each holds."""
    query = (
        sa.select(Round, AUDITS)
        .where(Round.starts_on.between(first, last))
        .order_by(Round.starts_on, Round.id)
    )
    return [RoundCount(*row) for row in session.execute(query)]
