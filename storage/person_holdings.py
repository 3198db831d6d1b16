"""All that is held on one person who works here, by whatever column points to them."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from storage import own_journal
from storage.holdings import Entry
from storage.models import (
    Audit,
    Base,
    JournalEntry,
    JournalValues,
    Letter,
    Person,
    Pick,
)

# Told apart, as their rows say too little by themselves.
READ_APART: frozenset[type[Base]] = frozenset({JournalEntry, Letter})

# Where people stand by their name alone.
_NAMED: Mapping[type[Base], Sequence[str]] = {
    Audit: ("auditor_name", "moderator_name"),
    Pick: ("auditor_name",),
}


def kinds() -> Sequence[type[Base]]:
    """Every table that points to people, and theirs; the order is the same each time."""
    found = [mapper.class_ for mapper in Base.registry.mappers if _pointing(mapper.class_)]
    return [Person, *sorted(set(found) - READ_APART - {Person}, key=lambda kind: str(kind.__tablename__))]


def rows(session: Session, person: Person) -> dict[type[Base], Sequence[Base]]:
    """The rows of each table that point to the person or name them."""
    return {kind: session.scalars(_of(kind, person)).all() for kind in kinds()}


def _of(kind: type[Base], person: Person) -> sa.Select[Any]:
    table = kind.__table__
    key = tuple(table.primary_key)
    if kind is Person:
        return sa.select(Person).where(Person.id == person.id)
    named = [table.c[name] == person.name for name in _NAMED.get(kind, ())]
    pointing = [column == person.id for column in _pointing(kind)]
    return sa.select(kind).where(sa.or_(*pointing, *named)).order_by(*key)


def _pointing(kind: type[Base]) -> Sequence[sa.ColumnElement[Any]]:
    return [
        column
        for column in kind.__table__.columns
        if any(key.column.table is Person.__table__ for key in column.foreign_keys)
    ]


def letters(session: Session, person_id: int) -> Sequence[Letter]:
    """The letters to the person, the first first."""
    query = sa.select(Letter).where(Letter.person_id == person_id).options(joinedload(Letter.person))
    return session.scalars(query.order_by(Letter.id)).all()


def journal(session: Session, person_id: int) -> Sequence[Entry]:
    """The journal's rows by the person and about them, the first first."""
    theirs = sa.or_(
        JournalEntry.who_id == person_id,
        sa.and_(JournalEntry.subject == Person.__tablename__, JournalEntry.subject_id == person_id),
        JournalEntry.number.in_(own_journal.naming(person_id)),
    )
    query = (
        sa.select(JournalEntry, JournalValues.before, JournalValues.after)
        .outerjoin(JournalValues, JournalValues.number == JournalEntry.number)
        .where(theirs)
        .order_by(JournalEntry.number)
    )
    return [Entry(*row) for row in session.execute(query)]
