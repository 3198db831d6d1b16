"""What the commands share: settings, the database, and refusing in a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import typer

from bot import settings as reading
from bot.settings import Settings, WrongSettings
from bot.visit import COMMAND_LINE, Visit
from storage.database import Database, NewerSchema, OldSchema, Unavailable
from storage.words import Door

NEWER_SCHEMA = "The database holds the tables of a newer version of this bot. Please install that version."


def refuse(sentence: str) -> NoReturn:
    """Says why nothing was done and ends with status 1."""
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


def settings(*, needs_slack: bool) -> Settings:
    """The settings of .env and the environment; refuses with a line for everything missing or wrong."""
    try:
        return reading.read(reading.environment(), needs_slack=needs_slack)
    except WrongSettings as wrong:
        refuse(f"{wrong}\n.env.example explains every setting.")


@contextmanager
def open_database(chosen: Settings, *, upgrade: bool = False) -> Iterator[Database]:
    """The database with this version's tables; with `upgrade` they are made or brought up to date first.

    Refuses in a sentence where it cannot be used.
    """
    with raw_database(chosen, must_be_there=not upgrade) as database:
        if upgrade:
            database.upgrade()
        database.require_current()
        yield database


@contextmanager
def raw_database(chosen: Settings, *, must_be_there: bool) -> Iterator[Database]:
    """The database whatever its tables. Refuses in a sentence where it cannot be used."""
    if must_be_there and not Path(where(chosen)).exists():
        refuse(f"There is no database at {where(chosen)}. To make one, run: python -m bot db upgrade")
    database = Database(chosen.database_url)
    try:
        yield database
    except NewerSchema:
        refuse(NEWER_SCHEMA)
    except OldSchema:
        refuse("The tables are of another version. Run: python -m bot db upgrade")
    except Unavailable:
        refuse(f"The database cannot be used: {where(chosen)} is out of reach, locked, full or not writable.")
    finally:
        database.close()


def where(chosen: Settings) -> str:
    """The database's file."""
    return chosen.database_url.removeprefix("sqlite:///")


def command_line_visit(chosen: Settings, door: Door = Door.COMMAND_LINE) -> Visit:
    """A visit by whoever runs the command."""
    at = datetime.now(UTC)
    return Visit(COMMAND_LINE, door, at, at.astimezone(chosen.terms.zone).date(), chosen.terms)
