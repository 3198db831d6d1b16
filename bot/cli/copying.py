"""`db copy`: the record from one database to another."""

from pathlib import Path
from typing import Annotated

import typer

from bot import settings as reading
from bot.cli import common
from storage import copying
from storage.copying import Copied
from storage.database import Database
from storage.unavailable import Unavailable

LONG = 10_000  # rows: fewer are copied before a progress bar would be read


def copy(
    from_: Annotated[str, typer.Argument(metavar="FROM", help="The database's address.", show_default=False)],
    to: Annotated[str, typer.Argument(metavar="TO", help="An empty database's.", show_default=False)],
) -> None:
    """Copy the record to an empty database, such as a PostgreSQL server's. Stop the bot first."""
    source_url, target_url = _address("FROM", from_), _address("TO", to)
    if source_url == target_url:
        common.refuse("FROM and TO are the same database.")
    with common.raw_database(source_url, must_be_there=True) as source:
        source.require_same()
        _make_private(common.file_of(target_url))
        with common.raw_database(target_url, must_be_there=False) as target:
            copying.prepare(target)
            copied = _copy(source, target)
    typer.echo(
        f"Copied {copied.rows:,} rows of {copied.tables} tables. "
        f"The journal's {copied.journal:,} rows form one unbroken chain in both."
    )


def _address(name: str, text: str) -> str:
    try:
        return reading.database_address(text)
    except ValueError as problem:
        common.refuse(f"{name} {problem}")


def _make_private(file: Path | None) -> None:
    """A new file is for this user alone."""
    if file is not None and file.parent.is_dir():
        file.touch(0o600)


def _copy(source: Database, target: Database) -> Copied:
    try:
        with (
            source.reading() as old,
            target.begin() as new,
            common.progress(copying.count(old), worth=LONG) as moved,
        ):
            return copying.copy(old, new, moved)
    except Unavailable as unavailable:
        outcome = (
            "Nothing was copied." if unavailable.is_certain else "Run verify on TO: it holds all or nothing."
        )
        common.refuse(f"One of the two databases is {unavailable.why.value} ({unavailable.code}). {outcome}")
