"""`db upgrade`, `db status`, `db sweep` and `verify`."""

import typer

from bot.cli import common
from storage import integrity, journal
from storage.migrations import HEAD, is_newer, is_older

MOST_FAULTS = 20


def upgrade() -> None:
    """Bring the tables to this version."""
    url = common.settings(needs_slack=False).database_url
    with common.raw_database(url, must_be_there=False) as database:
        changed = database.upgrade()
        version = database.schema_version()
    if is_newer(version):
        typer.echo(_newer(version))
    else:
        typer.echo(f"The tables {'are now' if changed else 'were already'} version {HEAD}.")


def status() -> None:
    """Tell which version the tables are."""
    url = common.settings(needs_slack=False).database_url
    with common.raw_database(url, must_be_there=True) as database:
        version = database.schema_version()
    if is_older(version):
        found = f"version {version}" if version else "empty"
        common.refuse(f"The tables are {found}; this bot needs version {HEAD}. Run: python -m bot db upgrade")
    typer.echo(
        _newer(version) if is_newer(version) else f"The tables are version {HEAD}, as this bot needs them."
    )


def _newer(version: str | None) -> str:
    return (
        f"The tables are version {version}, of a newer bot. This one, of version {HEAD}, goes on with them "
        "as they are: nothing needs to be done before it is replaced."
    )


def sweep() -> None:
    """Leave no trace in the database's file of what was deleted from it."""
    chosen = common.settings(needs_slack=False)
    with common.open_database(chosen) as database:
        is_swept = database.sweep()
    if not is_swept:
        common.refuse("The file is in use, so not all of it could be swept. Stop the bot, and run it again.")
    typer.echo("What was deleted has left no traces in the tables.")


def verify() -> None:
    """Check the journal's chain and the database's integrity."""
    chosen = common.settings(needs_slack=False)
    with common.open_database(chosen) as database, database.reading() as session:
        faults = [*integrity.faults(session), *journal.faults(session)]
        length = journal.length(session)
    for fault in faults[:MOST_FAULTS]:
        typer.echo(fault, err=True)
    if faults:
        common.refuse(f"{len(faults)} fault{'s' if len(faults) > 1 else ''} found.")
    typer.echo(f"The journal's {length:,} rows form one unbroken chain, and the database is sound.")
