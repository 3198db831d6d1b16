"""Queries for cases."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from storage.models import UNFINISHED_SQL, Action, Audit, Case, Person
from storage.sight import Sight, of_cases


def by_reference(session: Session, reference: str) -> Case | None:
    """The case with its team and its worker."""
    return session.scalar(_WHOLE.where(Case.reference == reference))


def by_system_number(session: Session, number: str) -> Case | None:
    """The case with its team and its worker."""
    return session.scalar(_WHOLE.where(Case.system_number == number))


def bare_by_reference(session: Session, reference: str) -> Case | None:
    """The case alone, for imports of thousands."""
    return session.scalar(sa.select(Case).where(Case.reference == reference))


def bare_by_system_number(session: Session, number: str) -> Case | None:
    """The case alone, for imports of thousands."""
    return session.scalar(sa.select(Case).where(Case.system_number == number))


def is_any_number(session: Session, numbers: Collection[str]) -> bool:
    """Whether one of them is a case's number in the case system."""
    return session.scalar(sa.select(Case.id).where(Case.system_number.in_(numbers)).limit(1)) is not None


def numbers(session: Session) -> Iterator[tuple[int, str, str | None]]:
    """Id, reference and case-system number of every case."""
    query = sa.select(Case.id, Case.reference, Case.system_number).execution_options(yield_per=1000)
    with session.execute(query) as rows:
        yield from rows


def get(session: Session, case_id: int) -> Case | None:
    """The case with its team and its worker."""
    return session.scalar(_WHOLE.where(Case.id == case_id))


def is_in_sight(session: Session, case: Case, sight: Sight) -> bool:
    """Whether the case is among those in sight."""
    if sight.everything:
        return True
    return session.scalar(sa.select(Case.id).where(Case.id == case.id, of_cases(sight))) is not None


def beginning_with(session: Session, beginning: str, sight: Sight, limit: int) -> Sequence[Case]:
    """The open cases in sight whose references begin so, with their teams."""
    return session.scalars(
        _WHOLE.where(
            Case.reference.startswith(beginning, autoescape=True),
            Case.closed_on.is_(None),
            of_cases(sight),
        )
        .order_by(Case.reference)
        .limit(limit)
    ).all()


def in_sight(session: Session, references: Collection[str], sight: Sight, limit: int) -> Sequence[str]:
    """Those of the references that are cases in sight."""
    return session.scalars(
        sa.select(Case.reference)
        .where(Case.reference.in_(references), of_cases(sight))
        .order_by(Case.reference)
        .limit(limit)
    ).all()


@dataclass(frozen=True)
class Whose:
    """The cases whose worker somebody is, and those of some teams."""

    worker_id: int
    team_ids: Collection[int]


def open_of(session: Session, whose: Whose, today: date, offset: int, limit: int) -> Sequence[Case]:
    """Those that are open, by reference."""
    return session.scalars(
        _WHOLE.where(*_open_of(whose, today)).order_by(Case.reference).offset(offset).limit(limit)
    ).all()


def count_open_of(session: Session, whose: Whose, today: date) -> int:
    """How many of them there are."""
    return session.scalar(sa.select(sa.func.count(Case.id)).where(*_open_of(whose, today))) or 0


def there_on(day: date, closed_from: date | None = None) -> tuple[sa.ColumnElement[bool], ...]:
    """Holds for the cases that were open on the day, or closed after the other one, in a query over Case."""
    is_open = sa.or_(Case.closed_on.is_(None), Case.closed_on > (closed_from or day))
    return is_open, sa.or_(Case.opened_on.is_(None), Case.opened_on <= day)


@dataclass(frozen=True)
class Closed:
    """A case that was closed, how often it was audited, and its actions that are open or started."""

    reference: str
    closed_on: date
    audits: int
    unfinished: int


def closed_before(session: Session, day: date) -> Sequence[Closed]:
    """The cases that were closed before the day, the earliest first."""
    audits = sa.select(sa.func.count()).where(Audit.case_id == Case.id).scalar_subquery()
    unfinished = (
        sa.select(sa.func.count())
        .select_from(Action)
        .where(Action.case_id == Case.id, sa.text(UNFINISHED_SQL))
        .scalar_subquery()
    )
    query = (
        sa.select(Case.reference, Case.closed_on, audits, unfinished)
        .where(Case.closed_on < day)
        .order_by(Case.closed_on, Case.reference)
    )
    return [Closed(*row) for row in session.execute(query)]


def _open_of(whose: Whose, today: date) -> tuple[sa.ColumnElement[bool], ...]:
    is_open = sa.or_(Case.closed_on.is_(None), Case.closed_on > today)
    return is_open, sa.or_(Case.worker_id == whose.worker_id, Case.team_id.in_(whose.team_ids))


def every_reference(session: Session) -> Iterator[tuple[str, str | None, str | None]]:
    """Reference, case-system number and worker's name of every case, by reference."""
    query = (
        sa.select(Case.reference, Case.system_number, Person.name)
        .outerjoin(Person, Person.id == Case.worker_id)
        .order_by(Case.reference)
        .execution_options(yield_per=1000)
    )
    with session.execute(query) as rows:
        yield from rows


_WHOLE = sa.select(Case).options(selectinload(Case.team), selectinload(Case.worker))
