"""Queries for the improvement plan: what was found and recommended, what is done about it, its reviews."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from storage.models import Action, Activity, Audit, Case, Finding, Recommendation, Review, Round
from storage.words import Cohort, FindingKind, Impact, Position


def named(theme: Any) -> sa.ColumnElement[str]:
    """A theme as lines are put together by it, however it is capitalised; "" where there is none."""
    return sa.func.lower(sa.func.coalesce(theme, sa.literal_column("''")))


# An activity counts from the day on which it was done or else planned, and without either from its year.
_KNOWN_ON = sa.func.coalesce(Audit.audited_on, Activity.done_on, Activity.month)


@dataclass(frozen=True)
class Days:
    """The first and the last of some days; of those that only a programme year is known of, the years."""

    first_on: date | None
    last_on: date | None
    first_year: int | None = None
    last_year: int | None = None

    @property
    def first(self) -> date:
        return min(self._days(self.first_on, self.first_year), default=date.min)

    @property
    def last(self) -> date:
        return max(self._days(self.last_on, self.last_year), default=date.min)

    @staticmethod
    def _days(day: date | None, year: int | None) -> Sequence[date]:
        return [*([day] if day else []), *([date(year, 4, 1)] if year else [])]


@dataclass(frozen=True)
class Areas:
    """The areas for development of one theme and cohort, counted; `finding_id` and `theme` are the first's.

    `cohort` is None for what activities found. `name` is the theme as lines are put together by it.
    """

    finding_id: int
    name: str
    theme: str | None
    cohort: Cohort | None
    days: Days
    audits: int
    cases: int
    activities: int


def areas(session: Session, name: str | None = None) -> Sequence[Areas]:
    """Every area for development, or those of one theme, put together by theme and cohort."""
    year = sa.case((_KNOWN_ON.is_(None), Activity.year))
    together = (
        sa.select(
            sa.func.min(Finding.id).label("finding_id"),
            named(Finding.theme).label("name"),
            Case.cohort,
            sa.func.min(_KNOWN_ON).label("first_on"),
            sa.func.max(_KNOWN_ON).label("last_on"),
            sa.func.min(year).label("first_year"),
            sa.func.max(year).label("last_year"),
            sa.func.count(Audit.id.distinct()).label("audits"),
            sa.func.count(Audit.case_id.distinct()).label("cases"),
            sa.func.count(Finding.activity_id.distinct()).label("activities"),
        )
        .outerjoin(Audit, Audit.id == Finding.audit_id)
        .outerjoin(Case, Case.id == Audit.case_id)
        .outerjoin(Activity, Activity.id == Finding.activity_id)
        .where(Finding.kind == FindingKind.AREA, *of_theme(Finding.theme, name))
        .group_by(named(Finding.theme), Case.cohort)
        .subquery()
    )
    query = sa.select(together, Finding.theme).join(Finding, Finding.id == together.c.finding_id)
    return [
        Areas(
            row.finding_id,
            row.name,
            row.theme,
            row.cohort,
            Days(row.first_on, row.last_on, row.first_year, row.last_year),
            row.audits,
            row.cases,
            row.activities,
        )
        for row in session.execute(query)
    ]


@dataclass(frozen=True)
class Place:
    """In which line of the plan a finding stands."""

    name: str
    cohort: Cohort | None


def place_of(session: Session, finding_id: int) -> Place | None:
    """The line that this area for development is part of."""
    query = (
        sa.select(named(Finding.theme), Case.cohort)
        .outerjoin(Audit, Audit.id == Finding.audit_id)
        .outerjoin(Case, Case.id == Audit.case_id)
        .where(Finding.id == finding_id, Finding.kind == FindingKind.AREA)
    )
    row = session.execute(query).one_or_none()
    return Place(*row) if row else None


@dataclass(frozen=True)
class Area:
    """An area for development, and where it was found: an audit of a case, or an activity of a year."""

    finding: Finding
    audit_id: int | None
    audited_on: date | None
    case_id: int | None
    activity: Activity | None

    @property
    def found_on(self) -> date:
        if self.activity is None:
            return self.audited_on or date.min
        known = self.activity.done_on or self.activity.month
        return known or date(self.activity.year, 4, 1)


def areas_of(session: Session, name: str, cohort: Cohort | None) -> Sequence[Area]:
    """The areas for development of one line, in the order in which they were noted."""
    query = (
        sa.select(Finding, Audit.id, Audit.audited_on, Audit.case_id, Activity)
        .outerjoin(Audit, Audit.id == Finding.audit_id)
        .outerjoin(Case, Case.id == Audit.case_id)
        .outerjoin(Activity, Activity.id == Finding.activity_id)
        .where(
            Finding.kind == FindingKind.AREA,
            *of_theme(Finding.theme, name),
            Case.cohort.is_not_distinct_from(cohort),
        )
        .order_by(Finding.id)
    )
    return [Area(*row) for row in session.execute(query)]


@dataclass(frozen=True)
class Asked:
    """A recommendation to the service, with the round or activity that it came from."""

    recommendation: Recommendation
    round: Round | None
    activity: Activity | None


def for_the_service(session: Session, name: str | None = None) -> Sequence[Asked]:
    """The recommendations without a case, or those of one theme, the oldest first."""
    query = (
        sa.select(Recommendation, Round, Activity)
        .outerjoin(Round, Round.id == Recommendation.round_id)
        .outerjoin(Activity, Activity.id == Recommendation.activity_id)
        .where(Recommendation.case_id.is_(None), *of_theme(Recommendation.theme, name))
        .order_by(Recommendation.id)
    )
    return [Asked(*row) for row in session.execute(query)]


def theme_asked_for(session: Session, recommendation_id: int) -> str | None:
    """The theme, as lines are put together by it, of a recommendation to the service."""
    return session.scalar(
        sa.select(named(Recommendation.theme)).where(
            Recommendation.id == recommendation_id, Recommendation.case_id.is_(None)
        )
    )


def service_actions(session: Session, recommendation_ids: Collection[int]) -> Sequence[Action]:
    """What was agreed for these recommendations, with the owners; the oldest first date first."""
    return session.scalars(
        sa.select(Action)
        .where(Action.recommendation_id.in_(recommendation_ids))
        .options(joinedload(Action.owner), joinedload(Action.case))
        .order_by(Action.first_due_on, Action.id)
    ).all()


@dataclass(frozen=True)
class Reviewed:
    """What a review said of a line: of a recommendation, or of the line in which a finding stands."""

    review_id: int
    recommendation_id: int | None
    name: str
    cohort: Cohort | None
    quarter: date
    position: Position
    impact: Impact | None
    evidence: str | None
    made_on: date


def reviewed(session: Session, name: str | None = None) -> Sequence[Reviewed]:
    """What every review said, or those of the lines of one theme, the first first."""
    theme = sa.func.coalesce(Recommendation.theme, Finding.theme)
    query = (
        sa.select(
            Review.id,
            Review.recommendation_id,
            named(theme),
            Case.cohort,
            Review.quarter,
            Review.position,
            Review.impact,
            Review.evidence,
            Review.made_on,
        )
        .outerjoin(Recommendation, Recommendation.id == Review.recommendation_id)
        .outerjoin(Finding, Finding.id == Review.finding_id)
        .outerjoin(Audit, Audit.id == Finding.audit_id)
        .outerjoin(Case, Case.id == Audit.case_id)
        .where(*of_theme(theme, name))
        .order_by(Review.quarter, Review.id)
    )
    return [Reviewed(*row) for row in session.execute(query)]


def reviews(session: Session, review_ids: Collection[int]) -> Sequence[Review]:
    """These reviews, the first first."""
    return session.scalars(
        sa.select(Review).where(Review.id.in_(review_ids)).order_by(Review.quarter, Review.id)
    ).all()


def of_theme(theme: Any, name: str | None) -> Sequence[sa.ColumnElement[bool]]:
    """The condition that narrows a query to a theme, if to any."""
    return [] if name is None else [named(theme) == name]


def reviews_of_finding(session: Session, finding_id: int) -> Sequence[Review]:
    """What was said of the line that this finding stands for, the first first."""
    return session.scalars(
        sa.select(Review).where(Review.finding_id == finding_id).order_by(Review.quarter, Review.id)
    ).all()


def another_of_its_line(session: Session, finding: Finding, but: Collection[int] = ()) -> int | None:
    """The first other finding that the plan puts into the same line as this one; none of those in `but`."""
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
        .where(Finding.kind == FindingKind.AREA, Finding.id.not_in({finding.id, *but}))
        .where(named(Finding.theme) == (finding.theme or "").lower(), is_there)
        .order_by(Finding.id)
        .limit(1)
    )


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
