"""How actions were closed, by when they were first due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.models import Action
from storage.words import ENDED, FINISHED


@dataclass(frozen=True)
class Closed:
    """Of the actions first due on these days, how many were done by then or later, ended undone, or wait."""

    in_time: int = 0
    later: int = 0
    ended: int = 0
    open: int = 0

    @property
    def total(self) -> int:
        return self.in_time + self.later + self.ended + self.open

    @property
    def done(self) -> int:
        return self.in_time + self.later


def closed(session: Session, spans: Sequence[tuple[date, date]]) -> Sequence[Closed]:
    """For each span, first and last day included. What is done without a day counts as done later."""
    is_done = Action.status.in_(FINISHED)
    in_time = sa.and_(is_done, Action.done_on <= Action.first_due_on)
    kinds = {
        "in_time": in_time,
        "later": sa.and_(is_done, sa.or_(Action.done_on.is_(None), Action.done_on > Action.first_due_on)),
        "ended": Action.status.in_(ENDED),
        "open": sa.not_(Action.status.in_(FINISHED | ENDED)),
    }
    counts = [sa.func.sum(sa.case((kind, 1), else_=0)) for kind in kinds.values()]
    found = []
    for first, last in spans:
        row = session.execute(sa.select(*counts).where(Action.first_due_on.between(first, last))).one()
        found.append(Closed(**{name: row[place] or 0 for place, name in enumerate(kinds)}))
    return found
