"""Queries for the samples of cases that are drawn for rounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload

from storage.cases import there_on
from storage.models import Audit, Case, Draw, Person, Pick, Team
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
        .where(*there_on(today, closed_from=since if with_closed else None))
    )
    return [Drawable(*row) for row in session.execute(query)]


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


_WHOLE = sa.select(Pick).options(joinedload(Pick.case).joinedload(Case.team))
