"""Queries for the audits that moderation waits for, and those whose grade it changed."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from storage.audits import UNMODERATED
from storage.models import Audit, Case
from storage.words import Cohort


@dataclass(frozen=True)
class Which:
    """Which audits are asked for: of a cohort, of rounds, or all."""

    cohort: Cohort | None = None
    round_ids: Collection[int] | None = None


def waiting(session: Session, which: Which) -> Sequence[Audit]:
    """Those that await a moderated grade, the oldest first, with their cases and rounds."""
    query = _WHOLE.where(UNMODERATED, *_conditions(which))
    return session.scalars(query.order_by(Audit.audited_on, Audit.id)).all()


def changed(session: Session, which: Which) -> Sequence[Audit]:
    """Those whose moderated grade is not the auditor's, the latest first, with their cases and rounds."""
    query = _WHOLE.where(Audit.moderated_grade != Audit.grade, *_conditions(which))
    return session.scalars(query.order_by(Audit.audited_on.desc(), Audit.id.desc())).all()


def _conditions(which: Which) -> Iterator[sa.ColumnElement[bool]]:
    if which.cohort is not None:
        yield Case.cohort == which.cohort
    if which.round_ids is not None:
        yield Audit.round_id.in_(which.round_ids)


_WHOLE = sa.select(Audit).join(Audit.case).options(contains_eager(Audit.case), joinedload(Audit.round))
