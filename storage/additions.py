"""Many new records at once: what is stored one by one takes thirty times as long."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from storage.models import Base, Instant, Record

Values = Mapping[str, Any]


def whole(kind: type[Record], values: Values) -> dict[str, Any]:
    """The values of a new record's columns, but for its id: what is not given, or None, has its default."""
    given = {name: value for name, value in values.items() if value is not None}
    return {**_defaults(kind), **given}


def add(session: Session, kind: type[Record], rows: Sequence[dict[str, Any]]) -> None:
    """Stores the records, and gives each row its id. They are no objects of the session."""
    for row, record_id in zip(rows, _ids(session, kind, len(rows)), strict=True):
        row["id"] = record_id
    insert(session, kind, rows)


def insert(session: Session, kind: type[Base], rows: Sequence[Values]) -> None:
    """Inserts rows that all have the same columns.

    SQLAlchemy goes through each row's columns several times. Here it writes the statement and says how each
    column's values are stored, and the driver is handed whole columns put side by side.
    """
    connection = session.connection()
    names = tuple(rows[0])
    statement, order, store = _insertion(_table(kind), names, connection.dialect)
    columns = [[row[name] for row in rows] for name in order]
    stored = [map(how, column) if how else column for how, column in zip(store, columns, strict=True)]
    values = zip(*stored, strict=True)
    if connection.dialect.positional:
        connection.exec_driver_sql(statement, list(values))
    else:
        connection.exec_driver_sql(statement, [dict(zip(order, row, strict=True)) for row in values])


class _Insertion(NamedTuple):
    """A statement as the driver takes it, its columns in order, and what is done to the values of each."""

    statement: str
    order: Sequence[str]
    store: Sequence[Callable[[Any], Any] | None]


@lru_cache(maxsize=50)
def _insertion(table: sa.Table, names: tuple[str, ...], dialect: sa.Dialect) -> _Insertion:
    compiled = sa.insert(table).inline().compile(dialect=dialect, column_keys=names)
    order = compiled.positiontup or names
    return _Insertion(str(compiled), order, [_storing(table.c[name].type, dialect) for name in order])


def _storing(kind: sa.types.TypeEngine[Any], dialect: sa.Dialect) -> Callable[[Any], Any] | None:
    """What the type does to a value before the driver has it. The same days and words stand in many rows."""
    store = kind.dialect_impl(dialect).bind_processor(dialect)
    if store is not None and isinstance(kind, sa.Date | sa.Enum | Instant):
        return lru_cache(maxsize=1_000)(store)
    return store


def _table(kind: type[Base]) -> sa.Table:
    table = kind.__table__
    if not isinstance(table, sa.Table):
        raise TypeError(kind.__name__)
    return table


@cache
def _defaults(kind: type[Record]) -> Values:
    columns = sa.inspect(kind).columns
    # A version begins where the session begins it.
    return {column.key: _default(column) for column in columns if column.key != "id"} | {"version": 1}


def _default(column: sa.Column[Any]) -> object:
    default = column.default
    return default.arg if isinstance(default, ScalarElementColumnDefault) else None


def _ids(session: Session, kind: type[Record], count: int) -> list[int]:
    """Ids that no record has or had. There is one writer at a time, so nobody else takes them."""
    table = kind.__tablename__
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        return list(connection.scalars(_NEXT_OF_SEQUENCE, {"table": table, "count": count}))
    newest = connection.scalar(sa.select(sa.func.max(kind.id))) or 0
    if _table(kind).dialect_options["sqlite"]["autoincrement"]:
        newest = max(newest, connection.scalar(_NEWEST_EVER, {"table": table}) or 0)
    return list(range(newest + 1, newest + 1 + count))


_NEXT_OF_SEQUENCE = sa.text(
    "SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)"
)
_NEWEST_EVER = sa.text("SELECT seq FROM sqlite_sequence WHERE name = :table")
