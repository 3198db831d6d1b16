"""What the commands share: settings, the database, and refusing in a sentence."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import sqlalchemy as sa
import typer

from bot import settings as reading
from bot.errors import Refusal
from bot.settings import Settings, WrongSettings
from bot.visit import COMMAND_LINE, Visit
from storage.contents import NotDone
from storage.database import Database, NewerSchema, OldSchema, WrongLetters
from storage.only_one import AlreadyRunning, only_one
from storage.unavailable import Unavailable
from storage.words import Door

OLD_SCHEMA = "The tables are of an older version. Run: python -m bot db upgrade"
NEWER_SCHEMA = "These are the tables of a newer version of this bot. Please install that version."
WRONG_LETTERS = (
    "The database does not know every letter: names such as Éva would not be found. Please make it anew, "
    "with: CREATE DATABASE g2o TEMPLATE template0 ENCODING 'UTF8' LOCALE 'en_GB.UTF-8'"
)


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
def open_database(chosen: Settings, *, upgrade: bool = False, alone: bool = False) -> Iterator[Database]:
    """The database with this version's tables, for work at the command line.

    With `upgrade` a file's tables are made or brought up to date first. Refuses in a sentence where it cannot
    be used.
    """
    with raw_database(chosen.database_url, must_be_there=not upgrade, alone=alone) as database:
        if upgrade:
            bring_up_to_date(database)
        else:
            database.require_current()
        yield database


def bring_up_to_date(database: Database) -> None:
    """Makes a file's tables this version's; a server's are left to `db upgrade`, as replicas may be at work.

    Those of a newer version are left as they are. Raises OldSchema or Unavailable.
    """
    if database.is_embedded:
        database.upgrade()
    database.require_current()


@contextmanager
def raw_database(
    url: str, *, must_be_there: bool, is_patient: bool = True, alone: bool = False
) -> Iterator[Database]:
    """The database whatever its tables; `alone`, as a SQLite file takes one bot and no second.

    Refuses in a sentence where it cannot be used.
    """
    file = file_of(url)
    if must_be_there and file is not None and not file.exists():
        refuse(f"There is no database at {file}. To make one, run: python -m bot db upgrade")
    database = Database(url, is_patient=is_patient)
    try:
        with refusing_in_sentences(url), only_one(file) if alone and file else nullcontext():
            yield database
    finally:
        database.close()


@contextmanager
def refusing_in_sentences(url: str) -> Iterator[None]:
    """A verb's refusal, and whatever keeps the database from being used, ends the command with a sentence."""
    try:
        yield
    except Refusal as refusal:
        refuse(refusal.message)
    except NewerSchema:
        refuse(NEWER_SCHEMA)
    except OldSchema:
        refuse(OLD_SCHEMA)
    except WrongLetters:
        refuse(WRONG_LETTERS)
    except AlreadyRunning as other:
        refuse(f"A bot is at work on {other.file}, and a SQLite file takes one. Stop it first.")
    except NotDone as reason:
        refuse(str(reason))
    except Unavailable as unavailable:
        refuse(f"The database cannot be used: {where(url)} is {unavailable.why.value} ({unavailable.code}).")


def where(url: str) -> str:
    """The database's file, or the address of its server without the password."""
    # A password may stand among the options, too.
    return str(file_of(url) or sa.make_url(url).set(query={}).render_as_string(hide_password=True))


def file_of(url: str) -> Path | None:
    """The file of an embedded database; None for a server."""
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


def write_new(file: Path, content: bytes) -> None:
    """Writes a file that only its owner reads; refuses where there is one of that name."""
    try:
        with file.open("xb") as written:
            file.chmod(0o600)
            written.write(content)
    except FileExistsError:
        refuse(f"{file} is already there. Choose another name, so that nothing is overwritten.")
    except OSError as error:
        refuse(f"{file} could not be written: {error.strerror}.")


@contextmanager
def progress(rows: int, *, worth: int) -> Iterator[Callable[[int], None]]:
    """Gives what is told of every few rows that are done: a bar on a terminal moves by so many.

    Below `worth` rows it would be over before it is read, and there is none.
    """
    stderr = typer.get_text_stream("stderr")
    if rows < worth or not stderr.isatty():
        yield lambda _: None
        return
    with typer.progressbar(length=rows, label="Rows", file=stderr) as bar:
        yield bar.update


def command_line_visit(
    chosen: Settings, door: Door = Door.COMMAND_LINE, ahead: timedelta = timedelta()
) -> Visit:
    """A visit by whoever runs the command; `ahead` is how far the clock is put on, as in the demo."""
    at = datetime.now(UTC) + ahead
    return Visit(COMMAND_LINE, door, at, at.astimezone(chosen.terms.zone).date(), chosen.terms)
