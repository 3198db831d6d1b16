"""Queries for the samples of cases that are drawn for rounds."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload

from storage.models import Audit, Case, Draw, Person, Pick, Round, Team
from storage.rounds import AUDITED, STANDS
from storage.sight import Sight
from storage.words import Cohort, Role


@dataclass(frozen=True)
class Drawable:
    """A case that may be drawn, with what the draw goes by.

    `is_recent`: it was audited, or drawn, in the year before. `is_promised`: an earlier draw kept it for this
    one.
    """

    case_id: int
    reference: str
    cohort: Cohort
    team: str
    is_recent: bool
    is_promised: bool


def drawable(session: Session, today: date, since: date, *, with_closed: bool) -> Sequence[Drawable]:
    """The open cases, and those closed since the day as well if these are wanted."""
    recent = sa.or_(
        sa.exists().where(Audit.case_id == Case.id, Audit.audited_on.between(since, today)),
        sa.exists().where(
            Pick.case_id == Case.id, STANDS, Pick.draw_id == Draw.id, Draw.drawn_on.between(since, today)
        ),
    )
    query = (
        sa.select(
            Case.id,
            Case.reference,
            Case.cohort,
            sa.func.coalesce(Team.name, ""),
            recent.label("recent"),
            _promised().label("promised"),
        )
        .outerjoin(Team, Team.id == Case.team_id)
        .where(*_there(today, since if with_closed else today))
    )
    return [Drawable(*row) for row in session.execute(query)]


def _there(today: date, closed_from: date) -> tuple[sa.ColumnElement[bool], ...]:
    """Cases that were open on the day, or closed no earlier than the other one."""
    is_open = sa.or_(Case.closed_on.is_(None), Case.closed_on > closed_from)
    return is_open, sa.or_(Case.opened_on.is_(None), Case.opened_on <= today)


def _promised() -> sa.ColumnElement[bool]:
    """Kept for the next round by a draw, and neither drawn nor audited since."""
    newer = aliased(Pick)
    drawn_since = sa.exists().where(
        newer.case_id == Pick.case_id,
        newer.id > Pick.id,
        newer.is_later.is_(False),
        newer.swapped_on.is_(None),
    )
    audited_since = sa.exists().where(Audit.case_id == Pick.case_id, Audit.audited_on >= Draw.drawn_on)
    return sa.exists().where(
        Pick.case_id == Case.id,
        Pick.draw_id == Draw.id,
        Pick.is_later,
        sa.not_(drawn_since.correlate(Pick)),
        sa.not_(audited_since.correlate(Pick, Draw)),
    )


def get(session: Session, draw_id: int) -> Draw | None:
    """The draw, if there is one of that id."""
    return session.get(Draw, draw_id)


def newest_of(session: Session, round_id: int) -> Draw | None:
    """The draw of the round that was made last."""
    return session.scalar(sa.select(Draw).where(Draw.round_id == round_id).order_by(Draw.id.desc()).limit(1))


def pick(session: Session, pick_id: int) -> Pick | None:
    """The pick with its case."""
    return session.scalar(_WHOLE.where(Pick.id == pick_id))


def of_draw(session: Session, draw_id: int, sight: Sight) -> Sequence[Pick]:
    """The picks in sight, swapped ones and the other half included; as they were drawn."""
    query = _WHOLE.join(Pick.case).where(Pick.draw_id == draw_id, of_picks(sight))
    return session.scalars(query.order_by(Pick.id)).all()


def of_picks(sight: Sight) -> sa.ColumnElement[bool]:
    """Holds for the picks of one's teams and one's own, in a query over Pick with its case joined."""
    if sight.everything:
        return sa.true()
    ways: list[sa.ColumnElement[bool]] = [Pick.auditor_id == sight.person_id]
    if sight.team_ids:
        ways.append(Case.team_id.in_(sight.team_ids))
    return sa.or_(*ways)


def audited(session: Session, draw_id: int) -> set[int]:
    """The ids of the draw's picks whose case has an audit in the round."""
    query = sa.select(Pick.id).join(Draw, Draw.id == Pick.draw_id)
    return set(session.scalars(query.where(Pick.draw_id == draw_id, AUDITED)))


