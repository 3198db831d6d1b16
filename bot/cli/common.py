"""What the commands share: settings, the database, and refusing in a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import NoReturn

import typer
from sqlalchemy.exc import ArgumentError

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
def open_database(chosen: Settings) -> Iterator[Database]:
    """The database, an embedded one brought up to date. Refuses in a sentence where it is out of reach."""
    try:
        database = Database(chosen.database_url)
    except ArgumentError:
        refuse("DATABASE_URL is not an address of a database, such as sqlite:///g2o.db.")
    try:
        if database.is_embedded:
            database.upgrade()
        database.require_current()
        yield database
    except NewerSchema:
        refuse(NEWER_SCHEMA)
    except OldSchema:
        refuse("The database holds another version's tables. Run: python -m bot db upgrade")
    except Unavailable:
        refuse(f"The database cannot be used: {where(chosen)} is missing, locked, full or not writable.")
    finally:
        database.close()


def where(chosen: Settings) -> str:
    """The database's place, without a password."""
    return chosen.database_url.removeprefix("sqlite:///").rpartition("@")[2]


def command_line_visit(chosen: Settings, door: Door = Door.COMMAND_LINE) -> Visit:
    """A visit by whoever runs the command."""
    at = datetime.now(UTC)
    return Visit(COMMAND_LINE, door, at, at.astimezone(chosen.terms.zone).date(), chosen.terms)
