"""The journal: who changed what, in a chain where every row carries the hash of the one before.

The chain holds digests only; the values lie in `journal_values`, so that a purge can delete them and the
chain still verifies. Digests are salted: without the salt a value cannot be guessed back.
"""

import hashlib
import json
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, SessionTransaction

from storage import additions
from storage.models import NOT_IN_THE_JOURNAL, Base, JournalEntry, JournalValues, Record
from storage.words import Door

Values = Mapping[str, Any]

NO_HASH = "0" * 64


def values_of(record: Base) -> dict[str, Any]:
    """The record's columns as the journal keeps them."""
    return {name: getattr(record, name) for name in _columns_of(type(record))}


def values_in(kind: type[Base], row: Values) -> dict[str, Any]:
    """The same of a row that holds all of a record's columns."""
    return {name: row[name] for name in _columns_of(kind)}


@cache
def _columns_of(kind: type[Base]) -> tuple[str, ...]:
    return tuple(
        column.key
        for column in sa.inspect(kind).column_attrs
        if NOT_IN_THE_JOURNAL not in column.columns[0].info
    )


def append(
    session: Session,
    *,
    at: datetime,
    who_id: int | None,
    door: Door,
    event: str,
    record: Base,
    before: Values | None,
    after: Values | None,
    case_id: int | None,
) -> None:
    """Writes one row in the caller's transaction: a change and its row are stored together or not at all.

    `before` is None for what is new, `after` for what is gone; `case_id` lets a purge find the values.
    """
    session.flush()
    subject_id: int = sa.inspect(record).identity[0]  # type: ignore[index]  # flushed, so it has one
    what = Said(subject_id, before, after, case_id)
    append_all(session, [what], at=at, who_id=who_id, door=door, event=event, subject=record.__tablename__)


class Said(NamedTuple):
    """What one row says of a record: by its id, with the values before and after."""

    subject_id: int
    before: Values | None
    after: Values | None
    case_id: int | None


def append_all(
    session: Session,
    said: Iterable[Said],
    *,
    at: datetime,
    who_id: int | None,
    door: Door,
    event: str,
    subject: str,
) -> None:
    """Writes rows of one event in their order, as `append` writes one; their records are stored already."""
    end = _end(session)
    number, previous_hash = end.number, end.hash
    at_in_the_hash, at = _plain(at), at.astimezone(UTC)  # of all rows the same, so written once
    entries, values = [], []
    for subject_id, before, after, case_id in said:
        number += 1
        salt = secrets.token_hex(16)
        texts = _written(before), _written(after)
        entry = {
            "number": number,
            "at": at_in_the_hash,
            "who_id": who_id,
            "door": door,
            "event": event,
            "subject": subject,
            "subject_id": subject_id,
            "before_digest": _digest(salt, texts[0]),
            "after_digest": _digest(salt, texts[1]),
            "previous_hash": previous_hash,
        }
        previous_hash = hash_of(entry)
        entry["at"], entry["hash"] = at, previous_hash
        entries.append(entry)
        values.append(
            {"number": number, "case_id": case_id, "salt": salt, "before": texts[0], "after": texts[1]}
        )
    # Not as objects of the session: an import of thousands of rows would keep looking through them.
    additions.insert(session, JournalEntry, entries)
    additions.insert(session, JournalValues, values)
    session.info[_END] = _End(session.get_transaction(), number, previous_hash)


@dataclass(frozen=True)
class _End:
    """The newest row, as a transaction that holds the writers' lock knows it without looking again."""

    transaction: SessionTransaction | None
    number: int
    hash: str


_END = "the end of the journal"


def _end(session: Session) -> _End:
    known: _End | None = session.info.get(_END)
    transaction = session.get_transaction()
    if known is not None and known.transaction is transaction:
        return known
    newest = session.execute(_NEWEST).first()
    return _End(transaction, *newest) if newest else _End(transaction, 0, NO_HASH)


@sa.event.listens_for(Session, "after_soft_rollback")
def _look_again(session: Session, _transaction: SessionTransaction) -> None:
    """What a savepoint took back with it is the end no more."""
    session.info.pop(_END, None)


@dataclass(frozen=True)
class Change:
    """A row about a record, and the values after it; none where these were purged."""

    at: datetime
    who_id: int | None
    event: str
    subject_id: int
    after: Values


def changes_of(session: Session, case_id: int, events: Collection[str]) -> Sequence[Change]:
    """What was done to a case and what belongs to it in these events, the first first."""
    query = (
        sa.select(
            JournalEntry.at,
            JournalEntry.who_id,
            JournalEntry.event,
            JournalEntry.subject_id,
            JournalValues.after,
        )
        .join(JournalValues, JournalValues.number == JournalEntry.number)
        .where(JournalValues.case_id == case_id, JournalEntry.event.in_(events))
        .order_by(JournalEntry.number)
    )
    return [Change(*row[:4], after=json.loads(row.after or "{}")) for row in session.execute(query)]


def changed_by_others(session: Session, record: Record, who_id: int | None) -> bool:
    """Whether anybody else has a row about the record."""
    others = sa.exists().where(
        JournalEntry.subject == record.__tablename__,
        JournalEntry.subject_id == record.id,
        JournalEntry.who_id.is_distinct_from(who_id),
    )
    return bool(session.scalar(sa.select(others)))


class End(NamedTuple):
    """The newest row's number and hash."""

    number: int
    hash: str


def end(session: Session) -> End:
    """The newest row; number 0 and no hash before the first."""
    newest = session.execute(_NEWEST).first()
    return End(*newest) if newest else End(0, NO_HASH)


def length(session: Session) -> int:
    """How many rows the journal has."""
    return session.scalar(sa.select(sa.func.count()).select_from(JournalEntry)) or 0


_NEWEST = sa.select(JournalEntry.number, JournalEntry.hash).order_by(JournalEntry.number.desc()).limit(1)


def _written(values: Values | None) -> str | None:
    return None if values is None else _canonical(values)


@lru_cache(maxsize=5_000)
def _plain(value: Any) -> str:
    """How a day or a moment is written. The rows of an import have the same ones over and over."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _digest(salt: str, text: str | None) -> str | None:
    return None if text is None else hashlib.sha256(f"{salt}{text}".encode()).hexdigest()


# Made once: json.dumps would make one for each value. What a record holds is flat, so it holds no circle.
_canonical = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, check_circular=False, default=_plain
).encode


_HASHED = (
    "number",
    "at",
    "who_id",
    "door",
    "event",
    "subject",
    "subject_id",
    "before_digest",
    "after_digest",
    "previous_hash",
)


def hash_of(entry: Values) -> str:
    """The hash of a row, of which it says everything but itself."""
    parts = [entry[name] for name in _HASHED]
    return hashlib.sha256(_canonical(parts).encode()).hexdigest()


def values_fit(entry: Any, values: Any) -> bool:
    """Whether the values, with their salt, are those that the row has the digests of."""
    return bool(
        _digest(values.salt, values.before) == entry.before_digest
        and _digest(values.salt, values.after) == entry.after_digest
    )
