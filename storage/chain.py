"""The journal's chain, looked through: which rows are not as they were written, the first one first."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage import journal
from storage.models import JournalEntry, JournalValues
from storage.words import Door

AT_ONCE = 1000

# What the first version's migration made. On PostgreSQL they must be ALWAYS on, or a session passes them.
_GUARDS = {
    "sqlite": frozenset(
        {
            "journal_no_update",
            "journal_no_delete",
            "journal_no_replace",
            "journal_in_order",
            "journal_values_no_update",
        }
    ),
    "postgresql": frozenset({"journal_no_change", "journal_in_order", "journal_values_no_update"}),
}
_GUARDS_THERE = {
    "sqlite": sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'"),
    "postgresql": sa.text(
        "SELECT tgname FROM pg_trigger WHERE tgenabled = 'A' "
        "AND tgrelid IN (to_regclass('journal'), to_regclass('journal_values'))"
    ),
}


@dataclass(frozen=True)
class Row:
    """A row as it stands now, which is not always as it was written. `at` and `door` may be no such thing."""

    number: int
    at: datetime | str
    who_id: int | None
    door: str
    event: str
    subject: str
    subject_id: int


@dataclass(frozen=True)
class Fault:
    """What is wrong at a number of the chain, and the row that stands there; None where it is missing."""

    number: int
    what: str
    row: Row | None = None

    def __str__(self) -> str:
        return self.what


def faults(session: Session, tell: Callable[[int], None] = lambda _: None) -> Iterator[Fault]:
    """What is wrong with the chain, first broken row first; nothing where it is whole.

    `tell` hears of every few rows that were looked at.
    """
    with session.execute(_QUERY) as rows:
        yield from _faults_in(_counted(rows, tell))


def missing_guards(session: Session) -> Sequence[str]:
    """What keeps the database from changing what was written, as far as it is gone."""
    dialect = session.get_bind().dialect.name
    return sorted(_GUARDS[dialect] - set(session.scalars(_GUARDS_THERE[dialect])))


class Known(NamedTuple):
    """What a row's hash is, and when it says that it was written."""

    hash: str
    at: datetime | None


def known(session: Session, numbers: Collection[int]) -> dict[int, Known]:
    """The rows of these numbers, as far as there are such."""
    found = {}
    wanted = sorted(numbers)
    for start in range(0, len(wanted), AT_ONCE):
        query = sa.select(JournalEntry.number, JournalEntry.hash, _AT).where(
            JournalEntry.number.in_(wanted[start : start + AT_ONCE])
        )
        for number, its_hash, at in session.execute(query):
            moment = _moment(at)
            found[number] = Known(its_hash, moment if isinstance(moment, datetime) else None)
    return found


# As they lie in the database: what is no moment or no door is a fault of its row, and must not end the look.
_AT, _DOOR = (sa.type_coerce(column, sa.Text()) for column in (JournalEntry.at, JournalEntry.door))
_QUERY = (
    sa.select(
        JournalEntry.number,
        _AT.label("at"),
        JournalEntry.who_id,
        _DOOR.label("door"),
        JournalEntry.event,
        JournalEntry.subject,
        JournalEntry.subject_id,
        JournalEntry.before_digest,
        JournalEntry.after_digest,
        JournalEntry.previous_hash,
        JournalEntry.hash,
        JournalValues.number.label("has_values"),
        JournalValues.salt,
        JournalValues.before,
        JournalValues.after,
    )
    .outerjoin(JournalValues, JournalValues.number == JournalEntry.number)
    .order_by(JournalEntry.number)
    .execution_options(yield_per=AT_ONCE)
)


def _counted(rows: Iterable[Any], tell: Callable[[int], None]) -> Iterator[Any]:
    count = 0
    for count, row in enumerate(rows, 1):
        yield row
        if count % AT_ONCE == 0:
            tell(AT_ONCE)
    tell(count % AT_ONCE)


def _faults_in(rows: Iterable[Any]) -> Iterator[Fault]:
    number, previous_hash = 0, journal.NO_HASH
    for row in rows:
        number += 1
        if row.number != number:
            yield Fault(number, f"journal row {number} is missing")
            number = row.number
        for what in _faults_of(row, previous_hash):
            yield Fault(number, what, _told(row))
        previous_hash = row.hash


def _faults_of(row: Any, previous_hash: str) -> Iterator[str]:
    if row.previous_hash != previous_hash:
        yield f"journal row {row.number} does not follow the row before it"
    at = _moment(row.at)
    if not isinstance(at, datetime) or row.door not in _DOORS:
        yield f"journal row {row.number} holds what the bot never writes"
    elif row.hash != journal.hash_of({**row._mapping, "at": at}):
        yield f"journal row {row.number} was altered"
    if row.has_values is not None and not journal.values_fit(row, row):
        yield f"the values of journal row {row.number} were altered"


_DOORS = frozenset(Door)


def _told(row: Any) -> Row:
    return Row(row.number, _moment(row.at), row.who_id, str(row.door), row.event, row.subject, row.subject_id)


def _moment(lies: Any) -> datetime | str:
    """The moment that lies in the database, or its text where it is none."""
    try:
        at = lies if isinstance(lies, datetime) else datetime.fromisoformat(lies)
    except (TypeError, ValueError):
        return str(lies)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
