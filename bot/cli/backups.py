"""`db backup` and `db restore`."""

from datetime import datetime, tzinfo
from pathlib import Path
from typing import Annotated

import sqlalchemy as sa
import typer
from sqlalchemy.orm import Session

from bot.cli import common
from bot.settings import Settings
from storage import contents as stored
from storage import migrations
from storage.contents import Contents
from storage.database import Database, NewerSchema
from storage.only_one import only_one
from storage.unavailable import Unavailable, Why

FOR_A_SERVER = (
    "{file} is a backup of a PostgreSQL database, and {where} is a file. Set DATABASE_URL to a server."
)
FOR_A_FILE = (
    "{file} is a SQLite database, and {where} is a server. "
    "To move a record there, run: python -m bot db copy sqlite:///{file} ADDRESS"
)


PATTERN = "g2o-*.backup"  # of the names that are given here
NO_NAME = "Give a file, or set BACKUPS to the folder in which it is to be."


def backup(
    file: Annotated[
        Path | None,
        typer.Argument(help="A new file; else one in BACKUPS.", show_default=False),
    ] = None,
) -> None:
    """Write the record to a file, whether or not the bot is at work."""
    from storage import backups

    chosen = common.settings(needs_slack=False)
    url, file = chosen.database_url, file or _named(chosen)
    with common.raw_database(url, must_be_there=True) as database:
        held = backups.back_up(database, file)
    checked = "checked" if held.is_current else "sound as a file"
    typer.echo(f"Backup written to {file}: version {held.version}, {_rows(held)}, {checked}.")


def _named(chosen: Settings) -> Path:
    """By the moment, where the council is."""
    if chosen.backups is None:
        common.refuse(NO_NAME)
    return chosen.backups / f"g2o-{datetime.now(chosen.terms.zone):%Y-%m-%d-%H%M%S}.backup"


def restore(
    file: Annotated[Path, typer.Argument(help="What `db backup` wrote.", show_default=False)],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Put a backup in the place of the record. The bot must be stopped."""
    from storage import backups

    chosen = common.settings(needs_slack=False)
    where, live = common.where(chosen.database_url), common.file_of(chosen.database_url)
    with common.refusing_in_sentences(chosen.database_url):
        kind = backups.kind_of(file)
        if live is None:
            if kind is backups.Kind.FILE:
                common.refuse(FOR_A_FILE.format(file=file, where=where))
            held = _onto_server(chosen, file, yes)
        else:
            if kind is backups.Kind.SERVER:
                common.refuse(FOR_A_SERVER.format(file=file, where=where))
            held = _onto_file(chosen, live, file, yes)
    typer.echo(f"Restored from {file}: version {held.version}, {_rows(held)}.")
    if held.is_current:
        typer.echo("The journal's rows form one unbroken chain, and the database is sound.")
    else:
        typer.echo(
            "The tables are older than this bot. Run: python -m bot db upgrade, then: python -m bot verify"
        )


def _onto_file(chosen: Settings, live: Path, file: Path, yes: bool) -> Contents:
    from storage import file_backups

    with only_one(live):
        held = file_backups.check(file)
        _require_known(held.version)
        _confirm(_in_file(chosen.database_url, live), chosen.terms.zone, str(live), yes)
        kept = file_backups.restore(file, live, datetime.now(chosen.terms.zone))
        held = file_backups.check(live)
    if kept is not None:
        typer.echo(f"What was there is kept as {kept}.")
    return held


def _onto_server(chosen: Settings, file: Path, yes: bool) -> Contents:
    from storage import server_backups

    _require_known(server_backups.check(file))
    with common.raw_database(chosen.database_url, must_be_there=False) as database:
        with database.reading() as session:
            server_backups.require_alone(session)
            there = _there(session)
        _confirm(there, chosen.terms.zone, common.where(chosen.database_url), yes)
        return server_backups.restore(database, file)


def _require_known(version: str) -> None:
    if migrations.is_newer(version):
        raise NewerSchema


def _in_file(url: str, live: Path) -> Contents | str | None:
    """What the file holds, or that nobody can tell."""
    if not live.exists():
        return None
    database = Database(url, is_patient=True)
    try:
        with database.reading() as session:
            return _there(session)
    except Unavailable as unavailable:
        if unavailable.why is not Why.DAMAGED:
            raise
        return "a damaged file"
    finally:
        database.close()


def _there(session: Session) -> Contents | str | None:
    """What would be replaced; None where there are no tables at all."""
    held = stored.contents(session)
    tables = sa.inspect(session.connection()).get_table_names()
    return held or ("tables that are not this bot's" if tables else None)


def _confirm(there: Contents | str | None, zone: tzinfo, where: str, yes: bool) -> None:
    """Says what will be replaced, and asks. Nothing there: nothing to ask."""
    if there is None:
        return
    if isinstance(there, Contents):
        newest = f", the newest of {there.newest.astimezone(zone):%d %B %Y, %H:%M}" if there.newest else ""
        there = f"version {there.version}, {_rows(there)}{newest}"
    typer.echo(f"This replaces everything in {where}: {there}.")
    if not yes:
        typer.confirm("Replace it?", abort=True)


def _rows(held: Contents) -> str:
    return f"{held.rows:,} row{'' if held.rows == 1 else 's'} in the journal"
