"""Queries for coverage: which open cases were audited of late, what is left, and whose it is to audit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from storage.cases import there_on
from storage.models import Audit, Case, Draw, Pick, Round, Team
from storage.rounds import AUDITED, STANDS
from storage.sight import Sight
from storage.words import Cohort


@dataclass(frozen=True)
class ToAudit:
    """A case that somebody is to audit, with the round for which it was drawn."""

    pick: Pick
    round: Round


def to_audit(session: Session, person_id: int, today: date, offset: int, limit: int) -> Sequence[ToAudit]:
    """The person's picks of rounds that are not over and have no audit yet: what ends first."""
    ends = sa.func.coalesce(Round.ends_on, date.max)
    rows = session.execute(
        _to_audit(person_id, today)
        .options(joinedload(Pick.case).joinedload(Case.team))
        .order_by(ends, Case.reference)
        .offset(offset)
        .limit(limit)
    )
    return [ToAudit(*row) for row in rows]


def count_to_audit(session: Session, person_id: int, today: date) -> int:
    """How many of them there are."""
    ids = _to_audit(person_id, today).with_only_columns(Pick.id).subquery()
    return session.scalar(sa.select(sa.func.count()).select_from(ids)) or 0


@dataclass(frozen=True)
class InRound:
    """How many cases of a round are somebody's to audit."""

    round: Round
    cases: int


def to_audit_by_round(session: Session, person_id: int, today: date) -> Sequence[InRound]:
    """The same by round, what ends first before the others."""
    theirs = _to_audit(person_id, today).with_only_columns(Round.id, sa.func.count(Pick.id).label("many"))
    counted = theirs.group_by(Round.id).subquery()
    ends = sa.func.coalesce(Round.ends_on, date.max)
    query = sa.select(Round, counted.c.many).join(counted, counted.c.id == Round.id).order_by(ends, Round.id)
    return [InRound(*row) for row in session.execute(query)]


def _to_audit(person_id: int, today: date) -> sa.Select[Pick, Round]:
    left = (
        Pick.auditor_id == person_id,
        STANDS,
        sa.not_(AUDITED),
        sa.or_(Round.ends_on.is_(None), Round.ends_on >= today),
    )
    return (
        sa.select(Pick, Round)
        .join(Draw, Draw.id == Pick.draw_id)
        .join(Round, Round.id == Draw.round_id)
        .join(Case, Case.id == Pick.case_id)
        .where(*left)
    )


@dataclass(frozen=True)
class AuditorCount:
    """How many cases somebody was given to audit, and how many of them are audited."""

    name: str
    audited: int
    given: int


def by_auditor(
    session: Session, round_ids: Collection[int], person_id: int | None = None
) -> Sequence[AuditorCount]:
    """Of the rounds, who has how many audits to do; by name. With a person, only theirs."""
    query = (
        sa.select(Pick.auditor_name, sa.func.sum(sa.case((AUDITED, 1), else_=0)), sa.func.count(Pick.id))
        .join(Draw, Draw.id == Pick.draw_id)
        .where(Draw.round_id.in_(round_ids), STANDS, Pick.auditor_name.is_not(None))
        .group_by(Pick.auditor_name)
        .order_by(Pick.auditor_name)
    )
    if person_id is not None:
        query = query.where(Pick.auditor_id == person_id)
    return [AuditorCount(*row) for row in session.execute(query)]


@dataclass(frozen=True)
class Covered:
    """Of the open cases of a cohort in a team, how many were audited of late."""

    cohort: Cohort
    team: str
    audited: int
    cases: int


def covered(session: Session, sight: Sight, today: date, since: date) -> Sequence[Covered]:
    """The open cases in sight, by cohort and team, and how many of them were audited since the day."""
    query = (
        sa.select(
            Case.cohort,
            sa.func.coalesce(Team.name, ""),
            sa.func.sum(sa.case((_audited(since, today), 1), else_=0)),
            sa.func.count(Case.id),
        )
        .outerjoin(Team, Team.id == Case.team_id)
        .where(*there_on(today), _of_teams(sight))
        .group_by(Case.cohort, Team.name)
    )
    found = [Covered(*row) for row in session.execute(query)]
    cohorts = list(Cohort)
    return sorted(found, key=lambda one: (one.team, cohorts.index(one.cohort)))


@dataclass(frozen=True)
class Left:
    """Which open cases are looked for: those in sight without an audit since the day, all or of a cohort."""

    sight: Sight
    today: date
    since: date
    cohort: Cohort | None = None


def not_audited(session: Session, which: Left, *, offset: int, limit: int) -> Sequence[Case]:
    """These cases, by team."""
    left = _not_audited(which)
    query = sa.select(Case).outerjoin(Team, Team.id == Case.team_id).where(*left)
    whole = query.options(joinedload(Case.team), joinedload(Case.worker))
    return session.scalars(whole.order_by(Team.name, Case.reference).offset(offset).limit(limit)).all()


def count_not_audited(session: Session, which: Left) -> int:
    """How many of them there are."""
    left = _not_audited(which)
    return session.scalar(sa.select(sa.func.count(Case.id)).where(*left)) or 0


def _not_audited(which: Left) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        *there_on(which.today),
        _of_teams(which.sight),
        sa.not_(_audited(which.since, which.today)),
        sa.true() if which.cohort is None else Case.cohort == which.cohort,
    )


def _audited(since: date, today: date) -> sa.ColumnElement[bool]:
    """Holds for the cases that were audited on these days, in a query over Case."""
    audits = sa.exists().where(Audit.case_id == Case.id, Audit.audited_on.between(since, today))
    return audits.correlate(Case)


def _of_teams(sight: Sight) -> sa.ColumnElement[bool]:
    return sa.true() if sight.everything else Case.team_id.in_(sight.team_ids)
