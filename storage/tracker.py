"""Queries for the action tracker: each action with what became of it, as they are gone through."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.models import Action, Audit, Case, Check, Extension, Person, Recommendation
from storage.sight import Sight, of_actions
from storage.words import Cohort, Impact, Status

BATCH = 1_000


@dataclass(frozen=True)
class Tracked:
    """An action with its newest check and how often it was given more time.

    `case` is the reference; None is the service. `check_version` is 0 where nobody checked it.
    """

    action_id: int
    version: int
    case: str | None
    recommendation: str | None
    text: str
    owner: str
    first_due_on: date
    due_on: date
    status: Status
    done_on: date | None
    evidence: str | None
    checked_on: date | None
    impact: Impact | None
    check_version: int
    more_time: int


@dataclass(frozen=True)
class Which:
    """Which actions are asked for: those in sight, of a cohort, of rounds, or by their ids."""

    sight: Sight
    cohort: Cohort | None = None
    round_ids: Collection[int] | None = None
    action_ids: Collection[int] | None = None


def actions(session: Session, which: Which) -> Iterator[Tracked]:
    """The actions, in the order in which they were agreed."""
    newest = sa.select(sa.func.max(Check.id)).where(Check.action_id == Action.id).correlate(Action)
    given = (
        sa.select(sa.func.count(Extension.id))
        .where(Extension.action_id == Action.id, Extension.is_granted.is_(True))
        .correlate(Action)
    )
    query = (
        sa.select(
            Action.id,
            Action.version,
            Case.reference,
            Recommendation.text,
            Action.text,
            Person.name,
            Action.first_due_on,
            Action.due_on,
            Action.status,
            Action.done_on,
            Action.evidence,
            Check.checked_on,
            Check.impact,
            sa.func.coalesce(Check.version, 0),
            given.scalar_subquery(),
        )
        .outerjoin(Action.case)
        .join(Action.owner)
        .outerjoin(Action.recommendation)
        .outerjoin(Check, Check.id == newest.scalar_subquery())
        .where(*_conditions(which))
        .order_by(Action.id)
        .execution_options(yield_per=BATCH)
    )
    for row in session.execute(query):
        yield Tracked(*list[Any](row))


def _conditions(which: Which) -> Iterator[sa.ColumnElement[bool]]:
    yield of_actions(which.sight)
    if which.cohort is not None:
        yield Case.cohort == which.cohort
    if which.action_ids is not None:
        yield Action.id.in_(which.action_ids)
    if which.round_ids is not None:
        audited = sa.select(Audit.id).where(Audit.round_id.in_(which.round_ids))
        yield sa.or_(Recommendation.round_id.in_(which.round_ids), Recommendation.audit_id.in_(audited))
