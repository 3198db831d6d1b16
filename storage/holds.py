"""Queries for cases that are on hold."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from storage.models import Case, Hold

_HELD = Hold.released_at.is_(None)


def of_case(session: Session, case_id: int) -> Hold | None:
    """The hold that the case is on, with who put it there; None where it is on none."""
    query = sa.select(Hold).where(Hold.case_id == case_id, _HELD).options(joinedload(Hold.held_by))
    return session.scalar(query)


def references(session: Session) -> Iterator[str]:
    """The reference of every case that is on hold."""
    yield from session.scalars(sa.select(Case.reference).join(Hold, Hold.case_id == Case.id).where(_HELD))


def case_ids() -> sa.Select[int]:
    """The cases that are on hold, within another query."""
    return sa.select(Hold.case_id).where(_HELD)
