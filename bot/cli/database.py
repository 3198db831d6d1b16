"""`db upgrade`, `db status` and `db sweep`."""

import typer

from bot.cli import common
from storage.migrations import HEAD, is_newer, is_older


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
