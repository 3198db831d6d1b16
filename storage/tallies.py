"""The actions behind the lines of the improvement plan, counted as they stood at the end of a day.

What counts of cases is asked from the findings on, so that it costs what was found and not every action.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.models import Action, Audit, Case, Finding, Recommendation
from storage.plan import named, of_theme
from storage.words import ENDED, FINISHED, UNFINISHED, Cohort, FindingKind, Status

_DONE_ON = sa.func.coalesce(Action.done_on, Action.due_on)


@dataclass(frozen=True)
class When:
    """The end of `day`, which is the instant `ends_at`; `today` tells what is late."""

    day: date
    ends_at: datetime
    today: date


@dataclass(frozen=True)
class Tally:
    """How many `actions` there are, `unfinished` and `late` today, and for how many sources (`covered`).

    Late is told against the first date, as everywhere. By the day: how many were `done`, the last of them on
    `last_done_on`; how many that had been agreed were `left` to do, and how many of these are `started`. What
    ended undone is neither.
    """

    actions: int = 0
    unfinished: int = 0
    late: int = 0
    done: int = 0
    last_done_on: date | None = None
    left: int = 0
    started: int = 0
    covered: int = 0


def _columns(when: When) -> Sequence[sa.ColumnElement[Any]]:
    """The columns of a tally but the last. What was imported may have been done before it was recorded."""
    is_unfinished = Action.status.in_(UNFINISHED)
    begun = sa.or_(Action.agreed_at < when.ends_at, Action.done_on <= when.day)
    is_done = sa.and_(Action.status.in_(FINISHED), when.day >= _DONE_ON)
    is_left = sa.and_(begun, sa.not_(is_done), Action.status.not_in(ENDED))
    return [
        sa.func.count(Action.id),
        _count(is_unfinished),
        _count(sa.and_(is_unfinished, Action.first_due_on < when.today)),
        _count(sa.and_(begun, is_done)),
        sa.func.max(sa.case((sa.and_(begun, is_done), _DONE_ON))),
        _count(is_left),
        _count(sa.and_(is_left, Action.status == Status.STARTED)),
    ]


def _count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.count(sa.case((condition, 1)))


def of_recommendations(session: Session, when: When, name: str | None = None) -> dict[int, Tally]:
    """What was agreed for each recommendation to the service."""
    query = (
        sa.select(Recommendation.id, *_columns(when))
        .join(Action, Action.recommendation_id == Recommendation.id)
        .where(Recommendation.case_id.is_(None), *of_theme(Recommendation.theme, name))
        .group_by(Recommendation.id)
    )
    return {number: Tally(*counts) for number, *counts in session.execute(query)}


def of_areas(session: Session, when: When, name: str | None = None) -> dict[tuple[str, Cohort | None], Tally]:
    """What was agreed about each theme for the cases, by cohort, and activities in which it was found."""
    found = _found(name)
    of_cases = (
        sa.select(found.c.name, found.c.cohort, *_columns(when), sa.func.count(found.c.case_id.distinct()))
        .select_from(found)
        .join(Recommendation, Recommendation.case_id == found.c.case_id)
        .join(Action, Action.recommendation_id == Recommendation.id)
        .where(named(Recommendation.theme) == found.c.name, Recommendation.theme.is_not(None))
        .group_by(found.c.name, found.c.cohort)
    )
    done = _found_by_activities(name)
    of_activities = (
        sa.select(done.c.name, *_columns(when), sa.func.count(done.c.activity_id.distinct()))
        .select_from(done)
        .join(Recommendation, Recommendation.activity_id == done.c.activity_id)
        .join(Action, Action.recommendation_id == Recommendation.id)
        .where(Recommendation.case_id.is_(None), named(Recommendation.theme) == done.c.name)
        .group_by(done.c.name)
    )
    tallies: dict[tuple[str, Cohort | None], Tally] = {}
    for theme, cohort, *counts in session.execute(of_cases):
        tallies[theme, cohort] = Tally(*counts)
    for theme, *counts in session.execute(of_activities):
        tallies[theme, None] = Tally(*counts)
    return tallies


def _found(name: str | None) -> sa.Subquery:
    """Each theme with each case in which it was found."""
    return (
        sa.select(named(Finding.theme).label("name"), Case.cohort, Audit.case_id)
        .join(Audit, Audit.id == Finding.audit_id)
        .join(Case, Case.id == Audit.case_id)
        .where(Finding.kind == FindingKind.AREA, *of_theme(Finding.theme, name))
        .distinct()
        .subquery()
    )


def _found_by_activities(name: str | None) -> sa.Subquery:
    return (
        sa.select(named(Finding.theme).label("name"), Finding.activity_id)
        .where(Finding.kind == FindingKind.AREA, Finding.activity_id.is_not(None))
        .where(Finding.audit_id.is_(None), *of_theme(Finding.theme, name))
        .distinct()
        .subquery()
    )


def actions_of_areas(session: Session, name: str, cohort: Cohort | None) -> Sequence[int]:
    """The actions that the tally of these areas counts."""
    if cohort is None:
        done = _found_by_activities(name)
        for_activities = (
            sa.select(Action.id)
            .select_from(done)
            .join(Recommendation, Recommendation.activity_id == done.c.activity_id)
            .join(Action, Action.recommendation_id == Recommendation.id)
            .where(Recommendation.case_id.is_(None), named(Recommendation.theme) == done.c.name)
        )
        return session.scalars(for_activities).all()
    found = _found(name)
    for_cases = (
        sa.select(Action.id)
        .select_from(found)
        .join(Recommendation, Recommendation.case_id == found.c.case_id)
        .join(Action, Action.recommendation_id == Recommendation.id)
        .where(found.c.cohort == cohort)
        .where(named(Recommendation.theme) == found.c.name, Recommendation.theme.is_not(None))
    )
    return session.scalars(for_cases).all()
