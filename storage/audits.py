"""Queries for audits and the counts of their grades."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVarTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from storage.models import (
    UNFINISHED_SQL,
    UNMODERATED_SQL,
    Action,
    Audit,
    Case,
    Challenge,
    FollowUp,
    Recommendation,
    Round,
)
from storage.sight import Sight, of_cases
from storage.words import Cohort, Grade

Columns = TypeVarTuple("Columns")

_REPORTED = sa.func.coalesce(Audit.moderated_grade, Audit.grade)

# The very text of the partial index, so that both databases see that it serves the query.
UNMODERATED = sa.text(f"audits.{UNMODERATED_SQL}")


def get(session: Session, audit_id: int) -> Audit | None:
    """The audit with its case (and the case's team) and its round."""
    return session.scalar(_WHOLE.where(Audit.id == audit_id))


def of_case(session: Session, case_id: int) -> Sequence[Audit]:
    """The case's audits with their rounds, newest first."""
    return session.scalars(
        _WHOLE.where(Audit.case_id == case_id).order_by(Audit.audited_on.desc(), Audit.id.desc())
    ).all()


def of_ids(session: Session, audit_ids: Collection[int]) -> Sequence[Audit]:
    """These audits, the oldest first."""
    return session.scalars(_WHOLE.where(Audit.id.in_(audit_ids)).order_by(Audit.audited_on, Audit.id)).all()


# The ids of an audit and of a case; either may be lacking.
Source = tuple[int | None, int | None]


def grades_behind(session: Session, sources: Collection[Source]) -> dict[Source, Grade]:
    """The grade that counts for what has this source: of the audit, else of the latest one of the case."""
    grade = sa.func.coalesce(Audit.moderated_grade, Audit.grade)
    audit_ids = {audit_id for audit_id, _ in sources if audit_id is not None}
    case_ids = {case_id for audit_id, case_id in sources if audit_id is None and case_id is not None}
    own = session.execute(sa.select(Audit.id, grade).where(Audit.id.in_(audit_ids)))
    latest = session.execute(
        sa.select(Audit.case_id, grade)
        .where(Audit.case_id.in_(case_ids))
        .order_by(Audit.audited_on, Audit.id)
    )
    of_audits: dict[int | None, Grade] = {row[0]: Grade(row[1]) for row in own}
    of_cases: dict[int | None, Grade] = {row[0]: Grade(row[1]) for row in latest}
    found = {
        source: of_cases.get(source[1]) if source[0] is None else of_audits.get(source[0])
        for source in sources
    }
    return {source: value for source, value in found.items() if value is not None}


def followed_up(session: Session, audit_ids: Collection[int]) -> dict[int, date]:
    """Of those of these audits that follow up another one, the day of that one."""
    query = (
        sa.select(FollowUp.audit_id, Audit.audited_on)
        .join(Audit, Audit.id == FollowUp.first_id)
        .where(FollowUp.audit_id.in_(audit_ids))
    )
    return {row[0]: row[1] for row in session.execute(query)}


def followed(session: Session, audit_ids: Collection[int]) -> set[int]:
    """Those of these audits that another one follows up."""
    return set(session.scalars(sa.select(FollowUp.first_id).where(FollowUp.first_id.in_(audit_ids))))


def not_followed_up(session: Session, sight: Sight, since: date, limit: int) -> tuple[Sequence[Audit], int]:
    """Inadequate audits since the day, of open cases in sight, that no other one follows up.

    The oldest first, and how many there are.
    """
    followed_up = sa.exists().where(FollowUp.first_id == Audit.id).correlate(Audit)
    waiting = (
        Audit.audited_on >= since,
        _REPORTED == Grade.INADEQUATE,
        sa.not_(followed_up),
        Case.closed_on.is_(None),
        of_cases(sight),
    )
    query = _WHOLE.join(Audit.case).where(*waiting)
    rows = session.scalars(query.order_by(Audit.audited_on, Audit.id).limit(limit)).all()
    count = sa.select(sa.func.count(Audit.id)).join(Audit.case).where(*waiting)
    return rows, session.scalar(count) or 0


class Key(NamedTuple):
    """What an import knows an audit by: its case, round, day and auditor."""

    case_id: int
    round_id: int | None
    audited_on: date
    auditor_name: str


def keys(session: Session) -> Iterator[Key]:
    """That of every audit."""
    query = sa.select(Audit.case_id, Audit.round_id, Audit.audited_on, Audit.auditor_name)
    with session.execute(query.execution_options(yield_per=1000)) as rows:
        yield from (Key(*row) for row in rows)


def same(
    session: Session, case_id: int, round_id: int | None, audited_on: date, auditor_name: str
) -> Audit | None:
    """The audit that is already recorded of this case, in this round, on this day, by this auditor."""
    return session.scalar(_WHOLE.where(*_same(case_id, round_id, audited_on, auditor_name)))


def bare_same(session: Session, key: Key) -> Audit | None:
    """The same, the audit alone: for imports of thousands."""
    return session.scalar(sa.select(Audit).where(*_same(*key)))


def _same(
    case_id: int, round_id: int | None, audited_on: date, auditor_name: str
) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Audit.case_id == case_id,
        Audit.round_id.is_(None) if round_id is None else Audit.round_id == round_id,
        Audit.audited_on == audited_on,
        sa.func.lower(Audit.auditor_name) == auditor_name.lower(),
    )


