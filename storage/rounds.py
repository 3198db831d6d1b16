"""Queries for rounds of audits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.models import Audit, Draw, Person, Pick, Round, Team
from storage.words import Role

# A pick that stands: not swapped, and not of the half that is kept for later.
STANDS = sa.and_(Pick.swapped_on.is_(None), Pick.is_later.is_(False))

AUDITED = (
    sa.exists().where(Audit.case_id == Pick.case_id, Audit.round_id == Draw.round_id).correlate(Pick, Draw)
)


# How many audits a round holds, in a query over Round.
AUDITS = (
    sa.select(sa.func.count(Audit.id)).where(Audit.round_id == Round.id).correlate(Round).scalar_subquery()
)


def running_on(day: date) -> sa.ColumnElement[bool]:
    """Holds for the rounds whose dates hold the day; without an end date a round is open."""
    return sa.and_(Round.starts_on <= day, sa.or_(Round.ends_on.is_(None), Round.ends_on >= day))


def by_name(session: Session, name: str) -> Round | None:
    """The round of that name, however it is capitalised."""
    return session.scalar(sa.select(Round).where(sa.func.lower(Round.name) == name.lower()))


def get(session: Session, round_id: int | None) -> Round | None:
    """The round, if there is one of that id."""
    return session.get(Round, round_id) if round_id is not None else None


def holding(session: Session, day: date) -> Sequence[Round]:
    """The rounds whose dates hold the day, the latest to start first."""
    return session.scalars(sa.select(Round).where(running_on(day)).order_by(*_LATEST_FIRST)).all()


@dataclass(frozen=True)
class Progress:
    """How many audits a round holds, how many cases were drawn for it, and how many of these are audited."""

    round: Round
    audits: int
    drawn: int
    audited: int


def latest(
    session: Session, organisation: str | None, offset: int = 0, limit: int | None = None
) -> Sequence[Progress]:
    """How far the rounds have come, the latest first; with an organisation, its own."""
    return _progress(session, *_of(organisation), offset=offset, limit=limit)


def running(session: Session, organisation: str | None, day: date) -> Sequence[Progress]:
    """The same of the rounds whose dates hold the day."""
    return _progress(session, *_of(organisation), running_on(day))


def count(session: Session, organisation: str | None) -> int:
    """How many rounds there are."""
    return session.scalar(sa.select(sa.func.count(Round.id)).where(*_of(organisation))) or 0


def latest_of_all(session: Session, limit: int) -> Sequence[Round]:
    """The rounds alone, the latest first."""
    return session.scalars(sa.select(Round).order_by(*_LATEST_FIRST).limit(limit)).all()


def names(session: Session, round_ids: Collection[int]) -> dict[int, str]:
    """Their names, by id."""
    query = sa.select(Round.id, Round.name).where(Round.id.in_(round_ids))
    return {row[0]: row[1] for row in session.execute(query)}


def ids_started_in(session: Session, year: int) -> Collection[int]:
    """The rounds that started in the year."""
    days = date(year, 1, 1), date(year, 12, 31)
    return session.scalars(sa.select(Round.id).where(Round.starts_on.between(*days))).all()


def compared_with(session: Session, round_id: int) -> Sequence[Round]:
    """The rounds that say that they may be compared with this one."""
    return session.scalars(sa.select(Round).where(Round.comparable_id == round_id)).all()


@dataclass(frozen=True)
class AuditsOf:
    """How many audits a round holds, and their first and last day."""

    many: int
    first: date | None
    last: date | None


def audits_of(session: Session, round_id: int) -> AuditsOf:
    days = sa.func.count(Audit.id), sa.func.min(Audit.audited_on), sa.func.max(Audit.audited_on)
    return AuditsOf(*session.execute(sa.select(*days).where(Audit.round_id == round_id)).one())


def organisations(session: Session) -> Sequence[str]:
    """The outside organisations that are known, by name: the teams of auditors, and those of rounds."""
    of_auditors = (
        sa.select(Team.name).join(Person, Person.team_id == Team.id).where(Person.role == Role.AUDITOR)
    )
    of_rounds = sa.select(Round.organisation).where(Round.organisation.is_not(None))
    return sorted(session.scalars(of_auditors.union(of_rounds)))


def _of(organisation: str | None) -> tuple[sa.ColumnElement[bool], ...]:
    return () if organisation is None else (Round.organisation == organisation,)


def _progress(
    session: Session, *conditions: sa.ColumnElement[bool], offset: int = 0, limit: int | None = None
) -> Sequence[Progress]:
    picks = (
        sa.select(sa.func.count(Pick.id)).join(Draw, Draw.id == Pick.draw_id).where(Draw.round_id == Round.id)
    )
    drawn = picks.where(STANDS)
    query = (
        sa.select(
            Round,
            AUDITS,
            drawn.correlate(Round).scalar_subquery(),
            drawn.where(AUDITED).correlate(Round).scalar_subquery(),
        )
        .where(*conditions)
        .order_by(*_LATEST_FIRST)
        .offset(offset)
        .limit(limit)
    )
    return [Progress(*row) for row in session.execute(query)]


_LATEST_FIRST = (Round.starts_on.desc(), Round.id.desc())
