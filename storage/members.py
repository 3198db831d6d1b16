"""What a report to Members tells of the audits of some rounds, and of what came of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVarTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.actions import UNFINISHED
from storage.audits import GradeCount
from storage.models import Action, Audit, Case, Finding, Recommendation
from storage.words import Cohort, FindingKind, Source, Status

Columns = TypeVarTuple("Columns")

_TICKS = {
    Source.CASE_FILE: Audit.from_file,
    Source.WORKER: Audit.from_worker,
    Source.MANAGER: Audit.from_manager,
    Source.FAMILY: Audit.from_family,
}


@dataclass(frozen=True)
class Scope:
    """The audits of some rounds, and with `first` and `last` the single ones of these days.

    Of one cohort, or of all.
    """

    round_ids: Collection[int]
    cohort: Cohort | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Work:
    """The actions that were agreed for what the audits recommended."""

    agreed: int = 0
    done: int = 0
    checked: int = 0
    ended: int = 0
    late: int = 0


@dataclass(frozen=True)
class Theme:
    """How many audits found it; None where nothing says what it is about."""

    name: str | None
    audits: int


def by_cohort(session: Session, scope: Scope) -> dict[Cohort, int]:
    """How many audits there were, cohort by cohort."""
    query = _within(sa.select(Case.cohort, sa.func.count(Audit.id)).select_from(Audit), scope).group_by(
        Case.cohort
    )
    found = {row[0]: row[1] for row in session.execute(query)}
    return {cohort: found[cohort] for cohort in Cohort if cohort in found}


def auditors(session: Session, scope: Scope) -> int:
    """How many people audited."""
    return (
        session.scalar(
            _within(sa.select(sa.func.count(Audit.auditor_name.distinct())).select_from(Audit), scope)
        )
        or 0
    )


def sources(session: Session, scope: Scope) -> dict[Source, int]:
    """On how many audits each of the four sources is ticked."""
    counts = [sa.func.sum(sa.case((ticked, 1), else_=0)) for ticked in _TICKS.values()]
    row = session.execute(_within(sa.select(*counts).select_from(Audit), scope)).one()
    return {source: row[place] or 0 for place, source in enumerate(_TICKS)}


def moderated(session: Session, scope: Scope) -> Sequence[GradeCount]:
    """The audits by their auditor's and their moderated grade."""
    kinds = (Audit.round_id, Audit.grade, Audit.moderated_grade)
    query = _within(sa.select(*kinds, sa.func.count(Audit.id)).select_from(Audit), scope).group_by(*kinds)
    return [GradeCount(*row) for row in session.execute(query)]


def themes(session: Session, scope: Scope, kind: FindingKind) -> Sequence[Theme]:
    """What was found, the most often found first."""
    count = sa.func.count(Finding.audit_id.distinct())
    query = sa.select(Finding.theme, count).select_from(Audit).join(Finding, Finding.audit_id == Audit.id)
    found = _within(query, scope).where(Finding.kind == kind).group_by(Finding.theme)
    return [Theme(*row) for row in session.execute(found.order_by(count.desc(), Finding.theme))]


def quotations(session: Session, scope: Scope, kind: FindingKind, limit: int) -> Sequence[str]:
    """In which words it was found, the latest first; the same words once."""
    query = sa.select(Finding.text).select_from(Audit).join(Finding, Finding.audit_id == Audit.id)
    found = _within(query, scope).where(Finding.kind == kind).group_by(Finding.text)
    return session.scalars(found.order_by(sa.func.max(Finding.id).desc()).limit(limit)).all()


def work(session: Session, scope: Scope, today: date) -> Work:
    """How far the actions have come that were agreed for the cases' recommendations."""
    late = sa.case((sa.and_(UNFINISHED, Action.first_due_on < today), 1), else_=0)
    query = (
        sa.select(Action.status, sa.func.count(Action.id), sa.func.sum(late))
        .select_from(Audit)
        .join(Recommendation, Recommendation.audit_id == Audit.id)
        .join(Action, Action.recommendation_id == Recommendation.id)
    )
    rows = session.execute(_within(query, scope).group_by(Action.status)).all()
    counts = {row[0]: row[1] for row in rows}
    return Work(
        agreed=sum(counts.values()),
        done=counts.get(Status.DONE, 0) + counts.get(Status.CHECKED, 0),
        checked=counts.get(Status.CHECKED, 0),
        ended=counts.get(Status.NOT_DOING, 0) + counts.get(Status.NO_LONGER_APPLIES, 0),
        late=sum(row[2] or 0 for row in rows),
    )


def _within(query: sa.Select[*Columns], scope: Scope) -> sa.Select[*Columns]:
    """The query, which is one over audits, over those of the scope alone."""
    wanted: sa.ColumnElement[bool] = Audit.round_id.in_(scope.round_ids)
    if scope.first and scope.last:
        single = sa.and_(Audit.round_id.is_(None), Audit.audited_on.between(scope.first, scope.last))
        wanted = sa.or_(wanted, single)
    joined = query.join(Case, Case.id == Audit.case_id).where(wanted)
    return joined.where(Case.cohort == scope.cohort) if scope.cohort else joined