def all_of(session: Session, draw_id: int) -> Sequence[Pick]:
    """Every pick of the draw, as they were drawn."""
    return session.scalars(_WHOLE.where(Pick.draw_id == draw_id).order_by(Pick.id)).all()


def count_of_round(session: Session, round_id: int) -> int:
    """How many cases were drawn for the round."""
    query = sa.select(sa.func.count(Pick.id)).join(Draw, Draw.id == Pick.draw_id)
    return session.scalar(query.where(Draw.round_id == round_id, STANDS)) or 0


def rounds_that_drew(session: Session, case_id: int) -> set[int]:
    """The ids of the rounds for which the case was drawn."""
    query = sa.select(Draw.round_id).join(Pick, Pick.draw_id == Draw.id)
    return set(session.scalars(query.where(Pick.case_id == case_id, STANDS)))


def rounds_to_audit_in(session: Session, case_id: int, person_id: int | None) -> set[int]:
    """The ids of the rounds in which the person is to audit the case."""
    if person_id is None:
        return set()
    query = sa.select(Draw.round_id).join(Pick, Pick.draw_id == Draw.id)
    return set(session.scalars(query.where(Pick.case_id == case_id, Pick.auditor_id == person_id, STANDS)))


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
        .where(*_there(today, today), _of_teams(sight))
        .group_by(Case.cohort, Team.name)
    )
    found = [Covered(*row) for row in session.execute(query)]
    cohorts = list(Cohort)
    return sorted(found, key=lambda one: (one.team, cohorts.index(one.cohort)))


def not_audited(
    session: Session, sight: Sight, today: date, since: date, *, offset: int, limit: int
) -> Sequence[Case]:
    """The open cases in sight without an audit since the day, by team."""
    left = _not_audited(sight, today, since)
    query = sa.select(Case).outerjoin(Team, Team.id == Case.team_id).where(*left)
    whole = query.options(joinedload(Case.team), joinedload(Case.worker))
    return session.scalars(whole.order_by(Team.name, Case.reference).offset(offset).limit(limit)).all()


def count_not_audited(session: Session, sight: Sight, today: date, since: date) -> int:
    """How many of them there are."""
    left = _not_audited(sight, today, since)
    return session.scalar(sa.select(sa.func.count(Case.id)).where(*left)) or 0


def _not_audited(sight: Sight, today: date, since: date) -> tuple[sa.ColumnElement[bool], ...]:
    return *_there(today, today), _of_teams(sight), sa.not_(_audited(since, today))


def _audited(since: date, today: date) -> sa.ColumnElement[bool]:
    """Holds for the cases that were audited on these days, in a query over Case."""
    audits = sa.exists().where(Audit.case_id == Case.id, Audit.audited_on.between(since, today))
    return audits.correlate(Case)


def auditors(session: Session, organisation: str | None) -> Sequence[Person]:
    """Who may be given cases of a round: its organisation's people; without one, who logs audits in-house."""
    query = sa.select(Person).outerjoin(Team, Team.id == Person.team_id).where(Person.active)
    if organisation is not None:
        query = query.where(Person.role == Role.AUDITOR, Team.name == organisation)
    else:
        query = query.where(Person.role.in_((Role.MANAGER, Role.QUALITY, Role.LEADER)))
    return (
        session.scalars(
            query.options(joinedload(Person.team), joinedload(Person.posts)).order_by(Person.name, Person.id)
        )
        .unique()
        .all()
    )


def _of_teams(sight: Sight) -> sa.ColumnElement[bool]:
    return sa.true() if sight.everything else Case.team_id.in_(sight.team_ids)


_WHOLE = sa.select(Pick).options(joinedload(Pick.case).joinedload(Case.team))
