"""Queries for cases."""

from collections.abc import Collection, Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from storage.models import Case, Person
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


def get(session: Session, case_id: int) -> Case | None:
    """The case with its team and its worker."""
    return session.scalar(_WHOLE.where(Case.id == case_id))


def is_in_sight(session: Session, case: Case, sight: Sight) -> bool:
    """Whether the case is among those in sight."""
    if sight.everything:
        return True
    return session.scalar(sa.select(Case.id).where(Case.id == case.id, of_cases(sight))) is not None


def in_sight(session: Session, references: Collection[str], sight: Sight, limit: int) -> Sequence[str]:
    """Those of the references that are cases in sight."""
    return session.scalars(
        sa.select(Case.reference)
        .where(Case.reference.in_(references), of_cases(sight))
        .order_by(Case.reference)
        .limit(limit)
    ).all()


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