def to_follow_up(session: Session, case_id: int, until: date) -> Audit | None:
    """The newest audit of the case until the day that a later one may be the follow-up of.

    It was Inadequate and nobody followed it up yet, or not all is done that was agreed for it.
    """
    unfinished = (
        sa.exists()
        .where(Recommendation.audit_id == Audit.id, Action.recommendation_id == Recommendation.id)
        .where(sa.text(f"actions.{UNFINISHED_SQL}"))
        .correlate(Audit)
    )
    followed_up = sa.exists().where(FollowUp.first_id == Audit.id).correlate(Audit)
    is_inadequate = _REPORTED == Grade.INADEQUATE
    return session.scalar(
        _WHOLE.where(Audit.case_id == case_id, Audit.audited_on <= until)
        .where(sa.or_(unfinished, sa.and_(is_inadequate, sa.not_(followed_up))))
        .order_by(Audit.audited_on.desc(), Audit.id.desc())
        .limit(1)
    )


def unmoderated(session: Session, person_id: int | None, offset: int, limit: int) -> Sequence[Audit]:
    """The audits that await a moderated grade, oldest first, without those that the person did."""
    return session.scalars(
        _WHOLE.where(*_to_moderate(person_id))
        .order_by(Audit.audited_on, Audit.id)
        .offset(offset)
        .limit(limit)
    ).all()


def challenged(session: Session, person_id: int | None) -> Sequence[Audit]:
    """The moderated audits whose grade is challenged, oldest first, without those that the person did."""
    asked = sa.select(Challenge.audit_id).where(Challenge.answered_on.is_(None))
    query = _WHOLE.where(Audit.id.in_(asked), Audit.moderated_grade.is_not(None))
    if person_id is not None:
        query = query.where(Audit.auditor_id.is_distinct_from(person_id))
    return session.scalars(query.order_by(Audit.audited_on, Audit.id)).all()


def count_unmoderated(session: Session, person_id: int | None) -> int:
    """How many of them there are."""
    return session.scalar(sa.select(sa.func.count(Audit.id)).where(*_to_moderate(person_id))) or 0


def _to_moderate(person_id: int | None) -> list[sa.ColumnElement[bool] | sa.TextClause]:
    return [UNMODERATED, *([] if person_id is None else [Audit.auditor_id.is_distinct_from(person_id)])]


@dataclass(frozen=True)
class GradeCount:
    """How many audits of one round carry one pair of grades; no moderated grade: it is awaited."""

    round_id: int | None
    grade: Grade
    moderated_grade: Grade | None
    audits: int


def grade_counts(session: Session, cohort: Cohort | None, starts: tuple[date, date]) -> Sequence[GradeCount]:
    """The grades of the rounds that started in the span, first and last day included.

    Single audits, which have no round, are counted by their own date.
    """
    kinds = (Audit.round_id, Audit.grade, Audit.moderated_grade)
    query = _in_table(sa.select(*kinds, sa.func.count()), cohort, starts).group_by(*kinds)
    if cohort is not None:
        query = query.join(Case, Case.id == Audit.case_id)
    return [GradeCount(*row) for row in session.execute(query)]


@dataclass(frozen=True)
class OfTable:
    """Audits that the table of grades counts: those with one of the moderated grades.

    `is_changed`: of these only those whose auditor gave another one of them.
    """

    cohort: Cohort | None
    starts: tuple[date, date]
    grades: Collection[Grade]
    is_changed: bool = False


def of_table(session: Session, wanted: OfTable, sight: Sight) -> Sequence[int]:
    """The ids of those in sight, the oldest first."""
    query = sa.select(Audit.id).join(Case, Case.id == Audit.case_id)
    whole = _in_table(query, wanted.cohort, wanted.starts).where(
        Audit.moderated_grade.in_(wanted.grades), of_cases(sight)
    )
    if wanted.is_changed:
        whole = whole.where(Audit.grade != Audit.moderated_grade, Audit.grade.in_(wanted.grades))
    return session.scalars(whole.order_by(Audit.audited_on, Audit.id)).all()


def _in_table(
    query: sa.Select[*Columns], cohort: Cohort | None, starts: tuple[date, date]
) -> sa.Select[*Columns]:
    """Over the audits that the table counts; with a cohort, a query that joins Case."""
    day = sa.func.coalesce(Round.starts_on, Audit.audited_on)
    counted = query.outerjoin(Round, Round.id == Audit.round_id).where(day.between(*starts))
    return counted if cohort is None else counted.where(Case.cohort == cohort)


def rounds_started(session: Session, starts: tuple[date, date]) -> Sequence[Round]:
    """The rounds that started in the span, the latest first."""
    return session.scalars(
        sa.select(Round)
        .where(Round.starts_on.between(*starts))
        .order_by(Round.starts_on.desc(), Round.id.desc())
    ).all()


_WHOLE = sa.select(Audit).options(
    joinedload(Audit.case).options(joinedload(Case.team), joinedload(Case.worker)), joinedload(Audit.round)
)
