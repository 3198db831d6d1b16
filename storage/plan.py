"""Queries for the improvement plan: what was found and recommended, what is done about it, its reviews."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from storage.models import Action, Activity, Audit, Case, Finding, Recommendation, Review, Round
from storage.words import Cohort, FindingKind


@dataclass(frozen=True)
class Area:
    """An area for development, and where it was found: an audit of a case, or an activity of a year."""

    finding_id: int
    theme: str | None
    audit_id: int | None
    audited_on: date | None
    case_id: int | None
    cohort: Cohort | None
    activity_id: int | None
    done_on: date | None
    year: int | None

    @property
    def found_on(self) -> date:
        """An activity without a day counts from when its programme year began."""
        known = self.audited_on or self.done_on
        return known or (date(self.year, 4, 1) if self.year else date.min)


def areas(session: Session) -> Sequence[Area]:
    """Every area for development, in the order in which they were noted."""
    query = (
        sa.select(
            Finding.id,
            Finding.theme,
            Audit.id,
            Audit.audited_on,
            Audit.case_id,
            Case.cohort,
            Activity.id,
            sa.func.coalesce(Activity.done_on, Activity.month),
            Activity.year,
        )
        .outerjoin(Audit, Audit.id == Finding.audit_id)
        .outerjoin(Case, Case.id == Audit.case_id)
        .outerjoin(Activity, Activity.id == Finding.activity_id)
        .where(Finding.kind == FindingKind.AREA)
        .order_by(Finding.id)
    )
    return [Area(*row) for row in session.execute(query)]


@dataclass(frozen=True)
class Asked:
    """A recommendation to the service, with the round or activity that it came from."""

    recommendation: Recommendation
    round: Round | None
    activity: Activity | None


def for_the_service(session: Session) -> Sequence[Asked]:
    """The recommendations without a case, the oldest first."""
    query = (
        sa.select(Recommendation, Round, Activity)
        .outerjoin(Round, Round.id == Recommendation.round_id)
        .outerjoin(Activity, Activity.id == Recommendation.activity_id)
        .where(Recommendation.case_id.is_(None))
        .order_by(Recommendation.id)
    )
    return [Asked(*row) for row in session.execute(query)]


def service_actions(session: Session) -> Sequence[Action]:
    """What was agreed for them, with the owners; the oldest first date first."""
    return session.scalars(
        sa.select(Action)
        .join(Recommendation, Recommendation.id == Action.recommendation_id)
        .where(Recommendation.case_id.is_(None))
        .options(joinedload(Action.owner), joinedload(Action.case), joinedload(Action.recommendation))
        .order_by(Action.first_due_on, Action.id)
    ).all()


def themed_actions(session: Session) -> Sequence[Action]:
    """What was agreed for recommendations of a theme to cases, the oldest first date first."""
    return session.scalars(
        sa.select(Action)
        .join(Recommendation, Recommendation.id == Action.recommendation_id)
        .where(Recommendation.case_id.is_not(None), Recommendation.theme.is_not(None))
        .options(joinedload(Action.recommendation))
        .order_by(Action.first_due_on, Action.id)
    ).all()


def reviews(session: Session) -> Sequence[Review]:
    """All reviews, the first first."""
    return session.scalars(sa.select(Review).order_by(Review.quarter, Review.id)).all()


def reviews_of_finding(session: Session, finding_id: int) -> Sequence[Review]:
    """What was said of the line that this finding stands for, the first first."""
    return session.scalars(
        sa.select(Review).where(Review.finding_id == finding_id).order_by(Review.quarter, Review.id)
    ).all()


def another_of_its_line(session: Session, finding: Finding) -> int | None:
    """The first other finding that the plan puts into the same line as this one."""
    cohort = (
        sa.select(Case.cohort)
        .join(Audit, Audit.case_id == Case.id)
        .where(Audit.id == finding.audit_id)
        .scalar_subquery()
    )
    is_there = Case.cohort == cohort if finding.audit_id is not None else Finding.audit_id.is_(None)
    return session.scalar(
        sa.select(Finding.id)
        .outerjoin(Audit, Audit.id == Finding.audit_id)
        .outerjoin(Case, Case.id == Audit.case_id)
        .where(Finding.kind == FindingKind.AREA, Finding.id != finding.id)
        .where(sa.func.lower(sa.func.coalesce(Finding.theme, "")) == (finding.theme or "").lower(), is_there)
        .order_by(Finding.id)
        .limit(1)
    )


def findings(session: Session, finding_ids: Collection[int]) -> dict[int, Finding]:
    """These findings, by id."""
    found = session.scalars(sa.select(Finding).where(Finding.id.in_(finding_ids)))
    return {finding.id: finding for finding in found}


def activities(session: Session, activity_ids: Collection[int]) -> dict[int, Activity]:
    """These activities, by id."""
    found = session.scalars(sa.select(Activity).where(Activity.id.in_(activity_ids)))
    return {activity.id: activity for activity in found}


def audited_since(session: Session, case_ids: Collection[int]) -> dict[int, date]:
    """The day of the newest audit of each of these cases."""
    query = (
        sa.select(Audit.case_id, sa.func.max(Audit.audited_on))
        .where(Audit.case_id.in_(case_ids))
        .group_by(Audit.case_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def audit_ids_of_round(session: Session, round_id: int) -> Sequence[int]:
    """The audits of the round."""
    return session.scalars(sa.select(Audit.id).where(Audit.round_id == round_id)).all()
