"""Adding a row's record or changing the one that is there, with its row in the journal."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

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


@dataclass(frozen=True, slots=True)
class Meant:
    """What a row means: other values of the record that is `there`, else a new one of `values` and `made`.

    `noun` is what the journal calls such a record. A blank cell says nothing, but for those `cleared`.
    """

    kind: type[Record]
    noun: str
    there: Record | None
    values: Mapping[str, object]
    made: Mapping[str, object] = field(default_factory=dict)
    notes: Sequence[str] = ()
    cleared: Sequence[str] = ()

    @property
    def different(self) -> dict[str, object]:
        """The values that the record there does not have yet."""
        return _different(self.there, self.values, self.cleared)


class Additions:
    """New records on their way in: they are written some hundred at a time, each with its row in the journal.

    `MOST` bounds the memory that a long file takes.
    """

    MOST = 500

    def __init__(self, session: Session, visit: Visit) -> None:
        self._session = session
        self._visit = visit
        self._kind: type[Record] = Record
        self._event = ""
        # What each is of, and whom to tell the id that it was given.
        self._waiting: list[dict[str, object]] = []
        self._tell: list[Callable[[int], object]] = []

    def add(self, meant: Meant, tell: Callable[[int], object]) -> None:
        """Takes a new record; `tell` learns its id once it is written. A file's rows are all of one kind."""
        self._kind, self._event = meant.kind, f"{meant.noun} added"
        self._waiting.append({**meant.values, **meant.made})
        self._tell.append(tell)
        if len(self._waiting) >= self.MOST:
            self.write()

    def write(self) -> None:
        """Writes what waits, so that it is found."""
        if not self._waiting:
            return
        ids = records.add_all(self._session, self._visit, self._event, self._kind, self._waiting)
        for tell, record_id in zip(self._tell, ids, strict=True):
            tell(record_id)
        self._waiting, self._tell = [], []


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
    different = _different(record, values, cleared)
    if not different:
        return Taken(record, Outcome.UNCHANGED, tuple(notes))
    with records.change(session, visit, event, record):
        for field, value in different.items():
            setattr(record, field, value)
    return Taken(record, Outcome.CHANGED, tuple(notes))


def _different(
    record: Record | None, values: Mapping[str, object], cleared: Sequence[str]
) -> dict[str, object]:
    said = {name: value for name, value in values.items() if value is not None}
    meant = said | dict.fromkeys(cleared)
    return {name: value for name, value in meant.items() if getattr(record, name) != value}
