"""The journal: who changed what, in a chain where every row carries the hash of the one before.

The chain holds digests only; the values lie in `journal_values`, so that a purge can delete them and the
chain still verifies. Digests are salted: without the salt a value cannot be guessed back.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from storage.models import Base, JournalEntry, JournalValues, Record
from storage.words import Door

Values = Mapping[str, Any]

NO_HASH = "0" * 64


def values_of(record: Base) -> dict[str, Any]:
    """The record's columns as the journal keeps them."""
    columns = sa.inspect(type(record)).column_attrs
    return {column.key: getattr(record, column.key) for column in columns}


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
) -> JournalEntry:
    """Writes one row in the caller's transaction: a change and its row are stored together or not at all.

    `before` is None for what is new, `after` for what is gone; `case_id` lets a purge find the values.
    """
    session.flush()
    newest = session.execute(_NEWEST).first()
    salt = secrets.token_hex(16)
    texts = _written(before), _written(after)
    subject_id: int = sa.inspect(record).identity[0]  # type: ignore[index]  # flushed, so it has one
    entry = JournalEntry(
        number=newest.number + 1 if newest else 1,
        at=at.astimezone(UTC),
        who_id=who_id,
        door=door,
        event=event,
        subject=record.__tablename__,
        subject_id=subject_id,
        before_digest=_digest(salt, texts[0]),
        after_digest=_digest(salt, texts[1]),
        previous_hash=newest.hash if newest else NO_HASH,
    )
    entry.hash = _hash(entry)
    session.add(entry)
    session.flush()
    session.add(
        JournalValues(number=entry.number, case_id=case_id, salt=salt, before=texts[0], after=texts[1])
    )
    return entry


def faults(session: Session) -> Iterator[str]:
    """What is wrong with the chain, first broken row first; nothing where it is whole."""
    query = (
        sa.select(JournalEntry, JournalValues)
        .outerjoin(JournalValues, JournalValues.number == JournalEntry.number)
        .order_by(JournalEntry.number)
        .execution_options(yield_per=1000)
    )
    with session.execute(query) as rows:
        try:
            yield from _faults_in(rows)
        except (LookupError, TypeError, ValueError):
            # A moment or a door that is none cannot even be read.
            yield "a journal row holds what the bot never writes, so not all rows were checked"


def _faults_in(rows: Iterable[sa.Row[JournalEntry, JournalValues]]) -> Iterator[str]:
    number, previous_hash = 0, NO_HASH
    for entry, values in rows:
        number += 1
        if entry.number != number:
            yield f"journal row {number} is missing"
            number = entry.number
        if entry.previous_hash != previous_hash:
            yield f"journal row {entry.number} does not follow the row before it"
        if entry.hash != _hash(entry):
            yield f"journal row {entry.number} was altered"
        if values is not None and not _values_fit(entry, values):
            yield f"the values of journal row {entry.number} were altered"
        previous_hash = entry.hash


def changed_by_others(session: Session, record: Record, who_id: int | None) -> bool:
    """Whether anybody else has a row about the record."""
    others = sa.exists().where(
        JournalEntry.subject == record.__tablename__,
        JournalEntry.subject_id == record.id,
        JournalEntry.who_id.is_distinct_from(who_id),
    )
    return bool(session.scalar(sa.select(others)))


def length(session: Session) -> int:
    """How many rows the journal has."""
    return session.scalar(sa.select(sa.func.count()).select_from(JournalEntry)) or 0


_NEWEST = sa.select(JournalEntry.number, JournalEntry.hash).order_by(JournalEntry.number.desc()).limit(1)


def _written(values: Values | None) -> str | None:
    return None if values is None else _canonical(values)


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _digest(salt: str, text: str | None) -> str | None:
    return None if text is None else hashlib.sha256(f"{salt}{text}".encode()).hexdigest()


def _hash(entry: JournalEntry) -> str:
    parts = (
        entry.number,
        entry.at,
        entry.who_id,
        entry.door,
        entry.event,
        entry.subject,
        entry.subject_id,
        entry.before_digest,
        entry.after_digest,
        entry.previous_hash,
    )
    return hashlib.sha256(_canonical(parts).encode()).hexdigest()


def _values_fit(entry: JournalEntry, values: JournalValues) -> bool:
    return (
        _digest(values.salt, values.before) == entry.before_digest
        and _digest(values.salt, values.after) == entry.after_digest
    )
