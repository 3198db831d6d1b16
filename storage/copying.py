"""Copying the whole record from one database to another, of either kind."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.orm import Session

from storage import chain
from storage import contents as stored
from storage.contents import Contents, NotDone
from storage.database import Database
from storage.migrations import HEAD
from storage.models import Base, JournalEntry
from storage.unavailable import code_of, telling

BATCH = 1000  # rows in memory at once

Row = dict[str, Any]
Moved = Callable[[int], None]


@dataclass(frozen=True)
class Copied:
    """What was copied."""

    rows: int
    tables: int
    journal: int


def prepare(target: Database) -> None:
    """Gives an empty database this version's tables. Raises NotDone where it holds anything else."""
    version = target.schema_version()
    if version is None:
        with target.reading() as session:
            others = sa.inspect(session.connection()).get_table_names()
        if others:
            raise NotDone(_not_empty(f"a table {others[0]} that is not this bot's"))
    elif version != HEAD:
        raise NotDone(_not_empty(f"tables of version {version}"))
    target.upgrade()


def _not_empty(what: str) -> str:
    return f"The database to copy to is not empty: it holds {what}. Give a new one; nothing was copied."


def count(session: Session) -> int:
    """How many rows the record has, in all of its tables."""
    return sum(_count(session, table) for table in Base.metadata.sorted_tables)


def copy(source: Session, target: Session, moved: Moved) -> Copied:
    """Copies everything the source sees, and checks it; `moved` is told of every batch of rows.

    Both databases hold this version's tables, the target's without a row. The caller commits. Raises NotDone.
    """
    held = _require_sound(source)
    _require_empty(target)
    tables = Base.metadata.sorted_tables
    for table in tables:
        _copy_table(source, target, table, moved)
        _continue_ids(source, target, table)
    rows = sum(_require_equal(source, target, table) for table in tables)
    _require_one_chain(source, target)
    return Copied(rows, len(tables), held.rows)


def _require_sound(source: Session) -> Contents:
    held = stored.contents(source)
    if held is None:
        raise NotDone("The database to copy from holds no record of this bot.")
    otherwise = (
        "The record to copy from has faults (python -m bot verify tells them all), so nothing was copied"
    )
    stored.require_sound(source, held, otherwise)
    return held


def _require_empty(target: Session) -> None:
    for table in Base.metadata.sorted_tables:
        if target.scalar(sa.select(sa.exists().select_from(table))):
            raise NotDone(_not_empty(f"rows of {table.name}"))


def _copy_table(source: Session, target: Session, table: sa.Table, moved: Moved) -> None:
    to_itself = [column for column in table.columns if _points_to(table, column)]
    for batch in _batches(source, table, sa.select(table)):
        without = dict.fromkeys(column.name for column in to_itself)
        _store(target, table, sa.insert(table), [{**row, **without} for row in batch])
        moved(len(batch))
    # Whoever a row of the same table points to may come later, so that is filled in when all are there.
    for column in to_itself:
        pairs = sa.select(table.c.id.label("row_id"), column.label("to")).where(column.is_not(None))
        point = sa.update(table).where(table.c.id == sa.bindparam("row_id"))
        for batch in _batches(source, table, pairs):
            _store(target, table, point.values({column: sa.bindparam("to")}), batch)


def _points_to(table: sa.Table, column: sa.Column[Any]) -> bool:
    return any(key.column.table is table for key in column.foreign_keys)


def _batches(source: Session, table: sa.Table, query: sa.Select[Any]) -> Iterator[list[Row]]:
    """The rows in the order of their keys, in which the journal wants to be written."""
    ordered = query.order_by(*table.primary_key).execution_options(yield_per=BATCH)
    with _reading(table), source.execute(ordered) as rows:
        for part in rows.mappings().partitions():
            yield [dict(row) for row in part]


@contextmanager
def _reading(table: sa.Table) -> Iterator[None]:
    with telling():
        try:
            yield
        except (LookupError, TypeError, ValueError, DBAPIError) as error:
            if _is_of_the_database(error):
                raise
            raise NotDone(
                f"A row of {table.name} holds what the bot never writes, such as a date that is none. "
                "Nothing was copied."
            ) from error


def _is_of_the_database(error: Exception) -> bool:
    """Databases number their errors; a driver that cannot make sense of a value gives none."""
    if not isinstance(error, DBAPIError):
        return False
    return error.connection_invalidated or code_of(error) != type(error.orig).__name__


def _store(target: Session, table: sa.Table, statement: sa.Insert | sa.Update, rows: Sequence[Row]) -> None:
    try:
        with telling(), target.begin_nested():
            target.connection().execute(statement, rows)
    except (StatementError, ValueError) as error:
        for row in rows if len(rows) > 1 else ():
            _store(target, table, statement, [row])
        raise NotDone(
            f"The row of {table.name} with {_key(table, rows[0])} holds what the database to copy to does "
            "not take. Nothing was copied."
        ) from error


def _key(table: sa.Table, row: Row) -> str:
    """How the row is found again, by ids alone."""
    names = [column.name for column in table.primary_key if isinstance(column.type, sa.Integer)]
    return " and ".join(f"{name} {row.get(name, row.get('row_id'))}" for name in names) or "some key"


def _continue_ids(source: Session, target: Session, table: sa.Table) -> None:
    """An id that was ever given out is not given out again, though its row is gone."""
    column = table.autoincrement_column
    if column is None:
        return
    names = {"name": table.name, "column": column.name}
    given_out = source.scalar(_GIVEN_OUT[_kind(source)], names) or 0
    largest = max(given_out, source.scalar(sa.select(sa.func.max(column))) or 0)
    never_reuses = table.dialect_options["sqlite"]["autoincrement"]
    if largest and (_kind(target) == "postgresql" or never_reuses):
        for statement in _CONTINUE[_kind(target)]:
            target.execute(statement, {**names, "largest": largest})


def _kind(session: Session) -> str:
    return session.get_bind().dialect.name


_SEQUENCE = "pg_get_serial_sequence(:name, :column)"
_GIVEN_OUT = {
    "sqlite": sa.text("SELECT seq FROM sqlite_sequence WHERE name = :name"),
    "postgresql": sa.text(f"SELECT pg_sequence_last_value(CAST({_SEQUENCE} AS regclass))"),
}
_CONTINUE = {
    "sqlite": (
        sa.text("DELETE FROM sqlite_sequence WHERE name = :name"),
        sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :largest)"),
    ),
    "postgresql": (sa.text(f"SELECT setval({_SEQUENCE}, :largest)"),),
}


# --- what must hold before it is committed


def _count(session: Session, table: sa.Table) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def _require_equal(source: Session, target: Session, table: sa.Table) -> int:
    wanted, stored_rows = _count(source, table), _count(target, table)
    if stored_rows != wanted:
        raise NotDone(f"Of {wanted:,} rows of {table.name} only {stored_rows:,} arrived. Nothing was copied.")
    return wanted


def _require_one_chain(source: Session, target: Session) -> None:
    newest = sa.select(JournalEntry.hash).order_by(JournalEntry.number.desc()).limit(1)
    fault: object = next(chain.faults(target), None)
    if fault is None and source.scalar(newest) != target.scalar(newest):
        fault = "its last row is another"
    if fault is not None:
        raise NotDone(f"The journal did not arrive as it was ({fault}). Nothing was copied.")
