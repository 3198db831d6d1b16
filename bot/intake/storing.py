"""Adding a row's record or changing the one that is there, with its row in the journal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from bot import record as records
from bot.intake.report import Outcome
from bot.visit import Visit
from storage.models import Record


@dataclass(frozen=True)
class Taken:
    """The record that a row stands for, what became of it, and what else to know."""

    record: Record
    outcome: Outcome
    notes: tuple[str, ...] = ()

    def noting(self, note: str) -> "Taken":
        """The same with a note."""
        return replace(self, notes=(*self.notes, note))

    def and_then(self, later: "Taken") -> "Taken":
        """What became of the record by both steps."""
        outcome = later.outcome if self.outcome is Outcome.UNCHANGED else self.outcome
        return replace(self, outcome=outcome, notes=(*self.notes, *later.notes))


def add(
    session: Session,
    visit: Visit,
    event: str,
    kind: type[Record],
    values: Mapping[str, object],
    *,
    notes: Sequence[str] = (),
) -> Taken:
    """Stores a new record of the values. What a blank cell left open takes the table's default."""
    record = kind(**{field: value for field, value in values.items() if value is not None})
    records.add(session, visit, event, record)
    return Taken(record, Outcome.ADDED, tuple(notes))


def change(
    session: Session,
    visit: Visit,
    event: str,
    record: Record,
    values: Mapping[str, object],
    *,
    notes: Sequence[str] = (),
    cleared: Sequence[str] = (),
) -> Taken:
    """Gives a record the values. A blank cell says nothing: None leaves what is there, but for `cleared`."""
    said = {field: value for field, value in values.items() if value is not None}
    meant = said | dict.fromkeys(cleared)
    different = {field: value for field, value in meant.items() if getattr(record, field) != value}
    if not different:
        return Taken(record, Outcome.UNCHANGED, tuple(notes))
    with records.change(session, visit, event, record):
        for field, value in different.items():
            setattr(record, field, value)
    return Taken(record, Outcome.CHANGED, tuple(notes))
